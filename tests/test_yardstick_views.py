"""Tables of other places, the yardstick: what each prints stands in the answers that people read."""

import pytest
from foreign_tables import placed
from running import ask


@pytest.mark.parametrize(
    ("key", "day", "question", "printed"),
    [
        ("april2013", "2013-09-30", "show 1", "2014-03-31"),
        ("chongqing2015", "2015-06-30", "show 4", "156.92亿元"),
        ("guangyuan2008", "2008-06-30", "show 1", "甲县政府"),
        ("jiangmen_key2019", "2019-10-31", "show 1", "629亿元"),
        ("lishan2023", "2023-11-30", "show 1", "-2.3%"),
        ("meishan2019", "2019-11-30", "show 2", "低于4.3%"),
        ("pingdingshan2013", "2013-06-30", "show 3", "一、加快产业转型（二）着力扩大增量"),
        ("shenzhen2011", "2011-06-30", "show 3", "三国文化周期间"),
        ("wanzhou2025", "2025-06-30", "list --long", "达到序时"),
        ("xuancheng2020", "2020-11-30", "list", "91.67%"),
        ("zhaoqing2020", "2020-12-01", "show 1", "李四"),
        ("chuzhou2020", "2020-11-30", "show 1", "全年"),
        ("chuzhou2020", "2020-11-30", "show 81", "李四"),
        ("chuzhou2020", "2020-11-30", "summary --by leader", "李四"),
        ("fujian2011", "2011-04-30", "show 4", "、省人力资源社会保障厅"),
        ("fujian2011", "2011-04-30", "show 11", "中期检查通报"),
        ("hangzhou2018", "2018-06-30", "list", "（三）"),
        ("meishan2019", "2019-11-30", "show 1", "27800"),
        ("meishan2019", "2019-11-30", "show 1", "8600"),
        ("wanzhou2025", "2025-06-30", "show 1", "60.4"),
        ("zhaoyuan2022", "2022-09-30", "show 14", "教学楼建设"),
        ("zhaoyuan2022", "2022-09-30", "show 14", "0535-8246306"),
    ],
)
def test_what_people_read(tmp_path, monkeypatch, key, day, question, printed):
    """In Chinese, on a terminal that is wide enough; a day of the period's third year is no day after the period."""
    monkeypatch.setenv("MSTRACK_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "200")
    told = ask(*question.split(), "--data", placed(tmp_path, key), "--as-of", day)
    assert (told.code, told.err) == (0, "")
    assert printed in told.out


@pytest.mark.parametrize(("key", "number"), [("meishan2019", 2), ("lishan2023", 1)])
def test_no_percentage_of_a_ceiling_or_of_growth(tmp_path, monkeypatch, key, number):
    """3.57 of a ceiling of 4.3 is no 83 %, and a growth of -2.3 no -37 % of 6.2."""
    monkeypatch.setenv("MSTRACK_LANG", "zh")
    told = ask("show", str(number), "--data", placed(tmp_path, key), "--as-of", "11-30").out
    assert "83.02%" not in told
    assert "-37.10%" not in told
