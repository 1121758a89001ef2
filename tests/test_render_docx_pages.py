"""Pages as LibreOffice prints them, with fonts as wide as those of the standard: lines, characters, 版记 and 署名."""

import datetime as dt
import itertools
import re
import shutil

import pdfplumber
import pytest
from papers import IMPRINT, one_page, short

from mstrack.cli import libreoffice
from mstrack.render import Page, docx
from mstrack.report import Prose, Report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not any(map(shutil.which, libreoffice.PROGRAMS)), reason="LibreOffice is not installed"),
]
OFFICE = "江门市人民政府督查室"
DAYS = [dt.date(2021, 1, 20), dt.date(2021, 2, 28), dt.date(2021, 3, 31), dt.date(2021, 5, 15), dt.date(2021, 6, 30)]
DAYS += [dt.date(2021, 7, 31), dt.date(2021, 9, 30), dt.date(2021, 11, 30), dt.date(2021, 12, 3), dt.date(2021, 12, 31)]


def printed(report, tmp_path):
    """Return the pages of a report: what each line says, and where its signs stand."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(libreoffice.pdf(docx.render(report, Page()), ".docx"))
    with pdfplumber.open(path) as document:
        return [(page.width, page.height, page.extract_text_lines(return_chars=True)) for page in document.pages]


def body(lines):
    """Return the lines without the page's number."""
    return [line for line in lines if not re.fullmatch(r"— ?\d+ ?—", line["text"])]


def test_22_lines_of_28_characters(tmp_path):
    """Of a text without digits and punctuation, whose lines are full."""
    report = Report("x", "题", dt.date(2021, 12, 3), None, (Prose(("民生实事" * 400,)),))
    (first, second, *_rest) = printed(report, tmp_path)
    lines = body(second[2])
    assert [len(line["text"]) for line in lines] == [28] * 22
    assert len(body(first[2])[1]["text"]) == 26  # indented by two characters, below the title
    _width, height, _lines = second
    left, right = lines[0]["x0"], lines[0]["x1"]
    top, foot = lines[0]["top"], lines[-1]["bottom"]
    millimetre = 72 / 25.4
    assert right - left == pytest.approx(156 * millimetre, abs=3)
    assert top > 37 * millimetre - 1
    assert foot < height - 35 * millimetre + 1
    assert left == pytest.approx(26 * millimetre, abs=2)  # an even page: the wide margin is at the spine, on its right
    assert body(first[2])[2]["x0"] == pytest.approx(28 * millimetre, abs=2)
    steps = {round(b["top"] - a["top"], 1) for a, b in itertools.pairwise(lines)}
    assert steps <= {28.9, 29.0}


def test_page_numbers_stand_one_character_from_the_outer_edge(tmp_path):
    report = Report("x", "题", dt.date(2021, 12, 3), None, (Prose(("民生实事" * 400,)),))
    pages = printed(report, tmp_path)
    (odd, even) = [next(one for one in lines if "—" in one["text"]) for _w, _h, lines in pages[:2]]
    text = 26 * 72 / 25.4
    assert even["x0"] - text == pytest.approx(14, abs=2)
    assert pages[0][0] - text - odd["x1"] == pytest.approx(14, abs=2)


@pytest.mark.parametrize("day", DAYS)
def test_a_bulletin_has_one_to_three_pages_before_its_annex(day, tmp_path):
    """And who signs does not stand alone on a page."""
    since = max(day - dt.timedelta(days=31), dt.date(2021, 1, 1))
    pages = printed(short(as_of=day, since=since, office=OFFICE), tmp_path)
    upright = [lines for width, height, lines in pages if width < height]
    assert 1 <= len(upright) <= 3
    assert len(pages) - len(upright) <= 5
    signed = next(n for n, line in enumerate(upright[-1]) if line["text"] == OFFICE)
    assert signed > 0
    assert any(not line["text"].startswith("附件") for line in upright[-1][:signed])


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("has_record", [False, True])
def test_a_brief_has_one_page(day, has_record, tmp_path):
    since = max(day - dt.timedelta(days=31), dt.date(2021, 1, 1))
    said = {"office": OFFICE, "has_record": has_record, "copies": ("市委办公室",)}
    assert len(printed(one_page(as_of=day, since=since, **said), tmp_path)) == 1


def test_the_annex_uses_92_percent_of_the_sheet(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(libreoffice.pdf(docx.render(short(), Page()), ".docx"))
    with pdfplumber.open(path) as document:
        lying = [page for page in document.pages if page.width > page.height]
        for page in lying:
            rules = [edge["x1"] for edge in page.edges], [edge["x0"] for edge in page.edges]
            assert not page.edges or (max(rules[0]) - min(rules[1])) / page.width > 0.92
        heads = ["序号任务" in "".join(page.extract_text().split()) for page in lying]
    assert heads[:-1] == [True] * (len(heads) - 1)


def test_the_record_stands_at_the_foot_of_the_last_page(tmp_path):
    """Who gets a copy, who issues it and when; below it nothing but the number of the page."""
    copies = ("市委办公室", "市政协办公室")
    report = short(office=OFFICE, has_record=True, copies=copies)
    lines = body(printed(report, tmp_path)[-1][2])
    assert [line["text"].replace(" ", "") for line in lines[-2:]] == [
        "抄送：市委办公室，市政协办公室。",
        f"{OFFICE}2021年12月3日印发",
    ]


@pytest.mark.parametrize("sealed", [False, True])
def test_who_signs_stands_where_the_standard_says(sealed, tmp_path):
    """With a seal the day ends four characters from the edge and the name is centred above; without, by two and two."""
    report = short(office=OFFICE, sealed=sealed)
    lines = [line for width, _h, lines in printed(report, tmp_path) if width < 600 for line in lines]
    name = next(line for line in lines if line["text"] == OFFICE)
    day = next(line for line in lines[lines.index(name) :] if line["text"].replace(" ", "") == "2021年12月3日")
    edge = 595.3 - (26 if name["x0"] < 560 else 28) * 72 / 25.4
    if sealed:
        assert edge - day["x1"] == pytest.approx(4 * 16, abs=10)
        assert (name["x0"] + name["x1"]) / 2 == pytest.approx((day["x0"] + day["x1"]) / 2, abs=8)
    else:
        assert edge - name["x1"] == pytest.approx(2 * 16, abs=10)
        assert day["x0"] - name["x0"] == pytest.approx(2 * 16, abs=12)


def test_an_approved_paper_names_who_approved_it(tmp_path):
    (first, *_rest) = printed(short(signer="王长青", number="某督〔2021〕9号"), tmp_path)
    assert any(re.fullmatch(r"某督〔2021〕9 ?号 *签发人：王长青", line["text"].strip()) for line in first[2])
    assert IMPRINT.signer == ""
