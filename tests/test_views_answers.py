"""The JSON of the answers, held against their schemas: over stores of several kinds, in both languages."""

from __future__ import annotations

import json

import jsonschema
import odd_plan
import pytest
import yaml
from builders import MEMBERS, ROOT, filed
from offenders import every
from repositories import commit, git
from running import ask
from writing import write

from mstrack import i18n
from mstrack.i18n import LANGUAGES, speaking
from mstrack.views import answers

OF_EXAMPLES = [
    *("due", "due --before 12-10", "due --before 1-1", "due --unit cgj", "due --light done", "due --all", "list"),
    *(
        "list --leader 王长青",
        "show 1",
        "show 18",
        "show 19",
        "show sc6de1ve",
        "show dery1ewc",
        "show 18 --history",
        "log",
        "log --all --task 18",
        "log --since 11-30",
    ),
    *(f"summary --by {group}" for group in ("leader", "unit", "item", "light", "district")),
    *("missing --since 11-01", "missing --since 11-01 --all-units", "missing"),
]
OF_ODD = [
    *("show 1 --history", "show 0000000x"),
    *("due", "list", "show 1", "show 2", "show 3", "show 4", "summary", "summary --by district", "summary --by unit"),
    *(
        "missing --since 01-01 --all-units",
        "log",
        "log --all",
        "check",
        "diff",
        "diff HEAD HEAD",
        "check --against HEAD",
    ),
    *("list --person 张三", "due --unit jia --rev HEAD", "check --rev HEAD"),
]


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A repository with the odd plan, and below its head a plan and entries that were changed in every way."""
    root = tmp_path_factory.mktemp("odd")
    write(root, {"tasks.yaml": odd_plan.text(), **dict(odd_plan.ENTRIES)})
    git(root, "init", "--quiet")
    commit(root)
    changed = yaml.safe_load(odd_plan.text())
    first, *_rest = changed["items"][0]["tasks"]
    first["title"], first["content"] = "检测", first["content"].replace("2.778", "2.5")
    first["indicators"][0] |= {"target": 25000, "quote": "检测2.5万批次"}
    del first["milestones"][0]
    first["lead_unit"].reverse()
    one, *_more = odd_plan.ENTRIES
    new = (
        filed("2021-11-01", figures={"tests": "15000.5"}, id_="0000000x", note="新的"),
        filed("2021-11-02", "done", {"tests": 12}, id_="0000000y", unit=MEMBERS[0], task=3),
    )
    text = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False)
    write(root, {"tasks.yaml": text, one[0]: None, **dict(new)})
    return root


def said(store, command, day):
    """Return the JSON of a command in both languages."""
    found = []
    for tongue in LANGUAGES:
        with speaking(tongue):
            told = ask(*command.split(), "--data", store, "--as-of", day, "--format", "json")
        assert told.code in {0, 1}, told.err
        found.append(json.loads(told.out))
    return found


def validator(kind):
    """Return what holds an answer against its schema."""
    schema = json.loads(ask("schema", kind).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


VALIDATORS = {kind: validator(kind) for kind in answers.ANSWERS}


def held(store, command, day):
    """Hold an answer against its schema, and its two languages against each other."""
    english, chinese = said(store, command, day)
    kind = english.get("kind", command.split()[0])
    assert kind.split("-")[0] == command.split()[0]
    assert [error.json_path + ": " + error.message[:200] for error in VALIDATORS[kind].iter_errors(chinese)] == []
    assert [*VALIDATORS[kind].iter_errors(english)] == []
    assert kind == "check" or english["title"] != chinese["title"]
    assert without_words(english) == without_words(chinese)


def without_words(answer):
    """Return an answer without what is said in words: titles and reasons."""
    if isinstance(answer, dict):
        return {key: without_words(value) for key, value in answer.items() if key not in {"title", "reason"}}
    return [without_words(one) for one in answer] if isinstance(answer, list) else answer


@every("command", OF_EXAMPLES)
def test_answers_on_the_examples(command):
    """Every key is in the schema, and only titles and reasons change with the language."""
    held(ROOT / "examples", command, "2021-12-03")


@every("command", OF_ODD)
def test_answers_on_an_odd_plan(odd, command):
    """The same where a plan has stages, shares, joint leads, dropped tasks, amendments, and changes."""
    held(odd, command, "2021-11-10")


def test_the_odd_answers_have_something_in_every_part(odd):
    """What is held against the schemas is there: no list stays empty in all of them."""
    filled = set()
    for command in OF_ODD:
        answer = said(odd, command, "2021-11-10")[0]
        filled |= {(answer["kind"], key) for key, value in answer.items() if isinstance(value, list) and value}
    lists = {
        (kind, key)
        for kind, fields in answers.ANSWERS.items()
        for key, value in fields.items()
        if isinstance(value, list) and not key.startswith("newly_")
    }
    assert lists - filled == set()


def test_figures_are_numbers_as_they_were_filed(odd):
    """15000.5 is that, and no text; 2 is no 2.0."""
    text = ask("log", "--data", odd, "--as-of", "2021-11-10", "--format", "json").out
    assert '"tests": 15000.5\n' in text
    assert '"tests": 12\n' in text


@every("kind", answers.ANSWERS)
def test_shipped(kind):
    """The repository has the Chinese schema of each answer."""
    with i18n.speaking("zh_CN"):
        shipped = (ROOT / "schemas" / "answers" / f"{kind}.schema.json").read_text(encoding="utf-8")
        assert ask("schema", kind).out == shipped, "make schemas"


@every("kind", answers.ANSWERS)
def test_a_key_that_no_schema_names_is_refused(kind):
    """At the top and in every row: a new key without its line in the schema fails."""
    schema = json.loads(answers.text(kind))
    assert schema["additionalProperties"] is False
    rows = [one["items"] for one in schema["properties"].values() if one.get("type") == "array"]
    assert [one for one in rows if one["type"] == "object" and one["additionalProperties"] is not False] == []


def test_the_page_of_answers_names_every_key():
    """docs/answers.md lists the keys of each answer."""
    page = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")

    def keys(fields):
        for key, value in fields.items():
            yield key.rstrip("?")
            inner = value[0] if isinstance(value, list) else value
            if isinstance(inner, dict):
                yield from keys(inner)

    assert {key for fields in answers.ANSWERS.values() for key in keys(fields) if f"`{key}`" not in page} == set()
