"""The commands that `answers.py` runs: each in every format and language, in the stores of `answers_stores.py`."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple


def listed(text: str) -> tuple[str, ...]:
    """Return what semicolons and line ends part."""
    return tuple(one.strip() for line in text.strip().splitlines() for one in line.split("; "))


LANGUAGES = ("en", "zh")
FORMATS = ("table", "csv", "tsv", "json", "md")
WINTER, SUMMER = "2021-12-03", "2021-06-30"
COMMANDS = (
    *("due", "list", "show", "summary", "missing", "log", "add", "correct", "sheet", "check", "diff"),
    *("report", "init", "sync", "schema", "completion"),
)
FILTERS = {
    "examples": listed("""
        --leader wcq; --unit 民政局; --unit gsq; --lead-unit cgj; --person 谢鸿猷; --item 1; --item 食品; --light red
        --light grey; --light yellow; --status blocked; --status unreported
    """),
    "odd": listed("""
        --leader 老甘; --unit 水务; --unit gqz; --unit 西区政府; --lead-unit dq; --person 东五; --item 水井
        --light done; --light green; --status blocked; --status done --item 1; --leader yier
    """),
}
DAYS = (
    "--before 11月底",
    "--after 12-05",
    "--by +14d --exit-code",
    "--before 12-20 --after 12-05",
    "--before 11月底 --after 12-05",
)
LOGGED = listed("""
    --since 11-01; --task 1; --unit cgj --before 9月1日; --person 谢鸿猷; --since -1w; --unit dq; --task 6 --all
""")
CHECKED = listed("""
    --staged; --rev HEAD; --rev june; --against HEAD; --against june; --against june --rev HEAD
""")
PUBLISHED = listed("""
    bulletin --format md --dated 2021-12-06 --issue 第9期 --office 府办
    bulletin --format md --leader 王长青 --issue 第9期 --office 府办
    bulletin --font title=小标宋 -o $OUT/b.docx --issue 第9期 --office 府办; bulletin --format md
    reminder --unit cgj --format md --office 府办; reminder --unit wjj --format md --office 府办
    reminder --unit swj --format md --office 府办; calendar --lead-unit wjj -o $OUT/c.ics
    ledger --light red -o $OUT/l.xlsx; dashboard --item 1 -o $OUT/d.html
    data --data examples=. --data odd=../odd -o $OUT/d.sqlite
""")
MISTAKES = listed("""
    lst; due --as-of 2021-02-30; due --as-of soon; due --unit 火星局; due --unit 局; due --lihgt red; due --light blue
    due --format xml; show; show 99; show x; summary --by moon; log --task 99; due 3; due --rev nowhere
    check --explain nope; check --staged --rev HEAD; check --against nowhere; diff a b c; report; report poem
    report ledger; report ledger -o $OUT/x.docx; report bulletin --issue; report data -o $OUT/x --format nope
    report reminder; report dashboard -o tasks.yaml --force; schema; schema moon; completion tcsh; init
    init tasks.yaml; sheet; sheet fold; sheet read none.xlsx; sheet make; due --data nowhere
    correct zzzzzzzz --reason x --dry-run; add; --version --no-such; due --rev
""")
ADDS = (
    "add 18 --unit cgj --status in-progress --figure new-villages=150 --note 已完成150个。",
    "add 18 --unit cgj --figure new-villages=150.5 --figure coverage=75.5 --status blocked --problem 缺地 --next 协调",
    "add 18 --unit cgj --status in-progress --figure new-villages=1 --note 少了",
    "add 18 --unit cgj --figure new-villages=1e3",
    "add 18 --unit cgj --status in-progress --figure moon=1",
    "add 18 --unit cgj --status done --note 完成",
    "add 18 --unit cgj --status blocked --date 2021-12-31 --note 明天",
    "add 18 --unit wjj --status in-progress --note 走错门",
    "add 18 --unit cgj",
    "add 17 --unit eps --status in-progress --figure villages=9999 --date 11-30 --reporter 张三",
    "add 2 --unit wjj --status not-started --note 开展筛查",
    "add 99 --unit cgj --note x",
    "add 18 --unit cgj --note 没有状态",
)
CORRECTIONS = (
    "correct 0a1b2c3h --figure roads=45 --reason 又查",
    "correct 0a1b2c3h --withdraw --reason 作废",
    "correct 0a1b2c3h --withdraw",
    "correct 0a1b2c3g --figure roads=45 --reason 已改过的",
    "correct 4a1b2c3e 4a1b2c3f --figure schools=23 --reason 裁定",
    "correct 4a1b2c3e --figure schools=23 --reason 只改一份",
)
COMPLETED = listed("""
    =; =s; =--u due; = due --unit; =mz due --unit; =民 due --unit; =w due --leader; = due --light; = due --format
    = check --format; = report; = report data --format; = summary --by; = show; = correct; = add 18 --figure
    =--unit=c due; = schema; = completion; = sheet; = sheet read; = init; = check --explain
