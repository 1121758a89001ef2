"""Official papers made in tests, as reports and as Word documents, and stores that try their sentences."""

import io

import docx as library
from builders import filed, id_of, indicator, level, plan_text, row
from publishing import DAY, gathered

from mstrack.documents import brief, bulletin, bulletin_full, compare, moves, reminder
from mstrack.documents.imprint import Imprint
from mstrack.i18n import speaking
from mstrack.render import Page, docx
from mstrack.report import Heading, Prose
from mstrack.store.source import PLAN, InMemory

IMPRINT = Imprint("第9期", "×××督查室", DAY, is_cited=True)
FULL_HEAD = {"signer": "王长青", "sealed": True, "has_record": True, "copies": ("甲办", "乙办"), "mark": "某督查室文件"}
OTHER = {"lead_unit": "乙局", "partner_units": []}


def paper(source=None, since=None, as_of=DAY, rev=None):
    """Return the long bulletin of a source of files, by default the examples."""
    found = gathered(source, as_of, rev)
    comparison = compare.since(found, since) if since else None
    with speaking("zh_CN"):
        return bulletin_full.bulletin(found, IMPRINT._replace(dated=as_of), comparison)


def short(source=None, since=None, as_of=DAY, rev=None, make=bulletin.bulletin, *, is_issue=True, **said):
    """Return the bulletin, without ids in its text; or by `make` its one page."""
    found = gathered(source, as_of, rev)
    compared = moves.Since(compare.since(found, since), is_issue) if since else None
    imprint = IMPRINT._replace(**{"dated": as_of, "is_cited": False, **said})
    with speaking("zh_CN"):
        return make(found, imprint, compared)


def one_page(*args, **more):
    """Return the bulletin on one page."""
    return short(*args, make=brief.brief, **more)


def reminding(code, source=None, as_of=DAY, reply_by=None):
    """Return the reminder to the unit with a code."""
    found = gathered(source, as_of)
    with speaking("zh_CN"):
        unit, owed = next((unit, owed) for unit, owed in reminder.needed(found) if unit.code == code)
        return reminder.reminder(unit, owed, reminder.Demand(IMPRINT._replace(dated=as_of), reply_by))


def lines(report):
    """Return the headings and paragraphs as they read."""
    return [block.text for block in report.blocks if isinstance(block, (Heading, Prose))]


def text(report):
    return "\n".join(lines(report))


def section(report, title):
    """Return the paragraphs and lower headings below a heading, up to the next of its level."""
    blocks = list(report.blocks)
    start = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.text.endswith(title))
    found = []
    for block in blocks[start + 1 :]:
        if isinstance(block, Heading) and block.level <= blocks[start].level:
            break
        if isinstance(block, Prose) and block.place != "body":
            break
        found.append(block)
    return found


def opened(report, fonts=None):
    """Return the Word document of a report, read back by the library."""
    return library.Document(io.BytesIO(docx.render(report, Page(), fonts)))


def small(*entries, tasks=1, **more):
    """Return a small plan of tasks led by 甲局, each with roads to build and a rate to reach, and entries on them."""
    rows = [row(indicator(), level(), title=f"修路{n}", **more) for n in range(1, tasks + 1)]
    return InMemory({PLAN: plan_text(rows), **dict(entries)})


def entry(day, figures=None, task=1, status="in-progress", **more):
    """Return an entry on a task of the small plan."""
    number = int(day.replace("-", "")) * 100 + task
    return filed(day, status, figures, id_=id_of(number), task=task, **more)


def written(folder):
    """Return the names of what a command wrote into a test's folder; the memo lies there, too."""
    return sorted(path.name for path in folder.iterdir() if path.name != "cache-of-mstrack")
