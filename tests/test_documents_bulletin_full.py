"""The bulletin: its numbers are those of the other answers, every task is told, and it reads as somebody typed it."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from builders import filed, id_of, indicator, plan_text, row
from offenders import every
from papers import IMPRINT, entry, lines, paper, section, small, text
from publishing import DAY, HOSTILE, amended, gathered, table
from running import EXAMPLES, ON, PLAN, ask

from mstrack.documents import bulletin_full, notes, phrases, tables
from mstrack.documents.parts import LABELS
from mstrack.i18n import speaking
from mstrack.progress.tally import tally
from mstrack.report import Heading, Percent, Prose, Table, Tone, hundredths
from mstrack.store.source import InMemory, WorkTree

STORES = {
    "examples": None,
    "plan only": WorkTree(str(PLAN)),
    "one task": small(entry("2021-11-30", {"roads": 40})),
    "all done": small(entry("2021-11-30", {"roads": 100, "coverage": 80}, status="done")),
}


@pytest.fixture(scope="module")
def found():
    return gathered()


@pytest.fixture(scope="module")
def report():
    return paper(since=dt.date(2021, 11, 2))


@pytest.fixture(scope="module")
def due():
    return {one["id"]: one for one in ask("due", "--data", EXAMPLES, *ON, "--format", "json").answer["tasks"]}


def counts(words):
    """Return what a sentence counts: 已完成9项 is 9."""
    return {name: int(n) for name, n in re.findall("([^，。0-9]+?)([0-9]+)项", words)}


def test_its_counts_are_those_of_the_tally_and_of_due(found, report, due):
    """25 tasks, each counted once; done, red, yellow and unreported as `mstrack due` lights them."""
    [overall, *_more] = section(report, "总体情况")
    sentence = next(one for one in overall.text.split("。") if "已完成" in one)
    said = counts(sentence.split("，", 1)[1])
    parts = tally(found.standings)
    assert said == {LABELS[key]: len(several) for key, several in parts._asdict().items() if several}
    assert sum(said.values()) == 25
    lights = [one["light"] for one in due.values()]
    good = said["已达标待报办结"] + said["基本按序时"]
    assert (said["已完成"], good, said["未报送"]) == tuple(map(lights.count, ("done", "green", "grey")))
    bad = said["滞后"] + said["临近时限未达标"] + said["受阻"] + said["逾期"]
    assert bad == lights.count("red") + lights.count("yellow")
    assert "共10件25项任务，由13个单位牵头" in overall.text
    assert f"全年序时进度{hundredths(found.standings[0].calendar)}%" in overall.text
    assert "最近的完成时限是2021年12月10日，还有7天，届时有15项到期" in overall.text


def test_every_part_is_told_in_its_place(found, report):
    """What is counted above is named below, under a heading with the same number; the worst come first."""
    parts = tally(found.standings)
    behind = {"overdue": "逾期", "blocked": "受阻", "slow": "滞后", "near": "临近时限未达标"}
    places = {key: section(report, f"{words}{len(getattr(parts, key))}项") for key, words in behind.items()}
    for key, blocks in places.items():
        told = [int(n) for block in blocks for n in re.findall(r"^\d+\..*?（任务(\d+)，", block.text)]
        assert told == [one.task.id for one in getattr(parts, key)]
    silent = "".join(block.text for block in section(report, "未报送3项"))
    assert {int(n) for n in re.findall(r"（任务(\d+)）", silent)} == {one.task.id for one in parts.unreported}
    good = "".join(block.text for block in section(report, "进展情况"))
    told = {int(n) for n in re.findall(r"（任务(\d+)，", good)}
    assert told == {
        one.task.id for one in (*parts.done, *parts.reached, *parts.on_pace, *parts.behind, *parts.under_way)
    }


def test_the_unreported_stand_by_the_name_of_their_unit(report):
    """A unit is named first, then its tasks: never, for so many days, or without a figure."""
    _sum, *units = section(report, "未报送3项")
    assert [re.match(r"\d+\.(.*?)：", one.text)[1] for one in units] == [
        "市人力资源社会保障局",
        "市住房城乡建设局",
        "市文化广电旅游体育局",
    ]
    assert "没有完成数" in units[0].text
    assert "一直没有报送。截至2021年9月30日，按4家单位的分报数暂计" in units[1].text
    assert "最近一次报送截至2021年9月30日，已有64天没有报送" in units[2].text


def test_the_annex_has_every_task_with_the_numbers_of_due(report, due):
    """25 in, 25 out: light, progress, unit, deadline as `due --format json` has them; figures as in the ledger."""
    rows = table(report, "tasks")
    assert [one["id"] for one in rows] == list(range(1, 26))
    with speaking("zh_CN"):
        ledger = {one["id"]: one for one in dicts(tables.tasks(gathered()))}
    for one in rows:
        other = due[one["id"]]
        percent = one["progress_percent"]
        progress = float(hundredths(percent.share)) if isinstance(percent, Percent) else None
        assert progress == other["progress_percent"]
        assert (one["light"].code, one["lead_unit"].code) == (other["light"], other["lead_unit"])
        assert one["deadline"].code == other["deadline"]
        assert one["deadline"].text == {"11月底": "11月底\n（11月30日）", "10月底": "10月底\n（10月31日）"}.get(
            other["deadline"], other["deadline"]
        )
        assert one["figures"] == (ledger[one["id"]]["figures"] or one["figures"])
        if other["report"]:
            assert any(other["report"].endswith(f"{id_}.yaml") for id_ in one["sources"].text.split("\n"))


def dicts(found):
    keys = [column.key for column in found.columns]
    return [dict(zip(keys, line, strict=True)) for line in found.rows]


def test_every_figure_names_its_entries(found, report):
    """In the text the mark follows the figures, and in the annex the last column has the same ids."""
    rows = {one["id"]: one for one in table(report, "tasks")}
    paragraphs = [block for block in report.blocks if isinstance(block, Prose)]
    for one in found.standings:
        cited = {source.filed.id for actual in one.actuals for source in actual.sources}
        assert cited <= set(rows[one.task.id]["sources"].text.split("\n"))
        if one.light == "done":
            continue
        about = [block for block in paragraphs if f"（任务{one.task.id}" in block.text and "截至" in block.text]
        marks = "".join(part.text for block in about for part in block.parts if getattr(part, "tone", "") is Tone.MUTE)
        assert cited <= set(re.findall("[0-9a-z]{8}", marks))


@pytest.mark.parametrize("store", STORES)
def test_no_section_is_empty(store):
    """Whatever there is to tell: headings are numbered, sentences follow them and end as such, and no count is 0."""
    report = paper(STORES[store])
    blocks = [block for block in report.blocks if not isinstance(block, Table)]
    for one, following in pairwise(blocks):
        if isinstance(one, Heading):
            assert isinstance(following, (Prose, Heading))
            assert not isinstance(following, Heading) or following.level > one.level
    heads = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == ["一、总体情况", "二、进展情况", "三、存在问题", "四、下一步要求"]
    assert not re.search("(?<![0-9])0项|None|，，|。。|；。|、。|：。", text(report))
    for block in blocks:
        if isinstance(block, Prose) and block.place == "body":
            assert block.text[-1] in "。！？…）〕", block.text


def test_sections_without_content_say_so():
    assert "目前没有已完成或达到序时的任务。" in lines(paper(STORES["plan only"]))
    done = lines(paper(STORES["all done"]))
    assert "目前没有逾期、受阻、滞后、临近时限未达标或者未报送的任务。" in done
    assert any(one.startswith("各项任务均已办结，没有新的要求。") for one in done)


@every("field", ["note", "problem", "next"])
@every("long", ["长" * 20_000, "12.5 " * 4_000, HOSTILE, f"第一行。\n\n1. {HOSTILE}\n- 三"])
def test_what_a_unit_says_is_told_whole(field, long):
    """Every line of what is said of a task that is behind, in the unit's own words."""
    said = lines(paper(small(entry("2021-11-30", {"roads": 40}, **{field: long}))))
    first, *rest = [line.strip() for line in long.split("\n") if line.strip()]
    place = said.index(next(one for one in said if one.startswith(f"{phrases.OWN_WORDS[field]}：{first}")))
    assert [one.rstrip("。") for one in said[place + 1 : place + 1 + len(rest)]] == rest


