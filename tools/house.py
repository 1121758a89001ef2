"""Draws the house from its imports into docs/design.md and its Chinese page: rooms, and which room imports which.

    python tools/house.py            writes the drawing between its markers
    python tools/house.py --print    only prints it, in English

A room is a direct child of `mstrack`, an arrow one room that imports another, as grimp (import-linter's library) finds
them; the order of the rooms is that of the layers contract in pyproject.toml.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PAGES = {"en": ROOT / "docs" / "design.md", "zh": ROOT / "docs" / "design.zh-CN.md"}
BEGIN, END = "<!-- house: made by tools/house.py -->\n", "<!-- /house -->"
ENGLISH = {
    "cli": "the commands: the only room that knows the terminal and exit codes",
    "library": "a store, opened on a day; with what `mstrack.snapshot` returns",
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
CHINESE = {
    "cli": "命令：只有它知道终端和退出码",
    "library": "打开一套数据，确定截至日期；`mstrack.snapshot` 返回的快照也在这里",
    "documents": "给领导看的材料，用中文写：快照成为报告",
    "views": "终端显示的内容：栏目、顺序、措辞、轻重",
    "sync": "与共享仓库的收发，替不会用 git 的人做",
    "record": "录入报送：命令行选项、逐项询问、填表、Excel 填报表",
    "intake": "读取印发的表",
    "check": "用全部规则核对整套数据，并核实历史",
    "rules": "可能有哪些错：小的纯函数",
    "scaffold": "一套数据和它周围的文件",
    "git": "让 git 版本读起来像一个文件夹",
    "progress": "各项任务的情况：日期、完成数、灯、差异",
    "render": "报告输出为字节，一种格式一个模块",
    "store": "文件的存放：读取、写入、缓存",
    "format": "文件的内容：字符、YAML、字段、模型",
    "errors": "出错时的提示",
    "report": "交给各种输出格式的报告",
    "i18n": "语言",
}
PURPOSES = {"en": ENGLISH, "zh": CHINESE}
HEADS = {"en": "| room | what it is for | imports |", "zh": "| 顶层模块 | 用途 | 依赖 |"}
COUNTS = {
    "en": "{} rooms with `__main__`, {} arrows, {} layers; none points up.",
    "zh": "连同 `__main__` 共{}个顶层模块，{}条依赖，{}层；没有一条由下向上。",
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


def drawing(language: str = "en") -> str:
    """Return the drawing as Markdown: a row a room, and a line that counts."""
    imports = arrows()
    order = [room for layer in layers() for room in layer]
    lines = [HEADS[language], "|---|---|---|"]
    for room in order:
        below = [other for other in order if other in imports.get(room, ())]
        lines.append(f"| `{room}` | {PURPOSES[language][room]} | {' '.join(below) or '-'} |")
    lines += ["", COUNTS[language].format(len(imports), sum(map(len, imports.values())), len(layers()))]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the drawing into the pages, or print it."""
    if "--print" in sys.argv:
        print(drawing(), end="")
        return
    for language, page in PAGES.items():
        before, _begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        _old, _end, after = rest.partition(END)
        page.write_text(f"{before}{BEGIN}{drawing(language)}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
