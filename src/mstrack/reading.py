"""Texts → values, each judged once: what the memo knows comes from there, the rest through YAML and the schema."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

try:  # hashlib loads all of OpenSSL, 4 ms of every start; blake2 is Python's own
    from _blake2 import blake2b
except ImportError:  # a Python without that module's usual name
    from hashlib import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mstrack.errors import Problem
    from mstrack.memo import Memo
    from mstrack.schema import Kind

    Read = TypeVar("Read")


class Learned(NamedTuple):
    """What reading texts gave: the canonical JSON of each that passed, by its path, and all that is wrong in others."""

    passed: dict[str, str]
    problems: list[Problem]


class Known(NamedTuple):
    """Texts of one kind as far as the memo knows them: their digests and values by path, and those it does not know."""

    digests: dict[str, bytes]
    values: dict[str, Any]
    unknown: dict[str, bytes]


def recall(kind: Kind, texts: dict[str, bytes], memo: Memo, build: Callable[[Any], Any]) -> Known:
    """Ask the memo for texts."""
    digests = {path: digest(kind, data) for path, data in texts.items()}
    memory = memo.recall(digests.values())
    values = built({path: memory[of_text] for path, of_text in digests.items() if of_text in memory}, build)
    return Known(digests, values, {path: data for path, data in texts.items() if path not in values})


def built(known: dict[str, str], build: Callable[[Any], Read]) -> dict[str, Read]:
    """Return the values of canonical JSON, by path; a memo that was tampered with or half-written knows nothing."""
    values: dict[str, Read] = {}
    for path, text in known.items():
        with suppress(KeyError, ValueError, TypeError, AttributeError, ArithmeticError):
            values[path] = build(json.loads(text))
    return values


def learn(kind: Kind, texts: dict[str, bytes], rules: Callable[[str], Iterable[Problem]] | None = None) -> Learned:
    """Read texts that nobody knows; `rules` take the canonical JSON and find what only reading it whole can find."""
    from mstrack import schema  # noqa: PLC0415  Pydantic and PyYAML take as long to import as all the rest

    learned = Learned({}, [])
    for path, data in texts.items():
        text, problems = schema.check(kind, path, data, rules or _no_rules)
        if problems:
            learned.problems.extend(problems)
        else:
            learned.passed[path] = text
    return learned


def read(
    kind: Kind,
    texts: dict[str, bytes],
    memo: Memo,
    build: Callable[[Any], Read],
    rules: Callable[[Read], Iterable[Problem]] | None = None,
) -> tuple[dict[str, Read], list[Problem]]:
    """Return what texts say, by path, and every problem of those that cannot be read."""
    known = recall(kind, texts, memo, build)
    if not known.unknown:
        return known.values, []
    learned = learn(kind, known.unknown, (lambda text: rules(build(json.loads(text)))) if rules else None)
    memo.remember({known.digests[path]: text for path, text in learned.passed.items()})
    return known.values | {path: build(json.loads(text)) for path, text in learned.passed.items()}, learned.problems


def placed(problem: Problem, data: bytes) -> Problem:
    """Return a problem of the file with these bytes with the line and column of its route."""
    from mstrack import schema  # noqa: PLC0415  as in learn

    return schema.placed(problem, data)


def digest(kind: str, data: bytes) -> bytes:
    """Return what the memo knows a text of a kind by. Another version of the code that judges knows none of them."""
    return blake2b(data, digest_size=16, key=_house(kind), person=kind.encode()).digest()


@cache
def _house(kind: str) -> bytes:
    """Digest the code that judges texts of this kind."""
    here = Path(__file__).parent
    judges = ("rawtext", "yamltext", "schema", "canon", "checks", "rules", "amendments", "dates", "day_words")
    rooms = ["model", "written", *judges, "store", "reading"]
    if kind == "verdict":
        rooms += ["audit", "judging", "merged", "refusals", "standing"]
    return blake2b(b"".join((here / f"{room}.py").read_bytes() for room in rooms)).digest()


def _no_rules(_text: str) -> Iterable[Problem]:
    return ()
