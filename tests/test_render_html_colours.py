"""The page's colours, computed from its style sheet: texts stand out 4.5:1 or more, shapes 3:1, light and dark.

WCAG 2.2, 1.4.3 and 1.4.11; luminance as in https://www.w3.org/TR/WCAG22/#dfn-relative-luminance.
"""

import itertools
import re
from pathlib import Path

import pytest

from mstrack.render import html

STYLE = (Path(html.__file__).parent / "templates" / html.STYLE).read_text(encoding="utf-8")
LIGHTS = ("red", "yellow", "grey", "green", "done")
GROUNDS = ("ground", "paper")
TEXTS = [*itertools.product(("ink", "soft", "link"), GROUNDS), *((f"{light}-ink", f"{light}-wash") for light in LIGHTS)]
SHAPES = [*itertools.product((*LIGHTS, "tick", "edge"), GROUNDS)]


def scheme(number):
    """Return the colours of a scheme: 0 is light, 1 is dark."""
    block = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[number]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure():
    """Black on white is 21:1; #777777 just misses 4.5:1 on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("number", [0, 1], ids=["light", "dark"])
def test_texts_can_be_read(number):
    colours = scheme(number)
    assert [pair for pair in TEXTS if contrast(*(colours[name] for name in pair)) < 4.5] == []


@pytest.mark.parametrize("number", [0, 1], ids=["light", "dark"])
def test_shapes_can_be_seen(number):
    colours = scheme(number)
    assert [pair for pair in SHAPES if contrast(*(colours[name] for name in pair)) < 3] == []


def test_both_schemes_have_every_colour():
    assert scheme(0).keys() == scheme(1).keys()


def test_no_colour_is_left_out():
    """What texts and grounds are painted with is one of the pairs above, or a rule line."""
    inks = set(re.findall(r"[^-]color: var\(--([a-z-]+)\)", STYLE)) | set(
        re.findall(r"text[^{}]*\{ fill: var\(--(\w+)", STYLE)
    )
    grounds = set(re.findall(r"background: var\(--([a-z-]+)\)", STYLE))
    assert inks <= {ink for ink, _ground in TEXTS}
    assert grounds <= {ground for _ink, ground in TEXTS}
    assert set(re.findall(r"(?:fill|stroke): var\(--([a-z-]+)\)", STYLE)) <= {
        *(shape for shape, _ground in SHAPES),
        *("paper", "soft", "ink"),
    }
    assert re.findall(r"#[0-9a-f]{3,8}", re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)) == ["#fff"]
