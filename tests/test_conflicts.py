"""What entries say of each other in one tree, whoever filed them: told once, at the later entry, in any order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import test_rules_entry
import test_rules_entry_time
from builders import (
    GROUP,
    LATEST,
    LEAD,
    MEMO,
    PARTNER,
    dataset,
    filed,
    id_of,
    indicator,
    level,
    plan_text,
    recorded,
    row,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from offenders import every

from mstrack.check.store import of_store
from mstrack.format import codec, yaml
from mstrack.format.model import Entry
from mstrack.progress.figures import Submission
from mstrack.record import propose
from mstrack.rules import conflicts
from mstrack.store import source
from mstrack.store.entry_names import entry_path, parse_path

TODAY = dt.date(2021, 10, 8)
PLAN = plan_text([row(indicator(), level(), partner_units=[PARTNER, GROUP])])
EAST = "东区政府"
A = filed("2021-08-31", figures={"roads": 40}, id_="0000000a")
B = filed("2021-09-15", figures={"roads": 50}, id_="0000000b")
C = filed("2021-09-30", figures={"roads": 60}, id_="0000000c")


def correcting(*old, id_, roads=45, day="2021-08-31", **more):
    return filed(day, figures={"roads": roads}, id_=id_, corrects=old, note="更正。", **more)


def found(*entries):
    """Return id, rule, line and level of every problem, as an audit tells them: by place."""
    done = of_store(source.InMemory({"tasks.yaml": PLAN} | dict(entries)), MEMO, TODAY)
    return [(one.path.split("-")[4][:8], one.rule, one.line, one.level) for one in done.problems]


def sentence(*entries):
    done = of_store(source.InMemory({"tasks.yaml": PLAN} | dict(entries)), MEMO, TODAY)
    [problem] = done.problems
    return problem.sentence


CIRCLES = [
    (correcting("0000000x", id_="0000000x"),),
    (correcting("0000000y", id_="0000000x"), correcting("0000000x", id_="0000000y")),
    (A, correcting("0000000a", "0000000y", id_="0000000x"), correcting("0000000x", id_="0000000y")),
]


def test_every_rule_is_tried_here():
    assert [rule.__name__ for rule in conflicts.RULES] == ["circle", "dispute"]


@pytest.mark.parametrize("entries", CIRCLES)
def test_a_circle(entries):
    """Corrections that replace each other leave nothing that counts; each entry of it is told."""
    told = [one for one in found(*entries) if one[1] == "circle"]
    assert told
    assert {one[2:] for one in told} == {(1, "error")}


def test_no_circle():
    """A chain of corrections ends."""
    assert found(A, correcting("0000000a", id_="0000000x"), correcting("0000000x", id_="0000000y")) == []


def test_a_dispute():
    """Two corrections of one entry: a warning at the later name, with the command that settles it."""
    two = (A, correcting("0000000a", id_="0000000x"), correcting("0000000a", id_="0000000y", roads=44))
    assert found(*two) == [("0000000y", "dispute", 1, "warning")]
    assert sentence(*two) == (
        "the corrections 0000000x 0000000y both replace entry 0000000a; settle it: mstrack correct 0000000x 0000000y"
    )
    assert found(*two, correcting("0000000x", "0000000y", id_="0000000z")) == []


def test_rivals_contradict_others():
    """A dispute excuses its entries from contradicting each other, not from contradicting the rest."""
    two = (A, correcting("0000000a", id_="0000000x"), correcting("0000000a", id_="0000000y", roads=51))
    assert found(*two, B) == [("0000000y", "dispute", 1, "warning"), ("0000000b", "growing", 5, "error")]


def test_a_dispute_with_a_correction_of_a_correction():
    """One clone corrected the entry, another a correction of it: told once, where the ways part."""
    two = (A, correcting("0000000a", id_="0000000x"), correcting("0000000a", id_="0000000y", day="2021-09-01"))
    chain = correcting("0000000x", id_="0000000z", day="2021-09-02")
    assert found(*two, chain) == [("0000000z", "dispute", 1, "warning")]
    before = filed("2021-08-31", figures={"roads": 9}, id_="00000009")
    assert found(before, correcting("00000009", id_="0000000a"), *two[1:], chain) == [
        ("0000000z", "dispute", 1, "warning")
    ]


def test_one_mistake_is_told_once():
    """A figure below an earlier one is told at the later entry, with the line and column of the figure."""
    typo = filed("2021-09-15", figures={"roads": 99}, id_="0000000b")
    assert found(A, typo, C, filed("2021-10-01", figures={"roads": 61}, id_="0000000d")) == [
        ("0000000c", "growing", 5, "error")
    ]
    assert "60 does not fit the 99 of 2021-09-15" in sentence(A, typo, C)


def test_two_reports_of_one_day():
    """What two clones filed for one day is told at the one that was recorded later; another indicator is none."""
    later = recorded("2021-09-20")
    assert found(B, filed("2021-09-15", figures={"roads": 50}, id_="00000001", recorded=later)) == [
        ("00000001", "once", 5, "error")
    ]
    assert found(B, filed("2021-09-15", figures={"coverage": 50}, id_="00000001", recorded=later)) == []
    assert found(B, filed("2021-09-15", figures={"roads": 5}, id_="00000001", unit=EAST)) == []


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        (filed("2021-08-31", "done", {"roads": 100}, id_="0000000a"), []),
        (filed("2021-09-01", "done", {"roads": 110}, id_="0000000a"), ["done-by-lead", "named-unit"]),
        (filed("2021-09-14", "done", {"roads": 110, "coverage": 3}, id_="0000000a", unit=PARTNER), []),
        (filed("2021-09-15", "done", {"roads": 110}, id_="0000000a", unit=PARTNER), ["done-reached"]),
    ],
)
def test_an_amendment_makes_nobody_wrong(entry, rules):
    """What was filed before a target was raised or the lead unit changed stays right: it cannot be changed any more."""
    plan = plan_text([test_rules_entry_time.AMENDED]).replace("达到120", "达到100")
    found = of_store(source.InMemory({"tasks.yaml": plan} | dict([entry])), MEMO, TODAY)
    assert sorted(one.rule for one in found.problems) == rules


def test_what_was_replaced_contradicts_nobody():
    """A corrected entry is right whatever it said; only what it replaces itself still matters."""
    wrong = filed("2021-08-31", "done", {"roads": 4000}, id_="0000000a", unit=PARTNER)
    right = correcting("0000000a", id_="0000000x", unit=PARTNER)
    assert found(wrong, right, filed("2021-09-15", figures={"roads": 50}, id_="0000000b", unit=PARTNER)) == []
    broken = filed("2021-08-31", figures={"roads": 4}, id_="0000000a", corrects=("0000000n",), note="更正。")
    told = found(broken, correcting("0000000a", id_="0000000x"))
    assert told == [("0000000a", "corrects-filed", 10, "error")]


def test_done_by_figures_of_the_same_day_whatever_the_clocks_say():
    """A "done" may rest on another entry of its day, though a machine's clock had it recorded earlier."""
    done = filed("2021-09-30", "done", {"roads": 100}, id_="0000000d", recorded=recorded("2021-09-30", 8))
    covered = filed("2021-09-30", figures={"coverage": 80}, id_="0000000e", recorded=recorded("2021-09-30", 9))
    assert found(done, covered) == []
    assert found(done) == [("0000000d", "done-reached", 4, "error")]
    lower = filed("2021-09-30", figures={"coverage": 79}, id_="0000000e", recorded=recorded("2021-09-30", 9))
    earlier = filed("2021-09-01", figures={"coverage": 80}, id_="0000000c")
    assert found(earlier, done, lower) == [("0000000d", "done-reached", 4, "error")]


