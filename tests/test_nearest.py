"""Suggestions: what a slip of the fingers or of the ear explains, and nothing else."""

from offenders import every

from mstrack.cli import app
from mstrack.progress.nearest import cure, nearest_word

OPTIONS = ["--leader", "--unit", "--lead-unit", "--person", "--item", "--light", "--status", "--format", "--before"]


@every(
    ("typed", "known", "near"),
    [
        ("--lite", OPTIONS, "--light"),
        ("--ligth", OPTIONS, "--light"),
        ("--befor", OPTIONS, "--before"),
        ("--nuit", OPTIONS, "--unit"),
        ("--zzz", OPTIONS, None),
        ("--colour", OPTIONS, None),
        ("-V", OPTIONS, None),
        ("--", OPTIONS, None),
        ("deu", app.COMMANDS, "due"),
        ("DUE", app.COMMANDS, "due"),
        ("lsit", app.COMMANDS, "list"),
        ("kist", app.COMMANDS, "list"),
        ("dues", app.COMMANDS, "due"),
        ("summry", app.COMMANDS, "summary"),
        ("reprot", app.COMMANDS, "report"),
        ("到期", app.COMMANDS, None),
        ("蓝", ["红", "灰", "黄", "绿"], None),
        ("-x", ["-o", "-n"], None),
        ("灰", ["红", "灰色"], "灰色"),
        ("launch", app.COMMANDS, None),
        ("banana", app.COMMANDS, None),
    ],
)
def test_nearest(typed, known, near):
    """One slip anywhere, or the same first letter and most of the others."""
    assert nearest_word(typed, known) == near


@every(
    ("name", "known", "sentence"),
    [
        ("cov", ["roads", "coverage"], "did you mean coverage?"),
        ("张山", ["张三", "王五"], "did you mean 张三?"),
        ("abc", ["coverage", "villages"], "known: coverage, villages"),
        ("教育局", ["甲", "乙"], "known: 乙, 甲"),
        ("x", "abcdefghi", "known: a, b, c, d, e, f, g, h, …"),
        ("x", [], "none is known"),
    ],
)
def test_a_name_of_the_plan(name, known, sentence):
    """What nothing resembles is answered by what there is, and by no name that nobody meant."""
    assert cure(name, known) == sentence
