"""The rooms of the house: which there are, and that imports run downhill (docs/design.md draws it)."""

import sys

from running import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import house

DRAWN = {
    *("__main__", "cli", "documents", "views", "sync", "record", "check", "intake", "rules", "scaffold", "git"),
    *("library", "progress", "render", "store", "format", "errors", "report", "i18n"),
}
MOST_ROOMS, MOST_ARROWS, MOST_LAYERS = 21, 95, 11


def test_no_room_beside_the_drawn_ones():
    """A new room is a decision: it is drawn first."""
    package = ROOT / "src" / "mstrack"
    rooms = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__"} <= DRAWN


def test_no_arrow_points_up():
    """A room imports only rooms of a lower layer; so there is no circle either."""
    depth = {room: n for n, layer in enumerate(house.layers()) for room in layer}
    depth["__main__"] = -1
    imports = house.arrows()
    assert set(imports) == set(depth)
    assert [(room, to) for room, several in imports.items() for to in several if depth[to] <= depth[room]] == []


def test_the_house_stays_small():
    """The figures may fall, never rise."""
    imports = house.arrows()
    assert len(imports) <= MOST_ROOMS
    assert sum(map(len, imports.values())) <= MOST_ARROWS
    assert len(house.layers()) <= MOST_LAYERS


def test_the_drawing_is_of_this_house():
    """What docs/design.md and its Chinese page show is what `python tools/house.py` makes."""
    for language, page in house.PAGES.items():
        assert house.drawing(language) in page.read_text(encoding="utf-8"), page.name
