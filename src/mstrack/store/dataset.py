"""Texts → Dataset: which path means what, and which of them must be opened at all.

    tasks.yaml                                     the plan
    progress/18/2021-09-30-cgj-7f3a9c2k.yaml         an entry: day, code of the unit, id
    progress/18/2021-09-30-cgj-b2c41dxw-for-7f3a9c2k.yaml    an entry that corrects another

From names alone the program knows who reported on what and when; a text is opened when it is asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from copy import copy
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem, Unreadable, gathering
from mstrack.format import codec
from mstrack.i18n import gettext as _
from mstrack.store import contents, load
from mstrack.store.corrections import circular, rivals
from mstrack.store.desktop import is_desktop_file, is_desktop_name
from mstrack.store.source import PLAN, PROGRESS, Overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator

    from mstrack.format.model import Entry, Plan, Unit
    from mstrack.store.cache import Cache
    from mstrack.store.contents import Month
    from mstrack.store.source import Files

PLAN_LIMIT = 4 * 1024 * 1024
"""Bytes of a plan: twice what 300 tasks, 400 units and 900 indicators in 30 shares each take."""
ENTRY_LIMIT = 64 * 1024

_ID = "[0-9a-hjkmnp-tv-z]{8}"
_NAME = re.compile(
    rf"(?P<day>\d{{4}}-\d\d-\d\d)-(?P<code>[a-z][a-z0-9]*)-(?P<id>{_ID})(?:-for-(?P<corrects>{_ID}(?:-{_ID})*))?\.yaml",
    re.ASCII,
)


class Filed(NamedTuple):
    """What the path of an entry says, without opening it. `day` is ISO; it sorts as it dates."""

    day: str
    code: str
    id: str
    corrects: tuple[str, ...]
    task: int
    path: str


class History:
    """The entries filed on one task, by their names, newest day first; entries dated after `until` do not exist.

    Names that start with a point are left out (a writer's temporary files), and those of desktops and editors.
    Unreadable holds the problem of every other name that cannot be that of an entry.
    """

    def __init__(self, task: int, names: list[str], until: dt.date) -> None:
        """Take the names of the task's folder."""
        self.until = until
        self.task = task
        self._folder = folder(task)
        # names sort as their days do; each is made a Filed only when it is asked for
        listed = sorted((name for name in names if not name.startswith(".")), reverse=True)
        matches = {name: _NAME.fullmatch(name) for name in listed}
        misnamed = [name for name, match in matches.items() if match is None and not is_desktop_name(name)]
        if misnamed:
            raise Unreadable(unnamed(f"{self._folder}/{name}") for name in misnamed)
        last = until.isoformat()
        self._newest_first = {name: match for name, match in matches.items() if match and match["day"] <= last}
        self._corrections = [self._filed(match) for match in self._newest_first.values() if match["corrects"]]
        self.corrected = {old for filed in self._corrections for old in filed.corrects}

    def effective(self, code: str | None = None) -> Iterator[Filed]:
        """Yield what counts, newest first: entries of the unit with that code (or of all) that no other corrects."""
        for match in self._newest_first.values():
            if (code is None or match["code"] == code) and match["id"] not in self.corrected:
                yield self._filed(match)

    def of_unit(self, code: str, picked: Callable[[str], Container[str] | None]) -> Iterator[Filed]:
        """Yield what counts of a unit, newest first: of each month the entries whose ids are picked, all for None."""
        for month, matches in self._months.get(code, {}).items():
            ids = picked(month)
            if ids is None or ids:
                yield from (self._filed(match) for match in matches if ids is None or match["id"] in ids)

    @property
    def codes(self) -> Collection[str]:
        """The codes of the units that filed what counts."""
        return self._months.keys()

    def names_in(self, month: str) -> list[str]:
        """Return the names of all entries of a month (2021-09), corrected ones too, newest first."""
        return self._by_month.get(month, [])

    @cached_property
    def _by_month(self) -> dict[str, list[str]]:
        return {month: list(names) for month, names in groupby(self._newest_first, key=lambda name: name[:7])}

    def filed(self, names: Iterable[str]) -> list[Filed]:
        """Return the entries with these names."""
        return [self._filed(self._newest_first[name]) for name in names]

    @cached_property
    def _months(self) -> dict[str, dict[str, list[re.Match[str]]]]:
        """What counts, newest first, by the unit's code and by month."""
        found: dict[str, dict[str, list[re.Match[str]]]] = {}
        corrected = self.corrected
        for match in self._newest_first.values():
            day, code, id_ = match.group(1, 2, 3)
            if id_ not in corrected:
                found.setdefault(code, {}).setdefault(day[:7], []).append(match)
        return found

    def everything(self) -> Iterator[Filed]:
        """Yield all entries, corrected ones too, newest first."""
        return map(self._filed, self._newest_first.values())

    def without(self, other: History) -> list[Filed]:
        """Return the entries that the other does not have, newest first."""
        return [self._filed(match) for name, match in self._newest_first.items() if name not in other._newest_first]

    def named(self, ids: Iterable[str]) -> list[Filed]:
        """Return the entries with these ids, newest first."""
        found = {match.string: match for id_ in ids for match in self._ids.get(id_, ())}
        return [self._filed(found[name]) for name in sorted(found, reverse=True)]

    @cached_property
    def _ids(self) -> dict[str, list[re.Match[str]]]:
        """The entries by their ids; two clones may have given one to two of them."""
        found: dict[str, list[re.Match[str]]] = {}
        for match in self._newest_first.values():
            found.setdefault(match["id"], []).append(match)
        return found

    def disputes(self) -> dict[str, tuple[Filed, ...]]:
        """Return the ids of entries that two or more effective corrections stand for, with those corrections."""
        by_id = {filed.id: filed for filed in self._corrections}
        return {old: tuple(sorted(by_id[one] for one in several)) for old, several in rivals(self._by()).items()}

    def circular(self) -> list[Filed]:
        """Return the entries that correct each other in a circle, so that none of them counts, newest first."""
        return self.named(circular(self._by())) if self._corrections else []

    def _by(self) -> dict[str, list[str]]:
        by: dict[str, list[str]] = {}
        for filed in self._corrections:
            for old in filed.corrects:
                by.setdefault(old, []).append(filed.id)
        return by

    def _filed(self, match: re.Match[str]) -> Filed:
        return _parsed(match, self.task, self._folder)


def parse_path(task: int, below: str, name: str) -> Filed | None:
    """Return what the name of a file in a task's folder says; None where it is no name of an entry."""
    match = _NAME.fullmatch(name)
    return _parsed(match, task, below) if match else None


def filed_at(path: str) -> Filed | None:
    """Return what the path of an entry in the store says; None where it is none of an entry."""
    below, _slash, name = path.rpartition("/")
    number = below.removeprefix(f"{PROGRESS}/")
    return parse_path(int(number), below, name) if number.isdecimal() else None


def _parsed(match: re.Match[str], task: int, below: str) -> Filed:
    day, code, id_, corrects = match.groups()
    return Filed(day, code, id_, tuple(corrects.split("-")) if corrects else (), task, f"{below}/{match.string}")


def uncoded(filed: Filed) -> Problem:
    """Return the problem of an entry whose name has the code of no unit."""
    sentence = _("no unit of the plan has the code {code}; add it to tasks.yaml or correct the file name")
    return Problem(filed.path, 1, 1, "code", sentence.format(code=filed.code))


def unnamed(path: str) -> Problem:
    """Return the problem of a file that is no entry, by its name."""
    sentence = _("this is no name of an entry (as 2021-09-30-cgj-7f3a9c2k.yaml); rename or delete the file")
    return Problem(path, 1, 1, "file-name", sentence)


FEW = 2
"""Entries that are opened before it is asked what a month's entries say."""
_SETTLED = dt.timedelta(days=1, seconds=2)
"""Before `latest` (a day ahead of the clock): what changed later than that is not remembered."""
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)


