"""Makes the parts of a store, and of what surrounds it, that are missing; it replaces nothing that is there.

store    tasks.yaml, progress/README.md                        the folder that --data names
top      .gitattributes, .editorconfig, schemas/, .vscode/,    the repository's top, since git, editors and hosts read
         .github/, .gitlab-ci.yml, .workflow/                  them only there; outside of a repository, the store
clone    hooks/pre-commit, core.quotepath, diff.mstrack.*      this clone alone, since git does not clone them
"""

from __future__ import annotations

import os
import re
import shlex
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.errors import MstrackError, WorldFailed, WrongUse, why
from mstrack.format import json_schema
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.i18n import LANGUAGES, speaking
from mstrack.i18n import gettext as _
from mstrack.scaffold import program
from mstrack.store import protection, put, source, spelling, windows_names
from mstrack.store.source import PLAN_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.format.validate import FileKind

HOOK = "mstrack check --staged"
FRAMEWORK = ".pre-commit-config.yaml"
"""The file of pre-commit (https://pre-commit.com); where it is there, the check belongs into it."""
SETTINGS = {
    "core.quotepath": "false",  # git prints Chinese names instead of "\345\270\202"
    "diff.mstrack.wordRegex": "[0-9.]+|[^[:space:]]",  # a word is a number or one character
}
_CI = (
    (".github/workflows/mstrack.yml", "github.yml"),
    (".gitlab-ci.yml", "gitlab.yml"),
    (".workflow/mstrack.yml", "gitee.yml"),
)


class StoreLocation(NamedTuple):
    """The folder of a store, and the folder for what surrounds it: the repository's top, else the store."""

    store: str
    top: str
    repository: bool

    @property
    def below(self) -> str:
        """The relative path from the top to the store, with slashes; "." where they are the same."""
        return os.path.relpath(self.store, self.top).replace(os.sep, "/")


class Provision(NamedTuple):
    """One thing that a store needs: a file, or a setting of git. `remark` says what a person still has to do."""

    what: str
    done: Literal["made", "set", "kept", "moved"]
    remark: str = ""


class _File(NamedTuple):
    """A file: its path below the top, its text, and a function that returns what is left to do for a text there."""

    path: str
    text: str
    remark: Callable[[str], str] = lambda _text: ""
    mode: int = 0o644


def place(folder: str) -> StoreLocation:
    """Return where a store is or will be: the folder, or data/ in it where a store is there.

    WrongUse where the path is no folder, or lies among the entries of a store.
    """
    windows_names.refuse_unusable(folder)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise WrongUse(_("{path} is no folder; name the folder of the store").format(path=shown(folder, 200)))
    both = (folder, os.path.join(folder, "data"))
    root = os.path.realpath(next((one for one in both if os.path.lexists(os.path.join(one, source.PLAN))), folder))
    protection.refuse_git(root)
    above = root
    while above != os.path.dirname(above):
        above, name = os.path.split(above)
        if name == source.PROGRESS and os.path.lexists(os.path.join(above, source.PLAN)):
            sentence = _("{path} lies among the entries of the store; choose another folder")
            raise WrongUse(sentence.format(path=shown(folder, 200)))
    try:
        repository.serve(_existing(root), "")
    except WrongUse:  # outside of a repository
        return StoreLocation(root, root, repository=False)
    top = process.run(_existing(root), "rev-parse", "--show-toplevel").rstrip(b"\r\n")
    return StoreLocation(root, os.path.realpath(os.fsdecode(top)), repository=True)


def steps(place: StoreLocation, year: int, *, plan: str = "", dry: bool = False) -> Iterator[Provision]:
    """Make and set what is missing, one thing after the other; `plan` is the text of a new plan, `dry` changes nothing.

    WorldFailed where the disk or git refuses.
    """
    hooked = os.path.lexists(os.path.join(place.top, FRAMEWORK))
    for file in (*_files(place, year, plan), *([_framework(place)] if hooked else [])):
        yield _made(place.top, file, dry=dry)
    yield from _moved(place, year, dry=dry)
    if place.repository:
        if not hooked:
            yield _hook(place, dry=dry)
        for name, value in SETTINGS.items():
            yield _set(place.top, name, value, dry=dry)


