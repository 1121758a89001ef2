"""原时限, 原目标 and the document: wherever a task is shown that was amended, and nowhere else."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from builders import PARTNER, cells_of, dataset, facts_of, indicator, plan_text, row, texts_of
from offenders import every

from mstrack.i18n import speaking
from mstrack.progress.snapshot import Snapshot
from mstrack.render import FORMATS, Page
from mstrack.report import Text, Word
from mstrack.views import task, tasks, words

DAY = dt.date(2021, 12, 3)
ROADS, BRIDGES = indicator(target=150), indicator("桥梁", target=10, id="bridges")
EIGHT, TWELVE = "某办函〔2021〕8号", "某办函〔2021〕12号"


def amendment(field, was, document=TWELVE, date="2021-08-15"):
    """Return an amendment as tasks.yaml says it."""
    return {"date": date, "document": document, "field": field, "was": was}


DEADLINE = amendment("deadline", "11月底")
TARGET = amendment("roads", 165)
BEFORE = amendment("deadline", "10月底", EIGHT, "2021-07-01")
ALL = [
    BEFORE,
    DEADLINE,
    TARGET,
    amendment("leader", "李某"),
    amendment("lead_unit", "丙局"),
    amendment("person", "赵六"),
]


def store(*amendments):
    """Return a dataset: a task with these amendments, and one without any."""
    return dataset(plan_text([row(ROADS, BRIDGES, amendments=list(amendments)), row(BRIDGES)]))


def page(*amendments, tongue="en", number=0):
    """Return the page of a task."""
    data = store(*amendments)
    with speaking(tongue):
        return task.show_report(Snapshot(data, DAY), data.plan.tasks[number])


def listed(view, *amendments, tongue="en"):
    """Return the report of `due` or `list`."""
    data = store(*amendments)
    with speaking(tongue):
        return view(Snapshot(data, DAY))


def lines(report):
    """Return the texts below the table of a report."""
    return [block.text for block in report.blocks if isinstance(block, Text)]


@pytest.mark.parametrize(
    ("amendments", "tongue", "expected"),
    [
        ([DEADLINE], "en", "12月10日 (2021-12-10, 7 days left; was 11月底, 某办函〔2021〕12号)"),
        ([DEADLINE], "zh_CN", "12月10日（2021-12-10，剩7天；原11月底，某办函〔2021〕12号）"),
        (
            [BEFORE, DEADLINE],
            "en",
            "12月10日 (2021-12-10, 7 days left; was 11月底, 某办函〔2021〕12号; was 10月底, 某办函〔2021〕8号)",
        ),
        ([TARGET], "en", "12月10日 (2021-12-10, 7 days left)"),
    ],
)
def test_the_deadline_of_a_task(amendments, tongue, expected):
    """`show` says what the deadline was and by which document it was changed, the last change first."""
    with speaking(tongue):
        label = {"en": "Deadline", "zh_CN": "完成时限"}[tongue]
        assert facts_of(page(*amendments, tongue=tongue))[label] == expected


def test_the_target_of_a_task():
    """A target that was amended stands beside what it was; the column is there only where one was."""
    report = page(TARGET)
    assert texts_of(report, "indicators", "Amended") == ["was 165公里, 某办函〔2021〕12号", "-"]
    assert cells_of(report, "indicators", "target_was") == [Decimal(165), None]
    assert [one.title for one in report.blocks[1].columns].count("Amended") == 1
    assert [one.title for one in page(DEADLINE).blocks[1].columns].count("Amended") == 0


def test_who_leads_a_task():
    """Leader and lead unit carry who it was; machines get the names as they are now."""
    said = facts_of(page(*ALL))
    assert said["leader"] == Word("王长青", "王长青 (was 李某, 某办函〔2021〕12号)")
    assert said["lead_unit"] == Word("甲局", "甲局 (was 丙局, 某办函〔2021〕12号)")
    assert facts_of(page())["leader"] == "王长青"


@pytest.mark.parametrize(
    ("amendments", "english", "chinese"),
    [
        ([], "", ""),
        (
            [TARGET],
            "某办函〔2021〕12号 (2021-08-15): the target of 公路 was 165公里",
            "某办函〔2021〕12号（2021-08-15）：公路原目标165公里",
        ),
        (
            ALL,
            (
                f"{EIGHT} (2021-07-01): the deadline was 10月底; {TWELVE} (2021-08-15): the deadline was 11月底, "
                "the target of 公路 was 165公里, the leader was 李某, the lead unit was 丙局, "
                "the person who answers was 赵六"
            ),
            (
                f"{EIGHT}（2021-07-01）：原时限10月底；{TWELVE}（2021-08-15）：原时限11月底、公路原目标165公里、"
                "原分管领导李某、原牵头单位丙局、原责任人赵六"
            ),
        ),
        (
            [amendment("indicators", "schools")],
            "某办函〔2021〕12号 (2021-08-15): the target schools was dropped",
            "某办函〔2021〕12号（2021-08-15）：取消目标schools",
        ),
    ],
)
def test_all_that_was_amended(amendments, english, chinese):
    """One sentence for documents: by document, in the order of their days, what each field was."""
    [one, _other] = store(*amendments).plan.tasks
    for tongue, expected in (("en", english), ("zh_CN", chinese)):
        with speaking(tongue):
            assert words.amendments(one) == expected
            assert (
                facts_of(page(*amendments, tongue=tongue)).get("Amended" if tongue == "en" else "调整情况") == expected
            )


@pytest.mark.parametrize("view", [tasks.due, tasks.listing])
def test_a_list_marks_an_amended_deadline(view):
    """A mark at the deadline, and a line a task below the table with all that was amended in it."""
    report = listed(view, *ALL)
    assert sorted(texts_of(report, "tasks", "deadline")) == ["12月10日", "12月10日 *"]
    [told] = [line for line in lines(report) if line.startswith("*")]
    assert told.startswith("* Task 1: 某办函〔2021〕8号 (2021-07-01): the deadline was 10月底; ")
    assert [line for line in lines(listed(view)) if "*" in line] == []
    assert set(texts_of(listed(view, TARGET), "tasks", "deadline")) == {"12月10日"}
    assert [line[:9] for line in lines(listed(view, TARGET)) if line.startswith("*")] == ["* Task 1:"]


@pytest.mark.parametrize("view", [tasks.due, tasks.listing])
def test_machines_get_the_deadline_as_it_is_and_as_it_was(view):
    """Keys are there for every task, amended or not; a deadline is never mixed with a mark."""
    answer = json.loads(FORMATS["json"](listed(view, BEFORE, DEADLINE), Page()))
    told = {one["id"]: (one["deadline"], one["deadline_was"], one["amendments"]) for one in answer["tasks"]}
    first, second = "2021-07-01 某办函〔2021〕8号 deadline: 10月底", "2021-08-15 某办函〔2021〕12号 deadline: 11月底"
    assert told == {1: ("12月10日", "10月底", [first, second]), 2: ("12月10日", None, [])}


def test_machines_get_the_same_keys_of_every_task():
    """`show` has the keys of amendments whether there are any or not."""
    answers = [json.loads(FORMATS["json"](page(*ALL, number=n), Page()))["task"] for n in (0, 1)]
    assert answers[0].keys() == answers[1].keys()
    assert [one["deadline_was"] for one in answers] == ["10月底", None]
    assert [len(one["amendments"]) for one in answers] == [6, 0]


@every("tongue", ["en", "zh_CN"])
@every("form", FORMATS)
def test_every_format_carries_the_document(tongue, form):
    """What was amended, and by what, leaves with the list in whatever form."""
    for report in (listed(tasks.due, *ALL, tongue=tongue), page(*ALL, tongue=tongue)):
        with speaking(tongue):
            text = FORMATS[form](report, Page()).decode("utf-8-sig").replace("\\", "")
        assert [word for word in ("11月底", "10月底", EIGHT, TWELVE, "165") if word not in text] == []


@pytest.mark.parametrize(
    ("tongue", "words"),
    [("en", "the targets of districts of 公路 were 丙局 90公里"), ("zh_CN", "公路原分解目标丙局 90公里")],
)
def test_targets_of_districts(tongue, words):
    """What districts had to reach is said by its own name, with the measure; it is no sum of what they reported."""
    told = facts_of(page(amendment("roads.shares", {"丙局": 90}), tongue=tongue))
    assert told["Amended" if tongue == "en" else "调整情况"].endswith(words)


def test_the_plan_beside_a_task():
    """What changed in the whole plan stands at each task; the members of a group only where the task has the group."""
    changed = [
        amendment("lights.red", 20),
        amendment("units.gq.members", ["东区政府"]),
        amendment("items.2.title", "旧"),
    ]
    data = dataset(plan_text([row(ROADS)], [row(BRIDGES, partner_units=[PARTNER])], amendments=changed))
    told = [facts_of(task.show_report(Snapshot(data, DAY), one))["The plan amended"] for one in data.plan.tasks]
    assert [sum(word in one for word in ("was 20", "was 东区政府", "was 旧")) for one in told] == [2, 2]
    assert ["was 东区政府" in one for one in told] == [True, False]
    assert ["was 旧" in one for one in told] == [False, True]
