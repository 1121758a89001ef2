"""Which bulletins were issued before: the Word files of the same plan beside the new one say their number and day."""

from __future__ import annotations

import datetime as dt
import html
import os
import re
import stat
import zipfile
from typing import NamedTuple

LARGEST = 1 << 24
"""Bytes of a file beyond which it is no bulletin of ours."""
LIMIT = 1 << 16
"""Bytes of a file's properties that are read."""


class Issue(NamedTuple):
    """A bulletin: its number, and the day that it speaks of."""

    number: int
    day: dt.date


def issued(folder: str, plan: str) -> list[Issue]:
    """Return the bulletins of a plan that lie in a folder, by their days; what cannot be read is none."""
    try:
        names = [name for name in os.listdir(folder or ".") if name.lower().endswith(".docx") and name[:2] != "~$"]
    except OSError:
        return []
    found = (_issue(os.path.join(folder, name), plan) for name in names)
    return sorted(filter(None, found), key=lambda one: (one.day, one.number))


def last(folder: str, plan: str, as_of: dt.date) -> Issue | None:
    """Return the newest bulletin before a day."""
    return next((one for one in reversed(issued(folder, plan)) if one.day < as_of), None)


def of_day(folder: str, plan: str, as_of: dt.date) -> Issue | None:
    """Return the bulletin on that very day: it is made again, and keeps its number."""
    return next((one for one in issued(folder, plan) if one.day == as_of), None)


def _issue(path: str, plan: str) -> Issue | None:
    try:
        about = os.lstat(path)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            return None
        with zipfile.ZipFile(path) as package, package.open("docProps/core.xml") as part:
            text = part.read(LIMIT).decode()
        if _value(text, "subject") != plan[:255]:
            return None
        return Issue(int(_value(text, "version")), dt.date.fromisoformat(_value(text, "created")[:10]))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):  # another's file, or none that Word wrote
        return None


def _value(text: str, name: str) -> str:
    found = re.search(rf"<\w+:{name}\b[^>]*>(.*?)</", text, re.DOTALL)
    return html.unescape(found[1]) if found else ""
