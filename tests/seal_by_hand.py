"""Checks a seal with git and the standard library alone, as docs/seal.md defines it: python seal_by_hand.py REPO LINE.

Written from that page by somebody who has no mstrack: it searches the history for what was sealed, and names what of it
no longer lies in the last commit as it lay then.
"""

import base64
import hashlib
import re
import subprocess
import sys

ENTRY = re.compile(rb"progress/[0-9]+/[^/.][^/]*\.yaml", re.DOTALL)


def git(*words, stdin=b""):
    return subprocess.run(["git", "-C", sys.argv[1], *words], input=stdin, capture_output=True, check=True).stdout


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def stores(commit):
    """Return every store of a commit: its folder → the digest of each of its files, by the path from there."""
    lines = (line.partition(b"\t") for line in git("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0") if line)
    files = {path: record.split(b" ")[2] for record, _tab, path in lines if record.startswith(b"100")}
    folders = [path[: -len(b"tasks.yaml")] for path in files if path.rpartition(b"/")[2] == b"tasks.yaml"]
    found = {}
    for folder in folders:
        inside = {path[len(folder) :]: digest for path, digest in files.items() if path.startswith(folder)}
        found[folder] = {path: inside[path] for path in inside if path == b"tasks.yaml" or ENTRY.fullmatch(path)}
    return found


def line_of(day, files):
    """Return the seal of files on a day."""
    texts = {path: git("cat-file", "blob", digest.decode()) for path, digest in files.items()}
    level = [sha(b"\0seal ", day.encode()), *(sha(b"\0", path, b"\0", texts[path]) for path in sorted(texts))]
    while len(level) > 1:
        pairs = [level[n : n + 2] for n in range(0, len(level), 2)]
        level = [sha(b"\1", *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    text = base64.b32encode(level[0][:20]).decode().lower()
    return f"{day} {len(files) - 1} " + "-".join(text[n : n + 4] for n in range(0, 32, 4))


def main():
    line = sys.argv[2]
    day, number, _digest = line.split()
    for commit in git("rev-list", "--all").decode().split():
        for folder, files in stores(commit).items():
            if len(files) - 1 == int(number) and line_of(day, files) == line:
                present = stores("HEAD").get(folder, {})
                gone = [path for path, digest in sorted(files.items()) if present.get(path) != digest]
                sys.stdout.write("".join(f"{path.decode()}\n" for path in gone))
                sys.exit(1 if gone else 0)
    sys.exit("no commit holds what was sealed")


main()
