"""The page's colours, computed from its style sheet: texts stand out 4.5:1 or more, shapes 3:1, light and dark.

WCAG 2.2, 1.4.3 and 1.4.11; luminance as in https://www.w3.org/TR/WCAG22/#dfn-relative-luminance.
"""

import itertools
import math
import operator
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


BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Linear RGB → what is left of it without a cone: Machado, Oliveira and Fernandes 2009, severity 1."""
XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1, 1.08883)


def times(matrix, vector):
    return [sum(map(operator.mul, line, vector)) for line in matrix]


def seen(colour, kind):
    """Return a colour in CIELAB as somebody sees it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    left = [min(1, max(0, part)) for part in times(BLINDNESS[kind], linear)]
    x, y, z = (
        value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116
        for value in map(operator.truediv, times(XYZ, left), WHITE)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other):
    return math.dist(one, other)


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


@pytest.mark.parametrize("number", [0, 1], ids=["light", "dark"])
def test_lights_can_be_told_apart_by_everybody(number):
    """Those who lack one of the three cones, too, see five colours: at least 20 apart in CIELAB, where 2 just show."""
    colours = scheme(number)
    apart = {
        kind: min(distance(*pair) for pair in itertools.combinations([seen(colours[one], kind) for one in LIGHTS], 2))
        for kind in BLINDNESS
    }
    assert {kind: least for kind, least in apart.items() if least < 20} == {}


def test_the_simulation():
    """Red and green of the usual kind are far apart for most, and close for who lacks the middle cone."""
    pair = ("#d62728", "#2c7a1e")
    usual, deutan = (distance(*(seen(one, kind) for one in pair)) for kind in ("none", "deuteranopia"))
    assert usual > 100
    assert deutan < 35
    assert seen("#ffffff", "tritanopia") == pytest.approx((100, 0, 0), abs=0.1)


def test_a_sign_stands_beside_each_light():
    """Five signs, each another, before the word of a light, the number of a chip, and a heading."""
    signs = dict(
        re.findall(r"\.light\.(\w+)::before, \.chip\.\1::before, h3\.\1::before \{ content: \"(.)\"; \}", STYLE)
    )
    assert list(signs) == list(LIGHTS)
    assert len(set(signs.values())) == 5
    assert "".join(signs.values()).encode("gbk")


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
