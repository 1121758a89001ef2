"""Workbooks read back by another library: every row, days as days, texts as texts, however long or hostile."""

import datetime as dt
import errno
import io
import zipfile
from decimal import Decimal
from fractions import Fraction

import builders
import openpyxl
import pytest
from measuring import taken
from paging import small
from publishing import DAY, HOSTILE, gathered
from written import written
from xlsxwriter import Workbook

from mstrack.documents import ledger
from mstrack.i18n import speaking
from mstrack.render import Page, sheet_layout, xlsx
from mstrack.report import Bar, Column, Percent, Report, Rows, Table, Text, Tone, Word, for_people

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars
TOP = 3
"""Rows above the first of a table: title, remarks, column titles."""


def made(*rows, wrap=True):
    columns = tuple(Column(f"k{n}", f"列{n}", 50, wrap=wrap) for n in range(len(rows[0])))
    return written(xlsx.write, Report("x", "题", DAY, None, (Table("t", columns, rows, "表"), Text("说明"))), Page())


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def cell(value):
    return opened(made((value,)))["表"].cell(TOP + 1, 1)


@pytest.fixture(scope="module")
def book():
    with speaking("zh_CN"):
        return opened(written(xlsx.write, ledger.ledger(gathered()), Page()))


def test_every_row_is_there(book):
    """25 tasks in, 25 out; 5 leaders, 59 indicators, every entry."""
    counts = {sheet.title: sheet.max_row - TOP for sheet in book if sheet.title != xlsx.NOTES}
    assert counts == {
        "台账": 25,
        "进展和问题": 25,
        "县区": 32,
        "指标": 59,
        "按市领导": 5,
        "按牵头单位": 13,
        "报送记录": len(gathered().log),
    }
    assert book.sheetnames == [*counts, xlsx.NOTES]  # in the order in which they are read


def test_districts_have_a_sheet_where_the_plan_divides_nothing(book):
    """Each figure that a member of 各市（区）政府 filed; no percent, place or light, as there is no target for it."""
    head, *rows = list(book["县区"].values)[TOP - 1 :]
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    groups = {name for unit in gathered().plan.units for name in unit.members}
    assert {row["县（市、区）"] for row in rows} <= groups
    assert {(row["目标"], row["完成率"], row["位次"], row["亮灯"]) for row in rows} == {(None,) * 4}
    assert all(row["完成数"] is not None and row["数据来源"] for row in rows)


def test_what_there_is_nothing_of_has_no_sheet():
    """A plan with a task and nothing filed: the table, what is known of it, by leader and unit, the rules."""
    with speaking("zh_CN"):
        found = opened(written(xlsx.write, ledger.ledger(gathered(small(items=[builders.row()]))), Page()))
    assert found.sheetnames == ["台账", "进展和问题", "按市领导", "按牵头单位", xlsx.NOTES]


def test_the_first_sheet_starts_as_the_official_table(book):
    titles = [one.value for one in book["台账"][TOP]]
    assert titles == [
        *("项目分类", "序号", "具体内容", "建议分管市领导", "责任单位", "责任人", "完成时限"),
        *("亮灯", "完成率", "11月3日完成率", "较上月同期（百分点）", "进展情况"),
    ]


def test_units_and_their_persons_stand_line_by_line(book):
    """A person stands in the line of the unit; one without a person shifts nobody."""
    for _item, _id, _content, _leader, units, persons, *_rest in list(book["台账"].values)[TOP:]:
        assert len(units.split("\n")) == len(persons.split("\n"))
    named = {unit.name: unit.person.name for unit in gathered().plan.units if unit.person}
    row = list(book["台账"].values)[TOP + 17]
    assert row[5].split("\n") == [named.get(unit, "—") for unit in row[4].split("\n")]


def test_what_moved_is_the_difference_of_what_is_printed(book):
    """Percent, that of a month before, and the change in points: numbers all."""
    head, *rows = list(book["台账"].values)[TOP - 1 :]
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    moved = {row["序号"]: row for row in rows if row["较上月同期（百分点）"] is not None}
    assert len(moved) > 5
    for row in moved.values():
        assert round((row["完成率"] - row["11月3日完成率"]) * 100, 2) == row["较上月同期（百分点）"]
    assert any(row["较上月同期（百分点）"] for row in moved.values())


def test_the_rules_have_a_sheet(book):
    """Every other sheet says what it was made of, and where the rules stand."""
    lines = [row[0] for row in book[xlsx.NOTES].values]
    assert lines[0] == xlsx.NOTES
    assert any("亮灯" in line for line in lines[1:])
    for sheet in book.worksheets[:-1]:
        assert sheet["A2"].value.startswith(f"{lines[1]}亮灯规则和口径见“说明”。")


