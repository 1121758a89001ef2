"""A cell of the form while it is written: its row, what the unit reported before, and the workbook that takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.progress import figures
from mstrack.record.sheets import form

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from mstrack.format.model import Indicator, Plan
    from mstrack.progress.figures import Submission
    from mstrack.record.sheets.form import FormRow


class Paper(NamedTuple):
    """The workbook while it is written: its sheet and the formats that cells take."""

    book: Any
    sheet: Any

    def format(self, **more: object) -> Any:  # noqa: ANN401  XlsxWriter has no types
        """Return a cell format: the form's font and border, and what else is asked for."""
        base = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
        return self.book.add_format(base | more)

    def fill(self, **more: object) -> Any:  # noqa: ANN401  as above
        """Return the format of a cell to fill: light yellow, not locked."""
        return self.format(bg_color="#FFF8DC", locked=False, **more)


class FormCell(NamedTuple):
    """A row of the form, while one of its cells is written.

    A cell that spans a task goes from this row over `spans` rows; `reports` are the unit's on the task, newest first.
    """

    paper: Paper
    row: int
    spans: int
    line: FormRow
    unit: str
    reports: tuple[Submission, ...]
    plan: Plan
    today: dt.date

    @property
    def speaks(self) -> bool:
        """Whether the unit files for the task."""
        return form.speaks(self.plan, self.line.task, self.unit)

    @property
    def has_percent(self) -> bool:
        """Whether the unit is asked how far the task is, in percent."""
        return form.has_percent(self.plan, self.line.task, self.unit)

    @property
    def last(self) -> Submission | None:
        """The newest report with a figure of this row, or that its stage is reached; else the newest at all."""
        line = self.line
        if line.stage:
            return next((one for one in self.reports if line.stage.id in one.entry.reached), None)
        return next((one for one in self.reports if not line.indicator or line.indicator.id in one.entry.figures), None)

    @property
    def last_figure(self) -> Decimal | None:
        """The figure that the unit filed last."""
        return self.last.entry.figures[self.line.indicator.id] if self.last and self.line.indicator else None

    @property
    def is_joint(self) -> bool:
        """Whether several units file for the task, as members of the group that leads it."""
        return len(figures.speakers(self.plan, self.line.task)) > 1

    def target_of(self, one: Indicator) -> Decimal:
        """Return what the unit has to reach: its own share, where it has one and does not file for the task alone."""
        share = one.shares.get(self.unit)
        return one.target if share is None or (self.speaks and not self.is_joint) else share

    def write(self, column: int, value: object, **look: object) -> None:
        """Write a cell that is read only."""
        self.paper.sheet.write(self.row, column, value, self.paper.format(**look))

    def span(self, column: int, value: object, look: object) -> None:
        """Write one cell over the rows of a task; XlsxWriter refuses to merge a single cell."""
        sheet, row = self.paper.sheet, self.row
        if self.spans == 1:
            sheet.write(row, column, value, look)
        else:
            sheet.merge_range(row, column, row + self.spans - 1, column, value, look)
