"""What every key of the files means, in the user's words: for editors, which show it while somebody types.

`Class.field` → its title and its description; `Class` → those of the mapping itself. A test holds it against the model.
"""

from __future__ import annotations

from typing import NamedTuple

from mstrack.i18n import mark


class Key(NamedTuple):
    """A key's title, the words of the table where it has one, and what to write there."""

    title: str
    about: str


KEYS = {
    "Plan": Key(
        mark("Plan of the year"),
        mark("The official table, transcribed word for word. mstrack reads it and never writes it."),
    ),
    "Plan.title": Key(mark("Title of the table"), mark("As it is printed.")),
    "Plan.source": Key(mark("Source"), mark("Where the table is printed.")),
    "Plan.year": Key(mark("Year"), mark("Days without a year lie in this one.")),
    "Plan.counts": Key(mark("Printed numbers"), mark("How many items and tasks the table says it has; checked.")),
    "Plan.leaders": Key(mark("Leaders"), mark("Every leader that a task names, once.")),
    "Plan.units": Key(mark("Units"), mark("Every unit that a task names, once; the members of groups too.")),
    "Plan.items": Key(mark("Livelihood items"), mark("The items with their tasks, in the table's order.")),
    "Plan.lights": Key(
        mark("Rules of the lights"), mark("The four numbers behind the lights; one that is left out is the default.")
    ),
    "Counts": Key(mark("Printed numbers"), mark("How many items and tasks the table says it has; checked.")),
    "Counts.items": Key(mark("Number of items"), mark("As it is printed.")),
    "Counts.tasks": Key(mark("Number of tasks"), mark("As it is printed.")),
    "Person": Key(mark("Somebody"), mark("A leader, or the person who answers for a unit.")),
    "Person.name": Key(mark("Full name"), mark("Without spaces to pad it.")),
    "Person.pinyin": Key(mark("Pinyin"), mark("One syllable a character, without tones: xie hong you.")),
    "Person.aliases": Key(mark("Other names"), mark("What this is called, too; optional.")),
    "Unit": Key(mark("Unit"), mark("A unit that answers for tasks; one with members is a group.")),
    "Unit.name": Key(mark("Name of the unit"), mark("As the table writes it.")),
    "Unit.code": Key(
        mark("Code"), mark("Short, of a-z and 0-9: typed on the command line, used in file names. Never change it.")
    ),
    "Unit.person": Key(mark("Person"), mark("Who answers for the unit; leave it out where the table names nobody.")),
    "Unit.members": Key(mark("Members"), mark("Of a group: the units that report one by one.")),
    "Unit.aliases": Key(mark("Other names"), mark("What this is called, too; optional.")),
    "Item": Key(mark("Livelihood item"), mark("One of the items, with its tasks.")),
    "Item.title": Key(mark("Title of the item"), mark("As it is printed.")),
    "Item.tasks": Key(mark("Rows of the table"), mark("The tasks of this item, in the table's order.")),
    "Task": Key(mark("Task"), mark("One row of the table.")),
    "Task.id": Key(mark("No."), mark("1, 2, 3 … in the table's order.")),
    "Task.title": Key(
        mark("Short title"), mark("For narrow columns; left out, the first clause of the content serves.")
    ),
    "Task.content": Key(mark("Content"), mark("As it is printed, one clause a line; line breaks do not count.")),
    "Task.leader": Key(mark("Leader"), mark("One of the leaders listed above.")),
    "Task.lead_unit": Key(
        mark("Lead unit"), mark("The first of the units that the table names; one of those listed above.")
    ),
    "Task.partner_units": Key(mark("Partner units"), mark("The other units, in the table's order.")),
    "Task.deadline": Key(
        mark("Deadline"),
        mark("In the table's words: 12月10日, 11月底前, 12月上旬, 四季度, 上半年, 5-6月, 年底, 全年 or 2021-12-10."),
    ),
    "Task.indicators": Key(mark("Indicators"), mark("The promises in numbers; none where the table gives no number.")),
    "Task.amendments": Key(
        mark("Amendments"), mark("What documents changed in this task after the table was issued; one each.")
    ),
    "Amendment": Key(mark("Amendment"), mark("What a document changed, and what it was until then.")),
    "Amendment.date": Key(mark("Date of the document"), mark("As 2021-09-30.")),
    "Amendment.document": Key(mark("Document"), mark("Its number, or its title.")),
    "Amendment.field": Key(
        mark("What was changed"),
        mark("deadline, leader, lead_unit, person, indicators, or the id of the indicator whose target was changed."),
    ),
    "Amendment.was": Key(mark("What it was"), mark("In the table's words; of a target, its number.")),
    "Indicator": Key(mark("Indicator"), mark("A promise in numbers.")),
    "Indicator.id": Key(
        mark("Id"), mark("Of a-z, 0-9 and hyphens, unique in its task: entries name their figures by it.")
    ),
    "Indicator.name": Key(mark("Name of the indicator"), mark("In the words of the content.")),
    "Indicator.kind": Key(mark("Kind"), mark("Whether it counts up through the year, or is reached or not.")),
    "Indicator.target": Key(
        mark("Target"), mark("The number itself suffices; with above: true it does not. All digits are written out.")
    ),
    "Indicator.measure": Key(mark("Measure"), mark("What the number counts; a percent sign stands in quotes.")),
    "Indicator.quote": Key(mark("Quote"), mark("The phrase of the content that sets the number, word for word.")),
    "Indicator.above": Key(mark("Above the target"), mark("true where the target must be exceeded.")),
    "Indicator.baseline": Key(mark("Baseline"), mark("From what, where the table says so.")),
    "Lights": Key(
        mark("Rules of the lights"), mark("The four numbers behind the lights; one that is left out is the default.")
    ),
    "Lights.red": Key(mark("Red"), mark("More percentage points behind the expected pace than this are red.")),
    "Lights.yellow": Key(mark("Yellow"), mark("More percentage points behind the expected pace than this are yellow.")),
    "Lights.stale_days": Key(
        mark("Days without a report"), mark("After so many days without a report a task counts as unreported.")
    ),
    "Lights.near_days": Key(
        mark("Days to go"), mark("With so many days to go, or fewer, a level that is not reached makes a task yellow.")
    ),
    "Entry": Key(
        mark("Progress entry"),
        mark("What a unit reports on a task as of a day. Never changed once filed: a new entry puts a mistake right."),
    ),
    "Entry.task": Key(mark("Task"), mark("Its number.")),
    "Entry.date": Key(mark("Date"), mark("The day that the figures hold for, as 2021-09-30.")),
    "Entry.unit": Key(mark("Unit"), mark("Who reports: the full name, as in tasks.yaml.")),
    "Entry.status": Key(mark("Status"), mark("not-started, in-progress, blocked or done.")),
    "Entry.figures": Key(
        mark("Figures"),
        mark("Totals to date, never increments: the id of each indicator, a colon, a space, the number."),
    ),
    "Entry.note": Key(mark("Note"), mark("What was achieved.")),
    "Entry.problem": Key(mark("Problem"), mark("What stands in the way.")),
    "Entry.next": Key(mark("Next step"), mark("What comes next.")),
    "Entry.reporter": Key(mark("Reporter"), mark("Who wrote this.")),
    "Entry.recorded": Key(
        mark("Recorded"), mark("When it was written, with the time zone: 2021-10-08T09:31:07+08:00.")
    ),
    "Entry.corrects": Key(
        mark("Corrects"), mark("Only in a correction: the id of the entry that it replaces, from that file's name.")
    ),
}

CHOICES = {
    "cumulative": mark("counts up through the year: pace applies, the shares of units add up"),
    "level": mark("a rate, a standard or a capacity: reached or not, never added"),
    "not-started": mark("not started"),
    "in-progress": mark("in progress"),
    "blocked": mark("blocked"),
    "done": mark("done"),
}
"""What each word means that a key can be told to choose from."""
