"""Files made to eat time and memory: each is refused in words (exit code 3) in about the time of an ordinary read."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

resource = pytest.importorskip("resource", reason="Windows tells no peak of memory here")

MIB = 1024 * 1024
KIB = 1024
CPU, RSS = 1.0, 192 * MIB

# a small process starts the program: a child's peak would begin with that of a large parent
RUN = """
import json, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
done = subprocess.run(sys.argv[1:], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([done.returncode, used.ru_utime + used.ru_stime, peak, done.stderr.decode()]))
"""


def ask(folder):
    """Run `mstrack list` on a store; return its exit code, CPU seconds, peak of memory in bytes, and stderr."""
    query = [sys.executable, "-m", "mstrack", "list", "--data", str(folder), "--as-of", "2021-12-03"]
    environment = os.environ | {"MSTRACK_CACHE": ""}
    done = subprocess.run([sys.executable, "-c", RUN, *query], capture_output=True, check=True, env=environment)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def ordinary(root):
    """The CPU seconds of reading the shipped plan, without a memo."""
    code, seconds, peak, said = ask(root / "data")
    assert (code, said) == (0, "")
    assert peak < RSS
    return seconds


def fill(unit, size=MIB, before="", after=""):
    """As many of a unit as fit into a size."""
    room = size - len((before + after).encode())
    return before + unit * (room // len(unit.encode())) + after


ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {k: v}\n" + "".join(
    f"{name}: &{name} {{<<: [{','.join([f'*{before}'] * 9)}]}}\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
PLANS = {
    "aliases": ALIASES,
    "merge keys": MERGES,
    "1,000,000 brackets": "[" * 1_000_000,
    "1,000,000 braces": "{" * 1_000_000,
    "deep mappings": "{a: " * 250_000,
    "deep indents": "\n".join(" " * depth + "a:" for depth in range(1400)),
    "one line": "a" * (MIB - 1),
    "one line of a value": "title: " + "a" * (MIB - 10),
    "one number": "year: " + "1" * (MIB - 10),
    "one number of zeros": "year: 1" + "0" * (MIB - 10),
    "open quote": '"' + "a" * (MIB - 1),
    "quotes": '"' * (MIB - 1),
    "escapes": fill("\\x1b", before='a: "', after='"'),
    "tabs": "\t" * MIB,
    "lines of a tab": fill("\t\n"),
    "zeros": "\x00" * MIB,
    "carriage returns": fill("a\r"),
    "line breaks of Windows": fill("a\r\n"),
    "not NFC": fill("e\u0301\n"),
    "list items": fill("a,", before="items: [", after="]"),
    "empty mappings": fill("{},", before="items: [", after="]"),
    "anchors": fill("- &a b\n"),
    "escaped items": fill('"\\x1b",', before="items: [", after="]"),
    "keys": fill("a,", before="{", after="}"),
    "duplicate keys": fill("a: b\n"),
    "keys without an end": "".join(f"k{number}: 1\n" for number in range(59_000)),
    "comments": fill("#\n"),
    "directives": fill("%a\n"),
    "documents": fill("---\n"),
    "GBK": ("中" * (MIB // 2)).encode("gbk"),
}
IN_THE_PLAN = {
    "members that nobody knows": ("members: [", "乙,"),
    "partners that nobody knows": ("partner_units: [", "甲,"),
    "the same partner": ("partner_units: [", "市财政局,"),
    "unknown keys": ("counts: {", "{},"),
}
ENTRIES = {
    "dashes": "- " * 30_000,
    "question marks": "? " * 30_000,
    "brackets": "[" * 60_000,
    "aliases": ALIASES,
    "merge keys": MERGES,
    "figures": "figures: {" + ",".join(f"a{number}: 1" for number in range(6000)) + "}",
    "ids": fill("a,", 64 * KIB, "corrects: [", "]"),
}


def refused(folder, ordinary):
    code, seconds, peak, said = ask(folder)
    assert code == 3, said[-500:]
    assert "Traceback" not in said
    assert 1 <= len(said.splitlines()) <= 51  # 50 problems, and how many more there are
    assert seconds - ordinary < CPU
    assert peak < RSS


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_is_a_bomb(tmp_path, ordinary, name):
    bomb = PLANS[name]
    data = bomb if isinstance(bomb, bytes) else bomb.encode()
    assert len(data) <= MIB
    (tmp_path / "tasks.yaml").write_bytes(data)
    refused(tmp_path, ordinary)


@pytest.mark.parametrize("name", IN_THE_PLAN)
def test_a_plan_with_a_list_that_is_a_bomb(tmp_path, ordinary, plan_text, name):
    """In the midst of a good plan, where every rule goes through it."""
    before, unit = IN_THE_PLAN[name]
    head, tail = plan_text.split(before, 1)
    (tmp_path / "tasks.yaml").write_text(fill(unit, before=head + before, after=tail), encoding="utf-8")
    refused(tmp_path, ordinary)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_that_is_a_bomb(tmp_path, ordinary, plan_text, name):
    assert len(ENTRIES[name].encode()) <= 64 * KIB
    (tmp_path / "progress" / "18").mkdir(parents=True)
    (tmp_path / "tasks.yaml").write_text(plan_text, encoding="utf-8")
    (tmp_path / "progress" / "18" / "2021-09-30-cgj-7f3a9c2k.yaml").write_text(ENTRIES[name], encoding="utf-8")
    refused(tmp_path, ordinary)
