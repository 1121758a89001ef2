"""Every count, percent and place on the page, in the ledger's other sheets and in the data, as `truth` reckons them."""

import calendar
import datetime as dt
import re
import sqlite3
from collections import Counter

import lxml.html
import openpyxl
import pytest
import truth
import turbulent
from running import EXAMPLES, ask

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*xtension")]  # openpyxl knows no solid data bars
DAYS = ("03-31", "05-15", "06-30", "08-15", "09-30", "10-31", "11-30", "12-03")
BAD = ("overdue", "blocked", "lag", "near", "silent")
CODES = {"on-pace": "on_pace", "under-way": "under_way", "lag": "slow", "silent": "unreported"}
"""What the data call a part, where `truth` calls it otherwise."""
FRESH = dict(zip(BAD, ("新逾期", "新受阻", "新滞后", "新临近时限未达标", "新未报送"), strict=True)) | {"done": "新完成"}


class Known:
    """A store on a day: where its tasks stand by the second reckoning, and what the program makes of it."""

    def __init__(self, folder, day, place):
        """Reckon it."""
        self.folder, self.day, self.place = folder, dt.date.fromisoformat(f"2021-{day}"), place
        self.store = truth.Store(folder)
        self.stands = {one.id: one for one in self.store.on(self.day)}

    def made(self, kind, ending):
        """Make a document; return where it lies."""
        path = self.place / f"a.{ending}"
        told = ask("report", kind, "--data", self.folder, "--as-of", self.day, "-o", path)
        assert told.code == 0, told.err
        return path

    @property
    def before(self):
        """Where the tasks stood a month before; None where the year had not begun."""
        last = self.day.replace(day=1) - dt.timedelta(1)
        ends = self.day.day == calendar.monthrange(self.day.year, self.day.month)[1]
        then = last if ends else last.replace(day=min(self.day.day, last.day))
        return {one.id: one for one in self.store.on(then)} if then.year == 2021 else None

    def change(self, one):
        """Return by how many hundredths of a point a task moved; None where the two do not rest on the same thing."""
        was = (self.before or {}).get(one.id)
        if was is None or None in {one.progress, was.progress} or one.is_by_percent != was.is_by_percent:
            return None
        return percent(one.progress) - percent(was.progress)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return {"examples": EXAMPLES, "turbulent": turbulent.written(tmp_path_factory.mktemp("turbulent"))}


@pytest.fixture(params=[f"{name} {day}" for name in ("examples", "turbulent") for day in DAYS])
def known(request, folders, tmp_path):
    name, day = request.param.split()
    return Known(folders[name], day, tmp_path)


def percent(share):
    """Return a share as the papers round it, in hundredths of a point: halves up, and never 100 where it is less."""
    rounded = int(share * 10_000 + truth.Fraction(1, 2))
    return min(rounded, 9_999) if share < 1 else rounded


def points(lag):
    return int(abs(lag) * 100 + truth.Fraction(1, 2)) * (1 if lag >= 0 else -1)


def percents(text):
    return [int(one.replace(".", "")) for one in re.findall(r"(\d+\.\d\d)%", text)]


def words(element):
    return "".join(element.text_content().split())


def needing(stands):
    return [one for one in stands if one.part in BAD or (one.part == "reached" and one.colour == "黄")]


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
        assert int(n) == sum(truth.PARTS[one.part] == name for one in known.stands.values())
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
    for lag in re.findall(r"滞后([\d.]+)个百分点", text):
        assert int(truth.Fraction(lag) * 100) == points(one.lag)
    for late in re.findall(r"逾期(\d+)天", text):
        assert int(late) == one.late


def row(page, one):
    (line,) = page.xpath(f"//table[@class='tasks']//tr[td/a/@href='#t{one.id}']")
    told(line, one)
    assert (one.part == "done") == ("已完成" in words(line.xpath("td[3]")[0]))


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


