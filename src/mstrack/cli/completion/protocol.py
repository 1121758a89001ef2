"""Completes a word of the command line: the scripts in `shells/` call `mstrack _complete` at every Tab.

    _complete bash =WORD TYPE LINE                the line up to the cursor, and the end of it that bash replaces
    _complete zsh|fish|powershell =WORD WORDS     the word up to the cursor, and the words between `mstrack` and it

Each line of the answer is a value, a tab and its help. A tab and `files` or `folders` ask the shell for their names.
Errors print nothing, so that the person who types is not disturbed. Units and persons are found without Typer, which
takes longer to import than everything else.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from mstrack.cli.completion.values import FILES, FOLDERS, OF_PLAN, VALUES, Candidate, CommandLine
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LISTING = {"33", "63", "64"}
"""Values of COMP_TYPE with which bash lists candidates and inserts none, so that help may follow a value."""
WIDEST = 60
"""Characters of help shown in bash, which does not cut it to the window."""


def answer(arguments: Sequence[str]) -> int:
    """Print the candidates and return the exit code, always 0; errors print nothing."""
    try:
        shell, word, *rest = arguments
        lines = _bash(word[1:], *rest) if shell == "bash" else _others(word[1:], rest)
        # PowerShell's script reads UTF-8, the others read the terminal's encoding
        encoding = "utf-8" if shell == "powershell" else sys.stdout.encoding
        # not through sys.stdout: its flush at the end would complain where the shell has closed the pipe
        os.write(1, "".join(f"{line}\n" for line in lines).encode(encoding, "replace"))
    except (Exception, KeyboardInterrupt):  # noqa: BLE001, S110  as the module's docstring says
        pass
    return 0


def candidates(words: Sequence[str], typed: str) -> list[Candidate]:
    """Return the candidates for the word `typed`; `words` are those between `mstrack` and it.

    None of them has a character that a shell acts on within quotes: what a plan says must never be run by a Tab.
    """
    return [one for one in _candidates(words, typed) if one.is_plain]


def _candidates(words: Sequence[str], typed: str) -> list[Candidate]:
    option, equals, value = typed.partition("=")
    if equals and option.startswith("--"):
        found = _candidates([*words, option], value)
        return [one if one in (FILES, FOLDERS) else one._replace(value=f"{option}={one.value}") for one in found]
    if words and words[-1] in OF_PLAN:
        return OF_PLAN[words[-1]](CommandLine(tuple(words)), typed)
    return _parsed(tuple(words), typed)


def _parsed(words: tuple[str, ...], typed: str) -> list[Candidate]:
    """Find the command, and its option or argument that the word belongs to."""
    from mstrack.cli import app  # noqa: PLC0415  it imports Typer, see the module's docstring

    place = next((i for i, word in enumerate(words) if not word.startswith("-")), None)
    if place is None:
        commands = [Candidate(name, _(spec.line)) for name, spec in app.COMMANDS.items()]
        return _starting([*commands, *_options(app.command(), words)] if typed.startswith("-") else commands, typed)
    if words[place] not in app.COMMANDS:
        return []
    command = app.build(words[place])
    waiting, given, only_words = _read(command, words[place + 1 :])
    line = CommandLine(words, words[place], tuple(given))
    if waiting:
        return _values(waiting.opts[0], line, typed)
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    if not typed.startswith("-") or only_words:
        left = arguments[len(given) :] or [one for one in arguments[-1:] if one.nargs == -1]
        if left:
            return _values(left[0].metavar, line, typed)
    return [] if only_words else _starting(_options(command, words), typed)


def _read(command: Any, words: Sequence[str]) -> tuple[Any, list[str], bool]:  # noqa: ANN401  click's, vendored
    """Return the option that awaits its value, the arguments so far, and whether `--` ended the options."""
    options = {name: param for param in command.params for name in param.opts if param.param_type_name == "option"}
    waiting: Any = None
    given: list[str] = []
    for i, word in enumerate(words):
        if waiting:
            waiting = None
        elif word == "--":
            return None, [*given, *words[i + 1 :]], True
        elif word in options:
            waiting = None if options[word].is_flag else options[word]
        elif not word.startswith("-") or word == "-":
            given.append(word)
    return waiting, given, False


def _values(name: str, line: CommandLine, typed: str) -> list[Candidate]:
    """Return the candidates for an option (by its first name) or an argument (by its name in the help)."""
    return VALUES[name](line, typed) if name in VALUES else []


def _options(command: Any, words: Sequence[str]) -> list[Candidate]:  # noqa: ANN401  click's, vendored
    """Return the long names of options, without those that are given already and may be given once."""
    options = [param for param in command.params if param.param_type_name == "option"]
    free = [
        param for param in options if param.multiple or not set(param.opts) & {word.split("=")[0] for word in words}
    ]
    listed = [Candidate(name, _(param.help)) for param in free for name in param.opts if name.startswith("--")]
    return [*listed, Candidate("--help", _("Show this message and stop."))]


def _starting(known: list[Candidate], typed: str) -> list[Candidate]:
    return [one for one in known if one.value.startswith(typed)]


def _others(typed: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the lines for a shell that takes whole words and shows help. An open quote is part of the word."""
    for one in candidates(words, typed.lstrip("\"'")):
        yield f"{one.value}\t{_on_one_line(one.help)}"


def _bash(replaced: str, kind: str, line: str) -> Iterator[str]:
    """Yield the lines for bash, which splits words at = and :, does not quote, and shows no help."""
    words, typed, is_quoted = split(line)
    typed = "" if typed == "=" else typed
    found = candidates([word for word in words[1:] if word != "="], typed)
    before = len(typed) - len(replaced) if typed.endswith(replaced) else 0
    widest = max((len(one.value) for one in found), default=0) - before
    for one in found:
        value = one.value[before:] if one.value else one.value
        if one in (FILES, FOLDERS):
            yield f"\t{one.help}"
        elif kind in LISTING and len(found) > 1 and one.help:
            yield f"{value:{widest}}  {_cut(_on_one_line(one.help))}"
        else:
            yield value if is_quoted else _escaped(value)


def _escaped(value: str) -> str:
    """Return a value as bash reads it outside of quotes; within them it is plain already (`Candidate.is_plain`)."""
    return "".join(f"\\{one}" if one.isspace() or one in _SPLITTING else one for one in value)


_SPLITTING = frozenset("()[]{}*?#~")


def split(line: str) -> tuple[list[str], str, bool]:
    """Return the complete words of a line as a shell reads them, the last word, and whether it has an open quote."""
    import shlex  # noqa: PLC0415  only bash gives a line

    lexer = shlex.shlex(f"{line}x", posix=True)  # x: there is a last word even where none of it is typed yet
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words += lexer
    except ValueError:
        return words, lexer.token[:-1], True
    return words[:-1], words[-1][:-1], False


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}…"
