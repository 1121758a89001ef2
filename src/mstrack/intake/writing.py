"""A drafted plan → tasks.yaml: one key a line, and above what was guessed a comment 请核对."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.format import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from mstrack.errors import Route
    from mstrack.format.model import Indicator
    from mstrack.intake.indicators import Drafted

MARK = "请核对"
HEAD = """\
# 本文件由 mstrack init 从印发的表起草；写有“# 请核对”的地方是推断的，核对、改好后删去那一行注释。
# 表上的字句照录，只统一标点、去掉空白；任务标题、指标名称和编号、单位代码、拼音由文字推出，也可以改。
# 代码一经报送不再更改。改好后运行 mstrack check。
"""


class Note(NamedTuple):
    """A guess that a person should look at, and its line in the file."""

    line: int
    text: str


def text(plan: Mapping[str, Any], notes: Mapping[Route, Sequence[str]]) -> tuple[str, tuple[Note, ...]]:
    """Return the file of a plan and its marks with their lines; `notes` are sentences by the route they stand above."""
    lines = HEAD.splitlines()
    marked: list[Note] = []
    for line, note in _mapping(plan, (), 0, notes):
        lines.append(line)
        if note:
            marked.append(Note(len(lines), note))
    return "\n".join(lines) + "\n", tuple(marked)


def _mapping(
    values: Mapping[str, Any], route: Route, indent: int, notes: Mapping[Route, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        here = (*route, key)
        yield from _marks(here, indent, notes)
        if isinstance(value, list) and value and not all(isinstance(one, str) for one in value):
            yield f"{' ' * indent}{key}:", ""
            for i, one in enumerate(value):
                yield from _item(one, (*here, i), indent + 2, notes)
        elif isinstance(value, list):
            yield from _plain({key: tuple(value)}, indent)
        elif isinstance(value, dict) and not isinstance(value, yaml.Inline):
            yield f"{' ' * indent}{key}:", ""
            yield from _mapping(value, here, indent + 2, notes)
        else:
            yield from _plain({key: value}, indent)


def _item(
    value: Mapping[str, Any], route: Route, indent: int, notes: Mapping[Route, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    yield from _marks(route, indent, notes)
    if isinstance(value, yaml.Inline):
        text = yaml.write({"x": value})
        yield f"{' ' * indent}- {text.removeprefix('x:').strip()}", ""
        return
    first = next(iter(value))
    yield from _marks((*route, first), indent, notes)
    hidden = {place: sentence for place, sentence in notes.items() if place != (*route, first)}
    for i, (line, note) in enumerate(_mapping(value, route, indent + 2, hidden)):
        yield (f"{' ' * indent}- {line[indent + 2 :]}" if i == 0 else line), note


def _plain(pair: dict[str, Any], indent: int) -> Iterator[tuple[str, str]]:
    for line in yaml.write(pair).splitlines():
        plain = line.replace("'no': ", "no: ", 1)  # a truth value to other readers, a key to this one
        yield (f"{' ' * indent}{plain}" if plain else plain), ""


def _marks(route: Route, indent: int, notes: Mapping[Route, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for note in notes.get(route, ()):
        flat = " ".join(note.split())
        yield f"{' ' * indent}# {MARK}：{flat}", flat


def number(value: Decimal) -> int | Decimal:
    """Return a number as it is written: 27780, not 27780.000."""
    return int(value) if value == value.to_integral_value() else value


def indicator(one: Indicator | Drafted) -> dict[str, Any]:
    """Return what tasks.yaml says of an indicator, of a plan or drafted."""
    value: dict[str, Any] = {"id": one.id, "name": one.name, "kind": one.kind, "target": number(one.target)}
    value |= {"measure": one.measure, "quote": one.quote}
    if one.above:
        value["above"] = True
    if one.bound != "at-least":
        value["bound"] = one.bound
    if one.baseline is not None:
        value["baseline"] = number(one.baseline)
    if one.shares:
        value["shares"] = yaml.Inline({name: number(share) for name, share in dict(one.shares).items()})
    return value
