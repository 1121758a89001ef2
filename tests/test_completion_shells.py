"""The scripts for shells: what they ask and get; and real shells, the Tab key, and the words that arrive."""

import json
import os
import shutil
import subprocess

import pytest
from builders import plan_text, row
from running import EXAMPLES, ask, environment, own_store
from samples import crossed
from shells import START, path_with_mstrack, told, typed, until, words
from yaml import safe_load

from mstrack import i18n
from mstrack.cli.commands.completion import SHELLS

LEFT = "\x02"
TYPED = {
    "a command": ("mstrack du\t", ["due"]),
    "an option": ("mstrack due --exi\t", ["due", "--exit-code"]),
    "a unit": ("mstrack due --unit cg\t", ["due", "--unit", "cgj"]),
    "a unit after =": ("mstrack due --unit=cg\t", ["due", "--unit=cgj"]),
    "the start of a name": ("mstrack due --unit 市民\t", ["due", "--unit", "市民政局"]),
    "the middle of a name": ("mstrack due --unit 民政\t", ["due", "--unit", "市民政局"]),
    "the middle of a name after =": ("mstrack due --unit=民政\t", ["due", "--unit=市民政局"]),
    "some characters of a name": ("mstrack due --unit 人社局\t", ["due", "--unit", "市人力资源社会保障局"]),
    "in double quotes": ('mstrack due --unit "市民\t', ["due", "--unit", "市民政局"]),
    "in single quotes": ("mstrack due --unit '市民\t", ["due", "--unit", "市民政局"]),
    "initials": ("mstrack list --leader wcq\t", ["list", "--leader", "wangchangqing"]),
    "pinyin": ("mstrack list --person xiehong\t", ["list", "--person", "xiehongyou"]),
    "a figure": ("mstrack add 18 --figure new\t98", ["add", "18", "--figure", "new-villages=98"]),
    "two words": ("mstrack sum\t--b\tl\tig\t", ["summary", "--by", "light"]),
    "before the end": ("mstrack due --unit cg --exit-code" + LEFT * 12 + "\t", ["due", "--unit", "cgj", "--exit-code"]),
    "after another command": ("true; mstrack due --unit cg\t", ["due", "--unit", "cgj"]),
    "nothing that fits": ("mstrack due --unit zzz\t", ["due", "--unit", "zzz"]),
    "a folder": ("mstrack due --data pla\t", ["due", "--data", "place"]),
    "a file": ("mstrack sheet read for\t", ["sheet", "read", "form.xlsx"]),
    "a file in double quotes": ('mstrack sheet read "for\t', ["sheet", "read", "form.xlsx"]),
    "a file in single quotes": ("mstrack sheet read 'for\t", ["sheet", "read", "form.xlsx"]),
    "a file that would run": ("mstrack sheet read 甲\t", ["sheet", "read", "甲$(touch ran) `touch ran`;!x.xlsx"]),
    "a file that would run, in quotes": (
        'mstrack sheet read "甲\t',
        ["sheet", "read", "甲$(touch ran) `touch ran`;!x.xlsx"],
    ),
}


@pytest.fixture(autouse=True)
def _examples(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path_factory.getbasetemp() / "warm-of-completion"))
    monkeypatch.setenv("MSTRACK_DATA", str(EXAMPLES))


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.skipif(not shutil.which(name), reason=f"no {name}")) for name in START]
)
def shell(request):
    """A shell that is installed here."""
    return request.param


@pytest.mark.slow
@pytest.mark.parametrize("case", TYPED)
def test_tab(shell, tmp_path, case):
    (tmp_path / "place").mkdir()
    (tmp_path / "form.xlsx").touch()
    (tmp_path / "甲$(touch ran) `touch ran`;!x.xlsx").touch()
    keys, expected = TYPED[case]
    assert [word.removesuffix("/") for word in words(shell, tmp_path, keys)] == expected
    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
