"""Chromium without a window, told what to do over a pipe: what the page's tests and the gallery look through.

Its DevTools protocol needs no library: messages of JSON, ended by NUL, on the file descriptors 3 and 4.
https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0
"""Seconds that an answer may take."""


def found() -> str | None:
    """Return the program; None where this machine has none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """One browser with one page. Everything that it tells without being asked is kept in `told`."""

    def __init__(self) -> None:
        """Start it with a profile of its own, which goes when it goes."""
        self._profile = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        reads, self._out = os.pipe()
        self._in, writes = os.pipe()
        self._process = subprocess.Popen(
            [found() or "chromium", *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            close_fds=False,  # what Python opens is not inherited; only 3 and 4 are
            preexec_fn=lambda: _as_3_and_4(reads, writes),  # noqa: PLW1509  nothing else runs here meanwhile
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reads)
        os.close(writes)
        self._buffer = b""
        self._asked = 0
        self._session: str | None = None
        self.told: list[dict[str, Any]] = []
        # a page of its own: among those that it opens itself are windows that are none
        page = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        os.close(self._out)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        self._profile.cleanup()

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Give a command of the protocol; return its result."""
        self._asked += 1
        message: dict[str, Any] = {"id": self._asked, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        answer = self._until(lambda said: said.get("id") == self._asked)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, address: str, width: int, height: int = 900, *, dark: bool = False, scale: float = 1) -> None:
        """Open a page as a screen of this width (CSS pixels) shows it, and wait until it is drawn."""
        self._go("about:blank")  # another place of the page that is open would not be loaded anew
        self.told.clear()
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 600,  # noqa: PLR2004  a phone
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="", features=[scheme])
        self._go(address)
        self.evaluate("document.fonts.ready.then(() => true)")

    def _go(self, address: str) -> None:
        self.ask("Page.navigate", url=address)
        self._until(lambda said: said.get("method") == "Page.loadEventFired")

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401  whatever the page says
        """Return the value of a JavaScript expression in the page."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"], ensure_ascii=False))
        return answer["result"].get("value")

    def picture(self, *, whole: bool = True, clip: dict[str, float] | None = None) -> bytes:
        """Return a PNG: of the whole page, of what the screen shows, or of a part."""
        where = {"clip": {**clip, "scale": 1}} if clip else {}
        answer = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **where)
        return base64.b64decode(answer["data"])

    def printed(self) -> bytes:
        """Return the page as PDF, on the paper that it asks for."""
        answer = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(answer["data"])

    def _until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read messages until one fits; keep the others."""
        until = time.monotonic() + PATIENCE
        while True:
            while b"\0" in self._buffer:
                raw, self._buffer = self._buffer.split(b"\0", 1)
                said: dict[str, Any] = json.loads(raw)
                if "id" not in said:
                    self.told.append(said)
                if fits(said):
                    return said
            if not select.select([self._in], [], [], until - time.monotonic())[0]:
                break
            part = os.read(self._in, 1 << 20)
            if not part:
                raise RuntimeError("Chromium has gone")
            self._buffer += part
        raise TimeoutError("Chromium does not answer")


def _as_3_and_4(reads: int, writes: int) -> None:
    """Put the two ends where Chromium looks for them, from numbers that are out of the way."""
    import fcntl

    reads, writes = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (reads, writes))
    os.dup2(reads, 3)
    os.dup2(writes, 4)


def address(path: Path) -> str:
    """Return the address of a file."""
    return path.resolve().as_uri()
