"""The entries of a page: what its figures come from and the newest of each task, long texts cut; the others counted."""

from builders import filed, id_of, indicator, level, row
from paging import report, small
from publishing import gathered, table

from mstrack.documents import recent

MANY = [filed(f"2021-{n:02}-15", figures={"roads": n}, id_=id_of(n), note=f"第{n}月") for n in range(1, 12)]


def test_the_newest_are_shown_and_all_are_counted():
    found = report(small(*MANY))
    assert [one["note"] for one in table(found, "entries")] == ["第11月", "第10月", "第9月"]
    assert [one["filed"] for one in table(found, "places")] == [11]


def test_what_a_figure_comes_from_is_shown_however_old_it_is():
    """A figure that only the first entry has stands beside that entry's number, so the entry is there."""
    first = filed("2021-01-10", figures={"coverage": 70}, id_=id_of(90))
    source = small(first, *MANY, items=[row(indicator(), level())])
    shown = {one["id"] for one in table(report(source), "entries")}
    assert id_of(90) in shown
    cited = {id_ for one in table(report(), "indicators") for id_ in one["sources"]}
    assert cited <= {one["id"] for one in table(report(), "entries")}
    assert {one["source"] for one in table(report(), "tasks")} - {None} <= {
        one["id"] for one in table(report(), "entries")
    }


def test_the_filters_choose_before():
    assert {one.task.id for one in recent.chosen(gathered().of_tasks({7, 9}))} == {7, 9}


def test_a_long_text_is_cut_at_a_sentence():
    sentence = "施工便道已经抢通。"
    assert recent.cut(sentence) == sentence
    assert recent.cut("长" * 300) == "长" * 300
    assert recent.cut("长" * 301) == "长" * 300 + recent.CUT
    found = recent.cut(sentence * 40)
    assert found == sentence * 33 + recent.CUT
    assert recent.cut(None) is None
