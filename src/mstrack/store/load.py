"""Texts → values, each checked once: what the cache knows comes from there, the rest through YAML and the schema."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

try:  # hashlib loads all of OpenSSL, 4 ms of every start; blake2 is Python's own
    from _blake2 import blake2b
except ImportError:  # a Python without that module's usual name
    from hashlib import blake2b

from mstrack import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.errors import Problem
    from mstrack.format.validate import FileKind, Rules
    from mstrack.store.cache import Cache

    Read = TypeVar("Read")


class Learned(NamedTuple):
    """What reading texts gave: what each says that passed, by its path, and all that is wrong in others."""

    values: dict[str, Any]
    problems: list[Problem]


class Known(NamedTuple):
    """Texts of one kind as far as the cache knows them: their digests and values by path, and the unknown ones."""

    digests: dict[str, bytes]
    values: dict[str, Any]
    unknown: dict[str, bytes]


def recall(kind: FileKind, texts: dict[str, bytes], memo: Cache, build: Callable[[Any], Any]) -> Known:
    """Ask the cache for texts."""
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


def learn(kind: FileKind, texts: dict[str, bytes], rules: Rules | None = None) -> Learned:
    """Read texts that nobody knows; `rules` take what a text says and find what only reading it whole can find."""
    learned = Learned({}, [])
    if not texts:
        return learned
    from mstrack.format import validate  # noqa: PLC0415  Pydantic and PyYAML take as long to import as all the rest

    for path, data in texts.items():
        value, problems = validate.check(kind, path, data, rules)
        if problems:
            learned.problems.extend(problems)
        else:
            learned.values[path] = value
    return learned


def canonical_json(kind: FileKind, values: dict[str, Any], digests: dict[str, bytes]) -> dict[bytes, str]:
    """Return what the cache keeps of texts that passed, by their digests; nothing of a text that has none."""
    if not digests or not values:
        return {}
    from mstrack.format import validate  # noqa: PLC0415  as above

    return {digests[path]: validate.canonical_json(kind, one) for path, one in values.items() if path in digests}


def read(
    kind: FileKind,
    texts: dict[str, bytes],
    memo: Cache,
    build: Callable[[Any], Read],
    rules: Rules | None = None,
) -> tuple[dict[str, Read], list[Problem]]:
    """Return what texts say, by path, and every problem of those that cannot be read.

    `rules` take the value, and the ways to what was left out of it where it could not be read whole.
    """
    known = recall(kind, texts, memo, build)
    if not known.unknown:
        return known.values, []
    learned = learn(kind, known.unknown, rules)
    memo.remember(canonical_json(kind, learned.values, known.digests) if memo.keeps else {})
    return known.values | learned.values, learned.problems


def placed(problem: Problem, data: bytes) -> Problem:
    """Return a problem of the file with these bytes with the line and column of its route."""
    from mstrack.format import validate  # noqa: PLC0415  as in learn

    return validate.placed(problem, data)


def digest(kind: str, data: bytes) -> bytes:
    """Return the key of a text of a kind in the cache. Another version of the code that checks texts has other keys."""
    return blake2b(data, digest_size=16, key=_program(), person=kind.encode()).digest()


@cache
def _program() -> bytes:
    """Return the program's version; in a checkout, where code changes and the version stays, its sources' digest too.

    A source is known by its name, size and time of change, as git's index knows it: reading all would cost each start.
    """
    package = os.path.dirname(os.path.dirname(__file__))
    known = [__version__]
    if os.path.isfile(os.path.join(package, "..", "..", "pyproject.toml")):  # in no wheel, frozen program or zipapp
        for room in _JUDGES:
            with suppress(OSError), os.scandir(os.path.join(package, room)) as files:
                known += sorted(
                    f"{room}/{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}"
                    for file in files
                    if file.name.endswith(".py")
                )
    return blake2b("\n".join(known).encode()).digest()


_JUDGES = ("format", "store", "progress", "rules", "check")
"""The rooms whose code decides what a text says and whether it is right."""
