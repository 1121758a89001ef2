"""A table → a plan: what was read stands as it is, every guess has its note, and the plan passes `check`."""

import pytest
from intaking import HEADER, ROWS, TITLE, drafted, problems, tables, tasks, text

from mstrack.errors import WrongUse
from mstrack.intake import draft

UNITS = ("具体内容", "责任单位", "完成时限")


def notes(made):
    """Return what is marked in a draft."""
    return [note.text for note in made.notes]


def test_whole():
    """Title, source, year, items, units with their persons, lead from the text, partners in order, days in their words."""
    made = draft.of(tables(text(), "表.txt")[0], draft.Options("表.txt", 2026))
    assert (made.plan["title"], made.plan["source"], made.plan["year"]) == ("2021年市民生实事任务分解表", "附件2", 2021)
    assert [item["title"] for item in made.plan["items"]] == ["办学"]
    first, second = tasks(made)
    assert first["content"] == "新建学校12所，\n覆盖率达90%以上。"
    assert (first["lead_unit"], first["partner_units"], first["deadline"]) == ("市教育局", ["市财政局"], "11月底")
    assert (second["leader"], second["partner_units"]) == ("单小明", ["各市（区）政府"])
    people = {unit["name"]: unit["person"]["pinyin"] for unit in made.plan["units"]}
    assert people["市教育局"] == "zhang lu"
    assert people["市住房城乡建设局"] == "zeng jin jun"
    assert [one["measure"] for task in (first, second) for one in task["indicators"]] == ["所", "%", "户"]
    assert problems(made) == []


def test_notes_stand_in_the_file():
    """Each note is a comment of the file, on the line that is told, above what it speaks of."""
    made = draft.of(tables(text(), "表.txt")[0], draft.Options("表.txt", 2026))
    lines = made.text.split("\n")
    assert made.notes
    assert all(lines[note.line - 1].strip() == f"# 请核对：{note.text}" for note in made.notes)
    (doubt,) = (note for note in made.notes if note.text.startswith("曾锦俊"))
    assert "市住房城乡建设局" in lines[doubt.line]


def test_deterministic():
    """The same table gives the same file, byte for byte."""
    assert drafted(HEADER, *ROWS).text == drafted(HEADER, *ROWS).text


def test_lead_is_never_guessed_silently():
    """The first of several units leads with a note; where no unit is named, a place holder stands there with a note."""
    (task,) = tasks(made := drafted(UNITS, ("新建学校12所。", "市教育局、市财政局", "年底")))
    assert (task["lead_unit"], task["partner_units"]) == ("市教育局", ["市财政局"])
    assert any("谁牵头" in note for note in notes(made))
    made = drafted(("具体内容",), ("新建学校12所。",), ("改造危房3户。",))
    assert {task["lead_unit"] for task in tasks(made)} == {"待核对单位"}
    assert any("没有写牵头单位" in note for note in notes(made))
    assert problems(made) == []


def test_first_leads_by_the_tables_word():
    """Where the table says that the first leads, that is no guess."""
    made = drafted(
        UNITS,
        ("新建学校12所。", "市教育局、市财政局（列第一位者为牵头单位，下同）", "年底"),
        ("改造危房3户。", "市住建局、市财政局", "年底"),
    )
    assert [task["lead_unit"] for task in tasks(made)] == ["市教育局", "市住建局"]
    assert not any("谁牵头" in note for note in notes(made))


@pytest.mark.parametrize(
    ("words", "deadline", "told"),
    [
        ("12 月 10 日", "12月10日", None),
        ("11月底前", "11月底前", None),
        ("全年", "全年", None),
        ("三国文化周期间", {"words": "三国文化周期间"}, "推算不出"),
        ("6月底前动工，12月10日前完成", "12月10日前", "取最后一个日期"),
        ("12月前", {"words": "12月前"}, "推算不出"),
    ],
)
def test_deadlines(words, deadline, told):
    """A deadline is in the table's words; what names no day, or several, has a note."""
    (task,) = tasks(made := drafted(UNITS, ("新建学校12所。", "市教育局", words)))
    found = task["deadline"]
    assert (found == deadline) or found["words"] == deadline["words"]
    assert [note for note in notes(made) if told and told in note] or not told
    assert problems(made) == []


def test_stages():
    """A schedule of dated stages gives milestones, its last day the deadline; what has no day is told."""
    schedule = "2021年3月底前完成部署；4月初下达资金；每季度通报情况；11-12月总结验收。"
    (task,) = tasks(
        made := drafted(("内容", "进度安排", "责任单位"), ("扩建学校。", schedule, "省教育厅牵头，会同省财政厅等"))
    )
    assert [(one["by"], one["what"]) for one in task["milestones"]] == [
        ("2021年3月底前", "完成部署"),
        ("4月初", "下达资金"),
        ("11-12月", "总结验收"),
    ]
    assert task["deadline"] == "11-12月"
    assert [note for note in notes(made) if "每季度通报情况" in note]
    assert problems(made) == []


def test_districts():
    """Columns that are districts, or rows of them, give shares; the whole is the target."""
    wide = drafted(("指标", "目标", "东区", "西区", "责任单位"), ("城镇新增就业（人）", "100", "60", "40", "市人社局"))
    tall = drafted(
        ("地区", "指标", "责任单位", "目标任务"),
        ("全市", "城镇新增就业（人）", "市人社局", "100"),
        ("东区", "城镇新增就业（人）", "市人社局", "60"),
        ("西区", "城镇新增就业（人）", "市人社局", "40"),
    )
    for made in (wide, tall):
        ((indicator,),) = (task["indicators"] for task in tasks(made))
        assert (indicator["target"], indicator["measure"], dict(indicator["shares"])) == (
            100,
            "人",
            {"东区": 60, "西区": 40},
        )
        assert problems(made) == []


