"""An upstream that was tampered with is stopped before the branch, the index or a file of the clone moves."""

import json

import offices
import pytest
import repositories
from offices import shared

from mstrack import i18n

pytestmark = pytest.mark.slow


def someone(second):
    """Return the path of an entry of the second office, which pushes without asking anybody."""
    return min(second.entries)


def brought(second, path, text):
    """王五 writes a file and pushes it without asking anybody."""
    second.who = "王五"
    second.write(path, text)
    second.push()


def rewritten(second):
    """Published history is replaced by another."""
    second.git("pull", "--quiet")
    second.git("rm", "--quiet", "-r", "data/progress/01")
    second.file(task=2)
    second.git("add", "--all")
    second.git("commit", "--quiet", "--amend", "--message", "neu")
    second.git("push", "--quiet", "--force")


def rolled_back(second):
    """Published history is shortened."""
    second.git("push", "--quiet", "--force", "origin", "HEAD~1:main")


def deleted(second):
    second.git("rm", "--quiet", f"data/{someone(second)}")
    second.push()


def reverted(second):
    """Deleted, and put back by a revert: the end points are the same."""
    deleted(second)
    second.git("revert", "--no-edit", "HEAD")
    second.git("push", "--quiet")


def edited(second):
    path = second.data / someone(second)
    path.write_text(path.read_text(encoding="utf-8").replace("顺利", "缓慢"), encoding="utf-8")
    second.push()


def edited_and_back(second):
    path = second.data / someone(second)
    before = path.read_bytes()
    edited(second)
    path.write_bytes(before)
    second.push()


def renamed(second):
    path = someone(second)
    second.git("mv", f"data/{path}", f"data/{path.replace('2021-01-31', '2021-01-30')}")
    second.push()


def folder_renamed(second):
    """A rename of a folder would take our new entry with it."""
    (second.data / "progress" / "03").parent.mkdir(exist_ok=True)
    second.git("mv", "data/progress/01", "data/progress/03")
    second.push()


def executable(second):
    second.git("update-index", "--chmod=+x", f"data/{someone(second)}")
    second.push_staged("mode")


def link(second):
    (second.data / "progress" / "02").mkdir(exist_ok=True)
    (second.data / "progress" / "02" / "2021-03-31-jia-00000zzz.yaml").symlink_to("../../tasks.yaml")
    second.push()


def new_executable(second):
    """An entry that comes from a stick on which every file can be run."""
    path = f"data/{second.file(task=2)}"
    second.git("add", path)
    second.git("update-index", "--chmod=+x", path)
    second.push_staged("mode")


def submodule(second):
    path = "data/progress/02/2021-03-31-jia-00000zzz.yaml"
    second.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{path}")
    second.push_staged("submodule")


def merged_away(second):
    """A merge that takes one side only drops what the other filed."""
    second.git("switch", "--quiet", "--create", "side", "HEAD~1")
    second.file(task=2)
    second.commit()
    second.git("merge", "--quiet", "--strategy=ours", "--message", "merge", "main")
    second.git("push", "--quiet", "origin", "HEAD:main")


def broken(second):
    """An entry that is no YAML."""
    brought(second, "data/progress/02/2021-03-31-jia-00000zzz.yaml", "task: [2\n")


def impossible(second):
    """An entry that breaks a rule: no unit of the task."""
    second.who = "王五"
    second.file(task=2, status="done", unit="东区政府")
    second.push()


def misnamed(second):
    brought(second, "data/progress/02/CON.yaml", "task: 2\n")


def too_large(second):
    brought(second, "data/progress/02/2021-03-31-jia-00000zzz.yaml", "# " + "x" * 70_000)


def fused(second):
    """A merge driver that would fuse two files."""
    brought(second, ".gitattributes", "*.yaml merge=union\n")


def hidden(second):
    """An attribute, in the store's own folder, that hides what changes from the reviewer."""
    brought(second, "data/.gitattributes", "progress/** -diff\n")


def broken_plan(second):
    brought(second, "data/tasks.yaml", "title: [\n")


def no_such_task(second):
    """An entry on a task that no plan ever had."""
    brought(second, "data/progress/09/2021-03-31-jia-00000zzz.yaml", "task: 9\n")


def task_removed(second):
    """A plan that is right in itself, but knows a task no more on which entries are filed."""
    second.who = "王五"
    plan = offices.PLAN
    for old, new in ((1, 5), (2, 6), (3, 7)):
        plan = plan.replace(f"id: {old}\n", f"id: {new}\n")
    second.write("data/tasks.yaml", plan)
    second.push()


