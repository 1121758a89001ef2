"""Measures how well a printed table is read, and how long that takes; prints a table of figures.

    python benchmarks/intake.py --seed annex.txt [--tables FOLDER] [--forms text,html,excel,word,pdf]

The seed table, as text with tabs between its cells, is the one that data/tasks.yaml is a transcript of: the transcript
is the right answer. Word, HTML and Excel are made of it here, with cells merged down and units one a line; the PDF is
LibreOffice's print of the Word file, where it is installed. FOLDER holds other tables as JSON (`title`, `headers`,
`rows`), made into HTML here; intake-expected.json says what their columns are and which numbers are targets: written
from a first reading, then held against the tables and corrected by eye.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import json
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from intake_forms import as_excel, as_html, as_pdf, as_word

from mstrack.check import store
from mstrack.intake import deadlines, draft, grid, numbers, readers, words
from mstrack.library import opening
from mstrack.store import source
from mstrack.store.cache import Cache

if TYPE_CHECKING:
    from mstrack.format.model import Plan

ROOT = Path(__file__).parent.parent
EXPECTED = Path(__file__).with_name("intake-expected.json")
TODAY = dt.date(2021, 6, 1)


def plan_of(text: str) -> Plan:
    """Return the plan of a text; Unreadable where it is none."""
    return opening.dataset_of(source.InMemory({source.PLAN: text})).plan


def rows_of(seed: Path) -> tuple[list[str], list[list[str]]]:
    """Return the lines above the seed table and its rows, the header first, an empty item filled."""
    table = readers.read(seed.read_bytes(), str(seed)).tables[0]
    body = grid.body(table)
    rows = [list(body.header)]
    for row in body.rows:
        rows.append([row[0] or rows[-1][0], *row[1:]])
    return list(body.above), rows


def drafted(data: bytes, name: str) -> tuple[draft.PlanDraft, float]:
    """Return the draft of a file and the seconds that it took."""
    start = time.perf_counter()
    made = draft.of(readers.read(data, name).tables[0], draft.Options(name, TODAY.year))
    return made, time.perf_counter() - start


def compared(right: Plan, made: draft.PlanDraft) -> dict[str, str]:
    """Return the figures of one form: what of the transcript the draft has."""
    plan = plan_of(made.text)
    found = {task.id: (item.title, task) for item in plan.items for task in item.tasks}
    wanted = {task.id: (item.title, task) for item in right.items for task in item.tasks}
    people = {unit.name: [one.name for one in unit.persons] for unit in plan.units}
    score: Counter[str] = Counter()
    for number, (item, task) in wanted.items():
        if number not in found:
            continue
        title, other = found[number]
        score["number"] += 1
        score["item"] += title == item
        score["content"] += other.content.replace("\n", "") == task.content.replace("\n", "")
        score["leader"] += other.leaders == task.leaders
        score["lead"] += other.lead_units == task.lead_units
        score["partners"] += other.partner_units == task.partner_units
        score["persons"] += all(
            [one.name for one in right.unit(name).persons] == people.get(name)
            for name in task.units  # type: ignore[union-attr]
        )
        score["deadline"] += other.deadline == task.deadline
    targets = [Counter((t.id, i.target, i.measure) for t in one.tasks for i in t.indicators) for one in (right, plan)]
    kinds = [
        Counter((t.id, i.target, i.measure, i.kind) for t in one.tasks for i in t.indicators) for one in (right, plan)
    ]
    syllables = [
        {p.name: p.pinyin for p in (*one.leaders, *(p for u in one.units for p in u.persons))} for one in (right, plan)
    ]
    codes = [unit.code for unit in plan.units]
    figures = {
        key: f"{score[key]}/{len(wanted)}"
        for key in ("number", "item", "content", "leader", "lead", "partners", "persons", "deadline")
    }
    figures["indicators"] = f"{(targets[0] & targets[1]).total()}/{targets[0].total()}"
    figures["false"] = str((targets[1] - targets[0]).total())
    figures["kinds"] = f"{(kinds[0] & kinds[1]).total()}/{kinds[0].total()}"
    figures["pinyin"] = (
        f"{sum(syllables[1].get(name) == said for name, said in syllables[0].items())}/{len(syllables[0])}"
    )
    figures["code clashes"] = str(len(codes) - len(set(codes)))
    figures["to check"] = str(len(made.notes))
    figures["problems"] = str(len(problems(made)))
    return figures


def problems(made: draft.PlanDraft) -> list[str]:
    """Return what `check` refuses in a draft."""
    files = source.InMemory({source.PLAN: made.text})
    return [str(one) for one in store.problems(files, Cache(None), TODAY)]


def of_seed(seed: Path, forms: set[str]) -> None:
    """Print the figures of the seed table in every form."""
    right = opening.dataset_of(source.WorkTree(str(ROOT / "data"))).plan
    above, rows = rows_of(seed)
    word = as_word(above, rows)
    made: dict[str, tuple[str, bytes | None]] = {
        "text": ("seed.txt", seed.read_bytes()),
        "word": ("seed.docx", word),
        "html": ("seed.html", as_html(above, rows)),
        "excel": ("seed.xlsx", as_excel(above, rows)),
    }
    if "pdf" in forms:
        made["pdf"] = ("seed.pdf", as_pdf(word))
    columns = {}
    for form, (name, data) in made.items():
        if form in forms and data is not None:
            result, seconds = drafted(data, name)
            columns[form] = compared(right, result) | {"seconds": f"{seconds:.2f}"}
    print(f"{'seed table':14}", *(f"{form:>8}" for form in columns))
    for key in next(iter(columns.values())):
        print(f"{key:14}", *(f"{figures[key]:>8}" for figures in columns.values()))


def of_tables(folder: Path) -> None:
    """Print the figures of other tables."""
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    total: Counter[str] = Counter()
    for path in sorted(folder.glob("*.json")):
        table = json.loads(path.read_text(encoding="utf-8"))
        data = _page(table)
        result, _seconds = drafted(data, f"{path.stem}.html")
        wanted = expected[path.stem]
        roles = [column.role for column in result.columns]
        right = sum(a == b for a, b in zip(roles, wanted["roles"], strict=True))
        tasks = [task for item in result.plan["items"] for task in item["tasks"]]
        found = Counter(
            f"{Decimal(str(i['target'])):f} {i['measure']}" for task in tasks for i in task.get("indicators", ())
        )
        targets = Counter(wanted["targets"])
        days, read = _deadlines(result, table)
        wrong = problems(result)
        total += Counter(roles=right, columns=len(roles), days=days, read=read, tables=1, passing=not wrong)
        total += Counter(
            found=found.total(), false=(found - targets).total(), targets=targets.total(), hit=(found & targets).total()
        )
        if right < len(roles) or found != targets or read < days or wrong:
            print(
                f"  {path.stem}: roles {right}/{len(roles)}, deadlines {read}/{days}, "
                f"targets {(found & targets).total()}/{targets.total()}, "
                f"false {dict(found - targets)}",
                *wrong,
            )
    print(
        f"tables {total['tables']}: "
        f"roles {total['roles']}/{total['columns']} ({total['roles'] / total['columns']:.0%}), "
        f"deadlines {total['read']}/{total['days']} ({total['read'] / max(1, total['days']):.0%}), "
        f"targets {total['hit']}/{total['targets']}, false {total['false']}/{total['found']} "
        f"({total['false'] / max(1, total['found']):.0%}), pass check {total['passing']}/{total['tables']}"
    )


def _page(table: dict[str, object]) -> bytes:
    """Return a page with a table as it is, nothing merged."""
    rows = [table["headers"], *table["rows"]]  # type: ignore[misc]
    lines = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows]
    return f"<meta charset=utf-8><p>{table['title']}</p><table><tr>{'</tr><tr>'.join(lines)}</tr></table>".encode()


def _deadlines(result: draft.PlanDraft, table: dict[str, object]) -> tuple[int, int]:
    """Return how many cells name days, a schedule by its stages, and how many of them were read."""
    plan = plan_of(result.text)
    cells = read = 0
    for column in result.columns:
        for row in table["rows"]:  # type: ignore[attr-defined]
            text = words.even(row[column.number - 1])
            if column.role == "deadline" and text:
                cells += 1
                read += deadlines.day(text, plan.period) is not None
            elif column.role == "schedule" and text:
                stages, loose = deadlines.stages(text, plan.period)
                dated = [part for part in loose if numbers.found(part)[0] or any(sign in part for sign in "月旬")]
                cells += len(stages) + len(dated)
                read += len(stages)
    return cells, read


def main() -> int:
    """Print the figures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=Path, help="the seed table, as text")
    parser.add_argument("--tables", type=Path, help="a folder of other tables, as JSON")
    parser.add_argument("--forms", default="text,word,html,excel,pdf", help="forms of the seed table, with commas")
    asked = parser.parse_args()
    if asked.seed:
        of_seed(asked.seed, set(asked.forms.split(",")))
    if asked.tables:
        of_tables(asked.tables)
    return 0


if __name__ == "__main__":
    sys.exit(main())
