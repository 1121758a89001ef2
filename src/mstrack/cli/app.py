"""Lists all commands, and imports only the one that runs."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, NamedTuple, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from mstrack import __version__
from mstrack.cli import console, help_text, usage_errors
from mstrack.cli.examples import EXAMPLES, OF_PROGRAM
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import mark

FREE = {"note", "problem", "next"}
"""Parameters that may have a blank value."""
HELP = {"-h", "--help"}
ALL_RULES = "all"
"""What check --explain means where it names no rule."""
Context = Any  # Typer contains its own click, whose Context has no public name


class Spec(NamedTuple):
    """A command: its purpose in one line and in full, its function as `module:name`, its group in the help."""

    line: str
    about: str
    function: str
    group: str


QUERY, RECORD, REVIEW = mark("Query"), mark("Record"), mark("Review")
PUBLISH, SETUP = mark("Publish"), mark("Set up")

COMMANDS = {
    "due": Spec(
        mark("What is due, the most urgent first."),
        mark("What is due in a range of days and open, the worst first; its ends count. Every light says why."),
        "mstrack.cli.commands.due:due",
        QUERY,
    ),
    "list": Spec(
        mark("The tasks in the order of the table."),
        mark("The tasks in the order of the table: item, leader, units, deadline, and the light of each."),
        "mstrack.cli.commands.listing:list_",
        QUERY,
    ),
    "show": Spec(
        mark("All about one task, or about one entry."),
        mark(
            "All about one task: what the table says, its figures, who answers, what was filed. Or about one entry: "
            "what it says, whom it corrects, who brought it, what it changed."
        ),
        "mstrack.cli.commands.show:show",
        QUERY,
    ),
    "summary": Spec(
        mark("Lights counted by leader, unit, item or light."),
        mark("How many tasks have which light, by leader, lead unit, item or light, and which ones need attention."),
        "mstrack.cli.commands.summary:summary",
        QUERY,
    ),
    "missing": Spec(
        mark("Who has not reported, and whom to call."),
        mark(
            "Which lead units have filed nothing in a range of days, on which open tasks, and whom to call. "
            "Without --since: nothing since the first day of the last month that is over."
        ),
        "mstrack.cli.commands.missing:missing",
        QUERY,
    ),
    "log": Spec(
        mark("What was filed, newest first."),
        mark("What was filed, newest first, by task, unit, person or day."),
        "mstrack.cli.commands.log:log",
        QUERY,
    ),
    "add": Spec(
        mark("File a progress entry."),
        mark("File a progress entry: one small file, never changed again. What is missing is asked for."),
        "mstrack.cli.commands.add:add",
        RECORD,
    ),
    "correct": Spec(
        mark("Replace an entry, or take it back."),
        mark("Replace an entry by one that is right, or take it back; the old one stays on file, with the reason."),
        "mstrack.cli.commands.correct:correct",
        RECORD,
    ),
    "undo": Spec(
        mark("Take back your last entry, if not committed yet."),
        mark(
            "Take back your last entry, while it is in no commit: it is shown, then its file goes. What is committed "
            "was filed, and is corrected instead."
        ),
        "mstrack.cli.commands.undo:undo",
        RECORD,
    ),
    "sheet": Spec(
        mark("Excel forms: make one, read filled ones."),
        mark("Excel forms for staff: sheet make writes that of a unit, sheet read turns filled ones into entries."),
        "mstrack.cli.commands.sheet:sheet",
        RECORD,
    ),
    "check": Spec(
        mark("Whether all is right, and nothing was rewritten."),
        mark("Judges every file of the store by every rule; --against proves that nothing filed was rewritten since."),
        "mstrack.cli.commands.check:check",
        REVIEW,
    ),
    "diff": Spec(
        mark("What a change means, in words."),
        mark(
            "What changed since a git revision, or between two: figures and lights, entries filed, corrected or "
            "tampered with, the plan field by field. Both sides are judged on the same day."
        ),
        "mstrack.cli.commands.diff:diff",
        REVIEW,
    ),
    "seal": Spec(
        mark("One line that seals all that was filed."),
        mark(
            "Prints one short line for the plan and every filed entry, to be written on paper: years later "
            "check --seal says whether all of it is still there, unchanged."
        ),
        "mstrack.cli.commands.seal:seal",
        REVIEW,
    ),
    "report": Spec(
        mark("Documents for leaders: Word, Excel, a web page."),
        mark("Writes a document for leaders, in Chinese: bulletin, ledger, dashboard, reminder, calendar or data."),
        "mstrack.cli.commands.report:report",
        PUBLISH,
    ),
    "init": Spec(
        mark("Make a store, or complete one."),
        mark(
            "Make a store, or what one lacks: files for editors, git, CI and hooks, the clone's git settings. "
            "Nothing that is there is replaced."
        ),
        "mstrack.cli.commands.init:init",
        SETUP,
    ),
    "sync": Spec(
        mark("Send what was filed here, fetch what others filed."),
        mark(
            "Commits the new entries, fetches, proves that nothing filed was changed, merges, checks, and pushes. "
            "Nothing that others have is ever rewritten; after a kill, run it again."
        ),
        "mstrack.cli.commands.sync:sync",
        SETUP,
    ),
    "schema": Spec(
        mark("Print a JSON Schema of files or answers."),
        mark(
            "Print the JSON Schema of tasks.yaml, of an entry, or of a command's JSON, for editors and "
            "for other validators."
        ),
        "mstrack.cli.commands.schema:schema",
        SETUP,
    ),
    "completion": Spec(
        mark("Print the script that completes commands at Tab."),
        mark("Prints the script that lets a shell complete commands, options, and names of the plan at Tab."),
        "mstrack.cli.commands.completion:completion",
        SETUP,
    ),
}
"""Every command by its name, in the order of the help."""


class Command(TyperCommand):
    """A command whose help and errors are in the user's language."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Print help where it is called for; else parse, and refuse an empty value or a word too many with WrongUse."""
        if self.name == "check" and "--explain" in args:
            args = _all_rules(args)
        if HELP.intersection(args):
            _help(help_text.of_command(self, ctx, console.help_width(), EXAMPLES.get(self.name or "", ())))
        ctx.allow_extra_args = True
        self._refuse_twice(ctx, args)
        rest = super().parse_args(ctx, args)
        for param in self.params:
            if param.name not in FREE and _is_empty(ctx.params.get(param.name)):
                name = param.opts[-1] if param.param_type_name == "option" else _(param.human_readable_name)
                raise WrongUse(_("{name} is empty; write a value, or leave it out").format(name=name))
        if rest:
            raise WrongUse(usage_errors.too_many(ctx.command_path, rest[0]))
        return rest

    def _refuse_twice(self, ctx: Context, args: list[str]) -> None:
        """Refuse an option that takes one value and is given two: the parser would keep the last without a word."""
        given = usage_errors.options_given(self, ctx, args)
        for param in {one.name: one for one in given if given.count(one) > 1}.values():
            if param.param_type_name == "option" and not (getattr(param, "is_flag", False) or param.multiple):
                raise WrongUse(_("{name} is given twice; keep one").format(name=param.opts[-1]))


