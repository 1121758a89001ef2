"""What documents call things: a task's deadline, light and progress, a figure and its target.

Use it while `i18n.speaking("zh_CN")` is in force: the words of the lights come from the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import amendments
from mstrack.documents.parts import DROPPED, NOT_LISTED, day_text
from mstrack.format.fields import plain
from mstrack.progress import quantities
from mstrack.report import Word, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    from decimal import Decimal

    from mstrack.format.model import Entry, Indicator, Plan, Task
    from mstrack.progress.standing import Light, Standing
    from mstrack.report import Cell

NUMERALS = "一二三四五六七八九十"
NOT_REPORTED = "未报送"
"""What stands where a figure is wanting."""
OWN_PERCENT = "形象进度"
"""What a percentage is called that a unit itself gives."""


def item_title(plan: Plan, number: int) -> str:
    """Return an item's title as the table prints it: 一、提升公共医疗卫生服务能力."""
    numeral = NUMERALS[number] if number < len(NUMERALS) else f"{number + 1}"
    return f"{numeral}、{plan.items[number].title}"


def figures(one: Standing) -> str:
    """Return what is known of each indicator in a phrase: 新增完成治理自然村98个（目标165个）."""
    return "；".join(figure for figure, _source in figures_sourced(one))


def figures_sourced(one: Standing) -> list[tuple[str, tuple[str, ...]]]:
    """Return a phrase for each indicator, and the ids of the entries that its figure comes from."""
    phrases = []
    for actual in one.actuals:
        name = actual.indicator.name
        figure = f"{name}{NOT_REPORTED}" if actual.figure is None else with_figure(actual.indicator, actual.figure)
        amended = amendments.remark(one.task, actual.indicator.id)
        sign = "，由各成员报送合计" if actual.joint and actual.indicator.kind == "cumulative" else ""
        remark = f"{f'，{amended}' if amended else ''}{'，暂计' if actual.provisional else ''}{sign}"
        phrase = f"{figure}（目标{target(actual.indicator)}{remark}）"
        phrases.append((phrase, tuple(source.filed.id for source in actual.sources)))
    return phrases


def with_figure(indicator: Indicator, number: Decimal) -> str:
    """Return a figure behind its name; a measure that the name ends with is not repeated: 食品抽检批次2.7502万."""
    text = quantities.quantity(number, indicator)
    repeats = indicator.name.endswith(indicator.measure) and text.endswith(indicator.measure)
    return f"{indicator.name}{text.removesuffix(indicator.measure) if repeats else text}"


def amended_target(one: Standing, indicator: Indicator) -> str:
    """Say what a target was before it was amended, and by which document; nothing where it was not."""
    was = amendments.remark(one.task, indicator.id)
    return f"，{was}" if was else ""


def figures_filed(entry: Entry, task: Task) -> str:
    """Return the figures of an entry with the names of their indicators, in the units of the quotes."""
    known = {one.id: one for one in task.indicators}
    return "；".join(
        with_figure(known[key], number) if key in known else f"{key} {plain(number)}"
        for key, number in entry.figures.items()
    )


def target(indicator: Indicator) -> str:
    """Return a target as a document writes it, with its baseline: 由70%提高至76%."""
    floor = bounded(indicator.target, indicator)
    if indicator.baseline is None:
        return floor
    moved = "降至" if indicator.target < indicator.baseline else "提高至"
    return f"由{plain(quantities.scaled(indicator.baseline, indicator))}{moved}{floor}"


def bounded(number: Decimal, indicator: Indicator) -> str:
    """Return a target in words: a floor goes without saying, a strict one is 超, a ceiling 控制在…以内, about 左右."""
    text = quantities.quantity(number, indicator)
    words_of = {
        ("at-least", False): text if number > 0 else f"不低于{text}",
        ("at-least", True): f"超{text}",
        ("at-most", False): f"控制在{text}以内" if number else text,
        ("at-most", True): f"低于{text}",
    }
    return words_of.get((indicator.bound, indicator.above), f"{text}左右")


def bound(indicator: Indicator) -> str:
    """Return what a target asks for in a word: a floor, a ceiling, or about."""
    strict = {"at-least": "超过", "at-most": "低于"}
    loose = {"at-least": "不低于", "at-most": "不超过", "about": "左右"}
    return (loose | strict if indicator.above else loose)[indicator.bound]


def leaders_of(one: Standing) -> Cell:
    """Return who supervises a task; the table may name nobody."""
    return one.task.leaders or Word(None, NOT_LISTED)


def deadline(plan: Plan, one: Standing) -> Word:
    """Return the deadline in the table's words with the day that they mean, and what it was before."""
    due = plan.due_of(one.task)
    is_own = one.task.due is not None
    text = due.words if is_own else f"{NOT_LISTED}，按{due.words}计" if due.words else NOT_LISTED
    meant = f"{one.due.month}月{one.due.day}日"
    if one.due.year != plan.period.end.year or plan.period.long:
        meant = f"{one.due.year}年{meant}"
    bare = "".join(text.split()).replace("号", "日")
    remarks = [] if meant in bare or one.due.isoformat() in bare else [meant]
    remarks += filter(None, [amendments.remark(one.task, "deadline")])
    return Word(due.words, f"{text}（{'；'.join(remarks)}）" if remarks else text)


def reason(one: Standing) -> str:
    """Say why a light is what it is; of a dropped task, by which document it was dropped."""
    if one.task.dropped:
        return f"{one.task.dropped.document}（{day_text(one.task.dropped.date)}）撤销，不计入统计"
    return words.reason(one)


def progress_by(one: Standing) -> Cell:
    """Say what a progress rests on, where it is no figure of an indicator."""
    if one.progress is None or one.slowest:
        return None
    return OWN_PERCENT if one.by_percent else "自报未启动"


def progress_text(one: Standing) -> str:
    """Return the progress as a paper prints it, marked where it is the unit's own word; a dash where there is none."""
    if one.progress is None:
        return "—"
    percent = f"{hundredths(one.progress):.2f}%"
    by = progress_by(one)
    return f"{percent}（{by}）" if by else percent


def status(one: Standing) -> Word:
    """Return the status that the lead unit reports; where it reports nothing, that."""
    return (
        words.status(one.submission.entry.status)
        if one.submission
        else Word("unreported", words.statuses()["unreported"])
    )


def light_of(one: Standing) -> Word:
    """Return the light of a task as a word; a dropped one has none, nor the colour of what is done."""
    return Word("done", DROPPED) if one.task.dropped else light(one.light)


def light(code: Light) -> Word:
    """Return a light as a word, coloured by what it means."""
    return Word(code, words.lights()[code], words.TONES[code])
