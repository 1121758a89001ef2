"""The entries that a filled form would add: what is new, whole, and once."""

import datetime as dt
from decimal import Decimal

import pytest
from builders import LEAD, PARTNER, dataset, filed, indicator, plan_text, row
from sheeting import HEAD, NOW, added, faults, fill, form, judged, reading, store

from mstrack.errors import Unreadable
from mstrack.format import codec, yaml
from mstrack.format.model import Entry

CELLS = {"H5": "50公里", "H6": 62.5, "I5": "受阻", "J5": "完成50公里。", "K5": "征地", "L5": "协调"}


def counts(found):
    """Return how many entries a form would add, how many are on file, how many tasks are unchanged."""
    return len(found.proposals), found.already, found.unchanged


def after(data, *readings):
    """Return the store with what readings would add."""
    for proposal in (one for found in readings for one in found.proposals):
        data = data.plus(proposal.path, proposal.text)
    return data


def place(told):
    return told.removeprefix("jia.xlsx[填报]").split(":")[0]


def test_entry():
    """An entry says what the form says: figures, status, words, who and when."""
    entry = added(CELLS)
    assert {key: f"{one}" for key, one in entry.figures.items()} == {"roads": "50", "coverage": "62.5"}
    assert entry == Entry(
        task=1, date=dt.date(2021, 9, 30), unit=LEAD, reporter="张三", recorded=NOW.replace(microsecond=0),
        status="blocked", figures=entry.figures, note="完成50公里。", problem="征地", next="协调",
    )  # fmt: skip


def test_text():
    """The file of an entry is that which add would write."""
    (proposal,) = reading(CELLS).proposals
    assert proposal.path.startswith("progress/01/2021-09-30-jia-")
    assert proposal.text == yaml.write(codec.mapping(proposal.entry))


def test_several_tasks():
    """Each task makes an entry of its own; one that was left empty makes none."""
    found = reading({"H5": 50, "J7": "启动。"})
    assert [one.entry.task for one in found.proposals] == [1, 2]
    assert counts(reading({"J7": "启动。"})) == (1, 0, 0)


def test_empty_status():
    """Without a status it stays as it was; a first report is in progress."""
    data = store(filed("2021-09-01", "blocked", {"roads": 41}, id_="bbbbbbbb"))
    assert added({"H5": 50}, data=data).status == "blocked"
    assert added({"J7": "启动。"}).status == "in-progress"


def test_unchanged():
    """A figure that equals the unit's last one makes no entry without a word beside it; nor does the same status."""
    for cells in ({"H5": 40}, {"H5": "40", "H6": 60.5}, {"H5": 40, "I5": "推进中"}, {"I5": "推进中"}):
        assert counts(reading(cells)) == (0, 0, 1)


def test_changed():
    """Another status, a word, or one other figure makes an entry with all that was filled in."""
    assert added({"H5": 40, "I5": "受阻"}).figures == {"roads": 40}
    assert added({"H5": 40, "J5": "没有新进展。"}).figures == {"roads": 40}
    assert added({"H5": 41, "H6": 60.5}).figures.keys() == {"roads", "coverage"}


def test_twice():
    """The same form read a second time adds nothing."""
    data = store()
    workbook = fill(form(data), HEAD | CELLS | {"J7": "启动。"})
    first = judged(workbook, data)
    assert counts(first) == (2, 0, 0)
    assert counts(judged(workbook, after(data, first))) == (0, 2, 0)


def test_the_rest():
    """Where only some of its entries were filed, the form adds the others."""
    data = store()
    workbook = fill(form(data), HEAD | CELLS | {"J7": "启动。"})
    first = judged(workbook, data)
    rest = judged(workbook, after(data, first._replace(proposals=first.proposals[:1])))
    assert (counts(rest), rest.proposals[0].entry.task) == ((1, 1, 0), 2)


def test_corrected_since():
    """What was filed from the form and corrected since is not filed again, whatever the status is now."""
    data = store(
        filed("2021-09-30", "blocked", {"roads": 50}, note="完成50公里。", id_="bbbbbbbb"),
        filed("2021-09-30", "in-progress", {"roads": 45}, note="多报5公里。", id_="cccccccc", corrects=("bbbbbbbb",)),
    )
    assert counts(reading({"H5": 50, "J5": "完成50公里。"}, data=data)) == (0, 1, 0)


def test_filled_in_further():
    """A form that was read, then filled in further, adds what is new and does not repeat the figures on file."""
    data = store(filed("2021-09-30", figures={"roads": 50}, id_="bbbbbbbb"))
    assert added({"H5": 50, "H6": 62.5}, data=data).figures.keys() == {"coverage"}
    assert (added({"H5": 50, "J5": "说明"}, data=data).figures, counts(reading({"H5": 50}, data=data))) == (
        {},
        (0, 1, 0),
    )


def test_other_figure_for_the_day():
    """Another figure for a day that is reported already is a correction, and no sheet makes one."""
    data = store(filed("2021-09-30", figures={"roads": 50}, id_="bbbbbbbb"))
    told = "甲局 has reported 公路 for 2021-09-30 already; to put it right: mstrack correct bbbbbbbb"
    assert faults({"H5": 51}, data=data) == [f"jia.xlsx[填报]H5: {told}"]


