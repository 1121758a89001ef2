"""A plan and its changes: what the tests of comparing two plans share."""

import datetime as dt
import json

from builders import dataset, indicator, level, plan_text, row

from mstrack.format import codec, validate
from mstrack.progress import plan_diff

ROADS, BRIDGES, COVERAGE = indicator(target=60), indicator("桥梁", target=10, id="bridges"), level(target=80)
ROWS = [[row(ROADS, BRIDGES, COVERAGE, title="农村公路"), row(BRIDGES)], [row(deadline="11月底")]]
DAY = dt.date(2021, 8, 15)
TEXT = plan_text(*ROWS)
LATER = ("deadline: 12月10日", "deadline: 12月20日")
NEW_TARGET = [("target: 60", "target: 50"), ("达到60公里", "达到50公里"), ("达到60公里", "达到50公里")]


def plan(text=TEXT):
    """Return a plan."""
    return dataset(text).plan


def raw(text):
    """Return a plan whatever its own rules say of it."""
    known, problems = validate.check("plan", "tasks.yaml", text.encode())
    assert problems == []
    assert codec.plan(json.loads(validate.canonical_json("plan", known))) == known
    return known


def edited(*pairs, text=TEXT):
    """Return the text with some of it replaced, each once."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def amending(field, was, task=1, document="某办函〔2021〕12号", text=TEXT):
    """Return the text with an amendment of a task."""
    said = f"{{date: {DAY}, document: {document}, field: {field}, was: {was}}}"
    head, mark, tail = text.partition(f"  - id: {task}\n")
    if tail.partition("  - id: ")[0].count("    amendments:"):
        return head + mark + tail.replace("    amendments:\n", f"    amendments:\n    - {said}\n", 1)
    return f"{head}{mark}    amendments:\n    - {said}\n{tail}"


def told(new, old=TEXT):
    """Return what changes, shortly: thing, what happened, field, was, now, the document that names it."""
    return [
        (one.thing, one.happened, one.field, one.was, one.now, one.amendment and one.amendment.document)
        for one in plan_diff.changes(plan(old), plan(new))
    ]
