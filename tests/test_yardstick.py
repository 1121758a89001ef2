"""Tables of other places, the yardstick: what they print can be written down, is read, and is answered on any day.

Each plan in tests/data/yardstick holds wordings of one public table; yardstick-entries.yaml has what was filed on them.
"""

from fractions import Fraction

import pytest
from foreign_tables import ENTRIES, KEYS, at, placed, plan_of, snapshot, task_of, texts_of
from running import ask

from mstrack.store import source
from mstrack.views import summary


def test_each_plan_names_its_source():
    """It starts with what it is, and where the wordings are from."""
    heads = {key: texts_of(key)[source.PLAN].partition("title:")[0] for key in KEYS}
    assert [key for key, head in heads.items() if "nobody's store" not in head] == []
    unsourced = {key for key, head in heads.items() if "https://" not in head and "http://" not in head}
    assert unsourced == {"april2013", "jiangmen_key2019", "xuhui2017"}  # of no table; of mirrors
    assert len(KEYS) == 26
    assert set(ENTRIES) <= set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_read_and_answered(tmp_path, key):
    """`check` finds no error, and every question has an answer, before, in and after the period."""
    root = placed(tmp_path, key)
    told = ask("check", "--data", root)
    assert (told.code, " error: " in told.out) == (0, False), told.out
    plan = plan_of(key)
    shown = [("show", str(task.id)) for task in plan.tasks]
    grouped = [("summary", "--by", group) for group in summary.GROUPS]
    questions = {
        plan.period.start: [("due",), ("list",)],
        plan.period.end: [("due",), ("list",), *shown, *grouped],
        plan.period.reach.end: [("due",), ("list",)],
    }
    told = [ask(*one, "--data", root, "--as-of", day) for day, several in questions.items() for one in several]
    assert [(one.code, one.err) for one in told if one.code or not one.out.strip()] == []


DUE = [
    ("april2013", 1, "2014-03-31"),
    ("april2013", 2, "2014-03-31"),
    ("april2013", 3, "2013-09-30"),
    ("beijing2016", 1, "2016-11-30"),
    ("chongqing2015", 3, "2017-12-31"),
    ("chuzhou2020", 1, "2020-12-31"),
    ("enping2024", 3, "2024-12-31"),
    ("fujian2011", 6, "2011-10-31"),
    ("guangyuan2008", 2, "2008-05-31"),
    ("huoshan2025", 1, "2025-12-31"),
    ("pingdingshan2013", 3, "2013-12-31"),
    ("shenzhen2011", 1, "2011-09-01"),
    ("shenzhen2011", 3, "2011-10-10"),
    ("xuhui2017", 2, "2017-12-31"),
    ("zhaoyuan2022", 14, "2022-12-31"),
]


@pytest.mark.parametrize(("key", "number", "day"), DUE)
def test_the_day_of_a_deadline(key, number, day):
    """底前, 全年, 5月底前动工, 2015—2017年, a plan's own deadline, and a day beside words that nothing can date."""
    standing = at(key, day, number)
    assert (standing.due.isoformat(), standing.days_left) == (day, 0)


def numbers(key):
    """Return how the tasks of a plan are numbered, and as what they are printed."""
    return [(one.id, one.number) for one in plan_of(key).tasks]


def indicators(key, number):
    """Return the indicators of a task by their ids."""
    return {one.id: one for one in task_of(key, number).indicators}


def stages(key, number):
    """Return the milestones of a task: by when, of what, how much."""
    return [(one.by.words, one.indicator, one.figure) for one in task_of(key, number).milestones]


def rest(key):
    """Return how many townships or districts have a share of the jobs, and what no share holds."""
    jobs = indicators(key, 1)["jobs"]
    return len(jobs.shares), jobs.target - sum(jobs.shares.values())


