"""The queries as somebody types them: what is answered, and what is remarked beside it."""

import os
import re
import subprocess

import pytest
from offenders import every
from rich.cells import cell_len
from running import EXAMPLES, ON, PLAN, QUERIES, ROOT, ask, file_entry, own_store

from mstrack import i18n

FORMATS = ["table", "csv", "tsv", "json", "md"]


def git(root, *arguments):
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    told = subprocess.run(["git", *settings, *arguments], cwd=root, env=environment, check=True, capture_output=True)
    return told.stdout.decode().strip()


@every("tongue", i18n.LANGUAGES)
@every("form", FORMATS)
@every("command", QUERIES)
def test_streams(command, form, tongue):
    """A query answers on stdout, in every format and language, and is silent on stderr."""
    with i18n.speaking(tongue):
        told = ask(*command, "--data", EXAMPLES, *ON, "--format", form)
    assert (told.code, told.err) == (0, "")
    assert re.search("[\u4e00-\u9fff]", told.out)
    assert told.out.endswith("\n")
    assert not told.out.endswith("\n\n")


@pytest.mark.parametrize("command", QUERIES)
def test_year_over(command):
    """An as-of day after the plan's period is answered, with one line beside the answer that names the option."""
    told = ask(*command, "--data", PLAN, "--as-of", "2022-01-05")
    (remark,) = told.err.splitlines()
    assert "--as-of 2021-12-31" in remark
    assert remark not in told.out
    assert told.code == 0


@pytest.mark.parametrize("day", ["2021-12-31", "2021-01-01", "2020-12-31"])
def test_year_not_over(day):
    """Up to the last day of the plan's year there is nothing to remark."""
    assert ask("due", "--data", PLAN, "--as-of", day).err == ""


@pytest.mark.parametrize(
    ("tongue", "line"),
    [
        ("en", "Up to 2021-12-10 (included): 25 tasks, 21 of them due on that very day."),
        ("zh_CN", "截至2021-12-10（含当日），25项，其中当日到期21项。"),
    ],
)
def test_costly_boundary(tongue, line):
    """`--before` prints the range that it resolved and how many tasks fall on its last day."""
    with i18n.speaking(tongue):
        told = ask("due", "--data", PLAN, *ON, "--before", "12-10")
    assert line in told.out.splitlines()


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_count(tongue):
    """A list ends with how many tasks it has, and of which lights."""
    with i18n.speaking(tongue):
        last = ask("list", "--data", PLAN, *ON).out.splitlines()[-1]
    starts = {"en": "25 tasks. red 4, grey 21. ", "zh_CN": "共25项。红4、灰21。"}
    assert last.startswith(starts[tongue])


@every(
    ("limits", "count", "last"),
    [
        ((), 25, 21),
        (("--before", "10-30"), 0, 0),
        (("--before", "10-31"), 1, 1),
        (("--before", "11-29"), 1, 0),
        (("--before", "11月底"), 4, 3),
        (("--before", "12-09"), 4, 0),
        (("--before", "12-10"), 25, 21),
        (("--before", "+7d"), 25, 21),
        (("--before", "+6d"), 4, 0),
        (("--before", "年底"), 25, 0),
        (("--after", "12-10"), 21, 21),
        (("--after", "12-11"), 0, 0),
        (("--after", "today"), 21, 21),
        (("--after", "11-30", "--before", "11-30"), 3, 3),
        (("--after", "10-31", "--before", "11-30"), 4, 3),
    ],
)
def test_range(limits, count, last):
    """Both ends of a range count: a task due 12月10日 is due before and after that day."""
    answer = ask("due", "--data", PLAN, *ON, *limits, "--format", "json").answer
    assert (count, last) == (len(answer["tasks"]), answer["due_on_last_day"])
    assert count == answer["count"]


@pytest.mark.parametrize(
    "day", ["12-10", "12/10", "12.10", "12月10日", "１２月１０日", "2021-12-10", "+1w", "12月上旬"]
)
def test_synonym(day):
    """`--by` is `--before`, and a day may be written in many ways."""
    assert ask("due", "--data", PLAN, *ON, "--by", day) == ask("due", "--data", PLAN, *ON, "--before", "2021-12-10")


def test_empty():
    """An empty answer is an answer: the range, nothing in it, exit code 0."""
    told = ask("due", "--data", PLAN, *ON, "--after", "12-11")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[1:] == ["From 2021-12-11 (included): 0 tasks."]


@every("first", QUERIES)
@every("second", QUERIES)
def test_one_after_another(first, second):
    """One process answers one command after another: importing one must not spoil the next."""
    assert [ask(*command, "--data", PLAN, *ON).code for command in (first, second)] == [0, 0]


def test_list():
    """`list` gives the tasks in the order of the table."""
    told = ask("list", "--data", PLAN, *ON, "--format", "json")
    assert list(range(1, 26)) == [task["id"] for task in told.answer["tasks"]]


@pytest.mark.parametrize("typed", ["18", "\uff11\uff18", "018", " 18 "])
def test_show(typed):
    """`show` takes a number in half or full width, with zeros and spaces around it."""
    assert ask("show", typed, "--data", PLAN, "--format", "json").answer["task"]["id"] == 18


@pytest.mark.parametrize(("by", "groups"), [("leader", 5), ("unit", 13), ("item", 10), ("light", 2)])
def test_summary(by, groups):
    """`summary` counts every task once, whatever it groups by."""
    answer = ask("summary", "--data", PLAN, *ON, "--by", by, "--format", "json").answer
    assert (groups, 25) == (len(answer["groups"]), sum(group["tasks"] for group in answer["groups"]))


