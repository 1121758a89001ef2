"""Turns the events of YAML's parser into plain values, and names every flaw on the way: the reader's one loop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # a whole loader takes three times as long to make

from mstrack.format import characters
from mstrack.format.characters import Flaw
from mstrack.i18n import gettext as _
from mstrack.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Callable

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


class _Frame:
    """A mapping or sequence while it is read; in a mapping with the key that awaits its value, and its keys' events."""

    __slots__ = ("items", "key", "lines", "values")

    def __init__(self, container: dict[str, Any] | list[Any]) -> None:
        self.values = container if isinstance(container, dict) else None
        self.items: list[Any] = container if isinstance(container, list) else []
        self.key: str | None = None
        self.lines: dict[str, Any] = {}


class Enough(Exception):
    """Raised at MOST_FLAWS flaws: nobody needs to know how many more there are."""


class Walk:
    """One pass over the parser's events. 100,000 files pass here, so plain scalars take the shortest way."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.flaws: list[Flaw] = []
        self._top = _Frame([])
        self._stack = [self._top]  # the lowest frame holds the document
        self._documents = 0

    @property
    def value(self) -> Any:
        """The value of the text; None of an empty one."""
        return self._stack[0].items[0] if self._stack[0].items else None

    def run(self, data: bytes) -> None:
        """Read a text (UTF-8) to its end, or to the flaw that ends reading; yaml.YAMLError where it is none."""
        next_event: Callable[[], Any] = CParser(data).get_event
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
            raise Enough
