"""What was typed is never lost: after every answer it is on the disk, for its user alone, until it is filed.

Drafts lie in the user's state folder (XDG_STATE_HOME, %LOCALAPPDATA%), never in a store; one file a sitting, named by
the store that it is for. Where no folder can be written to, what was typed is printed back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import secrets
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.cli import console
from mstrack.cli.record.draft import Draft
from mstrack.errors import MstrackError, WorldFailed, WrongUse
from mstrack.format.characters import lenient
from mstrack.i18n import gettext as _
from mstrack.store import protection, put
from mstrack.store.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mstrack.format.model import Plan

KEPT = "what was typed is kept"
BLANK = 86400
"""When a form was saved that nobody has filled in yet, in seconds of the clock of 1970."""
_LISTS = ("reached", "confirmed", "corrects")
_OTHERS = ("unit", "status", "note", "problem", "next", "reporter", "reason")


class Kept(NamedTuple):
    """What one sitting left: its file, when it was last saved, the drafts as JSON, or the text of a form."""

    path: str
    saved: dt.datetime
    drafts: tuple[dict[str, Any], ...]
    answered: frozenset[str]
    text: str = ""

    @property
    def tasks(self) -> tuple[int, ...]:
        """The numbers of its tasks."""
        of_form = re.findall(r"^task: (\d+)$", self.text, re.MULTILINE)[:1]
        return (*(one["task"] for one in self.drafts), *map(int, of_form))

    @property
    def unit_of_form(self) -> str:
        """The unit that a form names; empty where it names none, or is no form."""
        return "".join(re.findall(r"^unit: (.+)$", self.text, re.MULTILINE)[:1]).strip()

    @property
    def corrects(self) -> tuple[str, ...]:
        """The entries that it corrects; of a form its name has them."""
        if self.text:
            ids = os.path.basename(self.path).removesuffix(".yaml").partition("-for-")[2]
            return tuple(ids.split("-")) if ids else ()
        return tuple(self.drafts[0].get("corrects", ())) if self.drafts else ()

    def on(self, plan: Plan) -> list[Draft]:
        """Return the drafts of the tasks that the plan still has."""
        tasks = {task.id: task for task in plan.tasks}
        return [_draft(one, tasks[one["task"]]) for one in self.drafts if one["task"] in tasks]


def folder() -> str:
    """Return the folder of the user's drafts; it need not be there yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    else:
        base = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return os.path.join(base, "mstrack", "drafts")


def new_name(root: str) -> str:
    """Return the name of a new draft for a store."""
    return f"{_key(root)}-{secrets.token_hex(4)}.json"


def new_form(root: str, corrects: Iterable[str]) -> str:
    """Return the name of a new form for a store, which says what it corrects."""
    return "-".join((_key(root), secrets.token_hex(4), *(("for", *ids) if (ids := tuple(corrects)) else ()))) + ".yaml"


def save(name: str, root: str, several: Iterable[Draft], answered: Iterable[str]) -> str:
    """Write the drafts of a sitting into the place of what it saved before; return the path. OSError, WrongUse."""
    content = {
        "store": os.path.realpath(root or os.curdir),
        "saved": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "answered": sorted(answered),
        "drafts": [_values(one) for one in several],
    }
    return _write(name, f"{json.dumps(content, ensure_ascii=False, indent=1)}\n")


def save_form(path: str, text: str, *, is_blank: bool = False) -> str:
    """Write a form into the place where an editor opens it, or, where none takes it, into the next; return the path.

    One that nobody has filled in yet has a time that no editor gives it.
    """
    path = _write(os.path.basename(path), text)
    if is_blank:
        with suppress(OSError):
            os.utime(path, (BLANK, BLANK))
    return path


def waiting(root: str) -> list[Kept]:
    """Return what was left unfinished on a store, the newest first; what cannot be read is passed over."""
    found = []
    for place in _folders():
        names: list[str] = []
        with suppress(OSError):  # nothing was ever kept there
            names = os.listdir(place) if _is_own(place) else []
        for name in names:
            if name.startswith(f"{_key(root)}-") and name.endswith((".json", ".yaml")):  # none of an editor's own
                with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
                    found.append(read(os.path.join(place, name)))
    found = [one for one in found if not one.text or one.saved.timestamp() != BLANK]
    return sorted(found, key=lambda one: one.saved, reverse=True)


def discard(path: str) -> None:
    """Remove a draft: it was filed, or its writer says so. What is gone already is gone."""
    with suppress(OSError):
        put.remove(path)


