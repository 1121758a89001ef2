"""The comparison with the last bulletin: who moved to which light, whose progress grew, stood still or went back."""

import datetime as dt

from papers import entry, lines, paper, small, text
from publishing import gathered
from running import EXAMPLES, PLAN, ask

from mstrack.documents import compare
from mstrack.progress.tally import PART_OF
from mstrack.report import Tone
from mstrack.store import source

THEN = dt.date(2021, 10, 31)


def compared(*entries, tasks=1, since=THEN, **more):
    """Return what is said of the last bulletin on a small plan."""
    said = lines(paper(small(*entries, tasks=tasks), since=since, **more))
    return next(line for line in said if line.startswith("与上期（截至"))


def test_its_counts_are_those_of_due_on_both_days():
    """Done, newly overdue, behind and unreported are what `mstrack due` says on the two days."""
    days = {day: ask("due", "--data", EXAMPLES, "--as-of", day, "--format", "json") for day in ("11-02", "12-03")}
    was, now = ({one["id"]: PART_OF[one["cause"]] for one in told.answer["tasks"]} for told in days.values())
    said = text(paper(since=dt.date(2021, 11, 2)))
    paces = [told.answer["calendar_percent"] for told in days.values()]
    assert f"全年序时进度{paces[1]}%。" in said
    assert f"{paces[0]}%" not in said
    assert f"已完成任务由{list(was.values()).count('done')}项增至{list(now.values()).count('done')}项" in said
    for part, words in compare.FRESH.items():
        fresh = [id_ for id_ in now if now[id_] == part != was[id_]]
        assert not fresh or f"{words}{len(fresh)}项，即" in said
        assert all(f"（任务{id_}）" in said for id_ in fresh)


def test_progress_that_grew_stood_still_or_went_back():
    """From what to what, with the entries behind both; those that gained most come first."""
    gains = {1: (10, 20), 2: (10, 40), 3: (10, 30), 4: (10, 15), 5: (50, 50), 6: (60, 55)}
    before = [entry("2021-10-31", {"roads": was}, task=n) for n, (was, _now) in gains.items()]
    after = [entry("2021-11-30", {"roads": now}, task=n) for n, (_was, now) in gains.items()]
    report = paper(small(*before, *after, tasks=6), since=THEN)
    (block,) = [block for block in report.blocks if "两期都有" in getattr(block, "text", "")]
    told = "".join(part if isinstance(part, str) else "" for part in block.parts)
    assert told == (
        "未完成且两期都有累计完成数的任务6项，其中完成率提高的4项，即“修路2”（任务2，由10.00%提高至40.00%）、"
        "“修路3”（任务3，由10.00%提高至30.00%）、“修路1”（任务1，由10.00%提高至20.00%）、“修路4”（任务4，由10.00%"
        "提高至15.00%）；没有变化的1项，即“修路5”（任务5，50.00%）；下降的1项，即“修路6”（任务6，由60.00%降至55.00%）。"
    )
    marks = [part.text for part in block.parts if not isinstance(part, str) and part.tone is Tone.MUTE]
    assert len(marks) == 2 * 5 + 1
    assert len(set(marks)) == len(marks)


def test_a_part_that_is_new():
    """Blocked since, yellow since, silent since, done since, and back to green."""
    silent = entry("2021-09-20", {"roads": 75, "coverage": 80}, task=3)
    before = [entry("2021-10-31", {"roads": 80, "coverage": 80}, task=n) for n in (1, 2, 4)]
    behind = entry("2021-10-31", {"roads": 60, "coverage": 80}, task=5)
    after = [
        entry("2021-11-30", {"roads": 85, "coverage": 80}, task=1, status="blocked"),
        entry("2021-11-30", {"roads": 81, "coverage": 80}, task=2),
        entry("2021-11-30", {"roads": 100, "coverage": 80}, task=4, status="done"),
        entry("2021-11-30", {"roads": 95, "coverage": 80}, task=5),
    ]
    said = compared(silent, *before, behind, *after, tasks=5)
    assert "已完成任务由0项增至1项。新完成1项，即“修路4”（任务4）；新受阻1项，即“修路1”（任务1）；" in said
    assert "新滞后1项，即“修路2”（任务2）；新未报送1项，即“修路3”（任务3）；" in said
    assert said.endswith("转为基本按序时1项，即“修路5”（任务5）。")


def test_a_done_that_was_taken_back():
    before = entry("2021-10-30", {"roads": 100, "coverage": 80}, status="done")
    told = compared(before, entry("2021-11-30", {"roads": 99, "coverage": 80}))
    assert "已完成任务由1项减至0项" in told


def test_nothing_that_moved():
    """No empty list: the lights did not change, nobody counts up, and the year is over on both days."""
    store = source.WorkTree(str(PLAN))
    said = text(paper(store, since=dt.date(2022, 1, 10), as_of=dt.date(2022, 1, 20)))
    assert "已完成任务仍为0项。各项任务的情况没有变化。" in said
    assert "两期都有" not in said


def test_all_at_once():
    done = entry("2021-11-30", {"roads": 100, "coverage": 80}, status="done")
    assert "新完成1项，即全部任务。" in compared(done)


def test_both_days_are_judged_at_their_own_pace():
    found = compare.since(gathered(), dt.date(2021, 11, 2))
    assert len(found.moves) == 25
    assert {str(one.before.calendar) for one in found.moves} != {str(one.after.calendar) for one in found.moves}
    assert [one.before.task for one in found.moves] == [one.after.task for one in found.moves]
