"""Words of a table: what is evened, what stays, and what nobody sees."""

import pytest

from mstrack.errors import WrongUse
from mstrack.intake import words


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("建档率达到 90% 以上, 100% 村卫生站参与", "建档率达到90%以上，100%村卫生站参与"),
        ("镇(街)社会工作服务站１２个;新建\n公厕", "镇（街）社会工作服务站12个；新建公厕"),
        ("完成 2.778 万批次，比例1.5:1", "完成2.778万批次，比例1.5:1"),
        ("新增1,200个、12,345,678元", "新增1200个、12345678元"),
        ("使用 Windows Server 系统", "使用Windows Server系统"),
    ],
)
def test_even(printed, kept):
    """White space goes, digits become half-width, punctuation Chinese; numbers and Latin words stay."""
    assert words.even(printed) == kept


def test_clauses():
    """A clause ends with its sign and the bracket or quote behind it; put together they are the text."""
    text = "深入实施“粤菜师傅”工程。打造“品牌，”带动1000人（三类桥1座，四类桥9座）。"
    parts = words.clauses(text)
    assert "".join(parts) == text
    assert parts[:2] == ["深入实施“粤菜师傅”工程。", "打造“品牌，”"]


def test_invisible():
    """Characters that nobody sees go and are counted; radicals of a PDF are the characters they look like."""
    assert words.visible("新\u200b建\ufeff学\u2f24校\u00ad") == ("新建学大校", 3)
    assert words.visible("新建\r\n学校\u00a0所") == ("新建\n学校 所", 0)
    for sign in "\u202e\u2066\u202b":
        with pytest.raises(WrongUse, match="direction"):
            words.visible(f"建成{sign}001所")
