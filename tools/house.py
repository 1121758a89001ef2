"""Draws the house from its imports into docs/design.md: rooms from top to bottom, and which room imports which.

    python tools/house.py            writes the drawing between its markers
    python tools/house.py --print    only prints it

A room is a direct child of `mstrack`, an arrow one room that imports another, as grimp (import-linter's library) finds
them; the order of the rooms is that of the layers contract in pyproject.toml.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "design.md"
BEGIN, END = "<!-- house: made by tools/house.py -->\n", "<!-- /house -->"
PURPOSES = {
    "cli": "the commands: the only room that knows the clock, the terminal and exit codes",
    "library": "what `mstrack.snapshot` returns: a snapshot that answers as the commands do",
    "documents": "what leaders see, in Chinese: a snapshot becomes a report",
    "views": "what the terminal shows: columns, order, words, tone",
    "sync": "the clone and the others, for those who do not know git",
    "record": "an entry on its way in, by flags, questions, forms and sheets",
    "intake": "a table on its way in",
    "check": "every rule over a whole store, and the proof over its history",
    "rules": "what may be wrong: small pure functions",
    "scaffold": "a store and what surrounds it",
    "git": "a revision is a folder",
    "progress": "where tasks stand: days, figures, lights, differences",
    "render": "a report becomes bytes, one module a format",
    "store": "where texts lie: read, written, remembered",
    "format": "what a file says: characters, YAML, fields, model",
    "errors": "what goes wrong",
    "report": "what a renderer is given",
    "i18n": "the language",
}


def layers() -> list[list[str]]:
    """Return the rooms of the layers contract, the uppermost first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["type"] == "layers")
    return [[room.strip().removeprefix("mstrack.") for room in layer.split("|")] for layer in contract["layers"]]


def arrows() -> dict[str, set[str]]:
    """Return, for each room, the rooms that it imports."""
    graph = grimp.build_graph("mstrack", cache_dir=None)
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        room = _room(module)
        if room:
            found.setdefault(room, set()).update(
                other
                for to in graph.find_modules_directly_imported_by(module)
                if (other := _room(to)) and other != room
            )
    return found


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def drawing() -> str:
    """Return the drawing as Markdown: a row a room, and a line that counts."""
    imports = arrows()
    order = [room for layer in layers() for room in layer]
    lines = ["| room | what it is for | imports |", "|---|---|---|"]
    for layer in layers():
        for room in layer:
            below = [other for other in order if other in imports.get(room, ())]
            lines.append(f"| `{room}` | {PURPOSES[room]} | {' '.join(below) or '-'} |")
    rooms, count = len(imports), sum(map(len, imports.values()))
    lines += ["", f"{rooms} rooms with `__main__`, {count} arrows, {len(layers())} layers; none points up."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the drawing into the page, or print it."""
    if "--print" in sys.argv:
        print(drawing(), end="")
        return
    before, _begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}{drawing()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
