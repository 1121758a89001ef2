"""The short way of the proof: what only files needs no question to git, everything else does."""

import pytest
import repositories
from builders import filed, plan_text, row
from writing import write

from mstrack.check import append_only
from mstrack.check.additions import only_files
from mstrack.git.revisions import Revisions

pytestmark = pytest.mark.slow

PATH, TEXT = filed("2021-09-30", id_="7f3a9c2k", note="进展顺利。")


@pytest.fixture
def repository(tmp_path):
    """A repository with a store in data/ and one entry."""
    repositories.git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path, {"data/tasks.yaml": plan_text([row(), row()]), f"data/{PATH}": TEXT})
    return tmp_path, commit(tmp_path)


def commit(folder):
    repositories.git(folder, "add", "--all")
    repositories.git(folder, "commit", "--quiet", "--message", "记录")
    return repositories.git(folder, "rev-parse", "HEAD")


def says(folder, since):
    return only_files(Revisions(str(folder)), since, repositories.git(folder, "rev-parse", "HEAD"), "data/")


def test_entries_alone(repository):
    """Commits that file, and a merge of two of them, are proved without the whole proof."""
    folder, since = repository
    path, text = filed("2021-10-31", id_="8f3a9c2k", note="又有进展。")
    write(folder, {f"data/{path}": text})
    commit(folder)
    repositories.git(folder, "switch", "--quiet", "-c", "other", since)
    path, text = filed("2021-10-30", id_="9f3a9c2k", note="他处进展。")
    write(folder, {f"data/{path}": text})
    commit(folder)
    repositories.git(folder, "merge", "--quiet", "--no-edit", "main")
    assert says(folder, since)
    assert append_only.findings(str(folder / "data"), since) == []


def test_what_only_the_whole_proof_can_say(repository):
    """A change, a removal, the plan, a strange file, a mode, a second store: none of them goes the short way."""
    folder, since = repository
    entry = folder / "data" / PATH
    steps = {
        "changed": lambda: entry.write_text(TEXT + "problem: 征地难\n", encoding="utf-8"),
        "removed": entry.unlink,
        "plan": lambda: write(folder, {"data/tasks.yaml": plan_text([row(), row(), row()])}),
        "strange": lambda: write(folder, {"data/progress/01/notes.txt": "x"}),
        "beside": lambda: write(folder, {"README.md": "x"}),
        "link": lambda: (folder / "data/progress/01/2021-10-31-cgj-8f3a9c2k.yaml").symlink_to("x"),
        "second": lambda: write(folder, {"copy/tasks.yaml": plan_text([row()])}),
    }
    passed = []
    for name, step in steps.items():
        step()
        commit(folder)
        passed += [name] if says(folder, since) else []
        repositories.git(folder, "reset", "--quiet", "--hard", since)
    assert passed == []


def test_a_store_that_is_not_alone(repository):
    """Where another store has the entry, an altered copy is a violation: the whole proof looks."""
    folder, _since = repository
    write(folder, {"copy/tasks.yaml": plan_text([row(), row()])})
    since = commit(folder)
    write(folder, {f"copy/{PATH}": TEXT + "problem: 征地难\n"})
    commit(folder)
    assert not only_files(Revisions(str(folder)), since, repositories.git(folder, "rev-parse", "HEAD"), "copy/")
    assert [one.kind for one in append_only.findings(str(folder / "copy"), since)] == ["copy"]


def test_a_revision_that_is_no_ancestor(repository):
    folder, since = repository
    repositories.git(folder, "switch", "--quiet", "--orphan", "other")
    write(folder, {f"data/{PATH}": TEXT})
    commit(folder)
    assert not says(folder, since)
