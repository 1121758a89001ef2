"""The page read back without a browser: everything is in it, nothing is more than text, and its colours can be read."""

import base64
import datetime as dt
import hashlib
import itertools
import re
from collections import Counter

import pytest
from builders import filed, id_of, row
from paging import DIGITS, LONG, WORD, Parsed, examples, hostile, page, report, small
from publishing import HOSTILE, HOSTILE_NAME, amended, gathered, table

from mstrack.documents import dashboard
from mstrack.documents.parts import LABELS
from mstrack.i18n import speaking
from mstrack.render import Page, html

TAGS = {
    *("html", "head", "meta", "link", "title", "style", "body", "header", "nav", "main", "section", "article", "div"),
    *("h1", "h2", "h3", "h4", "p", "ul", "li", "dl", "dt", "dd", "small", "span", "a", "b", "br", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td", "svg", "rect", "line", "text", "polyline"),
}
LIGHTS = ("red", "yellow", "grey", "green", "done")


@pytest.fixture(scope="module")
def read():
    return Parsed(examples().decode())


@pytest.fixture(scope="module")
def found():
    return report()


def plain(text):
    """Return a text without white space: what a template puts between pieces says nothing."""
    return "".join(text.split())


def test_it_is_one_whole_page(read):
    assert read.declared == ["DOCTYPE html"]
    assert read.all("html", lang="zh-CN")
    assert {one.tag for one in read.elements} <= TAGS
    assert read.all("meta", name="viewport")[0].get("content") == "width=device-width, initial-scale=1"


def test_every_task_is_there_once(read, found):
    """25 in, 25 out: as a row with a bar, and a tick where a pace applies, and as an article with an anchor."""
    tasks = table(found, "tasks")
    articles = read.all("article", class_="task")
    assert [one.get("id") for one in articles] == [f"t{task['id']}" for task in tasks]
    rows = [one for one in read.all("tr") if one.parent.parent.get("class") == "tasks" and not one.get("class")][1:]
    assert len(rows) == 25
    for line, article, task in zip(rows, articles, tasks, strict=True):
        for place in (line, article):
            assert task["title"] in place.text
            assert task["reason"] in place.text
            ticks = [one for one in read.all("line", class_="tick") if _in(one, place)]
            is_paced = task["progress_percent"] and task["light"].code != "done"
            assert {one.get("x1") for one in ticks} == (
                {html.where(task["expected_percent"].share)} if is_paced else set()
            )
        if task["progress_percent"]:
            assert html.percent(task["progress_percent"]) in line.text
        for said in (task["content"], *task["leader"], *task["units"], *task["persons"]):
            assert said in article.text


def test_what_was_dropped_has_no_sign_of_being_done():
    """Its light is a word without a colour, above and in its article."""
    gone = row(title="撤了的", dropped={"date": "2021-07-01", "document": "撤销函"})
    found = Parsed(page(small(items=[row(), gone])).decode())
    lights = [one for one in found.elements if one.text == "已撤销" and "light" in (one.get("class") or "")]
    assert [one.get("class") for one in lights] == ["light", "light"]


def _in(one, place):
    while one is not None and one is not place:
        one = one.parent
    return one is place


def test_every_entry_of_the_report_is_there_once(read, found):
    """What the report has of a task stands in its article, newest first, with an anchor; how many others, too."""
    entries = table(found, "entries")
    items = {one.get("id"): one for one in read.all("li", class_="entry")}
    assert len(items) == len(read.all("li", class_="entry")) == len(entries) < len(gathered().log)
    filed_on = Counter(one.task.id for one in gathered().log)
    shown = Counter(entry["task"] for entry in entries)
    for task, count in filed_on.items():
        assert f"共{count}条" in read.id(f"t{task}").text
        assert (f"另有{count - shown[task]}条较早的报送，见台账" in read.id(f"t{task}").text) == (count > shown[task])
    for entry in entries:
        item = items[f"e-{entry['id']}"]
        assert _in(item, read.id(f"t{entry['task']}"))
        for said in (entry["unit"], entry["note"], entry["figures"], entry["problem"], entry["next"]):
            assert (said or "") in item.text
    folded = read.all("details", class_="others")
    for one in folded:
        days = [entry["date"] for entry in entries if _in(items[f"e-{entry['id']}"], one)]
        assert days == sorted(days, reverse=True)


def test_every_figure_stands_beside_its_target_and_its_entries(read, found):
    lines = [one for one in read.all("tr") if one.within("article") and not one.within("thead")]
    indicators = table(found, "indicators")
    for line, one in zip(lines, indicators, strict=True):
        assert one["name"] in line.text
        assert one["target_text"] in line.text
        assert one["figure_text"] in line.text
        links = [link.get("href") for link in read.all("a", class_="id") if _in(link, line)]
        assert links == [f"#e-{id_}" for id_ in one["sources"]]


def test_every_link_leads_to_a_place_on_the_page(read):
    ids = Counter(one.get("id") for one in read.elements if one.get("id"))
    assert set(ids.values()) == {1}
    assert {one.get("href")[1:] for one in read.all("a")} <= set(ids)
    assert {one.get("href")[0] for one in read.all("a")} == {"#"}


def test_the_head_says_day_revision_and_rules():
    text = Parsed(page(rev="0123456789abcdef0123").decode()).all("body")[0].text
    for said in ("2021年12月3日", "0123456789ab", "亮灯规则", "序时进度92.47%"):
        assert said in text


def test_a_light_is_a_word_too(read, found):
    """Wherever a colour tells a light, its word is there: in the place, in the same group, or as the column's title."""
    words = dict(zip(LIGHTS, ("红", "黄", "灰", "绿", "已完成"), strict=True))
    parts = {f"#t{task['id']}": task["part"].text for task in table(found, "tasks")}
    for code, word in words.items():
        assert {one.text for one in read.all("span", class_=code)} <= {word, *LABELS.values()}
        for chip in read.all("a", class_=code):
            cell = chip.parent
            label = cell.get("data-label") or next(one for one in read.all("b") if one.parent is cell).text
            assert label == parts[chip.get("href")]


def test_what_was_amended_is_said():
    """原时限 and the document stand in the article."""
    text = Parsed(page(amended()).decode()).id("t18").text
    assert "〔2021〕9号" in text
    assert "11月底" in text


def test_the_policy_names_the_one_style_sheet(read):
    """No script, no request, no form: and the page has none of them."""
    (style,) = read.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    (policy,) = [one.get("content") for one in read.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert [one.get("href") for one in read.all("link")] == ["data:,"]
    assert re.findall(r"url\(|@import|:has\(|@container|expression", style.text) == []


@pytest.mark.parametrize("source", [None, hostile()], ids=["examples", "hostile"])
def test_nothing_could_run_or_fetch(source):
    for one in Parsed(page(source).decode()).elements:
        assert one.tag in TAGS
        assert [name for name in one.attributes if name.startswith("on") or name in {"src", "style", "srcset"}] == []


def test_a_text_is_a_text():
    """Tags, entities, links and templates stand on the page as they were typed, and nothing else comes of them."""
    read = Parsed(page(hostile()).decode())
    assert [plain(one.text) for one in read.all("h1")] == [plain(f"表{HOSTILE}：进展一览")]
    article = read.id("t1")
    for said in (HOSTILE, f"张{HOSTILE_NAME}", f"局{HOSTILE_NAME}", f"11个{HOSTILE}", WORD, str(DIGITS)):
        assert said in article.text
    assert f"记{HOSTILE}……" in read.id(f"e-{id_of(11)}").text
    assert LONG not in read.id(f"e-{id_of(11)}").text
    assert read.all("a", href="http://x.example") == []


def test_a_name_that_would_end_its_attribute_does_not():
    title = """"' onclick="x" <a>"""
    read = Parsed(page(small(items=[row(title=title)])).decode())
    assert {one.get("title") for one in read.all("a", class_="chip")} == {title}


def test_the_page_of_nothing():
    """A filter that leaves no task leaves a page that says so."""
    with speaking("zh_CN"):
        nothing = html.render(dashboard.dashboard(gathered().of_tasks(set())), Page())
    text = Parsed(nothing.decode()).all("body")[0].text
    assert "没有逾期、受阻、滞后、临近时限未达标和未报送的任务" in text
    assert "本页列出全表25项任务中的0项" in text


@pytest.mark.slow
def test_many_entries_make_no_large_page():
    """4,000 entries are counted, the newest shown: a page that a phone still opens, however long the notes are."""
    days = [f"2021-{month:02}-{day:02}" for month in range(1, 12) for day in range(1, 29)]
    texts = dict(
        filed(day, figures={"roads": n % 100} if turn == 0 else {}, id_=id_of(n + 400 * turn), note="长" * 7_000)
        for turn in range(13)
        for n, day in enumerate(days)
    )
    texts = dict(itertools.islice(texts.items(), 4_000))
    made = page(small(*texts.items()))
    read = Parsed(made.decode())
    assert len(read.all("li", class_="entry")) == 4
    assert "共4000条" in read.id("t1").text
    assert "另有3996条较早的报送，见台账" in read.id("t1").text
    assert len(made) < 60_000


def test_the_same_report_gives_the_same_bytes():
    assert page() == examples()


def test_the_axis_spans_whole_months():
    axis = html.axis(report())
    assert (str(axis.first), str(axis.last)) == ("2021-10-01", "2021-12-31")
    assert [month.month for month in axis.months] == [10, 11, 12]
    assert axis.start(axis.first) == "0.00%"


@pytest.mark.parametrize(
    ("as_of", "last", "shown"),
    [
        ("2021-09-02", "2021-12-31", [9, 10, 11, 12]),
        ("2022-11-30", "2022-11-30", [10, 1, 4, 7, 10]),
        ("2026-11-23", "2021-12-31", [10, 11, 12]),
    ],
)
def test_the_axis_ends_where_somebody_still_looks(as_of, last, shown):
    """The as-of day lies on it, unless that is years after the deadlines; many months are named by quarters."""
    day = dt.date.fromisoformat(as_of)
    axis = html.axis(report(as_of=day))
    assert str(axis.last) == last
    assert [month.month for month in axis.months] == shown
    assert (f"截至{html.short_day(day, day)}</text>" in page(as_of=day).decode()) == (day in axis)


def test_a_day_of_another_year_names_it():
    day = gathered().as_of
    assert html.short_day(day, day) == "12月3日"
    assert html.short_day(day.replace(year=2022), day) == "2022年12月3日"


def test_a_store_without_entries_has_its_page():
    assert "牵头单位未报送。" in Parsed(page(small()).decode()).id("t1").text
