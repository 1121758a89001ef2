"""Real shells on a terminal, and somebody who types: the words that `mstrack` gets in the end."""

import contextlib
import os
import select
import subprocess
import sys
import time

from repositories import program
from running import environment, start

ON_A_TERMINAL = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])"
)
START = {
    "bash": ("bash", "--noprofile", "--rcfile", "{}/bashrc", "-i"),
    "zsh": ("zsh", "-i"),
    "fish": ("fish", "--no-config", "--interactive", "--init-command", "source {}/fishrc"),
}
READ = {
    "bash": ("bashrc", "PS1='$ '; source <(mstrack completion bash)\n"),
    "zsh": (".zshrc", "PS1='$ '; autoload -U compinit; compinit -D -u; eval \"$(mstrack completion zsh)\"\n"),
    "fish": ("fishrc", "function fish_prompt; printf '$ '; end; mstrack completion fish | source\n"),
}
HERE = f'exec "{sys.executable}" -m mstrack "$@"'


def told(*arguments, **env):
    """Ask as a script does; return the lines of the answer."""
    done = start("_complete", *arguments, env={"PYTHONIOENCODING": "utf-8"} | env)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().splitlines()


def path_with_mstrack(folder):
    """Return a PATH on which `mstrack` completes, and otherwise notes the words that it was given."""
    body = f"""case $1 in _complete|completion) {HERE} ;; esac
for word; do printf '%s\\n' "$word"; done > {folder}/noted; mv {folder}/noted {folder}/words"""
    return f"{program(folder / 'bin' / 'mstrack', body).parent}{os.pathsep}{os.environ['PATH']}"


def words(shell, folder, keys, read=None):
    """Type keys into a shell, Enter at their end; return the words that mstrack was started with."""
    with typed(shell, folder, f"{keys}\n", read) as master:
        until(master, lambda _seen: (folder / "words").exists())
    return (folder / "words").read_text(encoding="utf-8").splitlines()


@contextlib.contextmanager
def typed(shell, folder, keys, read=None):
    """Type keys into a shell that has read its script, or something else; yield the handle of its terminal."""
    import pty
    import termios

    name, text = READ[shell]
    (folder / name).write_text(read or text, encoding="utf-8")
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (50, 200))
    alike = {"TERM": "xterm", "LC_ALL": "C.UTF-8", "INPUTRC": os.devnull, "HOME": str(folder), "ZDOTDIR": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, *(word.format(folder) for word in START[shell])],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True, cwd=folder,
        env=environment(**alike, PATH=path_with_mstrack(folder), XDG_CONFIG_HOME=None, XDG_DATA_HOME=None),
    )  # fmt: skip
    os.close(slave)
    try:
        until(master, lambda seen: "$ " in seen)
        os.write(master, keys.encode())
        yield master
    finally:
        process.kill()
        process.wait()
        os.close(master)


def until(master, reached):
    """Take what the shell prints until something has happened; return it."""
    limit, seen = time.monotonic() + 20, b""
    while not reached(seen.decode(errors="replace")):
        assert time.monotonic() < limit, seen.decode(errors="replace")
        if select.select([master], [], [], 0.05)[0]:
            seen += os.read(master, 65536)
    return seen.decode(errors="replace")
