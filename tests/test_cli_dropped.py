"""Forms that are dropped on the program: the store is found without a command, and a receipt lies beside the form."""

import sys

import pytest
from recording import paths
from running import ask, own_store
from sheeting import made

from mstrack.cli import dropped
from mstrack.cli.record import prompts
from mstrack.errors import WrongUse


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A store whose path nothing names."""
    monkeypatch.delenv("MSTRACK_DATA", raising=False)
    monkeypatch.setenv("MSTRACK_AS_OF", "2021-10-08")
    return own_store(tmp_path).rename(tmp_path / "data")


def form_in(root):
    """Return a filled form in a folder beside the store's."""
    (root.parent / "收到").mkdir()
    return made(root).rename(root.parent / "收到" / "城管局.xlsx")


def drop(form, monkeypatch, answer):
    """Drop a form on the program, from a folder far away, and answer its question."""
    monkeypatch.setattr(prompts, "somebody_sits_there", lambda: True)
    monkeypatch.setattr(prompts, "agreed", lambda _question: answer)
    return ask(form)


def test_a_form_is_shown_and_filed(root, monkeypatch, tmp_path_factory):
    """Shown, agreed to, filed; the receipt lies beside it."""
    form = form_in(root)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    told = drop(str(form), monkeypatch, answer=True)
    assert "新增完成治理自然村 98个" in told.out
    assert len(paths(root)) == 3
    assert told.out.endswith(
        "\nFiled: 3 entries. The receipt, to be sent back, lies beside the form: 城管局-回执.xlsx\n"
    )
    assert "progress/" not in told.out
    assert told.out.count(str(form.parent)) == 1  # below the table: a row has the name alone
    assert "sync" not in told.err
    assert form.with_name(f"{form.stem}-回执.xlsx").exists()


def test_a_form_that_is_not_agreed_to(root, monkeypatch):
    """Nothing is filed, and nothing is written."""
    form = form_in(root)
    drop(str(form), monkeypatch, answer=False)
    assert paths(root) == []
    assert not form.with_name(f"{form.stem}-回执.xlsx").exists()


def test_the_store_is_found(root, monkeypatch, tmp_path_factory):
    """MSTRACK_DATA wins, then what lies above the form, then what lies above the program; else a sentence says so."""
    form = tmp_path_factory.mktemp("elsewhere") / "a.XLSX"
    form.write_bytes(b"")
    words = ["sheet", "read", str(form), "--receipt", "--data"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(root / "program" / "mstrack.exe"))
    assert dropped.command([str(form)]) == [*words, str(root)]
    (form.parent / "data").mkdir()
    (form.parent / "data" / "tasks.yaml").write_text("x", encoding="utf-8")
    assert dropped.command([str(form)]) == [*words, str(form.parent / "data")]
    monkeypatch.setenv("MSTRACK_DATA", "named")
    assert dropped.command([str(form)]) == [*words, "named"]
    monkeypatch.delenv("MSTRACK_DATA")
    (form.parent / "data" / "tasks.yaml").unlink()
    monkeypatch.setattr(sys, "executable", str(form.with_name("mstrack.exe")))
    with pytest.raises(WrongUse, match="beside the program"):
        dropped.command([str(form)])


def test_other_words_stay():
    """A command, a file that is not there, nothing at all."""
    for words in (["due"], ["gone.xlsx"], [], ["sheet", "read", "a.xlsx"]):
        assert dropped.command(words) == words


def test_the_window_stays(monkeypatch):
    """Where Windows opened it for a bundle alone; in a shell, and elsewhere, nothing waits."""
    asked = []
    monkeypatch.setattr("builtins.input", asked.append)
    dropped.hold()
    monkeypatch.setattr(sys, "platform", "win32")
    dropped.hold()
    assert asked == []
