"""The types of the model → the schema by which Pydantic's core reads files, writes JSON, and describes both.

Pydantic would make the same of them. It needs 60 ms for that, loaded first, and every command that meets a text which
nobody has read before would pay them: as much as a thousand entries cost. The types of the model are few: all are here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from mstrack.format.task import key_of

CoreSchema = Any  # a dict, for each kind of which Pydantic has a class of its own

_NAMES = {str: "str", int: "int", bool: "bool", Decimal: "decimal", dt.date: "date", dt.datetime: "datetime"}
_STRICT = {"strict": True, "extra_fields_behavior": "forbid"}
"""No "3" for 3, no true for 1, no 1765324800 for a day, no key that nobody declared.

A tuple and a class are not strict themselves: files have lists and mappings in their place.
"""


def of(annotated: Any) -> CoreSchema:  # noqa: ANN401  any type of the model
    """Return the schema of a type: a value, a class, or several of them in a tuple or by name."""
    if annotated in _NAMES:
        return {"type": _NAMES[annotated]}
    if dataclasses.is_dataclass(annotated):
        return _of_class(annotated)
    if get_origin(annotated) is Literal:
        return {"type": "literal", "expected": list(get_args(annotated))}
    return _of_several(get_origin(annotated), *get_args(annotated))


def _of_several(origin: Any, first: Any, second: Any = None) -> CoreSchema:  # noqa: ANN401  as above
    """Return the schema of a type that is written with others in brackets, or with None."""
    if origin is Annotated:  # the second is a FieldForm
        return second.around(of(first))
    if origin is tuple:
        return {"type": "tuple", "items_schema": [of(first)], "variadic_item_index": 0, "strict": False}
    if origin is dict:
        return {"type": "dict", "keys_schema": of(first), "values_schema": of(second)}
    return {"type": "nullable", "schema": of(first)}


def _of_class(declared: Any) -> CoreSchema:  # noqa: ANN401  a dataclass
    types = get_type_hints(declared, include_extras=True)
    fields = dataclasses.fields(declared)
    return {
        "type": "dataclass",
        "ref": f"{declared.__module__}.{declared.__name__}:",  # what JSON Schema calls it
        "cls": declared,
        "config": _STRICT,
        "strict": False,
        "slots": True,
        "post_init": hasattr(declared, "__post_init__"),
        "fields": [one.name for one in fields],
        "schema": {
            "type": "dataclass-args",
            "dataclass_name": declared.__name__,
            "fields": [_of_field(declared, one, of(types[one.name])) for one in fields],
        },
    }


def _of_field(declared: type, field: dataclasses.Field[Any], schema: CoreSchema) -> CoreSchema:
    if field.default is not dataclasses.MISSING:
        schema = {"type": "default", "schema": schema, "default": field.default}
    elif field.default_factory is not dataclasses.MISSING:
        schema = {"type": "default", "schema": schema, "default_factory": field.default_factory}
    key = key_of(declared.__name__, field.name)
    keys = {"validation_alias": key, "serialization_alias": key}
    return {"type": "dataclass-field", "name": field.name, "kw_only": True, "schema": schema, **keys}
