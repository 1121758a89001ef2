"""Problems → bytes, for an editor, a program, or the review page of a host. They come sorted by place.

A file may be called anything: in JSON a path keeps its name by escapes, everywhere else a question mark stands for what
would steer a terminal or move what stands beside it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.characters import FORBIDDEN, shown
from mstrack.render import safe
from mstrack.report import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mstrack.errors import Problem


class Findings(NamedTuple):
    """What was found; and for programs how it was asked: on which day, at which commit (None: not at one)."""

    problems: Sequence[Problem]
    files: int = 0
    as_of: str | None = None
    rev: str | None = None
    against: str | None = None


def text(found: Findings) -> bytes:
    """Return one line a problem, `path:line:col: error: sentence [rule]` (GNU), by place: editors jump to these."""
    return _utf8("".join(f"{one._replace(path=_clean(one.path), sentence=_clean(one.sentence))}\n" for one in found[0]))


def as_json(found: Findings) -> bytes:
    """Return one JSON object; its keys are a promise, as those of the queries are."""
    from mstrack.render import json_  # noqa: PLC0415  a person reads text

    listed = [
        {
            "path": one.path,
            "line": one.line or 1,
            "column": one.column or 1,
            "level": one.level,
            "rule": one.rule,
            "reason": safe.text(one.sentence),
        }
        for one in found.problems
    ]
    scope = {"as_of": found.as_of, "rev": found.rev, "against": found.against}
    return json_.document(
        {"schema_version": SCHEMA_VERSION, "kind": "check"} | scope | {"files": found.files, "problems": listed}
    )


def github(found: Findings) -> bytes:
    """Return workflow commands of GitHub Actions. A step shows ten of each level, so errors come first."""
    lines = []
    for one in sorted(found.problems, key=lambda one: one.level):
        path, title = _property(_with_slashes(one.path)), _property(one.rule)
        place = f"file={path},line={one.line or 1},col={one.column or 1},title={title}"
        lines.append(f"::{one.level} {place}::{_data(one.sentence)}\n")
    return _utf8("".join(lines))


def gitlab(found: Findings) -> bytes:
    """Return a code quality report of GitLab; its fingerprints outlast a change of line."""
    from hashlib import sha256  # noqa: PLC0415  loads OpenSSL, only here

    from mstrack.render import json_  # noqa: PLC0415  as above

    listed = []
    seen: dict[str, int] = {}
    for one in found.problems:
        path = _with_slashes(one.path)
        what = f"{path}\0{one.rule}\0{one.sentence}"
        seen[what] = seen.get(what, 0) + 1
        listed.append(
            {
                "description": safe.text(f"{one.sentence} [{one.rule}]"),
                "check_name": one.rule,
                "fingerprint": sha256(f"{what}\0{seen[what]}".encode("utf-8", "surrogateescape")).hexdigest(),
                "severity": "major" if one.level == "error" else "minor",
                "location": {"path": path, "lines": {"begin": one.line or 1}},
            }
        )
    return json_.document(listed)


FORMS: dict[str, Callable[[Findings], bytes]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
}
"""Every form by its name; the choices of check --format are these keys."""
OF_HOSTS = {"github", "gitlab"}
"""Forms whose reader wants paths from the repository's top."""


def _with_slashes(path: str) -> str:
    """Return a path as hosts know it, whatever system the check ran on."""
    return path.replace(os.sep, "/")


def _clean(sentence: str) -> str:
    """Return what may reach a terminal, on one line: a file may be called anything."""
    return shown(sentence, len(sentence))


def _utf8(sentence: str) -> bytes:
    return sentence.encode("utf-8", "replace")


def _data(sentence: str) -> str:
    return FORBIDDEN.sub("?", sentence).replace("%", "%25").replace("\n", "%0A")


def _property(sentence: str) -> str:
    return _data(sentence).replace(":", "%3A").replace(",", "%2C")