def test_ceiling_of_a_column():
    """A name that ends in 低于 makes a strict ceiling of its number."""
    (task,) = tasks(drafted(("指标", "目标值", "责任单位"), ("登记失业率低于（%）", "4.3", "市人社局")))
    assert {"kind": "level", "bound": "at-most", "above": True, "measure": "%"}.items() <= task["indicators"][0].items()


def test_members():
    """The members of a group are those of the table and those that somebody names; that they are all is asked."""
    made = drafted(
        UNITS,
        ("新建学校12所。", "市教育局 各市（区）政府 台山市政府", "年底"),
        members={"各市（区）政府": ("东区政府",)},
    )
    (group,) = (unit for unit in made.plan["units"] if "members" in unit)
    assert group["members"] == ["东区政府", "台山市政府"]
    assert [note for note in notes(made) if "是否齐全" in note]


def test_numbers_as_printed():
    """（一） and 14. are numbers of the table; where they do not rise, the rows are counted."""
    printed = tasks(drafted(("内容",), ("（一）新建学校12所。",), ("（三）改造危房3户。",)))
    assert [(task["id"], task.get("no")) for task in printed] == [(1, "（一）"), (3, "（三）")]
    assert [task["id"] for task in tasks(drafted(("内容",), ("14.甲事。",), ("15.乙事。",)))] == [14, 15]
    assert [task["id"] for task in tasks(drafted(("序号", "内容"), ("1", "甲。"), ("1", "乙。")))] == [1, 2]


def test_rows_cut_by_a_page():
    """What a page has cut is one row again: contents, units and persons go on."""
    rest = ("", "", "覆盖率达90%以上。", "", "市财政局", "李文聪", "")
    whole = ("一、办学", "1", "新建学校12所，", "王强", "市教育局", "张璐", "年底")
    (task,) = tasks(drafted(HEADER, whole, rest))
    assert task["content"] == "新建学校12所，\n覆盖率达90%以上。"
    assert task["partner_units"] == ["市财政局"]


def test_counts():
    """Counts that are printed are held against what was read; a row too few is told."""
    above = (TITLE, "（共1件，3项）")
    made = drafted(HEADER, *ROWS, above=above)
    assert dict(made.plan["counts"]) == {"items": 1, "tasks": 3}
    assert [note for note in notes(made) if "读到1件2项" in note]
    assert problems(made)


def test_several_years():
    """Deadlines in other years make a period; a table without a year is of the year that is given."""
    made = drafted(("内容", "期间"), ("解决500万人饮水安全", "2013—2017年"), above=("25件民生实事",))
    assert [str(day) for day in made.plan["period"].values()] == ["2013-01-01", "2026-12-31"] or "period" in made.plan
    assert problems(made) == []


def test_a_report_promises_nothing():
    """Numbers of what was done are no targets."""
    made = drafted(("内容",), ("累计完成投资11亿元，占全年计划的60%。",), above=("2025年民生实事上半年进展",))
    assert "indicators" not in tasks(made)[0]
    assert {one.reason for one in made.skipped} == {"progress"}


def test_columns_by_word():
    """A column is what somebody says; a table in which nothing is promised is refused with its columns."""
    made = drafted(("甲", "乙"), ("新建学校12所，改造3所。", "市教育局"), columns={1: "content", 2: "lead"})
    assert tasks(made)[0]["lead_unit"] == "市教育局"
    for roles in ({1: "skip", 2: "skip"}, {7: "lead"}, {1: "boss"}):
        with pytest.raises(WrongUse, match="column"):
            drafted(("甲", "乙"), ("新建学校12所。", "市教育局"), columns=roles)


def test_order_of_stages():
    """Stages stand in the order of their days, however the table prints them."""
    made = drafted(
        ("内容", "进度安排", "责任单位"),
        ("扩建学校。", "5-6月开发课件；6月中旬举办启动仪式；3月底前完成部署。", "市教育局"),
    )
    assert [one["by"] for one in tasks(made)[0]["milestones"]] == ["3月底前", "6月中旬", "5-6月"]
    assert problems(made) == []


def test_shares_are_those_of_units():
    """Districts with targets are partner units, since they report; what the city itself bears is no share."""
    made = drafted(
        ("指标", "目标", "市本级", "东区", "责任单位"), ("城镇新增就业（人）", "100", "40", "60", "市人社局")
    )
    (task,) = tasks(made)
    assert task["partner_units"] == ["东区"]
    assert dict(task["indicators"][0]["shares"]) == {"东区": 60}
    assert [note for note in notes(made) if "本级" in note]


@pytest.mark.parametrize(
    "row",
    [
        ("@", "1", "#x", "①", "𠮷", "null", "no"),
        ("", "x" * 60, "每人每月", "各", "、，", "长", "9" * 30),
        ("一、办学", "1", "新增1,200个。", "", "", "", ""),
        ("'", "-", "由5元提高到6元、七所", "王", "等", "王 李", "{a: b}"),
    ],
)
def test_odd_cells(row):
    """Whatever a cell holds, the draft is YAML that `check` can read, and passes."""
    assert problems(drafted(HEADER, *ROWS, row)) == []


def test_no_rows():
    """A table of headings only is refused."""
    with pytest.raises(WrongUse, match="no row"):
        drafted(HEADER)
