"""Every count, percent and place in the other sheets of the ledger, in data and calendar, as `truth` reckons them."""

import datetime as dt
import re
import sqlite3
from collections import Counter

import icalendar
import openpyxl
import pytest
import reckoning
import truth
from reckoning import lag, needing, percent

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*xtension")]  # openpyxl knows no solid data bars
CODES = {"on-pace": "on_pace", "under-way": "under_way", "lag": "slow", "silent": "unreported"}
"""What the data call a part, where `truth` calls it otherwise."""


@pytest.fixture(params=reckoning.CASES)
def known(request, tmp_path):
    return reckoning.known(request.param, tmp_path)


def lines_of(book, name):
    """Return the rows of a sheet by their titles."""
    head, *found = list(book[name].iter_rows(min_row=3, values_only=True))
    return [dict(zip(head, one, strict=True)) for one in found]


def test_the_sheets_of_the_ledger(known):
    """What was a month before and what moved; what is expected, the lag; each indicator; by leader and lead unit."""
    book = openpyxl.load_workbook(known.made("ledger", "xlsx"))
    for line in lines_of(book, "台账"):
        if (one := known.stands.get(line["序号"])) is None:
            continue
        assert _hundredths(line["较上月同期（百分点）"], 100) == known.change(one)
        was = next((value for title, value in line.items() if re.fullmatch(r"(\d+月\d+日|上月同期)完成率", title)))
        then = (known.before or {}).get(one.id)
        assert _hundredths(was, 10_000) == (None if then is None or then.progress is None else percent(then.progress))
    for line in lines_of(book, "进展和问题"):
        if (one := known.stands.get(line["序号"])) is None:
            continue
        assert line["进展分类"] == truth.PARTS[one.part]
        assert _hundredths(line["应达进度"], 10_000) == percent(one.expected)
        assert _hundredths(line["滞后（百分点）"], 100) == (None if one.part == "done" else lag(one))
    shown = [(line["序号"], _hundredths(line["完成率"], 10_000)) for line in lines_of(book, "指标")]
    stands = known.stands.values()
    expected = [
        (one.id, percent(one.rates[key]) if key in one.rates else None) for one in stands for key in one.targets
    ]
    assert [one for one in shown if one[0] in known.stands] == expected
    for sheet, title, names in (
        ("按市领导", "分管市领导", lambda one: one.leaders),
        ("按牵头单位", "牵头单位", lambda one: [one.lead]),
    ):
        for line in lines_of(book, sheet):
            mine = [one for one in known.stands.values() if line[title] in names(one)]
            counts = Counter(truth.PARTS[one.part] for one in mine)
            assert line["任务数"] == len(mine) > 0
            assert {name: line[name] for name in truth.PARTS.values() if line[name]} == counts
            assert line["需关注"] == ("、".join(str(one.id) for one in needing(mine)) or None)


def _hundredths(value, times):
    return None if value is None else round(value * times)


def test_the_data(known):
    """Each task's light, part, percents and lag; each indicator's percent; each district's percent and place."""
    link = sqlite3.connect(known.made("data", "sqlite"))
    link.row_factory = sqlite3.Row
    standings, actuals, shares = (
        link.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608  our own names
        for name in ("standings", "actuals", "share_standings")
    )
    assert (len(actuals) > len(known.stands) - 3, bool(shares)) == (
        True,
        any(any(one.shares.values()) for one in known.stands.values()),
    )
    codes = {row["name"]: row["code"] for row in link.execute("SELECT name, code FROM units")}
    link.close()
    for line in standings:
        if (one := known.stands.get(line["task"])) is None:
            continue
        assert line["part"] == CODES.get(one.part, one.part)
        assert _hundredths(line["progress_percent"], 100) == (None if one.progress is None else percent(one.progress))
        assert _hundredths(line["expected_percent"], 100) == percent(one.expected)
        assert _hundredths(line["lag_points"], 100) == lag(one)
        assert line["late_days"] == (one.late if one.part == "done" else 0)
        assert line["days_left"] == (one.due - known.day).days
    for line in actuals:
        if (one := known.stands.get(line["task"])) is None:
            continue
        rate = one.rates.get(line["indicator"])
        assert _hundredths(line["percent"], 100) == (None if rate is None else percent(rate))
    for line in shares:
        known_shares = known.stands[line["task"]].shares[line["indicator"]]
        by_code = {codes[unit]: pair for unit, pair in known_shares.items()}
        merits = {code: figure / target for code, (target, figure) in by_code.items() if figure is not None}
        rate = merits.get(line["unit"])
        assert _hundredths(line["percent"], 100) == (None if rate is None else percent(rate))
        assert line["place"] == (None if rate is None else 1 + sum(other > rate for other in merits.values()))


def test_the_calendar(known):
    """Each task's light and day; how many fall due on the days that an alarm speaks of."""
    events = icalendar.Calendar.from_ical(known.made("calendar", "ics").read_bytes()).walk("VEVENT")
    summaries = [(re.match(r"〔(.+?)〕任务(\d+) ", str(one["summary"])), one["dtstart"].dt) for one in events]
    shown = {int(found[2]): (found[1], day) for found, day in summaries if not found[1].startswith("阶段")}
    stands = known.stands.values()
    assert {id_: pair for id_, pair in shown.items() if id_ in known.stands} == {
        one.id: (one.colour, one.due) for one in stands
    }
    stages = Counter(day for found, day in summaries if found[1].startswith("阶段"))
    for event in events:
        for alarm in event.walk("VALARM"):
            for month, day, n in re.findall(r"（(\d+)月(\d+)日）到期(\d+)项", str(alarm["description"])):
                on = dt.date(2021, int(month), int(day))
                assert int(n) == sum(one.due == on and one.part != "done" for one in stands) + stages[on]
