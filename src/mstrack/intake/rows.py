"""Rows under a header → tasks as the table prints them: merged and repeated cells filled, cut rows joined, units read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.intake import names
from mstrack.intake.words import even, joined
from mstrack.progress import numerals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.intake.columns import SourceColumn
    from mstrack.intake.grid import Body

_NUMBERED = re.compile(
    r"^(?P<no>（[一二三四五六七八九十\d]+）|\d{1,3}[.．、](?!\d)|[一二三四五六七八九十]+、|第?[一二三四五六七八九十]+[是项]，)"
)
_IN_TEXT = re.compile(
    r"[（(]?(?P<role>牵头|责任|主办|配合|协同|协办|承办)(?:责任)?(?:单位|部门)[：:](?P<units>[^）)；;。]+?)(?=[；;。）)]|(?:责任|配合|协办|协同)单位|$)[）)；;。]?"
)
_BRACKETED = re.compile(r"（(?P<units>[^（）]*(?:（[^（）]*）[^（）]*)*)）(?=[。；，]?(?:$|[\u4e00-\u9fff]))")

LONGEST_NAME = 20
"""Characters of a district's name."""


class Row(NamedTuple):
    """One task as printed. `line` is its row below the header; `led` says how the lead unit is known."""

    line: int
    item: str
    no: str
    content: str
    name: str = ""
    goal: str = ""
    target: str = ""
    leaders: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    paired: tuple[str, ...] = ()
    deadline: str = ""
    schedule: str = ""
    stages: tuple[tuple[str, str], ...] = ()
    shares: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    led: str = ""
    vague: bool = False


def of(body: Body, columns: Sequence[SourceColumn]) -> list[Row]:
    """Return the tasks of a table in its order."""
    cells = list(_joined(_filled(body, columns), columns))
    first_leads = any(re.search("第一位.*牵头", even("".join(one.values()))) for one in cells)
    known = {name for one in cells for name in _in_text(even(one.get("content", "")))[1]}
    rows = [_row(i, one, columns, known, first_leads=first_leads) for i, one in enumerate(cells, 1)]
    return _districts(rows, cells, columns)


def _key(column: SourceColumn) -> str:
    return (
        f"{column.role}{column.number}"
        if column.role in {"share", "stage", "units", "lead", "partner", "person", "goal"}
        else column.role
    )


def _filled(body: Body, columns: Sequence[SourceColumn]) -> Iterator[dict[str, str]]:
    """Yield the cells of each row by role; the item is that of the rows above where it is not repeated."""
    item = ""
    kept = [column for column in columns if column.role != "skip"]
    for cells in body.rows:
        texts = {joined(cell) for cell in cells} - {""}
        filled = [column for column in kept if cells[column.number - 1].strip()]
        alone = len(texts) == 1 and len(kept) > 1
        if alone and (
            len(filled) == len(kept)
            or (filled and filled[0].role in {"no", "item", "content"} and not _is_task(cells, kept))
        ):
            item = next(iter(texts))  # a heading across the table
            continue
        row = {_key(column): cells[column.number - 1] for column in kept}
        if any(column.role == "item" for column in kept):
            item = row["item"] if row["item"].strip() else item
        yield row | {"item": item}


def _is_task(cells: Sequence[str], kept: Sequence[SourceColumn]) -> bool:
    """Whether a row with one cell only is a task all the same: the table has nothing but contents."""
    others = [column for column in kept if column.role not in {"no", "content", "item"}]
    content = next((cells[column.number - 1] for column in kept if column.role == "content"), "")
    heading = re.match("[一二三四五六七八九十]+、", content)
    return not others or (not heading and bool(len(content) > 25 or re.match(r"\s*\d+[.．、]|.*。\s*$", content)))


