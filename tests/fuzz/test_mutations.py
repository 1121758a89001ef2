"""Thousands of ways to spoil a valid file: each is read, or refused with places and words; nothing else ever happens.

The same seed gives the same mutations: a failure names seed and text. Short form 3,000, long form (-m full) 20,000.
"""

from __future__ import annotations

import json
import random
import re
from functools import cache
from pathlib import Path

import pytest
from offenders import every

from mstrack import i18n
from mstrack.errors import Unreadable
from mstrack.format import codec, validate, yaml
from mstrack.rules import plan
from mstrack.store import dataset, source
from mstrack.store.cache import Cache

ROOT = Path(__file__).parent.parent.parent
A_SEED = 100  # mutations
SHORT, FULL = range(30), range(30, 200)
A_TEST = 10  # seeds
PLANS = 5  # one mutation of so many is one of the plan, which takes longer to read

TOKENS = [
    *("- ", ": ", ":", "-", "? ", "|", "|2-", ">", ">+", "&a ", "*a", "<<: *a", "<<", "!!str ", "!x ", "!!binary "),
    *(
        "---\n",
        "...\n",
        "\n---\n",
        "'",
        '"',
        "''",
        '""',
        "[",
        "]",
        "{",
        "}",
        ",",
        "#",
        " #",
        "@",
        "`",
        "\\",
        "~",
        "null",
    ),
    *("true", "yes", "no", "=", ".", "..", "0", "-0", "-0.0", "010", "0x1F", "0o17", "1_000", "12:30", "1e999", "1.10"),
    *(".inf", "-.inf", ".nan", "NaN", "9" * 16, "9" * 400, "1" + "0" * 320, "1" + "0" * 5000, "0." + "0" * 30 + "1"),
    *("2021-02-30", "2025-13-10", "0000-00-00", "9999-12-31", "1765324800", "2021-10-08T24:00:00+24:00", "2021-09-30T"),
    *("\t", "\r", "\r\n", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u2028", "\u202e"),
    *("\ufeff", "\ufffe", "\ufffd", "\U0001f534", "\U000e0041", "\u2f64", "\u2ea0", "e\u0301", "\ufa19", "\u0301"),
    *("\uff1a", "\uff0c", "\uff0d", "\uff08", "\uff10\uff11", "\u201c", "\u3000", "甲", "甲" * 300, "a" * 20_001, "{}"),
    *(
        '"\\x1b[31m"',
        '"\\u202e"',
        '"\\ud800"',
        '"\\U00110000"',
        '"\\q"',
        '"\\',
        '"\\x0',
        '"\\N"',
        '"\\\n',
        "\n\n",
        "\n",
    ),
    *(
        " ",
        "        ",
        "- - - -",
        "? ? ?",
        "[[[[[[[[[",
        "{{{{{{{{{",
        "{a: {b: {c: {d: {e: {f: {g: {h: {i: 1",
        "a: b: c",
    ),
    *("task: 18\n", "task: x\n", "corrects: [1, a]\n", "corrects: {a: b}\n", "figures: 3\n", "figures: {a: {b: c}}\n"),
    *("{value}", "{key}", "%YAML 1.2\n", "status:\n", "a: b", "title: [a]\n", "items: {}\n", "lights: null\n"),
]
RULE = re.compile(r"[a-z]+(-[a-z]+)*")
CHINESE = re.compile("[\u4e00-\u9fff]")


@cache
def originals(kind):
    """The valid texts that are spoiled: the shipped plan, and one example entry a task."""
    if kind == "plan":
        return [("tasks.yaml", (ROOT / "data" / "tasks.yaml").read_text(encoding="utf-8"))]
    folders = sorted((ROOT / "examples" / "progress").glob("[0-9]*"))
    paths = [max(folder.glob("*.yaml")) for folder in folders]
    return [(path.name, path.read_text(encoding="utf-8")) for path in paths]


def spoiled(text, chance):
    """Return a text with one to four spots spoiled, as bytes; sometimes the bytes themselves are."""
    for _time in range(chance.choice([1, 1, 1, 2, 4])):
        text = chance.choice(WAYS)(text, chance)
    data = text.encode("utf-8", "surrogatepass")
    return chance.choice(BYTE_WAYS)(data, chance) if chance.random() < 0.2 else data


def insert(text, chance):
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(TOKENS) + text[at:]


def insert_at_an_edge(text, chance):
    at = chance.choice([found.start() for found in re.finditer(r"^|$|: |- |[\[{,]", text, re.MULTILINE)])
    return text[:at] + chance.choice(TOKENS) + text[at:]


def replace_value(text, chance):
    values = [found.span(1) for found in re.finditer(r": ([^\n,{}\[\]]+)", text)]
    start, end = chance.choice(values) if values else (0, len(text))
    return text[:start] + chance.choice(TOKENS) + text[end:]


def delete(text, chance):
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.choice([1, 1, 2, 5, 40]) :]


