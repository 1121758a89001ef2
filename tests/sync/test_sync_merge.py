"""What two sides did at once: merged, or a conflict or a contradiction that is named with whom to call."""

import shlex
import subprocess

import offices
import pytest
import repositories

from mstrack.sync import merge

pytestmark = pytest.mark.slow


def test_a_conflict_in_the_plan(first, second):
    """Both sides changed the same line of the plan: named, with who did it there; no conflict mark in any file."""
    second.who = "王五"
    second.write("data/tasks.yaml", offices.PLAN.replace("2021年实事", "2021年十件实事"))
    second.push()
    first.write("data/tasks.yaml", offices.PLAN.replace("2021年实事", "2021年民生实事"))
    first.commit("plan")
    path = first.file()
    said = first.sync()
    assert said.code == 3
    assert "the plan (data/tasks.yaml) was changed here and by 王五 (commit " in said.told
    assert "<<<<" not in (first.data / "tasks.yaml").read_text(encoding="utf-8")
    assert path in first.committed()
    assert first.is_clean()
    command = said.told.rpartition(": ")[2]
    subprocess.run(shlex.split(command), cwd=first.folder, env=repositories.alone(), capture_output=True, check=False)
    assert "<<<<" in (first.data / "tasks.yaml").read_text(encoding="utf-8")
    first.git("checkout", "--theirs", "data/tasks.yaml")
    first.commit("both")
    assert first.sync().done.sent == (path,)


def test_a_conflict_elsewhere(first, second):
    for office, text in ((second, "1\n"), (first, "2\n")):
        office.write("notes.txt", text)
        office.commit()
    second.git("push", "--quiet")
    said = first.sync()
    assert said.code == 3
    assert "notes.txt was changed here and by" in said.told


def test_two_entries_of_one_name(first, second):
    """Another entry under the name of ours (copied by mail, and changed) is a conflict, and none is lost."""
    path = first.file()
    second.write(f"data/{path}", (first.data / path).read_text(encoding="utf-8").replace("顺利", "缓慢"))
    second.push()
    said = first.sync()
    assert said.code == 3
    assert f"data/{path} was changed here" in said.told


def test_the_same_entry_on_both_sides(first, second):
    """Carried over by hand, byte for byte: no conflict, counted once."""
    path = first.file()
    second.write(f"data/{path}", (first.data / path).read_text(encoding="utf-8"))
    second.push()
    assert first.sync().counts == (0, 0)
    assert first.is_clean()


def test_sound_alone_but_not_together(first, second):
    """Two offices report one figure: each could not know. Mine is held back, in no commit; the rest of it is sent."""
    second.who = "王五"
    theirs = second.file("2021-09-30", figures={"roads": 50})
    second.push()
    mine, other = first.file("2021-08-31", figures={"roads": 60}), first.file(task=2)
    before = (first.data / mine).read_bytes()
    said = first.sync()
    assert said.code == 3
    assert "[growing]" in said.told
    assert f"{mine} is held back" in said.told
    assert f"{mine}:1:1: error: this contradicts {theirs}: 50 does not fit the 60" in said.told
    assert (said.done.sent, said.done.received) == ((other,), (theirs,))
    assert (first.data / mine).read_bytes() == before
    assert mine not in first.committed()
    assert first.git("log", "--format=%h", "--full-history", "--", f"data/{mine}") == ""
    assert first.sync().counts == (0, 0)
    (first.data / mine).unlink()
    assert first.sync().code == 0
    assert first.git("fsck", "--no-dangling") == ""


def test_commits_beside_what_is_held_back_are_sent(first, second):
    """A commit of the plan, of a note, of other entries, before it and after it: each with its words and its author."""
    theirs = second.file("2021-09-30", figures={"roads": 50})
    second.push()
    plan = (first.data / "tasks.yaml").read_text(encoding="utf-8")
    for n in (1, 2):
        plan += f"# 注{n}\n"
        first.write("data/tasks.yaml", plan)
        first.write(f"note{n}.txt", "x")
        first.who = "王五"
        first.commit(f"改计划{n}")
        if n == 1:
            mine, other = first.file("2021-08-31", figures={"roads": 60}), first.file(task=2)
            first.commit("两条")
    said = first.sync()
    assert (said.code, said.done.sent, said.done.received) == (3, (other,), (theirs,)), said.told
    assert "Sent the plan as it was committed here" in said.told
    log = first.git("log", "--format=%an %s", "-3", "HEAD^1").split("\n")
    assert [log[0], log[2]] == ["王五 改计划2", "王五 改计划1"]
    assert mine not in first.committed()
    assert (first.data / mine).exists()
    assert (first.data / "tasks.yaml").read_text(encoding="utf-8") == plan
    assert first.git("log", "--format=%h", "--full-history", "--", f"data/{mine}") == ""
    (first.data / mine).unlink()
    assert first.sync().code == 0
    assert first.git("fsck", "--no-dangling") == ""


