"""`mstrack report calendar`, from the shell."""

import icalendar
from running import EXAMPLES, ON, ask

CALENDAR = ("report", "calendar", "--data", EXAMPLES, *ON)


def events(path):
    return icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def test_it_is_written_and_its_place_told(tmp_path):
    path = tmp_path / "时限.ics"
    told = ask(*CALENDAR, "-o", path)
    assert (told.code, told.out) == (0, f"{path}\n")
    assert len(events(path)) == 25


def test_filters_choose(tmp_path):
    """Per leader, or unit, with the usual filters."""
    path = tmp_path / "a.ics"
    assert ask(*CALENDAR, "--leader", "wcq", "-o", path).code == 0
    assert len(events(path)) == 14
    assert ask(*CALENDAR, "--before", "10-31", "-o", path, "--force").code == 0
    assert len(events(path)) == 1


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "a.ics"
    path.write_text("mine")
    told = ask(*CALENDAR, "-o", path)
    assert (told.code, path.read_text()) == (4, "mine")
    assert "--force" in told.err


def test_it_is_chinese_whatever_the_interface_speaks(tmp_path, monkeypatch):
    told = ask(*CALENDAR, "-o", tmp_path / "en.ics")
    monkeypatch.setenv("MSTRACK_LANG", "zh")
    ask(*CALENDAR, "-o", tmp_path / "zh.ics")
    assert told.code == 0
    assert (tmp_path / "en.ics").read_bytes() == (tmp_path / "zh.ics").read_bytes()


def test_a_wrong_place_is_told(tmp_path):
    for path in ("a.txt", tmp_path / "none" / "a.ics", EXAMPLES / "progress" / "a.ics"):
        assert ask(*CALENDAR, "-o", path).code == 2
    assert ask(*CALENDAR).code == 2
