"""Turns what git, a hook or a server printed into text that is safe to show, and says what it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.store import spelling

if TYPE_CHECKING:
    from mstrack.sync.clone import Clone

_MOST_LINES = 12
"""Lines shown of somebody else's words."""
_WIDTH = 200
"""Characters shown of one such line."""
_SECRET = re.compile(r"//[^/@\s]*@")
_NOISE = re.compile(r"^(?:hint:|error: failed to push some refs|To |Done$)")

_DENIED = (
    r"authentication failed|permission denied|could not read (?:username|password)|terminal prompts disabled|"
    r"access denied|invalid (?:username|credentials)|http basic|error: 40[13]|host key verification failed"
)
_NOWHERE = (
    r"does not appear to be a git repository|repository .*not found|no such remote|error: 404|"
    r"not a git repository|no such file or directory"
)
_OFFLINE = (
    r"could not resolve|couldn't (?:resolve|connect)|failed to connect|connection (?:refused|timed out|reset|closed)|"
    r"network is unreachable|no route to host|timed? ?out|name resolution|early eof|hung up|unable to access"
)
_REASONS = (
    (
        _DENIED,
        mark("{remote} does not let you in; check your user name, password or key until this works: {command}"),
        ("git", "fetch"),
    ),
    (
        _NOWHERE,
        mark("there is no repository at the address of {remote} ({url}); correct it: {command}"),
        ("git", "remote", "set-url", "{remote}", "ADDRESS"),
    ),
    (
        _OFFLINE,
        mark("{remote} cannot be reached: there is no network, or the server is down; once it is back: {command}"),
        ("mstrack", "sync"),
    ),
)
"""Pattern of git's complaint about a server (in English, small letters), its meaning, and the command that helps."""
_OTHER = mark("{remote} could not be asked; see for yourself: {command}")


def typed(*arguments: str) -> str:
    """Return a command quoted for a shell: names in it may come from others and must not run anything."""
    return spelling.command(*arguments)


def spec(path: str) -> str:
    """Return a path from the top as a pathspec for any folder; an unusual one is marked as literal."""
    return f":/{path}" if re.fullmatch(r"\w[\w./-]*", path) else f":(top,literal){path}"


def cleaned(output: bytes) -> list[str]:
    """Return the lines of an output, safe on a terminal, without passwords and what git adds of its own."""
    lines = [line.rstrip() for line in re.split(r"[\n\r]", output.decode("utf-8", "replace"))]
    bare = [line.removeprefix("remote:").strip() if line.startswith("remote:") else line for line in lines]
    kept = [shown(_SECRET.sub("//", line), _WIDTH) for line in bare if line.strip() and not _NOISE.match(line)]
    return kept if len(kept) <= _MOST_LINES else [*kept[:_MOST_LINES], "…"]


def quoted(sentence: str, output: bytes) -> str:
    """Return a sentence with the lines of an output below it."""
    return "\n".join([sentence, *(f"  {line}" for line in cleaned(output))])


def address(clone: Clone) -> str:
    """Return the address of the shared repository without the password that it may contain."""
    return shown(_SECRET.sub("//", clone.remotes.get(clone.remote, clone.remote)), _WIDTH)


def unreachable(clone: Clone, complaint: bytes) -> str:
    """Return why the server could not be asked, from git's complaint."""
    words = complaint.decode("utf-8", "replace").lower()
    template, command = next(
        ((sentence, command) for pattern, sentence, command in _REASONS if re.search(pattern, words)),
        (_OTHER, ("git", "fetch")),
    )
    return quoted(
        _(template).format(
            remote=clone.remote,
            url=address(clone),
            command=typed(*(word.format(remote=clone.remote) for word in command)),
        ),
        complaint,
    )
