"""The template of the official papers is what its script makes, part by part, with the fonts of the standard."""

import io
import sys
import zipfile

from running import ROOT

from mstrack.render.gbt9704 import FONTS, ROLES

sys.path.insert(0, str(ROOT / "tools"))

import make_paper_template as script


def parts(data):
    """Return the parts of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_the_template_is_what_the_script_makes():
    assert parts(script.TEMPLATE.read_bytes()) == parts(script.made())


def test_every_style_has_a_font():
    assert script.LOOKS.keys() == ROLES.keys()


def test_a_font_says_its_role():
    """A font of the template is replaced by its name, so no two roles share one."""
    assert len(set(FONTS.values())) == len(FONTS)