def test_other_units_entries():
    """What another unit filed is not what this form says."""
    data = store(filed("2021-09-30", figures={"roads": 50}, unit=PARTNER, id_="bbbbbbbb"))
    assert added({"H5": 50}, data=data).figures == {"roads": 50}


def test_refusals_are_named_by_cell():
    """Whatever refuses an entry names the cell that it is about."""
    cases = {
        "H5": {"H5": 39},
        "H6": {"H6": 101},
        "I5": {"I5": "已完成", "H5": 50},
        "I7": {"I7": "推进中", "J7": "x" * 20_001},
        "J7": {"I7": "推进中"},
    }
    told = {name: [place(one) for one in faults(cells)] for name, cells in cases.items()}
    assert told["H5"] == ["H5"]
    assert told["H6"] == ["H6"]
    assert set(told["I5"]) == {"I5"}
    assert told["I7"] == ["J7"]
    assert told["J7"] == ["J7"]


def test_impossible_day():
    """A day in the future or in another year is named once, by its cell."""
    for day in ("2021-10-09", "2020-12-31"):
        told = faults({"J5": "启动。", "J7": "启动。"}, head={"H2": day, "J2": "张三"})
        assert [place(one) for one in told] == ["H2"]


def test_a_wrong_year():
    """Where the day lies in another year, figures are held against what is on file: 41 is right, 39 is not."""
    head = HEAD | {"H2": dt.datetime(2020, 9, 30)}  # noqa: DTZ001  a day
    (told,) = faults({"H5": 41}, head=head)
    assert told.startswith("jia.xlsx[填报]H2: 2020-09-30 lies outside 2021-01-01 to 2022-12-31")
    assert [place(one) for one in faults({"H5": 39}, head=head)] == ["H2", "H5"]


def test_all_or_nothing():
    """One problem keeps all entries of the form back."""
    found = reading({"H5": 39, "J7": "启动。"})
    assert (len(found.faults), found.proposals) == (1, ())


def test_all_is_said_at_once():
    """What would be refused or asked back is named beside what cannot be read, and is not called right."""
    found = reading({"H5": 900, "H6": "很多", "J5": "完成"})
    assert (
        [place(one.at("jia.xlsx")) for one in found.faults],
        [place(one.at("jia.xlsx")) for one in found.doubts],
    ) == (
        ["H6"],
        ["H5"],
    )
    assert found.waiting == ["J5"]
    found = reading({"H5": 900, "J5": "完成"}, head={"J2": "张三"})
    assert (
        [place(one.at("jia.xlsx")) for one in found.faults],
        [place(one.at("jia.xlsx")) for one in found.doubts],
    ) == (
        ["H2"],
        ["H5"],
    )
    found = reading({"H5": 39, "I5": "很好"})
    assert [place(one.at("jia.xlsx")) for one in found.faults] == ["H5", "I5"]


def test_headless():
    """The day and the name are needed where there is something to report."""
    assert [place(one) for one in faults({"H5": 50}, head={})] == ["H2", "J2"]
    assert faults({}, head={}) == []


def test_long_name():
    """A name that no entry can hold is named by its cell."""
    assert [place(one) for one in faults({"H5": 50}, head=HEAD | {"J2": "张" * 201})] == ["J2"]


def test_partner_may_not_say_done():
    """Only the lead unit says done, wherever the word comes from."""
    data = store()
    workbook = fill(form(data, unit=PARTNER), HEAD | {"I5": "已完成", "H5": 1})
    (fault,) = judged(workbook, data).faults
    assert (fault.row, fault.column) == (5, 9)


def test_overtaken():
    """Where something was filed since the form was made, the reader is told."""
    workbook = fill(form(store()), HEAD | {"H5": 50, "H6": 62})
    data = store(filed("2021-09-15", figures={"roads": 45}, id_="bbbbbbbb"))
    (remark,) = judged(workbook, data).remarks
    assert remark.at("a.xlsx") == "a.xlsx[填报]H5: since the form was made, 45 was filed for 2021-09-15"


def test_measure_with_scale():
    """98.5亿元 of an indicator in 亿元 is 98.5."""
    data = dataset(plan_text([row(indicator("投资", target=120, measure="亿元"))]))
    assert added({"H5": "98.5亿元"}, data=data).figures == {"roads": Decimal("98.5")}


def test_long_entry():
    """Texts that are too long together are named by a cell; that they are is no fault of the store."""
    (fault,) = faults({"J5": "长" * 9_000, "K5": "长" * 9_000, "L5": "长" * 9_000})
    assert fault == "jia.xlsx[填报]J5: larger than 64 KiB; shorten it"


def test_broken_store():
    """Where an entry of the store cannot be read, the store is told, not the form."""
    path, _text = filed("2021-09-01", id_="bbbbbbbb")
    workbook = fill(form(store(), unit=PARTNER), HEAD | {"H5": 1})
    with pytest.raises(Unreadable) as told:
        judged(workbook, store((path, "task: [\n")))
    assert {problem.path for problem in told.value.problems} == {path}
