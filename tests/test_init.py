"""`init` makes a store and what surrounds it; what is there is never touched, what is missing is made, all is said."""

import datetime as dt
import errno
import os
import shutil

import pytest
from builders import MEMO
from founding import AROUND, SETTINGS, STORE, init, repository, steps, tree
from running import PLAN, QUERIES, ROOT, ask

import mstrack.scaffold.store
from mstrack import i18n
from mstrack.check import store
from mstrack.store import put, source
from mstrack.store.spelling import quoted

WHOLE = [*STORE, *AROUND]
TODO = {
    "tasks.yaml": "transcribe the table",
    **{name: "fill in MSTRACK: where pip finds mstrack" for name in WHOLE if name.endswith(".yml")},
}


def test_made(tmp_path):
    """A new store: every file once, in the order told; what is left for a person to do stands beside it."""
    told = ask("init", tmp_path / "a" / "b")
    assert told.code == 0
    assert sorted(tree(tmp_path / "a" / "b")) == sorted(WHOLE)
    assert list(steps(told)) == WHOLE
    assert steps(told) == {name: ("made", TODO.get(name, "")) for name in WHOLE}
    assert told.out.splitlines()[0] == f"Store {tmp_path / 'a' / 'b'}"
    assert "Next: git init " in told.err


def test_passes(tmp_path):
    """The new store has no problem, and every query answers."""
    init(tmp_path)
    assert store.problems(source.WorkTree(str(tmp_path)), MEMO, dt.date.today()) == []  # noqa: DTZ011  as init does
    for command in QUERIES:
        words = ["show", "1"] if command[0] == "show" else command
        told = ask(*words, "--data", tmp_path)
        assert (told.code, told.err) == (0, ""), command
    told = ask("add", "1", "--data", tmp_path, "--unit", "slj", "--figure", "renovated=10", "--status", "in-progress",
               "--note", "进展顺利。", "--reporter", "张三", "--dry-run")  # fmt: skip
    assert told.code == 0, told.err
    year = dt.date.today().year  # noqa: DTZ011  as above
    assert ask("list", "--data", tmp_path, "--format", "json").answer["title"].startswith(f"{year}年")


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_width(tmp_path, monkeypatch, tongue, width):
    """The answer fits the window, in both languages."""
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(width))
    repository(tmp_path)
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    with i18n.speaking(tongue):
        lines = ask("init", tmp_path).out.splitlines()
    assert [line for line in lines[1:] if cell_len(line) > width] == []


