"""Packs as git writes them, with any bytes under any object's name."""

from __future__ import annotations

import hashlib
import struct
import zlib

from repositories import git

KINDS = {"commit": 1, "tree": 2, "blob": 3}


def contents(top, *names):
    """Return objects by their names as (digest, kind, bytes)."""
    found = []
    for name in names:
        digest, kind = git(top, "rev-parse", name), git(top, "cat-file", "-t", name)
        found.append((digest, kind, loose(top, digest)))
    return found


def loose(top, digest):
    """Return the bytes of a loose object."""
    data = (top / ".git/objects" / digest[:2] / digest[2:]).read_bytes()
    return zlib.decompress(data).split(b"\0", 1)[1]


def write(objects, several):
    """Write a pack of (digest, kind, bytes) into a folder of objects; return its path without an ending."""
    body, places = struct.pack(">4sII", b"PACK", 2, len(several)), {}
    for digest, kind, data in several:
        head, size = (KINDS[kind] << 4) | (len(data) & 15), len(data) >> 4
        packed = b""
        while size:
            packed += bytes([head | 128])
            head, size = size & 127, size >> 7
        packed += bytes([head]) + zlib.compress(data)
        places[bytes.fromhex(digest)] = (len(body), zlib.crc32(packed))
        body += packed
    end = hashlib.sha1(body, usedforsecurity=False).digest()
    names = sorted(places)
    fanout = [sum(name[0] <= n for name in names) for n in range(256)]
    index = b"\xfftOc" + struct.pack(">I256I", 2, *fanout) + b"".join(names)
    index += b"".join(struct.pack(">I", places[name][1]) for name in names)
    index += b"".join(struct.pack(">I", places[name][0]) for name in names) + end
    index += hashlib.sha1(index, usedforsecurity=False).digest()
    path = objects / "pack" / f"pack-{end.hex()}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".pack").write_bytes(body + end)
    path.with_suffix(".idx").write_bytes(index)
    return path
