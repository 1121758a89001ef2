"""Offices that share a store: what one files, the others get, and nothing else of theirs is touched."""

import json
import os
import subprocess

import offices
import pytest
from offices import shared
from running import ask

from mstrack import i18n
from mstrack.store import spelling

pytestmark = pytest.mark.slow


def test_two_offices(first, second, tmp_path):
    """What each filed is with both in the end; the merge has both as parents, and the files lie there."""
    mine, yours = first.file(unit="乙局"), second.file()
    assert first.sync().counts == (1, 0)
    assert second.sync().counts == (1, 1)
    assert first.sync().counts == (0, 1)
    assert first.sync().counts == second.sync().counts == (0, 0)
    assert {mine, yours} < set(first.entries)
    assert first.entries == second.entries
    assert first.committed() == second.committed() == shared(tmp_path).committed("main")
    assert len(first.git("rev-list", "--merges", "HEAD").split()) == 1
    assert first.is_clean()
    assert second.is_clean()


def test_what_is_told(first, second):
    """Each step in a sentence, and what was sent and received by path."""
    paths = sorted([first.file(), first.file("2021-08-31", task=2)])
    mine = second.file(task=3)
    said = first.sync()
    assert said.told == "Committed 2 entries here.\nAsking origin …\nSent 2 entries to origin/main."
    assert sorted(said.done.sent) == paths
    said = second.sync()
    assert said.done == ((mine,), tuple(paths), ())
    assert said.told.splitlines() == [
        "Committed 1 entry here.",
        "Asking origin …",
        "Sent 1 entry to origin/main.",
        "Proved, checked and taken over from origin/main: 2 entries.",
        "  task 1, 甲局, 2021-09-30, by 张三",
        "  task 2, 甲局, 2021-08-31, by 张三",
    ]


def test_what_is_counted(first, second):
    """Entries alone are counted; the plan and a README that go are no entries, and the plan is named on both sides."""
    first.write("data/progress/README.md", "说明\n")
    first.write("data/tasks.yaml", (first.data / "tasks.yaml").read_text(encoding="utf-8") + "# 注\n")
    first.commit()
    said = first.sync()
    assert said.counts == (0, 0)
    assert "Sent the plan as it was committed here to origin/main." in said.told
    said = second.sync()
    assert said.counts == (0, 0)
    assert "The plan was changed by others; what it means: mstrack diff " in said.told


def test_without_a_shared_repository(tmp_path):
    """What was filed is committed, and the command that makes it shared is told; nothing new is said as such."""
    offices.empty(tmp_path)
    office = offices.clone(tmp_path, "office")
    office.git("remote", "remove", "origin")
    office.write("data/tasks.yaml", offices.PLAN)
    path = office.file()
    said = office.sync()
    assert said.code == 0
    assert "Committed 1 entry here." in said.told
    assert "git remote add origin ADDRESS && git push --set-upstream origin main" in said.told
    assert path in office.committed()
    assert "Committed" not in office.sync().told


def test_the_commit(first):
    """Made by the user of this clone, of the new entries only; its log says which."""
    first.write("data/tasks.yaml", first.data.joinpath("tasks.yaml").read_text(encoding="utf-8") + "# 备注\n")
    first.write("notes.txt", "mine\n")
    path = first.file()
    assert first.sync().code == 0
    assert first.git("log", "-1", "--format=%an <%ae>") == "张三 <office@example.invalid>"
    assert first.git("log", "-1", "--format=%s") == f"progress: {path[9:-5]}"
    assert first.git("show", "--name-status", "--format=", "HEAD").split() == ["A", f"data/{path}"]
    assert first.git("status", "--porcelain").split() == ["M", "data/tasks.yaml", "??", "notes.txt"]


def test_several_in_one_commit(first):
    paths = sorted(first.file(f"2021-0{month}-15") for month in range(2, 6))
    first.sync()
    log = first.git("log", "-1", "--format=%B").splitlines()
    assert log == ["progress: 4 entries", "", *(path[9:-5] for path in paths)]


