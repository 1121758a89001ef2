"""Reads strict YAML into plain values, or lists every flaw with its line and column; writes it in one canonical way.

The C parser's events are read one by one, so no nesting can overflow the stack: 100 KB of brackets crash a process that
builds nodes. YAML's own types take no part: `no:` is a key, 12:30 is a text, and 010 is no number.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml

from mstrack.format import characters
from mstrack.format.characters import Flaw
from mstrack.format.fields import plain
from mstrack.format.yaml_walk import Enough, Walk
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mstrack.errors import Route


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
    walk = Walk()
    try:
        walk.run(data)
    except yaml.MarkedYAMLError as error:
        # an unclosed quote is reported where it opens instead of at the end of the file
        is_open = "end of stream" in (error.problem or "") and error.context_mark
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        walk.flaws.append(characters.explain(text, line, column, error.problem or ""))
    except Enough:
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
