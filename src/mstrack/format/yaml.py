"""Reads strict YAML into plain values, or lists every flaw with its line and column; writes it in one canonical way.

The C parser's events are read one by one, so no nesting can overflow the stack: 100 KB of brackets crash a process that
builds nodes. YAML's own types take no part: `no:` is a key, 12:30 is a text, and 010 is no number.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # a whole loader takes three times as long to make

from mstrack.format import characters
from mstrack.format.characters import Flaw
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mstrack.errors import Route

MAX_DEPTH = 10
"""Levels of nesting: the day of a milestone, in the list that an amendment of a task quotes, needs ten."""
MAX_EVENTS = 120_000
"""Keys, values and brackets in a file: 300 tasks with 900 indicators of 30 shares each fit."""
_TOO_MANY = mark(
    "more than {n} values; a plan of 300 tasks, 400 units and 900 indicators has fewer, so split it in two"
)
MAX_DIGITS = 15
"""Significant digits that a binary float keeps unchanged."""
MAX_PLACES = 12
"""Digits behind the point: with three more for sums, a column of 38 digits (Parquet) holds every figure exactly."""

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_NULL = {"", "~", "null", "Null", "NULL"}
_TYPED = {"", *"-0123456789~nNtTfF"}
"""First characters of scalars that may be something other than a text."""
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Document:
    """The value of a text (dicts, lists, scalars) and its flaws; where there are flaws, the value must not be used.

    `places` and `keys` give line and column (from 1) of every value and key by its route. They are computed when a
    problem needs them, since that takes as long as reading.
    """

    def __init__(self, value: Any, flaws: Iterable[Flaw], text: str = "") -> None:
        """Take the value, the flaws, and the text that was read."""
        self.value = value
        self.flaws = tuple(flaws)
        self._text = text

    @cached_property
    def places(self) -> dict[Route, tuple[int, int]]:
        """Line and column of each value, by its route."""
        return {route: _start(node) for route, _key, node in self._nodes()}

    @cached_property
    def keys(self) -> dict[Route, tuple[int, int]]:
        """Line and column of each key, by the route of its value."""
        return {route: _start(key) for route, key, _node in self._nodes() if key}

    def _nodes(self) -> Iterator[tuple[Route, yaml.Node | None, yaml.Node]]:
        root = None if self.flaws else yaml.compose(self._text, Loader=yaml.CSafeLoader)  # no flaw: not too deep
        return _below((), None, root) if root else iter(())


def _below(route: Route, key: yaml.Node | None, node: yaml.Node) -> Iterator[tuple[Route, yaml.Node | None, yaml.Node]]:
    """Yield a node with its route and key, then all nodes in it."""
    yield route, key, node
    if isinstance(node, yaml.SequenceNode):
        for i, one in enumerate(node.value):
            yield from _below((*route, i), None, one)
    elif isinstance(node, yaml.MappingNode):
        for name, one in node.value:
            yield from _below((*route, name.value), name, one)


def _start(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def parse(data: bytes) -> Document:
    """Read one document of strict YAML; every mistake is a flaw of the document, and none is raised."""
    text, flaws = characters.decode(data)
    if flaws:
        return Document(None, flaws)
    walk = _Walk()
    try:
        walk.run(text)
    except yaml.MarkedYAMLError as error:
        # an unclosed quote is reported where it opens instead of at the end of the file
        is_open = "end of stream" in (error.problem or "") and error.context_mark
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        walk.flaws.append(characters.explain(text, line, column, error.problem or ""))
    except _Enough:
        pass
    except yaml.YAMLError:
        walk.flaws.append(Flaw(1, 1, "syntax", _("this is not YAML text; restore the file or write it anew")))
    return Document(walk.value, walk.flaws, text)


def write(document: Mapping[str, Any]) -> str:
    """Return the canonical text of a mapping: its keys in the given order, one a line; an `Inline` on one line.

    Wrap free text in `BlockText`: a plain scalar ends at the first ` #`.
    """
    return yaml.dump(
        dict(document), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=4096, default_flow_style=False
    )


class BlockText(str):
    """A free text, written as a literal block."""

    __slots__ = ()


class Inline(dict[str, Any]):
    """A mapping that is written on one line."""


class _Writer(yaml.SafeDumper):
    """PyYAML's writer in Python (the C one escapes 𠮷) for BlockText, Inline, exact decimals, and moments with a T."""


def _block(writer: _Writer, text: BlockText) -> yaml.Node:
    return writer.represent_scalar(_STR, f"{text}\n", style="|")


def _inline(writer: _Writer, mapping: Inline) -> yaml.Node:
    return writer.represent_mapping(_MAP, dict(mapping), flow_style=True)


def _decimal(writer: _Writer, number: Decimal) -> yaml.Node:
    text = plain(number)
    return writer.represent_scalar(_FLOAT if "." in text else _INT, text)


def _moment(writer: _Writer, moment: dt.datetime) -> yaml.Node:
    return writer.represent_scalar(_TIME, moment.isoformat(timespec="seconds"))


def _tuple(writer: _Writer, several: tuple[Any, ...]) -> yaml.Node:
    return writer.represent_sequence(_SEQ, several, flow_style=True)


_STR, _MAP, _SEQ, _INT, _FLOAT, _TIME = (
    f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq", "int", "float", "timestamp")
)
_REPRESENTERS: Any = {BlockText: _block, Inline: _inline, Decimal: _decimal, dt.datetime: _moment, tuple: _tuple}
for _type, _represent in _REPRESENTERS.items():
    _Writer.add_representer(_type, _represent)


