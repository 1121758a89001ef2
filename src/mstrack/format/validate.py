"""Unknown bytes → what they say, or every problem in them: the module that asks Pydantic's core.

It is imported only when a text turns up that the cache does not know: PyYAML and the core take 40 ms to load.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import SchemaSerializer, SchemaValidator, ValidationError

from mstrack.errors import Problem, Route
from mstrack.format import characters, core_schema, partial, yaml
from mstrack.format.fields import plain
from mstrack.format.model import Entry, Plan
from mstrack.i18n import gettext as _
from mstrack.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.format.yaml import Document

FileKind = Literal["plan", "entry"]
Rules = Callable[[Any, frozenset[Route]], Iterable[Problem]]
"""From what a file says, and the ways to what was left out of it, to what is wrong in sense."""

TYPES: dict[FileKind, type] = {"plan": Plan, "entry": Entry}
"""What each kind of file is read into."""


def check(kind: FileKind, path: str, data: bytes, rules: Rules | None = None) -> tuple[Any, list[Problem]]:
    """Return what a file says and no problem, or all the problems that stand in the way.

    `rules` take what it says and return the problems that only reading it whole can find. Where the form of a plan is
    wrong in places, they take what is sound of it, and what was left out.
    """
    document = yaml.parse(data)
    if document.flaws:
        return None, [Problem(path, flaw.line, flaw.column, flaw.rule, flaw.sentence) for flaw in document.flaws]
    value, problems = check_value(kind, path, document)
    if rules and not problems:
        problems = [_placed(problem, document) for problem in rules(value, frozenset())]
    elif rules and kind == "plan" and (rest := partial.sound(document.value, _faults)):
        found = (one._replace(route=rest.way(one.route)) for one in rules(rest.plan, rest.removed))
        problems += (_placed(one, document) for one in found)
    return value, problems


def _faults(value: Any) -> tuple[Plan | None, list[Route]]:  # noqa: ANN401  any document
    """Return what a plan says, or the ways to what is wrong in it; the whole plan where that is."""
    try:
        return validator("plan").validate_python(value), []
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
    found = [_culprit(_route(value, fault["loc"]), fault["type"]) for fault in faults]
    around = {route[:end] for route in found for end in range(len(route))}
    return None, [route for route in found if route not in around]  # a list whose members are wrong is not too short


def _culprit(route: Route, fault: str) -> Route:
    """Return what has to go: where a key is missing, the mapping; of a wrong key, its value."""
    return route[:-1] if fault == "missing" or route[-1:] == ("[key]",) else route


def check_value(kind: FileKind, path: str, document: Document) -> tuple[Any, list[Problem]]:
    """Return what a document says that has no flaws, or what its values are wrong in."""
    try:
        return validator(kind).validate_python(document.value), []
    except ValidationError as error:
        return None, [*_worded(path, error, document), *(_timeless(path, document) if kind == "plan" else ())]


def canonical_json(kind: FileKind, value: Any) -> str:  # noqa: ANN401  a plan or an entry
    """Return what the cache keeps of a file that says this: `codec` builds an equal value from it."""
    return _serializer(kind).to_json(value, by_alias=True).decode()


@cache
def schema(kind: FileKind) -> core_schema.CoreSchema:
    """Return the schema of a kind of file, as Pydantic's core takes it."""
    return core_schema.of(TYPES[kind])


@cache
def validator(kind: FileKind) -> SchemaValidator:
    """Return what reads a kind of file."""
    return SchemaValidator(schema(kind))


@cache
def _serializer(kind: FileKind) -> SchemaSerializer:
    return SchemaSerializer(schema(kind))


def _timeless(path: str, document: Document) -> Iterator[Problem]:
    """Yield the fault of a plan with neither a year nor a period, or both, beside what hides it from Pydantic."""
    value = document.value
    if isinstance(value, dict) and value and (value.get("year") is None) == (value.get("period") is None):
        rule, sentence = WORDS["year-or-period"]
        yield Problem(path, 1, 1, rule, _(sentence))


def placed(problem: Problem, data: bytes) -> Problem:
    """Return a problem of the file with these bytes with the line and column of its route."""
    return _placed(problem, _parsed(data))


