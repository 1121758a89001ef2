"""Sentences that official papers share: what a task is called, how it stands, its figures, what its unit itself says.

Every figure is followed by the numbers of the entries that it comes from. Use them while `i18n.speaking("zh_CN")` is in
force: the reasons of the lights come from the catalogue.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from mstrack.documents import amendments, districts, notes, stages, wording
from mstrack.documents.parts import LABELS, day_text
from mstrack.progress import timeline
from mstrack.report import Heading, Prose, Table, Tone, Word, hundredths
from mstrack.views import causes, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from mstrack.format.model import Plan
    from mstrack.progress.figures import Actual, Submission
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.progress.tally import Tally

Parts = tuple[str | Word, ...]
"""What a paragraph is made of."""
Paragraph = Heading | Prose | Table
OWN_WORDS = {"note": "进展情况", "problem": "存在困难", "next": "下一步措施"}
"""What a unit says in an entry beside figures, and what a paper calls it."""
ALWAYS = "一直没有报送"
"""What is said of a unit that led a task from the start and never reported."""
_INNER = str.maketrans("“”", "‘’")
_CLOSING = "。！？；…"


def subject(plan: Plan) -> str:
    """Return what the plan is about, from its title: 2021年市十件民生实事."""
    return re.sub("(任务)?分解表", "", plan.title) or plan.title


def named(one: Standing, *more: str) -> str:
    """Return a task by its name and number, with what is to be said of it: “老旧小区改造”（任务22，未报送）."""
    return f"{quoted(one.task.short)}（{'，'.join((f'任务{one.task.id}', *more))}）"


def quoted(text: str) -> str:
    """Return a text in quotation marks; those inside become single ones (GB/T 15834)."""
    return f"“{text.translate(_INNER)}”"


def listed(several: Iterable[Standing]) -> str:
    """Return tasks by their names."""
    return "、".join(map(named, several))


def counted(tally: Tally) -> str:
    """Count the parts of a tally that hold a task: 已完成9项，达到序时进度4项."""
    return "，".join(f"{name}{len(getattr(tally, key))}项" for key, name in LABELS.items() if getattr(tally, key))


def percent(share: Fraction) -> str:
    """Return a share of 1 in percent with two decimals, as every document prints it."""
    return f"{hundredths(share):.2f}%"


def light(one: Standing) -> str:
    """Say which light a task has, and why: 亮红灯，逾期3天."""
    return f"亮{words.lights()[one.light]}灯，{wording.reason(one)}"


def deadline(plan: Plan, one: Standing) -> str:
    """Return the deadline in the table's words with its day, and what it was before it was amended."""
    return wording.deadline(plan, one).text


def cite(reports: Iterable[Submission]) -> Word:
    """Return the mark by a figure: the ids of the entries that it comes from."""
    return Word(None, f"〔{'、'.join(report.filed.id for report in reports)}〕", Tone.MUTE)


def sources(one: Standing) -> tuple[str, ...]:
    """Return the ids of all entries behind what is said of a task: those of its figures, and its newest report."""
    found = [report.filed.id for actual in one.actuals for report in actual.sources]
    return tuple(dict.fromkeys([*found, *([one.submission.filed.id] if one.submission else [])]))


def figures(one: Standing) -> Parts:
    """Return a sentence with every figure of a task, its day and its mark; nothing where no figure is known."""
    if not any(actual.sources for actual in one.actuals):
        own = f"{wording.OWN_PERCENT}{percent(one.progress)}。" if one.by_percent and one.progress is not None else ""
        return (own,) if own else ()
    sentences = [phrase for phrase, _ids in wording.figures_sourced(one)]
    parts: list[str | Word] = []
    for (reports, provisional), several in groupby(zip(one.actuals, sentences, strict=True), key=_origin):
        parts += ["；"] if parts else []
        if reports:
            since = day_text(max(report.entry.date for report in reports))
            how = f"按{len(reports)}家单位的分报数暂计，" if provisional else ""
            parts += [f"截至{since}，{how}"]
        parts += ["；".join(phrase for _actual, phrase in several)]
        parts += [cite(reports)] if reports else []
    return (*parts, f"{_progress(one)}。")


def _origin(pair: tuple[Actual, str]) -> tuple[tuple[Submission, ...], bool]:
    return pair[0].sources, pair[0].provisional


def _progress(one: Standing) -> str:
    if one.progress is None:
        return ""
    if not one.slowest:
        return f"；{wording.progress_by(one) or ''}{percent(one.progress)}"
    slowest = causes.slowest(one)
    is_said = slowest in words.reason(one)
    by = f"以进度最慢的{quoted(slowest)}计，" if slowest and not is_said else ""
    return f"；{by}完成率{percent(one.progress)}"


def own_words(plan: Plan, one: Standing, wanted: Iterable[str] = OWN_WORDS, about: str = "") -> Iterator[Prose]:
    """Yield, whole and in the unit's own words, what its newest report says; a line is a paragraph.

    The report is named where no figure has named it; `about` is the task, where that does not go without saying.
    """
    if not one.submission:
        return
    former = "" if has_spoken(plan, one) else f"原牵头单位{one.submission.entry.unit}报送的"
    named_before = any(one.submission in actual.sources for actual in one.actuals)
    source = () if named_before else (cite([one.submission]),)
    for field in wanted:
        text: str | None = getattr(one.submission.entry, field)
        lines = [line.strip() for line in (text or "").split("\n") if line.strip()]
        for n, line in enumerate(lines):
            head = "" if n else f"{about}{former}{OWN_WORDS[field]}："
            is_last = n == len(lines) - 1
            yield Prose((f"{head}{closed(line)}", *source) if is_last else (f"{head}{line}",))


