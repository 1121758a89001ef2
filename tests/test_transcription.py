"""The transcription: data/tasks.yaml says what the official table says, and only uniform typography differs."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections import Counter

import pytest

from mstrack.progress import dates

NUMERALS = "一二三四五六七八九十"
GROUP = "各市（区）政府"


@pytest.fixture(scope="module")
def plan(dataset, plan_text):
    return dataset({"tasks.yaml": plan_text}).plan


@pytest.fixture(scope="module")
def rows(root):
    """The 25 rows of the source, as they were scanned."""
    with (root / "tests" / "data" / "annex-2-rows.tsv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))


def bare(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def rebuilt(plan):
    """The rows of the table, made from the plan."""
    for numeral, item in zip(NUMERALS, plan.items, strict=True):
        for task in item.tasks:
            people = [plan.unit(name).person for name in task.units]
            yield {
                "item": bare(f"{numeral}、{item.title}"),
                "id": str(task.id),
                "content": bare(f"{task.content}（牵头单位：{task.lead_unit}）"),
                "leader": bare(task.leader),
                "units": [bare(name) for name in task.units],
                "persons": [bare(person.name) for person in people if person],
                "deadline": bare(task.deadline),
            }


def test_the_rows_rebuilt_are_the_rows_of_the_source(plan, rows):
    """Under NFKC and without white space, the 25 rows rebuilt from the plan equal the source's, cell by cell."""
    expected = [
        {name: cell.split() if name in {"units", "persons"} else bare(cell) for name, cell in row.items()}
        for row in rows
    ]
    assert len(expected) == 25
    for wanted, made in zip(expected, rebuilt(plan), strict=True):
        assert {**wanted, "units": [*map(bare, wanted["units"])], "persons": [*map(bare, wanted["persons"])]} == made


def test_ten_items_and_25_tasks_numbered_in_the_order_of_the_table(plan):
    """As the table prints, and as `counts` says."""
    assert (plan.counts.items, plan.counts.tasks) == (10, 25) == (len(plan.items), len(plan.tasks))
    assert [task.id for task in plan.tasks] == [*range(1, 26)]
    assert (plan.year, plan.source) == (2021, "附件2")


def test_39_units_are_named_by_rows_each_always_with_the_same_person(plan, rows):
    """One person answers for a unit in every row that names it, and the plan has exactly these pairs."""
    pairs = {
        (bare(unit), bare(person))
        for row in rows
        for unit, person in zip(row["units"].split(), row["persons"].split(), strict=True)
    }
    named = {name for task in plan.tasks for name in task.units}
    assert len(pairs) == len({unit for unit, _person in pairs}) == len(named) == 39
    assert pairs == {(bare(unit.name), bare(unit.person.name)) for unit in plan.units if unit.person}


def test_42_units_in_all_three_districts_without_a_person(plan):
    """The table names no person for the three districts that only the group stands for; neither does the plan."""
    assert len(plan.units) == 42
    assert [unit.name for unit in plan.units if unit.person is None] == ["蓬江区政府", "江海区政府", "新会区政府"]


def test_the_lead_unit_is_the_first_of_the_responsible_units(plan, rows):
    """In every row of the source, and so in `units` of every task."""
    assert [bare(row["units"].split()[0]) for row in rows] == [bare(task.lead_unit) for task in plan.tasks]
    assert all(task.units[0] == task.lead_unit for task in plan.tasks)


def test_five_leaders_with_14_5_4_1_1_tasks(plan):
    tasks_of = Counter(task.leader for task in plan.tasks)
    assert tasks_of == {"王长青": 14, "蔡德威": 5, "赖燕芬": 4, "许晓雄": 1, "乔雷": 1}
    assert [leader.name for leader in plan.leaders] == ["赖燕芬", "王长青", "蔡德威", "许晓雄", "乔雷"]


def test_deadlines_21_on_december_10_and_the_rest_on_last_days_of_months(plan):
    """21 of 12月10日, 3 of 11月底, 1 of 10月底, and the days that these words mean."""
    assert Counter(task.deadline for task in plan.tasks) == {"12月10日": 21, "11月底": 3, "10月底": 1}
    days = Counter(dates.deadline(task.deadline, plan.year) for task in plan.tasks)
    assert days == {dt.date(2021, 12, 10): 21, dt.date(2021, 11, 30): 3, dt.date(2021, 10, 31): 1}


