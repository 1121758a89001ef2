"""What has to be announced: a problem, unless a new amendment of the task names the field and what it was."""

from __future__ import annotations

import pytest
from amending import BRIDGES, COVERAGE, DAY, LATER, ROWS, TEXT, amending, edited, plan, raw, told
from builders import LEAD, PARTNER, plan_text, row

from mstrack.format import validate
from mstrack.progress import plan_diff
from mstrack.progress.plan_diff import Thing


def refused(new, old=TEXT):
    """Return the unannounced changes as problems with their lines."""
    return [str(validate.placed(one, new.encode())) for one in plan_diff.unannounced(plan(old), plan(new))]


@pytest.mark.parametrize(
    ("pairs", "field", "was", "of"),
    [
        ([LATER], "deadline", "12月10日", "deadline"),
        ([("leader: 王长青", "leader: 赖燕芬")], "leader", "王长青", "leader"),
        ([("lead_unit: 甲局", "lead_unit: 东区政府")], "lead_unit", LEAD, "lead_unit"),
        ([("target: 60", "target: 50")], "roads", "60.0", "target"),
    ],
)
def test_what_has_to_be_announced(pairs, field, was, of):
    """A change is a problem; a new amendment with the field and what it was names it, and it is one no more."""
    silent, announced = edited(*pairs), amending(field, was, text=edited(*pairs))
    [problem] = plan_diff.unannounced(raw(TEXT), raw(silent))
    assert (problem.rule, f"was {was}".removesuffix(".0") in problem.sentence) == ("unannounced", True)
    assert f"{{date: …, document: …, field: {field}, was: {str(was).removesuffix('.0')}}}" in problem.sentence
    assert plan_diff.unannounced(raw(TEXT), raw(announced)) == []
    [change] = [one for one in plan_diff.changes(raw(TEXT), raw(announced)) if one.field == of]
    assert (change.amendment.document, str(change.amendment.date)) == ("某办函〔2021〕12号", "2021-08-15")


@pytest.mark.parametrize(
    ("field", "was", "task"),
    [("deadline", "11月底", 1), ("leader", "12月10日", 1), ("deadline", "12月10日", 2), ("roads", 60, 1)],
)
def test_an_amendment_that_does_not_fit(field, was, task):
    """Another field, another old value or another task does not excuse a change."""
    announced = amending(field, was, task, text=edited(LATER))
    assert len(plan_diff.unannounced(raw(TEXT), raw(announced))) == 1


def test_an_old_amendment_names_no_new_change():
    """From 11月底 to 12月10日, announced; then quietly on, and quietly back and forth: the old one excuses neither."""
    old = amending("deadline", "11月底")
    for wording in ("12月20日", "11月底"):
        new = old.replace("deadline: 12月10日", f"deadline: {wording}", 1)
        assert len(plan_diff.unannounced(raw(old), raw(new))) == 1
    assert (
        refused(amending("deadline", "12月10日", text=old.replace("deadline: 12月10日", "deadline: 12月20日", 1)), old)
        == []
    )


def test_a_chain_of_amendments_names_a_change():
    """Between the two revisions it was amended twice: one of them says what it was at the older."""
    once = amending("deadline", "12月10日", text=edited(LATER))
    twice = amending("deadline", "12月20日", text=once.replace("deadline: 12月20日", "deadline: 年底", 1))
    assert plan_diff.unannounced(raw(TEXT), raw(twice)) == []
    [change] = [one for one in plan_diff.changes(raw(TEXT), raw(twice)) if one.thing.kind == "task"]
    assert (change.was, change.now, change.amendment.was) == ("12月10日", "年底", "12月10日")


def test_a_problem_has_its_place():
    """It stands where the new value stands."""
    new = edited(LATER, ("    name: 李四\n", "    name: 李五\n"), ("target: 60", "target: 50"))
    lines = [line.strip() for line in new.splitlines()]
    places = {validate.placed(one, new.encode())[1:3] for one in plan_diff.unannounced(raw(TEXT), raw(new))}
    wanted = [("deadline: 12月20日", 15), ("name: 李五", 11), ("target: 50", 15)]
    assert places == {(lines.index(text) + 1, column) for text, column in wanted}


def test_a_person_is_excused_by_any_task_that_names_the_unit():
    """Also through the group that the unit belongs to, but not by a task that does not name it."""
    text = plan_text([row(), row(lead_unit=PARTNER, partner_units=[])])
    text = edited(
        ("- name: 东区政府\n  code: dq\n", "- name: 东区政府\n  code: dq\n  person: {name: 王一, pinyin: wang yi}\n"),
        text=text,
    )
    new = edited(("王一", "王二"), text=text)
    assert len(plan_diff.unannounced(raw(text), raw(new))) == 1
    assert plan_diff.unannounced(raw(text), raw(amending("person", "王一", 1, text=new))) == []
    assert len(plan_diff.unannounced(raw(text), raw(amending("person", "王一", 2, text=new)))) == 1


