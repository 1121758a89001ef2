"""What filing does, before and after: figures, a percentage, stages; and whose share it is."""

import datetime as dt
from decimal import Decimal

from builders import CHINA, PARTNER, texts_of
from odd_plan import DAY, EAST, store
from offenders import every

from mstrack.format.model import Entry
from mstrack.i18n import speaking
from mstrack.record import propose
from mstrack.report import Text
from mstrack.views import changes


def effect(number, unit, **said):
    """Return what filing an entry on the odd plan would do."""
    data = store()
    moment = dt.datetime(2021, 11, 10, 9, tzinfo=CHINA)
    entry = Entry(task=number, date=DAY, unit=unit, reporter="王五", recorded=moment, status="in-progress", **said)
    proposal = propose.propose(data, entry, DAY)
    assert proposal.problems == ()
    with speaking("en"):
        return changes.effect(data.plan.tasks[number - 1], proposal)


def rows(report):
    """Return the rows of a report."""
    return list(zip(*(texts_of(report, "changes", title) for title in ("what", "Before", "After")), strict=True))


def test_a_percentage_and_a_stage():
    """A percentage and a stage that is reached stand before and after."""
    found = rows(effect(2, PARTNER, percent=Decimal(80), reached=("design",), note="设计完成"))
    assert found[:2] == [("By the unit's own word", "57%", "80%"), ("完成设计", "open", "is reached")]


def test_a_member_of_the_group_that_leads_files_no_share():
    """What a district files for a task that the districts lead is the task's own figure."""
    report = effect(3, EAST, figures={"roads": Decimal(40)})
    assert rows(report)[0] == ("公路", "61.5公里", "71.5公里")
    assert not [block for block in report.blocks if isinstance(block, Text)]


@every("today", [dt.date(2021, 11, 30), dt.date(2022, 3, 1), dt.date(2026, 11, 27)])
def test_the_day_of_the_light(today):
    """It is today, which is said where the figures are of another day; years later it is their own day."""
    data = store()
    moment = dt.datetime(2021, 11, 10, 9, tzinfo=CHINA)
    entry = Entry(
        task=2, date=DAY, unit=PARTNER, reporter="王五", recorded=moment, status="in-progress",
        percent=Decimal(80), note="设计完成",
    )  # fmt: skip
    proposal = propose.propose(data, entry, today)
    with speaking("en"):
        label, *lights = rows(changes.effect(data.plan.tasks[1], proposal))[-1]
    is_closed = today.year > 2022
    assert proposal.day == (DAY if is_closed else today)
    assert label == ("Light" if is_closed else f"Light on {today}")
    assert not (is_closed and any("overdue" in light for light in lights))
