"""Translates the interface by standard gettext: English in the source, Chinese from the catalogue.

Machine formats (JSON keys, ids of rules, YAML keys) are never translated.
"""

from __future__ import annotations

import gettext as _gettext
import os
import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.abc import ResourceLoader

LANGUAGES = ("en", "zh_CN")

_chosen: list[str] = []


def gettext(message: str) -> str:
    """Return a message in the language in force."""
    return _catalogue().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a message for the number n; Chinese has one form."""
    return _catalogue().ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Mark a message for the catalogue; it is translated where it is shown, once the language is known."""
    return message


def language() -> str:
    """Return the language in force, one of LANGUAGES."""
    return _chosen[-1] if _chosen else _preferred()


@contextmanager
def speaking(tongue: str) -> Iterator[None]:
    """Put another language in force for a block: documents are Chinese whatever the interface speaks."""
    _chosen.append(tongue)
    try:
        yield
    finally:
        _chosen.pop()


def _catalogue() -> _gettext.NullTranslations:
    return _catalogue_of(language())


@cache
def _catalogue_of(tongue: str) -> _gettext.NullTranslations:
    import io  # noqa: PLC0415  only for who reads a catalogue

    path = os.path.join(os.path.dirname(__file__), "locale", tongue, "LC_MESSAGES", "mstrack.mo")
    try:  # by this module's own loader: in a zipapp the catalogue is no file
        data = cast("ResourceLoader", __spec__.loader).get_data(path)
    except OSError:  # English has no catalogue, a fresh checkout has none yet
        data = None
    return _gettext.GNUTranslations(io.BytesIO(data)) if data else _gettext.NullTranslations()


@cache
def _preferred() -> str:
    """Return the language of MSTRACK_LANG, else of the locale, else of Windows's user interface, else English."""
    for name in ("MSTRACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh_CN" if value.lower().startswith("zh") else "en"
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  only on Windows, and only where no variable is set

        primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
        return "zh_CN" if primary == 0x04 else "en"  # noqa: PLR2004  LANG_CHINESE of winnt.h
    return "en"