@pytest.mark.parametrize(
    "pairs",
    [
        [("pinyin: zhang san", "pinyin: zhang shan")],
        [("  code: dq\n", "  code: dq\n  contact: {phone: 0750-123}\n")],
        [("target: 60", "target: 60.0")],
        [("year: 2021", "period: {from: 2021-01-01, to: 2021-12-31}")],
        [("- name: 赖燕芬\n  pinyin: lai yan fen\n", "")],
    ],
)
def test_what_needs_no_amendment(pairs):
    """Pinyin, a telephone number, a number or a year written otherwise, a leader whom no task names."""
    assert plan_diff.unannounced(raw(TEXT), raw(edited(*pairs))) == []


def test_a_person_who_is_new():
    """A unit that had nobody gets somebody: nothing was, so nothing has to be announced; the way back has to."""
    named = edited(
        ("- name: 东区政府\n  code: dq\n", "- name: 东区政府\n  code: dq\n  person: {name: 王一, pinyin: wang yi}\n")
    )
    assert plan_diff.unannounced(raw(TEXT), raw(named)) == []
    [problem] = plan_diff.unannounced(raw(named), raw(TEXT))
    assert "person was 王一" in problem.sentence
    assert [one[2:5] for one in told(named)] == [("person", None, "王一"), ("person.pinyin", None, "wang yi")]


def test_a_unit_cannot_change_its_person_under_another_name_or_code():
    """The same code or the same name is the same unit; each of the two changes is told."""
    person = ("    name: 李四\n", "    name: 李五\n")
    for pair, other in ((("code: yi\n", "code: erju\n"), "code"), (("- name: 乙局\n", "- name: 二局\n"), "name")):
        new = edited(person, pair)
        new = new.replace("    - 乙局\n", "    - 二局\n") if "二局" in new else new
        sentences = [one.sentence for one in plan_diff.unannounced(raw(TEXT), raw(new))]
        assert sorted(one.partition(" was ")[0].removeprefix("the ") for one in sentences) == sorted(["person", other])


def test_the_code_of_a_unit_that_nobody_names():
    """No entry bears it: it can be put right."""
    text = edited(("- name: 东区政府\n", "- name: 丙局\n  code: bing\n- name: 东区政府\n"))
    assert plan_diff.unannounced(raw(text), raw(edited(("code: bing", "code: bingju"), text=text))) == []


def test_a_task_that_is_gone():
    """No amendment can say so: it would be gone with its task."""
    [problem] = refused(plan_text(*ROWS[:1]))
    assert "task 3 is gone; put it back" in problem
    assert problem.startswith("tasks.yaml:")


def test_an_indicator_that_is_gone():
    """An amendment of `indicators` says which; without it the problem stands at the task."""
    less = plan_text([row(BRIDGES, COVERAGE, title="农村公路", content=ROWS[0][0]["content"]), ROWS[0][1]], ROWS[1])
    [problem] = refused(less)
    line = less.splitlines().index("  - id: 1") + 1
    assert problem.startswith(f"tasks.yaml:{line}:")
    assert "{date: …, document: …, field: indicators, was: roads}" in problem
    assert refused(amending("indicators", "roads", text=less)) == []
    assert len(refused(amending("indicators", "road", text=less))) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("measure: 公里", "measure: 米", "field: roads.measure, was: 公里"),
        ("kind: cumulative", "kind: level", "field: roads.kind, was: cumulative"),
        ("target: 60\n", "target: 60\n      above: true\n", "field: roads.above, was: false"),
        ("target: 60\n", "target: 60\n      bound: about\n", "field: roads.bound, was: at-least"),
        ("target: 60\n", "target: 60\n      shares: {东区政府: 20}\n", "field: roads.shares, was: null"),
    ],
)
def test_what_a_number_means_is_part_of_the_promise(old, new, said):
    """60 kilometres are not 60 metres."""
    [problem] = plan_diff.unannounced(raw(TEXT), raw(edited((old, new))))
    assert said in problem.sentence


def test_another_year_or_period():
    """All deadlines without a year move with it: a document has to say so."""
    longer = edited(("year: 2021", "period: {from: 2021-01-01, to: 2022-03-31}"))
    [problem] = plan_diff.unannounced(raw(TEXT), raw(longer))
    assert "year was 2021; undo the change" in problem.sentence
    said = f"amendments: [{{date: {DAY}, document: 某函, field: year, was: 2021}}]\n"
    assert plan_diff.unannounced(raw(TEXT), raw(longer + said)) == []


def test_what_an_amendment_told_stays():
    """An amendment cannot be dropped, with the original deadline that reports show; a slip in it can be put right."""
    old = amending("deadline", "11月底")
    [problem] = refused(TEXT, old)
    assert "an amendment of task 1 is gone; put it back: 2021-08-15 某办函〔2021〕12号 deadline: 11月底" in problem
    assert refused(old.replace("12号", "13号"), old) == []
    assert [one[1:3] for one in told(TEXT, old)] == [("removed", "")]
    corrected = told(old.replace("12号", "13号"), old)
    assert [one[1:3] for one in corrected] == [("changed", "")]
    assert [one[0] for one in told(old.replace("12号", "13号"), old)] == [Thing("amendment", "deadline", 1)]
