"""Which filed entry is meant: ids, their beginnings, names of files; what is ambiguous or unknown is refused."""

import re

import pytest
from builders import dataset, filed, plan_text, row

from mstrack.errors import WrongUse
from mstrack.record import filed_entries

PLAN = plan_text([row(), row()])
OLD = filed("2021-08-31", figures={}, note="进展。", id_="00000001")
LATE = filed("2021-12-31", task=2, note="进展。", id_="00000002")
RIGHT = filed("2021-08-31", note="更正。", id_="10000007", corrects=("00000001",))


@pytest.mark.parametrize(
    "typed", ["00000001", "00000002", "1000", "10000007", "2021-12-31-jia-00000002.yaml", "2021-12-31-jia-00000002"]
)
def test_by_ids(typed):
    """An id finds its entry, a corrected one too, and one dated after today; so do its beginning and its file."""
    [found] = filed_entries.by_ids(dataset(PLAN, OLD, LATE, RIGHT), [typed])
    assert found.id.startswith(typed[:8]) or found.path.rpartition("/")[2].startswith(typed)


def test_each_once():
    """Who names one entry twice means one."""
    found = filed_entries.by_ids(dataset(PLAN, OLD, LATE, RIGHT), ["10000007", "00000001", "1000"])
    assert [one.id for one in found] == ["10000007", "00000001"]


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (["zzzzzzzz"], "no entry has the id zzzzzzzz; mstrack show TASK lists them"),
        (["00000001", "zzzzzzzz"], "no entry has the id zzzzzzzz; mstrack show TASK lists them"),
        (["2021-08-31-jia-00000002"], "no entry has the id 2021-08-31-jia-00000002; mstrack show TASK lists them"),
        ([" "], "no entry has the id  ; mstrack show TASK lists them"),
        (["00000001", "00000002"], "these entries are of different tasks; correct one after the other"),
        (
            ["0000000"],
            "0000000 may be any of 2: 00000001 (1, 2021-08-31, 甲局), 00000002 (2, 2021-12-31, 甲局); type more",
        ),
    ],
)
def test_not_found(ids, sentence):
    """Ids that name nothing, the beginning of several, or entries of two tasks are refused."""
    with pytest.raises(WrongUse, match=f"^{re.escape(sentence)}"):
        filed_entries.by_ids(dataset(PLAN, OLD, LATE), ids)
