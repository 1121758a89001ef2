"""Makes docs/gallery.md and its pictures from the examples: python tools/gallery.py [NAME …]  (all, or some by name).

A page is what Chromium shows of it, a document what LibreOffice prints of it and poppler draws; each picture is put
together and taken by Chromium. So these three programs are needed, with fonts for Chinese; nothing is fetched.
"""

from __future__ import annotations

import html
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import chromium

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "docs" / "gallery.md"
IMAGES = ROOT / "docs" / "images"
LIMIT = 200_000
"""Bytes that a picture may take."""
STORE = "--data examples --as-of 12-03"
PHONE, DESK = (375, 812), (1440, 900)
SCREEN = '<meta name="viewport" content="width=device-width">'
SHEET = "body{margin:0;padding:14px;background:#d9dde2;display:flex}img{display:block;margin:0 7px;height:HEIGHTpx}"


class Shown(NamedTuple):
    """A picture: of a page on a screen of this size, or of so many pages of a document, each so many pixels high.

    `wide` is how many pixels the gallery gives it, `scale` how many of its own one of them has.
    """

    name: str
    screen: tuple[int, int] | None = None
    scale: float = 1
    part: str = ""
    dark: bool = False
    pages: int = 1
    high: int = 820
    wide: int = 760


class Document(NamedTuple):
    """A document of the gallery: the file that the command makes, what it is, and its pictures."""

    command: str
    chinese: str
    english: str
    pictures: tuple[Shown, ...] = ()

    @property
    def file(self) -> str:
        """The file that the command makes: what stands after -o."""
        words = shlex.split(self.command)
        return words[words.index("-o") + 1]


DOCUMENTS = (
    Document(
        f"mstrack report dashboard -o dashboard.html {STORE}",
        "网页：一个文件，不联网，不用脚本；手机、电脑和 A4 纸都能看，随系统切换深浅色。"
        "三屏看完总体情况、需要关注的任务和一个月来的变化；其余折叠，点开可见每项任务、全年曲线和近期报送。不展开，打印就是一页。",
        "The page: one file, nothing fetched, no script; for a phone, a desk and A4 paper, light or dark. Three "
        "screens hold where things stand, what needs attention and what moved in a month; tasks, the lines of the year "
        "and recent entries are folded. Printed as it is, it is one page.",
        (
            Shown("dashboard-phone", PHONE, 1.5, wide=250),
            Shown("dashboard-phone-task", PHONE, 1.5, part="#t18", dark=True, wide=250),
            Shown("dashboard-desk", DESK, 0.8),
        ),
    ),
    Document(
        f"mstrack report bulletin -o bulletin.docx --issue 第9期 --office ×××督查室 --since 10-31 {STORE}",
        "通报：Word 文档，版式按 GB/T 9704，正文一至三页，附件为横排表；也可输出 PDF 或 Markdown。",
        "The bulletin: Word, laid out as GB/T 9704 wants it, three pages at most and an annex; or PDF, or Markdown.",
        (Shown("bulletin", pages=4, high=620),),
    ),
    Document(
        f"mstrack report brief -o brief.docx --office ×××督查室 --since 10-31 {STORE}",
        "简报：只有一页。",
        "The brief: one page.",
        (Shown("brief", high=760, wide=380),),
    ),
    Document(
        f"mstrack report ledger -o ledger.xlsx {STORE}",
        "台账：Excel 工作簿，A4、A3 横向打印字号 9 磅。第一张表是原表七列，后接亮灯、完成率、上月同期和变化；困难、"
        "县区、指标、报送记录等各一张表，最后是说明。",
        "The ledger: an Excel workbook, printed across A4 or A3 in letters of 9 points. The official table with light, "
        "percent, that of a month before and what moved; problems, districts, indicators, entries, a sheet each.",
        (Shown("ledger", pages=2, high=620),),
    ),
    Document(
        f"mstrack report reminder -o reminder.docx --unit jtj --office ×××督查室 {STORE}",
        "催办：发给一个单位；--all 为每个需要催办的单位各写一份。",
        "The reminder to a unit; --all writes one for each unit that needs one.",
        (Shown("reminder", high=760, wide=380),),
    ),
    Document(
        f"mstrack report calendar -o deadlines.ics --leader wcq {STORE}",
        "日历：完成时限作为全天事件，带提前提醒；再次导入即更新。历史相同的两个克隆，加 `--rev HEAD` 写出的文件相同；"
        "不加时，事件的版本号还随文件改动的时间。",
        "The calendar: deadlines as all-day events with reminders; importing again updates. Two clones with the "
        "same history write the same file with `--rev HEAD`; else the version of an event follows the time of "
        "changed files, too.",
    ),
    Document(
        f"mstrack report data -o data.sqlite {STORE}",
        "数据：一个 SQLite 文件，供 Datasette、DuckDB 等直接查询；也可输出 JSON Lines 或 Parquet。",
        "Data: one SQLite file for Datasette or DuckDB; or JSON Lines, or Parquet.",
    ),
)
"""Every document that `mstrack report` makes, in the order of the gallery."""

