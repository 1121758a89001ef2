"""Every command in every form that it has, as words to be typed, and what must hold of each answer."""

from __future__ import annotations

import contextlib
import re
import signal

from running import ask
from steering import harm

from mstrack.cli import app, letters
from mstrack.cli.commands import completion, report_data
from mstrack.cli.completion import protocol
from mstrack.errors import ExitCode
from mstrack.render import RENDERERS, findings
from mstrack.views.answers import ANSWERS

PATIENCE = 20
"""Seconds after which a command is taken for one that waits for ever."""
DAY = "--as-of 2021-10-31"
STORE = f"--data {{data}} {DAY}"
QUERIES = (
    "due --all", "list --long", "show 1", "show aaaaaaaa", "show aaaaaaaa --history", "summary --by unit", "missing",
    "log --all", "due --rev HEAD~1",
)  # fmt: skip
CHECKS = ("check", "check --staged", "check --rev HEAD", "check --against HEAD~1")
LETTERS = tuple(form for form in letters.FORMS if form != "pdf")
"""Formats of documents; pdf is what LibreOffice makes of docx."""
REPORTS = {
    "bulletin": LETTERS,
    "brief": LETTERS,
    "ledger": ("xlsx",),
    "dashboard": ("html",),
    "reminder": (*LETTERS, "text"),
    "calendar": ("ics",),
    "data": report_data.FORMS,
}
CHOSEN = {"bulletin", "brief", "reminder", "data"}
"""Kinds of document that take --format."""
UNITS = {"reminder": "--unit jia"}


ASKING = (
    *((f"{words} {STORE}", tuple(RENDERERS)) for words in QUERIES),
    *((f"{words} --data {{data}}", tuple(RENDERERS)) for words in ("diff HEAD~1", "diff HEAD~1 HEAD")),
    *((f"{words} {STORE}", tuple(findings.FORMS)) for words in CHECKS),
    (f"check --seal {{seal}} {STORE}", ()),
    (f"seal {STORE}", ()),
    (f"seal {STORE} --rev HEAD", ()),
    (f"add 1 --unit jia --status in-progress --note 好 --reporter 张三 --dry-run {STORE}", ()),
    (f"correct aaaaaaaa --note 好 --reason 误 --dry-run {STORE}", ()),
    (f"sync --dry-run {STORE}", ()),
    ("init {data} --dry-run", ()),
    ("init {out}/new --from {table} --year 2022 --after {data} --carry 1 --dry-run", ()),
)
"""What only answers, and the formats that it has."""
WRITING = (
    *((f"report {kind} {UNITS.get(kind, '')} -o {{out}}/{kind} {STORE}", forms) for kind, forms in REPORTS.items()),
    (f"report reminder --all -o {{out}}/letters {STORE}", LETTERS),
    (f"report ledger --rev HEAD -o {{out}}/then {STORE}", ("xlsx",)),
    (f"sheet make --unit jia -o {{out}}/form.xlsx {STORE}", ()),
    (f"sheet make --all -o {{out}}/forms {STORE}", ()),
    (f"sheet read {{sheet}} --yes --receipt {STORE}", ()),
    (f"add 1 --unit jia --status in-progress --note 好 --reporter 张三 --sure {STORE}", ()),
    (f"undo --yes {STORE}", ()),
    (f"correct aaaaaaaa --note 好 --reason 误 --reporter 张三 --sure {STORE}", ()),
    ("init {out}/drafted --from {table}", ()),
    ("init {out}/next --from {table} --year 2022 --after {data} --carry 1", ()),
    (f"sync {STORE}", ()),
    ("init {data}", ()),
)
"""What writes, into the store or elsewhere, and the formats that it has; in the order in which it may follow."""
ALONE = (
    *(f"schema {kind}" for kind in ("tasks", "entry", *ANSWERS)),
    *(f"completion {shell}" for shell in completion.SHELLS),
    *("--help", "--version", "check --explain", *(f"{name} --help" for name in app.COMMANDS)),
)
"""What looks at no store."""
TYPED = (
    ["show"],
    ["add"],
    ["correct"],
    ["log", "--unit"],
    ["due", "--person"],
    ["due", "--leader"],
    ["add", "1", "--figure"],
)
"""Words of a command line at the end of which Tab is pressed."""


def formed(words, forms, turn):
    """Return a call in one of its formats, the next one with each turn; a document's file has its ending."""
    if not forms:
        return words
    form = forms[turn % len(forms)]
    if words.startswith("report") and "--all" not in words:
        words = re.sub(r"-o (\S+)", rf"-o \1{ENDINGS.get(form, f'.{form}')}", words)
    has_format = not words.startswith("report") or words.split()[1] in CHOSEN
    return f"{words} --format {form}" if has_format else words


ENDINGS = {"text": ".txt", "jsonl": "", "parquet": ""}
"""What a file is called whose ending is not its format."""


class TooLongError(BaseException):
    """A command still runs. No program catches it as an error of the disk."""


@contextlib.contextmanager
def limited(seconds=PATIENCE):
    """End a block that takes too long, a read that waits too."""

    def stop(*_signal):
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(words, *, encoding="utf-8", **places):
    """Run a command whose words name places; return its code (None: it did not end), and what is wrong with it."""
    try:
        with limited():
            told = ask(*[word.format(**places) for word in words.split()], encoding=encoding)
    except TooLongError:
        return None, ["it does not end"]
    wrong = [] if told.code in {*ExitCode} - {ExitCode.BUG} else [f"code {told.code}"]
    wrong += ["no word of it"] if told.code and not (told.out or told.err) else []
    wrong += [one for one in ("Traceback", "bug in mstrack") if one in told.out + told.err]
    wrong += harm(told.out, told.err)
    return told.code, [*wrong, told.err[:300]] if wrong else []


def completed(words, typed=""):
    """Ask what a Tab offers; return what is wrong with it. The program prints nothing where this fails."""
    try:
        with limited():
            offered = protocol.candidates(words, typed)
    except TooLongError:
        return ["it does not end"]
    except Exception:  # noqa: BLE001  as the protocol does
        return []
    return harm(*(f"{one.value}{one.help}" for one in offered))
