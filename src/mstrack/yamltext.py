"""Strict YAML: bytes → plain values, or every flaw with its line and column; and the one canonical way to write it.

The C parser's events are walked one by one, so no nesting can overflow (building its nodes crashes the process on
100 KB of brackets), and nothing of YAML's own typing takes part: `no:` is a key, 12:30 a text, 010 not a number.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from mstrack import rawtext
from mstrack.i18n import gettext as _
from mstrack.rawtext import Flaw
from mstrack.written import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mstrack.errors import Route

MAX_DEPTH = 8
MAX_NODES = 20_000
"""So many values a file has at most: ten times what the largest plan needs, and read in a tenth of a second."""
MAX_DIGITS = 15
"""So many significant digits survive a binary float unchanged; no promise of a city needs more."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Document(NamedTuple):
    """What a text says: dicts, lists and scalars; the places (line, column from 1) of values and of keys; the flaws."""

    value: Any
    places: dict[Route, tuple[int, int]]
    keys: dict[Route, tuple[int, int]]
    flaws: tuple[Flaw, ...]


class _Frame:
    """A mapping or sequence that is being read."""

    __slots__ = ("container", "key", "keys", "route")

    def __init__(self, container: dict[str, Any] | list[Any], route: Route) -> None:
        self.container = container
        self.route = route
        self.key: str | None = None
        self.keys: dict[str, int] = {}


def parse(data: bytes) -> Document:
    """Read one document of strict YAML; where there are flaws, the value is not to be used."""
    text, flaws = rawtext.decode(data)
    if flaws:
        return Document(None, {}, {}, tuple(flaws))
    walk = _Walk()
    try:
        walk.run(text)
    except yaml.MarkedYAMLError as error:
        # a quote that is never closed is told where it opens, not at the end of the file
        is_open = "end of stream" in (error.problem or "") and error.context_mark
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        walk.flaws.append(rawtext.explain(text, line, column, error.problem or ""))
    except yaml.YAMLError:
        walk.flaws.append(Flaw(1, 1, "syntax", _("this is not YAML text; restore the file or write it anew")))
    return Document(walk.value, walk.places, walk.keys, tuple(walk.flaws))


def write(document: Mapping[str, Any]) -> str:
    """Return the canonical text of a mapping: keys in the given order, one a line; mappings inside it on their line.

    Wrap in `Block` what is free text: plain, it would lose everything from a ` #` on.
    """
    return yaml.dump(
        dict(document), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=4096, default_flow_style=False
    )


class Block(str):
    """A free text, written as a literal block."""

    __slots__ = ()


class Inline(dict[str, Any]):
    """A mapping that is written on one line."""


class _Writer(yaml.SafeDumper):
    """PyYAML's own writer (the C one escapes 𠮷), told of Block, Inline, exact decimals, and moments with a T."""


def _block(writer: _Writer, text: Block) -> yaml.Node:
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
_REPRESENTERS: dict[type, Any] = {
    Block: _block,
    Inline: _inline,
    Decimal: _decimal,
    dt.datetime: _moment,
    tuple: _tuple,
}
for _type, _represent in _REPRESENTERS.items():
    _Writer.add_representer(_type, _represent)


class _Walk:
    """One pass over the parser's events."""

    def __init__(self) -> None:
        self.value: Any = None
        self.places: dict[Route, tuple[int, int]] = {}
        self.keys: dict[Route, tuple[int, int]] = {}
        self.flaws: list[Flaw] = []
        self._stack: list[_Frame] = []
        self._documents = 0

    def run(self, text: str) -> None:
        loader = yaml.CSafeLoader(text)
        try:
            while loader.check_event():
                event = loader.get_event()
                if not self._step(event) or len(self.flaws) >= rawtext.MOST_FLAWS:
                    return
                if len(self.places) > MAX_NODES:
                    self._flaw(event, "size", _("more than {n} values; this is no such file").format(n=MAX_NODES))
                    return
        finally:
            loader.dispose()

    def _step(self, event: Any) -> bool:
        """Take one event; False where reading further makes no sense."""
        if isinstance(event, yaml.ScalarEvent):
            self._marks(event)
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._marks(event)
            return self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._flaw(
                event, "alias", _("an alias (*name) is not allowed here; write the value out, or quote the text")
            )
            self._place(event, None)
        elif isinstance(event, yaml.DocumentStartEvent):
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

    def _open(self, event: Any) -> bool:
        if len(self._stack) == MAX_DEPTH:
            self._flaw(event, "depth", _("nested deeper than {n} levels; unfold the brackets").format(n=MAX_DEPTH))
            return False
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if self._awaits_key():
            self._flaw(event, "key", _("a key must be one word; put lists and mappings behind a key"))
            return False  # what follows could be anything
        container: dict[str, Any] | list[Any] = {} if is_mapping else []
        route = self._place(event, container)
        self._stack.append(_Frame(container, route))
        return True

    def _scalar(self, event: Any) -> None:
        text = event.value
        if event.style == '"':  # only here can an escape bring in what the raw text was refused for
            for sentence in rawtext.forbidden_in(text):
                self._flaw(event, "character", sentence)
        if self._awaits_key():
            self._key(event, self._stack[-1], text)
        else:
            self._place(event, self._typed(event, text) if event.style is None or event.style == "" else text)

    def _awaits_key(self) -> bool:
        """Whether the next node of the innermost mapping is a key."""
        return bool(self._stack) and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None

    def _key(self, event: Any, frame: _Frame, text: str) -> None:
        line = event.start_mark.line + 1
        if text == "<<" and event.implicit[0]:
            self._flaw(event, "merge-key", _("a merge key (<<) is not allowed here; write the values out"))
        for sign, rule, sentence in rawtext.KEY_SLIPS:
            if sign in text:
                self._flaw(event, rule, _(sentence))
        if text in frame.keys:
            sentence = _("the key {key} stands here a second time (first on line {line}); delete one of the two")
            self._flaw(event, "duplicate-key", sentence.format(key=rawtext.shown(text), line=frame.keys[text]))
        frame.keys.setdefault(text, line)
        frame.key = text
        self.keys[*frame.route, text] = (line, event.start_mark.column + 1)

    def _place(self, event: Any, value: Any) -> Route:
        """Put a value where it belongs, remember its place, return its route."""
        route: Route = ()
        if self._stack:
            frame = self._stack[-1]
            if isinstance(frame.container, dict):
                key = frame.key or ""  # an alias in the place of a key is told already
                route = (*frame.route, key)
                frame.container[key] = value
                frame.key = None
            else:
                route = (*frame.route, len(frame.container))
                frame.container.append(value)
        else:
            self.value = value
        self.places[route] = (event.start_mark.line + 1, event.start_mark.column + 1)
        return route

    def _typed(self, event: Any, text: str) -> str | int | float | bool | None:
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        whole = _INTEGER.fullmatch(text)
        if not whole and not _DECIMAL.fullmatch(text):
            return text
        if len(text.replace(".", "").lstrip("-0")) > MAX_DIGITS:
            self._flaw(
                event,
                "digits",
                _("more than {n} digits; round the number, or quote it if it is a text").format(n=MAX_DIGITS),
            )
            return None
        return int(text) if whole else float(text)

    def _flaw(self, event: Any, rule: str, sentence: str) -> None:
        self.flaws.append(Flaw(event.start_mark.line + 1, event.start_mark.column + 1, rule, sentence))
