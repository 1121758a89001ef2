"""The JSON Schemas say what the model says: every key named, nothing else let in, what Pydantic refuses refused."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import subprocess
import sys

import hypothesis
import hypothesis.strategies as st
import jsonschema
import pydantic_core
import pytest
from builders import ROOT
from running import ask
from samples import crossed
from wholes import WHOLE

from mstrack import i18n
from mstrack.format import json_schema, labels, model, validate

FREE = {("figures",), ("shares",), ("was",)}
"""Keys whose mappings have keys of their own."""
KINDS = tuple(validate.TYPES)
CHECK = [sys.executable, "-m", "check_jsonschema"]
FILES = {
    "tasks": [ROOT / "data" / "tasks.yaml", ROOT / "examples" / "tasks.yaml"],
    "entry": sorted((ROOT / "examples" / "progress").rglob("*.yaml")),
}
POOL = [
    None,
    True,
    False,
    0,
    1,
    18,
    -1,
    75.5,
    "",
    " ",
    "18",
    "甲",
    "甲\n乙",
    "a",
    "a-b",
    "A",
    "in-progress",
    "level",
]
POOL += ["2021-09-30", "2021-9-30", "2021-02-30", "2021-10-08T09:31:07+08:00", "2021-10-08", "7f3a9c2k", "7f3a9c2i"]
POOL += [
    "xie hong you",
    "甲" * 201,
    "a" * 41,
    [],
    ["甲"],
    ["7f3a9c2k"],
    [1],
    {},
    {"a": 1},
    {"A": 1},
    {"a": "1"},
    {"b": -1},
]


def made(kind):
    return json.loads(json_schema.text(kind))


VALIDATORS = {
    kind: jsonschema.Draft202012Validator(made(kind), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    for kind in KINDS
}


def accepted(kind, value):
    """Whether Pydantic reads this value of a file."""
    try:
        validate.validator(kind).validate_python(value)
    except pydantic_core.ValidationError:
        return False
    return True


def mappings(kind):
    """Yield the class and the schema of every mapping of a kind of file."""
    whole = made(kind)
    yield validate.TYPES[kind], whole
    for name, one in whole.get("$defs", {}).items():
        yield getattr(model, name), one


def keys_of(kept):
    """Return the keys of a file that a class of the model is read from."""
    return {model.key_of(kept.__name__, field.name) for field in dataclasses.fields(kept)}


def places(value, route=()):
    """Return the routes to every node of a value."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [route, *(place for key, one in below for place in places(one, (*route, key)))]


def changed(value, route, new):
    """Return the value with the node at a route changed."""
    if not route:
        return new
    value = copy.deepcopy(value)
    node = value
    for step in route[:-1]:
        node = node[step]
    node[route[-1]] = new
    return value


def lacking(value, route):
    """Return the value without the node at a route."""
    value = copy.deepcopy(value)
    node = value
    for step in route[:-1]:
        node = node[step]
    del node[route[-1]]
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_every_field(kind):
    """Each field of each dataclass is a key, each field without a default is required, and there is nothing else."""
    for kept, one in mappings(kind):
        fields = dataclasses.fields(kept)
        keys = {field.name: model.key_of(kept.__name__, field.name) for field in fields}
        needed = [keys[one.name] for one in fields if one.default is one.default_factory is dataclasses.MISSING]
        assert list(one["properties"]) == list(keys.values()), kept
        assert one.get("required", []) == needed, kept
        assert one["additionalProperties"] is False, kept


def test_every_key_has_words():
    """Each class and each field has a title and a description, and there are words for nothing else."""
    known = {
        name
        for kind in KINDS
        for kept, _one in mappings(kind)
        for name in (kept.__name__, *(f"{kept.__name__}.{key}" for key in keys_of(kept)))
    }
    assert set(labels.KEYS) == known
    assert all(title and about.endswith(".") for title, about in labels.KEYS.values())


