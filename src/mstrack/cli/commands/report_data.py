"""`mstrack report data`: stores as relations, in one SQLite file or a folder of partitions, for analysts."""

from __future__ import annotations

import gc
import os
from functools import partial
from glob import escape, glob
from itertools import chain
from typing import TYPE_CHECKING

from mstrack.check.set_aside import hide
from mstrack.cli import console, documents, output, progress_bar
from mstrack.cli.store_folder import find
from mstrack.documents import data, data_views
from mstrack.errors import Unreadable, WrongUse, gathering
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.progress import lookup
from mstrack.store import protection, put, set_aside
from mstrack.store.source import plain_name, store_name
from mstrack.store.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.cli.document_options import DocumentOptions
    from mstrack.errors import Problem
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Relation
    from mstrack.store.put import Content

FORMS = ("sqlite", "jsonl", "parquet")
ENDINGS = (".sqlite", ".sqlite3", ".db")


def make(options: DocumentOptions) -> int:
    """Collect the stores into one file, or into a folder with a partition for each."""
    form = lookup.choice(options.form or "sqlite", {name: name for name in FORMS}, "--format")
    path = documents.needed(options)
    stores = _labelled(options.data)
    for folder in stores.values():
        output.target(path, find(folder), ENDINGS if form == "sqlite" else [""])
    protection.refuse_existing(path, force=options.force, folder=form != "sqlite")
    collected = _collected(options, stores)
    if form == "sqlite":
        write = documents.library("mstrack.render.sqlite").write
        with speaking("zh_CN"):
            views = data_views.views()
        put.document(path, partial(write, collected, views), force=options.force)
    else:
        put.folder(path, _parts(collected, form), force=options.force)
    return documents.made(path)


def _labelled(typed: list[str]) -> dict[str, str | None]:
    """Return the folder of each store by its name: NAME=DIR, else the name of the folder (of the one above data/)."""
    stores: dict[str, str | None] = {}
    for label, folder in chain.from_iterable(map(_named, [*typed] or [""])):
        if not label or label != plain_name(label):
            sentence = _("{name} is no name of a store; write letters, digits, - and _, as in --data jm=../jm/data")
            raise WrongUse(sentence.format(name=shown(label)))
        if label in stores:
            sentence = _("two stores are called {name}; name them, as in --data {named}")
            raise WrongUse(sentence.format(name=label, named=quoted(f"{label}2={folder}")))
        stores[label] = folder or None
    return stores


def _named(typed: str) -> list[tuple[str, str]]:
    """Return the name and the folder of each store that a value of --data means; none is typed for the store here."""
    label, sign, folder = typed.partition("=")
    if not sign or os.path.isdir(typed):
        label, folder = "", typed
    if "*" in folder and not os.path.isdir(folder):
        return _matching(label, folder)
    return [(label or store_name(find(folder or None)), folder)]


def _matching(label: str, pattern: str) -> list[tuple[str, str]]:
    """Return the name and the folder of every folder that fits: what stands for each * names it, behind the label.

    A folder that mstrack wrote, as this command did the day before, is no store.
    """
    pattern = os.path.normpath(pattern)
    fitting = sorted(filter(os.path.isdir, glob(escape(pattern).replace("[*]", "*"))))
    folders = [one for one in fitting if not os.path.lexists(os.path.join(one, protection.MARKER))]
    if not folders:
        raise WrongUse(_("no folder fits {pattern}; each * stands for one name").format(pattern=shown(pattern, 200)))
    stars = [n for n, part in enumerate(pattern.split(os.sep)) if "*" in part]
    parts = [[folder.split(os.sep)[n] for n in stars] for folder in folders]
    return [
        (plain_name("-".join([label, *names] if label else names)), folder)
        for names, folder in zip(parts, folders, strict=True)
    ]


def _collected(options: DocumentOptions, stores: dict[str, str | None]) -> Iterator[tuple[Relation, ...]]:
    """Yield the relations of one store after the other; what is kept of a store is freed before the next is read.

    Where one cannot be read, no more are yielded, and the others are only read: Unreadable has the problems of all.
    """
    remarked: set[str] = set()
    problems: list[Problem] = []
    try:
        with progress_bar.bar(_("Collecting")) as sentence:
            for n, (label, folder) in enumerate(stores.items(), 1):
                options.data = [folder] if folder else []
                with gathering(problems):
                    yield from _relations(options, label, remarked, wanted=not problems)
                gc.collect()  # the program collects nothing by itself (cli/__init__), and a store refers to itself
                sentence(n, len(stores))
    finally:
        set_aside.forget()
    if problems:
        console.store = ""  # their paths are whole
        raise Unreadable(problems)


def _relations(
    options: DocumentOptions, label: str, remarked: set[str], *, wanted: bool
) -> Iterator[tuple[Relation, ...]]:
    """Yield the relations of a store, if they are wanted. Unreadable holds its problems, below its folder."""
    snapshot = _whole(options, remarked)
    if wanted:
        with speaking("zh_CN"):
            relations = data.relations(snapshot, label)
        del snapshot
        yield relations


def _whole(options: DocumentOptions, remarked: set[str]) -> Snapshot:
    """Return a store with all that was filed, read; what came broken is named and set aside in this store alone."""
    set_aside.forget()
    while True:
        try:
            return documents.gathered(options, with_entries=True, remarked=remarked)
        except Unreadable as error:
            sentences = hide(console.store, error)
            if not sentences:
                raise error.below(console.store) from error
            for sentence in sentences:
                console.remark(sentence)


def _parts(stores: Iterator[tuple[Relation, ...]], form: str) -> Iterator[tuple[str, Content]]:
    """Yield RELATION/store=NAME/data.FORM: engines take the name of the folder for a field."""
    renderer = documents.library(f"mstrack.render.{form}", extra=form)
    for relations in stores:
        [(label, *_)] = relations[0].rows
        for relation in relations:
            yield f"{relation.name}/store={label}/data{renderer.ENDING}", partial(renderer.write, relation)
        del relation, relations  # else they would stay until the next store is read
