from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mstrack import dates
from mstrack.dates import Period, Range
from mstrack.errors import WrongUse
from mstrack.i18n import speaking
from mstrack.report import hundredths

AS_OF = dt.date(2021, 12, 3)
PIECES = ["2021", "12", "10", "30", "0", "年", "月", "日", "底", "末", "上旬", "中旬", "下旬", "年底", "-", "/"]
PIECES += [
    "前",
    "季度",
    "半年",
    "至",
    "次年",
    "十二",
    "—",
    "周五",
    "内",
    "完成",
    "起",
    "下",
    ".",
    "+",
    "d",
    "w",
    "today",
    "　",
    "１２",
    "99999999",
    "²",
    "①",
]
GARBAGE = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))

YEAR = Period.of_year(2021)
FISCAL = Period(dt.date(2021, 4, 1), dt.date(2022, 3, 31))
LONG = Period(dt.date(2013, 1, 1), dt.date(2017, 12, 31))

WORDINGS = """
12月10日 2021-12-10
12月10号 2021-12-10
12月10 2021-12-10
12月10日前 2021-12-10
12月10日之前 2021-12-10
12月10日以前完成 2021-12-10
12月10号前 2021-12-10
１２月１０日 2021-12-10
12月5-10日 2021-12-10
12月5日至12月10日 2021-12-10
9月 2021-09-30
11月 2021-11-30
12月份 2021-12-31
12月内 2021-12-31
2月 2021-02-28
11月底 2021-11-30
11月底前 2021-11-30
11月底之前 2021-11-30
11月底以前 2021-11-30
11月月底 2021-11-30
12月底前 2021-12-31
12月末 2021-12-31
2月末 2021-02-28
4月初 2021-04-10
12月初前 2021-12-10
11月中 2021-11-20
12月上旬 2021-12-10
12月中旬 2021-12-20
12月下旬 2021-12-31
2月下旬 2021-02-28
12月中旬前 2021-12-20
12月份上旬 2021-12-10
年底 2021-12-31
年底前 2021-12-31
年末 2021-12-31
年内 2021-12-31
年终 2021-12-31
年内完成 2021-12-31
年度内 2021-12-31
全年 2021-12-31
全年持续推进 2021-12-31
长期坚持 2021-12-31
持续推进 2021-12-31
一季度 2021-03-31
一季度末 2021-03-31
1季度 2021-03-31
二季度末 2021-06-30
二季度末前 2021-06-30
第三季度 2021-09-30
三季度内 2021-09-30
四季度 2021-12-31
一至三季度 2021-09-30
上半年 2021-06-30
上半年底前 2021-06-30
下半年 2021-12-31
5-6月 2021-06-30
11-12月 2021-12-31
１１－１２月 2021-12-31
11—12月 2021-12-31
11~12月 2021-12-31
5月至6月 2021-06-30
5月到6月底 2021-06-30
2021年11月至2022年1月 2022-01-31
2021年11-12月 2021-12-31
11月-次年2月 2022-02-28
次年3月底 2022-03-31
次年3月底前 2022-03-31
翌年1月 2022-01-31
明年1月 2022-01-31
明年底 2022-12-31
今年底 2021-12-31
本年12月 2021-12-31
当年10月底 2021-10-31
2022年3月底 2022-03-31
2022年3月31日 2022-03-31
2022年底 2022-12-31
2022年年底前 2022-12-31
2022年上半年 2022-06-30
2022年一季度 2022-03-31
2021年 2021-12-31
2021年内 2021-12-31
2021年全年 2021-12-31
2021年12月 2021-12-31
2021年12月上旬 2021-12-10
2020—2021年 2021-12-31
2020年至2022年 2022-12-31
2021-12-10 2021-12-10
2021-1-5 2021-01-05
2021.12.10 2021-12-10
2021/12/10 2021-12-10
2021/12/2（周四） 2021-12-02
2021年12月2日星期四 2021-12-02
20211210 2021-12-10
20211210前 2021-12-10
2021-12 2021-12-31
2021.12 2021-12-31
2021.1-2021.12 2021-12-31
2021.1.1-2021.12.10 2021-12-10
二〇二一年十二月二日 2021-12-02
二〇二一年十二月三十一日 2021-12-31
十二月十日 2021-12-10
十二月廿日 2021-12-20
十二月底 2021-12-31
十一月中旬 2021-11-20
五至六月 2021-06-30
截至12月2日 2021-12-02
截止12月2日 2021-12-02
截至12月2日止 2021-12-02
力争11月底前 2021-11-30
5月底前动工 2021-05-31
5月底前开工建设 2021-05-31
10月底前下达2011年度省补助资金。 2021-10-31
4月底前确定具体建设学校项目名单 2021-04-30
11月底前进行项目建设，开展督促检查指导 2021-11-30
11-12月进行总结验收。 2021-12-31
4月初下达省补助资金 2021-04-10
4月初制订标准和验收办法 2021-04-10
4月初步设计 2021-04-30
11月中期检查 2021-11-30
11月前期工作 2021-11-30
5-6月开发主体课件、宣传品并开展宣传 2021-06-30
6月中旬举办启动仪式和主场活动 2021-06-20
6-9月重点推进工作 2021-09-30
9月底前进行中期检查通报 2021-09-30
10月底前召开中期汇报会和专题督办会 2021-10-31
12月底前开展达标检查 2021-12-31
12月下旬完成任务 2021-12-31
9月份开始施工 2021-09-30
11月底全部完工 2021-11-30
2021年3月底前各地上报2010年第四季度季报 2021-03-31
2021年3月下旬确定实施项目 2021-03-31
"""
"""Words, as public tables of the trade and clerks write them, and the day that they mean in 2021."""