def _joined(rows: Iterable[dict[str, str]], columns: Sequence[SourceColumn]) -> Iterator[dict[str, str]]:
    """Join what a page or a merged cell has cut: rows without number, leader and deadline, or with those of the row above."""
    roles = {column.role for column in columns}
    sure = roles & {"deadline", "leader", "no"}
    kept: dict[str, str] | None = None
    for row in rows:
        if kept is not None and _belongs(row, kept, roles, sure):
            for key, text in row.items():
                if text.strip() and key != "item" and joined(text) != joined(kept.get(key, "")):
                    kept[key] = f"{kept[key]}\n{text}" if kept.get(key, "").strip() else text
            continue
        if kept is not None:
            yield kept
        kept = dict(row)
    if kept is not None:
        yield kept


def _belongs(row: dict[str, str], above: dict[str, str], roles: set[str], sure: set[str]) -> bool:
    if "no" in roles:
        if row["no"].strip():
            same = joined(row["no"]) == joined(above["no"]) and bool(joined(row["no"]))
            return same and ("content" not in row or joined(row["content"]) in {"", joined(above["content"])})
        return (
            not row.get("content", "").strip()
            or any(not row.get(role, "").strip() for role in sure - {"no"})
            or not (sure - {"no"})
        )
    if not row.get("content", "").strip():
        return True
    others = sure - {"no"}
    return (
        len(others) > 1 and not _NUMBERED.match(even(row["content"])) and all(not row[role].strip() for role in others)
    )


def _row(
    line: int, cells: dict[str, str], columns: Sequence[SourceColumn], known: set[str], *, first_leads: bool
) -> Row:
    no, content, name, goal = _texts(cells)
    content, lead, partners = _in_text(content)
    led = "text" if lead else ""
    units = {
        role: [names.units(text) for key, text in cells.items() if key.rstrip("0123456789") == role]
        for role in ("lead", "partner", "units")
    }
    paired: list[str] = []
    persons = [one for key, text in cells.items() if key.startswith("person") for one in names.persons(text)]
    listed = [one for several in units["units"] for one in several.others]
    listed = names.rejoined(listed, len(persons), known)
    if "unit-person" in cells:
        both, people = names.unit_and_person(cells["unit-person"])
        heading = next(column.heading for column in columns if column.role == "unit-person")
        (lead if "牵头" in heading and not lead else listed).extend(both.others)
        led = led or ("column" if "牵头" in heading and both.others else "")
        persons += people
        paired += both.others
    by_cell = [name for several in (*units["units"], *units["lead"]) for name in several.lead]
    in_lead = [name for several in units["lead"] for name in several.others]
    if not lead and (in_lead or by_cell):
        lead, led = [*by_cell, *in_lead], "column"
    if not lead and listed:
        lead, led = listed[:1], "alone" if len(listed) == 1 else "guess"
        if first_leads or any(one.first_leads for one in units["units"]):
            led = "first"
    partners = [*partners, *listed, *(one for several in units["partner"] for one in (*several.lead, *several.others))]
    if not lead and not partners:
        content, lead, partners = _bracketed(content)
        led = "guess" if lead else ""
    if not lead and partners:
        lead, led = partners[:1], "guess"
    paired = paired or [*(in_lead or by_cell), *listed] or [*lead, *partners]
    return Row(
        line=line,
        item=even(cells.get("item", "")) + _group(cells),
        no=no,
        content=content,
        name=name,
        goal=goal,
        target=joined(cells.get("target", "")),
        leaders=names.persons(cells.get("leader", "")),
        lead=tuple(dict.fromkeys(lead)),
        partners=tuple(one for one in dict.fromkeys(partners) if one not in lead),
        persons=tuple(persons),
        paired=tuple(dict.fromkeys(paired)),
        deadline=even(cells.get("deadline", "")),
        schedule=cells.get("schedule", ""),
        stages=tuple(_stages(cells, columns)),
        shares=tuple((name, number) for name, number in _shares(cells, columns) if len(name) <= LONGEST_NAME),
        phone=joined(cells.get("phone", "")),
        led=led,
        vague=any(one.vague for several in units.values() for one in several),
    )


