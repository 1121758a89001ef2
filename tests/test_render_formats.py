"""What every format does alike: the registry is walked, so that a new format is tested as soon as it is in it."""

from __future__ import annotations

from typing import get_args

import pytest
from builders import EXAMPLES_DAY, dataset, plan_text, report_of, reports, row
from offenders import every

from mstrack.i18n import LANGUAGES, speaking
from mstrack.progress.dates import Range
from mstrack.progress.query import Choice
from mstrack.progress.snapshot import Snapshot
from mstrack.render import FORMATS, Page, docx, markdown, terminal
from mstrack.report import Block, Text
from mstrack.views import tasks

KINDS = (
    "due",
    "list",
    "show 1",
    "show 9",
    "show 16",
    "show 19",
    "show 22",
    "summary --by leader",
    "summary --by light",
)
TESTED = {"table", "csv", "tsv", "json", "md"}
"""The formats that have a test file of their own: test_render_terminal, _separated, _envelope, _markdown."""

every_format = pytest.mark.parametrize("form", FORMATS)


def test_every_format_has_its_tests():
    """A new format fails here until it is tested for what it promises."""
    assert set(FORMATS) == TESTED


@every_format
@every("tongue", LANGUAGES)
@every("kind", KINDS)
def test_a_report_becomes_bytes(form, tongue, kind):
    """Every format takes every report, in both languages; text is UTF-8 and ends with a line break."""
    with speaking(tongue):
        answer = FORMATS[form](reports(tongue)[kind], Page(80)).decode()
    assert answer.endswith("\n")
    assert kind.removeprefix("show ") in answer or not kind.startswith("show")


@every_format
def test_the_same_report_the_same_bytes(form):
    """Rendering has no clock, no chance and no memory."""
    report = reports("en")["due"]
    assert FORMATS[form](report, Page(80)) == FORMATS[form](report, Page(80))


@every_format
def test_every_task_is_there(form):
    """No format leaves a task off the list."""
    answer = FORMATS[form](reports("en")["due"], Page(200)).decode()
    titles = {cells[1] for cells in reports("en")["due"].blocks[0].rows}
    assert len(titles) == 25
    assert [title for title in titles if "".join(title.split()) not in _squeezed(answer)] == []


def _squeezed(text):
    return "".join(text.replace("\\", "").split())


@pytest.mark.parametrize("form", sorted(TESTED - {"table"}))
def test_only_a_table_has_a_width(form):
    """All other formats are the same however wide the window, and never coloured."""
    pages = [Page(40), Page(200), Page(None), Page(80, colour=True)]
    answers = {FORMATS[form](reports("en")["show 9"], page) for page in pages}
    assert len(answers) == 1
    assert b"\x1b" not in answers.pop()


@every_format
def test_nothing_found(form):
    """An empty answer is an answer."""
    data = dataset(plan_text([row()]))
    choice = Choice(due=Range(before=EXAMPLES_DAY.replace(month=1)))
    with speaking("en"):
        report = tasks.due(Snapshot(data, EXAMPLES_DAY, choice=choice))
        answer = FORMATS[form](report, Page(80)).decode()
    assert "推进工作" not in answer
    assert answer.strip("\ufeff\n")


@every_format
def test_a_report_of_a_title_only(form):
    """A report may have no blocks, or an empty text."""
    answers = [FORMATS[form](report_of(*blocks), Page(80)) for blocks in ((), (Text(""),))]
    assert all(isinstance(answer, bytes) for answer in answers)


@every_format
@every("tongue", LANGUAGES)
def test_the_lights_say_their_reason(form, tongue):
    """In every format a light comes with its reason in words; colour is never the only sign."""
    report = reports(tongue)["due"]
    place = [column.key for column in report.blocks[0].columns].index("reason")
    reasons = [line[place] for line in report.blocks[0].rows]
    with speaking(tongue):
        answer = FORMATS[form](report, Page(None)).decode()
    assert [reason for reason in reasons if _squeezed(reason) not in _squeezed(answer)] == []


def test_machine_formats_are_not_translated():
    """Apart from titles and sentences for people, JSON says the same in both languages."""
    for kind in KINDS:
        lines = []
        for tongue in LANGUAGES:
            with speaking(tongue):
                lines.append(FORMATS["json"](reports(tongue)[kind], Page()).decode().split("\n"))
        differing = {one.split(":")[0].strip(' "') for one, other in zip(*lines, strict=True) if one != other}
        assert differing <= {"title", "reason"}


@pytest.mark.parametrize("renderer", [terminal, markdown, docx], ids=lambda module: module.__name__)
def test_every_kind_of_block_has_its_own_way(renderer):
    """A kind of block that a renderer of pages does not know fails here, not before a reader."""
    assert set(get_args(Block)) == renderer._block.registry.keys() - {object}