OTHERWISE = {"still_done": "done-reached"}
"""A refusal that is told of another entry once both are there."""
UNREADABLE = {"possible_figure": "range"}
"""What only `add` is told so: no such file can be read."""


@every(("rule", "said", "before", "route", "sentence"), test_rules_entry.CASES)
def test_what_add_refuses_is_told_of_a_file(rule, said, before, route, sentence):  # noqa: ARG001
    """Whatever somebody files around `add` is found in the merged tree, with its line."""
    code = next((unit.code for unit in dataset(test_rules_entry.PLAN).plan.units if unit.name == said.unit), "")
    wrong = entry_path(said, code, "0000000z"), yaml.write(codec.mapping(said))
    texts = {"tasks.yaml": test_rules_entry.PLAN} | dict(before) | dict([wrong])
    told = of_store(source.InMemory(texts), MEMO, TODAY, latest=LATEST).problems
    if "corrected already" in sentence:
        rule = "dispute"  # two clones may have done so, and are told how to settle it
    expected = {OTHERWISE.get(rule, rule).replace("_", "-"), UNREADABLE.get(rule)}
    assert [one for one in told if one.rule in expected and one.line >= 1], told


FIGURES = st.dictionaries(
    st.sampled_from(["roads", "coverage"]), st.sampled_from([0, 40, 60, 80, 100]).map(Decimal), max_size=2
)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 4),  # the day
        st.sampled_from([LEAD, LEAD, PARTNER, EAST]),
        st.sampled_from(["in-progress", "done", "blocked", None]),
        FIGURES,
        st.lists(st.integers(0, 6), max_size=2),  # which of the entries before are corrected
        st.integers(0, 23),  # a clock that may be wrong
    ),
    max_size=8,
)