CONSTRUCTS = {
    "no leader column": (lambda: task_of("beijing2016", 1).leaders, ()),
    "two leaders": (lambda: task_of("chuzhou2020", 81).leaders, ("张三", "李四")),
    "several lead units": (lambda: task_of("beijing2016", 2).lead_units, ("市住建委", "市发改委", "市规划委")),
    "two units 牵头": (lambda: task_of("fujian2011", 4).lead_units, ("省教育厅", "省人力资源社会保障厅")),
    "others 会同": (lambda: task_of("fujian2011", 4).partner_units, ("省财政厅",)),
    "no deadline column": (lambda: [one.deadline for one in plan_of("chuzhou2020").tasks], [""] * 4),
    "80 and 81": (lambda: numbers("chuzhou2020"), [(1, "1"), (2, "2"), (80, "80"), (81, "81")]),
    "（一） as a number": (
        lambda: numbers("qiandongnan"),
        [(1, "（一）"), (3, "（三）"), (5, "（五）"), (8, "（八）")],
    ),
    "a number twice": (lambda: numbers("xuhui2017"), [(2, "二"), (5, "五"), (6, "五"), (7, "五")]),
    "一（一）1": (lambda: plan_of("pingdingshan2013").items[1].title, "一、加快产业转型（二）着力扩大增量"),
    "a target column": (
        lambda: (task_of("meishan2019", 1).goal, indicators("meishan2019", 1)["jobs"].target),
        ("27800", 27800),
    ),
    "two stages": (lambda: stages("fujian2011", 9), [("2011年3月底前", None, None), ("4月初", None, None)]),
    "nine stages": (lambda: (len(stages("fujian2011", 11)), stages("fujian2011", 11)[-1][0]), (9, "每季度")),
    "targets of a month": (lambda: stages("baoshan2023_03", 1), [("3月", "lifts-new", 40), ("3月", "lifts-done", 20)]),
    "a month in words": (lambda: stages("baoshan2023_03", 2), [("3月", None, None)]),
    "districts, and 市本级 bears the rest": (lambda: rest("meishan2019"), (3, 7400)),
    "29 townships": (lambda: rest("zhaohua2017"), (29, 0)),
    "a standard that differs by district": (
        lambda: indicators("zhaoqing2020", 3)["families"].shares,
        {"甲区政府": 1400, "乙县政府": 1180},
    ),
    "a baseline": (lambda: [one.baseline for one in task_of("zhaoqing2020", 1).indicators], [574, 271]),
    "超 is strictly above": (lambda: [one.above for one in indicators("qiandongnan", 8).values()], [True, True]),
    "relative to another number": (lambda: task_of("qianjiang2017", 4).indicators, ()),
    "亿元": (lambda: indicators("jiangmen_key2019", 1)["investment"].measure, "亿元"),
    "万": (lambda: [one.target for one in task_of("guizhou2021", 1).indicators], [100, 700000, 60000]),
    "a promise of years": (lambda: plan_of("chongqing2015").period.days, 1826),
    "April to March": (lambda: plan_of("april2013").period.days, 365),
    "whom to call": (lambda: plan_of("zhaoyuan2022").units[0].contact.phone, "0535-8246306"),
    "unit and person in one cell": (lambda: plan_of("zhaoqing2020").units[0].person.name, "李四"),
}


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_what_a_table_prints_can_be_written(construct):
    """The plan that the fixture is read as has what the table prints."""
    found, expected = CONSTRUCTS[construct]
    assert found() == expected


def test_joint_leaders_and_leads_are_found(tmp_path):
    """Whoever is named second is asked for, too."""
    root = placed(tmp_path, "chuzhou2020")
    assert ask("list", "--data", root, "--leader", "李四", "--as-of", "11-30", "--format", "json").ids == [81]
    root = placed(tmp_path, "beijing2016")
    assert ask("list", "--data", root, "--unit", "市规划委", "--as-of", "11-30", "--format", "json").ids == [2]
    assert ask("list", "--data", root, "--unit", "市住建委", "--as-of", "11-30", "--format", "json").ids == [2]