def test_again(tmp_path):
    """Run again it changes nothing, and says so."""
    init(tmp_path)
    before = tree(tmp_path), {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert init(tmp_path) == {name: ("kept", TODO.get(name, "")) for name in WHOLE}
    assert (tree(tmp_path), {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}) == before


def test_nothing_left(tmp_path):
    """Where all is there and filled in, one line says that nothing was missing."""
    init(tmp_path)
    shutil.copy(PLAN / "tasks.yaml", tmp_path)
    for name in (".github/workflows/mstrack.yml", ".gitlab-ci.yml", ".workflow/mstrack.yml"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        filled = text.replace('MSTRACK: ""', "MSTRACK: https://x").replace("MSTRACK=''", "MSTRACK=https://x")
        assert filled != text
        (tmp_path / name).write_text(filled, encoding="utf-8")
    told = ask("init", tmp_path)
    assert set(steps(told).values()) == {("kept", "")}
    assert told.out.splitlines()[-1] == "Nothing was missing."


@pytest.mark.parametrize("name", WHOLE)
def test_completed(tmp_path, name):
    """What is missing is made, and nothing else: one file, or all but one."""
    init(tmp_path)
    before = tree(tmp_path)
    (tmp_path / name).unlink()
    told = init(tmp_path)
    assert [one for one, (done, _remark) in told.items() if done == "made"] == [name]
    assert tree(tmp_path) == before


def test_never_over_another(tmp_path):
    """Files that somebody else has written stay byte by byte; where they lack something, the line to add is told."""
    for name in WHOLE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xffmine" if name == ".editorconfig" else b"mine")
    before = tree(tmp_path)
    told = init(tmp_path)
    assert tree(tmp_path) == before
    assert {done for done, _remark in told.values()} == {"kept"}
    remarks = {name: remark for name, (_done, remark) in told.items() if remark}
    assert remarks.pop(".gitattributes") == "add the line: *.yaml text eol=lf diff=mstrack"
    assert remarks.pop(".vscode/settings.json").startswith("name the schemas under yaml.schemas")
    assert {remarks.pop(name) for name in WHOLE if name.endswith(".yml")} == {"let it run: mstrack check --data ."}
    assert {remarks.pop(name) for name in WHOLE if name.startswith("schemas")} == {
        "not that of this version; delete it and run init again to renew it"
    }
    assert remarks == {}


def test_dry_run(tmp_path):
    """A dry run says what would be done, and does nothing: not even the folder is made."""
    repository(tmp_path)
    told = init(tmp_path / "data", "--dry-run")
    assert tree(tmp_path) == {}
    assert {done for done, _remark in told.values()} == {"would be made", "would be set"}
    assert [name.removeprefix("data/") for name in told if name not in SETTINGS][:-1] == WHOLE
    assert init(tmp_path / "data").keys() == told.keys()


@pytest.mark.parametrize("below", ["data", "2026/store"])
@pytest.mark.parametrize("asked", ["store", "top"])
def test_in_a_repository(tmp_path, below, asked):
    """In a repository the store is the folder that is named; the rest lies at the top, where editors and hosts read."""
    repository(tmp_path)
    told = ask("init", tmp_path / below)
    assert told.err == ""
    assert sorted(tree(tmp_path)) == sorted([*(f"{below}/{name}" for name in STORE), *AROUND])
    option = f" --data {below}"
    for name in [name for name in AROUND if name.endswith(".yml")]:
        commands = [
            line for line in (tmp_path / name).read_text(encoding="utf-8").splitlines() if "mstrack check" in line
        ]
        assert [line for line in commands if "displayName" not in line and option not in line] == []
        assert option in "".join(commands)
    again = {"store": tmp_path / below, "top": tmp_path}[asked]
    if below == "data" or asked == "store":  # the top finds the store as --data does
        assert {done for done, _remark in init(again).values()} == {"kept"}


def test_after_git_init(tmp_path, monkeypatch):
    """Without a repository the next step is told, ready to be copied; after it, the clone's part is done, too."""
    monkeypatch.chdir(tmp_path)
    told = ask("init", "我的 store")
    assert f"git init {quoted(str(tmp_path / '我的 store'))}" in told.err
    repository(tmp_path / "我的 store")
    told = ask("init", "我的 store")
    assert told.err == ""
    assert [name for name, (done, _remark) in steps(told).items() if done != "kept"] == [
        ".git/hooks/pre-commit",
        *SETTINGS,
    ]


def test_existing_store(tmp_path):
    """A store made by hand gets what it lacks; plan and entries stay."""
    shutil.copytree(ROOT / "examples", tmp_path / "s", ignore=shutil.ignore_patterns("*.py", "README.md"))
    before = tree(tmp_path / "s")
    told = init(tmp_path / "s")
    assert told["tasks.yaml"] == ("kept", "")
    assert before.items() <= tree(tmp_path / "s").items()
    assert sorted(tree(tmp_path / "s").keys() - before.keys()) == sorted({*WHOLE} - {"tasks.yaml"})


@pytest.mark.parametrize("call", ["write", "link", "mkdir", "fsync"])
@pytest.mark.parametrize("after", [0, 1, 4])
def test_failing_disk(tmp_path, monkeypatch, call, after):
    """A disk that fails is exit code 4; what was made is said and there, whole; the next run makes the rest."""
    real, left = getattr(os, call), iter(range(after))

    def refuse(*arguments, **more):
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **more)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, refuse)
        told = ask("init", tmp_path / "s")
    assert told.code == 4
    assert "could not be written (the disk is full)" in told.err
    made = [name for name, (done, _remark) in steps(told).items() if done == "made"] if told.out else []
    assert sorted(tree(tmp_path)) == sorted(f"s/{name}" for name in made)
    again = init(tmp_path / "s")
    assert [name for name, (done, _remark) in again.items() if done == "kept"] == made
    whole = tree(tmp_path / "s")
    init(tmp_path / "other")
    assert whole == tree(tmp_path / "other")


def test_somebody_was_faster(tmp_path, monkeypatch):
    """A file that another writer makes in the same moment is that writer's."""
    create = put.create

    def late(root, path, data, mode):
        if path.endswith(".editorconfig"):
            create(root, path, b"theirs", mode)
        create(root, path, data, mode)

    monkeypatch.setattr(put, "create", late)
    assert init(tmp_path)[".editorconfig"] == ("kept", "")
    assert (tmp_path / ".editorconfig").read_bytes() == b"theirs"


@pytest.mark.posix
@pytest.mark.parametrize("name", ["progress", ".vscode", ".github", "schemas"])
def test_links(tmp_path, name):
    """Nothing is written through a link that leads out of the folder."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / name).symlink_to(tmp_path / "elsewhere")
    told = ask("init", tmp_path / "s")
    assert told.code == 4
    assert name in told.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_place_for_a_store(tmp_path):
    """A file is no folder; among the entries of a store there is no room for another."""
    init(tmp_path)
    for folder, said in ((tmp_path / "tasks.yaml", "is no folder"), (tmp_path / "progress" / "01", "lies among")):
        told = ask("init", folder)
        assert (told.code, told.out) == (2, "")
        assert said in told.err


def test_languages(tmp_path):
    """Schemas are in the language of who made the store, and serve whoever runs init next."""
    with i18n.speaking("zh_CN"):
        ask("init", tmp_path)
    text = (tmp_path / "schemas" / "entry.schema.json").read_text(encoding="utf-8")
    assert "截至日期" in text
    assert init(tmp_path)["schemas/entry.schema.json"] == ("kept", "")


def test_this_repository():
    """The project's own data has all of it: nothing is missing, nothing is left to do."""
    place = mstrack.scaffold.store.place(str(ROOT))
    assert (place.store, place.top) == (str(ROOT / "data"), str(ROOT))
    told = [step for step in mstrack.scaffold.store.steps(place, 2021, dry=True) if step.what not in SETTINGS]
    assert [step for step in told if step.done != "kept" or step.remark] == []
    assert [step.what for step in told] == [
        *(f"data/{name}" for name in STORE),
        *AROUND,
        *([mstrack.scaffold.store.FRAMEWORK] if (ROOT / mstrack.scaffold.store.FRAMEWORK).exists() else []),
    ]
