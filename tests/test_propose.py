from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import LEAD, MEMBERS, MEMO, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row

from mstrack.errors import WorldFailed
from mstrack.format.model import Entry
from mstrack.record import propose
from mstrack.rules import plan
from mstrack.store import put, source
from mstrack.store.dataset import Dataset

TODAY = dt.date(2021, 10, 8)
PLAN = plan_text([row(indicator(), level()), row()])
OLD = filed("2021-08-31", figures={"roads": 40}, id_="00000001")
TEXT = """\
task: 1
date: 2021-09-30
unit: 甲局
status: in-progress
figures: {roads: 50, coverage: 75.2}
note: |
  完成50公里。
  其中：#3路段 {未} "验收"。
problem: |
  征地难。
next: |
  月底前复耕。
reporter: 王五
recorded: 2021-10-08T09:00:00+08:00
"""


def entry(unit=LEAD, status="in-progress", day="2021-09-30", **more):
    said = {"task": 1, "reporter": "王五", "recorded": recorded("2021-10-08"), "note": "进展。"} | more
    if said.get("corrects"):
        said = {"reason": "多录一位。"} | said
    return Entry(unit=unit, status=status, date=dt.date.fromisoformat(day), **said)


FULL = entry(
    figures={"roads": Decimal(50), "coverage": Decimal("75.20")},
    note='完成50公里。\n其中：#3路段 {未} "验收"。',
    problem="征地难。",
    next="月底前复耕。",
)


def on_disk(root):
    (root / "tasks.yaml").write_text(PLAN, encoding="utf-8")
    return Dataset(source.WorkTree(str(root)), MEMO, plan.of_plan)