def closed(text: str) -> str:
    """Return a text that ends as a sentence does."""
    return text if text.rstrip("”’）》")[-1:] in _CLOSING else f"{text}。"


def unsaid(plan: Plan, one: Standing) -> str:
    """Say what the unit of a task that is behind does not tell about it; nothing where it tells all."""
    unit = one.task.lead_unit
    if not has_spoken(plan, one):
        return f"{unit}{never(plan, one)}。"
    entry = one.submission.entry if one.submission else None
    missing = [OWN_WORDS[field] for field in ("problem", "next") if not getattr(entry, field)]
    late = f"{unit}已有{one.silent_days}天没有报送。" if one.is_silent else ""
    return f"{late}{unit}没有说明{'和'.join(missing)}。" if missing else late


def silence(plan: Plan, several: Sequence[Standing]) -> Parts:
    """Say of tasks of one unit how far it is silent on them: for ever, for so many days, or on a figure."""
    always = [one for one in several if not one.submission and not figures(one) and never(plan, one) == ALWAYS]
    parts: list[str | Word] = [f"{listed(always)}{ALWAYS}。"] if always else []
    for one in several:
        if one not in always:
            parts += [*_silence(plan, one), "。", *figures(one)]
    return tuple(parts)


def _silence(plan: Plan, one: Standing) -> Parts:
    if not has_spoken(plan, one):
        return (f"{named(one)}{never(plan, one)}",)
    if one.submission and one.cause == "stale":
        last = f"{named(one)}最近一次报送截至{day_text(one.submission.entry.date)}，已有{one.silent_days}天没有报送"
        return last, cite([one.submission])
    return f"{named(one)}虽有报送，但{words.reason(one)}", cite([one.submission] if one.submission else [])


def has_spoken(plan: Plan, one: Standing) -> bool:
    """Whether the unit that leads now has reported since it leads: what another reported before is not its word."""
    if one.submission is None:
        return False
    now = timeline.tenures(plan, one.task)[0]
    return one.submission.filed.code in now.codes and now.has(one.submission.filed.day)


def never(plan: Plan, one: Standing) -> str:
    """Say since when the unit that leads now is silent: since it leads, since the task came, or all the time."""
    since = timeline.tenures(plan, one.task)[0].since
    if since:
        return f"自{day_text(since)}起牵头，{one.silent_days}天来没有报送"
    if one.task.added and one.task.added.date > plan.period.start:
        return f"自{day_text(one.task.added.date)}增加以来没有报送"
    return ALWAYS


def numbered(sentence: Iterable[Sequence[Prose]]) -> Iterator[Prose]:
    """Yield paragraphs, the first of each group with its number before it: 1., 2., 3."""
    for n, (first, *rest) in enumerate(sentence, 1):
        head, *parts = first.parts
        with_number = f"{n}.{head}" if isinstance(head, str) else head._replace(text=f"{n}.{head.text}")
        yield Prose((with_number, *parts), first.place)
        yield from rest


def sections(level: int, titled: Iterable[tuple[str, Iterable[Paragraph]]]) -> Iterator[Paragraph]:
    """Yield paragraphs below headings that are numbered as documents number them: 一、 and （一）."""
    for n, (title, paragraphs) in enumerate(titled):
        numeral = wording.NUMERALS[n]
        yield Heading(f"{numeral}、{title}" if level == 1 else f"（{numeral}）{title}", level)
        yield from paragraphs


def missed(one: Standing) -> str:
    """Name the stages of a task that were not reached in time, where its light does not name them."""
    names = stages.missed(one)
    return f"未按时完成的阶段任务：{names}。" if names and one.cause != "milestone" else ""


def has_sources(standings: Iterable[Standing]) -> bool:
    """Whether there is an entry to cite."""
    return any(map(sources, standings))


def remarks(snapshot: Snapshot) -> Iterator[Prose]:
    """Yield what a paper is made from and by which rules: the last lines of every paper."""
    standings = snapshot.standings
    sentences = [f"{notes.made_from(snapshot)}。"]
    if has_sources(standings):
        sentences.append("所注编号是数字所依据的报送编号，凭编号可以查到原始报送。")
    if any(actual.provisional for one in standings for actual in one.actuals):
        sentences.append("“暂计”是牵头单位没有报送完成数时，其他责任单位分报数的合计。")
    sentences += [notes.terms(snapshot.plan), notes.legend(snapshot.plan)]
    sentences += notes.remarks(snapshot)
    sentences += districts.remarks(snapshot)
    sentences += [
        f"任务{one.task.id}经批准调整：{changed}。" for one in standings if (changed := amendments.of_task(one.task))
    ]
    yield from (Prose((f"{'注：' if n == 1 else ''}{n}.{line}",), "remark") for n, line in enumerate(sentences, 1))