HEAD = """\
<!-- Made by tools/gallery.py from the examples: change that, not this. -->
# 文档样例 · Gallery

以下文档均由 `examples/` 中的模拟数据生成，截至2021年12月3日；用所列命令可以再次生成。

All of these were made from the simulated store in `examples/`, as of 3 December 2021, by the commands beside them.
"""


def text() -> str:
    """Return the gallery's page."""
    parts = [HEAD]
    for one in DOCUMENTS:
        parts.append(f"\n```sh\n{one.command}\n```\n\n{one.chinese}\n\n{one.english}\n")
        shown = (
            f'<img src="images/{picture.name}.png" alt="{picture.name}" width="{picture.wide}">'
            for picture in one.pictures
        )
        parts.append("".join(f"\n{image}" for image in shown) + "\n" if one.pictures else "")
    return "".join(parts)


def made(one: Document, folder: Path) -> Path:
    """Run a document's command; return the file that it wrote."""
    words = [str(folder / one.file) if word == one.file else word for word in shlex.split(one.command)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MSTRACK_")}
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return folder / one.file


def printed(path: Path, picture: Shown) -> list[Path]:
    """Return pictures of the first pages of a document, as LibreOffice prints it."""
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    convert = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(convert, check=True, capture_output=True)
    draw = ["pdftoppm", "-png", "-l", str(picture.pages), "-scale-to-y", str(picture.high), "-scale-to-x", "-1"]
    stem = path.parent / picture.name
    subprocess.run([*draw, str(path.with_suffix(".pdf")), str(stem)], check=True)
    return sorted(path.parent.glob(f"{picture.name}-*.png"))


def fitting(path: Path, picture: Shown, browser: chromium.Chromium) -> bytes:
    """Return a picture that takes no more than LIMIT: where it would, it is made smaller."""
    while len(data := taken(path, picture, browser)) > LIMIT:
        picture = picture._replace(scale=picture.scale * 0.95, high=int(picture.high * 0.95))
    return data


def taken(path: Path, picture: Shown, browser: chromium.Chromium) -> bytes:
    """Return a picture of a page on its screen, or of a document's pages beside each other."""
    if picture.screen:
        width, height = picture.screen
        address = chromium.address(path) + picture.part
        browser.open(address, width, height, dark=picture.dark, scale=picture.scale)
        return browser.picture(whole=False)
    images = "".join(f'<img src="{html.escape(page.name)}">' for page in printed(path, picture))
    sheet = path.parent / f"{picture.name}.html"
    sheet.write_text(f"{SCREEN}<style>{SHEET.replace('HEIGHT', str(picture.high))}</style>{images}", encoding="utf-8")
    browser.open(chromium.address(sheet), 4000, picture.high + 28)
    width = browser.evaluate("[...document.images].reduce((sum, one) => sum + one.width + 14, 28)")
    browser.open(chromium.address(sheet), width, picture.high + 28)
    return browser.picture(whole=False)


def main() -> None:
    """Make the pictures that were named, or all, and the page."""
    wanted = sys.argv[1:]
    IMAGES.mkdir(parents=True, exist_ok=True)
    GALLERY.write_text(text(), encoding="utf-8", newline="\n")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, chromium.Chromium() as browser:
        for one in DOCUMENTS:
            for picture in one.pictures:
                if not wanted or picture.name in wanted:
                    data = fitting(made(one, Path(folder)), picture, browser)
                    (IMAGES / f"{picture.name}.png").write_bytes(data)
                    print(f"{picture.name}: {len(data):,} bytes")
                    (Path(folder) / one.file).unlink()


if __name__ == "__main__":
    main()