def test_what_is_no_entry_stays(first):
    """Hidden files (a writer's, an editor's) and the README are nobody's entries; what git ignores is one."""
    first.write(".git/info/exclude", "*.yaml\n")
    first.write("data/progress/README.md", "说明\n")
    first.write("data/progress/01/.2021-09-30-jia-7f3a9c2k.yaml.4711.tmp", "half")
    path = first.file()
    assert first.sync().done.sent == (path,)
    assert first.git("show", "--name-status", "--format=", "HEAD").split() == ["A", f"data/{path}"]


def test_a_file_that_can_be_run_is_filed_as_one_that_cannot(first):
    """A stick formatted for Windows makes every file executable; the proof takes ordinary files only."""
    path = first.file()
    (first.data / path).chmod(0o755)
    assert first.sync().code == 0
    assert first.git("ls-tree", "HEAD", f"data/{path}").startswith("100644 ")
    assert first.is_clean()


def test_what_was_staged_stays_staged(first, second):
    """Whatever the user has in the index is neither committed nor lost, an entry that was added there is sent."""
    second.file()
    second.sync()
    first.write("staged.txt", "1\n")
    path = first.file(task=2)
    first.git("add", "staged.txt", f"data/{path}")
    assert first.sync().counts == (1, 1)
    assert first.git("status", "--porcelain") == "A  staged.txt"


def test_the_plan_and_other_files_arrive(first, second):
    """Whatever is committed upstream comes, deletions and modes too; what was edited elsewhere stays."""
    first.write("data/tasks.yaml", offices.PLAN + "# 第二版\n")
    first.write("tools/run.sh", "#!/bin/sh\n")
    (first.folder / "tools" / "run.sh").chmod(0o755)
    first.write("old.txt", "old\n")
    first.write("kept.txt", "kept\n")
    first.push()
    assert second.sync().counts == (0, 0)
    first.git("rm", "--quiet", "old.txt")
    first.push()
    second.write("kept.txt", "edited\n")
    assert second.sync().code == 0
    assert (second.data / "tasks.yaml").read_text(encoding="utf-8").endswith("# 第二版\n")
    assert os.name == "nt" or (second.folder / "tools" / "run.sh").stat().st_mode & 0o111
    assert not (second.folder / "old.txt").exists()
    assert second.git("status", "--porcelain") == "M kept.txt"


def test_a_store_at_the_top(tmp_path):
    """The store may be the repository itself."""
    offices.empty(tmp_path)
    first, second = (offices.clone(tmp_path, name, ".") for name in ("first", "second"))
    first.write("tasks.yaml", offices.PLAN)
    second.write("tasks.yaml", offices.PLAN)
    first.file()
    assert first.sync().counts == (1, 0)
    second.file(task=2)
    assert second.sync().counts == (1, 1)
    assert first.is_clean()
    assert second.is_clean()


def test_the_first_commit(tmp_path):
    """A clone of an empty repository: the plan goes with the first entries, nothing else; the next office gets both."""
    offices.empty(tmp_path)
    first, second = (offices.clone(tmp_path, name) for name in ("first", "second"))
    for office in (first, second):
        office.write("data/tasks.yaml", offices.PLAN)
        office.write("notes.txt", "mine\n")
        assert office.sync().counts == (0, 0)  # the plan alone is nobody's entry
        office.file(task=1 if office is first else 2)
    assert first.sync().counts == (1, 0)
    assert first.git("ls-files").split() == [f"data/{next(iter(first.entries))}", "data/tasks.yaml"]
    assert second.sync().counts == (1, 1)
    assert first.sync().counts == (0, 1)
    assert first.entries == second.entries
    assert len(first.git("rev-list", "--max-parents=0", "HEAD").split()) == 1
    assert second.git("status", "--porcelain") == "?? notes.txt"


def test_a_first_commit_that_others_made_otherwise(tmp_path):
    """Where an uncommitted plan stands in the way of the shared one it is named, and stays."""
    offices.empty(tmp_path)
    first, second = (offices.clone(tmp_path, name) for name in ("first", "second"))
    first.write("data/tasks.yaml", offices.PLAN)
    first.file()
    first.sync()
    second.write("data/tasks.yaml", "# mine\n" + offices.PLAN)
    said = second.sync()
    assert said.code == 2
    assert "data/tasks.yaml" in said.told
    assert "git stash push --include-untracked -- :/data/tasks.yaml" in said.told
    assert (second.data / "tasks.yaml").read_text(encoding="utf-8").startswith("# mine")