def changed_with(office, *paths, words="计划和一条"):
    """Commit an entry that contradicts, with a change of the plan, in one commit; return the entry and the commit."""
    mine = office.file("2021-08-31", figures={"roads": 60})
    office.write("data/tasks.yaml", (office.data / "tasks.yaml").read_text(encoding="utf-8") + "# 注\n")
    for path in paths:
        office.write(path, "x\n")
    office.who = "王五"
    return mine, office.commit(words)


@pytest.mark.parametrize("beside", [(), ("note.txt",), ("data/progress/README.md", "src/a.py")])
def test_a_mixed_commit_goes_without_what_contradicts(first, second, beside):
    """A commit of the plan and of an entry that contradicts: all but the entry is sent, by its author, in its words."""
    theirs = second.file("2021-09-30", figures={"roads": 50})
    second.push()
    mine, old = changed_with(first, *beside)
    text = (first.data / mine).read_bytes()
    said = first.sync()
    assert (said.code, said.done.sent, said.done.received) == (3, (), (theirs,)), said.told
    assert f"{mine} is held back" in said.told
    assert "Sent the plan as it was committed here" in said.told
    assert "The plan was changed by others" not in said.told
    assert first.git("log", "-1", "--format=%an %s", "HEAD^1") == "王五 计划和一条"
    changed = first.git("diff", "--name-only", "HEAD^1^", "HEAD^1").split("\n")
    assert sorted(changed) == sorted([*beside, "data/tasks.yaml"])
    assert first.git("status", "--porcelain") == f"?? data/{mine}"
    assert (first.data / mine).read_bytes() == text
    assert old in first.git("reflog", "--format=%H")
    again = first.sync()
    assert (again.code, again.counts) == (3, (0, 0))
    (first.data / mine).unlink()
    assert first.sync().code == 0
    assert first.git("fsck", "--no-dangling") == ""


def test_what_was_changed_before_it_was_sent_is_held_back_too(first, second):
    """An entry in one commit, its repair in the next beside a note: what is no entry goes, the file stays as it is."""
    second.file("2021-09-30", figures={"roads": 50})
    second.push()
    mine = first.file("2021-08-31", figures={"roads": 60})
    first.commit("一条")
    first.write(f"data/{mine}", (first.data / mine).read_text(encoding="utf-8").replace("60", "70"))
    first.commit("改一条")
    first.write("note.txt", "x\n")
    first.commit("注")
    said = first.sync()
    assert "nothing was sent" in said.told  # what is committed is filed: the cure keeps the files
    command = said.told.split("keep the files: ")[1].split("\n")[0].split(" ")
    first.git(*command[1:])
    said = first.sync()
    assert said.code == 3, said.told
    assert f"{mine} is held back" in said.told
    assert "70" in (first.data / mine).read_text(encoding="utf-8")


def test_first_commits_go_without_what_is_wrong(tmp_path):
    """The shared repository is empty, and a commit by hand has the plan beside a broken entry: the plan is sent."""
    offices.empty(tmp_path)
    office = offices.clone(tmp_path, "first")
    office.write("data/tasks.yaml", offices.PLAN)
    sound = office.file()
    broken = office.file(day="2021-10-31")
    office.write(f"data/{broken}", "task: [1\n")
    office.commit("全部")
    said = office.sync()
    assert (said.code, said.done.sent) == (3, (sound,)), said.told
    assert offices.shared(tmp_path).git("log", "--format=%s", "main") == "全部"
    assert broken not in office.committed()
    assert (office.data / broken).exists()


def test_a_signed_commit_is_taken_apart_by_its_author(first, second):
    """To make it anew would lose the signature: nothing is, and the command is named."""
    second.file("2021-09-30", figures={"roads": 50})
    second.push()
    _mine, made = changed_with(first)
    text = first.git("cat-file", "commit", made).replace("\n\n", "\ngpgsig -----BEGIN SSH SIGNATURE-----\n x\n\n", 1)
    signed = first.git("hash-object", "-t", "commit", "-w", "--stdin", text=f"{text}\n")
    first.git("reset", "--quiet", signed)
    said = first.sync()
    assert said.code == 3
    assert "git reset --soft" in said.told
    assert first.git("rev-parse", "HEAD") == signed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲局", "丙局"),
        (offices.PLAN, "tasks: [\n"),
        ("code: jia", "code: jiaju"),
    ],
)
def test_a_wrong_plan_of_ones_own_is_named(first, second, old, new):
    """What is to be put right is the plan: no entry is told to be corrected."""
    second.file("2021-09-30", figures={"roads": 50})
    second.push()
    first.file(task=2)
    first.write("data/tasks.yaml", (first.data / "tasks.yaml").read_text(encoding="utf-8").replace(old, new, 1))
    first.commit("改计划")
    said = first.sync()
    assert said.code == 3
    assert "with the plan as it was committed here" in said.told
    assert "mstrack check" in said.told
    assert "mstrack correct" not in said.told


