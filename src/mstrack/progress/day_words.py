"""The words for a day, in the plan, in sheets and on the command line → what they name, before any year is known.

The grammar is that of printed tables: [截至] [year] point [前] [work word], as in 2011年3月底前完成工作部署.
A vague point names its last day, because nobody is late while it lasts: 月初 and 上旬 end on the 10th, 月中 and
中旬 on the 20th (not on the 15th: 中旬 runs from the 11th to the 20th), 月末, 月底 and 下旬 with the month.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from typing import NamedTuple

from mstrack.i18n import gettext as _

MONTHS = 12
PARTS = {"初": 10, "上旬": 10, "中": 20, "中旬": 20, "底": None, "末": None, "下旬": None}
"""Part of a month → its last day; None is the last day of the month."""
SHIFTS = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "次年": 1, "翌年": 1}
"""Word for a year → how many years after the year that one speaks in."""
WEEKDAYS = "一二三四五六日"

_N = r"\d{1,2}"
_TO = "(?:-+|至|到)"
_PART = "(?:上旬|中旬|下旬|底|末|初(?![步审稿验])|中(?![标期心介]))"
# patterns are compiled by their first use: most deadlines need only the first
_SIMPLE = rf"(?a)(?P<month>{_N})月(?:(?P<day>{_N})日|(?P<part>底))"
_YEAR = rf"(?:(?P<year>\d{{4}})年度?|(?P<shift>{'|'.join(SHIFTS)})度?)"
_LEFT = (
    rf"(?=[\d第一二三四])(?:(?P<left_year>\d{{4}})(?:年度?|[./])?)?"
    rf"(?:(?P<left_month>{_N})(?:月份?(?:{_N}[日号]?|{_PART})?)?|第?[一二三四](?:季度?)?)?{_TO}"
)
_MONTH = (
    rf"(?P<month>{_N})月份?(?:月?(?P<part>{_PART})"
    rf"|(?:{_N}[日号]?{_TO})?(?P<day>{_N})(?:[日号]|(?=$|前|之前|以前|\()))?"
)
_STRETCH = "第?(?P<quarter>[一二三四1-4])季度?(?P<quarter_end>底|末|内)?|(?P<half>[上下])半年(?P<half_end>底|末|内)?"
_WHOLE = "(?P<whole>年(?:底|末|内|终)|年度内|全年|长期坚持|持续推进|长期推进|长期|常年)"
_WORDED = rf"(?a)(?:{_LEFT})?{_YEAR}?(?:{_MONTH}|{_STRETCH}|{_WHOLE})?(?<![-至到])"
_DASHED = (
    rf"(?a)(?:\d{{4}}[-/.]{_N}(?:[-/.]{_N})?{_TO})?"
    rf"(?P<year>\d{{4}})[-/.](?P<month>{_N})(?:[-/.](?P<day>{_N}))?(?![-/.\d])"
)
_DIGITS = r"(?a)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)"

_PREFIX = "(?:截至|截止|力争|确保|争取|不迟于|最迟|于|在|至|到)+"
_BEFORE = "之前|以前|前(?![期往后夕])"
_SUFFIX = (
    rf"(?P<before>{_BEFORE})?(?:之内|以内|内)?(?:为止|止)?(?:\(?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\)?)?"
)
_OPEN = "(?:之|以|过)?后|起|以来|开始$"
_VAGUE = "左右|前后|上下"
_OTHER = r"\d月|\d日|月[底末初中]|[上中下]旬|年[底末内]|[,;。、].*(?:季度|半年|全年)"
_NO_DAY = "不?定期|待定|另定|未定|适时|尽快|及时|即时|经常|每|按[年月季周日]"

_ZEROS = "〇零○"
_NUMERAL = f"[{_ZEROS}一二两三四五六七八九十廿卅]+"
_NUMERALS = rf"{_NUMERAL}(?=[年月日号天]|个月|周(?![{WEEKDAYS}天])|-|至|到)|(?<=月){_NUMERAL}(?=$|{_BEFORE})"
_DIGIT = dict.fromkeys(_ZEROS, 0) | {"两": 2} | {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2012\u2013—\u2015−~\u301c"), "-")


class Wording(NamedTuple):
    """What words name: the last day of a stretch of the calendar. Numbers are as written; they may name no day.

    `month` None is the whole period, or with a year that whole year; `day` None is the last day of the month.
    """

    month: int | None = None
    day: int | None = None
    year: int | None = None
    shift: str = ""
    digits: bool = False
    weekday: int | None = None

    def of(self, year: int) -> dt.date | None:
        """Return the day in a year; None where the calendar has no such day."""
        month = MONTHS if self.month is None else self.month
        try:
            return dt.date(year, month, calendar.monthrange(year, month)[1] if self.day is None else self.day)
        except ValueError:
            return None

    def exchanged(self, year: int) -> dt.date | None:
        """Return the day of 2021-31-12, where month and day have changed places; None where that is no day either."""
        if not self.digits or not self.day or not self.month or self.month <= MONTHS:
            return None
        return self._replace(month=self.day, day=self.month).of(year)

    def nearest(self, year: int) -> dt.date | None:
        """Return the day of the calendar nearest to one that does not exist (02-30); None without such a year."""
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return None
        month = min(MONTHS, max(1, MONTHS if self.month is None else self.month))
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, last if self.day is None else min(last, max(1, self.day)))


def bare(text: str) -> str:
    """Return what was typed in half-width characters, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def plain(text: str) -> str:
    """Return words as the grammar reads them: bare, in small letters, one kind of hyphen, Arabic digits in days."""
    words = bare(text).lower()
    if words.isascii():
        return words
    return re.sub(_NUMERALS, lambda found: _number(found[0]), words.translate(_HYPHENS))


