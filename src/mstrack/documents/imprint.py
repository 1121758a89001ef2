"""What stands around the text of a paper: the head with its mark and number, who signs it and when, who gets a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import lines
from mstrack.documents.parts import day_text
from mstrack.report import Prose, Report, Tone, Word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Block

BANNER = "督查通报"
NO_OFFICE = "×××"
"""What stands where nobody said an office: the trade's sign for what a person has to fill in."""
NUMBER = "第{n}期"
"""How papers are numbered where the plan has no 字号 of its own."""
NO_NUMBER = "　　"
"""Room to write a number in: 第　　期."""


class Imprint(NamedTuple):
    """What a person, or `office:` in the plan, says of a paper.

    `number` is its line below the banner, `issue` the running number in it where it is known; `signer` approved it
    (签发人), `sealed` leaves room for a stamp. `is_cited` keeps the ids of entries in the text. `seal` is the line that
    seals what the paper was made of (`mstrack seal`).
    """

    number: str
    office: str
    dated: dt.date
    mark: str = BANNER
    issue: int | None = None
    signer: str = ""
    sealed: bool = False
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    has_record: bool = False
    is_cited: bool = False
    seal: str = ""


def numbered(pattern: str | None, issue: int | None) -> str:
    """Return a paper's number: 第9期, 某府督〔2021〕9号; with room to write it in where it is not known."""
    return (pattern or NUMBER).replace("{n}", NO_NUMBER if issue is None else str(issue))


def head(imprint: Imprint) -> Iterator[Prose]:
    """Yield the head of a paper (版头): its mark, and its number with who approved it where that is asked for."""
    yield Prose((imprint.mark,), "banner")
    if imprint.signer:
        yield Prose((f"　{imprint.number}\t签发人：", Word(None, imprint.signer)), "approved")
    else:
        yield Prose((imprint.number,), "number")


def signed(imprint: Imprint) -> Prose:
    """Return who signs a paper, and when."""
    text = f"{imprint.office}\n{day_text(imprint.dated)}"
    return Prose((text,), "sealed" if imprint.sealed else "signature")


def record(imprint: Imprint) -> Iterator[Prose]:
    """Yield the record at the foot of the last page (版记): who gets a copy, who issues it and on which day."""
    if imprint.has_record:
        copies = f"　抄送：{'，'.join(imprint.copies)}。\n" if imprint.copies else ""
        yield Prose((f"{copies}　{imprint.office}\t{day_text(imprint.dated)}印发",), "record")


def attached(titles: list[str]) -> Iterator[Prose]:
    """Yield a line for each annex (附件说明); of several, with its number."""
    for n, title in enumerate(titles, 1):
        number = f"{n}." if len(titles) > 1 else ""
        yield Prose((f"附件：{number}{title}",), "attached") if n == 1 else Prose((number, title), "attached-more")


def finished(kind: str, title: str, snapshot: Snapshot, imprint: Imprint, blocks: list[Block]) -> Report:
    """Return a paper: with the ids of entries in its text where that was asked, with its issue where one is known."""
    kept = _as_printed(blocks, imprint)
    issue = (("issue", imprint.issue),) if imprint.issue is not None else ()
    return Report(kind, title, snapshot.as_of, snapshot.rev, tuple(kept), (*issue, ("of", snapshot.plan.title)))


def length(blocks: Iterable[Block], imprint: Imprint) -> float:
    """Return how many lines blocks take as they are printed."""
    return lines.all_of(_as_printed(blocks, imprint))


def _as_printed(blocks: Iterable[Block], imprint: Imprint) -> Iterable[Block]:
    return blocks if imprint.is_cited else without_ids(blocks)


def without_ids(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks without the ids of entries in their text; tables keep theirs."""
    for block in blocks:
        if isinstance(block, Prose):
            kept = tuple(part for part in block.parts if isinstance(part, str) or part.tone is not Tone.MUTE)
            yield block._replace(parts=kept)
        else:
            yield block
