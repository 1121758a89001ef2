"""Makes a table in the forms that offices send: a web page, a workbook, a Word document, a PDF."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from mstrack.intake import words


def cell_lines(text: str, column: str) -> list[str]:
    """Return the lines of a cell: units and persons one a line, as such tables are printed."""
    if column == "责任单位":
        return text.split()
    if column == "责任人":
        return words.half(text).replace("张 璐", "张\u3000璐").split(" ") if "  " in text else _people(text)
    return [text]


def _people(text: str) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) == 1 and len(word) == 1:
            lines[-1] += f"\u3000{word}"  # 张　璐, as printers space names of two
        else:
            lines.append(word)
    return lines


def runs(rows: list[list[str]]) -> list[int]:
    """Return for each row how many rows its item cell spans, 0 where the row above's goes on."""
    spans: list[int] = []
    for i, row in enumerate(rows):
        is_same = i > 1 and row[0] == rows[i - 1][0]
        following = next((j for j in range(i, len(rows)) if rows[j][0] != row[0]), len(rows))
        spans.append(0 if is_same else following - i)
    return spans


def as_html(above: list[str], rows: list[list[str]]) -> bytes:
    """Return a page with the table, its items merged down."""
    parts = ["<html><meta charset=utf-8><body>", *(f"<p>{html.escape(line)}</p>" for line in above), "<table>"]
    for row, span in zip(rows, runs(rows), strict=True):
        parts.append("<tr>")
        for i, text in enumerate(row):
            lines = "<br>".join(map(html.escape, cell_lines(text, rows[0][i])))
            if i or span:
                parts.append(f"<td rowspan={span if not i else 1}>{lines}</td>")
        parts.append("</tr>")
    return "".join([*parts, "</table></body></html>"]).encode()


def as_excel(above: list[str], rows: list[list[str]]) -> bytes:
    """Return a workbook with the table below its title."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for i, line in enumerate(above, 1):
        sheet.cell(i, 1, line)
        sheet.merge_cells(start_row=i, end_row=i, start_column=1, end_column=len(rows[0]))
    for y, (row, span) in enumerate(zip(rows, runs(rows), strict=True), len(above) + 1):
        for x, text in enumerate(row, 1):
            if x > 1 or span:
                sheet.cell(y, x, "\n".join(cell_lines(text, rows[0][x - 1])))
        if span > 1:
            sheet.merge_cells(start_row=y, end_row=y + span - 1, start_column=1, end_column=1)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_word(above: list[str], rows: list[list[str]]) -> bytes:
    """Return a document, landscape, with a header that every page repeats."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    for line in above:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    grid_cells = [list(row.cells) for row in table.rows]
    for y, (row, span) in enumerate(zip(rows, runs(rows), strict=True)):
        for x, (text, width) in enumerate(zip(row, (30, 12, 95, 22, 45, 25, 22), strict=True)):
            cell = grid_cells[y][x]
            cell.width = Mm(width)
            if x or span:
                lines = cell_lines(text, rows[0][x])
                cell.text = lines[0]
                for line in lines[1:]:
                    cell.add_paragraph(line)
        if span > 1:
            grid_cells[y][0].merge(grid_cells[y + span - 1][0])
    # python-docx has no public way to repeat a header
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def as_pdf(word: bytes) -> bytes | None:
    """Return LibreOffice's print of a document; None where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "table.docx").write_bytes(word)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/table.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (Path(folder) / "table.pdf").read_bytes()