def read(text: str) -> Wording | None:
    """Return what the words for a day name; None where they have no known form.

    ValueError says why words of a known form name no last day: both readings of 12月前, 不定期, 12月10日后.
    """
    if simple := re.fullmatch(_SIMPLE, text):
        return Wording(int(simple["month"]), int(simple["day"]) if simple["day"] else None)
    words = plain(text)
    if not words:
        raise ValueError(_("no day is given; write the last day, such as 12月10日 or 2021-12-10"))
    if re.match(_NO_DAY, words):
        raise ValueError(_no_day(text))
    words = re.sub(rf"^{_PREFIX}", "", words)
    found = re.match(_DASHED, words) or re.match(_DIGITS, words)
    if found:
        wording, loose = _of_digits(found), (0 if found["day"] else int(found["month"]))
    elif (found := re.match(_WORDED, words)) and found[0]:
        wording, loose = _of_words(found, text)
    else:
        return None
    if found.re.pattern == _DIGITS and not (wording.of(wording.year or 0) or wording.exchanged(wording.year or 0)):
        return None  # any number has eight digits; only a day is one
    return _ended(wording, loose, words[found.end() :], text)


def _of_digits(found: re.Match[str]) -> Wording:
    year, month, day = found["year"], found["month"], found["day"]
    return Wording(int(month), int(day) if day else None, int(year), digits=True)


def _of_words(found: re.Match[str], text: str) -> tuple[Wording, int]:
    """Return what worded forms name, and the first month of the stretch where 前 could mean its start, else 0."""
    left_year, year, left = found["left_year"], found["year"], int(found["left_month"] or 0)
    wording = Wording(year=int(year or left_year) if year or left_year else None, shift=found["shift"] or "")
    loose = 0
    if found["month"]:
        month, part, day = int(found["month"]), found["part"], found["day"]
        wording = wording._replace(month=month, day=int(day) if day else PARTS.get(part))
        loose = 0 if part or day else (left or month)
        if left > month and not year and not wording.shift:
            sentence = _("{words} runs backwards; write the year of its end, such as 次年{month}月底")
            raise ValueError(sentence.format(words=_shown(text), month=month))
    elif found["quarter"]:
        quarter = int(found["quarter"]) if found["quarter"].isdecimal() else WEEKDAYS.index(found["quarter"]) + 1
        wording = wording._replace(month=3 * quarter)
        loose = 0 if found["quarter_end"] else 3 * quarter - 2
    elif found["half"]:
        wording = wording._replace(month=6 if found["half"] == "上" else MONTHS)
        loose = 0 if found["half_end"] else (1 if found["half"] == "上" else 7)
    elif not found["whole"]:  # 2021年 alone, or 2021年底, which _ended knows
        loose = 1
    return wording, loose


def _ended(wording: Wording, loose: int, rest: str, text: str) -> Wording | None:
    """Read what stands behind the point: 前, a weekday, a work word; or words that make it no last day."""
    whole_year = wording.month is None and loose
    if whole_year and (ending := re.match("底|末|内|终", rest)):
        loose, rest = 0, rest[ending.end() :]
    suffix = re.match(_SUFFIX, rest)
    tail = rest[suffix.end() :] if suffix else rest
    if suffix and suffix["before"] and loose:
        raise ValueError(_both_readings(wording, loose, text))
    if re.match(_OPEN, tail):
        sentence = _("{words} names a first day, not a last one; write the last one")
        raise ValueError(sentence.format(words=_shown(text)))
    if tail and re.search(_OTHER, tail) and _worklike(tail):
        sentence = _("{words} names more than one day; write the one that counts")
        raise ValueError(sentence.format(words=_shown(text)))
    if re.match(_VAGUE, tail):
        raise ValueError(_no_day(text))
    if tail and not _worklike(tail):
        return None
    weekday = suffix["weekday"] if suffix else None
    return wording._replace(weekday=WEEKDAYS.index(weekday.replace("天", "日")) if weekday else None)


def _worklike(tail: str) -> bool:
    """Whether what follows a day can be a work word, such as 动工: it starts with an ideograph or a pause."""
    return unicodedata.category(tail[0]) == "Lo" or tail[0] in ",;。、:(."


def _no_day(text: str) -> str:
    sentence = _("{words} names no day; write the last one, or 全年 for what goes on all through the period")
    return sentence.format(words=_shown(text))


def _both_readings(wording: Wording, first: int, text: str) -> str:
    """Say what 12月前 may mean, and how to write either; the eve of a January needs its year."""
    stands_in = f"{wording.year}年" if wording.year else wording.shift
    sentence = _("{words} may mean before {first} or by {last}; write {eve} or {last}")
    eve = f"{stands_in}{first - 1}月底"
    if first == 1 and wording.year:
        eve = f"{wording.year - 1}年12月底"
    elif first == 1:
        sentence = _("{words} may mean before {first} or by {last}; write {last}, or the other day with its year")
    last = f"{stands_in}{wording.month or MONTHS}月底"
    return sentence.format(words=_shown(text), first=f"{stands_in}{first}月1日", last=last, eve=eve)


def _number(numeral: str) -> str:
    """Return 二〇二一 as 2021 and 三十一 as 31."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return "".join(str(_DIGIT[sign]) for sign in numeral)
    tens, ones = ("".join(str(_DIGIT.get(sign, 0)) for sign in part) for part in (tens or "一", ones or "零"))
    return str(int(tens) * 10 + int(ones))


def _shown(text: str) -> str:
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    return shown(text)