def test_a_merge_by_hand_is_taken_apart_by_its_author(first, second):
    """A merge in one's own commits is not made anew; the command that is named loses no file, and goes through."""
    second.file("2021-09-30", figures={"roads": 50})
    second.push()
    mine, _commit = changed_with(first, "note.txt")
    first.git("pull", "--quiet", "--no-rebase", "--no-edit")
    before = first.state
    said = first.sync()
    assert (said.done, said.code) == (None, 3)
    assert first.state == before
    command = said.told.split("the files stay: ")[1].split("; ")[0]
    reset, sync = command.split(" && ")
    assert sync == "mstrack sync"
    first.git(*reset.split(" ")[1:])
    said = first.sync()
    assert said.code == 3, said.told
    send_plan = said.told.split("To send it, too: ")[1].split(", then")[0]
    first.git(*send_plan.split(" ")[1:])
    said = first.sync()
    assert "Sent the plan as it was committed here" in said.told
    assert (first.data / mine).exists()
    assert mine not in first.committed()
    assert (first.folder / "note.txt").exists()


@pytest.mark.parametrize("cure", ["repair", "removal"])
def test_a_broken_entry_of_others_is_taken_over(first, second, cure):
    """It is named with its author; the rest goes both ways; and so do its repair and its removal."""
    second.who = "王五"
    path = second.file(task=2)
    text = (second.data / path).read_text(encoding="utf-8")
    second.write(f"data/{path}", "task: [2\n")
    second.push()
    mine = first.file(task=3)
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (mine,))
    assert "taken over all the same" in said.told
    assert "filed by 王五" in said.told
    second.git("pull", "--quiet", "--no-rebase")
    if cure == "repair":
        second.write(f"data/{path}", text)
    else:
        second.git("rm", "--quiet", f"data/{path}")
    second.push()
    last = first.file(task=3, day="2021-10-31")
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (last,)), said.told
    assert "王五" not in said.told
    assert (first.data / path).exists() == (cure == "repair")
    assert first.is_clean()


def test_a_dispute_goes_through_and_is_told(first, second):
    """Two corrections of one entry can only be settled by who has both: it is a warning, and no reason to stop."""
    old = next(iter(first.entries)).split("-")[4].removesuffix(".yaml")
    second.file("2021-01-31", corrects=(old,), note="更正一")
    second.sync()
    first.file("2021-01-31", corrects=(old,), note="更正二")
    said = first.sync()
    assert said.counts == (1, 1)
    assert "both replace entry" in said.told
    assert "both replace entry" not in first.sync().told


def test_a_merge_that_loses_an_entry_is_not_taken(first, second, monkeypatch):
    """Whatever git, or a merge driver, makes of it: both sides' entries are counted, byte for byte."""
    second.file()
    second.sync()
    path = first.file(task=2)
    monkeypatch.setattr(merge, "_merge", lambda _work, _head, tip: tip)
    said = first.sync()
    assert said.code == 3
    assert f"entries were lost or changed; nothing was sent or taken over: {path}" in said.told
    monkeypatch.setattr(merge, "_merge", lambda _work, head, _tip: head)
    assert first.sync().code == 3


def test_a_damaged_clone(first, second):
    """What git has lost is no bug of ours: it is said, with the command that looks for it."""
    second.file()
    second.sync()
    tree = first.git("rev-parse", "HEAD:data")
    (first.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    said = first.sync()
    assert said.code == 4
    assert "run git fsck" in said.told


SLIPS = {
    "an edit": lambda office, path: office.write(f"data/{path}", "task: 1\n"),
    "a removal": lambda office, path: office.git("rm", "--quiet", f"data/{path}"),
    "a shadow": lambda office, path: [
        office.write("2022/tasks.yaml", offices.PLAN),
        office.write(f"2022/{path}", (office.data / path).read_text(encoding="utf-8").replace("进展", "没有进展")),
    ],
    "a rename": lambda office, path: office.git("mv", f"data/{path}", f"data/{path}".replace("-jia-", "-yi-")),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_was_put_back_stops_nobody(first, second, slip):
    """Something filed is changed there, and sync stops; once it is put back, it goes on and says what happened."""
    [path] = first.entries
    before = second.git("rev-parse", "HEAD")
    second.who = "王五"
    SLIPS[slip](second, path)
    second.push()
    mine = first.file(task=2)
    state = first.git("rev-parse", "origin/main")
    said = first.sync()
    assert (said.done, said.code) == (None, 3)
    assert "王五" in said.told
    assert first.git("rev-parse", "origin/main") == state
    second.git("checkout", "--quiet", before, "--", "data")
    second.git("rm", "-r", "--quiet", "--ignore-unmatch", "2022", "data/progress/01/*-yi-*")
    second.push()
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (mine,)), said.told
    assert "put back" in said.told
    assert "王五" in said.told
    assert first.is_clean()
    assert "put back" not in first.sync().told
    assert second.sync().counts == (0, 1)


def test_what_is_put_back_in_part_stops(first, second):
    """Another text than the one that was filed is not put back."""
    [path] = first.entries
    text = (second.data / path).read_text(encoding="utf-8")
    for other in ("task: 1\n", text.replace("进展顺利", "进展不顺利")):
        second.write(f"data/{path}", other)
        second.push()
    assert first.sync().code == 3
