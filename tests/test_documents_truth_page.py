"""Every count, percent and place on the page, as `truth` reckons them."""

import calendar
import datetime as dt
import re
from collections import Counter

import lxml.html
import pytest
import reckoning
import truth
from reckoning import BAD, lag, needing, percent, percents

pytestmark = pytest.mark.slow
FRESH = dict(zip(BAD, ("新逾期", "新受阻", "新滞后", "新临近时限未达标", "新未报送"), strict=True)) | {"done": "新完成"}


@pytest.fixture(params=reckoning.CASES)
def known(request, tmp_path):
    return reckoning.known(request.param, tmp_path)


def words(element):
    return "".join(element.text_content().split())


def test_the_page(known):
    """What is counted above, what needs attention, what moved, each task's row and article, each district's line."""
    page = lxml.html.fromstring(known.made("dashboard", "html").read_bytes())
    overall(page, known)
    attention(page, known)
    moved(page, known)
    for one in known.stands.values():
        row(page, one)
        article(page, one, known)
    groups(page, known)
    course(page, known)
    districts(page, known)


def overall(page, known):
    head = words(page.xpath("//header")[0])
    assert f"共{known.store.count(known.day)}条报送" in head
    assert percents(head) == [percent(truth.pace(known.day))]
    counts = Counter(one.part for one in known.stands.values())
    listed = dict(re.fullmatch(r"(\D+?)(\d+)项", words(one)).groups() for one in page.xpath("//*[@id='counts']//ul/li"))
    assert {name: int(n) for name, n in listed.items()} == {truth.PARTS[part]: n for part, n in counts.items()}
    assert words(page.xpath("//*[@id='counts']/h2/small")[0]) == f"{len(known.stands)}项任务"


def attention(page, known):
    waiting = needing(known.stands.values())
    (section,) = page.xpath("//*[@id='attention']")
    assert words(section.xpath("h2/small")[0]) == f"{len(waiting)}项"
    shown = section.xpath(".//a[starts-with(@href, '#t')]/@href")
    assert sorted(set(shown)) == sorted(f"#t{one.id}" for one in waiting)
    panels = section.xpath(".//div[@class='panel']")
    assert bool(panels) == bool(waiting)
    for panel in panels:
        name, n = re.fullmatch(r"(\D+)(\d+)项", words(panel.xpath("h3")[0])).groups()
        assert int(n) == sum(truth.PARTS[one.part] == name for one in waiting)
        for line in panel.xpath("ul/li"):
            one = known.stands[int(line.xpath("a/@href")[0][2:])]
            assert truth.PARTS[one.part] == name
            told(line, one)


def told(line, one):
    """Hold what a line says of a task: its percent, what is expected, by how much it lags, how late it is."""
    bar = line.xpath(".//div[@class='plot']")[0]
    said = percents(bar.xpath("svg/@aria-label")[0])
    if one.progress is None:
        assert said == []
    else:
        assert said in ([percent(one.progress)], [percent(one.progress), percent(one.expected)])
        assert percents(words(bar)) == said[:1]
    text = words(line)
    for behind in re.findall(r"滞后([\d.]+)个百分点", text):
        assert int(truth.Fraction(behind) * 100) == lag(one)
    for late in re.findall(r"逾期(\d+)天", text):
        assert int(late) == one.late


def row(page, one):
    (line,) = page.xpath(f"//table[@class='tasks']//tr[td/a/@href='#t{one.id}']")
    told(line, one)
    assert (one.part == "done") == bool(line.xpath("td[3]/span[@class='light done']"))


def article(page, one, known):
    (place,) = page.xpath(f"//article[@id='t{one.id}']")
    told(place, one)
    assert f"共{known.store.count(known.day, one.id)}条" in words(place.xpath(".//h4")[0])
    plots = place.xpath(".//table//div[@class='plot']/svg/@aria-label")
    names = [key for key in one.targets if key in one.rates]
    assert [percents(label) for label in plots] == [[percent(one.rates[key]), percent(one.lines[key])] for key in names]


