"""The model as JSON Schemas, for editors and for validators of others: the schemas that files are read by.

Draft 2020-12. What it cannot say (known names, a quote that stands in the content) is the business of `check`.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from mstrack.format.fields import DAY, MOMENT, TITLE
from mstrack.format.labels import CHOICES, KEYS
from mstrack.format.validate import PATTERNS, WORDS, schema
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from mstrack.format.validate import FileKind

Schema = dict[str, Any]
Core = Any  # Pydantic's own schema of a type; its classes live in a library of their own
KINDS: dict[str, FileKind] = {"tasks": "plan", "entry": "entry"}
"""What a schema is asked for by → the kind of file."""

_FIRST = ("$schema", "title", "description", "type", "enum", "enumDescriptions", "properties", "required")
_TITLE = {"type": "str"} | TITLE.bounds
_BETWEEN_CHINESE = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


def text(kind: FileKind) -> str:
    """Return the JSON Schema of a kind of file as text, in the language of the interface."""
    made = _Schema().generate(schema(kind))
    made["$schema"] = _Schema.schema_dialect
    return json.dumps(_ordered(made), ensure_ascii=False, indent=2) + "\n"


def _ordered(node: Any, key: str = "") -> Any:  # noqa: ANN401  any node of a schema
    """Put what people read first, and nothing where Pydantic's next version may: the text must not change with it."""
    if isinstance(node, dict):
        names = node if key == "properties" else sorted(node, key=lambda name: (_rank(name), name))
        return {name: _ordered(node[name], name) for name in names}
    return [_ordered(one) for one in node] if isinstance(node, list) else node


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST) + (name == "$defs")


class _Schema(GenerateJsonSchema):
    """Pydantic's own schemas are laxer than the files (a decimal may be a text there), and in English."""

    def dataclass_schema(self, schema: Core) -> Schema:
        """Name a mapping and each of its keys in the user's words."""
        made = super().dataclass_schema(schema)
        name = schema["cls"].__name__
        if name == "Plan":  # a plan spans one of the two
            made["oneOf"] = [
                {"required": [key], "properties": {key: {"type": kind}}}
                for key, kind in (("year", "integer"), ("period", "object"))
            ]
        properties = {key: _named(f"{name}.{key}", value) for key, value in made["properties"].items()}
        sentence = _("a key is missing or misspelt here; required: {required}; possible: {keys}").format(
            required=", ".join(made.get("required", "-")), keys=", ".join(properties)
        )
        closed = {"properties": properties, "additionalProperties": False, "errorMessage": sentence}
        return _named(name, made | closed)

    def decimal_schema(self, schema: Core) -> Schema:
        """A number in a file is a number: "98" in quotes is refused."""
        bounds = {"minimum": schema.get("ge"), "maximum": schema.get("le")}
        given = {name: int(bound) for name, bound in bounds.items() if bound is not None}
        return {"type": "number", **given, "errorMessage": _message("number")}

    def int_schema(self, schema: Core) -> Schema:
        """A whole number."""
        return super().int_schema(schema) | {"errorMessage": _message("int_type")}

    def bool_schema(self, schema: Core) -> Schema:
        """A word that is true or false."""
        return super().bool_schema(schema) | {"errorMessage": _message("bool_type")}

    def date_schema(self, schema: Core) -> Schema:
        """A day, as a file writes it."""
        return super().date_schema(schema) | {"pattern": f"^{DAY.pattern}$", "errorMessage": _message("day")}

    def datetime_schema(self, schema: Core) -> Schema:
        """A moment, as a file writes it."""
        return super().datetime_schema(schema) | {"pattern": f"^{MOMENT.pattern}$", "errorMessage": _message("moment")}

    def str_schema(self, schema: Core) -> Schema:
        """A text; editors say what it must look like where it does not."""
        made = super().str_schema(schema)
        pattern = PATTERNS.get(made.get("pattern", ""))
        message = {"patternErrorMessage": _without_value(pattern)} if pattern else {}
        return made | message | {"errorMessage": _message("string_type")}

    def literal_schema(self, schema: Core) -> Schema:
        """A choice, each word with its meaning."""
        choices = schema["expected"]
        sentence = _without_value(WORDS["literal_error"][1], choices=", ".join(choices))
        meanings = [_(CHOICES[word]) for word in choices]
        return {"type": "string", "enum": choices, "enumDescriptions": meanings, "errorMessage": sentence}

    def dict_schema(self, schema: Core) -> Schema:
        """Keys of one form with values of one form, and no others."""
        keys, values = (self.generate_inner(schema[name]) for name in ("keys_schema", "values_schema"))
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}

    def nullable_schema(self, schema: Core) -> Schema:
        """A key that may be left empty."""
        made = self.generate_inner(schema["schema"])
        if "type" not in made:
            return {"anyOf": [made, {"type": "null"}]}
        empty = {"enum": [*made["enum"], None]} if "enum" in made else {}
        types = made["type"] if isinstance(made["type"], list) else [made["type"]]
        return made | {"type": [*types, "null"]} | empty

    def default_schema(self, schema: Core) -> Schema:
        """Tell a default that is a number; that nothing is written where nothing is to be said needs no telling."""
        made = self.generate_inner(schema["schema"])
        default: Any = schema.get("default")
        is_number = isinstance(default, (int, Decimal)) and not isinstance(default, bool)
        return made | ({"default": int(default)} if is_number else {})

    def function_before_schema(self, schema: Core) -> Schema:
        """What `written` takes beside the type itself; its checks are called as its forms are."""
        made = super().function_before_schema(schema)
        form = getattr(schema["function"]["function"], "__name__", "")
        if form == "_several":  # one stands for the list of it
            return {"anyOf": [made["items"], made]}
        if form == "_deadline":  # the words alone suffice
            words = self.generate_inner(_TITLE)
            return {"anyOf": [words | {"type": ["string", "integer"]}, made]}
        if form == "_was":  # any value stands for its text
            return made | {"type": ["string", "number", "boolean", "null", "array", "object"]}
        if form == "_words":  # a number stands for its digits
            return made | {"type": ["string", "number"]}
        return made


def _named(key: str, made: Schema) -> Schema:
    title, about = KEYS[key]
    return made | {"title": _(title), "description": _(about)}


def _message(fault: str) -> str:
    return _without_value(WORDS[fault][1])


def _without_value(template: str, **more: str) -> str:
    """Return the sentence for a fault, which an editor shows at the value."""
    return _BETWEEN_CHINESE.sub("", _(template).format(value=_("this value"), **more))
