"""Made-up histories of a store, with violations hidden in them, for the proof to find.

The maker writes down what it hides, as it hides it. It knows nothing of diffs: every path has a line of versions, a
commit holds one of them (or has none yet), and an honest merge holds the newest that any of its parents does.
"""

import random

from proving import ENTRY, LINK, PROGRAM, SUBMODULE

AUTHORS = ("张三", "李 四", "王五", "Nobody")
FOLDER = "progress/25"
"""A task whose folder is replaced as a whole; so nothing is filed there later."""


class History:
    """One history: `since` and `until` are marks of the stream, `hidden` a set of (mark, path, what)."""

    def __init__(self, stream, seed, place=""):
        """Make it, with 0 to 3 violations. `place` is the store's folder, with a slash at its end."""
        self.rng = random.Random(seed)  # noqa: S311  a history needs a seed, not secrecy
        self.place = place
        self.authors = {}
        self._stream = stream
        self._versions = {}
        self._parents = {}
        self._states = {}
        self._done = set()
        self._closed = set()
        self._count = 0
        self._make()

    # what everything is made of

    def _commit(self, parents, state, done=()):
        """Commit a state (path → number of its version) among files that are nobody's entries; note what was done."""
        files = {path: self._versions[path][number] for path, number in state.items()}
        files = {f"{self.place}{path}": value for path, value in files.items() if value} | self._loose()
        author = self.rng.choice(AUTHORS)
        mark = self._stream.commit(parents, files, author=author)
        self.authors[mark], self._parents[mark], self._states[mark] = author, parents, state
        self._done |= {(mark, path, what) for path, what in done}
        return mark

    def _loose(self):
        """Return files that may change at any time: they lie elsewhere, or the store does not read them."""
        rng, text = self.rng, f"{self.rng.random()}"
        names = ("tasks.yaml", "progress/README.md", "progress/.gitkeep", "progress/18/.a.swp", "progress/.x/a.yaml")
        loose = {f"{self.place}{name}": (rng.choice((ENTRY, PROGRAM, LINK)), text) for name in names}
        loose["elsewhere/progress/18/a.yaml"] = (ENTRY, text)
        loose["progress2/18/a.yaml"] = (LINK, text)
        return {path: value for path, value in loose.items() if rng.random() < 0.7}

    def _new(self, value, folder=None):
        """Return a path that was never there, with its first version."""
        folder = folder or f"progress/{self.rng.randint(1, 4):02}"
        self._count += 1
        name = f"2021-0{self.rng.randint(1, 9)}-0{self.rng.randint(1, 9)}-cgj-{self._count:08}"
        odd = ("", "", "", "-for-7f3a9c2k", "-for-7f3a9c2k-b2c41dxw")
        path = f"{folder}/{name}{self.rng.choice(odd)}.yaml"
        self._versions[path] = [value]
        return path

    def _entry(self):
        return (ENTRY, f"note: {self.rng.random()}\n")

    def _strange(self):
        """Return a value that is no entry, and what it is called."""
        submodule = f"{self.rng.getrandbits(160):040x}"
        return self.rng.choice(
            (((LINK, "../../tasks.yaml"), "link"), ((SUBMODULE, submodule), "submodule"), ((PROGRAM, "a: 1\n"), "mode"))
        )

    def _revise(self, state, path, value):
        """Give a path of a state a new version, the newest of all."""
        self._versions[path].append(value)
        state[path] = len(self._versions[path]) - 1

    def _untouched(self, state):
        """Return an entry that was never touched in any commit; files one where there is none.

        What lies in a folder of an entry's name is misnamed: it was never filed, and may change.
        """
        paths = [path for path in state if self._versions[path][1:] == [] and self._versions[path][0][0] == ENTRY]
        paths = [path for path in paths if not path.startswith(FOLDER) and ".yaml/" not in path]
        if not paths:
            path = self._new(self._entry())
            state[path] = 0
            return None
        return self.rng.choice(paths)

    def _merged(self, heads):
        """Return what an honest merge holds."""
        state = {}
        for head in heads:
            for path, number in self._states[head].items():
                state[path] = max(number, state.get(path, 0))
        return state

    # what honest people do

    def _file(self, head, done=()):
        state = dict(self._states[head])
        for _number in range(self.rng.choice((0, 1, 1, 1, 2, 3))):
            state[self._new(self._entry())] = 0
        return self._commit([head], state, done)

    def _unrelated(self):
        """Start from nothing, as another repository does."""
        return self._commit([], {self._new(self._entry()): 0})

    def _merge(self, *heads):
        return self._commit(list(heads), self._merged(heads))

    # what is hidden: each of these changes a state, and returns what it did

    def _change(self, state):
        path = self._untouched(state)
        if path:
            self._revise(state, path, (self.rng.choice((ENTRY, ENTRY, PROGRAM)), self._entry()[1]))
        return [(path, "changed")] if path else []

    def _remove(self, state):
        path = self._untouched(state)
        if path:
            self._revise(state, path, None)
        return [(path, "removed")] if path else []

    def _rename(self, state):
        path = self._untouched(state)
        if path:
            new = self._new(self._versions[path][0])
            self._revise(state, path, None)
            state[new] = 0
        return [(path, "removed")] if path else []

    def _into_a_folder(self, state):
        """Put a folder of the same name where an entry was."""
        path = self._untouched(state)
        if path:
            self._revise(state, path, None)
            state[self._new(self._entry(), path)] = 0
        return [(path, "removed")] if path else []

    def _replace(self, state):
        path = self._untouched(state)
        if not path:
            return []
        value, what = self._strange()
        self._revise(state, path, (PROGRAM, self._versions[path][0][1]) if what == "mode" else value)
        return [(path, what)]

    def _add_strange(self, state):
        value, what = self._strange()
        path = self._new(value)
        state[path] = 0
        return [(path, what)]

    def _replace_folder(self, state):
        paths = [path for path in state if path.startswith(f"{FOLDER}/") and self._versions[path][state[path]]]
        if not paths or FOLDER in self._versions or any(len(self._versions[path]) > 1 for path in paths):
            return self._remove(state)
        value, what = self._strange()
        value, what = (self._entry(), None) if what == "mode" else (value, what)  # a file is no link
        self._versions[FOLDER] = [value]
        state[FOLDER] = 0
        for path in paths:
            self._revise(state, path, None)
        return [(path, "removed") for path in paths] + ([(FOLDER, what)] if what else [])

    # where it is hidden: each of these takes a head and returns the next

    def _openly(self, head):
        state = dict(self._states[head])
        return self._commit([head], state, self._some(state))

    def _some(self, state):
        ways = (
            self._change, self._remove, self._rename, self._into_a_folder, self._replace, self._replace,
            self._add_strange, self._add_strange, self._replace_folder,
        )  # fmt: skip
        return self.rng.choice(ways)(state)

    def _in_a_merge(self, head):
        """Do it in the merge itself: of two branches, of three, or of one half of a criss-cross."""
        sides = [self._file(head), *(self._file(head) for _number in range(self.rng.randint(1, 2)))]
        state = self._merged(sides)
        evil = self._commit(sides, state, self._some(state))
        if self.rng.random() < 0.5:
            return evil
        return self._merge(self._file(evil), self._merge(*reversed(sides)))

    def _reverted(self, head):
        """Do it and take it back: end points show nothing. Changing a text back is told of; mending the rest is not."""
        state = dict(self._states[head])
        done = self.rng.choice((self._change, self._remove, self._replace, self._add_strange))(state)
        bad = self._commit([head], dict(state), done)
        stale = self._file(bad)
        middle = self._file(bad)
        state = dict(self._states[middle])
        restored = []
        for path, what in done:
            self._revise(state, path, self._mended(path))
            restored += [(path, "restored")] * (what == "changed")
        return self._merge(self._commit([middle], state, restored), stale)

    def _mended(self, path):
        """Return what was there before the last version; where nothing was, a file without its mark, or nothing."""
        *before, (mode, text) = [value or ("", "") for value in self._versions[path]]
        return before[-1] if before else (ENTRY, text) if mode == PROGRAM else None

    def _dropped(self, head):
        """Merge a branch as `-s ours` does: what it filed is gone."""
        side, mine = self._file(self._file(head)), self._file(head)
        lost = sorted(self._states[side].keys() - self._states[mine].keys())
        state = dict(self._states[mine])
        for path in lost:
            self._revise(state, path, None)
        return self._commit([mine, side], state, [(path, "removed") for path in lost])

    def _undone_in_a_merge(self, head):
        """Merge a branch with a change as `-s ours` does: that changes it back."""
        state = dict(self._states[head])
        done = self._change(state)
        side = self._commit([head], state, done)
        mine = self._file(head)
        state = self._merged([mine, side])
        for path, _what in done:
            self._revise(state, path, self._versions[path][0])
        return self._commit([mine, side], state, [(path, "restored") for path, _what in done])

    def _twice(self, head):
        """File two texts under one name on two branches: the merge has to drop one of them."""
        path = self._new(self._entry())
        self._versions[path].append(self._entry())
        sides = [self._commit([head], self._states[head] | {path: number}) for number in (0, 1)]
        self._closed.update(sides)  # who merges such branches a second time has to drop one again
        state = self._merged(sides)
        return self._commit(self.rng.sample(sides, 2), state, [(path, "changed")])

    def _from_nothing(self, head):
        """Merge another repository, the first commit of which has something strange."""
        state = {}
        done = self._add_strange(state)
        return self._merge(head, self._commit([], state, done))

    # the whole of it

    def _make(self):
        rng = self.rng
        entries = [self._new(self._entry(), folder) for folder in (None, None, None, FOLDER, FOLDER)]
        heads = [self._commit([], dict.fromkeys(entries, 0))]
        steps = rng.randint(5, 15)
        bad = rng.sample(range(steps), rng.randint(0, 3))
        ways = (
            self._openly, self._openly, self._in_a_merge, self._in_a_merge, self._reverted, self._dropped,
            self._undone_in_a_merge, self._twice, self._from_nothing,
        )  # fmt: skip
        for step in range(steps):
            head = heads.pop(rng.randrange(len(heads)))
            heads += [rng.choice(ways)(head)] if step in bad else self._honestly(head, heads)
        kept = rng.sample(heads, max(1, len(heads) - (rng.random() < 0.3)))  # a branch that nobody merged is not asked
        self.until = self._merge(*kept)
        older = sorted(self._ancestors(self.until))
        self.since = rng.choice(older[: max(1, len(older) // 2)] if rng.random() < 0.8 else older)
        within = self._ancestors(self.until) - self._ancestors(self.since)
        self.hidden = {one for one in self._done if one[0] in within}

    def _honestly(self, head, others):
        """Go on from a head; return the heads that it leaves."""
        way = self.rng.randrange(10)
        several = [head, *self.rng.sample(others, min(len(others), self.rng.randint(1, 2)))]
        if way < 3 and len(several) > 1:
            return [self._merge(*several)]
        if way == 3 and len(several) > 1:  # criss-cross: each has both, and neither has the other
            return [self._merge(*several), self._merge(*reversed(several))]
        if way == 4:
            return [head, self._unrelated()]
        if way < 7:  # a branch of something old
            return [head, self._file(self.rng.choice(sorted(self._states.keys() - self._closed)))]
        return [self._file(head)]

    def is_merge(self, mark):
        """Whether a commit has several parents."""
        return len(self._parents[mark]) > 1

    def _ancestors(self, mark):
        found, ahead = set(), [mark]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead += self._parents[one]
        return found
