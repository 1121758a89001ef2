"""The page as Chromium shows it: on a phone, a tablet and a desk, light and dark, and on paper."""

import os
import re
import time
from pathlib import Path

import axe_core_python
import pytest
from browsing import chromium, complaints, paler, requests, wider
from paging import examples, hostile, page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not chromium.found(), reason="Chromium is not installed")]
WIDTHS = (375, 820, 1440)
UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"
A4 = 703
"""The width in CSS pixels that the margins leave of A4: 186 mm."""


@pytest.fixture(scope="module")
def browser():
    with chromium.Chromium() as one:
        yield one


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the addresses of the examples' page and of one that is as hostile and as wide as a store allows."""
    folder = tmp_path_factory.mktemp("pages")
    made = {"examples": examples(), "hostile": page(hostile())}
    for name, data in made.items():
        (folder / f"{name}.html").write_bytes(data)
    return {name: chromium.address(folder / f"{name}.html") for name in made}


@pytest.mark.parametrize("name", ["examples", "hostile"])
@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_nothing_overflows(browser, pages, name, width):
    """Nothing is wider than the screen or than its own place, folded or not."""
    browser.open(pages[name], width)
    assert wider(browser) == [width, width, []]
    browser.evaluate(UNFOLD)
    assert wider(browser) == [width, width, []]


@pytest.mark.parametrize("name", ["examples", "hostile"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_asked_for_and_nothing_complains(browser, pages, name, width):
    """The page itself is the one request; the console, where its own policy would complain, is empty."""
    browser.open(pages[name], width)
    assert requests(browser) == [pages[name]]
    assert complaints(browser) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_text_can_be_read(browser, pages, width, dark):
    """Whatever is shown stands out 4.5:1 or more from what lies beneath it."""
    browser.open(pages["examples"], width, dark=dark)
    browser.evaluate(UNFOLD)
    seen, pale = paler(browser)
    assert seen > 2_000
    assert pale == {}


def test_the_schemes_differ(browser, pages):
    grounds = []
    for dark in (False, True):
        browser.open(pages["examples"], 375, dark=dark)
        grounds.append(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(set(grounds)) == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_is_as_wide_as_the_screen(browser, pages, width):
    """Screenshots at the widths of a phone, a tablet and a desk; what is drawn is not one colour."""
    browser.open(pages["examples"], width)
    picture = browser.picture(whole=False)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20]) == width
    assert len(picture) > 20_000


def test_a_text_that_would_run_does_not(browser, pages):
    """No alert, no element of the text's own making: and the text is there as it was typed."""
    browser.open(pages["hostile"], 375)
    assert browser.evaluate("document.scripts.length") == 0
    assert "<script>alert(1)</script>" in browser.evaluate("document.querySelector('h1').innerText")
    assert [one for one in browser.told if one["method"] == "Page.javascriptDialogOpening"] == []


def test_a_script_that_came_in_would_be_refused(browser, tmp_path):
    """The page's policy holds even where a script stands in it: shown on a copy with one."""
    path = tmp_path / "copy.html"
    path.write_bytes(examples().replace(b"</main>", b"<script>document.title = 'run'</script></main>"))
    browser.open(chromium.address(path), 375)
    assert browser.evaluate("document.title") != "run"
    assert any("Content Security Policy" in one for one in complaints(browser))


def test_three_screens_of_a_phone_hold_what_matters(browser, pages):
    """On 375 × 667: how many in which part, what needs attention, what moved in a month; the rest is folded below."""
    browser.open(pages["examples"], 375)
    ends = browser.evaluate(
        "['counts', 'attention', 'moved']"
        ".map(id => document.getElementById(id).getBoundingClientRect().bottom + scrollY)"
    )
    assert ends == sorted(ends)
    assert ends[-1] <= 3 * 667
    assert browser.evaluate("document.querySelectorAll('details[open]').length") == 0


def test_a_link_to_a_task_shows_it(browser, pages):
    """A task that a link leads to is unfolded; an old browser shows its line at least."""
    browser.open(f"{pages['examples']}#t18", 375)
    assert browser.evaluate("document.querySelector('#t18 .filed').getBoundingClientRect().height") > 100
    assert abs(browser.evaluate("document.getElementById('t18').getBoundingClientRect().top")) < 100
    assert browser.evaluate("document.querySelector('#t18 .filed').checkVisibility({contentVisibilityAuto: true})")
    assert not browser.evaluate("document.querySelector('#t17 .filed').checkVisibility()")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_axe_finds_nothing(browser, pages, width, dark):
    """No rule of axe-core is violated, folded or not. AXE_CORE names the file of a newer one, as npm has it."""
    given = os.environ.get("AXE_CORE") or Path(axe_core_python.__file__).parent / "axe.min.js"
    axe = Path(given).read_text(encoding="utf-8")
    browser.open(pages["examples"], width, dark=dark)
    browser.evaluate(f"{axe}; 0")
    for unfold in ("0", UNFOLD):
        browser.evaluate(f"{unfold}; window.found = null; axe.run().then(said => {{ window.found = said }}); 0")
        deadline = time.monotonic() + 60
        while not browser.evaluate("Boolean(window.found)"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert browser.evaluate("window.found.violations.map(one => one.id)") == []
        assert browser.evaluate("window.found.passes.length") > 15


def test_in_brief_it_is_one_page(browser, pages):
    """What is folded is not printed, and what is unfolded is."""
    browser.open(pages["examples"], A4)
    assert browser.printed().count(b"/Type /Page\n") == 1
    browser.evaluate(UNFOLD)
    assert browser.printed().count(b"/Type /Page\n") > 5


def test_a_figure_leads_to_its_entry(browser, pages):
    """An anchor below folded entries opens them."""
    browser.open(pages["examples"], 375)
    hidden = browser.evaluate("document.querySelector('details .entry').id")
    browser.open(f"{pages['examples']}#{hidden}", 375)
    place = f"document.getElementById('{hidden}')"
    assert browser.evaluate(f"{place}.closest('details').open")
    assert abs(browser.evaluate(f"{place}.getBoundingClientRect().top")) < 100


def test_on_a_phone_tables_are_blocks(browser, pages):
    for width, shown in ((375, "block"), (820, "table")):
        browser.open(pages["examples"], width)
        tables = browser.evaluate("[...document.querySelectorAll('table')].map(one => getComputedStyle(one).display)")
        assert set(tables) == {shown}


def test_what_a_finger_touches_is_large_enough(browser, pages):
    """On a phone the chips are 24 pixels high and wide, or more (WCAG 2.2, 2.5.8)."""
    browser.open(pages["examples"], 375)
    sizes = browser.evaluate(
        "[...document.querySelectorAll('.chip')].map(one => one.getBoundingClientRect())"
        ".filter(box => box.width).map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= 24


def test_on_paper(browser, pages):
    """A4, nothing wider than the paper, dark ink on white whatever the screen prefers."""
    browser.open(pages["examples"], A4, dark=True)
    paper = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.ask("Emulation.setEmulatedMedia", media="print", features=paper)
    for unfold, least in (("0", 100), (UNFOLD, 2_000)):
        browser.evaluate(unfold)
        assert wider(browser) == [A4, A4, []]
        seen, pale = paler(browser)
        assert (seen > least, pale) == (True, {})
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    printed = browser.printed()
    boxes = set(re.findall(rb"/MediaBox \[([^\]]+)\]", printed))
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 595, 842)}
