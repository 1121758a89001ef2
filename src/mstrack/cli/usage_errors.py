"""Words errors of the command line in one sentence of the user's language: Typer's own are in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer import TyperException

from mstrack.errors import WrongUse, not_loaded, why
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress.nearest import nearest_word
from mstrack.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ELSEWHERE = {
    "delete": mark("mstrack undo takes back what is in no commit, mstrack correct ID --withdraw what is"),
    "edit": mark("mstrack correct ID replaces an entry"),
    "search": mark("mstrack show WORDS finds a task"),
    "find": mark("mstrack show WORDS finds a task"),
    "status": mark("mstrack due says where the tasks stand, mstrack summary counts"),
    "export": mark("mstrack report data writes all of it, --format csv an answer"),
    "push": mark("mstrack sync sends and fetches"),
    "pull": mark("mstrack sync sends and fetches"),
}
"""Commands of other programs, and what does the same here."""
SEVERAL_TASKS = dict.fromkeys(("due", "list", "summary", "missing"), "show {0}") | {"log": "log --task {0}"}
"""Commands that answer for many tasks, and what answers for the one of a number."""


def sentence(error: Any) -> str:  # noqa: ANN401  Typer contains its own click: its exceptions have no public names
    """Return the sentence for one of Typer's errors about the command line."""
    wording = _SENTENCES.get(type(error).__name__)
    return wording(error) if wording else _("this cannot be understood; see mstrack --help")


def bug(error: Exception) -> str:
    """Return the sentence for a bug of the program."""
    sentence = _("this is a bug in mstrack ({name}); run again with --debug and report what it prints")
    return sentence.format(name=type(error).__name__)


def world(error: OSError | ImportError) -> str:
    """Return the sentence for an error of the system."""
    if isinstance(error, ImportError):
        if sentence := not_loaded(error):
            return sentence
        reason = _("{where}: {why}").format(where=error.name or "mstrack", why=_("there is no such file"))
        return _("the system refused ({why}); put that right and run again").format(why=reason)
    from mstrack.format.characters import shown  # noqa: PLC0415  as below

    where = shown(str(error.filename or ""), 200)
    reason = _("{where}: {why}").format(where=where, why=why(error)) if where else why(error)
    return _("the system refused ({why}); put that right and run again").format(why=reason)


def _no_option(error: Any) -> str:  # noqa: ANN401  as above
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    command, name = error.ctx.command, error.option_name
    known = [name for param in command.params for name in (*param.opts, *param.secondary_opts)]
    parts = {"name": shown(name), "help": f"{error.ctx.command_path} --help"}
    if name.strip("-") in FORMATS and "--format" in known:
        return _("there is no option {name}; did you mean {near}? All options: {help}").format(
            near=f"--format {name.strip('-')}", **parts
        )
    near = nearest_word(name, [*known, "--help"])
    if near is None and hasattr(command, "commands_with") and (several := command.commands_with(name)):
        sentence = _("the option {name} stands behind a command: mstrack {command} {name} …")
        return sentence.format(name=parts["name"], command=several[0])
    if near is None:
        return _("there is no option {name}; all options: {help}").format(**parts)
    return _("there is no option {name}; did you mean {near}? All options: {help}").format(near=near, **parts)


def options_given(command: Any, ctx: Any, args: Sequence[str]) -> list[Any]:  # noqa: ANN401  as above
    """Return the options and arguments that are given. WrongUse names each option that is not there, at once."""
    left = list(args)
    found: list[str] = []
    while True:
        try:
            given = command.make_parser(ctx).parse_args(args=list(left))[2]
        except TyperException as error:
            name = getattr(error, "option_name", None) if type(error).__name__ == "NoSuchOption" else None
            place = next((n for n, one in enumerate(left) if one.partition("=")[0] == name), None)
            if place is None and not found:
                raise
            if place is None:
                break
            found.append(_no_option(error))
            del left[place]
        else:
            if not found:
                return list(given)
            break
    raise WrongUse("\n".join(found))


def no_command(name: str, commands: Iterable[str]) -> str:
    """Return the sentence for a command that is not there: where that is done, or the nearest one."""
    from mstrack.format.characters import shown  # noqa: PLC0415  as above

    if name in ELSEWHERE:
        return _("there is no command {name}: {cure}").format(name=name, cure=_(ELSEWHERE[name]))
    near = nearest_word(name, commands)
    if near is None:
        return _("there is no command {name}; mstrack --help lists all").format(name=shown(name))
    return _("there is no command {name}; did you mean {near}?").format(name=shown(name), near=near)


def too_many(command: str, word: str) -> str:
    """Return the sentence for a word that a command does not take; a task's number is asked for by `show`."""
    name = command.rpartition(" ")[2]
    if word.isdecimal() and name in SEVERAL_TASKS:
        sentence = _("{command} answers for many tasks; of one: {cure}")
        return sentence.format(command=command, cure=f"mstrack {SEVERAL_TASKS[name].format(word)}")
    sentence = _("{command} does not take {word}; see {help}")
    if name == "show":
        sentence = _("{command} shows one task: {word} is too many; several words of it stand in quotes. See {help}")
    return sentence.format(command=command, word=word, help=f"{command} --help")


def _option_use(error: Any) -> str:  # noqa: ANN401  as above
    if "requires" in error.message:
        return _("the option {name} needs a value after it").format(name=error.option_name)
    return _("the option {name} takes no value").format(name=error.option_name)


def _missing(error: Any) -> str:  # noqa: ANN401  as above
    name = _(error.param.human_readable_name) if error.param.param_type_name == "argument" else error.param.opts[0]
    sentence = _("{name} is missing; see {help}")
    return sentence.format(name=name, help=f"{error.ctx.command_path} --help")


def _no_number(error: Any) -> str:  # noqa: ANN401  as above
    """Word the one wrong value that Typer itself finds: that of an option which takes a whole number."""
    name = error.param.opts[-1]
    reached = getattr(error.param.type, "min", None), getattr(error.param.type, "max", None)
    if None in reached:
        return _("{name} takes a whole number").format(name=name)
    return _("{name} takes a whole number from {least} to {most}").format(name=name, least=reached[0], most=reached[1])


_SENTENCES = {
    "BadParameter": _no_number,
    "NoSuchOption": _no_option,
    "BadOptionUsage": _option_use,
    "MissingParameter": _missing,
}
