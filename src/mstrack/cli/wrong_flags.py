"""The flags of one call that cannot be taken: each is named with its reason and its cure, all at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator


class WrongFlags:
    """Flags with the sentences that refuse them, in the order in which they were found."""

    def __init__(self) -> None:
        """Begin without any."""
        self._found: list[tuple[str, str]] = []

    @contextmanager
    def of(self, flag: str, name: str = "") -> Iterator[None]:
        """Catch WrongUse, and keep its sentence as that of a flag, so that the next flag can find its own.

        `name` is what stands in the flag's place in the sentence.
        """
        try:
            yield
        except WrongUse as error:
            sentence = str(error)
            name = name or flag
            named = sentence if name in sentence else _("{where}: {why}").format(where=name, why=sentence)
            self._found.append((flag, named))

    def __iter__(self) -> Iterator[str]:
        """Yield the flags that are refused."""
        return (flag for flag, _sentence in self._found)

    def __contains__(self, flag: str) -> bool:
        """Whether a flag is refused."""
        return any(one == flag for one, _sentence in self._found)

    @property
    def sentences(self) -> list[str]:
        """What is wrong, a sentence a flag."""
        return [sentence for _flag, sentence in self._found]

    def refuse(self, heading: str = "") -> None:
        """Raise WrongUse where a flag is refused; the heading stands above several."""
        lines = self.sentences
        if heading and len(lines) > 1:
            lines = [heading, *(f"  {line}" for line in lines)]
        if lines:
            raise WrongUse("\n".join(lines))
