"""Who has not reported: whoever files for a task, members of a group one by one, nobody for a dropped task."""

from builders import cells_of, texts_of
from odd_plan import DAY, SOUTH, WEST, seen, snapshot

from mstrack.i18n import speaking
from mstrack.progress.dates import Range
from mstrack.views import entries, missing

SINCE = Range(DAY.replace(day=1), None)


def test_members_of_the_group_that_leads():
    """The districts lead task 3 as a group: those that filed nothing are named, with whom to call."""
    with speaking("en"):
        one = snapshot()
        report = missing.missing_report(one, missing.silent_units(one, SINCE))
    assert cells_of(report, "units", "unit") == ["甲局", "乙局", "东区政府", SOUTH]
    assert WEST not in cells_of(report, "units", "unit")
    assert cells_of(report, "units", "task_ids") == [(1,), (2,), (3,), (3,)]
    assert texts_of(report, "units", "Whom to call") == ["陈科长 0750-3121212", "李四", "-", "-"]
    assert cells_of(report, "units", "phone")[0] == "0750-3121212"


def test_the_log_names_units_as_of_then():
    """An entry shows its percentage and the stages that it reached."""
    one = snapshot()
    report = seen(entries.log, one.log, Range())
    assert "57% by its own word" in texts_of(report, "entries", "Figures")
    assert "检测 1.3502万批次; 失业率 2.4%; reached: 动工" in texts_of(report, "entries", "Figures")
