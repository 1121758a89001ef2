"""The calendar pace by its name: a pace of five years is none of a year."""

import datetime as dt

from builders import dataset, plan_text, row
from offenders import every

from mstrack.i18n import speaking
from mstrack.progress.snapshot import Snapshot
from mstrack.render import FORMATS, Page
from mstrack.views import screen, summary, task, tasks

DAY = dt.date(2021, 7, 2)
PERIODS = {
    None: "全年序时进度",
    ("2021-01-01", "2021-12-31"): "全年序时进度",
    ("2019-01-01", "2023-12-31"): "序时进度",
    ("2021-04-01", "2022-03-31"): "序时进度",
}


def told(period, pace):
    """Return what the answers of a plan of this period say, in Chinese."""
    years = {"period": dict(zip(("from", "to"), period, strict=True))} if period else {}
    text = plan_text([row(title="修路", deadline="2021-12-10")], lights={"pace": pace}, **years)
    if period:
        text = text.replace("year: 2021\n", "")
    snapshot = Snapshot(dataset(text), DAY)
    with speaking("zh_CN"):
        several = (
            screen.due(snapshot),
            screen.listing(snapshot),
            tasks.due(snapshot),
            tasks.listing(snapshot),
            summary.summary_report(snapshot, "leader"),
            task.show_report(snapshot, snapshot.plan.tasks[0]),
        )
        return [FORMATS["table"](report, Page()).decode() for report in several]


@every(("period", "name"), PERIODS.items())
@every("pace", ["deadline", "calendar"])
def test_every_answer_names_it(period, name, pace):
    """Titles, counts, facts and legends call it after the period."""
    pages = told(period, pace)
    assert [page for page in pages if name not in page] == []
    assert [page for page in pages if ("全年" in page) is not name.startswith("全年")] == []