def test_what_a_unit_does_not_say_is_told():
    missing = text(paper(small(entry("2021-11-30", {"roads": 40}, problem="雨多"))))
    assert "甲局没有说明下一步措施。" in missing
    assert "甲局没有说明存在困难和下一步措施。" in text(paper(STORES["one task"]))
    assert "没有说明" not in text(paper(small(entry("2021-11-30", {"roads": 40}, problem="雨多", next="抢修"))))


def test_what_a_silent_unit_last_said():
    """A unit that reports, but no figure, has words on problem and next step: they stand below its name."""
    said = lines(paper(small(entry("2021-11-30", {"coverage": 80}, problem="雨多", next="抢修"))))
    place = next(
        n for n, line in enumerate(said) if line.startswith("1.甲局：“修路1”（任务1）虽有报送，但公路没有完成数")
    )
    assert said[place + 1 : place + 3] == ["“修路1”存在困难：雨多。", "“修路1”下一步措施：抢修。"]


def test_a_figure_keeps_the_day_of_its_own_entry():
    """A newer report without a figure does not make an older figure newer."""
    report = paper(small(entry("2021-10-31", {"roads": 40}), entry("2021-11-30", {"coverage": 70}, note="在建")))
    assert "截至2021年10月31日，公路40公里（目标100公里）〔" in text(report)
    assert "；截至2021年11月30日，覆盖率70%（目标80%）〔" in text(report)
    assert len(table(report, "tasks")[0]["sources"].text.split("\n")) == 2