def lines_of(book, name):
    """Return the rows of a sheet by their titles."""
    head, *found = list(book[name].iter_rows(min_row=3, values_only=True))
    return [dict(zip(head, one, strict=True)) for one in found]


def test_the_sheets_of_the_ledger(known):
    """What was a month before and what moved; what is expected, the lag; each indicator; by leader and lead unit."""
    book = openpyxl.load_workbook(known.made("ledger", "xlsx"))
    for line in lines_of(book, "台账"):
        if (one := known.stands.get(line["序号"])) is None:
            continue
        assert _hundredths(line["较上月同期（百分点）"], 100) == known.change(one)
        was = next((value for title, value in line.items() if re.fullmatch(r"(\d+月\d+日|上月同期)完成率", title)))
        then = (known.before or {}).get(one.id)
        assert _hundredths(was, 10_000) == (None if then is None or then.progress is None else percent(then.progress))
    for line in lines_of(book, "进展和问题"):
        if (one := known.stands.get(line["序号"])) is None:
            continue
        assert line["进展分类"] == truth.PARTS[one.part]
        assert _hundredths(line["应达进度"], 10_000) == percent(one.expected)
        lag = None if one.lag is None or one.part == "done" else points(one.lag)
        assert _hundredths(line["滞后（百分点）"], 100) == lag
    shown = [(line["序号"], _hundredths(line["完成率"], 10_000)) for line in lines_of(book, "指标")]
    stands = known.stands.values()
    expected = [
        (one.id, percent(one.rates[key]) if key in one.rates else None) for one in stands for key in one.targets
    ]
    assert [one for one in shown if one[0] in known.stands] == expected
    for sheet, title, names in (
        ("按市领导", "分管市领导", lambda one: one.leaders),
        ("按牵头单位", "牵头单位", lambda one: [one.lead]),
    ):
        for line in lines_of(book, sheet):
            mine = [one for one in known.stands.values() if line[title] in names(one)]
            counts = Counter(truth.PARTS[one.part] for one in mine)
            assert line["任务数"] == len(mine) > 0
            assert {name: line[name] for name in truth.PARTS.values() if line[name]} == counts
            assert line["需关注"] == ("、".join(str(one.id) for one in needing(mine)) or None)


def _hundredths(value, times):
    return None if value is None else round(value * times)


def test_the_data(known):
    """Each task's light, part, percents and lag; each indicator's percent; each district's percent and place."""
    link = sqlite3.connect(known.made("data", "sqlite"))
    link.row_factory = sqlite3.Row
    standings, actuals, shares = (
        link.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608  our own names
        for name in ("standings", "actuals", "share_standings")
    )
    assert (len(actuals) > len(known.stands) - 3, bool(shares)) == (
        True,
        any(any(one.shares.values()) for one in known.stands.values()),
    )
    codes = {row["name"]: row["code"] for row in link.execute("SELECT name, code FROM units")}
    link.close()
    for line in standings:
        if (one := known.stands.get(line["task"])) is None:
            continue
        assert line["part"] == CODES.get(one.part, one.part)
        assert _hundredths(line["progress_percent"], 100) == (None if one.progress is None else percent(one.progress))
        assert _hundredths(line["expected_percent"], 100) == percent(one.expected)
        assert line["late_days"] == (one.late if one.part == "done" else 0)
        assert line["days_left"] == (one.due - known.day).days
    for line in actuals:
        if (one := known.stands.get(line["task"])) is None:
            continue
        rate = one.rates.get(line["indicator"])
        assert _hundredths(line["percent"], 100) == (None if rate is None else percent(rate))
    for line in shares:
        known_shares = known.stands[line["task"]].shares[line["indicator"]]
        by_code = {codes[unit]: pair for unit, pair in known_shares.items()}
        merits = {code: figure / target for code, (target, figure) in by_code.items() if figure is not None}
        rate = merits.get(line["unit"])
        assert _hundredths(line["percent"], 100) == (None if rate is None else percent(rate))
        assert line["place"] == (None if rate is None else 1 + sum(other > rate for other in merits.values()))
