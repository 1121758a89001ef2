"""Makes the pictures of the README from the examples: python tools/pictures.py  (writes docs/images/*.svg).

A picture is what the terminal shows, letter for letter; the fonts are the reader's own, nothing is fetched.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
WIDTH = 112

PICTURES = {
    "due": ["due", "--before", "12-10"],
    "show": ["show", "18"],
}

COLOURS = {1: "#cf222e", 2: "#116329", 3: "#7d4e00"}  # ANSI red, green, yellow, dark enough on white
CELL, LINE, TOP, LEFT = 9, 21, 62, 20

FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="15"
 font-family="'Noto Sans Mono CJK SC','Sarasa Mono SC',NSimSun,'PingFang SC',monospace">
<rect width="{width}" height="{height}" rx="8" fill="#ffffff" stroke="#d0d7de"/>
<text x="{left}" y="32" fill="#57606a">$ {command}</text>
{lines}
</svg>
"""


def drawn(shown: str, command: str) -> str:
    """Return the picture: every word at the cell where the terminal has it (Rich's own SVG misplaces Chinese)."""
    console = Console(width=WIDTH, file=io.StringIO())
    words = []
    lines = shown.rstrip("\n").split("\n")
    for row, line in enumerate(lines):
        column = 0
        for text, style, _control in Text.from_ansi(line).render(console):
            for word in re.findall(r"\s+|\S+", text.rstrip("\n")):
                if not word.isspace():
                    words.append(placed(word, style or Style(), LEFT + column * CELL, TOP + row * LINE))
                column += cell_len(word)
    height = TOP + len(lines) * LINE
    return FRAME.format(
        width=2 * LEFT + WIDTH * CELL, height=height, left=LEFT, command=escape(command), lines="\n".join(words)
    )


def placed(word: str, style: Style, x: int, y: int) -> str:
    """Return one word, exactly as wide as its cells."""
    colour = COLOURS.get(style.color.number or 0 if style.color else 0, "#6e7781" if style.dim else "#24292f")
    weight = ' font-weight="bold"' if style.bold else ""
    length = f'textLength="{cell_len(word) * CELL}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{x}" y="{y}" fill="{colour}"{weight} {length}>{escape(word)}</text>'


def terminal(arguments: list[str], language: str) -> str:
    """Return what a terminal of WIDTH cells shows, colours included."""
    import pty

    store = {"MSTRACK_DATA": str(ROOT / "examples"), "MSTRACK_AS_OF": "12-03"}
    screen = {"MSTRACK_LANG": language, "COLUMNS": str(WIDTH), "TERM": "xterm", "NO_COLOR": ""}
    environment = os.environ | store | screen
    master, slave = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "mstrack", *arguments], stdout=slave, env=environment) as process:
        os.close(slave)
        parts = []
        while part := read(master):
            parts.append(part)
    os.close(master)
    if process.returncode:
        raise SystemExit(process.returncode)
    return b"".join(parts).decode().replace("\r\n", "\n")


def read(master: int) -> bytes:
    """Read from a terminal until the program has gone (Linux then answers with an error)."""
    try:
        return os.read(master, 65536)
    except OSError:
        return b""


def main() -> None:
    """Draw every picture in every language."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, arguments in PICTURES.items():
        for language in ("en", "zh_CN"):
            svg = drawn(terminal(arguments, language), f"mstrack {' '.join(arguments)}")
            (IMAGES / f"{name}.{language}.svg").write_text(svg, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
