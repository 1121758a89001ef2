"""Forms for tests: made of a small plan, filled as a clerk would, taken apart and put together again."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
from builders import CHINA, LEAD, dataset, filed, indicator, level, plan_text, row
from recording import ON
from running import ask

from mstrack.record.sheets import entries, make, read

TODAY = dt.date(2021, 10, 8)
NOW = dt.datetime(2021, 10, 8, 9, 31, 7, 250, CHINA)
DAY, REPORTER = "H2", "J2"
"""Where the form wants the day and the name. Task 1 has rows 5 (公路) and 6 (覆盖率), 2, without indicators, 7."""
PLAN = plan_text(
    [row(indicator(), level()), row(title="无指标任务")], [row(lead_unit="东区政府", partner_units=["乙局"])]
)
LAST = filed("2021-08-31", "in-progress", {"roads": 40, "coverage": 60.5}, id_="aaaaaaaa")
HEAD = {DAY: dt.datetime(2021, 9, 30), REPORTER: "张三"}  # noqa: DTZ001  a day; Excel knows no zones

SAID = {"H2": "2021-09-30", "J2": "张三"}
# the rows of cgj: 17 in 5 and 6, 18 in 7 to 9, 22 in 10 and 11, 23 in 12 and 13, 25 in 14 and 15
CGJ_CELLS = {"H7": "98个", "H9": "75.2%", "J7": "已完成98个自然村。", "H10": 5, "H12": 20}


def store(*texts, plan=PLAN):
    """Return the small store, with the report of 2021-08-31 and further ones."""
    return dataset(plan, LAST, *texts)


def form(data=None, unit=LEAD, **more):
    """Return the form of a unit, as bytes."""
    data = data or store()
    return make.workbook(data, data.plan.unit(unit), TODAY, **more)


def opened(workbook):
    """Return a workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(workbook))


def saved(book):
    """Return a workbook as bytes."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


class CELL(str):
    """The inside of a cell as XML, such as a formula with the value that was saved with it."""

    __slots__ = ()


def fill(workbook, cells, *changes):
    """Return a form with values typed into cells, and with changes (functions of its sheet) made before that."""
    book = opened(workbook)
    for change in changes:
        change(book["填报"])
    for name, value in cells.items():
        book["填报"][name] = 1e9 if isinstance(value, CELL) else value
    inner = {name: value for name, value in cells.items() if isinstance(value, CELL)}
    return repacked(saved(book), lambda parts: _written(parts, inner)) if inner else saved(book)


def _written(parts, inner):
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for name, text in inner.items():
        sheet, n = re.subn(f'(<c r="{name}"[^>]*>)<v>1000000000</v>', rf"\g<1>{text}", sheet)
        assert n == 1, name
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()


def reading(cells, *changes, data=None, head=HEAD):
    """Return what reading a form comes to that is filled with a day, a name, and these cells."""
    data = data or store()
    return judged(fill(form(data), head | cells, *changes), data)


def judged(workbook, data):
    """Return what reading a workbook comes to."""
    return entries.proposals_of(data, read.read_form(workbook, data.plan, TODAY), "jia.xlsx", NOW, TODAY)


def faults(*how, **more):
    """Return the problems of a filled form, each with its place."""
    return [fault.at("jia.xlsx") for fault in reading(*how, **more).faults]


def added(*how, **more):
    """Return the one entry that a filled form would add."""
    found = reading(*how, **more)
    assert [fault.at("jia.xlsx") for fault in found.faults] == []
    (proposal,) = found.proposals
    return proposal.entry


def repacked(workbook, change):
    """Return a workbook with its parts changed: `change` gets the dict of them, by name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return data.getvalue()


def sheet(root, *words):
    """Run `mstrack sheet`."""
    return ask("sheet", *words, "--data", root, *ON)


def made(root, cells=None, name="cgj.xlsx", unit="cgj", **said):
    """Make a form and fill it in; return its path."""
    path = root.parent / name
    told = sheet(root, "make", "--unit", unit, "-o", path, "--force")
    assert told.code == 0, told.err
    path.write_bytes(fill(path.read_bytes(), SAID | said | (CGJ_CELLS if cells is None else cells)))
    return path