REFUSED = {
    "": "no day is given",
    "　": "no day is given",
    "12月前": "may mean before 12月1日 or by 12月底; write 11月底 or 12月底",
    "12月之前完成": "may mean before 12月1日 or by 12月底; write 11月底 or 12月底",
    "12月以前": "may mean before 12月1日 or by 12月底",
    "1月前": "may mean before 1月1日 or by 1月底; write 1月底, or the other day with its year",
    "11-12月前": "may mean before 11月1日 or by 12月底; write 10月底 or 12月底",
    "四季度前": "may mean before 10月1日 or by 12月底; write 9月底 or 12月底",
    "下半年前": "may mean before 7月1日 or by 12月底; write 6月底 or 12月底",
    "次年3月前": "may mean before 次年3月1日 or by 次年3月底; write 次年2月底 or 次年3月底",
    "2022年前": "may mean before 2022年1月1日 or by 2022年12月底; write 2021年12月底 or 2022年12月底",
    "2021-12前": "may mean before 2021年12月1日 or by 2021年12月底",
    "不定期": "names no day; write the last one, or 全年",
    "每季度通报进展情况": "names no day; write the last one, or 全年",
    "按月推进": "names no day",
    "尽快": "names no day",
    "12月底左右": "names no day",
    "6月底前后": "names no day",
    "12月10日后": "names a first day, not a last one",
    "9月起": "names a first day, not a last one",
    "3月底前完成方案；4月底前动工": "names more than one day; write the one that counts",
    "11月和12月": "names more than one day",
    "一季度开工，四季度完工": "names more than one day",
    "11-2月": "runs backwards; write the year of its end, such as 次年2月底",
    "2021-13-10": "there is no day 2021-13-10; with month and day exchanged it is 2021-10-13",
    "2021-31-12": "with month and day exchanged it is 2021-12-31",
    "20213112": "with month and day exchanged it is 2021-12-31",
    "2月30日": "there is no day 2月30日; the nearest is 2021-02-28",
    "2021-02-30": "the nearest is 2021-02-28",
    "13月底": "the nearest is 2021-12-31",
    "12月0日": "the nearest is 2021-12-01",
    "二月三十日": "the nearest is 2021-02-28",
    "2021/12/2（周五）": "2021-12-02 is a 星期四; correct the day or the weekday",
    "2020-12-10": "2020-12-10 lies outside the plan's period 2021-01-01 to 2021-12-31; correct it",
    "2013—2017年": "2017-12-31 lies outside the plan's period",
    "2011年3月底前完成工作部署": "2011-03-31 lies outside the plan's period",
    "2023-01-01": "2023-01-01 lies outside the plan's period",
    "去年12月": "2020-12-31 lies outside the plan's period",
} | dict.fromkeys(
    [
        *(
            "12月10个项目",
            "12月10日12月10日",
            "2021-12-10T00:00",
            "底",
            "月底",
            "12",
            "2021",
            "20211399",
            "三国文化周期间",
        ),
        *("12-10", "12/10", "12.10", "today", "明天", "+14d", "本周五", "١٢月١٠日", "12月10日-", "0000-01-01"),
    ],
    "is no deadline; write 12月10日, 11月底, 12月上旬, 四季度, 上半年, 年底, 全年 or 2021-12-10",
)
"""Words that mean no last day in 2021, and what is said of them."""

