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
        mark("Plan"),
        mark("The official table, transcribed word for word. mstrack reads it and never writes it."),
    ),
    "Plan.title": Key(mark("Title of the table"), mark("As it is printed.")),
    "Plan.source": Key(mark("Source"), mark("Where the table is printed.")),
    "Plan.year": Key(mark("Year"), mark("Days without a year lie in this one.")),
    "Plan.period": Key(
        mark("Period"), mark("Instead of a year: the first and the last day of what the promise spans.")
    ),
    "Plan.deadline": Key(mark("Deadline for all"), mark("For a table without such a column; a task may have its own.")),
    "Plan.office": Key(mark("Office"), mark("Who keeps the table and signs its papers; optional.")),
    "Plan.counts": Key(mark("Printed numbers"), mark("How many items and tasks the table says it has; checked.")),
    "Plan.leaders": Key(mark("Leaders"), mark("Every leader that a task names, once.")),
    "Plan.units": Key(mark("Units"), mark("Every unit that a task names, once; the members of groups too.")),
    "Plan.items": Key(mark("Livelihood items"), mark("The items with their tasks, in the table's order.")),
    "Plan.lights": Key(
        mark("Rules of the lights"),
        mark("The numbers behind the lights, and the pace; what is left out is the default."),
    ),
    "Plan.amendments": Key(
        mark("Amendments of the plan"),
        mark("What documents changed in fields of the plan, or in one field of many tasks; one each."),
    ),
    "Counts": Key(mark("Printed numbers"), mark("How many items and tasks the table says it has; checked.")),
    "Counts.items": Key(mark("Number of items"), mark("As it is printed.")),
    "Counts.tasks": Key(mark("Number of tasks"), mark("As it is printed.")),
    "Span": Key(mark("Period"), mark("From a day to a day, both included.")),
    "Span.from": Key(mark("First day"), mark("As 2013-01-01.")),
    "Span.to": Key(mark("Last day"), mark("As 2017-12-31; it is part of the period.")),
    "Office": Key(mark("Office"), mark("Who keeps the table and signs its papers.")),
    "Office.name": Key(mark("Name of the office"), mark("As papers are signed.")),
    "Office.mark": Key(mark("Letterhead"), mark("The mark at the head of papers, where it is not the name.")),
    "Office.number": Key(mark("Document number"), mark("As papers print it, with {n} for the running number.")),
    "Office.recipients": Key(mark("Recipients"), mark("To whom bulletins are sent: a name, or a list of names.")),
    "Office.copies": Key(mark("Copies"), mark("Who gets a copy: a name, or a list of names.")),
    "Office.contact": Key(mark("Contact"), mark("Whom to ask about a paper.")),
    "Office.phone": Key(mark("Telephone"), mark("In quotes where it starts with 0 and has no hyphen.")),
    "Person": Key(mark("Somebody"), mark("A leader, or the person who answers for a unit.")),
    "Person.name": Key(mark("Full name"), mark("Without spaces to pad it.")),
    "Person.pinyin": Key(mark("Pinyin"), mark("One syllable a character, without tones: xie hong you.")),
    "Person.aliases": Key(mark("Other names"), mark("What this is called, too; optional.")),
    "Person.former": Key(mark("Predecessors"), mark("Whose place this person took, once, for all tasks.")),
    "Former": Key(mark("Former name"), mark("Whose place was taken, or what a unit was called, until a day.")),
    "Former.name": Key(mark("Name until then"), mark("As papers of that time have it.")),
    "Former.until": Key(mark("Until"), mark("The last day of it, as 2021-08-15.")),
    "Former.document": Key(mark("Document"), mark("Its number, or its title.")),
    "Unit": Key(mark("Unit"), mark("A unit that answers for tasks; one with members is a group.")),
    "Unit.name": Key(mark("Name of the unit"), mark("As the table writes it.")),
    "Unit.code": Key(
        mark("Code"), mark("Short, of a-z and 0-9: typed on the command line, used in file names. Never change it.")
    ),
    "Unit.person": Key(
        mark("Person"), mark("Who answers for the unit: one, or a list; leave it out where the table names nobody.")
    ),
    "Unit.members": Key(mark("Members"), mark("Of a group: the units that report one by one.")),
    "Unit.aliases": Key(mark("Other names"), mark("What this is called, too; optional.")),
    "Unit.former": Key(
        mark("Former names"), mark("What the unit was called before a reform; entries under that name stay right.")
    ),
    "Unit.contact": Key(mark("Whom to call"), mark("A name, a telephone number, or both; optional.")),
    "Contact": Key(mark("Whom to call"), mark("A name, a telephone number, or both.")),
    "Contact.name": Key(mark("Name"), mark("Whom to ask for.")),
    "Contact.phone": Key(mark("Telephone"), mark("In quotes where it starts with 0 and has no hyphen.")),
    "Item": Key(mark("Livelihood item"), mark("One of the items, with its tasks.")),
    "Item.title": Key(mark("Title of the item"), mark("As it is printed.")),
    "Item.tasks": Key(mark("Rows of the table"), mark("The tasks of this item, in the table's order.")),
    "Task": Key(mark("Task"), mark("One row of the table.")),
    "Task.id": Key(mark("No."), mark("A number from 1 to 999, above that of the task before it.")),
    "Task.no": Key(mark("Printed number"), mark("As the table prints it, where that is no plain number.")),
    "Task.title": Key(
        mark("Short title"), mark("For narrow columns; left out, the first clause of the content serves.")
    ),
    "Task.goal": Key(
        mark("Goal"), mark("The text of a target column, where the table has one; quotes may stand there, too.")
    ),
    "Task.content": Key(mark("Content"), mark("As it is printed, one clause a line; line breaks do not count.")),
    "Task.leader": Key(
        mark("Leader"),
        mark("One of the leaders listed above, or a list of them; leave it out where the table names nobody."),
    ),
    "Task.lead_unit": Key(
        mark("Lead unit"), mark("One of the units listed above, or a list of them: the first one files for the task.")
    ),
    "Task.partner_units": Key(mark("Partner units"), mark("The other units, in the table's order.")),
    "Task.deadline": Key(
        mark("Deadline"),
        mark(
            "In the table's words: 12月10日, 11月底前, 12月上旬, 四季度, 上半年, 5-6月, 年底, 全年 or 2021-12-10; "
            "else the words and their day."
        ),
    ),
    "Task.indicators": Key(mark("Indicators"), mark("The promises in numbers; none where the table gives no number.")),
    "Task.milestones": Key(mark("Milestones"), mark("Dated stages on the way to the deadline.")),
    "Task.amendments": Key(
        mark("Amendments"), mark("What documents changed in this task after the table was issued; one each.")
    ),
    "Task.added": Key(mark("Added"), mark("Where a document added the task after the table was issued.")),
    "Task.dropped": Key(
        mark("Dropped"), mark("Where a document dropped the task; it stays listed and is not counted.")
    ),
    "Decision": Key(mark("Decision"), mark("A document and its date.")),
    "Decision.date": Key(mark("Date of the document"), mark("As 2021-09-30.")),
    "Decision.document": Key(mark("Document"), mark("Its number, or its title.")),
    "Deadline": Key(mark("Deadline"), mark("Words of the table that no rule can date, and the day that they mean.")),
    "Deadline.words": Key(mark("Words"), mark("As the table prints them.")),
    "Deadline.day": Key(mark("Day"), mark("As 2021-10-10; left out, the words say it.")),
    "Milestone": Key(mark("Milestone"), mark("A dated stage of a task.")),
    "Milestone.id": Key(
        mark("Id"), mark("Of a-z, 0-9 and hyphens, unique in its task: entries name the stages that are reached by it.")
    ),
    "Milestone.by": Key(mark("By when"), mark("In the table's words, as a deadline.")),
    "Milestone.what": Key(mark("Stage"), mark("What is to be reached by then.")),
    "Milestone.indicator": Key(
        mark("Indicator"),
        mark("The id of the indicator whose figure tells the stage; left out, an entry says that it is reached."),
    ),
    "Milestone.figure": Key(mark("Figure"), mark("The total that the indicator must have by then.")),
    "Amendment": Key(mark("Amendment"), mark("What a document changed, and what it was until then.")),
    "Amendment.date": Key(mark("Date of the document"), mark("As 2021-09-30.")),
    "Amendment.document": Key(mark("Document"), mark("Its number, or its title.")),
    "Amendment.field": Key(
        mark("What was changed"),
        mark(
            "A key of the task or of the plan; of an indicator, its id for the target, its id and a key as roads.bound."
        ),
    ),
    "Amendment.was": Key(
        mark("What it was"),
        mark("The value as it stood there: a text, a number, a list or a mapping; nothing where there was none."),
    ),
    "PlanAmendment": Key(
        mark("Amendment of the plan"), mark("What a document changed in the plan, or in one field of many tasks.")
    ),
    "PlanAmendment.date": Key(mark("Date of the document"), mark("As 2021-09-30.")),
    "PlanAmendment.document": Key(mark("Document"), mark("Its number, or its title.")),
    "PlanAmendment.field": Key(
        mark("What was changed"),
        mark("A key of the plan; with tasks, a key of these tasks; else a unit's code and key, as units.gsq.members."),
    ),
    "PlanAmendment.was": Key(
        mark("What it was"),
        mark("The value as it stood there: a text, a number, a list or a mapping; nothing where there was none."),
    ),
    "PlanAmendment.tasks": Key(
        mark("Tasks"), mark("The numbers of the tasks that the document changes; left out, it changes the plan itself.")
    ),
    "Indicator": Key(mark("Indicator"), mark("A promise in numbers.")),
    "Indicator.id": Key(
        mark("Id"), mark("Of a-z, 0-9 and hyphens, unique in its task: entries name their figures by it.")
    ),
    "Indicator.name": Key(mark("Name of the indicator"), mark("In the words of the content.")),
    "Indicator.kind": Key(mark("Kind"), mark("Whether it counts up through the year, or is reached or not.")),
    "Indicator.target": Key(
        mark("Target"),
        mark("A floor where bound says nothing; with above: true it must be exceeded. All digits are written out."),
    ),
    "Indicator.measure": Key(mark("Measure"), mark("What the number counts; a percent sign stands in quotes.")),
    "Indicator.quote": Key(mark("Quote"), mark("The phrase of the content that sets the number, word for word.")),
    "Indicator.above": Key(mark("Above the target"), mark("true where the target must be exceeded.")),
    "Indicator.bound": Key(
        mark("Bound"), mark("Whether the target is a floor, a ceiling, or about what is to be reached.")
    ),
    "Indicator.baseline": Key(mark("Baseline"), mark("From what, where the table says so.")),
    "Indicator.shares": Key(
        mark("Shares"), mark("Targets of districts: the name of each unit, a colon, a space, the number.")
    ),
    "Lights": Key(
        mark("Rules of the lights"),
        mark("The numbers behind the lights, and the pace; what is left out is the default."),
    ),
    "Lights.red": Key(mark("Red"), mark("More percentage points behind the expected pace than this are red.")),
    "Lights.yellow": Key(mark("Yellow"), mark("More percentage points behind the expected pace than this are yellow.")),
    "Lights.stale_days": Key(
        mark("Days without a report"), mark("After so many days without a report a task counts as unreported.")
    ),
    "Lights.near_days": Key(
        mark("Days to go"), mark("With so many days to go, or fewer, a level that is not reached makes a task yellow.")
    ),
    "Lights.last_days": Key(
        mark("Last days"), mark("With so many days to go, or fewer, anything that is not reached makes a task yellow.")
    ),
    "Lights.pace": Key(
        mark("Expected pace"), mark("What a task is measured against: the line to its own deadline, or the calendar.")
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
    "Entry.percent": Key(
        mark("Percent"),
        mark("How far the work is, in percent, as the unit itself puts it; counts where no figure is known."),
    ),
    "Entry.reached": Key(mark("Stages reached"), mark("The ids of milestones without a figure that are reached.")),
    "Entry.note": Key(mark("Note"), mark("What was achieved.")),
    "Entry.problem": Key(mark("Problem"), mark("What stands in the way.")),
    "Entry.next": Key(mark("Next step"), mark("What comes next.")),
    "Entry.reporter": Key(mark("Reporter"), mark("Who wrote this.")),
    "Entry.recorded": Key(
        mark("Recorded"), mark("When it was written, with the time zone: 2021-10-08T09:31:07+08:00.")
    ),
    "Entry.confirmed": Key(mark("Confirmed"), mark("The ids of figures that looked wrong and were confirmed.")),
    "Entry.corrects": Key(
        mark("Corrects"), mark("Only in a correction: the id of the entry that it replaces, from that file's name.")
    ),
    "Entry.reason": Key(mark("Reason"), mark("Only in a correction: why the entry is corrected.")),
}

CHOICES = {
    "cumulative": mark("counts up through the year: pace applies, the shares of units add up"),
    "level": mark("a rate, a standard or a capacity: reached or not, never added"),
    "at-least": mark("a floor: the number itself or more"),
    "at-most": mark("a ceiling: the number itself or less"),
    "about": mark("about the number"),
    "deadline": mark("the line through the milestones to the task's own deadline"),
    "calendar": mark("the share of the period gone by"),
    "not-started": mark("not started"),
    "in-progress": mark("in progress"),
    "blocked": mark("blocked"),
    "done": mark("done"),
}
"""What each word means that a key may hold."""
