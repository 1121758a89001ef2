"""Which commits filed another text under the path of an entry that a store has: an altered copy, in another folder.

The name of an entry ends with an id that nobody gives twice. Where two stores of a repository have one name, one has
a copy of the other's; and a copy that says something else would answer in the place of what was filed. A copy that was
never filed itself answers nobody.

    since ---- move ---- again
               takes     makes data/ anew, with an altered
               data/ to  copy of what 2021/ has now: `copy`
               2021/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.check.history import Violation, added

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mstrack.check.history import CommitDiff
    from mstrack.check.stores import Listing, Stores

Originals = dict[bytes, dict[bytes, bytes]]
"""The path of an entry in its store → the path of each text from the repository's top → the text's digest."""


def violations(
    before: Listing,
    recent: Iterable[CommitDiff],
    stores: Stores,
    never_filed: Callable[[str, bytes, bytes], bool],
) -> Iterator[Violation]:
    """Yield each altered copy at the commit that filed it; `before` is what there was, `recent` what came, in order."""
    if len(stores.folders) < _SEVERAL:
        return
    known: Originals = {}
    for path, (_mode, digest) in before.items():
        _remember(known, stores, path, digest)
    for diff in recent:
        new = {path: digest for changes in diff.differs for path, digest in added(changes)}
        for path, digest in sorted(new.items()):
            originals = [one for _folder, inside in stores.inside(path) for one in known.get(inside, {}).items()]
            elsewhere = [one for one in originals if one[0] != path and not never_filed(diff.commit, *one)]
            is_altered = bool(elsewhere) and digest not in {one for _path, one in originals}
            if is_altered and not never_filed(diff.commit, path, digest):
                yield Violation(diff.commit, path, "copy", "", frozenset())
            _remember(known, stores, path, digest)


_SEVERAL = 2


def _remember(known: Originals, stores: Stores, path: bytes, digest: bytes) -> None:
    for _folder, inside in stores.inside(path):
        known.setdefault(inside, {})[path] = digest
