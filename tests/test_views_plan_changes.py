"""What differs between two plans, as a table: where, what, what it was and is, and by which document."""

from __future__ import annotations

import pytest
from builders import cells_of, dataset, indicator, plan_text, report_of, row, texts_of

from mstrack.i18n import LANGUAGES, speaking
from mstrack.progress import plan_diff
from mstrack.views import plan_changes

VILLAGES = indicator("新增完成治理自然村", target=165, measure="个", id="villages")
AMENDMENT = {"date": "2021-08-15", "document": "某办函〔2021〕12号", "field": "deadline", "was": "12月10日"}
ROWS = [row(VILLAGES, title="农村生活污水治理"), row(title="健康服务"), row(deadline="11月上旬")]
PLAN = plan_text(ROWS)


def differing(old, new, tongue="en"):
    """Return a report of what differs between two plans."""
    plans = [dataset(text).plan for text in (old, new)]
    with speaking(tongue):
        return report_of(plan_changes.table(plan_diff.changes(*plans)))


def test_the_plan():
    """Field by field, in the words of the table, each with its document, or with a warning that none names it."""
    rows = [ROWS[0] | {"deadline": "12月20日", "amendments": [AMENDMENT]}, ROWS[1] | {"leader": "赖燕芬"}, ROWS[2]]
    report = differing(PLAN, plan_text(rows, title="2021年民生实事"))
    columns = [texts_of(report, "plan", title) for title in ("Where", "What", "was", "now", "By which document")]
    assert [*zip(*columns, strict=True)] == [
        ("the plan", "Title of the table", "2021年实事", "2021年民生实事", "named by no amendment"),
        ("task 1", "Deadline", "12月10日", "12月20日", "某办函〔2021〕12号 (2021-08-15)"),
        ("task 2", "Leader", "王长青", "赖燕芬", "named by no amendment"),
    ]
    assert cells_of(report, "plan", "unannounced") == [True, False, True]
    assert cells_of(report, "plan", "field") == ["title", "deadline", "leader"]


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_field_of_the_plan_has_words(tongue):
    """All that can differ in a plan has a name in the user's language, parts of parts too."""
    rows = [ROWS[0] | {"partner_units": [], "title": "甲", "amendments": [AMENDMENT | {"was": "11月底"}]}, ROWS[1]]
    more = {"lights": {"red": 40, "near_days": 9}, "source": "乙", "year": 2022}
    other = plan_text(rows, **more).replace("张三", "张四").replace("zhang san", "zhang si").replace("赖燕芬", "赖某")
    other = other.replace("2021-08-15", "2022-08-15").replace("code: dq", "code: dongqu").replace("  - 西区政府\n", "")
    other = other.replace("target: 165", "target: 165\n      above: true\n      baseline: 165")
    report = differing(PLAN, other, tongue)
    words = texts_of(report, "plan", "Where" if tongue == "en" else "位置") + texts_of(
        report, "plan", "What" if tongue == "en" else "字段"
    )
    assert len(words) > 30
    assert {"partner_units", "person.pinyin", "lights.red", "above", "members", "code", "year"} <= {
        field for field in cells_of(report, "plan", "field") if field
    }
    assert [word for word in words if not word.strip() or "_" in word or "{" in word] == []


def test_a_long_text():
    """People see the clauses that differ, machines all of it."""
    content = "一项工作，" * 20 + "新增165个。" + "后续工作；" * 20
    rows = [row(content=content), row(content="短，甲。")]
    other = [row(content=content.replace("165", "170")), row(content="短，乙。")]
    report = differing(plan_text(rows), plan_text(other))
    assert texts_of(report, "plan", "was") == ["…新增165个。…", "短，甲。"]
    assert texts_of(report, "plan", "now") == ["…新增170个。…", "短，乙。"]
    assert [cell.code for cell in cells_of(report, "plan", "was")] == [content, "短，甲。"]