TYPED = """
12-10 2021-12-10
12/10 2021-12-10
12.2 2021-12-02
1202 2021-12-02
１２－１０ 2021-12-10
12 - 10 2021-12-10
2020-12-10 2020-12-10
2020年12月10日 2020-12-10
today 2021-12-03
TODAY 2021-12-03
今天 2021-12-03
今日 2021-12-03
明天 2021-12-04
明日 2021-12-04
后天 2021-12-05
昨天 2021-12-02
昨日 2021-12-02
前天 2021-12-01
tomorrow 2021-12-04
yesterday 2021-12-02
月底 2021-12-31
月底前 2021-12-31
本月底 2021-12-31
下月底 2022-01-31
下个月底 2022-01-31
上月底 2021-11-30
下月中旬 2022-01-20
本月10日 2021-12-10
年底 2021-12-31
年末 2021-12-31
明年底 2022-12-31
去年12月 2020-12-31
次年1月 2022-01-31
本周五 2021-12-03
周五前 2021-12-03
下周一 2021-12-06
下星期日 2021-12-12
上周五 2021-11-26
周日 2021-12-05
周末 2021-12-05
礼拜天 2021-12-05
+14d 2021-12-17
+14D 2021-12-17
\uff0b１\uff14\uff44 2021-12-17
-1w 2021-11-26
+1m 2022-01-03
-1m 2021-11-03
-10m 2021-02-03
+3天 2021-12-06
+2周 2021-12-17
+1个月 2022-01-03
+0d 2021-12-03
7天内 2021-12-10
七天内 2021-12-10
30日内 2022-01-02
两周内 2021-12-17
3天后 2021-12-06
3天前 2021-11-30
2个月内 2022-02-03
12月10号 2021-12-10
2021年12月 2021-12-31
"""
"""What is typed on the command line on 2021-12-03, and the day that it means for a plan of 2021."""


def table(text):
    """Return the rows of words and days; words may hold blanks."""
    return [tuple(line.rsplit(" ", 1)) for line in text.strip().splitlines()]


def answer(find, *given):
    """Return the day that is found, or why there is none, in English."""
    with speaking("en"):
        try:
            return f"{find(*given)}"
        except (ValueError, WrongUse) as error:
            return str(error)


def test_deadlines():
    """Each wording means one day, in the plan as on the command line."""
    rows = table(WORDINGS)
    assert len(rows) + len(REFUSED) >= 120
    assert rows == [(words, answer(dates.deadline, words, 2021)) for words, _day in rows]
    assert rows == [(words, answer(dates.day, words, YEAR, AS_OF)) for words, _day in rows]


def test_white_space():
    """White space says nothing, not even between the digits."""
    for words in (" 11　月\t底 ", "1 1月底", "11 月 底 前 完成"):
        assert dt.date(2021, 11, 30) == dates.deadline(words, 2021)


