"""A month before: the same day, the last for the last, and never a day that is not there."""

import datetime as dt

import planning
from publishing import gathered

from mstrack.documents import month

DAYS = {
    "2021-12-03": "2021-11-03",
    "2021-12-31": "2021-11-30",
    "2021-12-30": "2021-11-30",
    "2021-11-30": "2021-10-31",
    "2021-03-31": "2021-02-28",
    "2021-03-30": "2021-02-28",
    "2024-03-29": "2024-02-29",
    "2021-02-28": "2021-01-31",
    "2022-01-15": "2021-12-15",
}


def test_days():
    found = {day: str(month.a_month_before(dt.date.fromisoformat(day))) for day in DAYS}
    assert found == DAYS


def test_before_the_period_there_is_nothing():
    assert month.last_month(gathered(as_of=dt.date(2021, 1, 20))) is None
    assert month.last_month(gathered(as_of=dt.date(2021, 2, 20))).day == dt.date(2021, 1, 20)


def test_a_change_rests_on_one_thing():
    """Figures of both days give a change; a task that had no figure, or its unit's own percent, gives none."""
    now = gathered(planning.store(), planning.DAY)
    before = month.last_month(now)
    changes = {one.task.id: month.change(one, before.of(one)) for one in now.standings}
    assert changes[1] == 10  # 30 of 100 in August, 40 in September
    assert changes[4] is None
