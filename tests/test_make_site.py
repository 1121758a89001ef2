"""The site: built strictly, every link in it followed, and opened from the disk as a reader opens it."""

import os
import re
import subprocess
import sys
from html import unescape
from urllib.parse import unquote

import pytest
from running import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import chromium
import make_site

pytestmark = pytest.mark.slow
LINK = re.compile(r'<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="?([^"\s>]+)')
ANCHOR = re.compile(r'\s(?:id|name)="?([^"\s>]+)')


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, ROOT / "tools" / "make_site.py", folder]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def dead(site, page):
    """Yield the links of a page that lead nowhere, or out of the site to be fetched."""
    for raw in LINK.findall(page.read_text(encoding="utf-8")):
        to, _, anchor = unquote(unescape(raw)).partition("#")
        if re.match("(https?|mailto):", to):
            continue
        target = (site / to[1:] if to.startswith("/") else page.parent / to) if to else page
        if not target.is_file() or (
            anchor and anchor not in ANCHOR.findall(unescape(target.read_text(encoding="utf-8")))
        ):
            yield raw


def test_no_link_is_dead(site):
    """Links, pictures, scripts, styles and anchors of every page."""
    found = [(str(page.relative_to(site)), raw) for page in site.rglob("*.html") for raw in dead(site, page)]
    assert [one for one in found if one[0] != "404.html"] == []


def test_a_dead_link_is_noticed(site):
    page = site / "index.html"
    text = page.read_text(encoding="utf-8")
    (site / "damaged.html").write_text(text + '<a href="no.html">1</a><a href="#no">2</a>', encoding="utf-8")
    assert list(dead(site, site / "damaged.html")) == ["no.html", "#no"]
    os.remove(site / "damaged.html")


def test_the_words_around_a_page_are_in_its_language(site):
    """The theme's words, and the language that screen readers are given."""
    for name, tongue, around in (
        ("index.html", "zh", "目录"),
        ("api.zh-CN.html", "zh", "目录"),
        ("zh/staff.html", "zh", "目录"),
        ("api.html", "en", "On this page"),
        ("en/staff.html", "en", "On this page"),
        ("adr/README.html", "en", "On this page"),
    ):
        text = (site / re.sub(r"README\.html$", "index.html", name)).read_text(encoding="utf-8")
        assert re.search(r'<html lang="(\w+)"', text)[1] == tongue, name
        assert around in text or name == "index.html", name


def test_a_line_of_chinese_goes_on_without_a_space():
    pages = make_site.pages()
    for text in ("一，\n二", "- 一。\n  二", "没有它，\nGit", "也用（\n`git`）"):
        assert "\n" not in make_site.linked(text, "index.md", pages), text
    for text in ("one\ntwo", "一：\n\n- 二", "一：\n- 二", "| 一 |\n| 二 |"):
        assert make_site.linked(text, "index.md", pages) == text


def test_nothing_is_fetched(site):
    """No page names a script, a style, a font or a picture of elsewhere."""
    parts = re.compile(r'<(?:img|link|script|iframe)\b[^>]*?\s(?:href|src)="?(https?:[^"\s>]+)')
    texts = {page: page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    assert [
        (page.name, to) for page, text in texts.items() for to in parts.findall(text) if "canonical" not in to
    ] == []


def test_every_page_is_in_the_navigation(site):
    """A page that no menu names would be found by nobody; the decisions have a list of their own."""
    named = set(re.findall(r"[\w/.-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    there = {name for name in make_site.pages() if name.endswith(".md") and not name.startswith("adr/0")}
    assert there == named
    assert all(
        (site / re.sub(r"README\.md$|\.md$", lambda end: "index.html" if "R" in end[0] else ".html", name)).is_file()
        for name in named
    )


def test_the_strict_build_refuses_a_dead_link(tmp_path, monkeypatch):
    pages = make_site.pages()
    wrong = tmp_path / "index.md"
    wrong.write_text("[nowhere](nowhere.md)\n", encoding="utf-8")
    monkeypatch.setattr(make_site, "ROOT", tmp_path)
    monkeypatch.setattr(make_site, "pages", lambda: {**pages, "index.md": wrong})
    monkeypatch.setattr(make_site, "linked", lambda text, _name, _known: text)
    with pytest.raises(SystemExit, match=r"page does not exist\n.* index\.md:1:11 "):
        make_site.build(tmp_path / "site")


@pytest.mark.skipif(chromium.found() is None, reason="needs Chromium")
def test_it_opens_from_the_disk_and_is_searched_there(site):
    """Without a server: nothing fails, a phone shows no sideways scroll, the search finds a Chinese word."""
    with chromium.Chromium() as browser:
        for name in ("index.html", "en/index.html", "zh/commands.html", "project/CHANGELOG.html"):
            browser.open(chromium.address(site / name), 390)
            assert browser.evaluate("document.documentElement.scrollWidth") <= 390, name
        browser.open(chromium.address(site / "index.html"), 1280)
        assert browser.evaluate("document.documentElement.lang") == "zh"
        fetched = [
            one["params"]["request"]["url"] for one in browser.told if one["method"] == "Network.requestWillBeSent"
        ]
        assert [url for url in fetched if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
        browser.evaluate("document.querySelector('.md-search__button').click()")
        browser.evaluate("new Promise(done => setTimeout(done, 1000))")
        browser.ask("Input.insertText", text="改名")
        browser.evaluate("new Promise(done => setTimeout(done, 2000))")
        shown = "[...document.querySelectorAll('*')].map(one => one.shadowRoot?.textContent ?? '').join('')"
        assert "市水务局" in browser.evaluate(shown)
        assert [one for one in browser.told if one["method"] == "Runtime.exceptionThrown"] == []