def plan_gone(second):
    second.git("rm", "--quiet", "data/tasks.yaml")
    second.push()


HOSTILE = {
    rewritten: "origin/main was rewritten",
    rolled_back: "origin/main was rewritten",
    deleted: "removed or renamed this filed entry",
    edited: "changed this filed entry",
    renamed: "removed or renamed this filed entry",
    folder_renamed: "removed or renamed this filed entry",
    executable: "made this file executable",
    merged_away: "removed or renamed this filed entry",
    fused: "merge=union",
    hidden: "-diff hides",
    broken_plan: "tasks.yaml:2:1: error",
    task_removed: "[folder]",
    plan_gone: "tasks.yaml",
}
PUT_BACK = {
    reverted: "removed or renamed this filed entry",
    edited_and_back: "changed this filed entry",
}
NO_ENTRY = {
    new_executable: "made this file executable",
    link: "put a link where only entries lie",
    submodule: "put another repository (a submodule)",
}
TAKEN_OVER = {
    broken: "02/2021-03-31-jia-00000zzz.yaml:2:1: error",
    impossible: "[done-by-lead]",
    misnamed: "[file-name]",
    too_large: "larger than 64 KiB",
    no_such_task: "[folder]",
}


@pytest.mark.parametrize("files_too", [False, True], ids=["nothing new", "a new entry"])
@pytest.mark.parametrize("tamper", HOSTILE, ids=lambda one: one.__name__)
def test_hostile_upstream(first, tmp_path, tamper, files_too):
    """Exit code 3 and who did it; nothing moved but the commit of the own entry, and nothing was sent."""
    first.file("2021-02-28")
    assert first.sync().code == 0
    second = offices.clone(tmp_path)
    tamper(second)
    new = first.file(task=3) if files_too else None
    before, there = first.state, shared(tmp_path).git("rev-parse", "main")
    for _time in range(2):  # it is as hostile when it is seen again
        said = first.sync()
        assert said.code == 3
        assert HOSTILE[tamper] in said.told
        assert shared(tmp_path).git("rev-parse", "main") == there
    if new:
        assert first.git("rev-parse", "HEAD~1") == before[0]
        assert new in first.committed()
    else:
        assert first.state == before
    assert first.is_clean()
    assert first.state[2] == before[2]


@pytest.mark.parametrize("tamper", TAKEN_OVER, ids=lambda one: one.__name__)
def test_a_bad_entry_stops_nobody(first, tmp_path, tamper):
    """It is named with who filed it, and taken over; the own entry is sent; the next sync has no more to say."""
    second = offices.clone(tmp_path)
    tamper(second)
    new = first.file(task=3)
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (new,))
    assert TAKEN_OVER[tamper] in said.told
    assert "filed by 王五" in said.told
    assert new in shared(tmp_path).committed("main")
    assert first.is_clean()
    assert first.sync().told == "Asking origin …"


def told_with_an_entry(first, tmp_path):
    """Return what the sync of a new entry says, which what others pushed does not keep from being sent."""
    new = first.file(task=3)
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (new,)), said.told
    assert new in shared(tmp_path).committed("main")
    assert first.is_clean()
    return said.told


@pytest.mark.parametrize("tamper", NO_ENTRY, ids=lambda one: one.__name__)
def test_what_is_no_entry_stops_nobody(first, tmp_path, tamper):
    """It came where nothing lay: its commit is told once, the rest goes both ways, and so does its removal."""
    second = offices.clone(tmp_path)
    tamper(second)
    told = told_with_an_entry(first, tmp_path)
    assert NO_ENTRY[tamper] in told
    assert NO_ENTRY[tamper] not in first.sync().told
    second.git("reset", "--quiet", "--hard")
    second.git("pull", "--quiet", "--no-rebase")
    [path] = second.git("ls-files", "data/progress/02").split("\n")
    second.git("rm", "--quiet", "--force", path) if tamper is not new_executable else second.git(
        "update-index", "--chmod=-x", path
    )
    second.push_staged("put right")
    last = first.file(task=3, day="2021-10-31")
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (last,)), said.told


@pytest.mark.parametrize("tamper", [broken, impossible, misnamed, fused, broken_plan], ids=lambda one: one.__name__)
def test_who_filed_it_is_named(first, second, tamper):
    """The name and the commit, so that one can call; and the command that shows it all."""
    tamper(second)
    commit = second.git("rev-parse", "--short", "HEAD")
    said = first.sync(dry_run=True)
    assert f": filed by 王五 (commit {commit})" in said.told
    assert f"mstrack check --rev {second.git('rev-parse', 'HEAD')[:12]}" in said.told
    with i18n.speaking("zh_CN"):
        assert f"：报送人 王五（提交 {commit}）" in first.sync(dry_run=True).told


