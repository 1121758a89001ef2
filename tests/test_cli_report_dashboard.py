"""`mstrack report dashboard`, from the shell."""

import contextlib
import re
import subprocess
import sys

import pytest
from paging import Parsed
from running import EXAMPLES, ON, ROOT, ask

from mstrack.cli import progress_bar
from mstrack.render import html

DASHBOARD = ("report", "dashboard", "--data", EXAMPLES, *ON)


def articles(path):
    return [one.get("id") for one in Parsed(path.read_text(encoding="utf-8")).all("article")]


def test_it_is_written_and_its_place_told(tmp_path):
    path = tmp_path / "进展.html"
    told = ask(*DASHBOARD, "-o", path)
    assert (told.code, told.out, told.err) == (0, f"{path}\n", "")
    assert articles(path) == [f"t{n}" for n in range(1, 26)]


def test_filters_choose_and_the_page_says_so(tmp_path):
    path = tmp_path / "a.html"
    assert ask(*DASHBOARD, "--leader", "wcq", "-o", path).code == 0
    assert len(articles(path)) == 14
    assert "本页列出全表25项任务中的14项" in path.read_text(encoding="utf-8")
    assert ask(*DASHBOARD, "--light", "red", "-o", path, "--force").code == 0
    assert articles(path) == ["t13", "t15", "t19", "t25"]


def test_it_is_chinese_whatever_the_interface_speaks(tmp_path, monkeypatch):
    assert ask(*DASHBOARD, "-o", tmp_path / "en.html").code == 0
    monkeypatch.setenv("MSTRACK_LANG", "zh")
    assert ask(*DASHBOARD, "-o", tmp_path / "zh.htm").code == 0
    assert (tmp_path / "en.html").read_bytes() == (tmp_path / "zh.htm").read_bytes()


def test_nothing_is_overwritten_without_a_word(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("mine")
    told = ask(*DASHBOARD, "-o", path)
    assert (told.code, path.read_text()) == (4, "mine")
    assert "--force" in told.err
    assert ask(*DASHBOARD, "-o", path, "--force").code == 0
    assert len(articles(path)) == 25
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith((".", "a"))] == ["a.html"]


@pytest.mark.parametrize("name", ["a.txt", "none/a.html", str(EXAMPLES / "progress" / "a.html")])
def test_a_wrong_place_is_told(tmp_path, name):
    assert ask(*DASHBOARD, "-o", tmp_path / name).code == 2


def test_all_that_is_wrong_in_the_entries_is_told_in_the_language_of_the_interface(tmp_path):
    """Every unreadable entry is named, an old one too; nothing is written."""
    store = tmp_path / "store"
    folder = store / "progress" / "01"
    folder.mkdir(parents=True)
    (store / "tasks.yaml").write_bytes((EXAMPLES / "tasks.yaml").read_bytes())
    for n in range(3):
        (folder / f"2021-0{n + 1}-28-wjj-0000000{n}.yaml").write_text("task: 1\nnonsense: 1\n", encoding="utf-8")
    told = ask("report", "dashboard", "--data", store, *ON, "-o", tmp_path / "a.html")
    assert told.code == 3
    assert {f"0000000{n}.yaml" in told.err for n in range(3)} == {True}
    assert "错" not in told.err
    assert not (tmp_path / "a.html").exists()


def test_a_missing_library_is_named_with_its_cure(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, html.__name__)
    told = ask(*DASHBOARD, "-o", tmp_path / "a.html")
    assert (told.code, list(tmp_path.glob("*.html"))) == (4, [])
    assert 'pip install "mstrack"' in told.err


@pytest.mark.slow
def test_a_citys_year_is_no_large_page(tmp_path):
    """6,500 entries, each with a note of 20 KB: at most 500 KB, which counts them all."""
    simulate = [sys.executable, ROOT / "examples" / "simulate.py", tmp_path / "big", "--entries", "6500"]
    subprocess.run(simulate, check=True, capture_output=True)
    for path in (tmp_path / "big" / "progress").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        long = re.sub(
            r"^note: .*?(?=^[a-z]+: )", f'note: "{"推进有序。" * 1_333}"\n', text, flags=re.MULTILINE | re.DOTALL
        )
        path.write_text(long, encoding="utf-8")
    made = tmp_path / "a.html"
    assert ask("report", "dashboard", "--data", tmp_path / "big", *ON, "-o", made).code == 0
    assert made.stat().st_size < 500_000
    assert "共6500条报送" in made.read_text(encoding="utf-8")


def test_who_waits_sees_how_far_it_is(tmp_path, monkeypatch):
    """The bar is told of every portion of the entries, up to the last."""
    seen = []

    @contextlib.contextmanager
    def bar(_label):
        yield lambda done, whole: seen.append((done, whole))

    monkeypatch.setattr(progress_bar, "bar", bar)
    assert ask(*DASHBOARD, "-o", tmp_path / "a.html").code == 0
    whole = len(list((EXAMPLES / "progress").rglob("*.yaml")))
    assert seen == [(200, whole), (whole, whole)]