def test_help_is_shown(shell, tmp_path):
    """Where there is a choice, every code stands beside its name."""
    with typed(shell, tmp_path, "mstrack due --unit c\t\t") as master:
        seen = until(master, lambda seen: "czj" in seen and "市财政局" in seen and "市城市管理综合执法局" in seen)
    assert "\x1b[31m" not in seen


@pytest.mark.slow
def test_zsh_finds_the_script_in_a_folder(tmp_path):
    """As a file in $fpath it is read at the first Tab."""
    if not shutil.which("zsh"):
        pytest.skip("no zsh")
    (tmp_path / "_mstrack").write_text(ask("completion", "zsh").out, encoding="utf-8")
    loading = f"PS1='$ '; fpath=({tmp_path} $fpath); autoload -U compinit; compinit -D -u\n"
    assert words("zsh", tmp_path, "mstrack due --unit cg\t", loading) == ["due", "--unit", "cgj"]


def test_bash():
    """The part that bash replaces, no help; help where it only lists."""
    assert told("bash", "=c", "9", "mstrack due --unit c") == ["czj", "cgj"]
    assert told("bash", "=c", "9", "mstrack due --unit=c") == ["czj", "cgj"]
    assert told("bash", "=--unit=c", "9", "mstrack due --unit=c") == ["--unit=czj", "--unit=cgj"]
    assert told("bash", "=", "9", "mstrack due --unit =") == told("bash", "=", "9", "mstrack due --unit ")
    assert told("bash", "=c", "63", "mstrack due --unit c") == ["czj  市财政局", "cgj  市城市管理综合执法局"]
    assert told("bash", "=mz", "63", "mstrack due --unit mz") == ["mzj"]
    listed = told("bash", "=--", "63", "mstrack due --")
    assert max(map(len, listed)) <= 90
    assert len({line.index("  ") for line in listed if len(line.split()[0]) == len("--as-of")}) == 1


def test_bash_quotes_what_it_would_break(tmp_path):
    """A name with a space in it is one word, in quotes or not."""
    root = own_store(tmp_path)
    (root / "tasks.yaml").write_text(plan_text([row()]).replace("甲局", "甲 (局)"), encoding="utf-8")
    env = {"MSTRACK_DATA": str(root)}
    assert told("bash", "=甲", "9", "mstrack due --unit 甲", **env) == ["甲\\ \\(局\\)"]
    assert told("bash", "=甲", "9", "mstrack due --unit '甲", **env) == ["甲 (局)"]


HOSTILE = [
    "办好民生$(touch ran)实事",
    "办好民生`touch ran`实事",
    "办好民生;touch ran实事",
    "办好民生'\"实事",
    "办好民生!!实事",
]


@crossed("title, quote", HOSTILE, ["", "'", '"'])
def test_what_a_shell_would_act_on_is_never_offered(tmp_path, title, quote):
    """The title of an item is any text; its number stands for it, where it is the only one that is meant."""
    root = own_store(tmp_path)
    text = plan_text([row()]).replace("title: 第1类实事", f"title: {json.dumps(title, ensure_ascii=False)}")
    assert title in safe_load(text)["items"][0]["title"]
    (root / "tasks.yaml").write_text(text, encoding="utf-8")
    env = {"MSTRACK_DATA": str(root)}
    assert told("bash", f"={quote}办好", "9", f"mstrack due --item {quote}办好", **env) == ["1"]
    for other in ("zsh", "fish", "powershell"):
        assert [line.split("\t")[0] for line in told(other, f"={quote}办好", "due", "--item", **env)] == ["1"]


