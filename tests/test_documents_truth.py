"""Every count, percent and place in the documents, on eight days of a year, against a second reckoning (`truth`)."""

import datetime as dt
import re
from collections import Counter
from fractions import Fraction

import docx
import openpyxl
import pytest
import truth
import turbulent
from running import EXAMPLES, ask

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*xtension")]  # openpyxl knows no solid data bars
DAYS = {one: f"2021-{one}" for one in ("03-31", "05-15", "06-30", "08-15", "09-30", "10-31", "11-30", "12-03")}
BEFORE = {"03-31": "02-28", "05-15": "03-31", "06-30": "05-31", "08-15": "06-30", "09-30": "08-31"}
BEFORE |= {"10-31": "09-30", "11-30": "10-31", "12-03": "10-31"}


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The examples; and a year in which leads, targets and deadlines change, with districts, a ceiling and a stage."""
    folder = turbulent.written(tmp_path_factory.mktemp("turbulent"))
    assert ask("check", "--data", folder).code in {0, 1}
    return {"examples": EXAMPLES, "turbulent": folder}


@pytest.fixture(scope="module", params=["examples", "turbulent"])
def known(request, stores):
    """A store, and what is true of it."""
    return stores[request.param], truth.Store(stores[request.param])


@pytest.fixture(params=DAYS)
def day(request):
    return request.param


def made(folder, tmp_path, kind, day, *more, ending="docx"):
    """Make a document by the program; return where it lies."""
    path = tmp_path / f"{kind}{len(more)}.{ending}"
    told = ask("report", kind, "--data", folder, "--as-of", day, *more, "-o", path)
    assert told.code == 0, told.err
    return path


def percent(share):
    """Return a share as the papers round it: halves up, and never 100 where it is less."""
    rounded = int(share * 10_000 + Fraction(1, 2))
    return min(rounded, 9_999) if share < 1 else rounded


def lag(one):
    """Return the lag of a task: who subtracts the printed percentages finds it."""
    return percent(one.expected) - percent(one.progress)


def expected_of(problem, texts):
    """Return what a problem says is expected, or the sentence below that says it of several."""
    if found := re.search(r"应达([\d.]+%)", problem):
        return found[1]
    number = int(problem.partition(".")[0])
    (gathered,) = [one for one in texts if re.match(r"(?:以上各项|第\d).*应达", one)]
    if found := re.search(r"以上各项均应达([\d.]+%)", gathered):
        return found[1]
    for first, last, share in re.findall(r"第(\d+)[至、](\d+)项均应达([\d.]+%)", gathered):
        if int(first) <= number <= int(last):
            return share
    raise AssertionError(problem)


def plain(hundredths):
    """Return hundredths of a point as a text prints them: 40, 96.67."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def read(text):
    """Return a percentage in hundredths of a point."""
    return int(Fraction(text.rstrip("%")) * 100)


def counted(stands):
    counts = Counter(one.part for one in stands)
    return {words: counts[part] for part, words in truth.PARTS.items() if counts[part]}


def counts_in(sentence):
    """Return what a sentence counts: 已完成9项 is 9; 均未报送 is all."""
    if found := re.match(r"(\d+)项任务均(\S+?)。", sentence):
        return {found[2]: int(found[1])}
    return {name: int(n) for name, n in re.findall(r"[，。]([^，。0-9]+?)([0-9]+)项", sentence.split("。")[0])}


def paragraphs(path):
    return [one.text for one in docx.Document(path).paragraphs]