def _moved(place: StoreLocation, year: int, *, dry: bool) -> Iterator[Provision]:
    """Remove from a store what `init` made there before the folder was in a repository; the top has it now.

    Only a file that is still as it was made goes, and only where the top has one of its name.
    """
    if place.store == place.top:
        return
    alone = StoreLocation(place.store, place.store, repository=False)
    own = {source.PLAN, f"{source.PROGRESS}/README.md"}
    for file in _files(alone, year):
        path = os.path.join(place.store, file.path)
        if file.path in own or not os.path.isfile(path) or os.path.islink(path):
            continue
        text = _read(place.store, file._replace(text=""))
        same = text == file.text or (file.path.startswith("schemas/") and not file.remark(text))
        if same and (dry or os.path.lexists(os.path.join(place.top, file.path))):
            if not dry:
                put.take_away(place.store, [file.path])
            yield Provision(f"{place.below}/{file.path}", "moved")


def refuse_plan(place: StoreLocation) -> None:
    """WrongUse where a plan is there already: somebody may have written it."""
    path = os.path.join(place.store, source.PLAN)
    if os.path.lexists(path):
        sentence = _(
            "{path} is there already; a draft never replaces a plan: name another folder, or move it away first"
        )
        raise WrongUse(sentence.format(path=shown(path, 200)))


def _files(place: StoreLocation, year: int, drafted: str = "") -> Iterator[_File]:
    """Yield every file, in the order of its use."""
    inside = "" if place.below == "." else f"{place.below}/"
    plan = _template("tasks.yaml", year=str(year))
    yield _File(
        f"{inside}{source.PLAN}", drafted or plan, lambda text: _("transcribe the table") if text == plan else ""
    )
    yield _File(f"{inside}{source.PROGRESS}/README.md", _template("progress.md"))
    attributes = _template("gitattributes")
    yield _File(".gitattributes", attributes, _unless("diff=mstrack", _add(attributes.splitlines()[-1])))
    yield _File(".editorconfig", _template("editorconfig"))
    for name, kind in json_schema.KINDS.items():
        yield _File(f"schemas/{name}.schema.json", json_schema.text(kind), partial(_outdated, kind))
    named = _("name the schemas under {key}, as {command} shows").format(key="yaml.schemas", command="mstrack init")
    yield _File(".vscode/settings.json", _template("settings.json"), _unless("entry.schema.json", named))
    yield _File(".vscode/extensions.json", _template("extensions.json"))
    for path, template in _CI:
        yield _File(path, _template(template, data=_option(place)), partial(_of_ci, f"mstrack check{_option(place)}"))


def _framework(place: StoreLocation) -> _File:
    entry = f"{HOOK}{_option(place)}"
    hook = f"{{id: mstrack-check, name: mstrack check, entry: {entry}, language: system, pass_filenames: false}}"
    return _File(FRAMEWORK, "", _unless("mstrack", _add(f"- {{repo: local, hooks: [{hook}]}}")))


def _unless(sign: str, cure: str) -> Callable[[str], str]:
    """Return a function that gives the cure for a text without the sign."""
    return lambda text: "" if sign in text else cure


def _add(line: str) -> str:
    return _("add the line: {line}").format(line=line)


def _outdated(kind: FileKind, text: str) -> str:
    """Return what is left to do where a schema is that of another version; it may be in any language."""
    for tongue in LANGUAGES:
        with speaking(tongue):
            if json_schema.text(kind) == text:
                return ""
    return _("not that of this version; delete it and run init again to renew it")


def _of_ci(command: str, text: str) -> str:
    if "mstrack check" not in text:
        return _("let it run: {command}").format(command=command)
    unfilled = re.search(r"""MSTRACK(: ""|='')""", text)
    return _("fill in MSTRACK: where pip finds mstrack") if unfilled else ""


def _option(place: StoreLocation) -> str:
    """Return the --data option: what is checked is this store, whatever plan somebody puts beside or above it."""
    return f" --data {shlex.quote(place.below)}"


