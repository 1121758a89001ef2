"""The relations for analysts: complete, consistent among themselves, and the numbers that the commands print."""

from decimal import Decimal

import pytest
from publishing import gathered
from running import EXAMPLES, ON, ask

from mstrack.documents import data
from mstrack.i18n import speaking


@pytest.fixture(scope="module")
def relations():
    with speaking("zh_CN"):
        return {one.name: one for one in data.relations(gathered(), "甲市")}


def rows(relation):
    names = [field.name for field in relation.fields]
    return [dict(zip(names, row, strict=True)) for row in relation.rows]


def test_all_that_the_store_has(relations):
    """25 tasks, 59 indicators, every entry that lies in the folders, corrected ones too."""
    counts = {name: len(one.rows) for name, one in relations.items()}
    assert counts["entries"] == len(list((EXAMPLES / "progress").rglob("*.yaml")))
    asked = ("tasks", "indicators", "leaders", "items", "standings", "actuals")
    assert [counts[name] for name in asked] == [25, 59, 5, 10, 25, 59]


def test_fields_fit_their_types(relations):
    """Every row has a value for every field, of its kind; what is required is there."""
    kinds = {"text": str, "integer": int, "decimal": Decimal, "percent": Decimal, "boolean": int}
    for relation in relations.values():
        for row in relation.rows:
            for field, value in zip(relation.fields, row, strict=True):
                assert value is not None or not field.required, (relation.name, field.name)
                if value is not None and field.kind in kinds:
                    assert isinstance(value, kinds[field.kind]), (relation.name, field.name, value)


def test_keys_are_keys(relations):
    for relation in relations.values():
        at = [n for n, field in enumerate(relation.fields) if field.key]
        keys = [tuple(row[n] for n in at) for row in relation.rows]
        assert len(set(keys)) == len(keys), relation.name


def test_references_lead_somewhere(relations):
    """Each set of fields that refers is as long as the key referred to, and finds a row (or says nothing)."""
    for relation in relations.values():
        names = [field.name for field in relation.fields]
        for reference in relation.references:
            other = relations[reference.to]
            key = [n for n, field in enumerate(other.fields) if field.key]
            known = {tuple(row[n] for n in key) for row in other.rows}
            assert len(key) == len(reference.fields), (relation.name, reference)
            for row in relation.rows:
                found = tuple(row[names.index(name)] for name in reference.fields)
                assert None in found or found in known, (relation.name, found)


def test_the_same_numbers_as_the_commands(relations):
    """Lights, progress, lag and sources are those of `mstrack due --format json`."""
    said = {one["id"]: one for one in ask("due", "--data", EXAMPLES, *ON, "--format", "json").answer["tasks"]}
    for one in rows(relations["standings"]):
        other = said[one["task"]]
        assert (one["light"], one["cause"], one["days_left"]) == (other["light"], other["cause"], other["days_left"])
        pairs = (("progress_percent", "progress_percent"), ("lag_points", "lag_points"))
        for mine, theirs in pairs:
            assert (None if one[mine] is None else float(one[mine])) == other[theirs]
        assert (one["report"] or "") in (other["report"] or "")


def test_a_figure_is_that_of_its_sources(relations):
    figures = {(one["entry"], one["indicator"]): one["figure"] for one in rows(relations["figures"])}
    sources = {}
    for one in rows(relations["sources"]):
        sources.setdefault((one["task"], one["indicator"]), []).append(figures[one["entry"], one["indicator"]])
    for one in rows(relations["actuals"]):
        assert (one["figure"] or 0) == sum(sources.get((one["task"], one["indicator"]), []))


def test_what_is_referred_to_comes_first(relations):
    """So that rows can be put in one relation after the other."""
    seen = set()
    for relation in relations.values():
        assert {reference.to for reference in relation.references} <= seen
        seen.add(relation.name)
