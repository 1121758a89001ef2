"""Names in cells: units and persons whatever stands between them, pinyin with surnames' own readings, codes."""

import pytest

from mstrack.intake import names, pinyin

UNITS = {
    "市民政局 市财政局 各市（区）政府": ["市民政局", "市财政局", "各市（区）政府"],
    "市民政局、市财政局，市残联；市妇联": ["市民政局", "市财政局", "市残联", "市妇联"],
    "市人力资源社会保\n障局\n市委\n统战部": ["市人力资源社会保障局", "市委统战部"],
    "各市\n（区）政府": ["各市（区）政府"],
    "市经信局等，各县、市、区政府": ["市经信局", "各县、市、区政府"],
    "立山经济开发区，各街道、区直各部门": ["立山经济开发区", "各街道", "区直各部门"],
    "市工业和信息化局，相关县（市、区）政府": ["市工业和信息化局", "相关县（市、区）政府"],
    "市金融办、市税务局（列第一位者为工作牵头单位或汇总单位，下同）": ["市金融办", "市税务局"],
    "江门供电局　市消防支队": ["江门供电局", "市消防支队"],
}


@pytest.mark.parametrize("cell", UNITS)
def test_units(cell):
    """Each unit once, whole, in the order of the cell."""
    assert list(names.units(cell).others) == UNITS[cell]


def test_leading_units():
    """省教育厅、…牵头，会同… names who leads; 等 is told as not complete."""
    found = names.units("省教育厅、人力资源社会保障厅牵头，会同省财政厅等")
    assert (found.lead, found.others, found.vague) == (("省教育厅", "人力资源社会保障厅"), ("省财政厅",), True)


def test_cut_behind_an_end():
    """A name cut where it looks whole is joined by the persons beside it, or by its name elsewhere; else it stays."""
    cut = ["市人力资源社会", "保障局", "市妇联"]
    assert names.rejoined(cut, 2, ()) == ["市人力资源社会保障局", "市妇联"]
    assert names.rejoined(cut, 0, {"市人力资源社会保障局"}) == ["市人力资源社会保障局", "市妇联"]
    assert names.rejoined(cut, 3, ()) == cut


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("张 璐 李文聪", ["张璐", "李文聪"]),
        ("蒋　茜\n各市（区）\n长", ["蒋茜", "各市（区）长"]),
        ("谢鸿猷、刘 兵", ["谢鸿猷", "刘兵"]),
    ],
)
def test_persons(cell, people):
    """Names of two characters are spaced by printers; 各市（区）长 is one name."""
    assert list(names.persons(cell)) == people


@pytest.mark.parametrize(
    ("name", "read"),
    [("曾锦俊", "zeng jin jun"), ("单小明", "shan xiao ming"), ("区伟", "ou wei"), ("仇和", "qiu he"), ("吕强", "lü qiang"),
     ("尉迟恭", "yu chi gong"), ("各市（区）长", "ge shi qu zhang"), ("蒋茜", "jiang qian")],
)  # fmt: skip
def test_pinyin(name, read):
    """A surname has its own reading."""
    assert pinyin.person(name) == read


def test_codes():
    """Codes are initials of the short names, each once, none a device of Windows, none that is taken."""
    given = pinyin.codes(
        ["市卫生健康局", "市妇联", "市水利局", "市商务局", "市审计局", "市司法局", "市实业局"], {"sjj"}
    )
    assert given["市卫生健康局"] == "wjj"
    assert given["市妇联"] == "sfl"
    assert len(set(given.values()) | {"sjj"}) == len(given) + 1
    assert "con" not in pinyin.codes(["从欧农"]).values()