def test_no_deadlines():
    """Each other wording is refused with its reason and its cure."""
    found = {words: answer(dates.deadline, words, 2021) for words in REFUSED}
    assert [(words, found[words]) for words, reason in REFUSED.items() if reason not in found[words]] == []


def test_cures_are_taken():
    """What a refusal of two readings says to write is a deadline."""
    sentences = [reason for reason in REFUSED.values() if "may mean" in reason and "; write " in reason]
    cures = [one for text in sentences for one in text.split("; write ")[1].split(",")[0].split(" or ")]
    assert len(cures) > 10
    assert [one for one in cures if not re.fullmatch(r"202\d-\d\d-\d\d", answer(dates.deadline, one, 2021))] == []


def test_typed():
    """On the command line short and relative words are understood; those start at the as-of day."""
    rows = table(TYPED)
    assert rows == [(words, answer(dates.day, words, 2021, AS_OF)) for words, _day in rows]


@pytest.mark.parametrize("as_of", [dt.date(2019, 3, 1), dt.date(2021, 1, 1), dt.date(2026, 12, 31)])
@pytest.mark.parametrize("typed", ["12-10", "12/10", "12月10日"])
def test_a_day_without_a_year_lies_in_the_plans_year(typed, as_of):
    """Whatever year it is now: 12-10 of a plan of 2021 is 2021-12-10."""
    assert dt.date(2021, 12, 10) == dates.day(typed, 2021, as_of)


def test_leap_year():
    """The end of February is that of the year meant; a month before 31 March is its last day, too."""
    assert dt.date(2024, 2, 29) == dates.deadline("2月底", 2024) == dates.day("2-29", 2024, AS_OF)
    assert dt.date(2024, 2, 29) == dates.day("-1m", 2024, dt.date(2024, 3, 31))


@pytest.mark.parametrize(
    ("words", "fiscal", "several"),
    [
        (
            "12月10日",
            "2021-12-10",
            "12月10日 may lie in 2013, 2014, 2015, 2016, 2017; write the year, such as 2017年12月10日",
        ),
        (
            "3月底前",
            "2022-03-31",
            "3月底前 may lie in 2013, 2014, 2015, 2016, 2017; write the year, such as 2017年3月底前",
        ),
        ("次年3月底", "2022-03-31", "次年3月底: the plan spans several years; write the year in digits"),
        ("2月29日", "there is no day 2月29日; the nearest is 2022-02-28", "2016-02-29"),
        ("年底", "2022-03-31", "2017-12-31"),
        ("全年", "2022-03-31", "2017-12-31"),
        ("2021年底", "2021-12-31", None),
        ("2013—2017年", None, "2017-12-31"),
        ("2015—2017年", None, "2017-12-31"),
        ("2015年6月底", None, "2015-06-30"),
        ("2018年12月底", None, "2018-12-31"),
        ("2019年1月1日", None, "2019年1月1日: 2019-01-01 lies outside the plan's period"),
    ],
)
def test_periods(words, fiscal, several):
    """A deadline lies in the period; where several years are possible its year has to be written."""
    for period, expected in ((FISCAL, fiscal), (LONG, several)):
        assert expected is None or answer(dates.deadline, words, period).startswith(expected)


def test_nothing_of_a_short_period():
    """A day that comes only after the period needs its year."""
    spring = Period(dt.date(2021, 3, 1), dt.date(2021, 5, 31))
    assert "12月10日: 2021-12-10 lies outside" in answer(dates.deadline, "12月10日", spring)
    assert dt.date(2021, 12, 10) == dates.deadline("2021年12月10日", spring) == dates.day("12-10", spring, AS_OF)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2015-09-01", "2015-12-10"),
        ("2016-01-20", "2015-12-10"),
        ("2015-06-11", "2015-12-10"),
        ("2015-06-10", "2014-12-10"),
        ("2016-06-10", "2015-12-10"),
        ("2030-01-01", "2017-12-10"),
    ],
)
def test_the_day_next_to_the_as_of_day(as_of, expected):
    """In a period of several years the nearest is meant; of two equally near the earlier."""
    assert expected == dates.day("12-10", LONG, dt.date.fromisoformat(as_of)).isoformat()