REACHED = [
    ("chuzhou2020", "2020-11-30", 2, [True]),  # 7.7 of 8 左右: within 5 % of it
    ("chuzhou2020", "2020-11-30", 80, [False]),  # 9.9 of 10 以上
    ("lishan2023", "2023-11-30", 1, [False]),  # −2.3 of 6.2 左右
    ("lishan2023", "2023-11-30", 2, [True]),
    ("meishan2019", "2019-11-30", 2, [True]),  # 3.57, below 4.3
    ("pingdingshan2013", "2013-06-30", 3, [False]),  # 400 is not 超400
    ("qiandongnan", "2022-11-30", 1, [True, True, True]),
    ("qiandongnan", "2022-11-30", 8, [False, True]),
    ("qianjiang2017", "2017-11-30", 1, [True]),
    ("qianjiang2017", "2017-11-30", 2, [False]),
    ("qianjiang2017", "2017-11-30", 5, [True]),  # 103.5 is 103.5以内
    ("qianjiang2017", "2017-06-30", 6, [False]),  # 4.6 of 4.5 以内
    ("qianjiang2017", "2017-11-30", 6, [True]),  # 2.4
    ("hangzhou2018", "2018-06-30", 3, [False, False]),  # 4 of 12 weeks
    ("zhaoqing2020", "2020-12-01", 3, [True, True]),
]
STANDINGS = [  # progress, expected progress, cause
    ("april2013", "2013-09-30", 1, Fraction(2, 5), Fraction(1, 2), "behind"),
    ("baoshan2023_03", "2023-03-31", 1, Fraction(41, 400), Fraction(40, 400), "on-pace"),
    ("baoshan2023_03", "2023-03-31", 5, Fraction(20, 63), Fraction(12, 63), "on-pace"),
    ("beijing2016", "2016-10-31", 2, Fraction(9, 10), Fraction(10, 11), "behind"),
    ("chongqing2015", "2015-06-30", 1, Fraction(2585, 2606), Fraction(1, 2), "on-pace"),
    ("chongqing2015", "2015-06-30", 3, Fraction(610, 3000), Fraction(1, 6), "on-pace"),
    ("chongqing2015", "2015-06-30", 4, Fraction(15692, 27700), Fraction(1, 2), "on-pace"),
    ("fujian2011", "2011-04-30", 11, None, None, "under-way"),
    ("fujian2011", "2011-06-01", 11, None, None, "under-way"),
    ("guangyuan2008", "2008-06-30", 1, Fraction(3, 7), Fraction(1, 2), "behind"),
    ("jiangmen_key2019", "2019-10-31", 1, Fraction(6290, 6474), Fraction(10, 12), "on-pace"),
    ("jiangmen_key2019", "2019-10-31", 2, Fraction(206, 255), Fraction(10, 12), "behind"),
    ("lishan2023", "2023-11-30", 1, None, None, "under-way"),
    ("lishan2023", "2023-12-01", 1, None, None, "near"),
    ("meishan2019", "2019-11-30", 1, Fraction(52242, 27800), Fraction(11, 12), "reached"),
    ("meishan2019", "2019-11-30", 2, None, None, "reached"),
    ("qianjiang2017", "2017-06-30", 6, None, None, "under-way"),
    ("qianjiang2017", "2017-11-30", 6, None, None, "reached"),
    ("wanzhou2025", "2025-06-30", 1, Fraction(604, 1000), Fraction(1, 2), "on-pace"),
    ("xuancheng2020", "2020-11-30", 1, Fraction(72, 80), Fraction(11, 12), "behind"),
    ("zhaoqing2020", "2020-12-01", 1, None, None, "done"),
    ("zhaoyuan2022", "2022-09-30", 14, Fraction(57, 100), Fraction(9, 12), "lag"),
]


@pytest.mark.parametrize(("key", "day", "number", "reached"), REACHED)
def test_which_targets_are_reached(key, day, number, reached):
    """A ceiling is reached below it, 左右 nearly, 超 above it, and growth may be negative."""
    assert [one.reached for one in at(key, day, number).actuals] == reached


@pytest.mark.parametrize(("key", "day", "number", "progress", "expected", "cause"), STANDINGS)
def test_where_a_task_stands(key, day, number, progress, expected, cause):
    """Months, stages with figures, several years, April to March, a percent of its own, an amount in 亿元."""
    standing = at(key, day, number)
    assert (standing.progress, standing.cause) == (progress, cause)
    assert expected in (None, standing.expected)


def test_stages_of_a_row():
    """What an entry says is reached is reached; what is open after its day is missed, until it is reached."""
    assert [one.reached for one in at("fujian2011", "2011-04-30", 11).milestones] == [True, True] + [False] * 7
    assert [one.missed for one in at("fujian2011", "2011-06-20", 11).milestones] == [False] * 9
    assert [one.missed for one in at("fujian2011", "2011-07-01", 11).milestones] == [False, False, True, True] + [
        False
    ] * 5
    assert all(one.reached for number in (1, 2, 5) for one in at("baoshan2023_03", "2023-03-31", number).milestones)


def test_shares_of_districts():
    """A district is measured by its own target, a ceiling by its own figure; 市本级 has none."""
    moment = snapshot("meishan2019", "2019-11-30")
    jobs, unemployment, _training = moment.standings
    of_jobs = {one.unit.name: one for one in moment.shares(jobs, jobs.actuals[0].indicator)}
    assert of_jobs["甲区政府"].progress == Fraction(22921, 8000)
    assert (of_jobs["丙县政府"].progress, of_jobs["丙县政府"].reached) == (Fraction(1, 2), False)
    assert (of_jobs["丁县政府"].target, of_jobs["丁县政府"].figure) == (None, None)
    of_rate = {one.unit.name: one for one in moment.shares(unemployment, unemployment.actuals[0].indicator)}
    assert (of_rate["丁县政府"].figure, of_rate["丁县政府"].reached) == (
        unemployment.actuals[0].indicator.target,
        False,
    )
