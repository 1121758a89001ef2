"""Words errors of the command line in one sentence of the user's language: Typer's own are in English."""

from __future__ import annotations

from typing import Any

from mstrack.errors import why
from mstrack.i18n import gettext as _


def sentence(error: Any) -> str:  # noqa: ANN401  Typer contains its own click: its exceptions have no public names
    """Return the sentence for one of Typer's errors about the command line."""
    wording = _SENTENCES.get(type(error).__name__)
    return wording(error) if wording else _("this cannot be understood; see mstrack --help")


def bug(error: Exception) -> str:
    """Return the sentence for a bug of the program."""
    sentence = _(
        "this is a bug in mstrack ({name}); nothing was changed; run again with --debug and report what it prints"
    )
    return sentence.format(name=type(error).__name__)


def world(error: OSError | ImportError) -> str:
    """Return the sentence for an error of the system."""
    if isinstance(error, ImportError):
        reason = _("{where}: {why}").format(where=error.name or "mstrack", why=_("there is no such file"))
        return _("the system refused ({why}); nothing was changed").format(why=reason)
    reason = _("{where}: {why}").format(where=error.filename, why=why(error)) if error.filename else why(error)
    return _("the system refused ({why}); nothing was changed").format(why=reason)


def _no_option(error: Any) -> str:  # noqa: ANN401  as above
    import difflib  # noqa: PLC0415  only where something is misspelt

    command = error.ctx.command
    known = [name for param in command.params for name in (*param.opts, *param.secondary_opts)]
    from mstrack.format.characters import shown  # noqa: PLC0415  as above

    near = difflib.get_close_matches(error.option_name, [*known, "--help"], n=1, cutoff=0)[0]
    sentence = _("there is no option {name}; did you mean {near}? All options: {help}")
    return sentence.format(name=shown(error.option_name), near=near, help=f"{error.ctx.command_path} --help")


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
