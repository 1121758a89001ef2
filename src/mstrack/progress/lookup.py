"""What somebody typed → the leader, unit, person or item that is meant.

Matched exactly, then by alias or former name, code, substring, subsequence (人社局 finds 市人力资源社会保障局), a part
of an alias or former name, initials of the pinyin (wcq), the whole pinyin or its beginning. The first of these that
matches anything decides. A former name means who or what has the place today.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.progress.nearest import nearest_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mstrack.format.model import Indicator, Person, Plan, Task, Unit

SHORTEST_PART = 3
"""Characters of a part of a name: two are near too many."""
SUGGESTIONS = 3


class Named(NamedTuple):
    """One thing that can be meant: `key` is what the program calls it, the rest is what people do.

    `aliases` hold former names, too.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    pinyin: str = ""


def leader(plan: Plan, typed: str) -> str:
    """Return the name of the leader that is meant."""
    return _one(typed, leaders(plan)).key


def unit(plan: Plan, typed: str) -> str:
    """Return the name of the unit that is meant."""
    return _one(typed, units(plan)).key


def person(plan: Plan, typed: str) -> str:
    """Return the name of the person, of those who answer for a unit."""
    return _one(typed, persons(plan)).key


def item(plan: Plan, typed: str) -> int:
    """Return the number (from 1) of the item, given as a number or as words of its title."""
    return int(_one(typed, items(plan)).key)


def indicators(task: Task, typed: str) -> list[Indicator]:
    """Return the indicators of a task that are meant, by id or name, whole, by their beginning, by a part of the name.

    The first of these that fits any decides.
    """
    bare = _bare(typed)
    ways: tuple[Callable[[Indicator], bool], ...] = (
        lambda one: bare == one.id,
        lambda one: bare == _bare(one.name),
        lambda one: one.id.startswith(bare) or _bare(one.name).startswith(bare),
        lambda one: bare in _bare(one.name),
        lambda one: not bare.isascii() and _is_subsequence(bare, _bare(one.name)),
    )
    found = ([one for one in task.indicators if fits(one)] for fits in ways)
    return next((several for several in found if several), []) if bare else []


def choice(typed: str, choices: dict[str, str], what: str, more: Mapping[str, str] | None = None) -> str:
    """Return the code of one of a few words, given as the code or as the word; `more` are other words for codes."""
    others = {_bare(word): code for word, code in (more or {}).items()}
    if _bare(typed) in others:
        return others[_bare(typed)]
    known = [Named(code, word, (code,)) for code, word in choices.items()]
    bare = _bare(typed)
    for one in known:
        if bare in (_bare(one.key), _bare(one.name)):
            return one.key
    forms = {code: _remarked(code, "" if code == word else word) for code, word in choices.items()}
    words = _(", ").join(forms.values())
    near = nearest_word(bare, [*choices, *map(_bare, choices.values())])
    if near is None:
        raise WrongUse(
            _("{typed} is no value of {what}; it takes {words}").format(typed=_quoted(typed), what=what, words=words)
        )
    meant = next(forms[one.key] for one in known if near in (one.key, _bare(one.name)))
    sentence = _("{typed} is no value of {what}; did you mean {near}? It takes {words}")
    raise WrongUse(sentence.format(typed=_quoted(typed), what=what, near=meant, words=words))


def leaders(plan: Plan) -> list[Named]:
    """Return what the supervising leaders can be called."""
    return [_person(one) for one in plan.leaders]


def items(plan: Plan) -> list[Named]:
    """Return what the items can be called; the code is the number."""
    return [Named(str(i), one.title, code=str(i)) for i, one in enumerate(plan.items, 1)]


def units(plan: Plan) -> list[Named]:
    """Return what units can be called."""
    return [Named(one.name, one.name, _other_names(one), one.code) for one in plan.units]


def persons(plan: Plan) -> list[Named]:
    """Return what the persons who answer for units can be called."""
    several = {person.name: person for one in plan.units for person in one.persons}  # one may answer for two units
    return [_person(one) for one in several.values()]


def nearest(typed: str, known: Iterable[Named]) -> list[Named]:
    """Return the few things that a slip explains: one of their names, their code or pinyin is nearly what was typed.

    A part of a name may be typed, 民政局 of 市民政局, so a part may be what was typed nearly.
    """
    bare = _bare(typed)

    def is_near(one: Named) -> bool:
        names = [_bare(name) for name in (one.name, *one.aliases)]
        starts = range(len(max(names, key=len)) - len(bare) + 1) if len(bare) >= SHORTEST_PART else ()
        parts = {name[start : start + len(bare)] for name in names for start in starts}
        forms = [*names, *(part for part in parts if len(part) == len(bare)), one.code, _bare(one.pinyin)]
        return nearest_word(bare, filter(None, forms)) is not None

    return [one for one in known if is_near(one)][:SUGGESTIONS]


def _person(one: Person) -> Named:
    return Named(one.name, one.name, _other_names(one), pinyin=one.pinyin)


def _other_names(one: Person | Unit) -> tuple[str, ...]:
    """Return what else something is called: its aliases, and the names before a reform or of who had the place."""
    return (*one.aliases, *(former.name for former in one.former))


def _one(typed: str, known: Sequence[Named]) -> Named:
    found = matches(typed, known)
    if len(found) == 1:
        return found[0]
    sentence = _("{typed} may be any of {n}: {listing}; type more of the name")
    if not found:
        near = nearest(typed, known)
        sentence = _("nothing is called {typed}; type a part of the name, its code or its pinyin")
        sentence = _("nothing is called {typed}; did you mean {listing}?") if near else sentence
        found = near
    listing = _(", ").join(map(_described, found))
    raise WrongUse(sentence.format(typed=_quoted(typed), n=len(found), listing=listing))


def _quoted(typed: str) -> str:
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    return shown(typed)


def matches(typed: str, known: Sequence[Named]) -> list[Named]:
    """Return what may be meant: all that the first way matches that matches any."""
    bare = _bare(typed)
    if not bare:
        return []
    for fits in _WAYS:
        found = [one for one in known if fits(bare, one)]
        if found:
            return found
    return []


def _described(one: Named) -> str:
    return _remarked(one.name, one.code or one.pinyin)


def _remarked(text: str, remark: str) -> str:
    return _("{text} ({remark})").format(text=text, remark=remark) if remark else text


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def _initials(one: Named) -> str:
    return "".join(syllable[0] for syllable in one.pinyin.split())


def spelt(one: Named) -> str:
    """Return the whole pinyin as it is typed, in one word; v stands for ü."""
    return one.pinyin.replace(" ", "").replace("ü", "v")


_WAYS: tuple[Callable[[str, Named], bool], ...] = (
    lambda bare, one: bare == _bare(one.name),
    lambda bare, one: bare in [_bare(alias) for alias in one.aliases],
    lambda bare, one: bare == one.code,
    lambda bare, one: bare in _bare(one.name),
    lambda bare, one: _is_subsequence(bare, _bare(one.name)),
    lambda bare, one: not bare.isascii() and any(bare in _bare(alias) for alias in one.aliases),
    lambda bare, one: not bare.isascii() and any(_is_subsequence(bare, _bare(alias)) for alias in one.aliases),
    lambda bare, one: bare == _initials(one),
    lambda bare, one: bare.replace("ü", "v") == spelt(one),
    lambda bare, one: bool(one.pinyin) and spelt(one).startswith(bare.replace("ü", "v")),
)
