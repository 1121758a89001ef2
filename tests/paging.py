"""Web pages made and taken apart in tests: elements, texts and links by the standard library's parser."""

import datetime as dt
import functools
import itertools
from decimal import Decimal
from html.parser import HTMLParser

from builders import CODES, GROUP, LEAD, MEMBERS, PARTNER, id_of, indicator, level, plan_text, recorded, row
from publishing import DAY, HOSTILE, HOSTILE_NAME, gathered

from mstrack.documents import dashboard
from mstrack.format import codec, yaml
from mstrack.format.model import Entry
from mstrack.i18n import speaking
from mstrack.render import Page, html
from mstrack.store import entry_names
from mstrack.store.source import PLAN, InMemory

VOID = {"meta", "link", "br", "rect", "line"}
"""Elements that are never closed: those of HTML, and shapes that close themselves."""
WORD = "超长" + "W" * 190
DIGITS = 999_999_999_999_999
LONG = "长" * 19_000
"""With what stands before it, as long as a note may be."""


class Element:
    """An element: its attributes, its text with that of what it holds, and what it lies in."""

    def __init__(self, tag, attributes, parent):
        """Start it, empty."""
        self.tag, self.attributes, self.parent, self.pieces = tag, dict(attributes), parent, []

    @property
    def text(self):
        """All text in it."""
        return "".join(self.pieces)

    def get(self, name):
        """Return an attribute."""
        return self.attributes.get(name)

    def within(self, tag):
        """Whether it lies in an element of this kind."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.within(tag))


class Parsed(HTMLParser):
    """A page's elements in their order; what is opened is closed in its turn, or the page is refused."""

    def __init__(self, page):
        """Parse all of it."""
        super().__init__()
        self.elements, self.open, self.declared = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_decl(self, decl):
        """Keep the doctype."""
        self.declared.append(decl)

    def handle_starttag(self, tag, attrs):
        """Open an element."""
        assert len(dict(attrs)) == len(attrs), f"{tag}: an attribute twice"
        self.elements.append(Element(tag, attrs, self.open[-1] if self.open else None))
        if tag not in VOID:
            self.open.append(self.elements[-1])

    def handle_startendtag(self, tag, attrs):
        """Open and close an element."""
        self.elements.append(Element(tag, attrs, self.open[-1] if self.open else None))

    def handle_endtag(self, tag):
        """Close what was opened last."""
        assert self.open.pop().tag == tag

    def handle_data(self, data):
        """Give a text to all elements that hold it."""
        for element in self.open:
            element.pieces.append(data)

    def handle_comment(self, data):
        """Refuse comments: nobody wrote one."""
        raise AssertionError(data)

    def all(self, tag, **attributes):
        """Return the elements of a kind; class_ finds one of the classes."""
        wanted = attributes.pop("class_", None)
        return [
            one
            for one in self.elements
            if one.tag == tag
            and (wanted is None or wanted in (one.get("class") or "").split())
            and all(one.get(name) == value for name, value in attributes.items())
        ]

    def id(self, name):
        """Return the one element of an id."""
        (one,) = [one for one in self.elements if one.get("id") == name]
        return one


def report(source=None, as_of=DAY, rev=None):
    """Return the report of a store, by default the examples."""
    found = gathered(source, as_of, rev)
    with speaking("zh_CN"):
        return dashboard.dashboard(found)


def page(source=None, as_of=DAY, rev=None):
    """Return the page of a store as bytes."""
    with speaking("zh_CN"):
        return html.render(report(source, as_of, rev), Page())


@functools.cache
def examples():
    """Return the page of the examples."""
    return page()


def small(*entries, items=None, **more):
    """Return a small store as files."""
    return InMemory({PLAN: plan_text(items or [row(indicator(), level())], **more), **dict(entries)})


def hostile():
    """Return a store that says all it can in texts that try to be more, or are wider than any screen."""
    leader, unit = f"张{HOSTILE_NAME}", f"局{HOSTILE_NAME}"
    codes = itertools.count(1)
    units = [{"name": name, "code": CODES[name]} for name in (LEAD, PARTNER, *MEMBERS)]
    units += [{"name": GROUP, "code": "gq", "members": list(MEMBERS)}]
    units += [{"name": unit, "code": "hostile", "person": {"name": HOSTILE_NAME, "pinyin": "zhang"}}]
    units += [{"name": f"{WORD}{n}", "code": f"wide{n}"} for n in itertools.islice(codes, 2)]
    lines = [
        row(
            indicator(name=HOSTILE, measure=f"个{HOSTILE}", id="a"),
            level(name=WORD[:100], measure=WORD[:60], target=DIGITS, id="b"),
            indicator(name="宽", target=DIGITS, measure=WORD[2:152], id="c"),
            title=HOSTILE,
            leader=leader,
            lead_unit=unit,
            partner_units=[GROUP, f"{WORD}1", f"{WORD}2"],
        ),
        row(
            indicator(target=DIGITS, measure=WORD[:150]),
            title=WORD,
            leader=WORD,
            lead_unit=f"{WORD}1",
            deadline="11月底",
        ),
        row(title="无", leader=leader, lead_unit=unit, deadline="2021-01-05"),
    ]
    plan = plan_text(
        lines,
        title=f"表{HOSTILE}",
        leaders=[{"name": name, "pinyin": "zhang san"} for name in (leader, WORD)],
        units=units,
    )
    said = {"note": f"记{HOSTILE}\n{WORD * 3}\n{LONG}", "problem": HOSTILE, "next": WORD, "reporter": HOSTILE}
    texts = [
        _filed(f"2021-{month:02}-28", "hostile", unit, month, {"a": month, "b": DIGITS, "c": DIGITS}, **said)
        for month in range(6, 12)
    ]
    texts.append(_filed("2021-11-30", "wide1", f"{WORD}1", 20, {"roads": DIGITS}, task=2, **said))
    return InMemory({PLAN: plan, **dict(texts)})


def _filed(day, code, unit, number, figures, **said):
    """Return the path and the text of an entry by a unit that only this store has."""
    numbers = {key: Decimal(figure) for key, figure in figures.items()}
    named = {"date": dt.date.fromisoformat(day), "unit": unit, "status": "blocked", "recorded": recorded(day)}
    entry = Entry(figures=numbers, **{"task": 1} | named | said)
    return entry_names.entry_path(entry, code, id_of(number)), yaml.write(codec.mapping(entry))
