"""A slip is caught where it is typed, by flags and in the form; --sure files it with the answer. And fewer flags."""

import os

import pytest
from offenders import every
from recording import SAID, add, adding, correct, editor, entries, filed, paths
from running import ask, own_store

SLIP = {"figure": ["new-villages=141.5"]}
DOUBT = "--figure new-villages: 141.5个 beside 165个: 个 is counted in whole numbers."


@pytest.fixture
def root(tmp_path):
    return own_store(tmp_path)


def test_asked_back(root):
    """Nothing is filed; both numbers stand side by side, and --sure is the way."""
    told = add(root, **SLIP)
    assert (told.code, paths(root)) == (2, [])
    assert told.err == f"not filed: this looks like a slip:\n  {DOUBT}\nIf it is right, add --sure.\n"


def test_sure(root):
    """The answer stands in the entry, with the figure's id and no other, so that nobody asks again."""
    filed(root, sure=True, **SLIP)
    assert [one.confirmed for one in entries(root)] == [("new-villages",)]
    checked = ask("check", "--data", root)
    assert (checked.code, checked.err) == (0, "2 files checked: no problem\n")


def test_sure_without_a_doubt(root):
    """What looks like no slip is not confirmed."""
    filed(root, sure=True)
    assert [one.confirmed for one in entries(root)] == [()]


def test_a_rule_is_no_doubt(root):
    """--sure files nothing that a rule refuses."""
    told = add(root, figure="new-villages=-141.5", sure=True)
    assert (told.code, paths(root)) == (2, [])
    assert "is negative" in told.err


def test_corrected_with_a_slip(root):
    """A correction is asked back likewise; what it confirms stays where the figure stays, and goes with it."""
    first = filed(root)
    told = correct(root, first, reason="漏报", **SLIP)
    assert (told.code, len(paths(root))) == (2, 1)
    assert DOUBT in told.err
    assert correct(root, first, reason="漏报", sure=True, **SLIP).code == 0
    [last] = [one for one in entries(root) if one.corrects]
    assert last.confirmed == ("new-villages",)


def test_form(root, tmp_path, monkeypatch):
    """A form comes back with the doubt above the figure and a line to confirm it."""
    body = (
        "seen = pathlib.Path(sys.argv[0]).with_name('seen'); seen.write_text(text, encoding='utf-8')\n"
        "text = text.replace('confirmed:\\n', 'confirmed: [new-villages]\\n')\n"
        "text = text.replace('  new-villages: 98\\n', '  new-villages: 141.5\\n')\n"
        "path.write_text(text, encoding='utf-8')\n"
    )
    monkeypatch.setitem(os.environ, "VISUAL", editor(tmp_path, body))
    told = ask(*adding(root, edit=True))
    assert told.code == 0, told.err
    seen = (tmp_path / "seen").read_text(encoding="utf-8")
    lines = seen.split("\n")
    at = lines.index("  new-villages: 141.5")
    assert (
        lines[at - 1]
        == f"#!! {DOUBT.removeprefix('--figure new-villages: ')} If it is right, write: confirmed: [new-villages]"
    )
    assert [one.confirmed for one in entries(root)] == [("new-villages",)]


def test_form_sure(root, tmp_path, monkeypatch):
    """--sure goes with --edit, too."""
    body = "path.write_text(text.replace('villages: 98', 'villages: 141.5'), encoding='utf-8')\n"
    monkeypatch.setitem(os.environ, "VISUAL", editor(tmp_path, body))
    assert ask(*adding(root, edit=True, sure=True)).code == 0
    assert [one.confirmed for one in entries(root)] == [("new-villages",)]


@every(
    ("typed", "key", "number"),
    [
        ("新增完成治理自然村=98", "new-villages", "98"),
        ("新增完成=98个", "new-villages", "98"),
        ("new-v=98", "new-villages", "98"),
        ("覆盖率=75.2%", "coverage", "75.2"),
        ("coverage＝75.2", "coverage", "75.2"),  # noqa: RUF001  as a Chinese keyboard has it
        ("新增=98", "new-villages", "98"),
    ],
)
def test_names_of_indicators(tmp_path_factory, typed, key, number):
    """An indicator is named by its id, its Chinese name, or the beginning or a part of one."""
    root = own_store(tmp_path_factory.mktemp("store"))
    filed(root, figure=typed)
    assert [{key: str(one) for key, one in entry.figures.items()} for entry in entries(root)] == [{key: number}]


def test_ambiguous_name(root):
    """Of two that a name may mean none is taken, and both are named."""
    told = add(root, figure="自然村=98")
    assert (told.code, paths(root)) == (2, [])
    assert "自然村 may be any of 2: " in told.err
    assert "(new-villages)" in told.err
    assert "(covered-villages)" in told.err


def test_one_indicator(root):
    """Where a task has one indicator its number suffices; where it has several, they are to be named."""
    filed(root, 5, unit="mzj", figure="2200元/人/月")
    assert [{key: str(one) for key, one in entry.figures.items()} for entry in entries(root)] == [
        {"orphan-support": "2200"}
    ]
    told = add(root, figure="98")
    assert (told.code, len(paths(root))) == (2, 1)
    assert "write --figure new-villages=98" in told.err


def test_status_as_last_time(root):
    """Without --status it is as last time, and at first under way."""
    filed(root, date="08-31", status=None)
    filed(root, date="09-15", status="blocked", problem="征地难。")
    filed(root, date="09-30", status=None)
    assert [one.status for one in sorted(entries(root), key=lambda one: one.date)] == [
        "in-progress",
        "blocked",
        "blocked",
    ]
    assert SAID["status"] == "in-progress"


def test_started(root):
    """Who had not started and reports a figure has."""
    filed(root, date="08-31", status="not-started", figure=None)
    filed(root, date="09-30", status=None)
    assert {one.status for one in entries(root)} == {"not-started", "in-progress"}


def test_taken_out(root):
    """A figure is taken out of an entry by no number; where there is none yet that is a slip."""
    first = filed(root)
    assert correct(root, first, reason="误报", figure="coverage=").code == 0
    [last] = [one for one in entries(root) if one.corrects]
    assert list(last.figures) == ["new-villages"]
    told = add(root, figure="coverage=")
    assert "--figure coverage: " in told.err