@pytest.mark.parametrize(
    "typed", ["", "soon", "12", "2021", "14d", "+14", "+1y", "10日前", "+99999d", "21-12-10", "task 12"]
)
def test_no_day(typed):
    """What is no day is refused, in a sentence that names the accepted forms, or what is missing."""
    said = answer(dates.day, typed, 2021, AS_OF)
    forms = ("12-10", "12/10", "2021-12-10", "12月10日", "11月底", "today", "月底", "本周五", "+14d", "-1w")
    assert all(form in said for form in forms) if typed else said.startswith("no day is given")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("2-30", "the nearest is 2021-02-28"),
        ("11/31", "the nearest is 2021-11-30"),
        ("12-0", "the nearest is 2021-12-01"),
        ("2021-00-10", "the nearest is 2021-01-10"),
        ("2024-02-30", "the nearest is 2024-02-29"),
        ("13-01", "with month and day exchanged it is 2021-01-13"),
        ("13-40", "the nearest is 2021-12-31"),
    ],
)
def test_a_day_that_does_not_exist(typed, near):
    """A day that no calendar has is refused, and the one that may be meant is named."""
    assert f"there is no day {typed}; {near}" == answer(dates.day, typed, 2021, AS_OF)


def periods():
    """Return any period of up to five years."""
    starts = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
    return st.builds(lambda start, days: Period(start, start + dt.timedelta(days)), starts, st.integers(0, 1900))


@settings(max_examples=60)
@given(GARBAGE, periods())
@example("9999年12月底", YEAR)
@example("0001-01-01", YEAR)
def test_garbage_as_deadline(text, period):
    """Whatever stands there is a day within reach of the period, or refused in a sentence."""
    try:
        found = dates.deadline(text, period)
    except ValueError as error:
        assert len(str(error)) > 10  # noqa: PT017  either a day or a sentence
    else:
        assert found in (period.reach if re.search("[年—-]", text) or bare_digits(text) else period)


def bare_digits(text):
    """Whether a text is a day in digits only, which has its year."""
    return dates.bare(text)[:8].isdecimal()


@settings(max_examples=60)
@given(GARBAGE, DAYS)
@example("-9999w", dt.date(1, 1, 1))
@example("+1d", dt.date(9999, 12, 31))
@example("+9999m", dt.date(9000, 12, 31))
@example("下周一", dt.date(9999, 12, 31))
@example("明天", dt.date(9999, 12, 31))
@example("tomorrow", dt.date(9999, 12, 31))
def test_garbage_as_day(text, as_of):
    """Whatever is typed is a day or wrong use."""
    try:
        assert isinstance(dates.day(text, 2021, as_of), dt.date)
    except WrongUse as error:
        assert str(error)  # noqa: PT017  either a day or a sentence


@settings(max_examples=60)
@given(periods(), st.data())
def test_a_day_as_it_is_printed_is_read_back(period, data):
    """What `printed` writes is read as the same day, in a plan, on the command line, and followed by 前完成."""
    day = data.draw(st.dates(period.start, period.reach.end))
    words = dates.printed(day, period)
    assert [day] * 5 == [
        dates.deadline(words, period),
        dates.deadline(f"{words}前完成", period),
        dates.day(words, period, data.draw(DAYS)),
        dates.day(day.isoformat(), period, data.draw(DAYS)),
        dates.deadline(f"{day:%Y%m%d}", period),
    ]