def rows(table):
    head, *lines = [[cell.text for cell in row.cells] for row in table.rows]
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_the_bulletin(known, day, tmp_path):
    """Its counts, the table by leader, the pace, what moved, and each problem's figures, in the order of their lags."""
    folder, store = known
    on = dt.date.fromisoformat(DAYS[day])
    stands = store.on(on)
    path = made(folder, tmp_path, "bulletin", day, "--since", BEFORE[day])
    texts = paragraphs(path)
    whole = next(one for one in texts if re.match(r"\d+项任务", one))
    assert len(whole) <= 120
    assert int(re.match(r"\d+", whole)[0]) == len(stands)
    assert counts_in(whole) == counted(stands)
    assert read(re.search(r"全年序时进度([\d.]+%)", whole)[1]) == percent(truth.pace(on))
    if found := re.search(r"距(\d+)月(\d+)日还有(\d+)天，届时到期的(\d+)项", whole):
        due = min(one.due for one in stands if one.part != "done" and one.due >= on)
        waiting = sum(one.due == due and one.part != "done" for one in stands)
        assert tuple(map(int, found.groups())) == (due.month, due.day, (due - on).days, waiting)
    table = {row.pop("分管市领导"): row for row in rows(docx.Document(path).tables[0])}
    for name, row in table.items():
        mine = [one for one in stands if name in {"合计", *one.leaders}]
        expected = {words.partition("（")[0]: n for words, n in counted(mine).items()}
        told = {words: int(n) for words, n in row.items() if n != "—"}
        assert told == {"任务数": len(mine)} | expected
    by_title = {one.title: one for one in stands}
    problems = [re.match(r"\d+\.(.+?)（(.+?)）。(.*)", one) for one in texts]
    for found in filter(None, problems):
        one = by_title[found[1]]
        if value := re.search(r"滞后([\d.]+)个百分点", found[3]):
            assert read(value[1]) == lag(one)
            assert read(expected_of(found[0], texts)) == percent(one.expected)
        if value := re.search(r"(?:完成率|形象进度)([\d.]+%)", found[3]):
            assert read(value[1]) == percent(one.progress)
        if late := re.search(r"已逾期(\d+)天", found[3]):
            assert (one.part, int(late[1])) == ("overdue", one.late)
    order = [by_title[found[1]] for found in filter(None, problems)]
    worst = [one for part in ("overdue", "blocked", "lag", "near") for one in stands if one.part == part]
    assert {one.id for one in order} <= {one.id for one in worst}
    assert [("overdue", "blocked", "lag", "near").index(one.part) for one in order] == sorted(
        ("overdue", "blocked", "lag", "near").index(one.part) for one in order
    )
    rest = re.search(r"另有(\d+)项(?!已撤销)", "".join(texts))
    assert len(order) + (int(rest[1]) if rest else 0) == len(worst)
    left_and_asked("".join(texts), [one for one in worst if one not in order], stands)
    silent = [one for one in texts if one.startswith("未报送")]
    assert len(silent) == any(one.part == "silent" for one in stands)
    if silent and (found := re.match(r"未报送(\d+)项", silent[0])):
        assert int(found[1]) == sum(one.part == "silent" for one in stands)
    moved(texts, store, on, dt.date.fromisoformat(f"2021-{BEFORE[day]}"))
    assert f"本期数据：{store.count(on)}条报送" in "".join(texts)


def left_and_asked(text, untold, stands):
    """Hold how many problems are left to the annex, and how many units are asked, against the tasks."""
    if counts := re.search(r"另有\d+项（([^“）]+)）见附件", text):
        said = {name: int(n) for name, n in re.findall(r"([^、0-9]+)(\d+)项", counts[1])}
        assert said == Counter(truth.PARTS[one.part] for one in untold)
    for name, part in (("未报送", "silent"), ("临近时限", "near")):
        if found := re.search(rf"{name}的(\d+)家单位", text):
            assert int(found[1]) == len({one.lead for one in stands if one.part == part})


