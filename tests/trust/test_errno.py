"""Every errno of a disk at the system calls of `add`: the entry whole or not there, the text never lost."""

import itertools

import pytest
from running import own_store
from tracing import NOTE, calls, errno_names, fresh, judge, needs_strace, of_store, struck

pytestmark = [pytest.mark.slow, needs_strace]
PARTS = 8


@pytest.fixture
def place(tmp_path):
    """A folder, the store in it, and the calls that an `add` makes there from its first touch of the store."""
    root = own_store(tmp_path)
    found = calls(tmp_path, root)
    fresh(root)
    return tmp_path, root, found


def strike(place, several, names):
    """Let each call fail with each errno, and judge every end; return which calls were really hit."""
    folder, root, _found = place
    hit, wrong = set(), []
    for call, name in several if names is None else itertools.product(several, names):
        fresh(root)
        ended = struck(folder, root, call, f"error={name}")
        hit |= {(call.name, call.nth)} if ended.hit else set()
        try:
            judge(root, ended)
        except AssertionError as error:
            wrong.append(f"{name} at {call.name} {call.nth}, {call.text[:100]}: code {ended.code}, {error}"[:400])
    assert wrong == []
    return hit


def test_the_calls_are_seen(place):
    """The trace finds all that makes a file durable: what is tested below is what `add` does."""
    _folder, root, found = place
    names = [call.name for call in of_store(found, root)]
    for name in ("openat", "read", "write", "fsync", "close"):
        assert name in names
    assert {"link", "linkat"} & set(names)
    assert {"mkdir", "mkdirat"} & set(names)
    assert {"unlink", "unlinkat"} & set(names)
    assert names.count("fsync") == 4  # two new folders, the file, the folder it stands in


@pytest.mark.parametrize("part", range(PARTS))
def test_each_call_once(place, part):
    """The short form: each call on the store fails once, with one errno after the other."""
    of = of_store(place[2], place[1])
    several = list(zip(of, itertools.cycle(errno_names()), strict=False))[part::PARTS]
    assert len(strike(place, several, None)) == len(several)


@pytest.mark.full
@pytest.mark.parametrize("name", errno_names())
def test_each_errno(place, name):
    """The long form: each call on the store fails with each errno."""
    of = of_store(place[2], place[1])
    assert len(strike(place, of, [name])) == len(of)


@pytest.mark.full
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", ["EIO", "EMFILE"])
def test_each_call_elsewhere(place, name, part):
    """The long form: from the first touch of the store, calls on other files fail, too."""
    _folder, root, found = place
    kinds = {"openat", "read", "close", "getdents64", "write", "mkdir", "unlink", "pwrite64", "newfstatat"}
    of = set(of_store(found, root))
    several = [call for call in found if call.name in kinds and call not in of]
    strike(place, several[part::PARTS], [name])


@pytest.mark.parametrize(
    ("name", "fault"),
    [("fsync", "EIO"), ("mkdir", "EROFS"), ("link", "ENOSPC"), ("write", "ENOSPC"), ("openat", "EMFILE")],
)
def test_nothing_works_any_more(place, name, fault):
    """Where everything fails from some call on, and nothing can be saved aside either, the text is printed back."""
    folder, root, found = place
    spelt = {name, f"{name}at"}
    first = {"openat": "O_CREAT", "write": ".tmp"}.get(name, str(root))
    [call, *_rest] = [one for one in of_store(found, root) if one.name in spelt and first in one.text]
    onwards = name != "write"  # what is printed is written as well
    ended = struck(folder, root, call, f"error={fault}", onwards=onwards)
    assert ended.hit
    assert ended.code == 4
    judge(root, ended)
    if name == "openat":
        assert NOTE in ended.err