def moved(page, known):
    """What came to a part within a month, whose percent grew, stood still, fell."""
    if known.before is None:
        assert page.xpath("//*[@id='moved']") == []
        return
    both = [(known.before[one.id], one) for one in known.stands.values() if one.id in known.before]
    expected = {words: {now.id for was, now in both if now.part == part != was.part} for part, words in FRESH.items()}
    changes = {now.id: known.change(now) for _was, now in both if now.part != "done"}
    changes = {id_: change for id_, change in changes.items() if change is not None}
    expected["不再滞后或未报送"] = {now.id for was, now in both if was.part in BAD and now.part not in {*BAD, "done"}}
    expected["完成率提高"] = {id_ for id_, change in changes.items() if change > 0}
    expected["完成率没有变化"] = {id_ for id_, change in changes.items() if change == 0}
    expected["完成率下降"] = {id_ for id_, change in changes.items() if change < 0}
    found = {}
    for line in page.xpath("//*[@id='moved']//li"):
        name, n = re.fullmatch(r"(\D+)(\d+)项", words(line.xpath("span[@class='what']")[0])).groups()
        found[name] = {int(one[2:]) for one in line.xpath(".//a/@href")}
        assert int(n) == len(found[name])
        for id_, grown in re.findall(r"任务(\d+)提高([\d.]+)个百分点", words(line)):
            assert changes[int(id_)] == int(truth.Fraction(grown) * 100)
    assert found == {name: ids for name, ids in expected.items() if ids}


def groups(page, known):
    """By leader, by lead unit, by deadline: how many, and which in which part."""
    for where, names in (("leaders", lambda one: one.leaders), ("units", lambda one: [one.lead])):
        lines = page.xpath(f"//*[@id='{where}']/table/tbody/tr")
        assert len(lines) == len({name for one in known.stands.values() for name in names(one)})
        for line in lines:
            name = words(line.xpath("th")[0])
            mine = [one for one in known.stands.values() if name in names(one)]
            assert int(words(line.xpath("td[@data-label='任务数']")[0])) == len(mine)
            for cell in line.xpath("td[@class='lights']"):
                part = cell.get("data-label")
                ids = [int(one[2:]) for one in cell.xpath(".//a/@href")]
                assert sorted(ids) == [one.id for one in mine if truth.PARTS[one.part] == part]
    days = page.xpath("//*[@id='deadlines']//ul[@class='days']/li[span/b]")
    assert len(days) == len({one.due for one in known.stands.values()})
    for line in days:
        month, day, n = map(int, re.match(r"(\d+)月(\d+)日(\d+)项", words(line)).groups())
        mine = [one for one in known.stands.values() if (one.due.month, one.due.day) == (month, day)]
        assert n == len(mine) == len(line.xpath(".//a"))


def course(page, known):
    """What each indicator had reached on the last day of each month, as it was known then."""
    ends = [dt.date(2021, n, calendar.monthrange(2021, n)[1]) for n in range(1, 13)]
    then = {day: {one.id: one for one in known.store.on(day)} for day in {*ends, known.day} if day <= known.day}
    lines = iter(page.xpath("//*[@id='course']//li"))
    for one in known.stands.values():
        for key in one.targets:
            if key not in one.lines:
                continue
            line = next(lines)
            assert line.xpath("a/@href") == [f"#t{one.id}"]
            shown = [
                f"{day.month}月{day.day}日{percent(stands[one.id].rates[key]) / 100:.2f}%"
                for day, stands in sorted(then.items())
                if one.id in stands and key in stands[one.id].rates
            ]
            label = line.xpath("svg/@aria-label")[0].partition("：")[2]
            assert label == f"{'，'.join(shown) or '无完成数'}；应达{percent(one.lines[key]) / 100:.2f}%"
    assert list(lines) == []


def districts(page, known):
    divided = [shares for one in known.stands.values() for shares in one.shares.values() if shares]
    tables = page.xpath("//*[@id='districts']/details")
    assert len(tables) == len(divided)
    for table, shares in zip(tables, divided, strict=True):
        merits = {unit: figure / target for unit, (target, figure) in shares.items() if figure is not None}
        places = []
        for line in table.xpath(".//tbody/tr"):
            unit = words(line.xpath("td[1]")[0])
            rate, place = (words(line.xpath(f"td[@data-label='{name}']")[0]) for name in ("完成率", "位次"))
            if unit in merits:
                assert percents(rate) == [percent(merits[unit])]
                assert int(place) == 1 + sum(other > merits[unit] for other in merits.values())
                places.append(int(place))
            else:
                assert place == "—"
        assert places == sorted(places)
