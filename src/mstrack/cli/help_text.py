"""Writes help in the user's language, laid out by cells: Chinese wraps and lines up, and nothing is cropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

INDENT = 2
"""Cells before a name, and between names and texts."""
NAMES_AT_MOST = 30
"""Cells of the widest column of names; a longer name has a line of its own."""


def of_command(command: Any, context: Any, width: int, examples: Iterable[str]) -> str:  # noqa: ANN401  click's types have no public names
    """Return the help of one command."""
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    names = " ".join([*map(_in_usage, arguments), _("[OPTIONS]")])
    parts = [_("Usage: {command} {arguments}").format(command=context.command_path, arguments=names)]
    parts += _prose(command.help, width)
    if arguments:
        parts += _section(_("Arguments"), [(_(a.human_readable_name), a.help or "") for a in arguments], width)
    return _joined([*parts, *_options(command, width), *_examples(examples)])


def of_group(
    group: Any,  # noqa: ANN401  as above
    context: Any,  # noqa: ANN401  as above
    commands: list[tuple[str, str, str]],
    width: int,
    examples: Iterable[str],
) -> str:
    """Return the help of the program: (group, command, line) of every command, then the options."""
    parts = [_("Usage: {command} {arguments}").format(command=context.command_path, arguments=_("COMMAND [OPTIONS]"))]
    parts += _prose(group.help, width)
    for heading in dict.fromkeys(section for section, _name, _line in commands):
        parts += _section(_(heading), [(name, line) for section, name, line in commands if section == heading], width)
    return _joined([*parts, *_options(group, width), *_examples(examples)])


def _in_usage(argument: Any) -> str:  # noqa: ANN401  as above
    """Return an argument as the line of usage has it: in brackets where it may be left out, with dots where several."""
    name = _(argument.human_readable_name)
    dots = "..." if argument.nargs == -1 else ""
    return f"{name}{dots}" if argument.required else f"[{name}{dots}]"


def listed(rows: dict[str, str], width: int) -> str:
    """Return names, each with its text beside it."""
    column = max(map(cell_len, rows)) + INDENT
    lines = []
    for name, text in rows.items():
        first, *more = wrap(text, max(20, width - column))
        lines += [f"{name}{' ' * (column - cell_len(name))}{first}", *(f"{' ' * column}{line}" for line in more)]
    return _joined(lines)


def _examples(examples: Iterable[str]) -> list[str]:
    """Return examples below their title; they are never wrapped, so that they can be copied."""
    return ["", _("{title}:").format(title=_("Examples")), *(f"{' ' * INDENT}{line}" for line in examples)]


def _options(command: Any, width: int) -> list[str]:  # noqa: ANN401  as above
    rows = [
        (
            ", ".join([*param.opts, *param.secondary_opts]) + (f" {_(param.metavar)}" if param.metavar else ""),
            param.help or "",
        )
        for param in command.params
        if param.param_type_name == "option"
    ]
    return _section(_("Options"), [*rows, ("-h, --help", mark("Show this message and stop."))], width)


def _prose(text: str | None, width: int) -> list[str]:
    paragraphs = [" ".join(paragraph.split("\n")) for paragraph in (text or "").strip().split("\n\n")]
    return ["", *(line for paragraph in paragraphs for line in [*wrap(_(paragraph), width), ""])][:-1]


def _section(title: str, rows: list[tuple[str, str]], width: int) -> list[str]:
    column = min(NAMES_AT_MOST, max(cell_len(name) for name, _text in rows)) + 2 * INDENT
    lines = ["", _("{title}:").format(title=title)]
    for name, text in rows:
        texts = wrap(_(text), max(20, width - column)) if text else [""]
        label = f"{' ' * INDENT}{name}"
        if cell_len(label) + INDENT > column:
            lines.append(label)
            label = ""
        lines.append(f"{label}{' ' * (column - cell_len(label))}{texts[0]}")
        lines += [f"{' ' * column}{text}" for text in texts[1:]]
    return lines


def _joined(lines: list[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)
