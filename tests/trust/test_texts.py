"""Texts from all of Unicode into every text field: filed and read back equal, or refused naming the code point."""

import random
import re
from decimal import Decimal

import hypothesis
import pytest
from builders import LEAD, PARTNER, dataset, indicator, plan_text, recorded, row
from hypothesis import strategies
from offenders import every
from recording import TODAY

from mstrack.cli.record import draft
from mstrack.cli.record.draft import Draft
from mstrack.errors import WrongUse
from mstrack.record import propose

FIELDS = ("note", "problem", "next", "reporter")
PLAN = plan_text([row(indicator())])
DATA = dataset(PLAN)
TASK = DATA.plan.tasks[0]
AWKWARD = (
    list("\t\n\r\x00\x1b\x7f\x85\xa0\u1680\u2028\u2029\u3000\ufeff\u200b\u200d\u202e\u2066\ufffd\ufffe\uffff")
    + list("#:-?{}[]&*!|>'\"%@`,\\~=<")
    + ["---", "...", "- ", ": ", " #", "<<", "null", "true", "010", "12:30", "|\n", "  ", "\n\n", "\r\n", "e\u0301"]
    + ["\u4efb", "任务", "⼀", "\u2e9f", "🔴", "\U0010ffff", "\U000e0001", "\ud800", "\udfff", "\ue000", "ﬁ", "Å", "가"]
)
POINT = re.compile(r"U\+([0-9A-F]{4,6})")


def outcome(field, typed, unit):
    """Return what became of a text: ("filed", what is read back) or ("refused", the sentence)."""
    said = {"unit": unit, "date": TODAY.replace(month=9), "status": "in-progress", "reporter": "王五"}
    said["figures"] = {"roads": Decimal(1)}
    try:
        said[field] = draft.text(typed, f"--{field}")
    except WrongUse as error:
        return "refused", str(error)
    entry = Draft(task=TASK, **said).entry(recorded("2021-10-08"))
    proposal = propose.propose(DATA, entry, TODAY)
    if proposal.problems:
        return "refused", str(proposal.problems[0])
    future = DATA.plus(proposal.path, proposal.text)
    [filed] = future.history(1, TODAY).everything()
    return "filed", getattr(future.entry(filed), field)


def hold(field, typed, unit=PARTNER):
    """Hold one text to the promise."""
    became, told = outcome(field, typed, unit)
    if became == "filed":
        assert (told or "") == typed.replace("\r\n", "\n").strip()
        return
    bare = typed.replace("\r\n", "\n").strip()
    named = [int(point, 16) for point in POINT.findall(told)]
    no_name = field == "reporter" and (not bare or len(bare) > 200 or "\n" in bare)  # told as such
    assert no_name or any(chr(point) in bare for point in named), told


def some_text(chance):
    """Return a random text: characters of all of Unicode, of the usual blocks, and what YAML stumbles over."""
    parts = []
    for _part in range(chance.randrange(1, 9)):
        kind = chance.randrange(4)
        if kind == 0:
            parts.append(chr(chance.randrange(0x110000)))
        elif kind == 1:
            parts.append(chance.choice(AWKWARD))
        elif kind == 2:
            parts.append(chr(chance.randrange(0x20, 0x3000)))
        else:
            parts.append("".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _n in range(chance.randrange(1, 5))))
    return "".join(parts)


def many(count, seed):
    """Hold so many random texts, in turn in every field and of either kind of unit."""
    chance = random.Random(seed)  # noqa: S311  texts, no secrets
    for number in range(count):
        hold(FIELDS[number % 4], some_text(chance), (PARTNER, LEAD)[number // 4 % 2])


@pytest.mark.parametrize("part", range(4))
def test_random_texts(part):
    """2,000 random texts."""
    many(500, part)


@pytest.mark.full
@pytest.mark.parametrize("part", range(20))
def test_many_random_texts(part):
    """50,000 random texts."""
    many(2_500, 1_000 + part)


@pytest.mark.parametrize("field", FIELDS)
@hypothesis.settings(max_examples=100)
@hypothesis.given(typed=strategies.text(strategies.characters(), min_size=1, max_size=300))
def test_texts_that_hypothesis_finds(field, typed):
    """What somebody looks for on purpose is held as well, and made small where it is not."""
    hold(field, typed)


@every("field", FIELDS)
@every("piece", AWKWARD)
def test_awkward(field, piece):
    """What YAML, git or a terminal stumbles over, at the start, in the middle, at the end of a line and of a text."""
    for typed in (piece, f"甲{piece}", f"{piece}乙", f"甲{piece}乙", f"甲\n{piece}乙\n丙{piece}\n丁"):
        if field != "reporter" or "\n" not in typed:
            hold(field, typed)


@every("field", ["note", "problem", "next"])
@every(
    "typed",
    [
        "  甲\n    乙\n  丙",
        "甲\n\n\n乙",
        "甲   \n乙",
        "甲\r\n乙\r\n",
        "\n\n甲\n\n",
        "a" * 20_000,
        "- 甲\n- 乙: {丙",
        "task: 18\n甲",
    ],
)
def test_lines(field, typed):
    """Indents, empty lines and blanks inside a text are kept as they were typed."""
    assert outcome(field, typed, PARTNER) == ("filed", typed.replace("\r\n", "\n").strip())


def test_every_forbidden_code_point_is_named():
    """Each character that may not be stored is refused by its code point, the well-known ones too."""
    silent = []
    for point in (*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x202E, 0x2028, 0x2F00, 0xD800, 0xFEFF, 0xFFFE):
        if chr(point) == "\n":
            continue
        became, told = outcome("note", f"甲{chr(point)}乙", LEAD)
        if became != "refused" or f"U+{point:04X}" not in told:
            silent.append(f"U+{point:04X}: {told}")
    assert silent == []
