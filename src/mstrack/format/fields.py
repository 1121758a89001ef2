"""How a value must be written in a file before Pydantic reads it, and within which bounds.

Even in strict mode Pydantic takes the text "98" for a decimal and "1632960000" for a day; a public ledger must not.
(The library for such bounds, annotated-types, would cost every start 10 ms: a tenth of all that Python imports.)
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter, methodcaller
from typing import Any, TypeVar, dataclass_transform

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)", re.ASCII)


_Class = TypeVar("_Class")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def file_value(declared: type[_Class]) -> type[_Class]:
    """Declare what a file says: a dataclass with slots that nothing changes.

    Mypy refuses every assignment to it. That Python refuses it, too, would cost each start of the program 5 ms, and so
    would methods of its own for each class: how values compare, hash and show themselves is written once, here.
    """
    made = dataclass(slots=True, kw_only=True, eq=False, repr=False)(declared)
    declared_fields = made.__dataclass_fields__.values()  # type: ignore[attr-defined]
    of_value = attrgetter(*(one.name for one in declared_fields))
    hashed = attrgetter(*(one.name for one in declared_fields if one.hash is not False))

    def is_equal(self: object, other: object) -> bool:
        return of_value(self) == of_value(other) if other.__class__ is self.__class__ else NotImplemented

    def shown(self: object) -> str:
        held = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in declared_fields)
        return f"{self.__class__.__qualname__}({held})"

    made.__eq__ = is_equal  # type: ignore[method-assign]
    made.__hash__ = lambda self: hash(hashed(self))  # type: ignore[method-assign]
    made.__repr__ = shown  # type: ignore[method-assign]
    return made


class FieldForm:
    """A form, as metadata of a type.

    Forms: number, day, moment, several (one, or a list), words (a number, too), was (any value), deadline (words, or
    words and their day), block (a free text), paragraph (a text that a file has on several lines for the sake of
    diffs); text, list and count carry bounds only.
    A value of another form is a `ValueError` whose text is the form's name: problems are worded elsewhere.
    """

    def __init__(
        self,
        form: str,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
        ge: int | None = None,
        le: int | None = None,
        pattern: str | None = None,
    ) -> None:
        """Take lengths (`at_least`, `at_most`), the bounds of a number (`ge`, `le`), or a regular expression."""
        self.form = form
        bounds = {"min_length": at_least, "max_length": at_most, "ge": ge, "le": le, "pattern": pattern}
        self.bounds = {name: bound for name, bound in bounds.items() if bound is not None}

    def around(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of a type with the bounds in it, the form's check before it, and what it drops after."""
        schema = schema | self.bounds
        for kind, functions in (("function-before", _CHECKS), ("function-after", _KEPT)):
            if self.form in functions:
                call = {"type": "no-info", "function": functions[self.form]}
                schema = {"type": kind, "function": call, "schema": schema}
        return schema


def _number(value: object) -> Decimal:
    if type(value) not in (int, float):
        raise ValueError("number")
    # repr is the shortest text that reads back equal: what was typed, since `yaml` allows 15 digits at most
    return Decimal(repr(value))


def _day(value: object) -> dt.date:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("day")
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise ValueError("no-day") from error


def _moment(value: object) -> dt.datetime:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise ValueError("moment")
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError("no-moment") from error


def _several(value: object) -> object:
    """One stands for the list of it, a wrong one too: that it is no text is a fault of its own, not of a list."""
    return [value] if isinstance(value, str | int | float | dict) else value


def _words(value: object) -> object:
    """A number stands for its digits: a telephone number needs no quotes."""
    return plain(_number(value)) if type(value) in (int, float) else value


def _was(value: object) -> object:
    """Any value stands for its canonical text."""
    return value if isinstance(value, str) else canonical(value)


def _deadline(value: object) -> object:
    """The words alone suffice; 20211210 needs no quotes."""
    if type(value) is int or isinstance(value, str):
        return {"words": str(value)}
    if not isinstance(value, dict):
        raise ValueError("deadline")  # noqa: TRY004  the form's name, as with the other checks
    return value


_CHECKS = {"number": _number, "day": _day, "moment": _moment, "several": _several, "words": _words}
_CHECKS |= {"was": _was, "deadline": _deadline}
_PARAGRAPH = methodcaller("replace", "\n", "")
_KEPT = {"block": methodcaller("rstrip", "\n"), "paragraph": _PARAGRAPH, "was": _PARAGRAPH}
"""What is kept of a text: all but the line break that ends its literal block, or all but any line break."""

NUMBER = FieldForm("number")
NOT_NEGATIVE = FieldForm("number", ge=0)
PERCENT = FieldForm("number", ge=0, le=100)
TITLE = FieldForm("text", at_least=1, at_most=200, pattern=r"^\S(?:[^\n]*\S)?$")
PHONE = FieldForm("words", at_least=1, at_most=40, pattern=r"^\S(?:[^\n]*\S)?$")
WAS = FieldForm("was", at_least=1, at_most=20_001, pattern=r"^\S(?:[\s\S]*\S)?\n?$")
DEADLINE = FieldForm("deadline")
TEXT = FieldForm("block", at_least=1, at_most=20_001, pattern=r"\S")  # and the line break that ends its block
PARAGRAPH = FieldForm("paragraph", at_least=1, at_most=20_001, pattern=r"\S")
ID = FieldForm("text", at_least=1, at_most=40, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
ENTRY_ID = FieldForm("text", pattern=r"^[0-9a-hjkmnp-tv-z]{8}$")  # Crockford base32: no i, l, o, u
CODE = FieldForm("text", at_least=2, at_most=12, pattern=r"^[a-z][a-z0-9]*$")
PINYIN = FieldForm("text", at_least=1, at_most=60, pattern=r"^[a-zü]+(?: [a-zü]+)*$")


def plain(number: Decimal) -> str:
    """Return a number without exponent and without zeros that say nothing: 165, 75.2."""
    text = f"{number + 0:f}"  # + 0: there is no -0
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(value: object) -> str:
    """Return a value of a file as one text, the same for equal values: what an amendment's `was` is kept as.

    A text is itself, a number its digits, one name in a list that name; an empty list or mapping is null, as nothing
    is; true, false, null and all else is compact JSON, with numbers as texts of digits and keys in order.
    """
    shaped = _shaped(value)
    if isinstance(shaped, list) and len(shaped) == 1 and isinstance(shaped[0], str):
        shaped = shaped[0]
    if isinstance(shaped, str):
        return shaped
    return json.dumps(None if shaped in ([], {}) else shaped, ensure_ascii=False, separators=(",", ":"))


def _shaped(value: object) -> object:
    if type(value) in (int, float):
        return plain(_number(value))
    if isinstance(value, list):
        return [_shaped(one) for one in value]
    return {key: _shaped(one) for key, one in sorted(value.items())} if isinstance(value, dict) else value
