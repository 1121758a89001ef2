"""What a form warns of is what the rules ask back."""

import datetime as dt
from decimal import Decimal
from itertools import groupby

from builders import filed, indicator, level, plan_text, row
from sheeting import HEAD, TODAY, fill, form, judged, store

from mstrack.record import propose
from mstrack.record.sheets import form as layout
from mstrack.record.sheets.form_cell import FormCell
from mstrack.record.sheets.usual import usual_of


def usual(data, unit="甲局"):
    """Return what is usual for each indicator of a unit."""
    found = {}
    for task, group in groupby(layout.lines(data.plan, unit), key=lambda line: line.task):
        reports = propose.reports_of(data, task, unit, TODAY)
        for line in group:
            cell = FormCell(None, 0, 1, line, unit, reports, data.plan, TODAY)
            if line.indicator:
                found[line.indicator.id] = usual_of(cell, line.indicator)
    return found


def asked(data, figure):
    """Return whether reading a form asks this figure of the roads back."""
    head = HEAD | {"H2": dt.datetime.combine(TODAY, dt.time())}
    found = judged(fill(form(data), head | {"H5": float(figure)}), data)
    assert found.faults == ()
    return bool(found.doubts)


def test_limit():
    """Up to the limit nothing is asked back, above it everything is: by the target, or by what is usual."""
    steps = [
        filed(f"2021-0{n}-28", figures={"roads": n}, id_=8 * "bcdefgh"[n - 3]) for n in range(3, 8)
    ]  # one a month, and 40 by the end of August
    for data in (store(), store(*steps)):
        limit = usual(data)["roads"].limit
        assert limit is not None
        assert (asked(data, limit), asked(data, limit * Decimal("1.001"))) == (False, True)


def test_limit_of_the_target():
    """Where nothing else is known, it is 1.2 times the target."""
    assert (usual(store())["roads"].limit, usual(store())["roads"].last) == (120, 40)


def test_whole():
    """What is counted whole has no part."""
    data = store(plan=plan_text([row(indicator(measure="个"), level()), row(title="无指标任务")]))
    assert {key: one.is_whole for key, one in usual(data).items()} == {"roads": True, "coverage": False}


def test_limit_from_nothing():
    """A unit that reported 0 is warned as one that reported nothing: of more than 1.2 times the target."""
    data = store(filed("2021-09-01", unit="乙局", figures={"roads": 0}, id_="bbbbbbbb"))
    assert usual(data, "乙局")["roads"].limit == 120


def test_least():
    """A first figure a thousand times too small is warned of, and so is a level; later a sum may be small."""
    assert usual(store(), "乙局")["roads"].least == Decimal("0.1")
    assert usual(store(), "甲局")["roads"].least is None
    assert usual(store(), "甲局")["coverage"].least == Decimal("0.0605")


def test_part_of_what_was_a_part():
    """Where the last figure was confirmed to have a part, the next may have one."""
    plan = plan_text([row(indicator(measure="个"), level()), row(title="无指标任务")])
    data = store(filed("2021-09-01", figures={"roads": 40.5}, id_="bbbbbbbb", confirmed=["roads"]), plan=plan)
    assert usual(data)["roads"].is_whole is False