def double(text, chance):
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at : at + chance.choice([1, 5, 40, 400])] * 2 + text[at:]


def shuffle_lines(text, chance):
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def indent(text, chance):
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice([" ", "  ", "    ", "\u3000"]) + lines[at] if chance.random() < 0.7 else lines[at].strip()
    return "\n".join(lines)


def any_character(text, chance):
    at = chance.randrange(len(text) + 1)
    return text[:at] + chr(chance.choice([chance.randrange(0x100), chance.randrange(0x110000)])) + text[at + 1 :]


def flip(data, chance):
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


WAYS = [
    insert,
    insert,
    insert_at_an_edge,
    insert_at_an_edge,
    replace_value,
    replace_value,
    delete,
    double,
    shuffle_lines,
]
WAYS += [indent, any_character]
BYTE_WAYS = [
    flip,
    lambda data, chance: data[: chance.randrange(len(data) + 1)],
    lambda data, chance: data[chance.randrange(len(data) + 1) :],
    lambda data, _chance: data.decode("utf-8", "replace").encode("gb18030"),
    lambda data, _chance: data.decode("utf-8", "replace").encode("utf-16"),
    lambda data, _chance: data.replace(b"\n", b"\r\n"),
    lambda data, _chance: b"\xef\xbb\xbf" + data,
    lambda data, chance: bytes(chance.randrange(256) for _ in range(40)) + data[40:],
]


def read(kind, path, data):
    """Read a file as the program does, and return what it says; a text that passes is in a canonical form."""
    if kind == "plan":
        known = dataset.Dataset(source.InMemory({source.PLAN: data}), Cache(None), plan.of_plan).plan
        assert codec.plan(json.loads(validate.canonical_json("plan", known))) == known
        return known
    entry, problems = validate.check("entry", path, data)
    if problems:
        raise Unreadable(problems)
    assert codec.entry(json.loads(validate.canonical_json("entry", entry))) == entry
    assert validate.check("entry", path, yaml.write(codec.mapping(entry)).encode()) == (entry, [])
    return entry


def judge(kind, path, data):
    """Unreadable is the only way to fail, with a place, a rule and a Chinese sentence for every problem."""
    told = problems_of(kind, path, data)
    assert len(told) <= 50
    for problem in told:
        assert (problem.path, problem.line >= 1, problem.column >= 1) == (path, True, True)
        assert RULE.fullmatch(problem.rule)
        assert problem.rule != validate.FALLBACK[0], "a fault that schema.WORDS does not know"
        assert CHINESE.search(problem.sentence), "a sentence that is not translated"
        assert "\n" not in problem.sentence
        assert len(problem.sentence) < 400


def problems_of(kind, path, data):
    """Return what a file is refused for (something), nothing where it is read."""
    try:
        read(kind, path, data)
    except Unreadable as error:
        return error.problems or pytest.fail("refused without a reason")
    return ()


def run(seed):
    chance = random.Random(seed)  # noqa: S311  the same mutations for the same seed
    with i18n.speaking("zh_CN"):
        for number in range(A_SEED):
            kind = "plan" if number % PLANS == 0 else "entry"
            path, text = chance.choice(originals(kind))
            data = spoiled(text, chance)
            try:
                judge(kind, path, data)
            except Exception as error:
                error.add_note(
                    f"seed {seed}, mutation {number}, {path}: {data if kind == 'entry' else changed(data)!r}"
                )
                raise


def changed(data):
    """Return the part of a spoiled plan that differs from the plan."""
    text = originals("plan")[0][1].encode()
    start = next((at for at, (a, b) in enumerate(zip(text, data, strict=False)) if a != b), min(len(text), len(data)))
    return data[max(0, start - 60) : start + 400]


@pytest.mark.parametrize("first", SHORT[::A_TEST])
def test_every_spoiled_file_is_read_or_refused_in_words(first):
    for seed in range(first, first + A_TEST):
        run(seed)


@pytest.mark.full
@pytest.mark.parametrize("first", FULL[::A_TEST])
def test_every_spoiled_file_is_read_or_refused_in_words_the_long_form(first):
    for seed in range(first, first + A_TEST):
        run(seed)


@every("token", TOKENS)
def test_every_token_alone(token):
    """As the whole file, as a value, as a key, as an item."""
    with i18n.speaking("zh_CN"):
        for text in (token, f"task: {token}", f"{token}: 18", f"figures: {{a: {token}}}", f"corrects: [{token}]"):
            for kind, path in (("entry", "18.yaml"), ("plan", "tasks.yaml")):
                judge(kind, path, text.encode())
