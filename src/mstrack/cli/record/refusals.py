"""Why nothing is filed: each flag that is wrong, missing or in doubt, all at once; each part of a draft likewise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.progress.figures import reporting_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.cli.record.draft import Draft
    from mstrack.cli.record.options import EntryOptions
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.cli.wrong_flags import WrongFlags
    from mstrack.errors import Problem
    from mstrack.record.propose import Proposal
    from mstrack.rules.plausible import Doubt

FLAGS = {name: f"--{name}" for name in ("unit", "date", "status", "percent", "note", "problem", "next", "reporter")}
FLAGS |= {"reached": "--reached", "reason": "--reason"}
OF_FIGURES = {"known-indicator", "possible-figure"}
"""Rules of a figure alone, whoever reports it for whichever day."""


def proposal_of_flags(context: FilingContext, options: EntryOptions, draft: Draft, wrong: WrongFlags) -> Proposal:
    """Return what the flags would file; WrongUse says of each that cannot be taken why, and what is missing."""
    proposal = context.proposal(draft) if _is_placed(draft, wrong) else None
    problems, doubts = (proposal.problems, proposal.doubts) if proposal else ((), ())
    if wrong.sentences or not proposal:
        given = {"figures" if name == "figure" else name for name in (*FLAGS, "figure") if getattr(options, name, None)}
        problems = tuple(_own_faults(context, draft, given, wrong))
    doubts = tuple(one for one in doubts if all(problem.route != ("figures", one.indicator.id) for problem in problems))
    lines = [*_listed([*wrong.sentences, *map(worded, problems)], is_bare=not problems)]
    lines += missing(draft, wrong)
    lines += [] if options.sure else _doubted(doubts)
    if lines:
        raise WrongUse("\n".join(lines))
    assert proposal  # noqa: S101  without one something is missing or wrong
    return context.proposal(draft.sure_of(doubts)) if doubts else proposal


def refuse_flags(context: FilingContext, draft: Draft, given: set[str], wrong: WrongFlags) -> None:
    """Refuse what the flags say before anything is asked."""
    heads = {"figures" if name == "figure" else name for name in given} - {"note", "status"}
    problems = list(_own_faults(context, draft, heads, wrong))
    lines = [*_listed([*wrong.sentences, *map(worded, problems)], is_bare=not problems)]
    if lines:
        raise WrongUse("\n".join(lines))


def _own_faults(context: FilingContext, draft: Draft, heads: set[str], wrong: WrongFlags) -> Iterator[Problem]:
    """Yield what the rules have against the parts that were given; what another flag lacks is no fault of theirs."""
    is_placed = _is_placed(draft, wrong)
    heads = heads - {"status"} if any(flag.startswith("--figure") for flag in wrong) else heads
    stand_in = draft if is_placed else draft._replace(unit=next(iter(reporting_units(context.plan, draft.task)), ""))
    for one in context.problems(stand_in):
        if (is_placed or one.rule in OF_FIGURES) and one.route and one.route[0] in heads and flag_of(one) not in wrong:
            yield one


def _is_placed(draft: Draft, wrong: WrongFlags) -> bool:
    """Whether it is known who reports for which day: most rules need both."""
    return bool(draft.unit) and "--unit" not in wrong and "--date" not in wrong


def of_draft(context: FilingContext, draft: Draft) -> list[str]:
    """Return why a draft that was asked for cannot be filed."""
    return [*missing(draft), *map(worded, context.proposal(draft).problems)]


def missing(draft: Draft, wrong: WrongFlags | None = None) -> list[str]:
    """Return the sentence for the flags that an entry cannot do without; one that is wrong is not missing."""
    flags = {flag: what for flag, what in draft.missing().items() if wrong is None or flag not in wrong}
    if not flags:
        return []
    listed = _("; ").join(_("{text} ({remark})").format(text=flag, remark=what) for flag, what in flags.items())
    command = "correct" if draft.corrects else "add"
    return [_("missing: {flags}; see mstrack {command} --help").format(flags=listed, command=command)]


def flag_of(problem: Problem) -> str:
    """Return the flag that a problem is about; none where it is about the whole entry."""
    head, *rest = problem.route or ("",)
    return f"--figure {rest[0]}" if head == "figures" and rest else FLAGS.get(str(head), "")


def worded(problem: Problem) -> str:
    """Name the flag that a problem is about, not a place in a file that does not exist."""
    flag = flag_of(problem)
    return _("{where}: {why}").format(where=flag, why=problem.sentence) if flag else problem.sentence


def _listed(sentences: list[str], *, is_bare: bool) -> Iterable[str]:
    """Yield the sentences below a heading; one that only says how a flag is written needs none."""
    if is_bare and len(sentences) == 1:
        return sentences
    return [_("not filed:"), *(f"  {one}" for one in sentences)] if sentences else []


def _doubted(doubts: Iterable[Doubt]) -> list[str]:
    lines = [f"  --figure {one.indicator.id}: {one.sentence}" for one in doubts]
    return [_("not filed: this looks like a slip:"), *lines, _("If it is right, add --sure.")] if lines else []
