"""Plans with wordings of other places' tables, and entries on them, for the tests that use them as the yardstick."""

import datetime as dt

import yaml
from builders import MEMO, id_of
from running import ROOT
from writing import write

from mstrack.progress.snapshot import Snapshot
from mstrack.rules.plan import of_plan
from mstrack.store import source
from mstrack.store.dataset import Dataset

FOLDER = ROOT / "tests" / "data" / "yardstick"
ENTRIES = yaml.safe_load(FOLDER.with_name("yardstick-entries.yaml").read_text(encoding="utf-8"))
KEYS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def texts_of(key):
    """Return the texts of a store by path: a plan of the yardstick, and its entries, each a file."""
    plan = (FOLDER / f"{key}.yaml").read_text(encoding="utf-8")
    codes = {unit["name"]: unit["code"] for unit in yaml.safe_load(plan)["units"]}
    texts = {source.PLAN: plan}
    for number, entry in enumerate(ENTRIES.get(key, ()), 1):
        name = f"{entry['date']}-{codes[entry['unit']]}-{id_of(number)}.yaml"
        filed = entry | {"reporter": "王五", "recorded": f"{entry['date']}T09:00:00+08:00"}
        texts[f"progress/{entry['task']:02}/{name}"] = yaml.safe_dump(filed, allow_unicode=True, sort_keys=False)
    return texts


def snapshot(key, day):
    """Return a store of the yardstick on a day."""
    return Snapshot(Dataset(source.InMemory(texts_of(key)), MEMO, of_plan), dt.date.fromisoformat(day))


def plan_of(key):
    """Return a plan of the yardstick."""
    return snapshot(key, "2026-01-01").plan


def task_of(key, number):
    """Return a task of a plan of the yardstick."""
    return next(one for one in plan_of(key).tasks if one.id == number)


def at(key, day, number):
    """Return where a task of the yardstick stands on a day."""
    return next(one for one in snapshot(key, day).standings if one.task.id == number)


def placed(folder, key):
    """Write a store of the yardstick below a folder, and return where it is."""
    write(folder / key, texts_of(key))
    return folder / key