def test_12_rows_name_the_group_of_seven(plan):
    """12 rows say 各市（区）政府, and the plan knows who that is."""
    assert sum(GROUP in task.units for task in plan.tasks) == 12
    members = ["蓬江区政府", "江海区政府", "新会区政府", "台山市政府", "开平市政府", "鹤山市政府", "恩平市政府"]
    assert [unit.members for unit in plan.units if unit.members] == [tuple(members)]
    assert plan.unit(GROUP).members == tuple(members)


def test_59_indicators_none_in_2_and_16_seven_in_20(plan):
    """The numeric targets of each task, counted by hand in the table."""
    found = {task.id: len(task.indicators) for task in plan.tasks}
    by_hand = "3 0 2 2 1 2 2 2 3 2 3 1 2 2 3 0 2 3 4 7 3 2 2 4 2"
    assert found == dict(enumerate(map(int, by_hand.split()), 1))
    assert sum(found.values()) == 59


@pytest.mark.parametrize(
    ("task", "target", "kind", "above", "baseline"),
    [
        (9, "27780", "cumulative", False, None),
        (13, "15000", "cumulative", True, None),
        (17, "82200", "cumulative", False, None),
        (18, "76", "level", False, None),
        (24, "1000", "level", False, "800"),
    ],
)
def test_numbers_in_words_are_read_exactly(plan, task, target, kind, above, baseline):
    """2.778万 is 27780, 超15000 is more than 15000, 由800 is the baseline."""
    found = {str(one.target): one for one in plan.tasks[task - 1].indicators}[target]
    assert (kind, above, baseline) == (found.kind, found.above, found.baseline and str(found.baseline))


def test_only_the_figures_that_are_targets_are_indicators(plan):
    """Task 19: 巩固约7200公里 is no target."""
    assert 7200 not in [indicator.target for indicator in plan.tasks[18].indicators]


def test_typography_no_space_at_all_in_what_the_table_says(plan):
    """No spaces around digits, names without padding: no white space in content, names, deadlines, quotes."""
    for words in (*_words(plan), plan.title, plan.source):
        assert words == "".join(words.split())


def test_typography_chinese_punctuation_is_full_width_and_text_is_nfc(plan):
    """No half-width comma, stop, colon, semicolon or bracket beside Chinese; no full-width digit or letter."""
    for words in _words(plan):
        assert not re.findall(r"(?<=[\u4e00-\u9fff])[,;:()?!]|[,;:()?!](?=[\u4e00-\u9fff])", words), words
        assert not re.findall(r"[\uff05\uff0e-\uff19\uff21-\uff3a\uff41-\uff5a]", words), words
        assert unicodedata.is_normalized("NFC", words), words


def test_content_has_one_clause_a_line_and_its_line_breaks_are_no_text(plan, plan_text):
    """In the file for the sake of diffs; read, the content is the table's one paragraph."""
    assert "          因地制宜推进农村生活污水治理，\n          新增165个自然村" in plan_text
    assert not [task.id for task in plan.tasks if "\n" in task.content]
    assert plan.tasks[17].content.startswith("因地制宜推进农村生活污水治理，新增165个自然村")


def test_the_slip_of_the_scan_is_kept_and_marked(plan, plan_text):
    """Words stay verbatim; a comment marks what the table says wrongly."""
    assert "加强基层公共文化建设和，大力推进" in plan.tasks[15].content
    assert re.search(r"# 原文如此.*“基层公共文化建设和，大力推进”", plan_text)


def test_pinyin_has_one_syllable_a_character(plan):
    """So that initials can be typed: one syllable for every character of a name that is one."""
    people = [*plan.leaders, *(unit.person for unit in plan.units if unit.person)]
    for person in people:
        characters = re.findall(r"[\u4e00-\u9fff]", person.name)
        assert len(characters) == len(person.pinyin.split()), person


def _words(plan):
    for item in plan.items:
        yield item.title
        for task in item.tasks:
            yield from (task.content, task.leader, task.deadline, *task.units)
            yield from (one.quote for one in task.indicators)
    for unit in plan.units:
        yield unit.name
        if unit.person:
            yield unit.person.name
