"""What filing does, before and after: figures, a percentage, stages; and whose share it is."""

import datetime as dt
from decimal import Decimal

from builders import CHINA, PARTNER, texts_of
from odd_plan import DAY, EAST, store

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
        return changes.effect(data.plan.tasks[number - 1], proposal, DAY)


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