def test_it_is_laid_out_to_be_printed_and_filtered(book):
    """A4 or A3 landscape, one page wide, its header on every page, panes frozen below it, filters on."""
    papers = {}
    for sheet in book.worksheets[:-1]:
        setup = sheet.page_setup
        papers[sheet.title] = int(setup.paperSize)
        assert (setup.orientation, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes.endswith("4")
        assert sheet.auto_filter.ref.startswith("A3:")
        assert [str(one) for one in sheet.merged_cells.ranges if one.min_row > 2] == []
    assert papers | {"台账": 9, "指标": 8, "报送记录": 8} == papers


def test_nothing_is_scaled_down(book):
    """The columns of a sheet are no wider than its paper, so letters of 9 points stay so."""
    rooms = {one.paper: one.room for one in sheet_layout.PAPERS}
    for sheet in book:
        dimensions = sheet.column_dimensions.values()
        points = sum(one.width * 7 * 0.75 * (one.max - one.min + 1) for one in dimensions)
        assert points <= rooms[int(sheet.page_setup.paperSize)] + 20
        assert {cell.font.sz for row in sheet.iter_rows(min_row=TOP + 1) for cell in row} == {sheet_layout.SIZE}


def test_paper_gets_the_newest_entries(book):
    """All of a year are on the sheet, the first 50 of them on paper, which the sheet says; other sheets print whole."""
    areas = {sheet.title: int(sheet.print_area.rpartition("$")[2]) - TOP for sheet in book.worksheets[:-1]}
    whole = {sheet.title: sheet.max_row - TOP for sheet in book.worksheets[:-1]}
    assert areas == whole | {"报送记录": ledger.PRINTED}
    assert whole["报送记录"] > ledger.PRINTED
    assert book["报送记录"]["A2"].value.endswith(
        f"共{whole['报送记录']}行，打印时只印前50行（要印全部，先清除打印区域）。"
    )


def test_a_long_text_is_whole_among_the_entries():
    """In the sheets of tasks it is cut at a sentence, and says where all of it stands: no row is higher than a page."""
    entry = builders.filed(
        "2021-11-30", figures={"roads": 1}, id_=builders.id_of(1), note="路通。" * 200, problem="雨多。" * 200
    )
    with speaking("zh_CN"):
        found = opened(written(xlsx.write, ledger.ledger(gathered(small(entry))), Page()))
    assert found["台账"].cell(TOP + 1, 12).value == "路通。" * 100 + ledger.CUT
    values = [one.value for sheet in ("进展和问题", "报送记录") for one in found[sheet][TOP + 1]]
    assert {"雨多。" * 100 + ledger.CUT, "雨多。" * 200, "路通。" * 200} <= set(values)


def test_rows_that_would_pile_up_lie_on_a3():
    """A table that A4 has room for goes on A3 where its texts would take more than twice as many lines on A4."""
    short = [Column("id", "序号"), Column("note", "情况", wrap=True)]
    narrow = [*(Column(f"k{n}", "列" * 8) for n in range(18)), Column("note", "情况", wrap=True)]
    assert sheet_layout.fitted(short, [(1, "长" * 200)]).paper == 9
    assert sheet_layout.fitted(narrow, [(*[1] * 18, "短")]).paper == 9
    assert sheet_layout.fitted(narrow, [(*[1] * 18, "长" * 200)]).paper == 8


def test_a_row_has_room_for_digits_of_another_letter():
    """Where 宋体 is missing, a digit is wider than half a Chinese character: the last numbers would be cut off."""
    numbers = "、".join(map(str, range(10, 30)))
    assert sheet_layout.lines(numbers, 20 * 2 * 9 + 6) == 2
    assert sheet_layout.lines("长" * 40, 20 * 9 + 6) == 2


SHEET = """
import datetime as dt
import tempfile
from mstrack.render import Page, xlsx
from mstrack.report import Column, Report, Rows, Table
def make(rows):
    table = Table("t", (Column("k", "列", 50, wrap=True),), rows, "表")
    with tempfile.TemporaryFile() as out:
        xlsx.write(Report("x", "题", dt.date(2021, 12, 3), None, (table,)), Page(), out)
make([("",)])
ROWS = Rows((lambda n: f"{n}{'进展。' * 2_000}",), range(1_000))
"""


def test_rows_wait_on_the_disk(tmp_path):
    """Of many long notes few lie in memory; what lies on the disk meanwhile is gone afterwards."""
    most, _left = taken(f"{SHEET}tempfile.tempdir = {str(tmp_path)!r}\n", "make(ROWS)")
    assert most < 0.3 * 1_000 * len("进展。" * 2_000) * 3
    assert [*tmp_path.iterdir()] == []


def test_what_fails_between_two_rows_leaves_nothing(tmp_path, monkeypatch):
    """The files in which rows wait are closed and gone, and what went wrong is what is told."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def failing(n):
        raise OSError(errno.EIO, f"row {n}")

    table = Table("t", (Column("k", "列", 50),), Rows((failing,), range(9)), "表")
    with pytest.raises(OSError, match="row 0"):
        written(xlsx.write, Report("x", "题", DAY, None, (table,)), Page())
    assert [*tmp_path.iterdir()] == []


def test_a_disk_without_room_is_told(monkeypatch):
    """That is the system's refusal, no bug."""

    def refused(_book):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(Workbook, "_store_workbook", refused)
    with pytest.raises(OSError, match="no room"):
        made(("文",))


def test_a_title_that_is_longer_than_its_table_takes_lines():
    columns = (Column("a", "甲"), Column("b", "乙"))
    sheet = opened(
        written(xlsx.write, Report("x", "题" * 30, DAY, None, (Table("t", columns, (("一", "二"),), "表"),)), Page())
    )["表"]
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height > 2 * sheet_layout.TITLE


@pytest.mark.parametrize(
    "text", [HOSTILE, "=1+1", "+1", "-1", "@SUM(A1)", "http://x.example", "1e5", "0018", "TRUE", "<r>a & <b></r>"]
)
def test_a_text_is_a_text(text):
    """No formula, no link, no number made of digits."""
    found = cell(text)
    assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)