class _Frame:
    """A mapping or sequence while it is read; in a mapping with the key that awaits its value, and its keys' events."""

    __slots__ = ("items", "key", "lines", "values")

    def __init__(self, container: dict[str, Any] | list[Any]) -> None:
        self.values = container if isinstance(container, dict) else None
        self.items: list[Any] = container if isinstance(container, list) else []
        self.key: str | None = None
        self.lines: dict[str, Any] = {}


class _Enough(Exception):
    """Raised at MOST_FLAWS flaws: nobody needs to know how many more there are."""


class _Walk:
    """One pass over the parser's events. 100,000 files pass here, so plain scalars take the shortest way."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []
        self._top = _Frame([])
        self._stack = [self._top]  # the lowest frame holds the document
        self._documents = 0

    @property
    def value(self) -> Any:
        """The value of the text; None of an empty one."""
        return self._stack[0].items[0] if self._stack[0].items else None

    def run(self, text: str) -> None:
        next_event: Callable[[], Any] = CParser(text).get_event
        scalar = yaml.ScalarEvent
        for _n in range(MAX_EVENTS):
            event = next_event()
            kind = type(event)
            if kind is not scalar:
                if event is None or not self._step(event, kind):
                    return
                continue
            if event.anchor is not None or event.tag is not None:
                self._marks(event)
            value, style = event.value, event.style
            if style == '"':
                self._escaped(event)
            frame = self._top
            if frame.key is None and frame.values is not None:
                if value in frame.lines or not value.isidentifier():
                    self._check_key(event, frame, value)
                frame.lines.setdefault(value, event)
                frame.key = value
            else:
                self._put(value if style or value[:1] not in _TYPED else self._typed(event, value))
        self._flaw(event, "size", _(_TOO_MANY).format(n=MAX_EVENTS))

    def _step(self, event: Any, kind: type) -> bool:
        """Take an event other than a scalar; False where reading has to end."""
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._marks(event)
            return self._open(event, {} if kind is yaml.MappingStartEvent else [])
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._stack.pop()
            self._top = self._stack[-1]
        elif kind is yaml.AliasEvent:
            sentence = _("an alias (*name) is not allowed here; write the value out, or quote the text")
            self._flaw(event, "alias", sentence)
            self._put(None)
        elif kind is yaml.DocumentStartEvent:
            return self._document(event)
        return True

    def _document(self, event: Any) -> bool:
        self._documents += 1
        if event.version or event.tags:
            self._flaw(event, "directive", _("a line that starts with % is not allowed; delete it"))
        if self._documents > 1:
            self._flaw(event, "document", _("a second document starts here; delete the line ---"))
            return False
        return True

    def _marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._flaw(event, "anchor", _("an anchor (&name) is not allowed here; delete it, or quote the text"))
        if event.tag is not None:
            self._flaw(event, "tag", _("a tag (!name) is not allowed here; delete it, or quote the text"))

    def _open(self, event: Any, container: dict[str, Any] | list[Any]) -> bool:
        if len(self._stack) > MAX_DEPTH:
            self._flaw(event, "depth", _("nested deeper than {n} levels; unfold the brackets").format(n=MAX_DEPTH))
            return False
        if self._top.values is not None and self._top.key is None:
            self._flaw(event, "key", _("a key must be one word; put lists and mappings behind a key"))
            return False  # no key: the following events belong nowhere
        self._put(container)
        self._top = _Frame(container)
        self._stack.append(self._top)
        return True

    def _escaped(self, event: Any) -> None:
        """Check a text in double quotes: an escape may bring in a character that is forbidden in the raw text."""
        for sentence in characters.forbidden_in(event.value):
            self._flaw(event, "character", sentence)

    def _check_key(self, event: Any, frame: _Frame, text: str) -> None:
        """Record what is wrong with a key that is no plain word, or is there already."""
        if text == "<<" and event.implicit[0]:
            self._flaw(event, "merge-key", _("a merge key (<<) is not allowed here; write the values out"))
        for sign, rule, message in characters.KEY_SLIPS:
            if sign in text:
                self._flaw(event, rule, _(message))
        if text in frame.lines:
            template = _("the key {key} stands here a second time (first on line {line}); delete one of the two")
            sentence = template.format(key=characters.shown(text), line=frame.lines[text].start_mark.line + 1)
            self._flaw(event, "duplicate-key", sentence)

    def _put(self, value: Any) -> None:
        """Add a value to the innermost mapping or sequence."""
        frame = self._top
        if frame.values is None:
            frame.items.append(value)
        else:
            frame.values[frame.key or ""] = value  # an alias in the place of a key has its flaw already
            frame.key = None

    def _typed(self, event: Any, text: str) -> str | int | float | bool | None:
        number = _NUMBER.fullmatch(text)
        if not number:
            return None if text in _NULL else _BOOL.get(text, text)
        if len(text) > MAX_DIGITS and len(text.replace(".", "").lstrip("-0")) > MAX_DIGITS:
            sentence = _("more than {n} digits; round the number, or quote it if it is a text")
            self._flaw(event, "digits", sentence.format(n=MAX_DIGITS))
            return None
        if len((number[1] or "").rstrip("0")) > MAX_PLACES + 1:
            sentence = _("more than {n} digits behind the point; round the number, or quote it if it is a text")
            self._flaw(event, "digits", sentence.format(n=MAX_PLACES))
            return None
        return float(text) if number[1] else int(text)

    def _flaw(self, event: Any, rule: str, sentence: str) -> None:
        self.flaws.append(Flaw(event.start_mark.line + 1, event.start_mark.column + 1, rule, sentence))
        if len(self.flaws) >= characters.MOST_FLAWS:
            raise _Enough