def _texts(cells: dict[str, str]) -> tuple[str, str, str, str]:
    """Return the number, content, name and goal of a task; without a content its name or its goal stands for it."""
    content, name = even(cells.get("content", "")), even(cells.get("name", ""))
    goal = "；".join(filter(None, (even(text) for key, text in cells.items() if key.startswith("goal"))))
    if not content:
        content, name, goal = (name, "", goal) if name else (goal, "", "")
    content, in_content = _numbered(content)
    name, in_name = _numbered(name)
    return joined(cells.get("no", "")) or in_content or in_name, content, name, goal


def _group(cells: dict[str, str]) -> str:
    return f"——{_numbered(even(cells['group']))[0]}" if cells.get("group", "").strip() else ""


def _numbered(text: str) -> tuple[str, str]:
    """Return a text without its number, and the number: 14. or （一）."""
    found = _NUMBERED.match(text)
    return (text[found.end() :], found["no"].rstrip(".．、，")) if found else (text, "")


def _in_text(content: str) -> tuple[str, list[str], list[str]]:
    """Return a content without （牵头单位：…）, and the units that it names there."""
    lead: list[str] = []
    partners: list[str] = []
    for found in _IN_TEXT.finditer(content):
        named = names.units(found["units"])
        every = [*named.lead, *named.others]
        if found["role"] in {"牵头", "主办"}:
            lead += every
        else:
            partners += every
    return (_IN_TEXT.sub("", content).strip() if lead or partners else content), lead, partners


def _bracketed(content: str) -> tuple[str, list[str], list[str]]:
    """Return the units that stand in brackets behind clauses; the content keeps them, since they tell which clause."""
    every = [
        unit
        for found in _BRACKETED.finditer(content)
        if names.looks_like_units(found["units"]) and re.search("局|委|办|府|厅|部|院", found["units"])
        for unit in names.units(found["units"]).others
    ]
    return content, every[:1], list(dict.fromkeys(every[1:]))


def _stages(cells: dict[str, str], columns: Sequence[SourceColumn]) -> Iterator[tuple[str, str]]:
    for column in columns:
        if column.role == "stage" and cells[_key(column)].strip():
            when = re.match(r"\d{1,2}月|[一二三四]季度|上半年", column.heading)
            yield (f"{when[0]}底" if when and "月" in when[0] else when[0] if when else "", even(cells[_key(column)]))


def _shares(cells: dict[str, str], columns: Sequence[SourceColumn]) -> Iterator[tuple[str, str]]:
    for column in columns:
        if column.role == "share" and cells[_key(column)].strip():
            yield re.sub(r"[（(].*", "", column.heading), joined(cells[_key(column)])
    for found in re.finditer(
        r"([\u4e00-\u9fff]{2,10}?)[：:]?(\d+(?:\.\d+)?)(?=[\s、，；,;。]|[\u4e00-\u9fff]|$)",
        joined(cells.get("shares", "")).replace(",", "、"),
    ):
        yield found[1], found[2]


def _districts(rows: list[Row], cells: list[dict[str, str]], columns: Sequence[SourceColumn]) -> list[Row]:
    """Make one task of the rows that tell the targets of districts for one indicator: 全市's is the whole."""
    if not any(column.role == "district" for column in columns):
        return rows
    kept: dict[str, Row] = {}
    for row, one in zip(rows, cells, strict=True):
        district = joined(one["district"])
        whole = re.fullmatch("(全[市区县州省]|合计|总计)", district)
        first = kept.setdefault(row.content, row._replace(target=""))
        if whole:
            kept[row.content] = first._replace(target=row.target)
        elif row.target and len(district) <= LONGEST_NAME:
            kept[row.content] = first._replace(shares=(*first.shares, (district, row.target)))
    return list(kept.values())


def number(no: str) -> int | None:
    """Return the number that a printed one means: 14, （六） is 6; None where it is none."""
    return numerals.ordinal(bare) if (bare := re.sub("[（）().．、第项]", "", no)) else None
