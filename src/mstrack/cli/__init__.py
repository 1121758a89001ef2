"""The command line: the only room that knows Typer, the terminal and the exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.errors import Unreadable


def main() -> NoReturn:
    """Run the program on the arguments of the process, and exit."""
    gc.disable()  # a process of a tenth of a second: what it leaves behind is not worth a tenth of that to collect
    code = run(sys.argv[1:])
    if getattr(sys, "frozen", False):
        from mstrack.cli import dropped  # noqa: PLC0415  a bundle alone opens windows of its own

        dropped.hold()
    try:
        for stream in (sys.stdout, sys.stderr):  # None where the caller has closed it
            if stream:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)  # nor is taking every module down worth as much: all is written, and git ends with its pipe


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911  one exit code an error
    """Run one command and return its exit code: the one place where errors are caught and printed."""
    if arguments and arguments[0] == "_complete":
        from mstrack.cli.completion import protocol  # noqa: PLC0415  asked by shells at every Tab: without Typer where that can be

        return protocol.answer(arguments[1:])
    import typer  # noqa: PLC0415  so that `import mstrack.cli` costs nothing

    from mstrack.cli import console, usage_errors  # noqa: PLC0415  as above
    from mstrack.cli.app import command  # noqa: PLC0415  as above
    from mstrack.errors import ExitCode, MstrackError, Unreadable  # noqa: PLC0415  as above

    console.prepare()
    debug = "--debug" in arguments  # wherever it stands: nobody remembers that it belongs before the command
    console.knows_no_commands = False
    console.has_pager = "--no-pager" not in arguments  # as --debug
    words = [word for word in arguments if word not in {"--debug", "--no-pager"}]
    try:
        if words and words[0].lower().endswith(".xlsx"):
            from mstrack.cli import dropped  # noqa: PLC0415  as above

            meant = dropped.command(words)
            console.knows_no_commands, words = meant != words, meant
        return int(command()(words, prog_name="mstrack", standalone_mode=False) or ExitCode.FINE)
    except typer.TyperException as error:
        console.say(usage_errors.sentence(error))
        return ExitCode.WRONG_USE
    except Unreadable as error:
        return _unreadable(arguments, error)
    except MstrackError as error:
        console.say(str(error))
        return error.code
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except (OSError, ImportError) as error:  # a module that cannot be read any more: the disk, too
        console.say(usage_errors.world(error))
        return ExitCode.WORLD_FAILED
    except Exception as error:  # noqa: BLE001  the last place: a bug ends in one sentence
        if debug:
            traceback.print_exception(error)
        console.say(usage_errors.bug(error))
        return ExitCode.BUG


def _unreadable(arguments: Sequence[str], error: Unreadable) -> int:
    """Run a command once more where what it could not read is set aside now; else say what is wrong."""
    from mstrack.check.set_aside import hide  # noqa: PLC0415  only where something is broken
    from mstrack.cli import console  # noqa: PLC0415  as above
    from mstrack.store.set_aside import forget  # noqa: PLC0415  as above

    sentences = hide(console.store, error)
    for sentence in sentences:
        console.remark(sentence)
    if not sentences:
        console.say(str(error.below(console.store)))
        return error.code
    try:
        return run(arguments)
    finally:
        forget()
