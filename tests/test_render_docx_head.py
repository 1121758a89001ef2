"""Head, signature and record of an official paper, where GB/T 9704 wants them."""

import pytest
from builders import report_of, table_of
from docx.oxml.ns import qn
from docx.shared import Pt
from openxml_audit import OpenXmlValidator
from papers import FULL_HEAD, one_page, opened, paper, reminding, short
from publishing import HOSTILE

from mstrack.render import Page, docx, gbt9704

THEME_IS_OPTIONAL = "relationships/theme' is missing"
"""The validator asks for a theme; ECMA-376 (part 1, 11.3.10 and 14.2.7) takes one or none."""
MADE = [paper, short, lambda: short(**FULL_HEAD), lambda: one_page(**FULL_HEAD), lambda: reminding("rsj")]


@pytest.mark.parametrize("made", [*MADE, lambda: report_of(table_of((1, HOSTILE)))])
def test_a_validator_finds_nothing(made, tmp_path):
    """By the schemas of Office: no element out of its place, none that is unknown."""
    path = tmp_path / "a.docx"
    path.write_bytes(docx.render(made(), Page()))
    errors = [one.description for one in OpenXmlValidator().validate(path).errors]
    assert [one for one in errors if THEME_IS_OPTIONAL not in one] == []


def test_the_head_and_the_foot_by_the_standard():
    """A mark as large as one line takes, a number with who approved it in 楷体, the record in a frame at the foot."""
    document = opened(short(**FULL_HEAD, number="某督〔2021〕9号", office="市督查室"))
    mark, number = document.paragraphs[:2]
    assert mark.runs[0].font.size == Pt(54)
    assert number.text.split() == ["某督〔2021〕9号", "签发人：王长青"]
    assert number.runs[-1]._element.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
    record = [one for one in document.paragraphs if one.style.name == "Paper record"]
    assert [one.text.split() for one in record] == [["抄送：甲办，乙办。"], ["市督查室", "2021年12月3日印发"]]
    assert {one._p.pPr.find(qn("w:framePr")).get(qn("w:yAlign")) for one in record} == {"bottom"}
    long = opened(short(mark="某某市人民政府办公室督查室文件"))
    assert long.paragraphs[0].runs[0].font.size < Pt(54)


@pytest.mark.parametrize(
    ("office", "sealed", "expected"),
    [
        ("江门市人民政府督查室", False, (2, 2.25)),
        ("督查室", False, (4 + 7.75 - 3, 2)),
        ("督查室", True, (4 + (7.75 - 3) / 2, 4)),
        ("某某市人民政府办公室督查督办科室", True, (0, 4)),
    ],
)
def test_who_signs_and_when(office, sealed, expected):
    """Characters from the right edge: the name, then the day below it (GB/T 9704, 7.3.5)."""
    found = gbt9704.from_right(office, "2021年12月3日", sealed=sealed)
    assert [round(one, 2) for one in found] == [round(one, 2) for one in expected]


def test_who_signs_never_stands_alone():
    """The last line of the text and what is attached stay with the signature."""
    document = opened(short())
    names = [one.style.name for one in document.paragraphs]
    signed = names.index("Paper signature")
    before = [one for one in document.paragraphs[:signed] if one.style.name != "Paper attached"][-1]
    assert before.paragraph_format.keep_with_next
    assert document.styles["Paper attached"].element.pPr.find(qn("w:keepNext")) is not None
