"""Documents made in tests: a snapshot of the examples or of texts, and texts that try to be more than text."""

import datetime as dt

from running import EXAMPLES

from mstrack.progress.snapshot import Snapshot
from mstrack.rules import plan
from mstrack.store.cache import Cache
from mstrack.store.dataset import Dataset
from mstrack.store.source import InMemory, WorkTree

DAY = dt.date(2021, 12, 3)
HOSTILE = "=1+1 +cmd @x <script>alert(1)</script> & ]]> http://x.example [a](b) {{x}} {% y %} \\n ,;: 𠮷🙂"
HOSTILE_NAME = "=1+1 +cmd @x ]] http://x.example [a](b) {{x}} {% y %} ,: 𠮷🙂"
"""The same for names, which take none of a shell's signs."""
"""Formula, tag, entity, link, template, escapes, and characters beyond the first plane, in one line."""


def gathered(source=None, as_of=DAY, rev=None):
    """Return the snapshot of a source of files, by default the examples."""
    dataset = Dataset(source or WorkTree(str(EXAMPLES)), Cache(None), plan.of_plan)
    return Snapshot(dataset, as_of, rev)


def table(report, key):
    """Return a table of a report as dicts."""
    found = next(block for block in report.blocks if getattr(block, "key", "") == key and hasattr(block, "rows"))
    keys = [column.key for column in found.columns]
    return [dict(zip(keys, row, strict=True)) for row in found.rows]


def amended():
    """Return the examples as files, the deadline of task 18 and a target of it amended by a document."""
    texts = {
        str(path.relative_to(EXAMPLES)).replace("\\", "/"): path.read_text(encoding="utf-8")
        for path in [EXAMPLES / "tasks.yaml", *(EXAMPLES / "progress").rglob("*.yaml")]
    }
    head, tail = texts["tasks.yaml"].split("- id: 18\n", 1)
    amendment = "{date: 2021-08-15, document: 某办函〔2021〕9号, field: deadline, was: 11月底}"
    more = f"        amendments:\n          - {amendment}\n"
    place = tail.index("        indicators:")
    texts["tasks.yaml"] = f"{head}- id: 18\n{tail[:place]}{more}{tail[place:]}"
    return InMemory(texts)