def tree(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_text_and_path():
    """An entry is written in one canonical form, under a name that says its day, the unit's code and an id."""
    one = propose.propose(dataset(PLAN), FULL, TODAY)
    assert (one.text, one.problems) == (TEXT, ())
    assert re.fullmatch(r"progress/01/2021-09-30-jia-[0-9a-hjkmnp-tv-z]{8}\.yaml", one.path)


@pytest.mark.parametrize("corrects", [("00000001",), ("00000007", "00000008")])
def test_path_of_a_correction(corrects):
    """The name of a correction says what it replaces."""
    rivals = [filed("2021-08-31", figures={"roads": 4}, id_=f"0000000{n}", corrects=("00000001",)) for n in (7, 8)]
    one = propose.propose(dataset(PLAN, OLD, *(rivals if len(corrects) > 1 else ())), entry(corrects=corrects), TODAY)
    assert one.path.endswith(f"-for-{'-'.join(corrects)}.yaml")
    assert one.problems == ()


@pytest.mark.parametrize(
    "said",
    [
        FULL,
        entry(PARTNER, figures={"roads": Decimal("0.00001")}),
        entry(MEMBERS[0], day="2021-01-01", problem="#", next="- {a: b}"),
        entry(status="blocked", note=None, figures={"roads": Decimal(123456789012345)}),
        entry(status=None, corrects=("00000001",), note="撤回：\n\n  两处\n\n笔误"),
    ],
)
def test_read_back(said, tmp_path):
    """What lies in the store afterwards is read back equal to what was meant."""
    data = on_disk(tmp_path)
    old, text = OLD
    put.create(str(tmp_path), old, text.encode())
    path = propose.file(str(tmp_path), propose.propose(data, said, TODAY))
    data = on_disk(tmp_path)  # a dataset is a snapshot: who has filed opens another
    [found] = [one for one in data.history(1, TODAY).everything() if one.path == path]
    assert data.entry(found) == said
    assert os.name == "nt" or (tmp_path / path).stat().st_mode & 0o777 == 0o644  # Windows keeps no such modes


@pytest.mark.parametrize("text", ["𠮷家村完成。\n第二行", "🔴 征地难", "\U000f415d\u0327"])
def test_rare_characters(text):
    """Characters beyond the first plane, as in rare names, stand in the file as they are: a reviewer reads them."""
    one = propose.propose(dataset(PLAN), entry(PARTNER, note=text, reporter="𠮷"), TODAY)
    lines = "".join(f"  {line}\n" for line in text.split("\n"))
    assert one.problems == ()
    assert f"note: |\n{lines}reporter: 𠮷\n" in one.text.replace('"', "")


TOO_MUCH = {
    "note": "好" * 20_001,
    "problem": "好" * 20_001,
    "reporter": "王" * 201,
}


@pytest.mark.parametrize("unit", [LEAD, PARTNER])
@pytest.mark.parametrize(
    "more",
    [*({name: text} for name, text in TOO_MUCH.items()), {"note": "好" * 19_000, "next": "好" * 19_000}],
    ids=[*TOO_MUCH, "all in all"],
)
def test_unreadable_is_never_filed(more, unit):
    """The bytes are read back before they are written: what no reader would take is a reason against the entry."""
    lead = filed("2021-08-31", figures={"roads": 1, "coverage": 1}, id_="00000002")
    one = propose.propose(dataset(PLAN, lead), entry(unit, figures={"roads": Decimal(5)}, **more), TODAY)
    assert one.problems != ()


def test_what_would_read_otherwise_is_refused():
    """A note that ends in a line feed would lose it: what is filed is what was meant, or nothing."""
    [problem] = propose.propose(dataset(PLAN), entry(note="进展。\n"), TODAY).problems
    assert problem.rule == "round-trip"


def test_nothing_is_written_by_judging(tmp_path):
    """A proposal says what would be filed, and files nothing."""
    data = on_disk(tmp_path)
    before = tree(tmp_path)
    propose.propose(data, FULL, TODAY)
    assert tree(tmp_path) == before


def test_before_and_after():
    """A proposal holds where the task stands, and where it would."""
    one = propose.propose(dataset(PLAN, OLD), FULL, TODAY)
    figures = [[actual.figure for actual in standing.actuals] for standing in (one.before, one.after)]
    assert figures == [[Decimal(40), None], [Decimal(50), Decimal("75.2")]]
    assert [one.before.progress, one.after.progress] == [Fraction(2, 5), Fraction(1, 2)]


def test_a_refused_proposal_has_no_after():
    """Nothing is guessed about a store that will not be."""
    one = propose.propose(dataset(PLAN), entry("各区政府"), TODAY)
    assert (one.after, len(one.problems)) == (None, 1)


def test_only_the_task_is_opened(tmp_path, monkeypatch):
    """Judging an entry opens the entries of its own task and unit, and no others."""
    data = on_disk(tmp_path)
    others = [filed("2021-08-31", task=2, id_="00000003"), filed("2021-07-31", unit=PARTNER, id_="00000004")]
    for path, text in [OLD, *others]:
        put.create(str(tmp_path), path, text.encode())
    opened = []
    read = source.WorkTree.read
    monkeypatch.setattr(source.WorkTree, "read", lambda *args: (opened.append(args[1]), read(*args))[1])
    propose.propose(data, entry(figures={"roads": Decimal(50), "coverage": Decimal(1)}), TODAY)
    assert opened == [OLD[0]]


def test_ids(monkeypatch):
    """An id is eight characters of Crockford's base32 from `secrets`: 40 bits, no i, l, o or u."""
    ids = {propose.new_id() for _n in range(500)}
    assert len(ids) == 500
    assert set("".join(ids)) == set("0123456789abcdefghjkmnpqrstvwxyz")
    monkeypatch.setattr("secrets.choice", lambda letters: letters[-1])
    assert propose.new_id() == "z" * 8


def test_a_taken_name(tmp_path, monkeypatch):
    """Where the name is taken another id is drawn; what lies there stays as it is."""
    ids = iter(["00000001", "00000001", "00000002"])
    monkeypatch.setattr(propose, "new_id", lambda: next(ids))
    data = on_disk(tmp_path)
    one = propose.propose(data, FULL, TODAY)
    put.create(str(tmp_path), one.path, b"somebody else's")
    assert propose.file(str(tmp_path), one) == "progress/01/2021-09-30-jia-00000002.yaml"
    assert (tmp_path / one.path).read_bytes() == b"somebody else's"


def test_every_name_is_taken(tmp_path, monkeypatch):
    """A source of chance that is none ends in a refusal, not in a loop and not over another."""
    monkeypatch.setattr(propose, "new_id", lambda: "00000001")
    one = propose.propose(on_disk(tmp_path), FULL, TODAY)
    put.create(str(tmp_path), one.path, b"somebody else's")
    before = tree(tmp_path)
    with pytest.raises(WorldFailed, match="nothing was filed, try again"):
        propose.file(str(tmp_path), one)
    assert tree(tmp_path) == before


def test_the_disk_refuses(tmp_path, monkeypatch):
    """What the disk refuses is told in the user's words, and is no bug."""
    one = propose.propose(on_disk(tmp_path), FULL, TODAY)

    def full(*_args):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(put, "create", full)
    with pytest.raises(WorldFailed, match=r"^the disk refused the entry \(the disk is full\); nothing was filed$"):
        propose.file(str(tmp_path), one)


def test_a_correction_that_says_the_same():
    """It is refused by the rule no-change, whoever files it and when; a figure more is a change."""
    old = filed("2021-08-31", figures={"roads": 40}, id_="00000001", note="进展。")
    data = dataset(PLAN, old)
    said = data.entry(next(iter(data.history(1, TODAY).everything())))
    same = dataclasses.replace(said, corrects=("00000001",), reason="多录一位。", reporter="李四")
    assert [one.rule for one in propose.propose(data, same, TODAY).problems] == ["no-change"]
    more = dataclasses.replace(same, figures={"roads": Decimal(40), "coverage": Decimal("50.5")})
    assert propose.propose(data, more, TODAY).problems == ()