def step(texts, number, said):
    """File what somebody says, as `add` and `correct` do, if it is not refused; return the texts then."""
    day, unit, status, figures, corrected, hour = said
    names = sorted(texts)
    ids = tuple({names[n].split("-")[4][:8]: None for n in corrected if n < len(names)})
    date = dt.date(2021, 9, 1 + day)
    entry = Entry(
        task=1,
        date=date,
        unit=unit,
        status=status,
        figures=figures,
        note="进展。",
        reporter="王五",
        recorded=recorded(date.isoformat(), hour),
        corrects=ids,
    )
    proposal = propose.propose(dataset(PLAN, *texts.items()), entry, TODAY)
    if proposal.problems:
        return texts
    code = "-".join(proposal.path.split("-")[3:4])
    return texts | {entry_path(entry, code, id_of(number)): yaml.write(codec.mapping(entry))}


@settings(max_examples=150)
@given(STEPS)
def test_what_add_let_in_is_right(steps):
    """A store in which every entry passed `add`, one after the other, has no error; so check never blames the unit."""
    texts = {}
    for number, said in enumerate(steps):
        texts = step(texts, number, said)
    assert [one for one in found(*texts.items()) if one[3] == "error"] == []


SHUFFLED = st.lists(
    st.sampled_from(
        [
            A,
            B,
            C,
            correcting("0000000a", id_="0000000x"),
            correcting("0000000a", id_="0000000y", roads=70),
            correcting("0000000x", id_="0000000z"),
            filed("2021-09-15", figures={"roads": 7}, id_="00000001"),
            filed("2021-09-30", "done", {"roads": 99}, id_="00000002"),
            filed("2021-09-30", "done", {"roads": 100}, id_="00000003", unit=EAST),
            filed("2021-09-20", figures={"road": 1}, id_="00000004", unit=PARTNER),
        ]
    ),
    unique_by=lambda one: one[0],
)


@given(SHUFFLED, st.randoms(use_true_random=False))
def test_any_order(entries, random):
    """The same entries are told the same, whichever is read first."""
    data = dataset(PLAN, *entries)
    known = [parse_path(1, "progress/01", path.rpartition("/")[2]) for path, _text in entries]
    reports = [Submission(one, data.entry(one)) for one in known]
    said = conflicts.corrections(known)
    expected = judged(data.plan, reports, said)
    random.shuffle(reports)
    random.shuffle(known)
    assert judged(data.plan, reports, conflicts.corrections(known)) == expected


def judged(plan, reports, said):
    """Return what is wrong; it is the same for all units at once and for each unit alone."""
    at_once = sorted(conflicts.problems(plan, plan.tasks[0], reports, said, TODAY))
    apart = []
    for code in {one.filed.code for one in reports}:
        some = [one for one in reports if one.filed.code == code]
        apart += conflicts.problems(plan, plan.tasks[0], some, said, TODAY)
    assert sorted(apart) == at_once
    return at_once + sorted(conflicts.of_corrections(said))


@pytest.mark.parametrize("ahead", ["2099-12-02", "2021-10-10", "9999-12-31"])
def test_a_clock_that_was_ahead_is_a_problem_until_it_is_corrected(ahead):
    """It is told at the entry, with the command that puts it right; what replaced it is right."""
    wrong = filed("2021-08-31", figures={"roads": 40}, id_="0000000a", recorded=recorded(ahead))
    latest = dt.datetime(2021, 10, 9, tzinfo=dt.UTC)

    def told(*entries):
        done = of_store(source.InMemory({"tasks.yaml": PLAN} | dict(entries)), MEMO, TODAY, latest=latest)
        return [(one.rule, one.path, "mstrack correct 0000000a" in one.sentence) for one in done.problems]

    assert told(wrong) == [("possible-moment", wrong[0], True)]
    assert told(wrong, correcting("0000000a", id_="0000000b", recorded=recorded("2021-10-08"))) == []
