"""Every command in every form, in stores and repositories that somebody spoilt: an answer or a sentence, in time."""

from __future__ import annotations

import re

import pytest
from calls import ALONE, ASKING, REPORTS, TYPED, WRITING, completed, formed, run
from offenders import every
from repositories import everything
from worlds import REPOSITORIES, STORES

from mstrack.cli import app
from mstrack.cli.commands import report

pytestmark = [pytest.mark.slow, pytest.mark.posix]


WORLDS = STORES | REPOSITORIES


def test_no_command_or_kind_is_forgotten():
    """A new one is asked of every hostile store."""
    several = [words for words, _forms in (*ASKING, *WRITING)]
    assert {words.split()[0] for words in [*several, *ALONE] if words[0] != "-"} == {*app.COMMANDS}
    assert {*REPORTS} == {*report.KINDS}


def every_form(places, calls, turn):
    """Run calls, each in the format of a turn (in all of them where it is None); return what is wrong."""
    found = []
    for words, forms in calls:
        for nth in range(len(forms) or 1) if turn is None else (turn,):
            call = formed(words, forms, nth)
            found += [f"{call}: {one}" for one in run(call, **places)[1]]
    return found


@pytest.mark.parametrize("world", WORLDS)
def test_every_command(places, world):
    """Whatever lies there, each command ends with an answer or a sentence, and changes nothing that was there."""
    top, turn = places["data"].parent, None if world in WHOLE else list(WORLDS).index(world)
    WORLDS[world](top)
    before = everything(top)
    wrong = every_form(places, ASKING, turn)
    wrong += [f"Tab after {words}: {one}" for words in TYPED for one in completed(words)]
    now = everything(top)
    changed = sorted(path for path in {*before, *now} if before.get(path) != now.get(path) and not OURS.match(path))
    changed += sorted(path for path in before if ".git/objects/" in path and _other(before[path], now.get(path)))
    wrong += [f"changed: {changed}"] if changed else []
    wrong += every_form(places, WRITING, turn)
    now = everything(top)
    lost = sorted(path for path, was in before.items() if ".git/" not in path and _other(was, now.get(path)))
    wrong += [f"lost or replaced: {lost}"] if lost else []
    assert list(top.parent.rglob("ran")) == []
    assert wrong == [], "\n".join(wrong)


def _other(was, now):
    """Whether a file, a link or a pipe is gone, holds other bytes than before, or is something else."""
    return was[0][0] != "d" and (now is None or (was[0][0], was[2]) != (now[0][0], now[2]))


OURS = re.compile(r"(data/)?\.git(/mstrack(/lock)?|/objects(/.*)?)?$")
"""What `sync --dry-run` makes: a lock, so that two do not meet; it tries its commit with objects that nothing names."""
WHOLE = {"steering", "junk"}
"""Worlds in which there is an answer: in every format."""


@every("call", ALONE)
def test_what_looks_at_no_store(call):
    """Help, schemas, scripts of completion: nothing wrong, with an answer."""
    assert run(call) == (0, [])