class Program(TyperGroup):
    """The program: a group that imports a command when it runs."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Any:  # noqa: ANN401, ARG002  click's signature
        """Build a command from its function; None where there is no such command."""
        return build(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command. WrongUse names the nearest one where there is none."""
        name = args[0]
        if name == "version":  # alone it was made an option; it takes nothing
            raise WrongUse(usage_errors.too_many("mstrack version", args[1]))
        if name not in COMMANDS and not name.startswith("-"):
            raise WrongUse(usage_errors.no_command(name, [*COMMANDS, "help", "version"]))
        return super().resolve_command(ctx, args)

    def commands_with(self, option: str) -> list[str]:
        """Return the commands that have an option."""
        return [name for name in COMMANDS if any(option in param.opts for param in build(name).params)]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Print the help for a bare `mstrack` and for a call for help."""
        if args[:1] == ["help"]:
            args = [*args[1:2], "--help"]  # mstrack help due is mstrack due --help
        if args[:1] == ["version"] and HELP.issuperset(args[1:]):
            args = ["--version"]
        if not args or args[0] in HELP:
            lines = [(spec.group, name, spec.line) for name, spec in COMMANDS.items()]
            _help(help_text.of_group(self, ctx, lines, console.help_width(), OF_PROGRAM))
        return super().parse_args(ctx, args)


def _all_rules(args: list[str]) -> list[str]:
    """Give --explain the value that means all rules, where no rule is named behind it."""
    place = args.index("--explain") + 1
    is_alone = place == len(args) or args[place].startswith("-")
    return [*args[:place], ALL_RULES, *args[place:]] if is_alone else args


def _is_empty(value: object) -> bool:
    """Whether a value is blank: "" is a slip of a script, unlike an option that is left out."""
    values = value if isinstance(value, (list, tuple)) else (value,)
    return any(isinstance(one, str) and not one.strip() for one in values)


def command() -> Any:  # noqa: ANN401  click's, vendored
    """Return the program as click's command."""
    app = typer.Typer(
        cls=Program,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(
        help=mark("Tracks the livelihood items that a city promised: who answers, what is due, where it stands.")
    )(_options)
    return get_command(app)


def build(name: str) -> Any:  # noqa: ANN401  click's, vendored
    """Return one command, built from its function's signature."""
    spec = COMMANDS[name]
    module, function = spec.function.split(":")
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command(name, cls=Command, help=spec.about)(getattr(import_module(module), function))
    return get_command(app)


def _help(text: str) -> NoReturn:
    """Write help like an answer: Typer's own crops Chinese and is in English."""
    console.emit(text.encode())
    raise typer.Exit


def _version(is_set: bool) -> None:  # noqa: FBT001  Typer's callback
    if is_set:
        console.emit(f"mstrack {__version__}\n".encode())
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=mark("Print the version and stop."))
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help=mark("Where the program has a bug, print the traceback."))
    ] = False,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help=mark("Write long answers as they are; MSTRACK_PAGER= says so for good."))
    ] = False,
) -> None:
    """Declare the options of the program itself."""
