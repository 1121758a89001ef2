"""What entries on two sides say beside figures: a changed percentage or stage is no change of layout."""

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import cells_of, report_of, texts_of
from odd_plan import snapshot

from mstrack.i18n import speaking
from mstrack.progress.diff import Filing, Lost
from mstrack.progress.figures import Submission
from mstrack.views import filings


def submission(number, id_):
    """Return a task of the odd plan and an entry that was filed on it."""
    one = snapshot()
    filed = next(each.filed for each in one.logged([one.task(number)]) if each.filed.id == id_)
    return one.task(number), Submission(filed, one.entry(filed))


@pytest.mark.parametrize(
    ("field", "value", "title"),
    [
        ("percent", Decimal(90), "Percent"),
        ("reached", (), "Stages reached"),
        ("confirmed", ("tests",), "Confirmed"),
        ("reason", "写错", "Reason"),
    ],
)
def test_fields_beside_figures(field, value, title):
    """A filed entry whose percentage, stages, confirmation or reason was changed is named by that."""
    task, was = submission(1, "00000001")
    lost = Lost(task, was.filed, "甲局", "changed", was.entry, replace(was.entry, **{field: value}))
    with speaking("en"):
        report = report_of(filings.lost([lost]))
    assert cells_of(report, "lost", "fields") == [(field,)]
    assert texts_of(report, "lost", "What changes") == [title]


def test_a_corrected_percentage():
    """A correction of a percentage says what it was and what it is."""
    task, was = submission(2, "00000005")
    now = replace(was.entry, percent=Decimal(75), corrects=("00000005",), reason="写错")
    filing = Filing(task, Submission(was.filed, now), (was,))
    with speaking("en"):
        report = report_of(filings.new([filing]))
    assert texts_of(report, "entries", "Figures") == ["57% by its own word -> 75% by its own word"]
    assert cells_of(report, "entries", "percent") == [Decimal(75)]
