"""The decisions in docs/adr: each has its parts and its date, and the list names it; pages in two languages agree."""

import re
import subprocess
import sys
from collections import Counter

import pytest
from running import ROOT

DECISIONS = ROOT / "docs" / "adr"
PARTS = ("Status: ", "## Context\n", "## Options\n", "## Decision\n", "## Consequences\n")
LONGEST = 60
"""Lines of one decision: a page."""
CHINESE = ".zh-CN.md"
"""How the name of a Chinese page ends that lies beside its English one."""
PAIRS = sorted(
    path.relative_to(ROOT).as_posix().removesuffix(CHINESE)
    for path in (ROOT / f"CONTRIBUTING{CHINESE}", *(ROOT / "docs").glob(f"*{CHINESE}"))
)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"(?: #|   ).*$", re.MULTILINE)
"""In a block, words for who reads: they are in the language of the page."""


def texts():
    """Return every decision's text by the name of its file."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(DECISIONS.glob("[0-9]*.md"))}


def flaws(name, text):
    """Yield what one decision lacks: a part, the order of the parts, its number, its date, brevity."""
    places = [text.find(f"\n{part}") for part in PARTS]
    if -1 in places or places != sorted(places):
        yield "its parts are Status, Context, Options, Decision and Consequences, in this order"
    if not text.startswith(f"# {int(name[:4])}. "):
        yield "its title starts with its number"
    if not re.search(r"^Date: 20\d\d-\d\d-\d\d$", text, re.MULTILINE):
        yield "it has a date"
    if not re.search(r"^Status: (accepted|superseded by \[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\))$", text, re.MULTILINE):
        yield "it is accepted, or superseded by another one"
    if len(text.splitlines()) > LONGEST:
        yield "it is longer than a page"


def test_every_decision_has_its_parts():
    """A decision is dated and says its context, options, decision and consequences."""
    assert len(texts()) > 1
    assert [(name, flaw) for name, text in texts().items() for flaw in flaws(name, text)] == []


def test_a_part_that_is_missing_is_noticed():
    """Each part in turn is taken out of a decision, and found missing."""
    name, text = next(iter(texts().items()))
    for part in (*PARTS, "Date: "):
        assert list(flaws(name, text.replace(f"\n{part}", "\n"))) != []


def test_the_list_names_every_decision():
    """docs/adr/README.md has one line for each decision, with its title and its date."""
    rows = re.findall(
        r"^\| \[(\d{4})\]\((.+?)\) \| (.+?) \| (\S+) \|",
        (DECISIONS / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    expected = [
        (name[:4], name, re.match(r"# \d+\. (.+)", text)[1], re.search(r"^Date: (\S+)", text, re.MULTILINE)[1])
        for name, text in texts().items()
    ]
    assert rows == expected


def listed(page):
    """Return of each line of a list of decisions its figures and its code, by the name of the file."""
    rows = re.findall(r"^\| \[\d{4}\]\((?:\.\./adr/)?(\S+?)\) (\|.+\|.+\|)$", page, re.MULTILINE)
    return {name: sorted(re.findall(r"`.+?`|\d+", re.sub(r"\| 20[\d-]+ \|", "|", cells))) for name, cells in rows}


def test_the_chinese_list_names_every_decision():
    """docs/zh/decisions.md has a line for each line of docs/adr/README.md, in the same order, with the same figures."""
    english, chinese = (ROOT / "docs" / name for name in ("adr/README.md", "zh/decisions.md"))
    text = chinese.read_text(encoding="utf-8")
    assert list(listed(text).items()) == list(listed(english.read_text(encoding="utf-8")).items())
    assert [
        line
        for line in text.splitlines()
        if "](../adr/0" in line and not re.search(r"\| .*[一-鿿].* \| .*[一-鿿]", line)
    ] == []


def test_the_chinese_performance_is_made_of_the_english():
    """Every table of docs/zh/performance.md is what tools/performance.py makes of docs/performance.md."""
    command = [sys.executable, ROOT / "tools" / "performance.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("name", ["performance.md", "testing.md"])
def test_a_page_in_brief_has_no_figure_of_its_own(name):
    """What the Chinese page says in numbers, tables aside, the English one says, too."""
    english, chinese = ((ROOT / "docs" / part / name).read_text(encoding="utf-8") for part in ("", "zh"))
    prose = re.sub(r"^\|.*$", "", chinese, flags=re.MULTILINE)
    assert set(outline(prose)["numbers"]) <= set(outline(english)["numbers"])


def test_every_link_leads_to_a_decision():
    """A decision links only to files that are there."""
    for name, text in texts().items():
        targets = re.findall(r"\]\((?!http)([^)#]+)\)", text)
        assert [target for target in targets if not (DECISIONS / target).is_file()] == [], name


def test_numbers_are_given_once():
    """Numbers run from 0001 without a gap."""
    assert [int(name[:4]) for name in texts()] == list(range(1, len(texts()) + 1))


def outline(text):
    """Return what a page and its translation share: headings, code, rows of tables, numbers, names in ASCII."""
    prose = FENCED.sub("", text)
    plain = re.sub(r"`[^`\n]+`", "", prose)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "code": [COMMENT.sub("", block) for block in FENCED.findall(text)],
        "rows": [line.count("|") for line in prose.splitlines() if line.startswith("|")],
        "numbers": Counter(re.findall(r"\d[\d,.]*\d|\d", plain)),
        "names": {name for name in re.findall(r"`([!-~]+)`", prose) if name == name.lower()},
    }


@pytest.mark.parametrize("name", PAIRS)
def test_a_page_and_its_translation_agree(name):
    """A key, a figure, a row or an example that one language lacks would say something else."""
    english, chinese = (outline((ROOT / f"{name}{end}").read_text(encoding="utf-8")) for end in (".md", CHINESE))
    missing = english.pop("names") - chinese.pop("names")
    assert missing <= {"mstrack"}
    assert english == chinese


def test_what_programs_rest_on_is_in_both_languages():
    assert {"docs/answers", "docs/api", "docs/data-format"} <= set(PAIRS)


@pytest.mark.parametrize(
    "slip",
    [
        ("64 KiB", "63 KiB"),
        ("\n## ", "\n### "),
        ("`recorded`", "`noted`"),
        ("corrects:", "replaces:"),
        ("\n| 70 |", "\n70 |"),
    ],
)
def test_a_translation_that_says_something_else_is_noticed(slip):
    text = (ROOT / "docs" / f"data-format{CHINESE}").read_text(encoding="utf-8")
    assert slip[0] in text
    assert outline(text.replace(*slip)) != outline(text)
