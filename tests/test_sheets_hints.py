"""What Excel itself warns of in a form: by colour, and by a question that stops nobody."""

import itertools
import math
import re

import pytest
from builders import LEAD, PARTNER, dataset, filed, indicator, level, plan_text, row
from openxml_audit import OpenXmlValidator
from sheeting import HEAD, NOW, TODAY, fill, form, opened, store

from mstrack.record.sheets import entries, hints, read, receipt

TRIED = (
    -1,
    0,
    0.003,
    0.5,
    1,
    1.5,
    2,
    2.5,
    3,
    20,
    39,
    40,
    41,
    40.5,
    80,
    100,
    101,
    119,
    120,
    121,
    600,
    3000,
    3601,
    40000,
    10**6,
)
"""Figures that are typed into forms."""


def colours(data=None, unit=LEAD):
    """Return the formulas that colour each cell, by its name: what is refused, and what is asked back."""
    found = {}
    for area, rules in opened(form(data, unit))["填报"].conditional_formatting._cf_rules.items():
        for rule in rules:
            red = rule.dxf.fill.bgColor.rgb[2:] == hints.REFUSED["bg_color"].lstrip("#")
            kind = "share" if "CELL(" in rule.formula[0] else "red" if red else "orange"
            found.setdefault(str(area.sqref), {})[kind] = rule.formula[0]
    return found


def test_figures():
    """A total below the last one, or below 0, turns red; far above what is usual, or promised, orange."""
    seen = colours()
    assert seen["H5"] == {
        "red": "AND(ISNUMBER($H$5),OR(N($H$5)<0,N($H$5)<40))",
        "orange": "AND(ISNUMBER($H$5),OR(N($H$5)>120))",
    }


def test_rates():
    """A rate above 100 turns red; one that moved by more than half orange. 75.2% may be typed as a percentage."""
    typed = "IF(AND(N($H$6)>0,N($H$6)<=1),N($H$6)*100,N($H$6))"
    seen = colours()["H6"]
    assert seen["red"] == f"AND(ISNUMBER($H$6),OR({typed}>100))"
    moved = f"ABS({typed}-(60.5))"
    assert f"AND({moved}*2>ABS(60.5),{moved}>2,{typed}<>80)" in seen["orange"]
    # 0.752 is 75.2% only where it is shown so
    assert seen["share"] == 'AND(ISNUMBER($H$6),OR(AND(N($H$6)>0,N($H$6)<=1,LEFT(CELL("format",$H$6),1)<>"P")))'


def test_done():
    """已完成 turns red where a target is not reached, by what is typed or else by the last figure."""
    formula = colours()["I5"]["red"]
    assert formula.startswith('AND($I$5="已完成",OR(AND(NOT(ISTEXT($H$5)),IF(ISNUMBER($H$5),N($H$5),N($F$5))<100),')
    assert "I5" not in colours(unit=PARTNER)


def test_day():
    """A day outside of the plan's reach turns red; 12.2 and 20211202, which are read, do not."""
    formula = colours()["H2"]["red"]
    assert formula == ("AND(AND(ISNUMBER($H$2),N($H$2)>=18264,N($H$2)<=2958465),OR(N($H$2)<44197,N($H$2)>44926))")


def test_whole():
    """A part of what is counted whole turns orange."""
    data = store(plan=plan_text([row(indicator(measure="个"), level()), row(title="无指标任务")]))
    assert "N($H$5)<>INT(N($H$5))" in colours(data)["H5"]["orange"]


def test_words():
    """The form shows the problem and the next step that the unit wrote last, whichever report had them."""
    data = store(
        filed("2021-09-01", problem="资金未到位", next="催办", id_="bbbbbbbb"),
        filed("2021-09-15", figures={"roads": 45}, id_="cccccccc"),
    )
    page = opened(form(data))["填报"]
    assert page["P5"].value == "存在困难（2021-09-01）：资金未到位\n下一步措施（2021-09-01）：催办"
    assert page["P7"].value == "－"


def test_valid(tmp_path):
    """Forms and receipts are valid by the schemas of Office."""
    data = store()
    found = read.read_form(fill(form(), HEAD | {"H5": 900, "H6": "很多"}), data.plan, TODAY)
    reading = entries.proposals_of(data, found, "jia.xlsx", NOW, TODAY)
    for name, workbook in {"form": form(), "receipt": receipt.workbook(reading, TODAY)}.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(workbook)
        assert [one.description for one in OpenXmlValidator().validate(path).errors] == [], name


def fires(formula, cells):
    """Evaluate a formula of a form for numbers and texts in its cells."""

    def number(value):
        return isinstance(value, int | float)

    known = {
        "AND": lambda *each: all(each),
        "OR": lambda *each: any(each),
        "NOT": lambda one: not one,
        "IF": lambda condition, one, other: one if condition else other,
        "ISNUMBER": number,
        "N": lambda value: value if number(value) else 0,
        "ABS": abs,
        "INT": math.floor,
        "LEFT": lambda text, n: text[:n],
        "CELL": lambda _what, _cell: "G",  # no cell that is tried shows a percentage
        "_at": cells.get,
    }
    python = re.sub(r"\$([A-Z])\$(\d+)", r'_at("\1\2")', formula).replace("<>", "!=")
    return bool(eval(python, known))  # noqa: S307  formulas of our own


@pytest.mark.slow
def test_colours_are_what_reading_says():
    """Of figures large and small, red is just what reading refuses, and orange just what it asks back."""
    units = [row(indicator(measure="个"), level(), indicator("资金", target=3000, measure="万元", id="money"))]
    zero = filed("2021-08-31", "in-progress", {"roads": 0}, unit=PARTNER, id_="bbbbbbbb")
    last = filed("2021-08-31", "in-progress", {"roads": 40, "coverage": 60.5}, id_="aaaaaaaa")
    data, wrong = dataset(plan_text(units), zero, last), []
    forms = {unit: form(data, unit) for unit in (LEAD, PARTNER)}
    formulas = {unit: colours(data, unit) for unit in forms}
    for unit, row_, figure in itertools.product(forms, (5, 6, 7), TRIED):
        with_figure = fill(forms[unit], HEAD | {f"H{row_}": figure})
        reading = entries.proposals_of(data, read.read_form(with_figure, data.plan, TODAY), "x", NOW, TODAY)
        refused, asked = ({(one.row, one.column) for one in several} for several in (reading.faults, reading.doubts))
        said = "red" if (row_, 8) in refused else "orange" if (row_, 8) in asked else ""
        shown = [kind for kind, one in formulas[unit][f"H{row_}"].items() if fires(one, {f"H{row_}": figure})]
        colour = "red" if {"red", "share"} & {*shown} else "".join(shown)
        if colour != said:
            wrong.append((unit, row_, figure, colour, said))
    assert wrong == []