def test_commits_that_the_user_made_are_sent_too(first, second):
    """A coordinator who knows git commits the plan; sync takes it along."""
    first.write("data/tasks.yaml", offices.PLAN + "# 第二版\n")
    first.commit("plan")
    second.file()
    second.sync()
    assert first.sync().counts == (0, 1)
    second.sync()
    assert "第二版" in (second.data / "tasks.yaml").read_text(encoding="utf-8")


def test_a_dry_run_changes_nothing(first, second, tmp_path):
    """It fetches, merges and checks all the same, so it says what would happen."""
    second.file()
    second.sync()
    path = first.file(task=2)
    before, there = first.state, shared(tmp_path).git("rev-parse", "main")
    said = first.sync(dry_run=True)
    assert (said.done.sent, len(said.done.received)) == ((path,), 1)
    assert said.told == "Asking origin …"
    assert first.state == before
    assert shared(tmp_path).git("rev-parse", "main") == there
    first.write(f"data/{path}", "task: 1\n")
    assert first.sync(dry_run=True).code == 3


def test_paths_can_be_pasted(first, monkeypatch):
    """What would be sent and what was edited are named from where one stands."""
    kept = first.file()
    first.sync()
    first.write(f"data/{kept}", "task: 1\n")
    path = first.file(task=2)
    monkeypatch.chdir(first.data / "progress")
    told = ask("sync", "--dry-run", "--data", first.data)
    assert told.out.splitlines()[0] == spelling.quoted(os.path.relpath(path, "progress"))
    assert told.err.startswith(f"{spelling.quoted(os.path.relpath(kept, 'progress'))} is filed and was changed here")


@pytest.mark.parametrize("settings", [{}, {"pull.rebase": "true", "rebase.autoStash": "true", "fetch.prune": "true"}])
@pytest.mark.parametrize("attributes", ["", "* text=auto eol=lf\n"])
def test_settings_of_the_user_do_not_matter(first, second, settings, attributes):
    """Nor do those of core: quotepath, autocrlf, a file system monitor, an ignored mode."""
    first.write(".gitattributes", attributes)
    first.push()
    settings |= {"core.quotepath": "true", "core.autocrlf": "input", "core.fileMode": "false"}
    for name, value in settings.items():
        second.config(name, value)
    second.sync()
    first.file()
    first.sync()
    second.file(task=2)
    assert second.sync().counts == (1, 1)
    assert second.is_clean()


def test_both_languages(first):
    """Every sentence is in the user's language."""
    first.file()
    with i18n.speaking("zh_CN"):
        assert first.sync().told == "已在本机提交1条。\n正在联系origin……\n已向origin/main发送1条。"


def test_seen_is_remembered_by_branch(first):
    """What was found in order is kept beside the clone's own records, not among its branches."""
    first.file()
    first.sync()
    kept = json.loads((first.folder / ".git" / "mstrack" / "seen.json").read_text())
    assert kept == {"origin refs/heads/main data/": first.git("rev-parse", "HEAD")}
    assert first.git("for-each-ref", "--format=%(refname)").split() == ["refs/heads/main", "refs/remotes/origin/main"]
    assert first.git("rev-parse", "origin/main") == first.git("rev-parse", "HEAD")


def test_as_a_process(first):
    """The answer on stdout, the conversation on stderr."""
    first.file()
    process = offices.program(first)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.decode() == "Entries sent: 1, received: 0.\n"
    assert err.decode() == "Committed 1 entry here.\nAsking origin …\nSent 1 entry to origin/main.\n"
    process = offices.program(first, "--dry-run", MSTRACK_LANG="zh")
    assert process.communicate(timeout=60)[0].decode() == "待发送0条，待接收0条。没有作任何改动（--dry-run）。\n"


def test_git_itself_finds_nothing_wrong(first, second):
    """After all of it, fsck is content, and what git would do next (pull, push) is nothing."""
    for office in (first, second, first):
        office.file()
        office.sync()
    assert first.git("fsck", "--no-dangling") == ""
    assert subprocess.run(["git", "diff", "--quiet", "origin/main"], cwd=first.folder, check=False).returncode == 0
    assert first.git("pull", "--ff-only") == "Already up to date."
