"""Every command beside a cache that somebody spoilt, on odd terminals, and with files that were made to do harm."""

from __future__ import annotations

import os
import re

import pytest
import test_cache as spoilt
from calls import ALONE, ASKING, formed, run
from offenders import every
from repositories import everything
from running import ask
from sheeting import form
from test_intake_hostile import FILES
from test_sheets_safe import SHEET, changed, packed

pytestmark = [pytest.mark.slow, pytest.mark.posix]
SINGLE = [formed(words, forms, turn) for turn, (words, forms) in enumerate(ASKING)]
"""Every command that answers, in one of its formats."""
CACHES = (
    spoilt.corrupt, spoilt.truncated, spoilt.emptied, spoilt.other_table, spoilt.locked, spoilt.folder,
    spoilt.not_json, spoilt.not_text, spoilt.view_without_end, spoilt.trigger, spoilt.generated_column,
    spoilt.short_secret, spoilt.no_secret, spoilt.open_folder, spoilt.open_file, spoilt.known_secret,
    spoilt.link_elsewhere, spoilt.fifo, spoilt.fifo_for_secret,
)  # fmt: skip


@pytest.mark.parametrize("trouble", CACHES, ids=lambda one: one.__name__)
def test_every_command_beside_a_spoilt_cache(places, tmp_path, monkeypatch, trouble):
    """Each answers, word for word, what it answers without a cache."""
    calls = [[word.format(**places) for word in words.split()] for words in SINGLE]
    monkeypatch.setenv("MSTRACK_CACHE", "")
    expected = [ask(*call) for call in calls]
    monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path / "cache"))
    ask("due", "--data", places["data"])
    held = trouble(str(tmp_path / "cache" / "cache.sqlite"))
    wrong = [words for words in SINGLE if run(words, **places)[1]]
    told = [ask(*call) for call in calls]
    if held:
        held.close()
    differ = [call for call, one, other in zip(SINGLE, told, expected, strict=True) if _plain(one) != _plain(other)]
    assert (wrong, differ) == ([], [])


def _plain(told):
    """Return an answer without what no two of them share: the id that was drawn, and the moment."""
    return told.code, DRAWN.sub("", told.out), DRAWN.sub("", told.err)


DRAWN = re.compile(r"[0-9a-hjkmnp-tv-z]{8}(?=\.yaml)|\d{4}-\d\d-\d\d[T ][0-9:.+]+")


TERMINALS = (
    *({"COLUMNS": width} for width in ("0", "1", "7", "-5", "x", "1000000", "٣")),
    *({"TERM": name} for name in ("", "dumb", "\x1b[31m")),
    *({"MSTRACK_LANG": name} for name in ("", "../../x", "zh_CN", "\x1b[31m", "C" * 5000)),
    *({"MSTRACK_PAGER": name} for name in ("no-such-program", "'", "\x1b")),
    {"FORCE_COLOR": "1", "NO_COLOR": ""},
    {"CI": "\x1b[31m"},
)


@pytest.mark.parametrize("terminal", TERMINALS, ids=ascii)
def test_every_command_on_an_odd_terminal(places, monkeypatch, terminal):
    """Whatever the variables say: an answer without a control that is not ours."""
    for name, value in terminal.items():
        monkeypatch.setenv(name, value)
    assert [(words, wrong) for words in (*SINGLE, *ALONE) for wrong in run(words, **places)[1]] == []


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "cp437", "shift_jis"])
def test_every_command_in_an_encoding(places, encoding):
    """What an encoding lacks is replaced, and stops nothing; what programs read is UTF-8 everywhere."""
    prose = [formed(words, forms, 0) for words, forms in ASKING] + [words for words in ALONE if "--help" in words]
    assert [(words, one) for words in prose for one in run(words, encoding=encoding, **places)[1]] == []


WORKBOOKS = {
    "nothing": b"",
    "no zip": b"PK\x03\x04",
    "a page": b"<html>",
    "text": "任务,完成数\n".encode("gbk"),
    "another zip": packed("a"),
    "cut": form()[:4000],
    "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "bomb": changed(SHEET, bytes(21 * 1024 * 1024)),
    "many parts": packed(*1001 * [""]),
    "macros": changed("xl/vbaProject.bin", b"x"),
    "links": changed("xl/externalLinks/externalLink1.xml", b"<a/>"),
    "entities": changed("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "damaged": changed(SHEET, b"<a>"),
    "many cells": changed(SHEET, b"<worksheet><sheetData><row>" + b"<c/>" * 5_000_000),
    "deep": changed(SHEET, b"<worksheet><sheetData>" + b"<row>" * 290_000),
    "merged cells": changed(SHEET, b"<worksheet><mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 1001),
}
"""What comes back in the place of a form: all of it is refused."""
READING = ("sheet read {file} --data {data}", "sheet read {file} --yes --receipt --data {data}", "{file}")
DRAFTING = ("init {out}/new --from {file}", "init {out}/next --from {file} --year 2022 --after {data} --carry 1,2")
PIPES = {"a pipe": os.mkfifo, "a device": lambda path: path.symlink_to("/dev/zero"), "a folder": os.mkdir}


def refused(places, file, calls):
    """Hold a file against commands that read it: refused, and nothing written anywhere."""
    kept = (places["data"].parent, places["out"])
    before = [everything(folder) for folder in kept]
    for words in calls:
        code, wrong = run(words, file=file, **places)
        assert (code in {2, 3, 4}, wrong) == (True, []), words
    assert [everything(folder) for folder in kept] == before


@every("name", WORKBOOKS)
def test_what_comes_back_as_a_form(places, name):
    """Read, read and filed at once, dropped on the program: refused alike."""
    file = places["out"].parent / "hostile.xlsx"
    file.write_bytes(WORKBOOKS[name])
    refused(places, file, READING)


@every("name", [*FILES, *(f"{kind}.xlsx" for kind in WORKBOOKS if kind != "links")])  # no link is followed
def test_what_comes_in_as_a_table(places, name):
    """For a first plan, and for that of the year after: refused alike."""
    file = places["out"].parent / name.replace(" ", "-")
    file.write_bytes(FILES[name][0]() if name in FILES else WORKBOOKS[name.removesuffix(".xlsx")])
    refused(places, file, DRAFTING)
    file.unlink()


@every("name", PIPES)
@every("ending", [".xlsx", ".docx", ".txt", ".html", ".pdf", ".csv"])
def test_what_is_no_file(places, name, ending):
    """Nobody waits at a pipe, and a device has an end."""
    file = places["out"].parent / f"{name.replace(' ', '-')}{ending}"
    PIPES[name](file)
    refused(places, file, (*DRAFTING, *(READING[:2] if ending == ".xlsx" else ())))
