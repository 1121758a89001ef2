"""What lies below a folder, and a disk that refuses: for tests of what writes."""

import os
import stat


def lying(root):
    """Return everything below a folder: its kind, and what it says or where it leads."""
    found = {}
    for folder, folders, names in os.walk(root):
        for name in (*folders, *names):
            path = os.path.join(folder, name)
            mode = os.lstat(path).st_mode
            says = os.readlink(path) if stat.S_ISLNK(mode) else ""
            if stat.S_ISREG(mode):
                with open(path, "rb") as file:
                    says = file.read()
            found[os.path.relpath(path, root).replace(os.sep, "/")] = (stat.S_IFMT(mode), says)
    return found


def failing(monkeypatch, call, first, *, for_good, number):
    """Let the n-th call of a function of `os` fail, and those after it where it is for good; return the calls."""
    real, calls = getattr(os, call), []

    def refuse(*arguments, **how):
        calls.append(arguments)
        if len(calls) == first or (for_good and len(calls) > first):
            raise OSError(number, os.strerror(number))
        return real(*arguments, **how)

    monkeypatch.setattr(os, call, refuse)
    return calls
