"""How a value must be written, in the form and within the bounds that the model's types ask for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

import pytest
from offenders import every
from pydantic_core import SchemaValidator, ValidationError

from mstrack.format import core_schema, fields
from mstrack.format.fields import FieldForm
from mstrack.format.model import Amendment, Indicator, PlanAmendment

FORMS = {
    "number": Annotated[Decimal, fields.NUMBER],
    "share": Annotated[Decimal, fields.PERCENT],
    "was": Annotated[str, fields.WAS],
    "day": Annotated[dt.date, FieldForm("day")],
    "moment": Annotated[dt.datetime, FieldForm("moment")],
    "ids": Annotated[tuple[Annotated[str, fields.ENTRY_ID], ...], FieldForm("several")],
    "count": Annotated[int, FieldForm("count", ge=1, le=99)],
    "title": Annotated[str, fields.TITLE],
    "text": Annotated[str, fields.TEXT],
    "paragraph": Annotated[str, fields.PARAGRAPH],
    "id": Annotated[str, fields.ID],
    "code": Annotated[str, fields.CODE],
    "pinyin": Annotated[str, fields.PINYIN],
}
VALIDATORS = {name: SchemaValidator(core_schema.of(form), {"strict": True}) for name, form in FORMS.items()}
CHINA = dt.timezone(dt.timedelta(hours=8))


@every(
    ("form", "said", "expected"),
    [
        ("number", 98, Decimal(98)),
        ("number", 75.2, Decimal("75.2")),
        ("number", 1.10, Decimal("1.1")),
        ("number", 0, Decimal(0)),
        ("number", -2.3, Decimal("-2.3")),
        ("share", 100, Decimal(100)),
        ("was", "甲\n乙\n", "甲乙"),
        ("was", 1.50, "1.5"),
        ("was", [{"b": 1, "a": "甲"}], '[{"a":"甲","b":"1"}]'),
        ("number", 0.1, Decimal("0.1")),
        ("day", "2021-09-30", dt.date(2021, 9, 30)),
        ("day", "2020-02-29", dt.date(2020, 2, 29)),
        ("moment", "2021-10-08T09:31:07+08:00", dt.datetime(2021, 10, 8, 9, 31, 7, tzinfo=CHINA)),
        ("moment", "2021-10-08T01:31:07Z", dt.datetime(2021, 10, 8, 9, 31, 7, tzinfo=CHINA)),
        ("ids", "7f3a9c2k", ("7f3a9c2k",)),
        ("ids", ["7f3a9c2k", "00000000"], ("7f3a9c2k", "00000000")),
        ("count", 1, 1),
        ("count", 99, 99),
        ("title", "各市（区）政府", "各市（区）政府"),
        ("title", "a b", "a b"),
        ("title", "甲" * 200, "甲" * 200),
        ("text", "甲\n\n 乙\n", "甲\n\n 乙"),
        ("paragraph", "甲\n乙\n", "甲乙"),
        ("id", "new-villages", "new-villages"),
        ("id", "5g", "5g"),
        ("code", "cgj", "cgj"),
        ("pinyin", "lü bu", "lü bu"),
    ],
)
def test_what_is_taken(form, said, expected):
    value = VALIDATORS[form].validate_python(said)
    assert (type(expected), expected) == (type(value), value)


@every(
    ("form", "said", "fault"),
    [
        ("number", "98", "number"),
        ("number", True, "number"),
        ("number", None, "number"),
        ("number", [1], "number"),
        ("share", -1, "greater_than_equal"),
        ("share", 100.5, "less_than_equal"),
        ("was", "甲 ", "string_pattern_mismatch"),
        ("number", float("inf"), "finite_number"),
        ("number", float("nan"), "finite_number"),
        ("day", 1765324800, "day"),
        ("day", "1765324800", "day"),
        ("day", "2021-9-30", "day"),
        ("day", "2021-09-30T00:00:00", "day"),
        ("day", "２０２１-09-30", "day"),
        ("day", "2021-09-30\n", "day"),
        ("day", "2025-13-10", "no-day"),
        ("day", "2021-02-29", "no-day"),
        ("day", "0000-01-01", "no-day"),
        ("moment", "2021-10-08T09:31:07", "moment"),
        ("moment", "2021-10-08 09:31:07+08:00", "moment"),
        ("moment", 1765324800, "moment"),
        ("moment", "2021-10-08T25:31:07+08:00", "no-moment"),
        ("moment", "2021-10-08T09:31:07+25:00", "no-moment"),
        ("ids", 12345678, "string_type"),  # an id that wants quotes, not a list
        ("ids", None, "tuple_type"),
        ("ids", [5], "string_type"),
        ("ids", "7F3A9C2K", "string_pattern_mismatch"),
        ("ids", "7f3a9c2i", "string_pattern_mismatch"),
        ("ids", "7f3a9c2k\n", "string_pattern_mismatch"),
        ("count", "3", "int_type"),
        ("count", True, "int_type"),
        ("count", 3.0, "int_type"),
        ("count", 0, "greater_than_equal"),
        ("count", 100, "less_than_equal"),
        ("title", 3, "string_type"),
        ("title", "", "string_too_short"),
        ("title", "甲" * 201, "string_too_long"),
        ("title", " 甲", "string_pattern_mismatch"),
        ("title", "甲\u3000", "string_pattern_mismatch"),
        ("title", "甲\n乙", "string_pattern_mismatch"),
        ("title", "甲\n", "string_pattern_mismatch"),
        ("text", " \n ", "string_pattern_mismatch"),
        ("text", "甲" * 20_002, "string_too_long"),
        ("id", "New", "string_pattern_mismatch"),
        ("id", "a--b", "string_pattern_mismatch"),
        ("id", "a-", "string_pattern_mismatch"),
        ("id", "村", "string_pattern_mismatch"),
        ("code", "1a", "string_pattern_mismatch"),
        ("code", "a", "string_too_short"),
        ("code", "Cgj", "string_pattern_mismatch"),
        ("pinyin", "xiè", "string_pattern_mismatch"),
        ("pinyin", "xie  hong", "string_pattern_mismatch"),
    ],
)
def test_what_is_refused(form, said, fault):
    """Neither Pydantic's lax readings ("3" for 3, true for 1, 1765324800 for a day) nor values out of bounds."""
    with pytest.raises(ValidationError) as caught:
        VALIDATORS[form].validate_python(said)
    [error] = caught.value.errors()
    assert fault == (str(error["ctx"]["error"]) if error["type"] == "value_error" else error["type"])


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("165", "165"),
        ("75.20", "75.2"),
        ("100", "100"),
        ("0", "0"),
        ("0.00", "0"),
        ("-0.0", "0"),
        ("1E+5", "100000"),
        ("1E-5", "0.00001"),
        ("27780.0", "27780"),
    ],
)
def test_a_plain_number_has_no_exponent_and_no_idle_zeros(number, expected):
    assert expected == fields.plain(Decimal(number))


def test_values_compare_hash_and_show_themselves_by_their_fields():
    """Two classes whose fields say the same are unequal; the targets of districts compare, and are in no hash."""
    said = {"date": dt.date(2021, 8, 15), "document": "某办函", "field": "deadline", "was": "11月底"}
    one, same, later = Amendment(**said), Amendment(**said), Amendment(**said | {"date": dt.date(2021, 8, 16)})
    assert (one == same, one == later, one == PlanAmendment(**said), one == said) == (True, False, False, False)
    assert {one, same, later} == {one, later}
    assert repr(one) == "Amendment(date=datetime.date(2021, 8, 15), document='某办函', field='deadline', was='11月底')"
    promised = {"id": "i", "name": "n", "kind": "level", "target": Decimal(1), "measure": "m", "quote": "q"}
    whole, shared = Indicator(**promised), Indicator(**promised, shares={"u": Decimal(1)})
    assert (whole == shared, hash(whole) == hash(shared)) == (False, True)
