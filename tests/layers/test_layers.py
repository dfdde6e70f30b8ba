"""The rooms stand on each other in one direction only, and the world needs nothing but numbers."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GAME = ROOT / "game"
MODULES = sorted(GAME.rglob("*.py"))
LONGEST = 400

# A room imports only rooms with a lower number, and its own.
ROOMS = {
    "sim": 1, "missions": 2, "control": 2, "session": 3, "broadcast": 4, "classroom": 4, "view": 5, "app": 6,
    "kiosk": 7, "commands": 8, "cli": 9, "__main__": 10,
}  # fmt: skip
BANNED_IN_SIM = {"time", "datetime", "random", "os", "io", "pathlib", "secrets", "locale", "pygame", "threading"}
BANNED_CALLS = ("open", "print", "input", "exec", "eval")
COMPILED = {"numpy", "pymunk", "sgp4"}  # besides the standard library, all that the world may use
BROWSER_BAN = {"threading", "multiprocessing", "sqlite3", "subprocess", "socket", "asyncio.subprocess"}  # below kiosk


def room_of(path: Path) -> str:
    """The room of a module; the package's own file is in no room."""
    parts = path.relative_to(GAME).parts
    return parts[0] if len(parts) > 1 else path.stem


def imports_of(path: Path) -> list[tuple[int, str]]:
    """Line and full name of everything a module imports, whether at its top, in a function or only for types."""
    found: list[tuple[int, str]] = []
    package = ("game", *path.relative_to(GAME).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*start, *(node.module or "").split(".")]).strip(".")
            found += [(node.lineno, f"{name}.{alias.name}") for alias in node.names]
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("import_module", "__import__")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            found.append((node.lineno, str(node.args[0].value)))
    return found


def faults(path: Path) -> list[str]:
    """Every import of a module that goes up or sideways, with file and line."""
    mine = room_of(path)
    told = []
    for line, name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "game" or len(parts) < 2 or parts[1] not in ROOMS:
            continue
        theirs = parts[1]
        if theirs != mine and ROOMS[theirs] >= ROOMS.get(mine, 0):
            told.append(f"{path.relative_to(ROOT)}:{line}: {mine} [{ROOMS.get(mine)}] imports {name} [{ROOMS[theirs]}]")
    return told


def test_every_module_is_in_a_known_room():
    """A new folder under game needs a number here, that is, a decision."""
    unknown = {room_of(path) for path in MODULES} - set(ROOMS) - {"__init__"}
    assert not unknown


def test_rooms_import_downwards_only():
    """No module imports a room with an equal or higher number than its own."""
    told = [fault for path in MODULES for fault in faults(path)]
    assert not told, "\n".join(told)


def test_the_walk_sees_a_fault(tmp_path, monkeypatch):
    """The walk itself catches a relative, a lazy and a typing-only import that go up."""
    module = tmp_path / "sim" / "rules" / "bad.py"
    module.parent.mkdir(parents=True)
    module.write_text("from ...view import theme\ndef f():\n    import game.app.loop\nimport game.sim.vec\n", "utf-8")
    monkeypatch.setitem(globals(), "GAME", tmp_path)
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    told = faults(module)
    assert [fault.split(": ")[0].rsplit(":", 1)[-1] for fault in told] == ["1", "3"]


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) == "sim"], ids=lambda p: p.stem)
def test_the_world_touches_nothing_outside(path):
    """The world imports no clock, dice, files or pixels, opens nothing and prints nothing."""
    told = []
    for line, name in imports_of(path):
        top = name.split(".")[0]
        if top in BANNED_IN_SIM or (top not in sys.stdlib_module_names and top not in COMPILED | {"game"}):
            told.append(f"{path.relative_to(ROOT)}:{line}: imports {name}")
    told += [
        f"{path.relative_to(ROOT)}:{node.lineno}: calls {node.func.id}()"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS
    ]
    assert not told, "\n".join(told)


def test_rooms_below_the_view_know_no_pygame():
    """Physics, levels, pilots and sessions run where pygame is not installed."""
    told = [
        f"{path.relative_to(ROOT)}:{line}: imports {name}"
        for path in MODULES
        if ROOMS.get(room_of(path), 99) < ROOMS["view"]
        for line, name in imports_of(path)
        if name.split(".")[0] in ("pygame", "pygame_ce")
    ]
    assert not told, "\n".join(told)


def test_rooms_below_the_kiosk_can_run_in_a_browser():
    """No threads, processes, sockets or databases below the kiosk."""
    told = [
        f"{path.relative_to(ROOT)}:{line}: imports {name}"
        for path in MODULES
        if ROOMS.get(room_of(path), 99) < ROOMS["kiosk"]
        for line, name in imports_of(path)
        if name.split(".")[0] in BROWSER_BAN
    ]
    assert not told, "\n".join(told)


def test_files_that_travel_are_found_in_two_places_only():
    """Only the modules that know where levels and assets lie look beside themselves: an installed copy finds all."""
    allowed = {"game/missions/places.py", "game/view/paths.py", "game/commands/doctor.py"}
    told = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name) and node.id == "__file__"
    }
    assert told <= allowed


def test_modules_can_be_read_in_one_sitting():
    """No module is longer than 400 lines: above that a second rule hides in it."""
    long = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in long.items() if count > LONGEST} == {}


def test_a_mission_runs_where_pygame_cannot_be_imported():
    """A whole autopilot mission completes in a process in which importing pygame raises."""
    program = (
        "import sys\n"
        "class NoPygame:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'pygame':\n"
        "            raise ImportError('pygame is blocked')\n"
        "sys.meta_path.insert(0, NoPygame())\n"
        "from game.cli import main\n"
        "status = main(['run', 'unit-swap', '--cut', '3m', '--json'])\n"
        "assert 'pygame' not in sys.modules\n"
        "sys.exit(status)\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("SDL_")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=env, cwd=ROOT, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    assert '"outcome": "complete"' in done.stdout


def test_the_first_picture_needs_no_numbers_library():
    """The title is shown before numpy, pymunk and sgp4 are loaded: a fifth of the time to it."""
    program = (
        "import sys\n"
        "from game.app.launch import prepare_environment\n"
        "prepare_environment()\n"
        "from game.app.loop import App\n"
        "from game.app.options import PlayOptions\n"
        "App(PlayOptions(size=(1280, 720), is_windowed=True))\n"
        "print('loaded:', *sorted({'numpy', 'pymunk', 'sgp4'} & set(sys.modules)))\n"
    )
    env = dict(os.environ, SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=env, cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["loaded:"]