@contextmanager
def keeping(text: Callable[[], str], *, answers: bool, root: str = "", path: str = "") -> Iterator[None]:
    """Save the text (asked for when it is needed; empty: nothing was typed) where the block does not end well.

    Where it lies at a path already, that is said.
    Flags stand in the shell's history when they are refused; `answers` that a person gave do not.
    """
    try:
        yield
    except (MstrackError, OSError, ImportError, KeyboardInterrupt, EOFError) as error:
        if KEPT in getattr(error, "__notes__", ()) or (isinstance(error, WrongUse) and not answers):
            raise
        typed = text()
        if typed.strip():
            if path:
                say_kept(path)
            else:
                keep(typed, root)
            error.add_note(KEPT)  # a block around this one does not keep it again
        raise


def keep(typed: str, root: str = "") -> None:
    """Save a text as a draft, else print it; say where it is."""
    try:
        path = _write(f"{_key(root)}-{secrets.token_hex(4)}.yaml", typed)
    except (OSError, MstrackError):
        printed_back(typed)
    else:
        say_kept(path)


def say_kept(path: str) -> None:
    """Say where what was typed lies."""
    console.say(_("What you typed is kept in {path}").format(path=quoted(path)))


def printed_back(typed: str) -> None:
    """Print what was typed where no folder takes it."""
    console.say(_("What you typed could not be kept anywhere; here it is:"))
    for line in typed.split("\n"):
        console.say(line)


def _write(name: str, text: str) -> str:
    """Write a draft into the first folder that takes it, readable by its user alone; return the path."""
    last: OSError | MstrackError = WorldFailed("")
    for place in _folders():
        path = os.path.join(place, name)
        try:
            protection.place(path)
            os.makedirs(place, mode=0o700, exist_ok=True)
            if not _is_own(place):
                continue
            put.replace(place, name, text.encode("utf-8", "replace"), 0o600)
        except (OSError, MstrackError) as error:  # a state folder that lies in a store, perhaps
            last = error
            continue
        return path
    raise last


def _is_own(place: str) -> bool:
    """Whether a folder is the user's own: that of another, in the folder for temporary files, is not trusted."""
    mode = os.lstat(place)
    return stat.S_ISDIR(mode.st_mode) and (sys.platform == "win32" or mode.st_uid == os.getuid())


def _folders() -> Iterator[str]:
    yield folder()
    with suppress(OSError):  # no temporary folder can be written to
        user = "" if sys.platform == "win32" else f"-{os.getuid()}"
        yield os.path.join(tempfile.gettempdir(), f"mstrack{user}")


def _key(root: str) -> str:
    """Return the start of the names of a store's drafts."""
    return hashlib.sha256(os.path.realpath(root or os.curdir).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def read(path: str) -> Kept:
    """Return what a draft or a form says. OSError; ValueError and the like where it is none."""
    with open(path, "rb") as file:
        data = file.read()
    text = lenient(data) or data.decode("utf-8", "replace")  # an editor may save a form in another encoding
    if not path.endswith(".json"):
        return Kept(path, dt.datetime.fromtimestamp(os.path.getmtime(path)).astimezone(), (), frozenset(), text)
    content = json.loads(text)
    moment = dt.datetime.fromisoformat(content["saved"])
    return Kept(path, moment, tuple(content["drafts"]), frozenset(content["answered"]))


def _values(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON; figures as texts, which keep their digits."""
    values: dict[str, Any] = {"task": draft.task.id, "date": draft.date.isoformat() if draft.date else None}
    values |= {name: getattr(draft, name) for name in (*_OTHERS, *_LISTS)}
    values["figures"] = {key: str(figure) for key, figure in draft.figures.items()}
    values["percent"] = None if draft.percent is None else str(draft.percent)
    return {name: value for name, value in values.items() if value not in (None, (), {})}


def _draft(values: dict[str, Any], task: Any) -> Draft:  # noqa: ANN401  a task of the plan
    date = dt.date.fromisoformat(values["date"]) if "date" in values else None
    figures = {key: Decimal(figure) for key, figure in values.get("figures", {}).items()}
    percent = Decimal(values["percent"]) if "percent" in values else None
    others: dict[str, Any] = {name: values.get(name) for name in _OTHERS}
    lists: dict[str, Any] = {name: tuple(values.get(name, ())) for name in _LISTS}
    return Draft(task=task, date=date, figures=figures, percent=percent, **others, **lists)