@settings(max_examples=40)
@given(st.sampled_from([words for words, _day in table(WORDINGS) if "年" not in words]), periods())
def test_words_without_a_year_lie_in_the_period(words, period):
    """A deadline without a year lies in the period, or is refused."""
    found = answer(dates.deadline, words, period)
    if not re.search(r"20\d{6}|2021[-/.]", words) and re.fullmatch(r"\d{4}-\d\d-\d\d", found):
        assert dt.date.fromisoformat(found) in period


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2020-12-31", Fraction(0)),
        ("2021-01-01", Fraction(1, 31 * 12)),
        ("2021-01-31", Fraction(1, 12)),
        ("2021-02-14", Fraction(3, 24)),
        ("2021-06-30", Fraction(1, 2)),
        ("2021-11-30", Fraction(11, 12)),
        ("2021-12-03", Fraction(11, 12) + Fraction(3, 31 * 12)),
        ("2021-12-31", Fraction(1)),
        ("2022-01-01", Fraction(1)),
    ],
)
def test_expected_pace(as_of, expected):
    """The share of the year gone by, months equally long: 0 before the year, 1 after it."""
    assert expected == dates.expected_pace(dt.date.fromisoformat(as_of), 2021)


@pytest.mark.parametrize(
    ("as_of", "period", "expected"),
    [
        ("2021-03-31", FISCAL, Fraction(0)),
        ("2021-09-30", FISCAL, Fraction(1, 2)),
        ("2021-12-31", FISCAL, Fraction(9, 12)),
        ("2022-03-31", FISCAL, Fraction(1)),
        ("2013-12-31", LONG, Fraction(1, 5)),
        ("2015-06-30", LONG, Fraction(1, 2)),
        ("2021-06-15", Period(dt.date(2021, 6, 1), dt.date(2021, 6, 30)), Fraction(1, 2)),
        ("2021-06-20", Period(dt.date(2021, 6, 11), dt.date(2021, 6, 30)), Fraction(1, 2)),
        ("2021-06-11", Period(dt.date(2021, 6, 11), dt.date(2021, 6, 11)), Fraction(1)),
    ],
)
def test_expected_pace_of_a_period(as_of, period, expected):
    """The calendar pace is the share of the period gone by, whatever the period spans."""
    assert expected == dates.expected_pace(dt.date.fromisoformat(as_of), period)


def test_expected_pace_as_bulletins_print_it():
    """At the end of November it reads 91.67%."""
    assert f"{hundredths(dates.expected_pace(dt.date(2021, 11, 30), 2021)):.2f}" == "91.67"


@settings(max_examples=60)
@given(st.dates(dt.date(2020, 12, 1), dt.date(2022, 5, 1)))
def test_expected_pace_grows_every_day(day):
    """Within the period it grows from day to day; outside it stands still at 0 or 1."""
    today, tomorrow = (dates.expected_pace(one, FISCAL) for one in (day, day + dt.timedelta(days=1)))
    inside = dt.date(2021, 3, 31) <= day < dt.date(2022, 3, 31)
    assert today < tomorrow if inside else today == tomorrow
    assert 0 <= today <= 1


@pytest.mark.parametrize(
    ("period", "end"),
    [(YEAR, "2022-12-31"), (FISCAL, "2023-03-31"), (Period(YEAR.start, dt.date(2024, 2, 29)), "2025-02-28")],
)
def test_reach(period, end):
    """Deadlines and entries may lie up to one year after the end."""
    assert (period.start, end) == (period.reach.start, f"{period.reach.end}")
    assert period.reach.end in period.reach
    assert period.start - dt.timedelta(days=1) not in period.reach
    assert period.reach.end + dt.timedelta(days=1) not in period.reach


def test_range_includes_both_ends():
    """`--after` and `--before` include the day they name."""
    days = [dt.date(2021, 12, n) for n in (9, 10, 11, 12, 13)]
    due = Range(dt.date(2021, 12, 10), dt.date(2021, 12, 12))
    assert days[1:4] == [day for day in days if day in due]
    assert days[1:] == [day for day in days if day in Range(after=days[1])]
    assert days[:4] == [day for day in days if day in Range(before=days[3])]
    assert days == [day for day in days if day in Range()]


def test_a_text_lies_in_no_range():
    """Only days lie in a range of days."""
    assert "2021-12-10" not in Range()
