"""`mstrack missing`: who has filed nothing in a range, and whom to call; by names alone."""

import pytest
from recording import CGJ, ON, TODAY, correct, dataset, filed
from running import ask, own_store

from mstrack import i18n
from mstrack.store import source


@pytest.fixture
def root(tmp_path):
    """The lead unit of task 18 reported in August and September, a district in September."""
    store = own_store(tmp_path)
    filed(store, figure="new-villages=60", date="08-31")
    filed(store, figure="new-villages=98", date="09-30")
    filed(store, unit="pjq", figure="new-villages=5", date="09-15")
    return store


def missing(root, *more):
    """Return what is missing: unit → numbers of the tasks."""
    told = ask("missing", "--data", root, *ON, "--format", "json", *more)
    assert told.code == 0, told.err
    return {one["unit"]: one["task_ids"] for one in told.answer["units"]}


def led(root):
    """Return the tasks of each lead unit."""
    units = {}
    for task in dataset(root).plan.tasks:
        units.setdefault(task.lead_unit, []).append(task.id)
    return units


@pytest.mark.parametrize(
    ("when", "reported"),
    [
        (("--since", "09-01"), True),
        (("--since", "09-30"), True),
        (("--since", "10-01"), False),
        (("--since", "09-01", "--before", "09-29"), False),
        (("--since", "09-01", "--before", "09-30"), True),
        (("--before", "08-31"), True),
        (("--before", "08-30"), False),
        (("--since", "-1w"), False),
        ((), True),
        (("--since", "09-01", "--as-of", "09-29"), False),
    ],
)
def test_range(root, when, reported):
    """A lead unit is missing on the tasks for which it filed nothing in the range, both ends included."""
    expected = led(root)
    if reported:
        expected[CGJ] = [number for number in expected[CGJ] if number != 18]
    assert missing(root, *when) == {unit: numbers for unit, numbers in expected.items() if numbers}


def test_every_task_once(tmp_path):
    """Where nobody reported, every lead unit is listed with all of its tasks."""
    root = own_store(tmp_path)
    assert missing(root, "--since", "09-01") == led(root)
    assert sum(map(len, missing(root).values())) == 25


def test_all_units(root):
    """--all-units asks partners too, and the districts of a group one by one; a group itself files nothing."""
    found = missing(root, "--all-units", "--since", "09-01")
    districts = ["江海区政府", "新会区政府", "台山市政府", "开平市政府", "鹤山市政府", "恩平市政府"]
    assert [18 in found[name] for name in ("蓬江区政府", *districts)] == [False] + [True] * 6
    assert "各市（区）政府" not in found
    assert [18 in found[name] for name in ("市生态环境局", "市农业农村局", "市国资委")] == [True] * 3
    assert set(missing(root, "--since", "09-01")) < set(found)


def test_whom_to_call(root):
    """Each unit comes with the person who answers for it, how much is missing of how much, and its last report."""
    told = ask("missing", "--data", root, *ON, "--format", "json", "--since", "10-01")
    [one] = [one for one in told.answer["units"] if one["unit"] == CGJ]
    tasks = led(root)[CGJ]
    assert one == {
        "unit": CGJ,
        "code": "cgj",
        "contact": None,
        "phone": None,
        "person": "赖惠镇",
        "task_ids": tasks,
        "missing": len(tasks),
        "of": len(tasks),
        "last_report": "2021-09-30",
    }
    assert (told.answer["after"], told.answer["before"]) == ("2021-10-01", None)


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_table(root, tongue):
    """The table says whom to call about what, the range, how many units, and that tasks may be done."""
    with i18n.speaking(tongue):
        lines = ask("missing", "--data", root, *ON, "--since", "10-01").out.splitlines()
    [row] = [line for line in lines if line.startswith(CGJ)]
    assert [word in row for word in ("赖惠镇", "18", "2021-09-30", "cgj")] == [True] * 4
    assert "2021-10-01" in lines[-2]
    assert str(len(led(root))) in lines[-2]
    assert "mstrack list --light done" in lines[-1]


@pytest.mark.parametrize("filters", [("--unit", "cgj"), ("--lead-unit", "cgj"), ("--person", "赖惠镇")])
def test_filters(root, filters):
    """The shared filters choose the tasks."""
    assert missing(root, "--since", "10-01", *filters)[CGJ] == led(root)[CGJ]
    assert "市民政局" not in missing(root, "--since", "10-01", "--lead-unit", "cgj")


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 0), (("--exit-code",), 1), (("--exit-code", "--lead-unit", "wjj"), 1)],
)
def test_exit_code(root, options, code):
    """--exit-code says by 1 that somebody is missing."""
    assert ask("missing", "--data", root, *ON, "--since", "09-01", *options).code == code


def test_nobody_is_missing(tmp_path):
    """Where everybody reported, the list is empty and the exit code 0."""
    root = own_store(tmp_path)
    for task in dataset(root).plan.tasks:
        filed(root, task.id, unit=task.lead_unit, figure=None)
    told = ask("missing", "--data", root, *ON, "--since", "09-01", "--exit-code")
    assert (told.code, missing(root, "--since", "09-01")) == (0, {})
    assert told.out.strip()


def test_a_corrected_entry_counts_no_more(root):
    """What a correction moved to another day was filed for that day."""
    [old] = [one.id for one in dataset(root).history(18, TODAY).effective("cgj") if one.day == "2021-09-30"]
    assert correct(root, old, reason="更正", date="09-02").code == 0
    assert 18 in missing(root, "--since", "09-03")[CGJ]
    assert 18 not in missing(root, "--since", "09-02").get(CGJ, [])


@pytest.mark.parametrize("options", [(), ("--all-units",), ("--since", "09-01", "--before", "09-30", "--all-units")])
def test_no_entry_is_opened(root, monkeypatch, options):
    """The answer comes from names alone: of all files only the plan is read."""
    opened = []
    read = source.WorkTree.read
    monkeypatch.setattr(source.WorkTree, "read", lambda *args: (opened.append(args[1]), read(*args))[1])
    assert ask("missing", "--data", root, *ON, *options).code == 0
    assert opened == ["tasks.yaml"]


def test_a_broken_entry_is_no_hindrance(root):
    """A file that nobody opens stops nobody: only its name counts."""
    for path in (root / "progress" / "18").iterdir():
        path.write_text("task: [", encoding="utf-8")
    assert 18 not in missing(root, "--since", "09-01").get(CGJ, [])
