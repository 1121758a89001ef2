"""The day that answers hold for: today while a store lives, the day that closed it afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import dataset, filed, plan_text, row
from running import EXAMPLES, PLAN, ask

from mstrack.progress.closing import default_day

FOUND = plan_text([row()])
REACHED = ("2022-12-31", "2021-03-01", "2021-12-31", "2022-06-30", "2020-05-05")


@pytest.mark.parametrize("today", REACHED)
def test_a_store_lives_as_long_as_entries_may_be_dated(today):
    """Through its period and the year after it, and before it starts, the day is today."""
    day = dt.date.fromisoformat(today)
    assert default_day(dataset(FOUND), day) == day
    assert default_day(dataset(FOUND, filed("2021-09-30", id_="aaaaaaaa")), day) == day


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], "2021-01-01"),
        (["2021-03-31"], "2021-12-31"),
        (["2021-09-30", "2022-03-31"], "2022-03-31"),
    ],
)
def test_a_closed_store(days, expected):
    """It answers for the last day that anything was filed for, at least the period's last, else on its first day."""
    entries = [filed(day, id_=f"aaaaaaa{n}") for n, day in enumerate(days)]
    for today in ("2023-01-01", "2026-11-27"):
        assert default_day(dataset(FOUND, *entries), dt.date.fromisoformat(today)).isoformat() == expected


def test_what_was_corrected_does_not_count():
    """An entry that a later one moved to another day is no sign of that day."""
    wrong = filed("2022-11-30", id_="aaaaaaaa")
    right = filed("2021-11-30", id_="bbbbbbbb", corrects=("aaaaaaaa",), reason="日期写错")
    assert default_day(dataset(FOUND, wrong, right), dt.date(2026, 1, 1)) == dt.date(2021, 12, 31)


@pytest.mark.parametrize("command", ["due", "list", "summary", "missing", "log"])
def test_every_command_says_so_in_one_line(command):
    """The remark names the day and --as-of; who names a day gets no remark."""
    for store, day in ((PLAN, "2021-01-01"), (EXAMPLES, "2021-12-31")):
        told = ask(command, "--data", store)
        assert told.code == 0
        assert [line for line in told.err.splitlines() if day in line and "--as-of" in line] == told.err.splitlines()
        assert len(told.err.splitlines()) == 1
        assert ask(command, "--data", store, "--as-of", "12-03").err == ""


def test_as_of_wins(monkeypatch):
    """By the flag or by the environment."""
    monkeypatch.setenv("MSTRACK_AS_OF", "12-03")
    told = ask("due", "--data", EXAMPLES)
    assert "2021-12-03" in told.out.splitlines()[0]
    assert told == ask("due", "--data", EXAMPLES, "--as-of", "12-03")


def test_who_files_something_files_it_today():
    """In a closed store the day of an entry is never guessed: the sentence names the days that it can have."""
    told = ask("add", "18", "--data", PLAN, "--unit", "cgj", "--status", "done", "--reporter", "张三", "--dry-run")
    assert told.code != 0
    assert "outside 2021-01-01 to 2022-12-31" in told.err
