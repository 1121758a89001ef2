"""docs/constructs.md: the YAML of every row is read, in a plan that has nothing else, and so are the sizes it names."""

import re

import pytest
import yaml
from running import ROOT, ask

from mstrack.format.yaml import parse

PAGE = (ROOT / "docs" / "constructs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (plan|item|unit|task|indicator|entry) \| `(.+)` \|.*\|$", PAGE, re.MULTILINE)
NAMES = ("甲局", "乙局", "丙局", "等有关单位", "区政府", "东区政府", "西区政府")
ENTRY = {
    "task": 1,
    "date": "2021-06-30",
    "unit": "甲局",
    "status": "in-progress",
    "reporter": "王五",
    "recorded": "2021-07-01T09:00:00+08:00",
}
PROMISED = {
    "content": "增长6.2%左右，改造公路9000公里，动工",
    "indicators": [
        {"id": "growth", "name": "增长", "kind": "level", "target": 6.2, "measure": "%", "quote": "增长6.2%左右"}
        | {"bound": "about"},
        {
            "id": "roads",
            "name": "公路",
            "kind": "cumulative",
            "target": 9000,
            "measure": "公里",
            "quote": "公路9000公里",
        },
    ],
    "milestones": [{"id": "begun", "by": "5月底", "what": "动工"}],
}


def put(root, file, said):
    """Write a file of a store."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(said, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8", newline="\n")


def store_of(root, printed, where, said):
    """Write a store of one task that says what a row of the page has, at the place that the row names."""
    task = {"id": 1, "content": printed, "lead_unit": "甲局", "partner_units": ["各区政府"]}
    if where == "task":
        task = {"id": 1, "content": printed, "lead_unit": "甲局"} | said
    elif where == "indicator":
        task["indicators"] = [{"id": "jobs", "name": "指标"} | said]
    elif where == "entry":
        task |= PROMISED
    plan = {
        "title": "某市民生实事",
        "source": "附件",
        "year": 2021,
        "deadline": "年底",
        "leaders": [{"name": "张三", "pinyin": "zhang san"}, {"name": "李四", "pinyin": "li si"}],
        "units": [
            *(
                {"name": name, "code": f"u{n}"} | (said if where == "unit" and not n else {})
                for n, name in enumerate(NAMES)
            ),
            {"name": "各区政府", "code": "gq", "members": ["东区政府", "西区政府"]},
        ],
        "items": [{"title": "第一类", "tasks": [task]} | (said if where == "item" else {})],
    }
    plan |= said if where == "plan" else {}
    if "period" in plan:
        del plan["year"]
    put(root, "tasks.yaml", plan)
    if where == "entry":
        put(root, "progress/01/2021-06-30-u0-7f3a9c2k.yaml", ENTRY | said)


def test_each_row_is_found():
    """A row that the pattern misses would be read by nobody."""
    table = PAGE.partition("\n| printed |")[2].partition("\n\n")[0]
    assert len(ROWS) == table.count("\n") - 1 > 35


@pytest.mark.parametrize(("printed", "where", "text"), ROWS)
def test_what_a_row_says_is_read(tmp_path, printed, where, text):
    """`check` finds no error in it, whatever it remarks."""
    said = parse(f"{{{text}}}".encode()).value
    store_of(tmp_path, printed, where, said)
    told = ask("check", "--data", tmp_path)
    assert (told.code, " error: " in told.out) == (0, False), told.out
    assert ask("show", str(said.get("id", 1)), "--data", tmp_path, "--as-of", "2021-06-30").code == 0


def test_what_is_read_is_checked(tmp_path):
    """A row whose quote says another number is refused, as is a key that nobody declared."""
    store_of(
        tmp_path,
        "管网180公里以上",
        "indicator",
        {"kind": "cumulative", "target": 181, "measure": "公里", "quote": "180公里"},
    )
    assert "[supported]" in ask("check", "--data", tmp_path).out
    store_of(tmp_path, "全年", "task", {"due": "全年"})
    assert "[unknown-key]" in ask("check", "--data", tmp_path).out


def large(tasks, units=20, indicators=0, shares=0):
    """Return a plan of so many tasks and units, of so many indicators, each shared by so many units."""
    names = [f"第{n}局" for n in range(1, units + 1)]
    each = -(-indicators // tasks)
    rows = []
    for number in range(1, tasks + 1):
        several = [names[(number + k) % units] for k in range(shares + 1)]
        row = {"id": number, "content": "新增公路100公里", "lead_unit": several[0], "partner_units": several[1:]}
        road = {"name": "公路", "kind": "cumulative", "target": 100, "measure": "公里", "quote": "新增公路100公里"}
        shared = [{"shares": dict.fromkeys(several[1:], 3)} if shares else {} for _k in range(each)]
        if each:
            row["indicators"] = [{"id": f"roads-{k}"} | road | one for k, one in enumerate(shared)]
        rows.append({key: value for key, value in row.items() if value})
    units_there = [{"name": name, "code": f"u{n}"} for n, name in enumerate(names)]
    head = {"title": "某市重点工作", "source": "分解", "year": 2021, "deadline": "全年", "units": units_there}
    return head | {"items": [{"title": "重点工作", "tasks": rows}]}


SIZES = [(146, 20, 0, 0), (300, 400, 900, 0), (300, 400, 900, 30), (999, 20, 0, 0)]


@pytest.mark.parametrize(("tasks", "units", "indicators", "shares"), SIZES)
def test_large_plans_are_read(tmp_path, tasks, units, indicators, shares):
    """The sizes of the page, and the most tasks that there can be; 900 remarks on shares cost one reading, not 900."""
    put(tmp_path, "tasks.yaml", large(tasks, units, indicators, shares))
    told = ask("check", "--data", tmp_path)
    assert (told.code, " error: " in told.out, "[shared-out]" in told.out) == (0, False, shares > 0)
    answer = ask("list", "--data", tmp_path, "--as-of", "11-30", "--format", "json").answer
    assert (answer["count"], answer["tasks"][-1]["id"]) == (tasks, tasks)


TOO_LARGE = [
    (large(1000), "the most is 999"),
    (large(300, 400, 1500, 30), "more than 120000 values"),
    (large(1) | {"source": "附" * 1_400_000}, "larger than 4096 KiB"),
]


@pytest.mark.parametrize(("plan", "sentence"), TOO_LARGE)
def test_what_is_too_large_is_refused(tmp_path, plan, sentence):
    """One sentence names the limit."""
    put(tmp_path, "tasks.yaml", plan)
    told = ask("check", "--data", tmp_path)
    assert (told.code, told.out.count(" error: ")) == (1, 1)
    assert sentence in told.out
    assert ask("due", "--data", tmp_path).code == 3


def test_the_chinese_page_has_the_same_yaml():
    """What this file reads of the English page holds for the other one."""
    chinese = (ROOT / "docs" / "constructs.zh-CN.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+? \| (?:全表|实事|单位|任务|指标|报送) \| `(.+)` \|.*\|$", chinese, re.MULTILINE)
    assert rows == [yaml_ for _printed, _where, yaml_ in ROWS]