def moved(texts, store, on, before):
    """Hold what is told of the time since against both days."""
    was = {one.id: one for one in store.on(before)}
    now = {one.id: one for one in store.on(on) if one.id in was}
    text = "".join(texts)
    fresh = [n for n, one in now.items() if one.part == "done" != was[n].part]
    found = re.search(r"以来新完成(\d+)项", text)
    assert (int(found[1]) if found else 0) == len(fresh)
    by_title = {one.title: one for one in now.values()}
    for name, old, new in re.findall(r"“([^”]+)”(?:（|完成率由)([\d.]+)%(?:到|变为)([\d.]+)%", text):
        one = by_title[name]
        assert (read(old), read(new)) == (percent(was[one.id].progress), percent(one.progress))
    grown = [
        n
        for n, one in now.items()
        if one.part != "done" and one.progress is not None and was[n].progress is not None
        if one.progress > was[n].progress and one.targets == was[n].targets
    ]
    if found := re.search(r"(\d+)项完成率提高", text):
        assert int(found[1]) == len(grown)
    bad = {"overdue", "blocked", "lag", "near", "silent"}
    named = [n for n, one in was.items() if one.part in bad and n in now]
    if found := re.search(r"上期点名的(\d+)项", text):
        assert int(found[1]) == len(named)
    if "上期点名的" not in text:
        named = [n for n in named if was[n].is_reported or not now[n].is_reported]
    if found := re.search(r"有问题的(\d+)项", text):
        assert int(found[1]) == len(named)
    if found := re.search(r"(?:其余|另)(\d+)项仍有问题", text):
        assert int(found[1]) == sum(now[n].part in bad for n in named)


def test_the_annexes(known, day, tmp_path):
    """Each task's progress, what is expected, its light and lag; each district's percent and place."""
    folder, store = known
    stands = {one.id: one for one in store.on(dt.date.fromisoformat(DAYS[day]))}
    tables = docx.Document(made(folder, tmp_path, "bulletin", day)).tables[1:]
    for row in rows(tables[0]):
        if row["亮灯"].startswith("已撤销"):
            assert int(row["序号"]) not in stands
            continue
        one = stands.pop(int(row["序号"]))
        shown = re.match(r"[\d.]+%", row["完成率"])
        assert (read(shown[0]) if shown else None) == (None if one.progress is None else percent(one.progress))
        if row["应达进度"] != "—":
            assert read(row["应达进度"]) == percent(one.expected)
        assert one.colour in row["亮灯"] or (one.part == "done" and "完成" in row["亮灯"])
        if found := re.search(r"滞后([\d.]+)个百分点", row["亮灯"]):
            assert read(found[1]) == lag(one)
        if found := re.search(r"逾期(\d+)天", row["亮灯"]):
            assert int(found[1]) == one.late
    assert not stands
    stands = store.on(dt.date.fromisoformat(DAYS[day]))
    for one in stands:
        for shares in filter(None, one.shares.values()):
            merits = [figure / target for target, figure in shares.values() if figure is not None]
            for row in rows(tables[1]):
                target, figure = shares[row["县（市、区）"]]
                (told,) = (text for name, text in row.items() if name != "县（市、区）")
                assert f"目标{target}公里" in told
                if figure is None:
                    assert told.startswith("未报送")
                    continue
                assert read(re.search(r"[\d.]+%", told)[0]) == percent(figure / target)
                assert f"第{1 + sum(other > figure / target for other in merits)}位" in told


def test_the_long_form_and_the_brief_count_the_same(known, day, tmp_path):
    folder, store = known
    stands = store.on(dt.date.fromisoformat(DAYS[day]))
    brief = paragraphs(made(folder, tmp_path, "brief", day))
    assert counts_in(next(one for one in brief if re.match(r"\d+项任务", one))) == counted(stands)
    long = paragraphs(made(folder, tmp_path, "bulletin", day, "--full"))
    sections = dict(
        re.fullmatch(r"（.）(.+?)(\d+)项", one).groups() for one in long if re.fullmatch(r"（.）.+?\d+项", one)
    )
    assert {name: int(n) for name, n in sections.items()} == counted(stands)


