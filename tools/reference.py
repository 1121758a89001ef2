"""Writes the reference pages of the site from the program: python tools/reference.py [--check].

Commands from the command line's own parameters, keys from the labels and the schemas, rules from their catalogue, JSON
from the answers' schemas; each in both languages. With --check nothing is written; the exit code is 1 where a page is
out of date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mstrack import i18n
from mstrack.cli.app import COMMANDS, build
from mstrack.cli.examples import EXAMPLES
from mstrack.format import json_schema
from mstrack.i18n import gettext as _
from mstrack.rules import catalogue
from mstrack.views import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
LANGUAGES = {"en": "en", "zh": "zh_CN"}
MADE = "<!-- made by tools/reference.py -->"
Schema = dict[str, Any]
WORDS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "site" / "words.json").read_text(encoding="utf-8")
)
"""The words of the pages that are none of the program's."""


def commands(word: Callable[[str], str]) -> Iterator[str]:
    """Yield the page of the commands, in the order of the help."""
    yield from (f"# {word('Commands')}", "", word("about commands"))
    for heading in dict.fromkeys(spec.group for spec in COMMANDS.values()):
        yield from ("", f"## {_(heading)}")
        for name in (name for name, spec in COMMANDS.items() if spec.group == heading):
            yield from _command(build(name), f"mstrack {name}", word)
            yield from ("", word("Examples:"), "", "```sh", *EXAMPLES[name], "```")


def _command(command: Any, title: str, word: Callable[[str], str]) -> Iterator[str]:  # noqa: ANN401  click's types have no public names
    yield from ("", f"### {title}", "", _(" ".join((command.help or "").split())))
    for kind, head in (("argument", "Argument"), ("option", "Option")):
        rows = [param for param in command.params if param.param_type_name == kind and not param.hidden]
        if rows:
            yield from ("", *_head(head, "Meaning", word=word))
            yield from (f"| {_names(param)} | {_cell(_(param.help or ''))} |" for param in rows)


def _names(param: Any) -> str:  # noqa: ANN401  as above
    if param.param_type_name == "argument":
        return f"`{_(param.human_readable_name)}`"
    names = " ".join(f"`{one}`" for one in [*param.opts, *param.secondary_opts])
    return f"{names} {_(param.metavar)}" if param.metavar else names


def keys(word: Callable[[str], str]) -> Iterator[str]:
    """Yield the page of the keys: each mapping of tasks.yaml and of an entry is a table."""
    yield from (f"# {word('Keys of the files')}", "", word("about keys"))
    for title, kind in (("tasks.yaml", "plan"), ("An entry", "entry")):
        schema = json.loads(json_schema.text(kind))  # type: ignore[arg-type]
        defs = schema.get("$defs", {})
        yield from ("", f"## {word(title)}")
        for name, one in {"": schema, **defs}.items():
            if "properties" in one:
                yield from _mapping(name, one, word)


def _mapping(name: str, schema: Schema, word: Callable[[str], str]) -> Iterator[str]:
    if name:
        yield from ("", f"### {schema['title']} ({name}) {{ #{name.lower()} }}")
    yield from ("", _cell(schema["description"]), "")
    yield from _head("Key", "Name", "Required", "Value", "Meaning", word=word)
    for key, value in schema["properties"].items():
        needed = word("yes") if key in schema.get("required", ()) else ""
        cells = (f"`{key}`", value.get("title", ""), needed, _value(value, word), value.get("description", ""))
        yield f"| {' | '.join(map(_cell, cells))} |"


def _value(schema: Schema, word: Callable[[str], str]) -> str:
    """Return what a schema takes, in a few words."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " / ".join(dict.fromkeys(_value(one, word) for one in schema["anyOf"]))
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        meanings = schema.get("enumDescriptions", [])
        said = [f"`{one}`" for one in schema["enum"] if one is not None]
        said = [f"{code} {meaning}" for code, meaning in zip(said, meanings, strict=True)] if meanings else said
        return word("one of ") + ", ".join(said)
    if "items" in schema:
        return word("list of ") + _value(schema["items"], word)
    kinds = schema.get("type", "object")
    return " / ".join(map(word, kinds if isinstance(kinds, list) else [kinds]))


def rules(word: Callable[[str], str]) -> Iterator[str]:
    """Yield the page of the rules."""
    yield from (f"# {word('Rules')}", "", word("about rules"), "", *_head("Rule", "Meaning", word=word))
    yield from (f"| `{name}` | {_cell(sentence)} |" for name, sentence in catalogue.every().items())


def answer_keys(word: Callable[[str], str]) -> Iterator[str]:
    """Yield the page of the answers in JSON."""
    yield from (f"# {word('JSON answers')}", "", word("about json"))
    for name in answers.ANSWERS:
        yield from ("", f"## {name}", "", *_head("Key", "Value", word=word))
        yield from (f"| `{key}` | {_cell(kind)} |" for key, kind in _flat(json.loads(answers.text(name)), "", word))


def _flat(schema: Schema, before: str, word: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield every key of an answer with its value: those of a list's mappings as tasks[].title."""
    for key, value in schema["properties"].items():
        name = f"{before}{key}{'' if key in schema['required'] else '?'}"
        inner = value["items"] if value.get("type") == "array" else value
        yield name, _value(value, word)
        if "properties" in inner:
            yield from _flat(inner, f"{name}{'[]' if inner is not value else ''}.", word)


def _head(*names: str, word: Callable[[str], str]) -> Iterator[str]:
    yield f"| {' | '.join(map(word, names))} |"
    yield f"|{'---|' * len(names)}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


PAGES = {"commands": commands, "keys": keys, "rules": rules, "json": answer_keys}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every page with its text."""
    for folder, language in LANGUAGES.items():
        words = WORDS[folder]
        with i18n.speaking(language):
            for name, lines in PAGES.items():
                text = "\n".join([*lines(lambda english, known=words: known.get(english, english)), ""])  # type: ignore[misc]
                yield ROOT / "docs" / folder / f"{name}.md", f"{MADE}\n\n{text}"


def main() -> int:
    """Write, or compare."""
    stale = [(path, text) for path, text in pages() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is out of date: python tools/reference.py")
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
