"""The command line `spacewalk`: reads the words typed, hands them to a command, and turns refusals into one line.

Exit status: 0 done, 1 the thing checked or run failed, 2 wrong use.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import signal
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from game import VERSION
from game.app.launch import prepare_environment
from game.commands import arguments
from game.commands.refusal import FAILED, WRONG_USE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS = tuple(arguments.SUMMARIES)
INTERRUPTED = 130  # what shells expect of a program ended by Ctrl+C, and here of one that was asked to end

_EPILOG = """\
Without a command the game opens its window. Exit status: 0 done, 1 the thing checked or run failed, 2 wrong use.

Environment: SPACEWALK_HOME keeps settings, recordings and cache in one folder. SPACEWALK_QUIT_AFTER_S closes the window
by itself after so many seconds (for tests of an installation). SDL_VIDEODRIVER=dummy draws without a screen.
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; the usage is a `--help` away."""

    def error(self, message: str) -> NoReturn:
        line = " ".join(message.split())
        self.exit(WRONG_USE, f"{self.prog}: {line} (`{self.prog} --help` shows how it is used)\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = _Parser(
        prog="spacewalk",
        description="A spacewalk outside the station: two hands, two hooks, one budget of oxygen and time.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"spacewalk {VERSION}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    made = {}
    for name, words in arguments.SUMMARIES.items():
        made[name] = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
    arguments.add_play(made["play"])
    arguments.add_run(made["run"])
    arguments.add_rest(made)
    return top


def _with_play(words: Sequence[str]) -> list[str]:
    """Options alone mean `play`: `spacewalk --lang ru` opens the window, and so does `spacewalk --lang ru play`."""
    found = list(words)
    if found and (found[0] in ("-h", "--help", "--version") or not found[0].startswith("-")):
        return found
    if "play" in found:
        found.remove("play")
    return ["play", *found]


def _check_command(word: str) -> None:
    if word.startswith("-") or word in COMMANDS:
        return
    near = get_close_matches(word, COMMANDS, 1)
    hint = f" (did you mean {near[0]}?)" if near else " (a mission is started by `spacewalk play MISSION`)"
    raise RefusedError(f"found command {word!r}, wanted one of {', '.join(COMMANDS)}{hint}", WRONG_USE)


def _action(name: str) -> Callable[[argparse.Namespace], int]:
    """The function of a command, which has the command's name; only what it needs is loaded."""
    word = name.replace("-", "_")
    found: Callable[[argparse.Namespace], int] = getattr(importlib.import_module(f"game.commands.{word}"), word)
    return found


def _say(words: str) -> None:
    """One line on stderr for each line of `words`; nothing where there is no stderr."""
    for line in words.splitlines():
        if sys.stderr is not None:
            sys.stderr.write(f"spacewalk: {line}\n")


def _drop_output() -> None:
    """What is still waiting to be written goes nowhere: Python would try once more when it ends, and complain."""
    if sys.stdout is not None:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop_tidily() -> None:
    """A service that ends us and a terminal that is closed mean what Ctrl+C means: no half files are left."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # `nohup` wants it ignored
            signal.signal(number, signal.default_int_handler)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words ask; returns the exit status. `None` takes the words typed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal without Cyrillic must not end a command
            stream.reconfigure(errors="backslashreplace")
    prepare_environment()  # before any command imports pygame
    if argv is None:  # we are the program
        _stop_tidily()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        words = _with_play(words)
        _check_command(words[0])
        asked = parser().parse_args(words)
        status = _action(asked.command)(asked)
        if sys.stdout is not None:  # closed by who started us
            sys.stdout.flush()
    except RefusedError as error:
        _say(str(error))
        return error.status
    except BrokenPipeError:  # the reader of the pipe has left (`spacewalk check | head`)
        _drop_output()
        return FAILED
    except OSError as error:  # a name too long, a folder that may not be looked into, output on a full disc
        _say(f"{error.filename or 'output'}: {(error.strerror or str(error)).lower()}")
        _drop_output()
        return FAILED
    except KeyboardInterrupt:
        _say("stopped")
        return INTERRUPTED
    return status