@pytest.mark.parametrize("kind", KINDS)
def test_words_in_chinese(kind):
    """What an editor shows is in the user's language: titles, descriptions, meanings of choices, what is wrong."""
    told = []

    def walk(node):
        if isinstance(node, dict):
            for name in ("title", "description", "errorMessage", "patternErrorMessage"):
                told.extend([node[name]] if isinstance(node.get(name), str) else [])
            told.extend(node.get("enumDescriptions", []))
        for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(one)

    with i18n.speaking("zh_CN"):
        walk(made(kind))
    foreign = re.compile("[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")
    assert len(told) > 30
    assert [one for one in told if not re.search("[\u4e00-\u9fff]", one)] == []
    assert [one for one in told if foreign.search(one.replace("xie hong you", ""))] == []
    assert [one for one in told if re.search("[\u4e00-\u9fff] [\u4e00-\u9fff]", one.replace("张 璐", ""))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_tight(kind):
    """A text has a form or a length, a number is no text, a choice has as many meanings as words."""
    for _kept, one in mappings(kind):
        for key, said in one["properties"].items():
            types = said.get("type", [])
            if "string" in types and "enum" not in said:
                assert said["pattern"], key
                assert said.get("maxLength") or said["pattern"].endswith("$"), key
            if "number" in types and key not in {"was", "no", "phone"}:  # a number of these stands for its digits
                assert "string" not in types, key
            if "enum" in said:
                assert len(said["enumDescriptions"]) == len([word for word in said["enum"] if word]), key


def test_whole():
    """Files with every key that there is pass both: what follows changes them, key by key."""
    named = set()
    for kind, whole in WHOLE:
        assert {one.json_path: one.message for one in VALIDATORS[kind].iter_errors(whole)} == {}
        assert accepted(kind, whole)
        named |= {route[-1] for route in places(whole)[1:]}
    assert {key for kind in KINDS for kept, _one in mappings(kind) for key in keys_of(kept)} - named == set()


@pytest.mark.parametrize(("kind", "whole"), WHOLE)
def test_each_key_missing(kind, whole):
    """With any one key or item taken out, Pydantic and the schema are of one mind."""
    for route in places(whole)[1:]:
        value = lacking(whole, route)
        assert VALIDATORS[kind].is_valid(value) == accepted(kind, value), route


@pytest.mark.parametrize("among", [5, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("kind", "whole"), WHOLE)
def test_each_value_wrong(kind, whole, among):
    """With one value (each, or one among some) in the place of any other, or an unknown key, they are of one mind."""
    refused = 0
    for route in places(whole)[::among]:
        for new in POOL:
            value = changed(whole, route, new)
            verdict = VALIDATORS[kind].is_valid(value)
            assert verdict == accepted(kind, value), (route, new)
            refused += not verdict
        unknown = changed(whole, (*route, "unknown"), 1) if isinstance(_at(whole, route), dict) else None
        if unknown and route[-1:] not in FREE:
            assert not VALIDATORS[kind].is_valid(unknown), route
    assert refused > 100


def _at(value, route):
    for step in route:
        value = value[step]
    return value


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=50)
SCALARS = st.none() | st.booleans() | st.integers(-400, 3000) | TEXTS | st.sampled_from(POOL)
SCALARS |= st.floats(-1e9, 1e9, allow_nan=False).filter(lambda number: not number.is_integer())  # JSON knows no 18.0
VALUES = st.recursive(SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(TEXTS, one, max_size=3))


@pytest.mark.parametrize(("kind", "whole"), WHOLE)
@hypothesis.given(data=st.data())
def test_of_one_mind(kind, whole, data):
    """Whatever stands in any three places of a file, the schema accepts it if Pydantic does, and refuses it if not."""
    value = whole
    for _change in range(data.draw(st.integers(1, 3))):
        value = changed(value, data.draw(st.sampled_from(places(value))), data.draw(VALUES))
    assert VALIDATORS[kind].is_valid(value) == accepted(kind, value)


@crossed("kind, tongue", ["tasks", "entry"], i18n.LANGUAGES)
def test_somebody_elses_validator(tmp_path, kind, tongue):
    """check-jsonschema finds the schema itself in order, and every file that is shipped; days without quotes, too."""
    with i18n.speaking(tongue):
        path = tmp_path / f"{kind}.json"
        path.write_text(ask("schema", kind).out, encoding="utf-8")
    assert len(FILES[kind]) > 1
    for arguments in (["--check-metaschema", path], ["--schemafile", path, *FILES[kind]]):
        told = subprocess.run([*CHECK, "--no-cache", *arguments], capture_output=True, check=False)
        assert told.returncode == 0, told.stdout.decode()


def test_somebody_elses_validator_refuses(tmp_path):
    """It names the place of a wrong day, of a number in quotes, of a key that is misspelt."""
    path, wrong = tmp_path / "entry.json", tmp_path / "wrong.yaml"
    path.write_text(json_schema.text("entry"), encoding="utf-8")
    text = FILES["entry"][0].read_text(encoding="utf-8")
    changes = {"task: 1\n": 'task: "1"\n', "date: 2021-03-31": "date: 2021-02-30", "note:": "nota:"}
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    wrong.write_text(text, encoding="utf-8")
    told = subprocess.run([*CHECK, "--no-cache", "--schemafile", path, wrong], capture_output=True, check=False)
    said = told.stdout.decode()
    assert told.returncode == 1
    assert [place for place in ("$.task", "$.date", "nota") if place not in said] == []


def test_command():
    """The command prints the schema, in the language of the interface; the repository's own is the Chinese one."""
    for name, kind in json_schema.KINDS.items():
        assert ask("schema", name) == (0, json_schema.text(kind), "")
        with i18n.speaking("zh_CN"):
            shipped = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
            made_anew = f"MSTRACK_LANG=zh mstrack schema {name} > schemas/{name}.schema.json"
            assert ask("schema", name.upper()).out == shipped, made_anew
