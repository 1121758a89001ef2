"""Builds the documentation as a site that opens from the disk without a network: python tools/make_site.py [folder].

    dist/docs/index.html    open it; a folder beside the program is as good as a server

The pages of docs/ lie where GitHub shows them; README, CHANGELOG and their like lie at the top of the repository, and
the site has them below project/. A link from a page to a file that the site does not have becomes the file's name. The
build is strict: a link that leads nowhere, or an anchor that is not there, ends it.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONFIGURATION = ROOT / "mkdocs.yml"
WORKER = Path(__file__).parent / "site" / "iframe-worker.js"
WORKER_ELSEWHERE = "https://unpkg.com/iframe-worker/shim"
"""What the search runs in where a page is opened from the disk; the theme would fetch it."""
OUTSIDE = (
    "README.md",
    "README.zh-CN.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "CONTRIBUTING.zh-CN.md",
    "SECURITY.md",
    "CODE_OF_CONDUCT.md",
    "examples/README.md",
)
"""Pages of the repository that do not lie in docs/."""
LINK = re.compile(r"\[(?P<text>[^\]\[]+)\]\((?P<to>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")
BROKEN = re.compile(
    "(?<=[\u3000-\u9fff\uff00-\uffef])\n *(?=[\u3000-\u9fff\uff00-\uffef])|(?<=[，、；：。（）])\n *(?=[A-Za-z`\\[])"
)
"""Where a line of Chinese goes on in the next one: a browser would show a space there."""
FENCED = re.compile(r"(```.*?```)", re.DOTALL)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COMPLAINT = re.compile(r"^Warning: .*\n.*\[ (?:.+) \]$", re.MULTILINE)
LANGUAGE = "\n  language: {}\n"
"""The theme's language in the configuration: that of the words around a page, and of the page for screen readers."""
CHINESE = re.compile(r"zh/.*|.*\.zh-CN\.html|(index|gallery|404)\.html")


def pages() -> dict[str, Path]:
    """Return every page and picture of the site: where it lies in the site, and in the repository."""
    inside = {path.relative_to(ROOT / "docs").as_posix(): path for path in (ROOT / "docs").rglob("*") if path.is_file()}
    return inside | {f"project/{name}": ROOT / name for name in OUTSIDE if (ROOT / name).is_file()}


def linked(text: str, name: str, known: dict[str, Path]) -> str:
    """Return a page's text with its links between files of the repository turned into links between pages."""
    parts = FENCED.split(text)
    parts[::2] = [BROKEN.sub("", LINK.sub(lambda link: _link(link, name, known), part)) for part in parts[::2]]
    return "".join(parts)


def _link(link: re.Match[str], name: str, known: dict[str, Path]) -> str:
    if re.match(r"[a-z]+:", link["to"]):
        return link[0]
    lies = known[name].relative_to(ROOT).as_posix()
    target = posixpath.normpath(posixpath.join(posixpath.dirname(lies), link["to"]))
    for there in (target, f"{target}/README.md"):
        page = there.removeprefix("docs/") if there.startswith("docs/") else f"project/{there}"
        if page in known:
            relative = posixpath.relpath(page, posixpath.dirname(name) or ".")
            return f"[{link['text']}]({relative}{link['anchor'] or ''})"
    if (ROOT / target).exists() or target in OUTSIDE:
        return link["text"] if "`" in link["text"] or link["text"] == target else f"{link['text']} (`{target}`)"
    return link[0]


def build(folder: Path) -> None:
    """Gather the pages in a folder of their own, build strictly, and put the site in `folder`."""
    with tempfile.TemporaryDirectory() as gathered:
        work, known = Path(gathered), pages()
        for name, source in known.items():
            target = work / "docs" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.suffix == ".md":
                text = linked(source.read_text(encoding="utf-8"), name, known)
                target.write_text(text, encoding="utf-8", newline="\n")
            else:
                shutil.copyfile(source, target)
        configuration = CONFIGURATION.read_text(encoding="utf-8")
        english = _built(work, configuration.replace(LANGUAGE.format("zh"), LANGUAGE.format("en"))).rename(work / "en")
        site = _built(work, configuration)
        for page in english.rglob("*.html"):
            name = page.relative_to(english).as_posix()
            if not CHINESE.fullmatch(name):
                shutil.copyfile(page, site / name)
        _finish(site)
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(site, folder)


def _built(work: Path, configuration: str) -> Path:
    """Build the pages strictly, and return the folder of the site."""
    (work / CONFIGURATION.name).write_text(configuration, encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    ran = subprocess.run(command, cwd=work, check=False, capture_output=True, text=True, encoding="utf-8")
    if ran.returncode:
        sys.exit("\n".join(COMPLAINT.findall(COLOUR.sub("", ran.stdout + ran.stderr))) or ran.stdout + ran.stderr)
    return work / "site"


def _finish(site: Path) -> None:
    """Bring what the theme would fetch."""
    shutil.copyfile(WORKER, site / WORKER.name)
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        text = path.read_text(encoding="utf-8").replace(WORKER_ELSEWHERE, f"{'../' * name.count('/')}{WORKER.name}")
        path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Build where the command line says, else in dist/docs."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "docs"
    build(folder)
    print(folder / "index.html")


if __name__ == "__main__":
    main()
