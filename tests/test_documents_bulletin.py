"""The bulletin on three pages, and on one: short, true to the tally, and without a section that says nothing."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from builders import PARTNER, filed, id_of, indicator, plan_text, row
from offenders import every
from papers import IMPRINT, entry, lines, one_page, section, short, small, text
from publishing import DAY, amended, gathered, table
from running import PLAN

from mstrack.documents import asks, bulletin, imprint, problems, selection, worst
from mstrack.documents import lines as page_lines
from mstrack.i18n import speaking
from mstrack.progress.dates import Range
from mstrack.progress.query import Choice
from mstrack.progress.tally import tally
from mstrack.report import Heading, Prose
from mstrack.store.source import InMemory, WorkTree

DAYS = [dt.date(2021, 1, 20), dt.date(2021, 3, 31), dt.date(2021, 7, 28), DAY, dt.date(2022, 1, 20)]
BACK = dt.timedelta(days=31)


def whole(report):
    """Return the paragraph on the whole."""
    return section(report, "总体情况")[0].text


def before_annex(report):
    """Return what stands before the first annex."""
    blocks = [*report.blocks]
    end = next((n for n, one in enumerate(blocks) if getattr(one, "place", "") == "annex"), len(blocks))
    return blocks[:end]


@every("day", DAYS)
def test_it_is_short_on_every_day(day):
    """120 characters on the whole, at most ten problems, three pages, no heading without text, no id in the text."""
    report = short(as_of=day, since=max(day - BACK, dt.date(2021, 1, 1)))
    blocks = before_annex(report)
    assert len(whole(report)) <= bulletin.OVERALL
    numbered = [one for one in blocks if isinstance(one, Prose) and re.match(r"\d+\.", one.text)]
    assert len(numbered) <= worst.AT_MOST
    assert page_lines.HEAD + page_lines.all_of(blocks[3:]) < 3 * page_lines.A_PAGE + 4
    for one, following in pairwise(blocks):
        assert not (isinstance(one, Heading) and isinstance(following, Heading))
    said = "\n".join(one.text for one in blocks if isinstance(one, Prose))
    assert not re.search(r"〔[0-9a-z]{8}|批次[\d.]+万?批次|(?<![0-9.])0项|None|，，|。。|；。|、。|：。|，。", said)


def test_ids_come_back_on_demand():
    assert "〔kewabj7f〕" in text(short(is_cited=True))
    assert "kewabj7f" not in text(short())
    assert "kewabj7f" in table(short(), "tasks")[24]["sources"].text


def test_one_and_many():
    """Of all tasks in one part none is counted twice; a single one is no list."""
    done = [entry("2021-11-30", {"roads": 100, "coverage": 80}, status="done", task=n) for n in (1, 2)]
    assert whole(short(small(*done, tasks=2))).startswith("2项任务均已完成。")
    assert whole(short(small(done[0]))).startswith("1项任务已完成。")
    assert whole(short(small(tasks=3))).startswith("3项任务均未报送。")
    assert whole(short(small(done[0], tasks=2))).startswith("2项任务中，已完成1项，未报送1项。")


def test_a_section_without_content_is_none():
    done = small(entry("2021-11-30", {"roads": 100, "coverage": 80}, status="done"))
    assert [one.text for one in short(done).blocks if isinstance(one, Heading)] == ["一、总体情况"]
    silent = short(WorkTree(str(PLAN)))
    assert [one.text for one in silent.blocks if isinstance(one, Heading)] == ["一、总体情况", "二、问题", "三、下一步"]


def test_nothing_that_moved_takes_a_sentence():
    """Not 445 characters."""
    store = small(entry("2021-10-30", {"roads": 60, "coverage": 80}))
    (only,) = section(short(store, since=dt.date(2021, 11, 5)), "进展")
    assert only.text == "11月5日以来没有新完成的任务，完成率没有提高。上期点名的“修路1”仍未解决。"


def test_what_is_not_known_on_both_days_did_not_stand_still():
    store = small(entry("2021-11-30", {"roads": 60, "coverage": 80}))
    (only,) = section(short(store, since=dt.date(2021, 11, 5)), "进展")
    assert only.text.startswith("11月5日以来首次报送1项。")
    assert "完成率没有提高" not in only.text


def test_what_is_reported_for_the_first_time_had_no_problem_before():
    """Where no issue named it: in the first month nobody had reported on anything."""
    store = small(entry("2021-11-30", {"roads": 90, "coverage": 80}), tasks=2)
    (only,) = section(short(store, since=dt.date(2021, 10, 31), is_issue=False), "进展")
    assert only.text == "10月31日以来首次报送1项。10月31日有问题的“修路2”仍没有报送。"
    (only,) = section(short(store, since=dt.date(2021, 10, 31)), "进展")
    assert "上期点名的2项" in only.text


def test_without_a_last_issue_nobody_was_named():
    store = small(entry("2021-10-30", {"roads": 60, "coverage": 80}))
    said = text(short(store, since=dt.date(2021, 11, 5), is_issue=False))
    assert "上期" not in said
    assert "11月5日有问题的“修路1”仍未解决。" in said


@every(
    ("words", "kept"),
    [
        ("路基完成。", "路基完成。"),
        (
            "路基完成。" + "沥青短缺，正在协调。" * 9,
            "路基完成。沥青短缺，正在协调。沥青短缺，正在协调。沥青短缺，正在协调。",
        ),
        ("天" * 30 + "，" + "地" * 30 + "。", "天" * 30 + "……"),
        ("长" * 20_000, "长" * 40 + "……"),
    ],
)
def test_a_units_words_are_cut_at_a_sentence(words, kept):
    """And the annex has them whole, where anything is left out."""
    report = short(small(entry("2021-11-30", {"roads": 40}, problem=words, next="抢修")))
    (told,) = [one.text for one in before_annex(report) if "报：" in getattr(one, "text", "")]
    is_whole = kept == words
    assert told.endswith(f"甲局报：{kept}抢修。" + ("" if is_whole else problems.IN_THE_ANNEX))
    annex = [one for one in report.blocks if one not in before_annex(report)]
    assert any(words in getattr(one, "text", "") for one in annex) != is_whole


def test_who_reached_all_is_asked_to_confirm_and_who_finished_for_nothing():
    rows = [row(indicator(), title="成"), row(indicator(), title="满", lead_unit="乙局", partner_units=[])]
    done = filed("2021-11-30", "done", {"roads": 100}, id_=id_of(1))
    full = filed("2021-11-30", figures={"roads": 100}, id_=id_of(2), unit="乙局", task=2)
    asked = section(short(InMemory({"tasks.yaml": plan_text(rows), **dict([done, full])})), "下一步")
    assert [one.text for one in asked] == ["“满”各项目标均已达到，请乙局确认并报办结。"]


def test_silence_is_named_where_a_task_is_overdue():
    told = text(short(small(entry("2021-09-30", {"roads": 40}), deadline="11月底")))
    assert "已逾期3天，已有64天没有报送" in told
    assert "已逾期3天，一直没有报送" in text(short(small(deadline="11月底")))


def test_the_worst_are_told_shortly_before_they_are_only_counted():
    """Two figures a task where there is room, one where not; who explains nothing is told once; the rest has names."""
    many = small(*(entry("2021-11-30", {"roads": 10, "coverage": 20}, task=n) for n in range(1, 15)), tasks=14)
    told = [one.text for one in section(short(many), "问题")]
    assert told[9] == (
        "10.修路10（甲局，王长青）。公路10公里（目标100公里），完成率10%，滞后88.01个百分点；覆盖率20%（目标80%）。"
    )
    assert told[10:] == [
        "以上各项均应达98.01%，均没有说明困难和措施。",
        "另有4项（滞后的“修路11”、“修路12”、“修路13”、“修路14”）见附件。",
    ]
    found = gathered(many)
    with speaking("zh_CN"):
        short_of_room = worst.paragraphs(found.plan, tally(found.standings), {1}, 9, IMPRINT)
    first, _second, third, nothing, rest = (re.sub("〔.{8}〕", "", one.text) for one in short_of_room)
    assert first == "1.修路1（甲局，王长青）。公路10公里（目标100公里），滞后88.01个百分点。上期已点名。"
    assert third == "3.修路3（甲局，王长青）。公路10公里（目标100公里），滞后88.01个百分点。"
    assert (nothing, rest) == ("以上各项均应达98.01%，均没有说明困难和措施。", "另有11项滞后，见附件。")


@every(
    ("signed", "answered"),
    [
        ("2021-12-03", "2021-12-06"),  # a Friday
        ("2021-12-02", "2021-12-06"),  # a Thursday
        ("2021-09-30", "2021-10-08"),
        ("2021-04-30", "2021-05-06"),
        ("2021-03-31", "2021-04-06"),
        ("2021-12-31", "2022-01-04"),
    ],
)
def test_an_answer_is_due_on_a_working_day(signed, answered):
    """Three days after the signature, from a weekend or a holiday on the day on which offices work again."""
    assert asks.due(dt.date.fromisoformat(signed)) == dt.date.fromisoformat(answered)


def test_what_is_asked_by_one_day_takes_one_sentence():
    """Leaders that have the same unit to urge stand together; who is due before an answer is, is to finish."""
    leads = [{"leader": ["王长青"]}, {"leader": ["赖燕芬"]}]
    rows = [row(indicator(), title=f"修路{n}", **more) for n, more in enumerate(leads)]
    rows.append(row(indicator(), title="桥", leader="王长青", lead_unit="乙局", partner_units=[]))
    source = InMemory(
        {"tasks.yaml": plan_text(rows), **dict(entry("2021-11-30", {"roads": 10}, task=n) for n in (1, 2))}
    )
    asked = [one.text for one in section(short(source), "下一步")]
    assert asked == [
        "请王长青、赖燕芬同志督促甲局就滞后任务倒排工期、报出追赶措施；乙局报送进展。以上均于12月6日前报出。"
    ]
    (late, *_near) = [one.text for one in section(short(source, as_of=dt.date(2021, 12, 9)), "下一步")]
    assert late.startswith("请王长青、赖燕芬同志督促甲局抓紧完成滞后任务，不能按时办结的报出办结时间；")


def test_who_subtracts_what_is_printed_finds_the_lag():
    """Of 98.01 and 85.45, not the nearest hundredth of what nobody sees."""
    assert "滞后12.56个百分点" in table(short(), "tasks")[17]["light"].text


def test_a_target_that_was_amended_is_no_step_back():
    """100 kilometres instead of 80: 45 are fewer of them."""
    change = {"date": "2021-11-20", "document": "某函", "field": "roads", "was": "50"}
    source = small(entry("2021-10-30", {"roads": 45, "coverage": 80}), amendments=[change])
    (moved,) = [one.text for one in section(short(source, since=dt.date(2021, 11, 5)), "进展")]
    assert "因目标调整，“修路1”完成率由90%变为45%。" in moved
    assert "下降" not in moved


def test_a_part_says_by_what_it_was_chosen():
    """In title, addressee and text."""
    found = gathered().choosing(Choice(leaders=("许晓雄",)))
    with speaking("zh_CN"):
        assert selection.about(found, "民生实事") == "民生实事（许晓雄同志分管）"
        assert selection.addressee(found, ("各单位",)) == "市交通运输局："
        report = bulletin.bulletin(found, IMPRINT)
    assert report.title.endswith("（许晓雄同志分管）进展情况的通报")
    assert whole(report).startswith("全部25项任务中，本期通报1项，受阻。")


def test_a_paper_on_one_leader_has_no_table_of_leaders():
    """Nor a line of who supervises one of these tasks beside; the paragraph has counted them."""
    rows = [row(indicator(), leader=["王长青", "赖燕芬"]), row(indicator(), leader="王长青")]
    found = gathered(InMemory({"tasks.yaml": plan_text(rows)}))
    with speaking("zh_CN"):
        both, one = (bulletin.bulletin(each, IMPRINT) for each in (found, found.choosing(Choice(leaders=("王长青",)))))
    assert [line["leader"] for line in table(both, "overall")] == ["王长青", "赖燕芬", "合计"]
    assert not [block for block in one.blocks if getattr(block, "key", "") == "overall"]


@every("field", Choice._fields)
def test_every_filter_is_named(field):
    """Whatever chose the tasks stands in the title."""
    values = {"items": (1,), "lights": ("red",), "statuses": ("blocked",), "due": Range(None, DAY), "unfinished": True}
    found = gathered().choosing(Choice(**{field: values.get(field, ("甲",))}))
    with speaking("zh_CN"):
        assert selection.named(found)
        assert not selection.named(gathered())


def test_what_was_amended_is_told():
    assert "经批准调整的1项见附件注。" in whole(short(amended()))
    assert "原11月底" in table(short(amended()), "tasks")[17]["deadline"].text


def test_units_stand_line_by_line_with_their_persons():
    """A unit without a person shifts nobody."""
    rows = [row(indicator(), lead_unit=[PARTNER, "甲局"], partner_units=[])]
    units = [
        {"name": PARTNER, "code": "yi"},
        {"name": "甲局", "code": "jia", "person": {"name": "张三", "pinyin": "z s"}},
    ]
    report = short(InMemory({"tasks.yaml": plan_text(rows, units=units)}))
    assert table(report, "tasks")[0]["lead_unit"].text == f"{PARTNER}\n甲局\n（张三）"


@every("day", DAYS)
def test_the_brief_fits_on_a_page(day):
    """By the measure that the pages are planned with; LibreOffice measures it elsewhere."""
    report = one_page(as_of=day, since=max(day - BACK, dt.date(2021, 1, 1)))
    blocks = [Prose((report.title,), "title"), *report.blocks[1:]]
    assert 2 + page_lines.all_of(blocks) < page_lines.A_PAGE + 1
    assert not any(getattr(one, "place", "") == "annex" for one in blocks)


def test_the_brief_tells_the_worst_and_counts_the_rest():
    said = lines(one_page())
    assert said[2:5] == [
        "1.道路微循环改造、停车泊位（市公安局）：已逾期3天。",
        "2.农村公路桥梁安全改造（市交通运输局）：受阻。",
        "3.教育基础设施建设（市教育局）：滞后48.01个百分点。",
    ]
    told = sum(bool(re.match(r"\d+\.", one)) for one in said)
    (rest,) = [one for one in said if one.startswith("另有")]
    assert told + sum(map(int, re.findall(r"(\d+)项", rest))) == 10


@pytest.mark.parametrize(("issue", "number"), [(9, "第9期"), (None, "第　　期")])
def test_a_number_or_room_for_one(issue, number):
    assert imprint.numbered(None, issue) == number
    assert imprint.numbered("某督〔2021〕{n}号", 9) == "某督〔2021〕9号"


def test_a_ceiling_is_not_confirmed_before_its_day():
    """What may not exceed a number is so until the last day."""
    few = {**indicator("事故", target=10, measure="起", id="accidents", bound="at-most"), "quote": "不超过10起"}
    store = InMemory(
        {"tasks.yaml": plan_text([row(few)]), **dict([filed("2021-11-30", figures={"accidents": 9}, id_=id_of(1))])}
    )
    assert "确认并报办结" not in text(short(store))
    assert "请甲局确认并报办结。" in text(short(store, as_of=dt.date(2021, 12, 20)))


def test_a_new_lead_that_said_nothing_is_named():
    amendment = {"date": "2021-11-01", "document": "移交函", "field": "lead_unit", "was": PARTNER}
    rows = [row(indicator(), amendments=[amendment])]
    store = InMemory(
        {
            "tasks.yaml": plan_text(rows),
            **dict([filed("2021-10-31", figures={"roads": 60}, id_=id_of(1), unit=PARTNER)]),
        }
    )
    assert "甲局自2021年11月1日起牵头，32天来没有报送。" in text(short(store))