def test_values_keep_their_types():
    assert cell(Decimal("75.2")).value == 75.2
    assert cell(dt.date(2021, 12, 10)).value == dt.datetime(2021, 12, 10)  # noqa: DTZ001  Excel's days have no zone
    assert cell(dt.date(2021, 12, 10)).number_format == "yyyy-mm-dd"
    percent = cell(Percent(Fraction(141, 165)))
    assert (percent.value, percent.number_format) == (0.8545, "0.00%")
    assert cell(("甲", "", "乙")).value == "甲、乙"
    assert cell(None).value is None


def test_a_light_is_a_word_and_a_fill():
    found = cell(Word("red", "红", Tone.BAD))
    assert (found.value, found.fill.fgColor.rgb) == ("红", "FFF8CBC6")


def test_words_are_readable_on_their_fill():
    """Contrast is at least 4.5:1 (WCAG 2.1, 1.4.3)."""

    def luminance(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for fill, ink in xlsx.FILLS.values():
        assert (luminance(fill) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def test_a_drawn_bar_becomes_excels_own():
    """The bar of a terminal is left out; the percent beside it gets a data bar from 0 to 1."""
    columns = (Column("percent", "完成率", 50), for_people("进度", 50))
    row = (Percent(Fraction(1, 2)), Bar(Fraction(1, 2), None))
    sheet = opened(written(xlsx.write, Report("x", "题", DAY, None, (Table("t", columns, (row,), "表"),)), Page()))[
        "表"
    ]
    assert [one.value for one in sheet[TOP]] == ["完成率", None]
    assert [rule.type for ranges in sheet.conditional_formatting for rule in ranges.rules] == ["dataBar"]


@pytest.mark.parametrize("text", ["长" * 32_767, "长" * 70_000, "𠮷" * 40_000, "ab\n" * 22_000])
def test_what_does_not_fit_a_cell_goes_on_elsewhere(text):
    """A cell holds 32,767 UTF-16 units; the rest stands in 续文, where the cell says, and nothing is lost."""
    book = opened(made((text, "乙"), (text, "丙")))
    for row in (TOP + 1, TOP + 2):
        first = book["表"].cell(row, 1).value
        assert len(first.encode("utf-16-le")) // 2 <= 32_767
        head, _sign, tail = first.rpartition("…（下接“续文”第")
        start = int(tail.partition("行")[0])
        more, at = "", start
        while book["续文"].cell(at, 1).value == f"表!A{row}":
            more += book["续文"].cell(at, 2).value
            at += 1
        assert head + more == text


def test_a_text_that_fits_stays_whole():
    assert cell("长" * xlsx.MOST).value == "长" * xlsx.MOST


def test_many_rows_lose_nothing():
    rows = tuple((n, f"第{n}条") for n in range(4_000))
    sheet = opened(made(*rows))["表"]
    assert [one.value for one in sheet["B"]][TOP:] == [f"第{n}条" for n in range(4_000)]


def test_the_same_report_gives_the_same_bytes():
    first, second = made(("甲",)), made(("甲",))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert b"2021-12-03T00:00:00Z" in parts.read("docProps/core.xml")


def test_a_sheet_larger_than_a_zip_of_old_could_hold(monkeypatch):
    """A year of long notes may take more than 2 GiB: the workbook is whole all the same."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    assert opened(made(*[("甲" * 100 + str(n),) for n in range(50)]))["表"].cell(TOP + 50, 1).value == "甲" * 100 + "49"
