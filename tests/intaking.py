"""Tables that come in: what the tests of intake share."""

import datetime as dt
import io

from builders import MEMO

from mstrack.check import store
from mstrack.intake import draft, readers
from mstrack.intake.grid import GridTable
from mstrack.store import source

HEADER = ("项目", "序号", "具体内容", "分管市领导", "责任单位", "责任人", "完成时限")
ROWS = (
    ("一、办学", "1", "新建学校12所，覆盖率达90%以上。（牵头单位：市教育局）", "王 强", "市财政局 市教育局", "李文聪 张 璐", "11 月底"),
    ("", "2", "改造危房800户。（牵头单位：市住房城乡建设局）", "单小明", "市住房城乡建设局 各市（区）政府", "曾锦俊 各市（区）长", "12 月 10 日"),
)  # fmt: skip
TITLE = "2021 年市民生实事任务分解表"


def text(rows=ROWS, header=HEADER, above=("附件 2", TITLE)):
    """Return a table as a text with tabs."""
    return "\n".join([*above, *("\t".join(row) for row in (header, *rows))]).encode()


def word(rows, above=(), merge=()):
    """Return a Word document with one table; `merge` are pairs of cells (row, column) to (row, column)."""
    import docx

    document = docx.Document()
    for line in above:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    for start, end in merge:
        texts = [table.cell(*start).text]
        merged = table.cell(*start).merge(table.cell(*end))
        merged.text = texts[0]
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def excel(rows, merge=(), **formats):
    """Return a workbook with one sheet; `formats` are number formats by the cell's name."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merge:
        book.active.merge_cells(cells)
    for name, form in formats.items():
        book.active[name].number_format = form
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def tables(data, name):
    """Return the tables of a file."""
    return readers.read(data, name).tables


def drafted(header, *rows, above=(TITLE,), **options):
    """Return the draft of a table with a header."""
    asked = draft.Options("表.docx", 2026)._replace(**options)
    return draft.of(GridTable((tuple(header), *map(tuple, rows)), tuple(above)), asked)


def tasks(made):
    """Return the tasks of a draft as tasks.yaml has them."""
    return [task for item in made.plan["items"] for task in item["tasks"]]


def problems(made):
    """Return what `check` refuses in a draft."""
    return [str(one) for one in store.problems(source.InMemory({source.PLAN: made.text}), MEMO, dt.date(2021, 6, 1))]