ENDINGS = [
    "$(touch ran)", "`touch ran`", ";touch ran;", "|touch ran", "&touch ran", '"$(touch ran)"', "'$(touch ran)'",
    "'\"`touch ran`\"'", "\\$(touch ran)", "\\", "!!", "!touch", "<(touch ran)", "=(touch ran)", ">ran", "$HOME",
    "${HOME}", "*", "?[a]", "{a,b}", "~root", "#x", " 空 格 ", "^a^b", "％＄（touch ran）；｜＆", "“$(touch ran)”",  # noqa: RUF001  full-width
]  # fmt: skip
BEGINNINGS = [
    "~", "~root", "-rf ", "--", "=(touch ran)", "=ls", "!touch", "#", "*", "%1", "^", "(touch ran)", "{a,b}",
    "＄（touch ran）", "；", "～", "－",  # noqa: RUF001  full-width
]  # fmt: skip
"""What a shell may act on at the end of a word, and at its beginning."""


def own_letter(number):
    """Return a character that no other title of an item has."""
    return chr(ord("甲") + 16 * number)


@pytest.mark.slow
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_tab_and_enter_run_nothing(shell, tmp_path, monkeypatch, quote):
    """Somebody types a letter of a title, Tab and Enter: the title arrives as it is, or the item's number."""
    titles = [f"{own_letter(n)}民生{end}实事" for n, end in enumerate(ENDINGS)]
    titles += [f"{start}民生{own_letter(len(ENDINGS) + n)}" for n, start in enumerate(BEGINNINGS)]
    plan = safe_load(plan_text(*[[row()] for _title in titles]))
    for item, title in zip(plan["items"], titles, strict=True):
        item["title"] = title
    root = own_store(tmp_path)
    (root / "tasks.yaml").write_text(json.dumps(plan, ensure_ascii=False, indent=1), encoding="utf-8")
    assert ask("list", "--data", str(root)).code == 0
    monkeypatch.setenv("MSTRACK_DATA", str(root))
    wrong, offered = [], 0
    with typed(shell, tmp_path, "") as master:
        for number, title in enumerate(titles, 1):
            (tmp_path / "words").unlink(missing_ok=True)
            os.write(master, f"mstrack due --item {quote}{own_letter(number - 1)}\t\n".encode())
            until(master, lambda _seen: (tmp_path / "words").exists())
            given = (tmp_path / "words").read_text(encoding="utf-8").splitlines()
            offered += given[-1] == title
            if given not in (["due", "--item", title], ["due", "--item", str(number)]) or list(tmp_path.rglob("ran")):
                wrong.append((title, given))
    assert wrong == []
    assert 0 < offered < len(titles)


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
@pytest.mark.parametrize("words", ["mstrack due --unit c", "mstrack due --unit = c", "mstrack due --unit=c"])
def test_bash_without_a_line(tmp_path, words):
    """The function of the script works on COMP_WORDS alone, too, and where unset variables are mistakes."""
    asked = f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _mstrack; echo ${{COMPREPLY[@]}}"
    command = ["bash", "-uc", f"source <(mstrack completion bash); {asked}"]
    env = environment(PATH=path_with_mstrack(tmp_path))
    done = subprocess.run(command, env=env, capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr) == ("--unit=czj --unit=cgj\n" if "=c" in words else "czj cgj\n", "")


@crossed("shell, tongue", SHELLS, i18n.LANGUAGES)
def test_script(shell, tongue):
    """The script says in the user's language how it is used; all the rest is ASCII, and nobody's settings."""
    with i18n.speaking(tongue):
        said = ask("completion", shell)
    assert (said.code, said.err) == (0, "")
    head, _blank, script = said.out.partition("\n\n")
    assert all(line.startswith("#") for line in head.splitlines())
    assert f"mstrack completion {shell}" in head
    assert (shell == "zsh") == head.startswith("#compdef mstrack\n")
    assert script.isascii()
    assert "_complete" in script
    assert "ExecutionPolicy" not in said.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=said.out.encode(), check=True)


def test_another_name_for_powershell():
    assert ask("completion", "pwsh") == ask("completion", "powershell") == ask("completion", "PowerShell")
