"""One row of a table → a task as tasks.yaml has it, with a note above every guess."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.format import yaml
from mstrack.intake import deadlines, indicators, numbers, people, writing
from mstrack.intake.words import clauses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mstrack.errors import Route
    from mstrack.format.model import Period
    from mstrack.intake.rows import Row


class Skipped(NamedTuple):
    """A number of a task that became no indicator, and why (a key of `numbers.REASONS`)."""

    task: str
    phrase: str
    reason: str


class Head(NamedTuple):
    """What stands above a table: title, source, year (and whether it is printed), counts, and whether it reports."""

    title: str
    source: str
    year: int
    year_known: bool
    title_known: bool
    counts: tuple[int, int] | None
    reports: bool


def is_rest(district: str) -> bool:
    """Whether a district is none: 市本级, what the city bears itself."""
    return district.endswith("本级")


class DraftedTask:
    """One task while it is drafted: its value, its notes by routes below it, and the numbers that are no targets."""

    def __init__(
        self,
        row: Row,
        renamed: Mapping[str, str],
        period: Period,
        head: Head,
        *,
        due: bool,
    ) -> None:
        """Draft the task; `renamed` are units by the names that the year before knows, `due` says all have one deadline."""
        self.notes: dict[Route, list[str]] = {}
        self.skipped: list[Skipped] = []
        self._row = row
        self._label = row.no or str(row.line)
        value: dict[str, Any] = {}
        if row.name:
            value["title"] = row.name[:190]
        content = "\n".join(clauses(row.content)) or "（无内容）"
        value["content"] = yaml.BlockText(content) if "\n" in content else content
        if not row.content:
            self.notes["content",] = ["这一行没有内容"]
        goal = row.goal or (self._target_text() if row.target else "")
        if goal:
            value["goal"] = goal
        if row.leaders:
            value["leader"] = row.leaders[0] if len(row.leaders) == 1 else list(row.leaders)
        lead = [renamed.get(name, name) for name in row.lead] or [people.UNKNOWN]
        value["lead_unit"] = lead[0] if len(lead) == 1 else lead
        self._of_lead(lead)
        districts = [name for name, _number in row.shares if not is_rest(name)]
        added = [name for name in dict.fromkeys(districts) if name not in {*lead, *row.partners}]
        if added:
            row = row._replace(partners=(*row.partners, *added))
            self.notes["partner_units",] = ["分解任务的各地列为配合单位，由它们分别报送"]
        if row.shares and len(districts) < len(row.shares):
            self.notes.setdefault(("partner_units",), []).append("本级承担的部分没有列入分解，由牵头单位报送")
        self._row = row
        if row.partners:
            value["partner_units"] = [
                name for name in dict.fromkeys(renamed.get(one, one) for one in row.partners) if name not in lead
            ]
        self._of_deadline(value, period, due=due)
        found = self._indicators(goal, head)
        if found:
            value["indicators"] = found
        self._of_stages(value, period)
        self.value = value

    def _target_text(self) -> str:
        return f"{self._row.target}{self._measure()}"

    def _measure(self) -> str:
        found = re.search(r"（([^（）]{1,6})）$", self._row.content)
        return found[1] if found else ""

    def _of_lead(self, lead: Sequence[str]) -> None:
        if self._row.led == "guess":
            self.notes["lead_unit",] = [f"表上没有写明谁牵头，取列第一位的{lead[0]}"]
        elif not self._row.led:
            self.notes["lead_unit",] = ["表上没有写牵头单位，请填写"]
        if self._row.vague:
            self.notes.setdefault(("lead_unit",), []).append("责任单位一栏有“等”字，没有列全")

    def _of_deadline(self, value: dict[str, Any], period: Period, *, due: bool) -> None:
        words = self._row.deadline
        stages, _loose = deadlines.stages(self._row.schedule or words, period)
        if not words and stages:
            value["deadline"] = stages[-1].words
            self.notes["deadline",] = ["表上没有完成时限一栏，取进度安排的最后一步"]
        elif not words:
            if not due:
                value["deadline"] = yaml.Inline({"words": "表上未列", "day": period.end})
                self.notes["deadline",] = ["这一行没有完成时限，暂按年底"]
        elif deadlines.day(words, period):
            value["deadline"] = words
        elif len(stages) > 1 or (stages and not self._row.schedule):
            value["deadline"] = stages[-1].words
            self.notes["deadline",] = [f"表上写“{words}”，取最后一个日期"]
        else:
            value["deadline"] = yaml.Inline({"words": words[:190], "day": period.end})
            self.notes["deadline",] = [f"“{words}”推算不出日期，暂按{period.end.month}月{period.end.day}日"]

    def _of_stages(self, value: dict[str, Any], period: Period) -> None:
        text = self._row.schedule or self._row.deadline
        stages, loose = deadlines.stages(text, period)
        if not self._row.schedule and len(stages) < 2:
            stages, loose = (), ()
        every = deadlines.in_order(
            (*stages, *(deadlines.ReadStage(words, what) for words, what in self._row.stages if words)), period
        )
        if every:
            value["milestones"] = [
                {"id": f"stage-{i}", "by": one.words, "what": one.what[:190]} for i, one in enumerate(every, 1)
            ]
        if loose and self._row.schedule:
            self.notes["milestones",] = [f"没有日期，未列为阶段目标：{'；'.join(loose)[:120]}"]
            if not every:
                self.notes["content",] = self.notes.pop(("milestones",))

    def _indicators(self, goal: str, head: Head) -> list[dict[str, Any]]:
        topic = (self._row.name or re.split("[，。；]", self._row.content)[0])[:20]
        made = [] if self._row.target else self._of_text(self._row.content, topic, head)
        if self._row.target:
            made = self._of_target(goal)
        elif self._row.goal:
            of_goal = self._of_text(self._row.goal, topic, head)
            made = indicators.with_ids(
                [
                    *[
                        one
                        for one in made
                        if (one.target, one.measure) not in {(two.target, two.measure) for two in of_goal}
                    ],
                    *of_goal,
                ]
            )
        values = []
        for i, one in enumerate(made):
            values.append(writing.indicator(one))
            if one.doubt:
                self.notes["indicators", i] = [one.doubt]
        return values

    def _of_text(self, text: str, topic: str, head: Head) -> list[indicators.Drafted]:
        targets, others = numbers.found(text, reported=head.reports)
        used = {one.baseline for one in targets}
        for one in others:
            if one.reason == "baseline" and one.value in used:
                continue
            self.skipped.append(
                Skipped(self._label, f"{one.before[-10:]}{text[one.start : one.end]}{one.after[:8]}", one.reason)
            )
        return indicators.drafted(text, targets, topic)

    def _shares(self) -> tuple[tuple[str, Decimal], ...]:
        """Return the targets of districts; a cell that holds no number is told."""
        shares: list[tuple[str, Decimal]] = []
        for district, cell in self._row.shares:
            found = re.match(r"\d{1,12}(?:\.\d{1,3})?(?!\d)", cell)
            if found and not is_rest(district):
                shares.append((district, Decimal(found[0])))
            elif not found:
                self.skipped.append(Skipped(self._label, f"{district}{cell}", "unmeasured"))
        return tuple(shares)

    def _of_target(self, goal: str) -> list[indicators.Drafted]:
        """Return the indicator of a row that is one: its name in the content, its number in a column of its own."""
        digits = re.search(r"\d+(?:\.\d+)?", self._row.target)
        if not digits or len(digits[0]) > 14 or not Decimal(digits[0]):
            self.skipped.append(Skipped(self._label, self._row.target, "unmeasured"))
            return []
        bare = re.sub(r"（[^（）]*）$", "", self._row.content)
        measure = self._measure() or self._row.target[digits.end() :] or "—"
        below = re.search("低于|不超过|控制在|少于|以内|以下", bare)
        level = measure in {"%", "倍"} or bool(re.search("率|比例|标准|指数", bare))
        name = re.sub("(?:低于|不低于|不少于|不超过|控制在|达到|达)$", "", bare)
        target = Decimal(digits[0])
        doubt = "" if measure != "—" else "表上没有写计量单位"
        strict = bool(below and below[0] in {"低于", "少于"} and "不" not in bare)
        made = indicators.Drafted(
            "", name[:60], "level" if level else "cumulative", target, measure, goal, strict,
            "at-most" if below and "不低于" not in bare and "不少于" not in bare else "at-least", None,
            self._shares(), doubt,
        )  # fmt: skip
        return indicators.with_ids([made])
