"""An office at work, as a process of its own: files, and syncs after each entry. Arguments: clone, number, entries."""

import json
import sys

import offices
from builders import id_of
from running import ask


def main(folder, number, count):
    """File and sync; print what was filed, how often others were faster, and how often it was given up."""
    office = offices.Office(folder)
    filed, faster, gave_up = [], 0, 0
    for nth in range(count):
        day = f"2021-{nth % 9 + 1:02}-{number % 28 + 1:02}"
        filed.append(office.file(day, task=(number + nth) % 3 + 1, id_=id_of(1000 * number + nth), note=f"第{nth}条"))
        told = ask("sync", "--data", office.data)
        faster += told.err.count("Somebody else was faster")
        gave_up += told.code == 4
        if told.code not in {0, 4}:
            sys.exit(told.err)
    print(json.dumps({"filed": filed, "faster": faster, "gave_up": gave_up}))  # noqa: T201  the answer


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