class Dataset:
    """A plan and the entries filed on it, as they were when each was first asked for.

    A folder is listed once and a text read once, however often it is asked for. So a dataset is a snapshot: who has
    filed something opens another, or takes `plus`.
    """

    def __init__(
        self,
        source: Files,
        memo: Cache,
        rules: Callable[..., Iterable[Problem]],
        latest: dt.datetime | None = None,
    ) -> None:
        """Read the plan. Unreadable holds every problem of it, `rules` (those of the plan) included.

        After the moment `latest` nothing can have been recorded; without it every clock is believed.
        """
        self.latest = latest
        self.clock_errors: set[str] = set()
        """The paths of the entries seen so far that were recorded after `latest`."""
        self._source = source
        self._memo = memo
        self._entries: dict[str, Entry] = {}
        self._names: dict[int, list[str]] = {}
        self._histories: dict[tuple[int, dt.date], History] = {}
        self._months: dict[tuple[int, dt.date, str], Month | None] = {}
        texts = {PLAN: source.read(PLAN, PLAN_LIMIT)}
        plans, problems = load.read("plan", texts, memo, codec.plan, rules)
        if problems:
            raise Unreadable(problems)
        self.plan: Plan = plans[PLAN]
        self._units = {unit.code: unit for unit in self.plan.units}
        strange = strange_folders(self.plan, source)
        if strange:
            raise Unreadable(strange)

    def history(self, task: int, until: dt.date) -> History:
        """Return the names filed on a task up to a day (included); no text is opened."""
        known = self._histories.get((task, until))
        if known is None:
            if task not in self._names:
                self._names[task] = self._source.names(folder(task))
            known = self._histories[task, until] = History(task, self._names[task], until)
        return known

    @property
    def files(self) -> Files:
        """The source of the texts, as it was listed for this dataset."""
        return self._source

    def unit_of(self, filed: Filed) -> Unit:
        """Return the unit that filed an entry; Unreadable where the plan has no such code."""
        if filed.code not in self._units:
            raise Unreadable([uncoded(filed)])
        return self._units[filed.code]

    def entry(self, filed: Filed) -> Entry:
        """Return one entry, opened now if it was not before."""
        if filed.path not in self._entries:
            self.open([filed])
        return self._entries[filed.path]

    def recorded(self, filed: Filed) -> dt.datetime:
        """Return the moment that orders the entries of one day.

        Where a clock was ahead that is the first of all moments: who filed after it, by a right clock, is heard.
        """
        recorded = self.entry(filed).recorded
        if self.latest is None or recorded <= self.latest:
            return recorded
        self.clock_errors.add(filed.path)
        return _FIRST

    def open(self, wanted: Iterable[Filed]) -> None:
        """Open many entries at once. Unreadable holds every problem in all of them."""
        new = [filed for filed in wanted if filed.path not in self._entries]
        self._entries |= {filed.path: entry for filed, entry in self._read(new)} if new else {}

    def _read(self, wanted: Iterable[Filed]) -> Iterable[tuple[Filed, Entry]]:
        """Return entries as their files say. Unreadable holds every problem in all of them."""
        new = {filed.path: filed for filed in wanted}
        problems: list[Problem] = []
        texts: dict[str, bytes] = {}
        for path, filed in new.items():
            with gathering(problems):
                self.unit_of(filed)
                texts[path] = self._source.read(path, ENTRY_LIMIT)
        known, unreadable = load.read("entry", texts, self._memo, codec.entry)
        problems += unreadable
        for path, entry in known.items():
            unlike = disagreements(entry, new[path], self.unit_of(new[path]))
            problems += (load.placed(problem, texts[path]) for problem in unlike)
        if problems:
            raise Unreadable(problems)
        return [(new[path], entry) for path, entry in known.items()]

    def saying(self, history: History, code: str, key: str, since: str = "") -> Iterator[Filed]:
        """Yield the entries of a unit that may speak of something (contents.keys), newest first; few are opened.

        Of a month that cannot be remembered that is every entry; months before an ISO day are left out.
        """

        def picked(month: str) -> Container[str] | None:
            if month < since[:7]:
                return ()
            known = self._month(history, month)
            return known.saying(code, key) if known else None

        return history.of_unit(code, picked)

    def newest_first(self, of_day: list[Filed], history: History) -> list[Filed]:
        """Return several entries of one unit and day, what was recorded last first; opened where nothing is known."""
        first = of_day[0]
        known = self._month(history, first.day[:7]) if len(of_day) > FEW else None
        order = known.days.get(f"{first.day} {first.code}") if known else None
        if known and order and (self.latest is None or dt.datetime.fromisoformat(known.last) <= self.latest):
            places = {id_: n for n, id_ in enumerate(order)}
            return sorted(of_day, key=lambda one: places[one.id])
        return sorted(of_day, key=lambda one: (self.recorded(one), one.id), reverse=True)

    def _month(self, history: History, month: str) -> Month | None:
        """Return what the entries of a month say; None where nothing may be remembered of it."""
        key = (history.task, history.until, month)
        if key not in self._months:
            self._months[key] = self._remembered(history, month)
        return self._months[key]

    def _remembered(self, history: History, month: str) -> Month | None:
        below, names = folder(history.task), history.names_in(month)
        known = self._source.known(below, names)
        if self.latest is None or known is None or known.changed > (self.latest - _SETTLED).timestamp() * 1e9:
            return None
        digest = contents.digest(below, month, known)
        row = self._memo.recall([digest]).get(digest)
        if row is not None:
            return contents.of_json(row)
        try:
            found = contents.of_entries(
                {(one.day, one.code, one.id): entry for one, entry in self._read(history.filed(names))}
            )
        except Unreadable:
            return None  # who opens what is wrong is told
        self._memo.remember({digest: contents.as_json(found)})
        return found

    def plus(self, path: str, text: str) -> Dataset:
        """Return the dataset as it would be with one more file; this one stays as it is."""
        future = copy(self)
        future._source = Overlay(self._source, {path: text})  # noqa: SLF001  its own
        future._entries = dict(self._entries)  # noqa: SLF001  as above
        future._names, future._histories, future._months = {}, {}, {}  # noqa: SLF001  as above: the new file is among them
        return future


