"""The rules of indicators: the quote bears out the number and its bound; districts' shares fit units and target."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress.nearest import cure
from mstrack.progress.numerals import even, numerals
from mstrack.progress.pace import is_measured
from mstrack.progress.plan_fields import with_shared_amendments
from mstrack.progress.routes import problem, remark, tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Indicator, Plan, Task


def quoted(plan: Plan) -> Iterator[Problem]:
    """The quote of an indicator stands, word for word, in the content or the goal of its task."""
    for route, task, indicator in _indicators(plan):
        if indicator.quote not in task.content and indicator.quote not in (task.goal or ""):
            sentence = _("this quote does not stand in the content of task {id}; copy the phrase from there")
            yield problem("quoted", sentence.format(id=task.id), (*route, "quote"))


def supported(plan: Plan) -> Iterator[Problem]:
    """The quote of an indicator has its baseline and target (2.778万 is 27780, 八百 800), or what they were before.

    What they were is what an amendment says.
    """
    for route, task, indicator in _indicators(plan):
        numbers = set(_numbers(indicator))
        for key, field in (("target", indicator.id), ("baseline", f"{indicator.id}.baseline")):
            number = getattr(indicator, key)
            amended = any(one.target_was in numbers for one in task.amended(field))
            if number is not None and number not in numbers and not amended:
                sentence = _("the quote does not contain {number}; correct the number or the quote")
                yield problem("supported", sentence.format(number=number), (*route, key))


def positive_target(plan: Plan) -> Iterator[Problem]:
    """What is counted up to a target counts up to more than 0."""
    for route, _task, indicator in _indicators(plan):
        if is_measured(indicator) and indicator.target <= 0:
            sentence = _("{number} is no target to count up to; write a number above 0, or bound: at-most")
            yield problem("positive-target", sentence.format(number=plain(indicator.target)), (*route, "target"))


def bound_words(plan: Plan) -> Iterator[Problem]:
    """A bound agrees with the words at the number: 不少于, 超 and 以上 are a floor, 控制在, 低于 and 以内 a ceiling.

    Where an amendment changed the bound, the quote may keep its words.
    """
    for route, task, indicator in _indicators(plan):
        found = _bounds(task, indicator)
        if indicator.bound in found or not found.keys() & _FIRM:
            continue
        right = next(bound for bound in found if bound in _FIRM)
        sentence = _("the quote says {words}, which is no {bound}; write bound: {right}, or correct the quote")
        words = sentence.format(words=found[right], bound=indicator.bound, right=right)
        yield problem("bound-words", words, (*route, "bound"))


def about_words(plan: Plan) -> Iterator[Problem]:
    """A target is about a number where its quote says 左右 or 约, and nowhere else. Only a remark."""
    for route, task, indicator in _indicators(plan):
        found = _bounds(task, indicator)
        if indicator.bound == "about" and not found and not _is_bound_amended(task, indicator):
            words = _("bound: about stands at a quote without 左右 or 约; delete the bound, or correct the quote")
            yield remark("about-words", words, (*route, "bound"))
        elif [*found] == ["about"] and indicator.bound != "about":
            sentence = _(
                "the quote says {words}, and the target counts as {bound}; if that is wrong, write bound: about"
            )
            words = sentence.format(words=found["about"], bound=indicator.bound)
            yield remark("about-words", words, (*route, "quote"))


def known_share(plan: Plan) -> Iterator[Problem]:
    """A share is that of a unit which the task names, itself or as a member of a group; the group has none itself."""
    units = {unit.name: unit for unit in plan.units}
    for route, task, indicator in _indicators(plan):
        named = {one for name in task.units for one in (name, *(units[name].members if name in units else ()))}
        for name in indicator.shares:
            unit = units.get(name)
            if unit is None:
                sentence = _("{name} is not among the units; {cure}")
                words = sentence.format(name=name, cure=cure(name, units))
            elif unit.members:
                words = _("{name} is a group; give its members their shares").format(name=name)
            elif name not in named:
                words = _("task {id} does not name {name}; add it to the partner units").format(id=task.id, name=name)
            else:
                continue
            yield problem("known-share", words, (*route, "shares", name))


def possible_share(plan: Plan) -> Iterator[Problem]:
    """A share of what is counted is not negative."""
    for route, _task, indicator in _indicators(plan):
        for name, share in indicator.shares.items():
            if share < 0 and indicator.kind == "cumulative":
                sentence = _("{number} is negative; a share of what is counted is 0 or more")
                yield problem("possible-share", sentence.format(number=plain(share)), (*route, "shares", name))


def shared_out(plan: Plan) -> Iterator[Problem]:
    """Where shares of what is counted add up to more or less than the target, a remark says how much: 未分解."""
    for route, _task, indicator in _indicators(plan):
        shared = sum(indicator.shares.values(), start=Decimal(0))
        if not indicator.shares or indicator.kind != "cumulative" or shared == indicator.target:
            continue
        rest = indicator.target - shared
        if rest > 0:
            sentence = _("{rest} of {target} {measure} is given to no unit (未分解)")
        else:
            sentence = _("the shares add up to {shared} {measure}, more than the target {target}")
        words = sentence.format(
            rest=plain(rest), shared=plain(shared), target=plain(indicator.target), measure=indicator.measure
        )
        yield remark("shared-out", words, (*route, "shares"))


RULES = (quoted, supported, positive_target, bound_words, known_share, possible_share)
"""Every rule of indicators."""
REMARKS = (about_words, shared_out)
"""What is odd in an indicator, and may be right all the same."""

_FIRM = {"at-least", "at-most"}
_NOT = "(?P<no>不得?|不[能应可]|未|没有)?"
_BEFORE = {
    rf"{_NOT}(?:超过|超|高于|多于|大于|突破)": ("at-least", "at-most"),
    rf"{_NOT}(?:低于|少于|小于|下于)": ("at-most", "at-least"),
    "至少|最少": ("at-least", ""),
    r"最多|至多|控制在[^\d，。；、]{0,4}": ("at-most", ""),
    "(?<![节预签契违集制公条])(?:大约|约)为?": ("about", ""),
}
"""Words right before a number → the bound that they say, and the one that they say behind a 不."""
_AFTER = {"以上": "at-least", "以内": "at-most", "之内": "at-most", "以下": "at-most", "左右": "about", "上下": "about"}
"""Words behind a number and its measure → the bound that they say."""


def _indicators(plan: Plan) -> Iterator[tuple[Route, Task, Indicator]]:
    for route, task in tasks(plan):
        for i, indicator in enumerate(task.indicators):
            yield (*route, "indicators", i), with_shared_amendments(plan, task), indicator


def _is_bound_amended(task: Task, indicator: Indicator) -> bool:
    return bool(task.amended(f"{indicator.id}.bound"))


def _numbers(indicator: Indicator) -> Iterator[Decimal]:
    """Yield the numbers of the quote; a single Chinese digit counts only before the measure: 统一 holds no number."""
    quote, measure = even(indicator.quote), even(indicator.measure)
    for numeral in numerals(quote):
        if not numeral.is_digit(quote) or quote.startswith(measure, numeral.end):
            yield from numeral.values


def _bounds(task: Task, indicator: Indicator) -> dict[str, str]:
    """Return the bounds that words at the target's number in the quote say, with these words."""
    if _is_bound_amended(task, indicator):
        return {}
    quote, measure = even(indicator.quote), even(indicator.measure)
    targets = {indicator.target, *(one.target_was for one in task.amended(indicator.id))}
    found: dict[str, str] = {}
    for numeral in numerals(quote):
        if targets.isdisjoint(numeral.values):
            continue
        before, after = quote[: numeral.start], quote[numeral.end :]
        for pattern, (bound, negated) in _BEFORE.items():
            if words := re.search(f"(?:{pattern})$", before):
                is_negated = bool(negated) and bool(words["no"])
                found.setdefault(negated if is_negated else bound, words[0])
        parts = [re.escape(measure[start:]) for start in range(len(measure))]
        if words := re.match(rf"(?:{'|'.join(parts)}|[^\d，。；、]{{0,2}}?)[及或]?({'|'.join(_AFTER)})", after):
            found.setdefault(_AFTER[words[1]], words[1])
    return found