def test_what_was_lost_is_listed_and_can_be_given_back(first, second, tmp_path):
    """After a force-push: each lost entry by its path; the command puts all of it on a branch of its own."""
    lost = [first.file(f"2021-0{n}-28") for n in range(2, 5)]
    first.sync()
    rewritten(second)
    said = first.sync()
    assert "3 entries are lost there:" in said.told or "4 entries are lost there:" in said.told
    assert all(path in said.told for path in lost)
    command = next(line for line in said.told.splitlines() if "git push" in line).rpartition(": ")[2]
    first.git(*command.split()[1:])
    branch = command.rpartition(":refs/heads/")[2]
    assert set(lost) <= set(shared(tmp_path).committed(branch))


def test_an_editor_that_fetches_hides_nothing(first, second):
    """Git's own record of the upstream follows each fetch, of an editor, too; what sync saw is kept apart."""
    first.file()
    first.sync()
    rewritten(second)
    first.git("fetch", "--quiet", "origin")
    before = first.state
    said = first.sync()
    assert (said.code, first.state) == (3, before)
    assert "origin/main was rewritten" in said.told


def test_before_the_first_sync_git_knows(first, second):
    """Where sync has never run, the clone's own record says where the upstream was."""
    rewritten(second)
    assert not (first.folder / ".git" / "mstrack" / "seen.json").exists()
    assert "origin/main was rewritten" in first.sync().told


def test_a_record_of_ours_that_is_broken_is_none(first):
    first.sync()
    for text in ("", "{", "[]", "null", '"x"'):
        first.write(".git/mstrack/seen.json", text)
        assert first.sync().code == 0
    assert json.loads((first.folder / ".git" / "mstrack" / "seen.json").read_text())


def test_put_right_upstream_it_goes_on(first, second, tmp_path):
    """Once the keeper has set the branch back to what it was, sync goes on by itself."""
    deleted(second)
    path = first.file()
    assert first.sync().code == 3
    repositories.git(tmp_path / "server.git", "update-ref", "refs/heads/main", "main~1")
    assert first.sync().done.sent == (path,)


def test_an_own_commit_that_rewrites(first, tmp_path):
    """Somebody who knows a little git has committed an edit here: not sent, and the command keeps the files."""
    path = next(iter(first.entries))
    text = (first.data / path).read_text(encoding="utf-8")
    (first.data / path).write_text(text.replace("顺利", "缓慢"), encoding="utf-8")
    first.commit()
    new, there = first.file(task=2), shared(tmp_path).git("rev-parse", "main")
    said = first.sync()
    assert said.code == 3
    assert f"{path}: commit" in said.told
    assert shared(tmp_path).git("rev-parse", "main") == there
    command = next(line for line in said.told.splitlines() if "git reset" in line).rpartition(": ")[2]
    first.git(*command.split()[1:])
    said = first.sync()
    assert said.done.sent == (new,)
    assert "is filed and was changed here" in said.told


@pytest.mark.parametrize("tamper", PUT_BACK, ids=lambda one: one.__name__)
def test_what_was_put_back_stops_nobody(first, tmp_path, tamper):
    """All that was filed lies there as it was: who did it is told once, and the rest goes both ways."""
    tamper(offices.clone(tmp_path))
    told = told_with_an_entry(first, tmp_path)
    assert PUT_BACK[tamper] in told
    assert "put back" in told
    assert first.sync().told == "Asking origin …"


@pytest.mark.parametrize("plan", ["tasks: [\n", offices.PLAN], ids=["a broken plan", "a whole store"])
def test_a_store_among_the_entries_comes_and_goes(first, tmp_path, plan):
    """Somebody pushed a store into the folder of a task: it is set aside, and taken away again by anybody."""
    second = offices.clone(tmp_path)
    path = someone(second)
    second.write("data/progress/03/x/tasks.yaml", plan)
    second.write(f"data/progress/03/x/{path}", (second.data / path).read_text(encoding="utf-8").replace("顺利", "缓慢"))
    second.push()
    new = first.file(task=3)
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (new,)), said.told
    assert "progress/03/x" in said.told
    first.git("rm", "-r", "--quiet", "data/progress/03/x")
    first.commit("拿走")
    assert first.sync().code == 0
    second.git("pull", "--quiet", "--no-rebase")
    last = second.file(task=2)
    said = second.sync()
    assert (said.code, said.done.sent) == (0, (last,)), said.told
    assert not (second.data / "progress/03/x").exists()
