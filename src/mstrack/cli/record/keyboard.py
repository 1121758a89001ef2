"""The keyboard of a person who sits there: a line, a paragraph, and an answer that no key pressed before gives.

prompt_toolkit reads it: a paste is a paste there, Backspace takes a whole Chinese character, a Windows console is one
like others. A terminal that moves no cursor (TERM=dumb, the shell of Emacs) gives lines, as the system reads them.
Where a terminal does not mark a paste, what arrives at once is one.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from mstrack.cli import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

AT_ONCE = 0.08
"""Seconds in which the next line of a paste is there; nobody types Enter and a line that fast."""


def somebody_sits_there() -> bool:
    """Whether questions can be asked and answered."""
    try:
        return bool(sys.stdin and sys.stdout and sys.stdin.isatty() and sys.stdout.isatty())
    except ValueError:  # closed
        return False


def line(prompt: str) -> str:
    """Return one line; EOFError or KeyboardInterrupt where the person leaves."""
    return _read(prompt, many=False)


def paragraph(prompt: str) -> str:
    """Return a text of one or more lines: what is pasted is one text, Enter ends it, Esc Enter begins a line."""
    return _read(prompt, many=True)


def answer(prompt: str) -> str:
    """Return a line that was typed behind this very question: keys that waited are thrown away, a paste is none."""
    discard()
    typed = _read(prompt, many=True)
    return "" if "\n" in typed else typed


def discard() -> None:
    """Throw away what was typed and not read yet."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  Windows alone has it

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios  # noqa: PLC0415  Windows has none

        time.sleep(AT_ONCE)  # the rest of a paste may be on its way
        with contextlib.suppress(termios.error):
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    if "prompt_toolkit" in sys.modules:
        from prompt_toolkit.input import create_input  # noqa: PLC0415  loaded already
        from prompt_toolkit.input.typeahead import clear_typeahead  # noqa: PLC0415  loaded already

        clear_typeahead(create_input(sys.stdin))


@contextlib.contextmanager
def leaving_in_order() -> Iterator[None]:
    """End by SystemExit, so that the terminal is given back as it was, where the window is closed or a kill is asked.

    What was answered is on the disk already.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {}
    for name in ("SIGHUP", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            before[number] = signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _read(prompt: str, *, many: bool) -> str:
    try:
        with leaving_in_order():
            typed = _lines(prompt, many=many) if is_dumb() else _session(prompt, many=many).prompt()
    except (KeyboardInterrupt, EOFError):
        console.say("")  # the cursor stands behind the question
        raise
    return typed.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def is_dumb() -> bool:
    """Whether the terminal moves no cursor, so that lines come as the system reads them."""
    return sys.platform != "win32" and os.environ.get("TERM", "").lower() in {"", "dumb", "unknown"}


def _lines(prompt: str, *, many: bool) -> str:
    """Read a line as the system gives it; of a paragraph all that arrive at once."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    decoder = codecs.getincrementaldecoder(sys.stdin.encoding or "utf-8")("surrogateescape")
    typed = ""
    while True:
        part = os.read(sys.stdin.fileno(), 4096)
        if not part and not typed:
            raise EOFError
        typed += decoder.decode(part)
        if not part or (typed.endswith("\n") and not (many and _waits(AT_ONCE))):
            last = decoder.decode(_begun_line()) if many and part else ""
            if not last:
                return typed
            typed += last


def _begun_line() -> bytes:
    """Return the last line of a paste that has no end yet: the system gives out whole lines alone."""
    import termios  # noqa: PLC0415  Windows has none

    fd = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(fd)
        raw = [*before[:6], [*before[6]]]
        raw[3] &= ~termios.ICANON
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        termios.tcsetattr(fd, termios.TCSANOW, raw)
    except termios.error:
        return b""
    try:
        return os.read(fd, 4096) if _waits(0) else b""
    finally:
        termios.tcsetattr(fd, termios.TCSANOW, before)


def _waits(seconds: float) -> bool:
    """Whether more of what was typed can be read within this time."""
    if sys.platform == "win32":  # prompt_toolkit itself sees there what is pasted
        return False
    import select  # noqa: PLC0415  of no use on Windows

    return bool(select.select([sys.stdin.fileno()], [], [], seconds)[0])


def _session(prompt: str, *, many: bool) -> PromptSession[str]:
    from prompt_toolkit import PromptSession  # noqa: PLC0415  80 ms, and only where somebody sits there
    from prompt_toolkit.input import create_input  # noqa: PLC0415  as above
    from prompt_toolkit.output import create_output  # noqa: PLC0415  as above

    output = create_output(sys.stdout)
    if hasattr(output, "enable_cpr"):
        output.enable_cpr = False  # no question to the terminal where its cursor stands: some never answer
    return PromptSession(
        prompt,
        multiline=many,
        key_bindings=_keys(many=many),
        prompt_continuation="  ",
        reserve_space_for_menu=0,
        input=create_input(sys.stdin),
        output=output,
        include_default_pygments_style=False,
    )


def _keys(*, many: bool) -> KeyBindings:
    """Return what Enter and a paste do."""
    from prompt_toolkit.key_binding import KeyBindings  # noqa: PLC0415  as above
    from prompt_toolkit.keys import Keys  # noqa: PLC0415  as above

    keys = KeyBindings()
    on: Callable[..., Callable[[Callable[[KeyPressEvent], None]], object]] = keys.add

    @on("enter")
    def _enter(event: KeyPressEvent) -> None:
        if many and _is_in_a_paste(event):
            event.current_buffer.insert_text("\n")
        else:
            event.current_buffer.validate_and_handle()

    @on(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        event.current_buffer.insert_text(text if many else " ".join(text.split()))

    if many:

        @on("escape", "enter")
        def _new_line(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("\n")

    return keys


def _is_in_a_paste(event: KeyPressEvent) -> bool:
    """Whether more keys came together with this one."""
    from prompt_toolkit.keys import Keys  # noqa: PLC0415  as above

    queue = event.app.key_processor.input_queue
    return any(one.key not in {Keys.CPRResponse, "_Flush"} for one in queue) or _waits(AT_ONCE)
