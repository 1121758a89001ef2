"""The annexes of a bulletin: every task with the entries behind it, units' words in full, districts by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import districts, phrases, problems, wording
from mstrack.documents.parts import DROPPED, day_text
from mstrack.progress.tally import tally
from mstrack.report import Column, Percent, Prose, Word, filled
from mstrack.views import causes, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Cell, Table


def of(snapshot: Snapshot) -> list[tuple[str, list[Block]]]:
    """Return the annexes by their titles: every task; where targets are divided, every district."""
    found: list[tuple[str, list[Block]]] = [
        ("任务进度表", [tasks(snapshot), *_words_in_full(snapshot), *phrases.remarks(snapshot)])
    ]
    if shares := districts.matrices(snapshot):
        found.append(("县（市、区）进度表", [*shares]))
    return found


def headed(snapshot: Snapshot, annexes: list[tuple[str, list[Block]]]) -> Iterator[Block]:
    """Yield the annexes, each with its number, title and day."""
    until = f"（截至{day_text(snapshot.as_of)}）"
    for n, (title, blocks) in enumerate(annexes, 1):
        number = f"{n}" if len(annexes) > 1 else ""
        yield from (Prose((f"附件{number}",), "annex"), Prose((f"{title}{until}",), "title"))
        yield from blocks


def tasks(snapshot: Snapshot) -> Table:
    """Return every task: who answers for it, its figures, how far it is and should be, and the entries behind that."""
    persons = {unit.name: "、".join(person.name for person in unit.persons) for unit in snapshot.plan.units}

    def led(one: Standing) -> Cell:
        units = one.task.lead_units
        return Word(
            "\n".join(units),
            "\n".join(f"{name}\n（{persons[name]}）" if persons.get(name) else name for name in units),
        )

    columns: list[tuple[Column, Callable[[Standing], Cell]]] = [
        (Column("id", "序号", 100, least=5), _number),
        (Column("title", "任务", 100, wrap=True, least=15), lambda one: one.task.short),
        (Column("leader", "分管市领导", 80, least=11), lambda one: "\n".join(one.task.leaders) or "—"),
        (Column("lead_unit", "牵头单位（责任人）", 90, wrap=True, least=20), led),
        (Column("deadline", "完成时限", 90, wrap=True, least=14), lambda one: _deadline(snapshot, one)),
        (
            Column("figures", "进展情况", 80, wrap=True, least=47),
            lambda one: wording.figures(one) or wording.status(one),
        ),
        (Column("progress_percent", "完成率", 90, least=9), progress),
        (Column("expected_percent", "应达进度", 70, least=9), expected),
        (Column("light", "亮灯", 100, wrap=True, least=15), light),
        (Column("sources", "数据来源", 70, least=10), lambda one: Word(None, "\n".join(phrases.sources(one)) or "—")),
    ]
    if not snapshot.plan.leaders:
        columns = [pair for pair in columns if pair[0].key != "leader"]
    return filled("tasks", columns, snapshot.standings)


def _deadline(snapshot: Snapshot, one: Standing) -> Cell:
    """Return the deadline in the table's words, what they mean and what they were on a line below."""
    whole = wording.deadline(snapshot.plan, one)
    return whole._replace(text=whole.text.replace("（", "\n（", 1))


def _number(one: Standing) -> Cell:
    """Return the number of a task as the table prints it."""
    return one.task.id if one.task.no is None else Word(one.task.id, one.task.no)


def light(one: Standing) -> Cell:
    """Return the light with its reason; a dropped task has none. The figures beside it name the indicators."""
    if one.task.dropped:
        return Word("done", f"{DROPPED}：{wording.reason(one)}")
    whole = words.light(one)
    if one.cause == "near" and one.unreached:
        return whole._replace(text=f"{words.lights()[one.light]}：尚未达标")
    name = causes.slowest(one)
    return whole._replace(text=whole.text.replace(f"（{name}）", "")) if name else whole


def progress(one: Standing) -> Cell:
    """Return the progress; in words where it is the unit's own, or not known."""
    marked = wording.progress_by(one)
    return Percent(one.progress) if one.progress is not None and not marked else Word(None, wording.progress_text(one))


def expected(one: Standing) -> Cell:
    """Return what is expected, where there is a progress to compare it with and the task is open."""
    is_open = one.progress is not None and one.light != "done"
    return Percent(one.expected) if is_open else Word(None, "—")


def _words_in_full(snapshot: Snapshot) -> Iterator[Block]:
    """Yield what units say of the tasks that have a problem, whole, where the text has cut it."""
    parts = tally(snapshot.standings)
    several = [one for key in problems.WORST for one in getattr(parts, key) if problems.is_cut(one)]
    if several:
        yield Prose(("有关单位报送的困难和措施：",), "remark")
    for one in several:
        blocks = phrases.own_words(snapshot.plan, one, ["problem", "next"], phrases.quoted(one.task.short))
        yield from (block._replace(place="remark") for block in blocks)
