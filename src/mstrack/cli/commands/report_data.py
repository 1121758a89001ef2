"""`mstrack report data`: stores as relations, in one SQLite file or a folder of partitions, for analysts."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mstrack.cli import documents, output, progress_bar
from mstrack.documents import data, data_views
from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.progress import lookup
from mstrack.store import protection, put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.cli.commands.report import DocumentOptions
    from mstrack.report import Relation

FORMS = ("sqlite", "jsonl", "parquet")
ENDINGS = (".sqlite", ".sqlite3", ".db")
_LABEL = re.compile(r"[\w.-]+")


def make(options: DocumentOptions) -> int:
    """Collect the stores into one file, or into a folder with a partition for each."""
    form = lookup.choice(options.form or "sqlite", {name: name for name in FORMS}, "--format")
    path = documents.needed(options)
    stores = _labelled(options.data)
    for folder in stores.values():
        output.target(path, documents.root_of(folder), ENDINGS if form == "sqlite" else [""])
    protection.refuse_existing(path, force=options.force, folder=form != "sqlite")
    collected = _collected(options, stores)
    if form == "sqlite":
        render = documents.library("mstrack.render.sqlite").render
        with speaking("zh_CN"):
            views = data_views.views()
        put.document(path, render(collected, views), force=options.force)
    else:
        put.folder(path, _parts(collected, form), force=options.force)
    return documents.made(path)


def _labelled(revisions: list[str]) -> dict[str, str | None]:
    """Return the folder of each store by its name: NAME=DIR, else the name of the folder (of the one above data/)."""
    stores: dict[str, str | None] = {}
    wanted: list[str | None] = [*revisions] or [None]
    for typed in wanted:
        label, sign, folder = (typed or "").partition("=")
        if not sign or os.path.isdir(typed or ""):
            label, folder = _name(documents.root_of(typed)), typed or ""
        if not _LABEL.fullmatch(label):
            sentence = _("{name} is no name of a store; write letters, digits, - and _, as in --data jm=../jm/data")
            raise WrongUse(sentence.format(name=shown(label)))
        if label in stores:
            sentence = _("two stores are called {name}; name them, as in --data {name}2={folder}")
            raise WrongUse(sentence.format(name=label, folder=shown(folder, 200)))
        stores[label] = folder or None
    return stores


def _name(root: str) -> str:
    parts = [part for part in os.path.realpath(root).split(os.sep) if part and part != "data"]
    return re.sub(r"[^\w.-]+", "-", parts[-1]) if parts else "store"


def _collected(options: DocumentOptions, stores: dict[str, str | None]) -> Iterator[tuple[Relation, ...]]:
    """Yield the relations of one store after the other: no more than one is held."""
    with progress_bar.bar(_("Collecting")) as sentence:
        for n, (label, folder) in enumerate(stores.items(), 1):
            options.data = [folder] if folder else []
            snapshot = documents.gathered(options, with_entries=True)
            with speaking("zh_CN"):
                yield data.relations(snapshot, label)
            sentence(n, len(stores))


def _parts(stores: Iterator[tuple[Relation, ...]], form: str) -> Iterator[tuple[str, bytes]]:
    """Yield RELATION/store=NAME/data.FORM: engines take the name of the folder for a field."""
    renderer = documents.library(f"mstrack.render.{form}", extra=form)
    for relations in stores:
        label = relations[0].rows[0][0]
        for relation in relations:
            yield f"{relation.name}/store={label}/data{renderer.ENDING}", renderer.render(relation)