def disagreements(entry: Entry, filed: Filed, unit: Unit) -> Iterator[Problem]:
    """Yield what an entry says otherwise than its name; `unit` is the one with the name's code."""
    name = entry.unit if any(one.name == entry.unit for one in unit.former) else unit.name  # each was right once
    if (entry.task, entry.unit, entry.corrects) == (filed.task, name, filed.corrects) and str(entry.date) == filed.day:
        return  # as a rule: 100,000 entries pass here
    said = {
        "task": (f"{entry.task}", f"{filed.task}"),
        "date": (entry.date.isoformat(), filed.day),
        "unit": (entry.unit, name),
        "corrects": (" ".join(entry.corrects), " ".join(filed.corrects)),
    }
    for key, (inside, outside) in said.items():
        if inside != outside:
            sentence = _("the file's name says {outside}, the file says {inside}; correct the one that is wrong")
            words = {"inside": inside or _("nothing"), "outside": outside or _("nothing")}
            yield Problem(filed.path, 0, 0, "name-agrees", sentence.format(**words), (key,))


def strange_folders(plan: Plan, source: Files) -> list[Problem]:
    """Return what lies beside the tasks' folders: entries in there would be counted nowhere."""
    known = {f"{task.id:02}" for task in plan.tasks} | {"README.md"}
    strange = [
        name
        for name in source.names(PROGRESS)
        if name not in known and name[0] != "." and not is_desktop_file(source, f"{PROGRESS}/{name}")
    ]
    sentence = _("the plan has no task of this number; folders here are called 01, 02 … as the tasks are")
    return [Problem(f"{PROGRESS}/{name}", 1, 1, "folder", sentence) for name in strange]


def folder(task: int) -> str:
    """Return the folder of a task's entries."""
    return f"{PROGRESS}/{task:02}"


def entry_path(entry: Entry, code: str, id_: str) -> str:
    """Return the path that an entry is filed under: its name says what it says."""
    old = f"-for-{'-'.join(entry.corrects)}" if entry.corrects else ""
    return f"{folder(entry.task)}/{entry.date.isoformat()}-{code}-{id_}{old}.yaml"
