"""Questions of any kind to a person who sits there: a line, one of a few, yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import keyboard
from mstrack.cli.record.draft import text
from mstrack.cli.record.keyboard import somebody_sits_there as somebody_sits_there  # noqa: PLC0414  asked by whoever asks
from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.progress import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    Answer = TypeVar("Answer")

EMPTIES = "-"
"""What somebody types to empty what Enter would keep."""
SHOWN_OF_KEPT = 30
"""Characters shown of a text that Enter keeps."""
YES = {"y", "yes", "是", "是的", "好", "1"}
NO = {"n", "no", "否", "不", "不是", "2"}


def agreed(question: str) -> bool:
    """Ask for a yes. Enter is none, and what was typed before the question is no answer to it."""
    return _bare(keyboard.answer(_("{question} [y/n]: ").format(question=question))) in YES


def decided(question: str, hint: str) -> bool:
    """Ask until there is a yes or a no; neither is what Enter means, and the hint says what they do."""
    while True:
        typed = _bare(keyboard.answer(_("{question} [y/n]: ").format(question=question)))
        if typed in YES | NO:
            return typed in YES
        console.say(f"  {hint}")


def answer(question: str) -> str:
    """Return the answer to a question that decides, small and without blanks; as in `agreed`."""
    return _bare(keyboard.answer(_("{label}: ").format(label=question)))


def line(question: str) -> str | None:
    """Ask for a line of text; Enter skips."""
    return ask(question, lambda typed: text(typed, question), None)


def words(label: str, kept: str | None) -> str | None:
    """Ask for a text of one or more lines; Enter keeps what is there."""

    def read(typed: str) -> str | None:
        return None if typed.strip() == EMPTIES else text(typed, label)

    return ask(keeping(label, shown(kept, SHOWN_OF_KEPT)) if kept else label, read, kept, reader=keyboard.paragraph)


def ask(
    label: str,
    read: Callable[[str], Answer | None],
    kept: Answer | None,
    refuse: Callable[[Answer | None], Iterable[str]] = lambda _answer: (),
    reader: Callable[[str], str] = keyboard.line,
) -> Answer | None:
    """Ask until the answer can be read and nothing speaks against it; Enter keeps."""
    while True:
        typed = reader(_("{label}: ").format(label=label))
        try:
            answer = read(typed) if typed.strip() else kept
        except WrongUse as error:
            console.say(f"  {error}")
            continue
        reasons = list(refuse(answer))
        if not reasons:
            return answer
        for reason in reasons:
            console.say(f"  {reason}")


def choice(typed: str, choices: dict[str, str], what: str, more: Mapping[str, str] | None = None) -> str:
    """Return the code of one of a few words, given by its number, as the word or as the code."""
    bare = _bare(typed)
    if bare.isdecimal() and 1 <= int(bare) <= len(choices):
        return list(choices)[int(bare) - 1]
    return lookup.choice(typed, choices, what, more)


def numbered(choices: Iterable[str]) -> str:
    """Return a few words in a line, each with the number that chooses it."""
    return "  ".join(f"{n} {word}" for n, word in enumerate(choices, 1))


def keeping(label: str, kept: str) -> str:
    """Return a question with what Enter keeps."""
    return _("{label} [{kept}]").format(label=label, kept=kept)


def _bare(typed: str) -> str:
    """Return an answer small and without blanks; a Chinese keyboard types y, n and e full-width."""
    return typed.strip().casefold().translate({0xFF59: "y", 0xFF4E: "n", 0xFF45: "e"})