def test_a_done_task_says_that_it_was_late():
    late = [entry("2021-12-02", {"roads": 100, "coverage": 80}, status="done")]
    assert "“修路1”逾期2天完成" in text(paper(small(*late, deadline="11月底")))


def test_what_was_amended_is_told_with_its_document():
    """原时限 in the text, in the annex and in its remarks, with a day as documents write it."""
    report = paper(amended(), rev="abcdef1234567890")
    assert "完成时限12月10日（原11月底，某办函〔2021〕9号）" in text(report)
    assert "经批准作过调整的任务有1项，即“农村生活污水治理”（任务18），详见附件注。" in text(report)
    assert "任务18经批准调整：某办函〔2021〕9号（2021年8月15日）：原时限11月底。" in text(report)
    assert "原11月底" in table(report, "tasks")[17]["deadline"].text
    assert "数据版本abcdef123456" in text(report)


def test_a_target_that_was_amended_says_what_it_was():
    amendment = {"date": "2021-08-15", "document": "某函", "field": "roads", "was": "90"}
    report = paper(small(entry("2021-11-30", {"roads": 40}), amendments=[amendment]))
    assert "公路40公里（目标100公里，原90公里，某函）" in text(report)


def test_it_carries_day_rules_and_who_signs(report):
    told = text(report)
    assert report.title == "关于2021年市十件民生实事（模拟进度 simulated）进展情况的通报"
    assert told.startswith("督查通报\n第9期\n（截至2021年12月3日）")
    assert "×××督查室\n2021年12月3日" in told
    assert notes.legend(gathered().plan) in told or "亮灯规则" in told
    assert not re.search(r"\d{4}-\d\d-\d\d", told)


def test_what_a_person_has_to_finish_is_marked(report):
    (draft,) = section(report, "下一步要求")
    assert draft.parts[-1].tone is Tone.WARN
    assert draft.text.startswith("一是市公安局要说明逾期原因")


def test_some_tasks_only():
    """A bulletin on some of the tasks says so."""
    found = gathered()
    with speaking("zh_CN"):
        report = bulletin_full.bulletin(found.of_tasks({18, 19}), IMPRINT)
    assert "25项任务，本期通报其中2项，由2个单位牵头" in text(report)
    assert [one["id"] for one in table(report, "tasks")] == [18, 19]


def test_a_name_in_quotation_marks_keeps_its_own():
    """Quotation marks inside others are single ones (GB/T 15834)."""
    plan = plan_text([row(title="“明厨亮灶”工程")])
    assert "“‘明厨亮灶’工程”（任务1）一直没有报送。" in text(paper(InMemory({"tasks.yaml": plan})))


def test_the_day_of_a_deadline_itself():
    assert "即为当日，届时有1项到期" in text(paper(small(), as_of=dt.date(2021, 12, 10)))
    late = paper(small(), as_of=dt.date(2021, 12, 11))
    assert "最近的完成时限" not in text(late)
    assert "亮红灯，逾期1天，一直未报送。" in text(late)
    assert "甲局一直没有报送。" in text(late)


def test_silence_is_named_where_a_task_is_overdue():
    """What is late and not heard of is both: the light says so, and the unit's name stands with the days."""
    told = text(paper(small(entry("2021-09-30", {"roads": 40}), deadline="11月底")))
    assert "亮红灯，逾期3天，64天未报送。" in told
    assert "甲局已有64天没有报送。" in told


def test_finished_units_are_asked_for_nothing():
    """甲局 finished, 乙局 is behind: only 乙局 is named, and nobody else is asked to go on."""
    rows = [row(indicator(), title="成"), row(indicator(), title="缓", lead_unit="乙局", partner_units=[])]
    done = filed("2021-11-30", "done", {"roads": 100}, id_=id_of(1))
    slow = filed("2021-11-30", figures={"roads": 60}, id_=id_of(2), unit="乙局", task=2)
    (draft,) = section(paper(InMemory({"tasks.yaml": plan_text(rows), **dict([done, slow])})), "下一步要求")
    assert draft.text.startswith("乙局要对照完成时限")
    assert "甲局" not in draft.text
    assert "各牵头单位" not in draft.text
    assert "其他" not in draft.text


def test_it_needs_no_clock(report):
    assert report.as_of == DAY
    assert report == paper(since=dt.date(2021, 11, 2))
