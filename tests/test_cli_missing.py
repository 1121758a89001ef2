"""`mstrack missing`: who has filed nothing in a range on open tasks, and whom to call."""

import pytest
from recording import CGJ, ON, TODAY, correct, dataset, filed
from rich.cells import cell_len
from running import DONE, EXAMPLES, ask, file_entry, own_store

from mstrack import i18n


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
    on = () if "--as-of" in more else ON
    told = ask("missing", "--data", root, *on, "--format", "json", *more)
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
        (("--as-of", "10-31"), True),
        (("--as-of", "11-01"), False),
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
    """The table says whom to call about what, the range and how many units; by default what the range is, too."""
    with i18n.speaking(tongue):
        lines = ask("missing", "--data", root, *ON, "--since", "10-01").out.splitlines()
    [row] = [line for line in lines if line.startswith(CGJ)]
    assert [word in row for word in ("赖惠镇", "18", "2021-09-30")] == [True] * 3
    assert "2021-10-01" in lines[-1]
    assert str(len(led(root))) in lines[-1]
    with i18n.speaking(tongue):
        lines = ask("missing", "--data", root, *ON).out.splitlines()
    assert ["2021-09-01" in lines[-2], "--since" in lines[-1]] == [True, True]


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


def test_finished_and_dropped_tasks_ask_for_nothing(root):
    """A task that is done asks for no report any more, whoever was silent on it since."""
    assert 1 in missing(root, "--since", "10-01")["市卫生健康局"]
    file_entry(root, DONE)
    assert 1 not in missing(root, "--since", "10-01").get("市卫生健康局", [])
    told = ask("missing", "--data", root, *ON, "--light", "done")
    assert (told.code, "1 finished task asks for no report." in told.out) == (0, True)
    assert ": no open task asks for a report." in told.out


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [(("--light", "done"), []), (("--light", "red"), [25]), (("--light", "grey"), [22]), (("--item", "1"), [])],
)
def test_every_filter_counts(filters, numbers):
    """The filters on lights choose tasks, as everywhere."""
    when = ("--as-of", "2021-12-03", "--since", "2021-12-01")
    told = ask("missing", "--data", EXAMPLES, *when, "--format", "json", *filters)
    assert [number for one in told.answer["units"] for number in one["task_ids"] if number in {22, 25, 1}] == numbers


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_fits_a_screen(tongue, monkeypatch):
    """At 80 cells nothing is left out, and every unit has one line."""
    monkeypatch.setenv("COLUMNS", "80")
    call = ("missing", "--data", EXAMPLES, "--as-of", "2021-12-03", "--since", "2021-12-01")
    rows = len(ask(*call, "--format", "json").answer["units"])
    with i18n.speaking(tongue):
        lines = ask(*call).out.splitlines()
    rule = next(n for n, line in enumerate(lines) if line.startswith(("---", "───")))
    assert max(map(cell_len, lines)) <= 80
    assert [line[0] for line in lines[rule + 1 :]].count("市") == rows
