"""A bar on the terminal that grows: how much is done, how fast, how long still. Silent where nobody looks."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import TextIO

WIDTH = 28
EACH_S = 0.2


class ProgressBar:
    """Shows `count` of `total` on stderr when that is a terminal; the line is gone when it is left."""

    def __init__(
        self, total: int, name: str, stream: TextIO | None = None, now: Callable[[], float] = time.perf_counter
    ) -> None:
        """`name` stands before the bar."""
        self.total = max(1, total)
        self._name = name
        self._stream = sys.stderr if stream is None else stream
        self._is_shown = self._stream is not None and self._stream.isatty()
        self._now = now
        self._began_s: float | None = None
        self._told_s = -EACH_S
        self._length = 0

    def __enter__(self) -> Self:
        """Begin with an empty bar: there may be a while before the first picture."""
        self._put(self.line(0, 0.0))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away: what was done is said in words."""
        self._put("")
        if self._is_shown:
            self._stream.write("\r")
            self._stream.flush()

    def show(self, count: int) -> None:
        """So many are done."""
        now = self._now()
        if self._began_s is None:
            self._began_s = now  # the first one waited for everything to be loaded
        if now - self._told_s >= EACH_S or count == self.total:
            self._told_s = now
            self._put(self.line(count, now - self._began_s))

    def say(self, words: str) -> None:
        """What is done after the last one."""
        self._put(f"{self._name}  {words} ...")

    def line(self, count: int, elapsed_s: float) -> str:
        """The bar in words."""
        share = count / self.total
        done = round(WIDTH * share)
        text = f"{self._name}  [{'#' * done}{'.' * (WIDTH - done)}] {100 * share:3.0f} %"
        if count > 1 and elapsed_s > 0.0:
            rate = (count - 1) / elapsed_s
            left_s = round((self.total - count) / rate)
            text += f"  {rate:.0f} pictures/s, {left_s // 60}:{left_s % 60:02d} left"
        return text

    def _put(self, text: str) -> None:
        if not self._is_shown:
            return
        self._stream.write("\r" + text + " " * max(0, self._length - len(text)))
        self._stream.flush()
        self._length = len(text)
