from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import (
    EXAMPLES_DAY,
    GROUP,
    dataset,
    examples,
    indicator,
    level,
    plan_text,
    row,
    shipped,
)

from mstrack.format.model import Indicator, Lights
from mstrack.i18n import LANGUAGES, speaking
from mstrack.progress import query
from mstrack.progress.dates import Range
from mstrack.progress.query import Role
from mstrack.progress.snapshot import Snapshot
from mstrack.progress.standing import Light
from mstrack.report import Tone, Word
from mstrack.views import legend, words

PLAN = plan_text([row(indicator(target=60), level(target=80))])


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_simulated_store_shows_every_light(tongue):
    """All five lights appear, each with a reason of its own in both languages."""
    found = Snapshot(examples(), EXAMPLES_DAY).standings
    with speaking(tongue):
        assert all(words.reason(one) for one in found)
        assert set(words.lights()) == {one.light for one in found}
    causes = {"done", "done-late", "overdue", "blocked", "unreported", "stale"}
    assert causes | {"no-figure", "lag", "near", "behind", "reached"} == {one.cause for one in found}


def test_every_light_has_a_word_a_tone_and_a_severity():
    """A light that is added without them fails here."""
    lights = set(Light.__args__)
    assert lights == set(words.lights()) == set(words.TONES) == set(query.SEVERITY)


@pytest.mark.parametrize(
    ("number", "measure", "expected"),
    [
        ("165", "个", "165个"),
        ("75.20", "%", "75.2%"),
        ("27780", "批次", "27780批次"),
        ("1000", "元/生/年", "1000元/生/年"),
        ("3.0", "km", "3 km"),
        ("0", "座", "0座"),
    ],
)
def test_figure(number, measure, expected):
    """A figure is followed by its measure; only Latin letters take a space."""
    one = indicator_of(measure=measure)
    assert expected == words.figure(Decimal(number), one)
    assert words.figure(None, one) == "-"


def indicator_of(**more):
    """Return an indicator that no file says."""
    said = {"id": "a", "name": "甲", "kind": "cumulative", "target": Decimal(165), "measure": "个", "quote": "165个"}
    return Indicator(**said | more)


@pytest.mark.parametrize(
    ("more", "english", "chinese"),
    [
        ({}, ">=165个", ">=165个"),
        ({"above": True, "target": Decimal(15000)}, ">15000个", ">15000个"),
        ({"baseline": Decimal(800)}, ">=165个 (from 800)", ">=165个（原800）"),
        ({"bound": "at-most"}, "at most 165个", "不超过165个"),
        ({"bound": "at-most", "above": True}, "below 165个", "低于165个"),
        ({"bound": "about"}, "about 165个", "165个左右"),
        ({"baseline": Decimal(0)}, ">=165个 (from 0)", ">=165个（原0）"),
    ],
)
def test_target(more, english, chinese):
    """A target shows its bound: a floor, a strict one where the table says 超; a baseline shows where it starts."""
    for tongue, expected in (("en", english), ("zh_CN", chinese)):
        with speaking(tongue):
            assert expected == words.target(indicator_of(**more))


@pytest.mark.parametrize(
    ("n", "overdue", "expected"),
    [
        (7, False, Word(None, "7d")),
        (0, False, Word(None, "0d")),
        (-33, True, Word(None, "-33d", Tone.BAD)),
        (None, False, Word(None, "-", Tone.MUTE)),
    ],
)
def test_days(n, overdue, expected):
    """Days are short; what is overdue is toned so."""
    with speaking("en"):
        assert expected == words.days(n, overdue=overdue)


@pytest.mark.parametrize(
    ("roles", "code", "text"),
    [
        ([Role("甲局", lead=True)], "lead", "lead"),
        ([Role("甲局", lead=False)], "partner", "partner"),
        ([Role("东区政府", lead=False, via=GROUP)], "member", "via 各区政府"),
        ([Role("甲局", lead=True), Role("东区政府", lead=False, via=GROUP)], "lead member", "lead, via 各区政府"),
        ([Role("东区政府", lead=False, via=GROUP), Role("西区政府", lead=False, via=GROUP)], "member", "via 各区政府"),
        ([], "", ""),
    ],
)
def test_role(roles, code, text):
    """A role is said once, and a member of a group is marked as such; machines get codes."""
    with speaking("en"):
        assert words.role(roles) == Word(code, text)


@pytest.mark.parametrize(
    ("due", "english", "chinese"),
    [
        (Range(before=dt.date(2021, 12, 10)), "Up to 2021-12-10 (included)", "截至2021-12-10（含当日）"),
        (Range(after=dt.date(2021, 11, 1)), "From 2021-11-01 (included)", "自2021-11-01起（含当日）"),
        (
            Range(dt.date(2021, 11, 1), dt.date(2021, 12, 10)),
            "From 2021-11-01 to 2021-12-10 (both included)",
            "2021-11-01至2021-12-10（含首尾两日）",
        ),
        (Range(), "All deadlines", "全部时限"),
    ],
)
def test_span(due, english, chinese):
    """The range that was resolved is named, and that its ends count."""
    for tongue, expected in (("en", english), ("zh_CN", chinese)):
        with speaking(tongue):
            assert expected == words.span(due)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_legend(tongue):
    """The legend names every light, in the order of the rules, with the numbers in force."""
    rules = Lights(red=Decimal("33.50"), yellow=Decimal(11), stale_days=44, near_days=22, last_days=66)
    plan = replace(shipped().plan, lights=rules)
    with speaking(tongue):
        told = legend.of_lights(plan)
        lights = words.lights()
    assert all(number in told for number in ("33.5", "11", "44", "22", "66"))
    assert all(name in told for name in lights.values())
    assert told != legend.of_lights(shipped().plan)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_words_of_all_languages(tongue):
    """红 is red whatever the interface speaks."""
    with speaking(tongue):
        known = words.in_all_languages(words.lights)
    assert {"red": "red", "红": "red", "已完成": "done"}.items() <= known.items()


def test_status():
    """A status is a word with its code; a withdrawal has none."""
    with speaking("en"):
        assert [words.status(code).text for code in words.statuses()] == list(words.statuses().values())
        assert words.status(None) == Word(None, "withdrawn", Tone.MUTE)


def test_progress_of_a_task_that_has_none():
    """Where no cumulative figure is known there is no percentage: not even 0."""
    data = dataset(PLAN)
    assert words.progress(Snapshot(data, EXAMPLES_DAY).standings[0]) is None
