"""What is wrong with one's own new entries is said before anything is committed."""

import sys

import offices
import pytest
from offices import hook

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("data/progress/01/2021-09-30-jia-00000zzz.yaml", "task: 1\n", "2021-09-30-jia-00000zzz.yaml:1:1: error"),
        ("data/progress/01/notes.txt", "?\n", "this is no name of an entry"),
        ("data/progress/07/2021-09-30-jia-00000zzz.yaml", "task: 7\n", "the plan has no task of this number"),
        ("data/progress/loose.yaml", "task: 1\n", "the plan has no task of this number"),
        ("data/progress/01/a\nb.yaml", "task: 1\n", "this is no name of an entry"),
    ],
)
def test_a_broken_entry_of_ones_own(first, tmp_path, path, text, sentence):
    """It holds back itself, named with its place, and stays as it is; its neighbours are sent."""
    sound = first.file()
    first.write(path, text)
    said = first.sync()
    assert said.code == 3
    assert sentence in said.told
    assert said.done.sent == (sound,)
    assert sound in offices.shared(tmp_path).committed("main")
    assert (first.folder / path).read_text(encoding="utf-8") == text
    assert first.git("log", "--format=%h", "--", path) == ""
    (first.folder / path).unlink()
    assert first.sync().code == 0


@pytest.mark.posix
def test_a_link_is_no_entry(first):
    first.write("elsewhere.yaml", "task: 1\n")
    (first.data / "progress" / "01" / "2021-09-30-jia-00000zzz.yaml").symlink_to(first.folder / "elsewhere.yaml")
    said = first.sync()
    assert said.code == 3
    assert "2021-09-30-jia-00000zzz.yaml:1:1: error" in said.told


def test_two_of_ones_own_that_contradict_each_other(first):
    """New entries are judged together: the one that falls is held back, the other is sent."""
    sound = first.file(figures={"roads": 50})
    first.file(figures={"roads": 40}, day="2021-10-31")
    said = first.sync()
    assert said.code == 3
    assert "[growing]" in said.told
    assert said.done.sent == (sound,)


def test_a_hook_sees_what_is_committed(first):
    """`mstrack check --staged` in a hook judges the commit, not what else lies around."""
    hook(first, "pre-commit", f"cd data && {sys.executable} -m mstrack check --staged")
    first.write("data/tasks.yaml", "broken: [\n")
    path = first.file()
    said = first.sync()
    assert said.code == 0, said.told
    assert said.done.sent == (path,)
