"""The languages: the Chinese catalogue is complete, faithful and well set; the environment chooses between them."""

import gettext
import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from running import ROOT, start

from mstrack import i18n
from mstrack.rules import catalogue

KEYWORDS = {"_": None, "mark": None, "ngettext": (1, 2)}
COMPILED = ROOT / "src" / "mstrack" / "locale" / "zh_CN" / "LC_MESSAGES" / "mstrack.mo"
IDEOGRAPH = "\u3400-\u9fff"
FULL = "，。、；：！？（）《》“”"
SAMPLES = re.compile(r"\[[^]]*\]|（[!&*]名称）|键名: 内容")
"""What is YAML in a sentence about YAML, and stays half-width."""

with COMPILED.with_suffix(".po").open("rb") as _source:
    CATALOGUE = read_po(_source, locale="zh_CN")
MESSAGES = [message for message in CATALOGUE if message.id]
VARIABLES = ("MSTRACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def forms(texts):
    """Return the one form of a message, or its several, as a tuple."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def placeholders(text):
    """Return the names that a text leaves open."""
    return set(re.findall(r"\{(\w*)\}", text))


def translations():
    """Return the Chinese of every message, one by one."""
    return [text for message in MESSAGES for text in forms(message.string)]


@pytest.fixture
def preferred(monkeypatch):
    """Return the language that a set of variables chooses."""

    def chosen(**variables):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        i18n._preferred.cache_clear()
        return i18n.language()

    return chosen


def test_complete():
    """The catalogue holds every message of the source, and none that the source no longer has.

    The docstrings of rules are messages, too: check --explain tells them.
    """
    source = ROOT / "src" / "mstrack"
    found = {forms(row[2]) for row in extract_from_dir(source, [("**.py", "python")], keywords=KEYWORDS)}
    found |= {forms(docstring) for docstring in catalogue.functions().values()}
    held = {forms(message.id) for message in MESSAGES}
    assert (found - held, held - found) == (set(), set())
    assert not CATALOGUE.obsolete


def test_translated():
    """No message is empty, unsure, or left in English."""
    assert [message.id for message in MESSAGES if message.fuzzy or not all(forms(message.string))] == []
    said = {forms(message.id)[0]: forms(message.string)[0] for message in MESSAGES}
    worded = {source for source in said if re.search("[A-Za-z]{3}", re.sub(r"\{\w+\}", "", source))}
    assert {source for source in worded if not re.search(f"[{IDEOGRAPH}]", said[source])} == set()


def test_sorted():
    """The messages stand in the order of their English, so that two branches seldom touch the same lines."""
    assert sorted(forms(message.id) for message in MESSAGES) == [forms(message.id) for message in MESSAGES]


def test_placeholders():
    """A translation leaves open what its source leaves open, no more and no less."""
    left_open = {
        message.id: [placeholders(text) for text in (*forms(message.id)[-1:], *forms(message.string))]
        for message in MESSAGES
    }
    assert {message: names for message, names in left_open.items() if any(one != names[0] for one in names)} == {}


def test_compiled():
    """The compiled catalogue is the one in the source; where it is not, run tools/build_catalogue.py."""
    with COMPILED.open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)
    read = {message.id: known.gettext(message.id) for message in MESSAGES if isinstance(message.id, str)}
    read |= {message.id: known.ngettext(*message.id, 2) for message in MESSAGES if not isinstance(message.id, str)}
    assert {message.id: forms(message.string)[0] for message in MESSAGES} == read
    assert len([key for key in known._catalog if key]) == len(MESSAGES)


def test_header():
    """The catalogue says what it is: UTF-8, Chinese, one plural form."""
    about = dict(CATALOGUE.mime_headers)
    assert about["Content-Type"] == "text/plain; charset=utf-8"
    assert about["Plural-Forms"].startswith("nplurals=1")


def test_punctuation():
    """Beside Chinese, punctuation is full-width: a half-width one looks like a slip in an official document."""
    beside = re.compile(f"[{IDEOGRAPH}{FULL}}}] ?[,;?!()]|[,;?!()] ?[{IDEOGRAPH}{FULL}{{]|[{IDEOGRAPH}{FULL}]:")
    assert [text for text in translations() if beside.search(SAMPLES.sub("", text))] == []


def test_spacing():
    """No space beside a full-width mark, none at the ends, and never two."""
    loose = re.compile(f"[{FULL}] | [{FULL}]|^ | $|  ")
    assert [text for text in translations() if loose.search(text)] == []


def test_quotes():
    """Quotation marks and brackets of a translation come in pairs, and are Chinese ones."""
    assert [text for text in translations() if text.count("“") != text.count("”") or '"' in text] == []
    assert [text for text in translations() if text.count("（") != text.count("）")] == []


def test_wording():
    """Full stops end a sentence where they end one in English, so that pieces join alike in both languages."""
    unlike = [
        message.id
        for message in MESSAGES
        if forms(message.string)[0].endswith("。") != forms(message.id)[0].endswith(".")
        and not forms(message.id)[0].startswith("No.")
    ]
    assert unlike == []


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        pytest.param({}, "en", marks=pytest.mark.posix),  # Windows has a language of its own to ask for
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.GB18030"}, "zh_CN"),
        ({"LANG": "zh"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}, "zh_CN"),
        ({"MSTRACK_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"MSTRACK_LANG": "zh", "LC_ALL": "en_GB.UTF-8"}, "zh_CN"),
        ({"MSTRACK_LANG": "ZH-Hans"}, "zh_CN"),
        ({"MSTRACK_LANG": "", "LC_ALL": "", "LANG": "zh_CN"}, "zh_CN"),
    ],
)
def test_choice(preferred, variables, language):
    """MSTRACK_LANG chooses, else LC_ALL, LC_MESSAGES, LANG, the first that is not empty; else it is English."""
    assert language == preferred(**variables)


@pytest.mark.parametrize(
    ("variable", "first"),
    [("MSTRACK_LANG", "用法"), ("LANG", "用法"), pytest.param("LANGUAGE", "Usage", marks=pytest.mark.posix)],
)
def test_process(variable, first):
    """A process speaks the language of its environment."""
    env = dict.fromkeys(VARIABLES) | {variable: "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}
    assert start(env=env).stdout.decode()[: len(first)] == first


def test_speaking():
    """A document speaks its own language, and the interface goes on in its own, after a failure too."""
    with i18n.speaking("zh_CN"):
        with i18n.speaking("en"):
            assert i18n.gettext("red") == "red"
        assert i18n.gettext("red") == "红"
        assert i18n.ngettext("{n} task", "{n} tasks", 1) == "{n}项"
    with pytest.raises(ValueError, match="lost"), i18n.speaking("zh_CN"):
        raise ValueError("lost")
    assert i18n.ngettext("{n} task", "{n} tasks", 1) == "{n} task"


def test_source_is_english():
    """Messages in the source are English but for what is quoted from Chinese texts, and say nothing twice."""
    chinese = [forms(message.id)[0] for message in MESSAGES if re.search(f"[{IDEOGRAPH}]", forms(message.id)[0])]
    days = r"(次年)?\d*(\{month\})?月(\d+日|底前?|上旬)|年底|四季度|上半年|5-6月|全年|本周五|\{year\}年"
    bounds = "不少于|超|以上|控制在|低于|以内|左右|约|八百|未分解"
    quoted = re.compile(
        rf"{bounds}|请核对|各市（区）政府=甲区政府、乙市政府|王长青|民政局|城管局|{days}|第9期|小标宋|个|万"
    )
    assert [text for text in chinese if re.search(f"[{IDEOGRAPH}]", quoted.sub("", text))] == []
