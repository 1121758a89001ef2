"""What git's digests of folders leave out never differs: random histories, compared task by task and file by file."""

import datetime as dt
import random
from itertools import permutations

import pytest
from builders import LEAD, PARTNER, Remembering, filed, id_of, indicator, plan_text, row
from offenders import every
from proving import ENTRY, Stream, repository

from mstrack.git import changed
from mstrack.git.snapshot import Revision
from mstrack.library import opening
from mstrack.progress.diff import changes, standings_of
from mstrack.progress.snapshot import Snapshot
from mstrack.rules.plan import of_plan
from mstrack.store.dataset import Dataset

pytestmark = pytest.mark.slow

PLAN = plan_text([row(indicator(), indicator("桥梁", measure="座", id="bridges")) for _task in range(4)])
OTHER_PLAN = PLAN.replace("12月10日", "11月底", 1)
LIMIT = 2**20
DAY = dt.date(2021, 12, 1)


class Maker:
    """Makes a history: a commit holds all files, of which the next one has some more, fewer, or others."""

    def __init__(self, seed):
        """Make some commits, one on another or on two of them."""
        self.rng = random.Random(seed)  # noqa: S311  a history needs a seed, not secrecy
        self.stream = Stream()
        self.number = 0
        first = {"tasks.yaml": PLAN} | dict(self.entry() for _entry in range(12))
        self.commits = [(self.committed([], first), first)]
        for _commit in range(6):
            self.commits.append(self.merged() if self.rng.random() < 0.3 else self.next())

    def committed(self, parents, files):
        """Commit all files; return the mark."""
        return self.stream.commit(parents, {path: (ENTRY, text) for path, text in files.items()})

    def entry(self, **more):
        """Return path and text of a new entry."""
        self.number += 1
        day = f"2021-{self.rng.randint(9, 12):02}-{self.rng.randint(1, 28):02}"
        said = {"day": day, "unit": self.rng.choice((LEAD, LEAD, PARTNER)), "task": self.rng.randint(1, 4)} | more
        keys = self.rng.sample(["roads", "bridges"], self.rng.randint(0, 2))
        said["figures"] = {key: self.rng.randint(1, 120) for key in keys}
        said["status"] = self.rng.choice(("in-progress", "in-progress", "done", "blocked"))
        return filed(said.pop("day"), said.pop("status"), said.pop("figures"), id_=id_of(self.number), **said)

    def next(self):
        """Go on from any commit by one to three changes."""
        mark, before = self.rng.choice(self.commits)
        files = dict(before)
        for _change in range(self.rng.randint(1, 3)):
            self.rng.choice((self.new, self.new, self.correct, self.edit, self.remove, self.rename, self.plan))(files)
        return self.committed([mark], files), files

    def merged(self):
        """Merge two commits as git does; of two texts of one path the first one's stays."""
        (one, mine), (other, theirs) = self.rng.choice(self.commits), self.rng.choice(self.commits)
        files = theirs | mine
        return self.committed([one, other] if one != other else [one], files), files

    def any_entry(self, files):
        """Return the path of an entry."""
        return self.rng.choice(sorted(files.keys() - {"tasks.yaml"}))

    def new(self, files):
        """File an entry."""
        files |= dict([self.entry()])

    def correct(self, files):
        """Correct an entry."""
        path = self.any_entry(files)
        task, name = path.split("/")[1:]
        unit = LEAD if "-jia-" in name else PARTNER
        old = name.removesuffix(".yaml").split("-")[4]
        corrected = self.entry(day=name[:10], unit=unit, task=int(task), corrects=(old,), reason="多录一位")
        files |= dict([corrected])

    def edit(self, files):
        """Change what was filed, which nobody may."""
        path = self.any_entry(files)
        files[path] += f"# {self.rng.random()}\n" if self.rng.random() < 0.3 else ""
        files[path] = files[path].replace("reporter: 王五", "reporter: 赵六")

    def remove(self, files):
        """Remove an entry."""
        del files[self.any_entry(files)]

    def rename(self, files):
        """Give an entry another id."""
        path = self.any_entry(files)
        self.number += 1
        parts = path.split("-")
        parts[4] = parts[4].replace(parts[4][:8], id_of(self.number))
        files["-".join(parts)] = files.pop(path)

    def plan(self, files):
        """Change a deadline of the plan, or change it back."""
        files["tasks.yaml"] = OTHER_PLAN if files["tasks.yaml"] == PLAN else PLAN


def every_file(old, new):
    """Return the paths of both sides whose bytes differ, each of them opened."""
    both = sorted(old.blobs.keys() & new.blobs.keys())
    return tuple(path for path in both if old.read(path, LIMIT) != new.read(path, LIMIT))


@every("seed", range(12))
def test_nothing_is_left_out(tmp_path, seed):
    """Of any two commits, both ways round, the answer is that of a comparison of every task and every file."""
    made = Maker(seed)
    root = tmp_path / str(seed)
    repository(root)
    digests = made.stream.into(root)
    memo = Remembering()
    wrong = []
    for one, other in permutations([digests[mark] for mark, _files in made.commits], 2):
        old, new = Revision(str(root), one), Revision(str(root), other)
        older, newer = (Snapshot(Dataset(side, memo, of_plan, opening.latest()), DAY) for side in (old, new))
        found = changed.between(str(root), old, new, LIMIT)
        some = found.tasks if older.plan == newer.plan else None
        answer = changes(standings_of(older, some), standings_of(newer, some), found.paths)
        whole = changes(standings_of(older), standings_of(newer), every_file(old, new))
        if answer != whole:
            wrong.append((one, other))
    assert wrong == []