@lru_cache(maxsize=1)
def _parsed(data: bytes) -> Document:
    """Parse the file of a problem once: a large plan may have a thousand remarks, each with a place of its own."""
    return yaml.parse(data)


def _placed(problem: Problem, document: Document) -> Problem:
    line, column = _place(document, problem.route)
    return problem._replace(line=line, column=column)


def _place(document: Document, route: Route) -> tuple[int, int]:
    for end in range(len(route), -1, -1):
        if route[:end] in document.places:
            return document.places[route[:end]]
    return 1, 1


def _worded(path: str, error: ValidationError, document: Document) -> list[Problem]:
    found: dict[tuple[int, int], Problem] = {}  # the branches of a union complain at one place: the first is enough
    missing: list[Problem] = []
    faults = error.errors(include_url=False, include_input=False)[: characters.MOST_FLAWS]
    routes = [_route(document.value, fault["loc"]) for fault in faults]
    wrong = {route[:end] for route in routes for end in range(len(route))}
    for fault, route in zip(faults, routes, strict=True):
        if "year-or-period" in fault["msg"]:
            continue  # listed with the others
        if fault["type"] == "too_short" and route in wrong:
            continue  # to Pydantic a list whose members are all wrong is empty
        of_key = route[-1:] == ("[key]",)
        route = route[:-1] if of_key else route  # noqa: PLW2901  the same place
        value = str(route[-1]) if of_key else _value(document.value, route)
        rule, sentence = _sentence(fault["type"], fault.get("ctx") or {}, route, value)
        is_key = of_key or rule == "unknown-key"
        line, column = document.keys.get(route) or _place(document, route) if is_key else _place(document, route)
        problem = Problem(path, line, column, rule, sentence, route)
        if rule == "missing-key":
            missing.append(problem)
        else:
            found.setdefault((line, column), problem)
    return [*found.values(), *missing]


def _route(value: Any, place: Route) -> Route:  # noqa: ANN401  as below
    """Return the way into the file to what Pydantic complains about: one that stands for a list has no number there."""
    route: Route = ()
    for step in place:
        if isinstance(step, int) and not isinstance(value, list):
            continue
        route = (*route, step)
        value = _value(value, (step,))
    return route


def _value(value: Any, route: Route) -> Any:  # noqa: ANN401  any node of a document
    for step in route:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return value
    return value