""")


class Case(NamedTuple):
    """One command: the store that it runs in, its words, and what its environment has beside the usual."""

    store: str
    words: tuple[str, ...]
    language: str = "en"
    columns: int = 80

    @property
    def name(self) -> str:
        """The file that keeps its answer."""
        line = f"{self.store} {self.language} {self.columns} {' '.join(self.words)}"
        plain = re.sub(r"[^\w.=+-]+", "_", line)[:78].strip("_")
        return f"{plain}.{hashlib.sha256(line.encode()).hexdigest()[:8]}.txt"


def asked(
    line: str, *, stores: tuple[str, ...], languages: tuple[str, ...] = LANGUAGES, columns: int = 80
) -> list[Case]:
    """Return a command in each of the stores and languages."""
    return [Case(store, tuple(line.split()), language, columns) for store in stores for language in languages]


def queries() -> list[Case]:
    """Return every query in every format, of two days, filtered, and of a revision."""
    both, cases = ("examples", "odd"), []
    shown = {"examples": (2, 17, 18), "odd": (1, 2, 3, 4, 5, 6, 7), "data": (1,)}
    plain = ("due", "list", "missing", "missing --all-units", "log", "log --all")
    grouped = tuple(f"summary --by {group}" for group in ("leader", "unit", "item", "light"))
    for line in (*plain, *grouped):
        for form in FORMATS:
            cases += asked(f"{line} --as-of {WINTER} --format {form}", stores=both)
        cases += asked(f"{line} --as-of {SUMMER}", stores=both)
        cases += asked(f"{line} --as-of {WINTER} --rev june --format json", stores=both, languages=("en",))
        cases += asked(f"{line} --as-of {WINTER}", stores=("data",))
    for line in ("due --all", "due --long", "list --long", "summary --long"):
        cases += asked(f"{line} --as-of {WINTER}", stores=both)
    cases += asked("due", stores=("examples", "data"))
    for store, tasks in shown.items():
        for task in tasks:
            for form in FORMATS[:: 1 if task in {1, 17} else 3]:
                cases += asked(f"show {task} --as-of {WINTER} --format {form}", stores=(store,))
            cases += asked(f"show {task} --as-of {SUMMER} --rev HEAD", stores=(store,), languages=("en",))
    for line in ("due", "list", "missing", "log", "show 1", "summary"):
        cases += asked(f"{line} --as-of {WINTER}", stores=both, languages=("zh",), columns=140)
        cases += asked(f"{line} --as-of {WINTER}", stores=("odd",), columns=44)
        cases += asked(f"{line} --as-of {WINTER}", stores=("broken", "broken-plan"))
    return cases


def filtered() -> list[Case]:
    """Return queries of some tasks, days or entries."""
    both, cases = ("examples", "odd"), []
    for store, filters in FILTERS.items():
        for some in filters:
            cases += asked(f"list --as-of {WINTER} {some}", stores=(store,), languages=("en",))
            cases += asked(f"missing --as-of {WINTER} {some} --exit-code", stores=(store,), languages=("zh",))
    for days in DAYS:
        cases += asked(f"due --as-of {WINTER} {days}", stores=both)
    for line in LOGGED:
        cases += asked(f"log --as-of {WINTER} {line}", stores=both)
    return cases


def reviews(rules: list[str]) -> list[Case]:
    """Return `check` and `diff` in every form, and what each rule demands."""
    cases, every = [], ("examples", "data", "odd", "broken", "broken-plan")
    for form in ("text", "json", "github", "gitlab"):
        cases += asked(f"check --as-of {WINTER} --format {form}", stores=every)
    for line in CHECKED:
        cases += asked(f"check --as-of {WINTER} {line}", stores=("examples", "odd", "broken"))
        cases += asked(f"check --as-of {WINTER} {line} --format json", stores=("broken",))
    for rule in rules:
        cases += asked(f"check --explain {rule}", stores=("data",))
    for form in FORMATS:
        cases += asked(f"diff june --as-of {WINTER} --format {form}", stores=("examples", "odd"))
    for line in ("", "june december", "june..HEAD", "HEAD june", "HEAD --exit-code", "june --leader 甘一 --exit-code"):
        cases += asked(f"diff {line} --as-of {WINTER}", stores=("examples", "odd", "broken"))
    return cases


def documents() -> list[Case]:
    """Return every document in every format."""
    cases, stores = [], ("examples", "odd", "data")
    for line in (
        *(f"bulletin -o $OUT/b.{form} --issue 第9期 --office 市政府办公室 --since 05-31" for form in ("docx", "md")),
        *(f"reminder --all --format {form} -o $OUT/all --reply-by 12-08 --office 府办" for form in ("docx", "md")),
        *("ledger -o $OUT/l.xlsx", "dashboard -o $OUT/d.html", "calendar -o $OUT/c.ics"),
        *("data --format jsonl -o $OUT/j", "data --format parquet -o $OUT/p", "data -o $OUT/d.sqlite"),
    ):
        cases += asked(f"report {line} --as-of {WINTER}", stores=stores, languages=("zh",))
        cases += asked(f"report {line} --as-of {SUMMER} --rev june", stores=stores[:2], languages=("en",))
        cases += asked(f"report {line} --as-of {WINTER}", stores=("broken",), languages=("en",))
    for line in PUBLISHED:
        cases += asked(f"report {line} --as-of {WINTER}", stores=("examples",))
    return cases


def recording() -> list[Case]:
    """Return what records and shares entries."""
    cases: list[Case] = []
    for line in ADDS:
        cases += asked(f"{line} --as-of {WINTER} --dry-run", stores=("examples",))
    for line in CORRECTIONS:
        cases += asked(f"{line} --as-of {WINTER} --dry-run", stores=("odd",))
    for unit, store in (("cgj", "examples"), ("gsq", "examples"), ("swj", "odd"), ("市教育局", "odd")):
        cases += asked(f"sheet make --unit {unit} --as-of {WINTER} -o $OUT/s.xlsx --date 11-30", stores=(store,))
    for name in ("well", "badly", "empty", "no-form", "other"):
        cases += asked(f"sheet read ../sheets/{name}.xlsx --as-of {WINTER}", stores=("examples", "odd"))
    for line in ("sync --dry-run", "sync"):  # one clone a language, and in this order
        for language in LANGUAGES:
            cases += asked(f"{line} --as-of {WINTER}", stores=(f"clone-{language}",), languages=(language,))
    cases += asked("sync --dry-run", stores=("examples", "broken"))
    return cases


def setting_up() -> list[Case]:
    """Return what sets up and helps, and mistakes."""
    cases, data = [], ("data",)
    for line in (
        "init $OUT/new",
        "init $OUT/new --dry-run",
        "init . --dry-run",
        "schema tasks",
        "schema entry",
        "--version",
    ):
        cases += asked(line, stores=data)
    for shell in ("bash", "zsh", "fish", "powershell"):
        cases += asked(f"completion {shell}", stores=data)
    for words in COMPLETED:
        cases += asked(f"_complete zsh {words}", stores=("examples",))
    cases += [
        Case("examples", ("_complete", "bash", f"={line.split(' ')[-1]}", "63", line))
        for line in ("mstrack due --unit ", "mstrack show 1", "mstrack s", "mstrack due --leader=w")
    ]
    for command in ("", *COMMANDS):
        cases += asked(f"{command} --help", stores=data)
    for line in ("", *MISTAKES):
        cases += asked(line, stores=data)
    return cases


def every(rules: list[str]) -> list[Case]:
    """Return all commands, each once; `rules` are those that `check --explain` knows."""
    return list(dict.fromkeys([*queries(), *filtered(), *reviews(rules), *documents(), *recording(), *setting_up()]))
