"""What git, a hook or a server said, as it may be shown; and what it means."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import mark

if TYPE_CHECKING:
    from mstrack.sync.clone import Clone

_MOST = 12
_WIDTH = 200
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
"""What git says (in English, small letters) when it cannot talk to the server → what it means, and what helps."""
_OTHER = mark("{remote} could not be asked; see for yourself: {command}")


def typed(*arguments: str) -> str:
    """Return a command as it may be typed: names come from others, too, and must not run anything."""
    return shlex.join(shown(argument, _WIDTH) for argument in arguments)


def spec(path: str) -> str:
    """Return a path from the top as git takes it in any folder; a strange one must not be read as a pattern."""
    return f":/{path}" if re.fullmatch(r"\w[\w./-]*", path) else f":(top,literal){path}"


def cleaned(said: bytes) -> list[str]:
    """Return the lines of somebody's own words, harmless on a terminal, without what git adds."""
    lines = [line.rstrip() for line in re.split(r"[\n\r]", said.decode("utf-8", "replace"))]
    told = [line.removeprefix("remote:").strip() if line.startswith("remote:") else line for line in lines]
    kept = [shown(_SECRET.sub("//", line), _WIDTH) for line in told if line.strip() and not _NOISE.match(line)]
    return kept if len(kept) <= _MOST else [*kept[:_MOST], "…"]


def quoted(sentence: str, said: bytes) -> str:
    """Return a sentence with somebody's own words below it."""
    return "\n".join([sentence, *(f"  {line}" for line in cleaned(said))])


def address(clone: Clone) -> str:
    """Return the address of the shared repository, without a password that may stand in it."""
    return shown(_SECRET.sub("//", clone.remotes.get(clone.remote, clone.remote)), _WIDTH)


def unreachable(clone: Clone, said: bytes) -> str:
    """Return why the server could not be asked, from what git said."""
    words = said.decode("utf-8", "replace").lower()
    told, command = next(
        ((sentence, command) for pattern, sentence, command in _REASONS if re.search(pattern, words)),
        (_OTHER, ("git", "fetch")),
    )
    return quoted(
        _(told).format(
            remote=clone.remote,
            url=address(clone),
            command=typed(*(word.format(remote=clone.remote) for word in command)),
        ),
        said,
    )
