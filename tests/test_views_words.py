from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import (
    EXAMPLES_DAY,
    GROUP,
    LEAD,
    dataset,
    examples,
    filed,
    indicator,
    level,
    plan_text,
    row,
    shipped,
    stand,
)

from mstrack.format.model import Indicator, Lights
from mstrack.i18n import LANGUAGES, speaking
from mstrack.progress import query
from mstrack.progress.dates import Range
from mstrack.progress.lights import Light
from mstrack.progress.query import Role
from mstrack.progress.snapshot import Snapshot
from mstrack.report import Tone, Word
from mstrack.views import words

ROADS, BRIDGES, COVERAGE = indicator(target=60), indicator("桥梁", target=10, id="bridges"), level(target=80)
PLAN = plan_text([row(ROADS, COVERAGE)])
SEVERAL = plan_text([row(ROADS, BRIDGES, COVERAGE, level("达标率", id="rate"))])
ENOUGH = {"roads": 60, "coverage": 80}
MANY = ENOUGH | {"rate": 80}


def report(day, status="in-progress", figures=None, **more):
    """Return what the lead unit filed."""
    return filed(day, status, figures, id_="00000001", **more)


def one_share(figure, unit="东区政府", id_="00000002"):
    """Return what a district filed."""
    return filed("2021-11-30", figures={"roads": figure}, id_=id_, unit=unit)


@pytest.mark.parametrize(
    ("plan", "entries", "as_of", "english", "chinese"),
    [
        (PLAN, [report("2021-12-10", "done")], "2021-12-10", "done", "已完成"),
        (PLAN, [report("2021-12-11", "done")], "2021-12-31", "done 1 day late", "逾期1天完成"),
        (PLAN, [report("2021-12-19", "done")], "2021-12-31", "done 9 days late", "逾期9天完成"),
        (PLAN, [], "2021-12-11", "red: overdue by 1 day, never reported", "红：逾期1天，一直未报送"),
        (PLAN, [report("2021-11-30")], "2021-12-12", "red: overdue by 2 days", "红：逾期2天"),
        (
            PLAN,
            [report("2021-10-31")],
            "2021-12-31",
            "red: overdue by 21 days, unreported for 61 days",
            "红：逾期21天，61天未报送",
        ),
        (
            PLAN,
            [report("2021-11-30", figures=ENOUGH)],
            "2021-12-12",
            "yellow: every target reached, to be confirmed as done",
            "黄：已达标，待报办结",
        ),
        (PLAN, [report("2021-11-30", "blocked")], "2021-11-30", "red: the unit says blocked", "红：单位报受阻"),
        (PLAN, [], "2021-12-10", "grey: unreported", "灰：未报送"),
        (PLAN, [report("2021-09-30")], "2021-12-03", "grey: unreported for 64 days", "灰：64天未报送"),
        (PLAN, [report("2021-06-30")], "2021-06-30", "grey: no figure for 公路", "灰：公路没有完成数"),
        (
            PLAN,
            [report("2021-11-30", figures=ENOUGH | {"roads": 36})],
            "2021-11-30",
            "red: 37.15 points behind",
            "红：滞后37.15个百分点",
        ),
        (
            SEVERAL,
            [report("2021-11-30", figures=MANY | {"bridges": 7})],
            "2021-11-30",
            "yellow: 27.15 points behind (桥梁)",
            "黄：滞后27.15个百分点（桥梁）",
        ),
        (
            SEVERAL,
            [report("2021-11-30", figures={"roads": 60, "bridges": 10})],
            "2021-11-30",
            "yellow: not reached yet: 覆盖率, 达标率",
            "黄：尚未达标：覆盖率、达标率",
        ),
        (PLAN, [report("2021-11-30", figures=ENOUGH)], "2021-11-30", "green: every target reached", "绿：已达标"),
        (
            SEVERAL,
            [report("2021-11-30", figures=MANY | {"bridges": 9})],
            "2021-11-30",
            "green: nearly on pace, 7.15 points behind (桥梁)",
            "绿：基本按序时，滞后7.15个百分点（桥梁）",
        ),
        (
            PLAN,
            [report("2021-09-30", figures={"roads": 50})],
            "2021-09-30",
            "green: on pace",
            "绿：达到序时",
        ),
        (plan_text([row()]), [report("2021-09-30")], "2021-09-30", "green: under way", "绿：推进中"),
        (
            plan_text([row()]),
            [report("2021-11-30")],
            "2021-11-30",
            "yellow: not reported as done yet",
            "黄：未报办结",
        ),
        (
            plan_text([row()]),
            [report("2021-09-30", percent=Decimal(57))],
            "2021-09-30",
            "yellow: 22.49 points behind (by the unit's own percentage)",
            "黄：滞后22.49个百分点（形象进度）",
        ),
        (
            plan_text([row()]),
            [report("2021-09-30", "not-started")],
            "2021-09-30",
            "red: 79.49 points behind (not started)",
            "红：滞后79.49个百分点（未启动）",
        ),
        (
            PLAN,
            [one_share(10)],
            "2021-11-30",
            "grey: unreported (by the share of 1 unit)",
            "灰：未报送（按1家单位的分报数暂计）",
        ),
        (
            PLAN,
            [report("2021-11-30", figures={"coverage": 80}), one_share(30), one_share(30, "西区政府", "00000003")],
            "2021-11-30",
            "green: every target reached (by the shares of 2 units)",
            "绿：已达标（按2家单位的分报数暂计）",
        ),
    ],
)
def test_light(plan, entries, as_of, english, chinese):
    """Every light says why, in the words of the language; a provisional figure says that it is one."""
    one = stand(plan, *entries, as_of=as_of)
    for tongue, expected in (("en", english), ("zh_CN", chinese)):
        with speaking(tongue):
            assert Word(one.light, expected, words.TONES[one.light]) == words.light(one)


def test_a_dispute_is_told():
    """Two corrections of one entry: the reason says so."""
    old = report("2021-11-30", figures=ENOUGH)
    rivals = [filed("2021-11-30", figures=ENOUGH, id_=f"0000000{n}", corrects=("00000001",), unit=LEAD) for n in (2, 3)]
    with speaking("en"):
        told = words.reason(stand(PLAN, old, *rivals, as_of="2021-11-30"))
    assert told == "every target reached (disputed correction)"


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
        ({"bound": "at-most"}, "<=165个", "<=165个"),
        ({"bound": "at-most", "above": True}, "<165个", "<165个"),
        ({"bound": "about"}, "~165个", "~165个"),
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
        told = words.legend(plan)
        lights = words.lights()
    assert all(number in told for number in ("33.5", "11", "44", "22", "66"))
    assert all(name in told for name in lights.values())
    assert told != words.legend(shipped().plan)


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