def _sentence(fault: str, context: dict[str, Any], route: Route, value: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return the rule and the sentence for one of Pydantic's faults, in the user's words."""
    key = characters.shown(str(route[-1])) if route else ""
    if fault == "value_error":  # raised by mstrack.format.fields, whose text is the form's name
        fault = str(context["error"])
    rule, template = WORDS.get(fault, FALLBACK)
    if fault == "unexpected_keyword_argument":
        return rule, _unknown_key(key)
    if fault == "greater_than_equal" and context["ge"] == 0:
        template = NEGATIVE
    if fault == "string_pattern_mismatch":
        template = PATTERNS.get(context["pattern"], template)
    sentence = _(template).format(
        key=key,
        value=_shown(value),
        choices=context.get("expected", "").replace(" or ", ", ").replace("'", ""),
        bound=next((context[name] for name in _BOUNDS if name in context), ""),
    )
    half = unicodedata.normalize("NFKC", value).strip().replace("_", "") if isinstance(value, str) else ""
    if fault in _NUMERIC and half.replace(".", "", 1).isdecimal():
        cure = _("type {number} with half-width digits and without quotes").format(
            number=characters.shown(plain(Decimal(half)))
        )
        sentence = _("{sentence}: {cure}").format(sentence=sentence, cure=cure)
    return rule, sentence


def _unknown_key(key: str) -> str:
    import difflib  # noqa: PLC0415  only where something is misspelt

    known = _known_keys()
    near = difflib.get_close_matches(key, known - {key}, n=1)  # the key may be right elsewhere
    if near:
        return _("there is no key {key}; did you mean {near}?").format(key=key, near=near[0])
    return _("there is no key {key}; delete it").format(key=key)


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(name for kind in (Plan, Entry) for name in _field_names(kind))


def _field_names(kind: type) -> set[str]:
    import dataclasses  # noqa: PLC0415  as above

    from mstrack.format import model  # noqa: PLC0415

    classes = {kind} if kind is Entry else {c for c in vars(model).values() if isinstance(c, type)} - {Entry}
    known = [(c.__name__, dataclasses.fields(c)) for c in classes if dataclasses.is_dataclass(c)]
    return {model.key_of(name, one.name) for name, several in known for one in several}


def _shown(value: Any) -> str:  # noqa: ANN401  any node of a document
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("a mapping")
    if isinstance(value, list):
        return _("a list")
    return characters.shown(str(value))


_BOUNDS = ("ge", "le", "min_length", "max_length")
_NUMERIC = {"int_type", "number"}

WORDS = {
    "missing": ("missing-key", mark("the key {key} is missing; add it")),
    "unexpected_keyword_argument": ("unknown-key", ""),
    "dataclass_type": ("type", mark("keys with values are expected here, as key: value, not {value}")),
    "dict_type": ("type", mark("keys with values are expected here, as key: value, not {value}")),
    "tuple_type": ("type", mark("a list is expected here, as [a, b], not {value}")),
    "string_type": ("type", mark("a text is expected here, not {value}; if it is a text, put it in quotes")),
    "int_type": ("type", mark("a whole number is expected here, not {value}")),
    "int_parsing_size": ("type", mark("a whole number is expected here, not {value}")),
    "int_from_float": ("type", mark("a whole number is expected here, not {value}")),
    "bool_type": ("type", mark("true or false is expected here, not {value}")),
    "number": ("number", mark("a plain number is expected here, such as 98 or 75.2, not {value}")),
    "day": ("day", mark("a day is expected here, such as 2021-09-30, not {value}")),
    "no-day": ("day", mark("there is no such day as {value}; correct it")),
    "moment": ("moment", mark("a moment is expected here, such as 2021-10-08T09:31:07+08:00, not {value}")),
    "no-moment": ("moment", mark("there is no such moment as {value}; correct it")),
    "deadline": (
        "type",
        mark("a deadline is expected here, such as 12月10日, or its words and their day in a mapping, not {value}"),
    ),
    "period-order": ("period", mark("the period ends before it starts; exchange from and to")),
    "year-or-period": ("period", mark("a plan spans a year or a period; write one of the two keys, not both")),
    "literal_error": ("choice", mark("{value} is not one of {choices}; choose one of them")),
    "greater_than_equal": ("range", mark("{value} is too small; the least is {bound}")),
    "less_than_equal": ("range", mark("{value} is too large; the most is {bound}")),
    "string_too_short": ("length", mark("this text is empty; write it, or delete its key")),
    "string_too_long": ("length", mark("this text is too long; write at most {bound} characters")),
    "too_short": ("length", mark("this list is too short; give at least {bound}")),
    "too_long": ("length", mark("this list is too long; give at most {bound}")),
    "finite_number": ("number", mark("a plain number is expected here, such as 98 or 75.2, not {value}")),
    "string_pattern_mismatch": ("form", mark("{value} does not have the form that is expected here; correct it")),
}
"""Pydantic's faults → our rule and sentence. A test fails where a fault of the schema is not in this table."""

PATTERNS = {
    r"^\S(?:[^\n]*\S)?$": mark("a text on one line, without spaces at its ends, is expected here; shorten it"),
    r"^\S(?:[\s\S]*\S)?\n?$": mark("a value without spaces at its ends is expected here; delete them"),
    r"\S": mark("this text is blank; write it, or delete its key"),
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": mark("{value} is no id; use a-z, 0-9 and single hyphens, as new-villages"),
    r"^[0-9a-hjkmnp-tv-z]{8}$": mark("{value} is no entry's id; copy the eight characters from its file name"),
    r"^[a-z][a-z0-9]*$": mark("{value} is no code; use a-z and 0-9, starting with a letter, as mzj"),
    r"^[a-zü]+(?: [a-zü]+)*$": mark("{value} is no pinyin; write it as xie hong you, without tones"),
}

NEGATIVE = mark("{value} is negative; write a number from 0 up")
FALLBACK = ("value", mark("{value} is not allowed here; correct it"))
