"""What each rule says, by its id: the docstring of a rule that is a function, and for reading files a line here."""

from __future__ import annotations

import inspect

from mstrack.errors import MORE, WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress import plan_diff
from mstrack.progress.nearest import nearest_word
from mstrack.rules import conflicts, entry, file_names, folded, gitattributes, hidden, marks, plan, plausible

READING = {
    "alias": mark("A YAML alias (*name) is refused: what a file says stands where it is read."),
    "anchor": mark("A YAML anchor (&name) is refused: what a file says stands where it is read."),
    "tag": mark("A YAML tag (!name) is refused: values are read as they are written."),
    "merge-key": mark("A YAML merge key (<<) is refused: what a file says stands where it is read."),
    "directive": mark("A YAML directive (a line that starts with %) is refused."),
    "document": mark("A file holds one YAML document."),
    "duplicate-key": mark("A key stands once in its mapping: of two, YAML would keep the last without a word."),
    "key": mark("A key is one word; lists and mappings stand behind a key."),
    "depth": mark("Values are nested at most 10 levels deep."),
    "digits": mark(
        "A number has at most 15 digits, 12 of them behind the point, so that every format gives what was written."
    ),
    "size": mark(
        "tasks.yaml has at most 4 MiB and 120,000 values (300 tasks, 400 units, 900 indicators fit), an entry 64 KiB."
    ),
    "syntax": mark("A file is YAML; the message names the slip."),
    "full-width": mark("Signs of YAML (: - and spaces around them) are half-width; full-width ones are text to it."),
    "indent": mark("Lines are indented with ordinary spaces."),
    "colon": mark("A space follows the colon after a key."),
    "encoding": mark("Files are UTF-8."),
    "bom": mark("A file has no byte order mark."),
    "line-ending": mark("Lines end with LF, as git keeps them."),
    "character": mark(
        "No control, bidirectional or zero-width characters, line separators or PDF radicals: they hide or change what "
        "a reviewer sees."
    ),
    "nfc": mark("Characters are composed (Unicode NFC), so that equal texts are equal bytes."),
    "missing-key": mark("Every key that a file must have is there."),
    "unknown-key": mark("A file has no key that nobody reads."),
    "type": mark("A value is of the kind that its key takes: a text, a number, a list, a mapping."),
    "number": mark("A number is written plainly, as 98 or 75.2; not in quotes, not with a measure or %."),
    "day": mark("A day is written 2021-09-30, and exists."),
    "moment": mark("A moment is written 2021-10-08T09:31:07+08:00, and exists."),
    "period": mark("A plan spans a year or a period, and a period does not end before it starts."),
    "choice": mark("A coded value is one of those that its key takes."),
    "range": mark("A number lies in the range of its key."),
    "length": mark("A text or a list is neither empty nor too long."),
    "form": mark("Ids, codes, pinyin and names have their form."),
    "value": mark("A value is allowed at its key."),
    "link": mark("A file of the store is no link: it lies where its name says."),
    "not-a-file": mark("A file of the store is a regular file."),
    "not-a-folder": mark("progress/ and what lies in it by the number of a task are folders."),
    "unreadable": mark("A file that is named can be read."),
    "unmerged": mark("No file of the index waits for a merge to be settled."),
    "code": mark("The name of an entry carries the code of a unit of the plan."),
    "name-agrees": mark("What the name of an entry says (task, day, unit, what it corrects), the entry says too."),
    "folder": mark("Each folder of progress/ has the number of a task."),
    "rewritten": mark("Since the revision named no filed entry was changed, removed, renamed or replaced."),
    "seal": mark("What a seal was made of is in the history, and every entry of it lies here as it was."),
    "no-store": mark("A history is proved from a revision in which a store lay: from an earlier one nothing follows."),
    "shallow": mark("A history is proved only where all of it is there: a shallow clone proves nothing."),
    "inner": mark("A history is proved in the repository in which a store was filed: no other one lies in its place."),
    "incomplete": mark("A history is proved only where all of it is there: no object may be missing."),
    "ancestor": mark("A history is proved from a revision that is its ancestor."),
    "twice": mark("A folder of a commit has each name once."),
    "old-plan": mark("What was promised is proved only where the plan of the revision named can be read."),
    MORE: mark("At most 50 problems of a file are listed; a last line says how many more there are."),
    "no-change": mark("A correction says something else than the entry that it corrects."),
    "round-trip": mark("What is filed reads back as it was meant, word for word."),
}
"""Rules that are no function of their own."""


def functions() -> dict[str, str]:
    """Return the docstring of every rule that is a function, in English, on one line, by its id."""
    rules = (
        *plan.PLAN_RULES,
        *plan.REMARKS,
        *entry.ENTRY_RULES,
        *plausible.RULES,
        *file_names.RULES,
        *conflicts.RULES,
        gitattributes.attributes,
        marks.unverified,
        gitattributes.line_ends,
        hidden.ignored,
        hidden.index_flags,
        folded.one_path,
        plan_diff.unannounced,
    )
    return {rule.__name__.replace("_", "-"): " ".join(_first(inspect.getdoc(rule) or "")) for rule in rules}


def every() -> dict[str, str]:
    """Return what each rule says, in the user's language, by its id, in the order of the alphabet."""
    known = READING | functions()
    return {name: _(known[name]) for name in sorted(known)}


def rule(typed: str) -> str:
    """Return what a rule says, in the user's language. WrongUse names the nearest where there is no such rule.

    A rule is taken as it is copied from a problem, [growing], or from the code, unique_id.
    """
    known = READING | functions()
    bare = typed.strip(" []").lower().replace("_", "-")
    if bare in known:
        return _(known[bare])
    near = nearest_word(bare, known)
    if near is None:
        raise WrongUse(_("there is no rule {typed}; mstrack check --explain lists all").format(typed=shown(typed)))
    raise WrongUse(_("there is no rule {typed}; did you mean {near}?").format(typed=shown(typed), near=near))


def _first(docstring: str) -> list[str]:
    return docstring.split("\n\n", maxsplit=1)[0].split()