def test_the_reminders(known, day, tmp_path):
    """Who is reminded, how many of its tasks, by how much each lags."""
    folder, store = known
    stands = store.on(dt.date.fromisoformat(DAYS[day]))
    bad = {"overdue", "blocked", "lag", "near", "silent"}
    place = tmp_path / "reminders"
    told = ask("report", "reminder", "--all", "--data", folder, "--as-of", day, "-o", place)
    assert told.code == 0
    units = dict(re.findall(r"(\w+)\.docx  (\S+?)（", told.out))
    leading = {one.lead for one in stands if one.part in bad or (one.part == "reached" and one.colour == "黄")}
    districts = {unit for one in stands if one.part != "done" for shares in one.shares.values() for unit in shares}
    assert leading <= set(units.values()) <= leading | districts
    for code, unit in units.items():
        texts = paragraphs(place / f"{code}.docx")
        mine = [one for one in stands if one.lead == unit]
        if found := re.search(r"任务(\d+)项，", "".join(texts)):
            assert int(found[1]) == len(mine)
        for one in stands:
            for shares in one.shares.values():
                rates = {name: figure / target for name, (target, figure) in shares.items() if figure is not None}
                if unit in rates:
                    rank = 1 + sum(rate > rates[unit] for rate in rates.values())
                    assert f"，在{len(rates)}个县（市、区）中列第{rank}位" in "".join(texts)
                    assert f"完成率{plain(percent(rates[unit]))}%" in "".join(texts)
        by_title = {one.title: one for one in stands}
        for name, points in re.findall(
            r"(?:^|\n)(?:\d+\.)?([^\n（]+)（任务\d+）。完成时限[^\n]*?；滞后([\d.]+)个百分点", "\n".join(texts)
        ):
            assert read(points) == lag(by_title[name])


def test_the_ledger(known, day, tmp_path):
    """Its percent of each task, and the light; each district's percent and place."""
    folder, store = known
    stands = {one.id: one for one in store.on(dt.date.fromisoformat(DAYS[day]))}
    book = openpyxl.load_workbook(made(folder, tmp_path, "ledger", day, ending="xlsx"))
    lines = [list(row) for row in book["台账"].iter_rows(values_only=True)]
    head = next(line for line in lines if "序号" in line)
    for line in lines[lines.index(head) + 1 :]:
        row = dict(zip(head, line, strict=True))
        if not isinstance(row["序号"], int) or row["序号"] not in stands:
            continue
        one = stands.pop(row["序号"])
        value = row["完成率"]
        assert (None if value is None else round(value * 10_000)) == (
            None if one.progress is None else percent(one.progress)
        )
        assert one.colour in row["亮灯"]
    assert not stands
    for row in districts(book):
        one = next(one for one in store.on(dt.date.fromisoformat(DAYS[day])) if one.id == row["序号"])
        if row["目标"] is None:  # the plan divides nothing: what the district filed last
            filed = {
                float(figure[row["县（市、区）"]]) for figure in one.filed.values() if row["县（市、区）"] in figure
            }
            scale = 10_000 if row["单位"].startswith("万") else 1
            assert row["完成数"] * scale in filed
            assert (row["完成率"], row["位次"], row["亮灯"]) == (None, None, None)
        for shares in filter(None, one.shares.values()):
            target, figure = shares[row["县（市、区）"]]
            merits = [known / aim for aim, known in shares.values() if known is not None]
            assert (row["目标"], row["完成数"]) == (target, figure)
            if figure is not None:
                assert round(row["完成率"] * 10_000) == percent(figure / target)
                assert row["位次"] == 1 + sum(other > figure / target for other in merits)


def districts(book):
    """Return the lines of the sheet of districts; a plan that divides nothing has none."""
    if "县区" not in book.sheetnames:
        return []
    lines = [list(row) for row in book["县区"].iter_rows(values_only=True)]
    head = next(line for line in lines if "位次" in line)
    return [dict(zip(head, line, strict=True)) for line in lines[lines.index(head) + 1 :] if line[0]]


def test_the_page_counts_the_same(known, day, tmp_path):
    """The counts on the page's head, each beside its words."""
    folder, store = known
    stands = store.on(dt.date.fromisoformat(DAYS[day]))
    page = made(folder, tmp_path, "dashboard", day, ending="html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page))
    for words, n in counted(stands).items():
        name = words.partition("（")[0]
        assert re.search(rf"{name}(?:（无累计指标）)?{n}(?!\d)|(?<!\d){n}项?{name}", text), (name, n)