@every("command", ["due", "list"])
@every(
    ("filters", "ids"),
    [
        (("--leader", "xxx"), [19]),
        (("--leader", "赖燕芬", "--leader", "qiaolei"), [1, 2, 3, 8, 25]),
        (("--unit", "民政局"), [4, 5, 6, 7, 10, 22]),
        (("--lead-unit", "mzj"), [4, 5, 6, 7]),
        (("--person", "谢鸿猷"), [4, 5, 6, 7, 10, 22]),
        (("--item", "3"), [9, 10, 11, 12]),
        (("--item", "3", "--lead-unit", "mzj"), []),
        (("--unit", "mzj", "--item", "7"), [22]),
        (("--light", "red"), [10, 12, 14, 25]),
        (("--light", "red", "--leader", "乔雷"), [25]),
        (("--status", "done"), []),
        (("--status", "unreported", "--item", "10"), [25]),
    ],
)
def test_filters(command, filters, ids):
    """All filters must fit; of one filter any value may."""
    assert ids == ask(command, "--data", PLAN, *ON, *filters, "--format", "json").ids


@pytest.mark.parametrize("light", ["done", "red", "grey", "yellow", "green"])
def test_lights(light):
    """The simulated store has tasks of every light, and `--light` finds them all."""
    everything = ask("list", "--data", EXAMPLES, *ON, "--format", "json").answer["tasks"]
    some = ask("list", "--data", EXAMPLES, *ON, "--light", light, "--format", "json").answer["tasks"]
    assert some == [task for task in everything if task["light"] == light]
    assert some


def test_group():
    """A unit is found where its group is named, and marked as such; a screen names the group once."""
    asked = ("list", "--data", PLAN, *ON, "--unit", "台山")
    tasks = ask(*asked, "--format", "json").answer["tasks"]
    assert {task["id"]: task["role"] for task in tasks if task["role"] != "member"} == {17: "partner"}
    assert ask(*asked, "--long").out.count("via 各市（区）政府") == 12
    page = ask(*asked).out
    assert (page.count(" member "), page.count("Member: via 各市（区）政府.")) == (12, 1)
    assert len(tasks) == 13


def test_environment(monkeypatch, tmp_path):
    """The environment may name store and day, and the command line overrules it."""
    plainly = ask("due", "--data", EXAMPLES, *ON)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MSTRACK_DATA", str(EXAMPLES))
    monkeypatch.setenv("MSTRACK_AS_OF", "2021-12-03")
    assert plainly == ask("due")
    assert ask("due", "--data", PLAN, "--as-of", "06-01", "--format", "json").answer["as_of"] == "2021-06-01"
    assert ask("due", "--data", PLAN).out != plainly.out


@pytest.mark.parametrize(
    ("folder", "title"),
    [
        ("examples", "2021年市十件民生实事任务分解表（模拟进度 simulated）"),
        ("examples/progress/18", "2021年市十件民生实事任务分解表（模拟进度 simulated）"),
        ("data", "2021年市十件民生实事任务分解表"),
        ("src/mstrack/cli", "2021年市十件民生实事任务分解表"),
        (".", "2021年市十件民生实事任务分解表"),
    ],
)
def test_found(monkeypatch, folder, title):
    """The store is the first of ./tasks.yaml and ./data/tasks.yaml, here or in a folder above."""
    monkeypatch.chdir(ROOT / folder)
    assert f"{title}: tasks, as of 2021-12-03" == ask("list", *ON).out.splitlines()[0]


@pytest.mark.git
def test_revision(tmp_path):
    """`--rev` answers with what was known then, whatever lies in the folder now."""
    tree = own_store(tmp_path)
    git(tree, "init", "-q")
    git(tree, "add", "tasks.yaml")
    git(tree, "commit", "-qm", "plan")
    first = git(tree, "rev-parse", "HEAD")
    file_entry(tree)
    git(tree, "add", "progress")
    git(tree, "commit", "-qm", "entry")
    (tree / "tasks.yaml").write_text("no plan any more", encoding="utf-8")

    def lights(*rev):
        answer = ask("list", "--data", tree, *ON, "--item", "1", *rev, "--format", "json").answer
        return answer["rev"], [task["light"] for task in answer["tasks"]]

    assert lights("--rev", first[:10]) == (first, ["grey", "grey", "grey"])
    assert lights("--rev", "HEAD~1") == (first, ["grey", "grey", "grey"])
    assert lights("--rev", "HEAD") == (git(tree, "rev-parse", "HEAD"), ["done", "grey", "grey"])


def test_as_of(tmp_path):
    """An entry dated after the as-of day does not exist."""
    file_entry(tree := own_store(tmp_path))
    for day, light in (("06-29", "grey"), ("06-30", "done")):
        answer = ask("show", "1", "--data", tree, "--as-of", day, "--format", "json").answer
        assert light == answer["task"]["light"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*ON, "--exit-code"), 1),
        ((*ON, "--exit-code", "--after", "12-10"), 0),
        (("--as-of", "10-31", "--exit-code"), 0),
        (ON, 0),
    ],
)
def test_exit_code(arguments, code):
    """`due --exit-code` is 1 where something listed is overdue; nobody else is told."""
    assert code == ask("due", "--data", PLAN, *arguments).code


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_a_plan_that_is_over_is_said_on_one_line(tongue):
    """Without reports, with them, and as of a day after its end: one line of 80 cells, with the day and the option."""
    asked = (
        (("--data", PLAN), "2021-01-01"),
        (("--data", EXAMPLES), "2021-12-31"),
        (("--data", EXAMPLES, "--as-of", "2022-01-05"), "2022-01-05"),
    )
    for options, day in asked:
        with i18n.speaking(tongue):
            (line,) = ask("due", *options).err.splitlines()
        assert cell_len(line) <= 80
        assert day in line
        assert "--as-of" in line