def _template(name: str, **places: str) -> str:
    text = resources.files("mstrack.scaffold").joinpath("templates", name).read_text(encoding="utf-8")
    for key, value in places.items():
        text = text.replace(f"@{key}@", value)
    return text


def _made(top: str, file: _File, *, dry: bool) -> Provision:
    full = os.path.join(top, file.path)
    if os.path.lexists(full):
        return Provision(file.path, "kept", file.remark(_read(top, file)))
    if not dry:
        try:
            _create(top, file)
        except FileExistsError:  # another process was faster
            return Provision(file.path, "kept")
        except OSError as error:
            raise WorldFailed(_("{path} could not be written ({why})").format(path=full, why=why(error))) from error
    return Provision(file.path, "made", file.remark(file.text))


def _create(top: str, file: _File) -> None:
    """Create a file, and the folders above it; the top itself may be missing."""
    root = _existing(top)
    folder = os.path.dirname(os.path.join(top, file.path))
    if not _inside(folder, top):
        raise WorldFailed(_("{path}: a link leads out of the folder; put a folder there").format(path=file.path))
    put.create(root, os.path.join(os.path.relpath(top, root), file.path), file.text.encode(), file.mode)


def _read(top: str, file: _File) -> str:
    """Return the text in the place of a file; one that cannot be read counts as the expected one."""
    try:
        return source.WorkTree(top).read(file.path, PLAN_LIMIT).decode().replace("\r\n", "\n")
    except (MstrackError, UnicodeDecodeError):
        return file.text


def _hook(place: StoreLocation, *, dry: bool) -> Provision:
    """Make the pre-commit hook, unless a hook is there, or the hooks' folder is shared with other repositories."""
    hooks, own = (_of_git(place.top, *words) for words in (("--git-path", "hooks"), ("--git-common-dir",)))
    path = os.path.join(hooks, "pre-commit")
    what = os.path.relpath(path, place.top).replace(os.sep, "/")
    words = program.words()
    text = _template("pre-commit", data=_option(place), file=shlex.quote(words[0]), program=shlex.join(words))
    line = f"{HOOK}{_option(place)} || exit 1"
    if _inside(hooks, own):
        cure = _("somebody else's; add the line: {line}").format(line=line)
        file = _File(os.path.relpath(path, own), text, _unless(HOOK, cure), 0o755)
        return _made(own, file, dry=dry)._replace(what=what)
    cure = _("it leads elsewhere; in {path}, add the line: {line}").format(path=what, line=line)
    present = _read(hooks, _File("pre-commit", text)) if os.path.lexists(path) else ""
    return Provision("core.hooksPath", "kept", _unless(HOOK, cure)(present))


def _of_git(top: str, *words: str) -> str:
    """Return a folder that `git rev-parse` names, with the user's own settings."""
    output = process.run(top, "rev-parse", *words, own=True).rstrip(b"\r\n")
    return os.path.realpath(os.path.join(top, os.fsdecode(output)))


def _set(top: str, name: str, value: str, *, dry: bool) -> Provision:
    """Set a setting of the clone, unless the user has another value."""
    kind = ("--bool",) if value == "false" else ()  # "off" says the same
    result = process.ask(top, "config", *kind, "--get", name, own=True)
    current = result.out.decode("utf-8", "replace").rstrip("\n")
    if not result.code:
        other = _("it is {value} here; ours is: {command}")
        command = spelling.command("git", "config", name, value)
        return Provision(name, "kept", "" if current == value else other.format(value=shown(current), command=command))
    if not dry and (result := process.ask(top, "config", "--local", name, value, own=True)).code:
        why = shown(result.err.decode("utf-8", "replace").strip())
        raise WorldFailed(_("git could not set {name} ({why})").format(name=name, why=why))
    return Provision(name, "set")


def _existing(folder: str) -> str:
    """Return the folder, or the nearest one above it that exists."""
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def _inside(folder: str, other: str) -> bool:
    return f"{os.path.realpath(folder)}{os.sep}".startswith(f"{os.path.realpath(other)}{os.sep}")
