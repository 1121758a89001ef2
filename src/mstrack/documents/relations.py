"""How a relation for analysts is made: each field stands beside the function that fills it.

Every relation starts with the store that its rows come from, so that a province collects its cities in one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from mstrack.report import Field, Reference, Relation, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mstrack.format.model import Task
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import FieldType, RelationValue

RelationItem = TypeVar("RelationItem")
Whole = TypeVar("Whole")
Piece = TypeVar("Piece")

Fields = tuple[tuple[Field, "Callable[[RelationItem], RelationValue]"], ...]
"""The fields of a relation, each beside the function that fills it from a row's item."""
STORES = "stores"
"""The relation of the stores themselves, to which every other one refers."""


class Part(NamedTuple, Generic[Whole, Piece]):
    """One of the things that something has several of, and its place among them, from 1."""

    whole: Whole
    number: int
    piece: Piece


def key(name: str, kind: FieldType = "text") -> Field:
    """Return a field that is part of the primary key."""
    return Field(name, kind, key=True, required=True)


def required(name: str, kind: FieldType = "text") -> Field:
    """Return a field that is never empty."""
    return Field(name, kind, required=True)


def relation(
    store: str, name: str, fields: Fields[RelationItem], items: Iterable[RelationItem], *references: tuple[str, str]
) -> Relation:
    """Return a relation with one row an item; of each reference, to which relation, and by which fields."""
    found = relation_in_turn(store, name, fields, tuple(items), *references)
    return found._replace(rows=tuple(found.rows))


def relation_in_turn(
    store: str, name: str, fields: Fields[RelationItem], items: Sequence[RelationItem], *references: tuple[str, str]
) -> Relation:
    """Return the same, of many items: its rows are not held."""
    rows = Rows((lambda _item: store, *(fill for _field, fill in fields)), items)
    to_stores = () if name == STORES else (Reference(("store",), STORES),)
    others = (Reference(("store", *own.split()), other) for other, own in references)
    return Relation(name, (key("store"), *(field for field, _fill in fields)), (*to_stores, *others), rows)


def numbered_parts(wholes: Iterable[Whole], pieces: Callable[[Whole], Iterable[Piece]]) -> Iterator[Part[Whole, Piece]]:
    """Yield what each of several things has several of, with its place."""
    return (Part(whole, n, piece) for whole in wholes for n, piece in enumerate(pieces(whole), 1))


def chosen_tasks(snapshot: Snapshot) -> list[Task]:
    """Return the tasks of the snapshot."""
    return [one.task for one in snapshot.standings]


def codes_of(snapshot: Snapshot) -> dict[str, str]:
    """Return the codes of the units by their names."""
    return {unit.name: unit.code for unit in snapshot.plan.units}
