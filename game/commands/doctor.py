"""`spacewalk doctor`: what the program found on this machine, in lines that can be pasted into a report."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import VERSION
from game.commands.refusal import DONE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

PACKAGES = ("pygame-ce", "numpy", "pymunk", "sgp4", "platformdirs", "pytiled-parser", "polib")
EXTRAS = ("gymnasium", "mujoco", "pytest", "imageio-ffmpeg")
FAST = ("AVX2", "AVX512", "X86_V3", "X86_V4", "NEON", "ASIMD")  # what the pixel work of numpy and SDL gains most from
PATH_VARIABLES = ("SDL_VIDEODRIVER", "SDL_FRAMEBUFFER_ACCELERATION")  # what decides how pictures reach the screen
ENVIRONMENT = (
    "SDL_VIDEODRIVER", "SDL_AUDIODRIVER", "SDL_FRAMEBUFFER_ACCELERATION", "DISPLAY", "WAYLAND_DISPLAY",
    "SPACEWALK_HOME",
)  # fmt: skip


def doctor(asked: argparse.Namespace) -> int:
    """Print one line for each thing; what can't be found out is said, never raised."""
    del asked
    for name, look in (
        ("spacewalk", _program),
        ("packages", _packages),
        ("machine", _machine),
        ("processor", _processor),
        ("display", _display),
        ("quality", _quality),
        ("audio", _audio),
        ("folder", _folders),
        ("content", _content),
        ("environment", _environment),
    ):
        for line in _safely(look):
            print(f"{name + ':':<13}{line}")
    return DONE


def _safely(look: Callable[[], Iterator[str]]) -> list[str]:
    lines: list[str] = []
    try:
        lines.extend(look())
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the doctor is there to tell
        lines.append(f"not found out: {type(error).__name__}: {' '.join(str(error).split())}")
    return lines


def _program() -> Iterator[str]:
    yield f"{VERSION} in {Path(__file__).resolve().parents[1]}"


def _version(package: str) -> str:
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{package} missing"


def _packages() -> Iterator[str]:
    yield ", ".join(_version(package) for package in PACKAGES)
    yield "extras: " + ", ".join(_version(package) for package in EXTRAS)


def _machine() -> Iterator[str]:
    yield f"{platform.system()} {platform.release()} {platform.machine()}, Python {platform.python_version()}"
    encoding = (sys.stdout.encoding or "").lower()
    yield f"terminal {encoding or 'of unknown encoding'}, language {os.environ.get('LANG', 'not set')}"


def _processor() -> Iterator[str]:
    import numpy as np

    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    known: Any = np.show_config(mode="dicts")
    found = list(known["SIMD Extensions"].get("found", []))
    fast = [name for name in found if name.startswith(FAST)]
    yield f"{count} cores for us, numpy uses {', '.join(found) or 'its baseline only'}"
    if not fast and platform.machine().lower() in ("x86_64", "amd64"):
        yield "no AVX2 beyond the baseline was found: pictures may be slow"


def _display() -> Iterator[str]:
    from game.app.launch import prepare_environment

    prepare_environment()
    import pygame

    from game.app.folders import user_folders
    from game.app.library_noise import without_library_noise
    from game.app.settings import peek_settings
    from game.app.window import UNSEEN_DRIVERS, choose_display

    settings = peek_settings(user_folders().config / "settings.toml")
    path = choose_display(settings.display)
    yield f"{path.name} path: {path.reason}"
    told = [f"{name}={value} (set by the game)" for name, value in path.environment]
    told += [f"{name}={os.environ[name]} (yours)" for name in PATH_VARIABLES if os.environ.get(name)]
    yield f"environment of this path: {', '.join(told) or 'nothing set'}"
    for name, value in path.environment:
        os.environ.setdefault(name, value)
    try:
        with without_library_noise():
            pygame.display.init()
    except pygame.error as error:
        yield f"none can be opened ({error}); `spacewalk run unit-swap` works without one"
        return
    driver = pygame.display.get_driver()
    if driver in UNSEEN_DRIVERS and os.environ.get("SDL_VIDEODRIVER") != driver:
        yield f"none: SDL offers only the {driver!r} driver; `spacewalk run unit-swap` works without one"
        return
    sizes = ", ".join(f"{width}x{height}" for width, height in pygame.display.get_desktop_sizes())
    yield f"SDL {'.'.join(map(str, pygame.get_sdl_version()))} driver {driver}, desktop {sizes}"
    pygame.display.quit()


def _quality() -> Iterator[str]:
    from game.app.folders import user_folders
    from game.app.settings import peek_settings
    from game.view.quality import LEVELS, choose_quality, probe

    setting = peek_settings(user_folders().config / "settings.toml").quality
    probe_ms = probe()
    chosen = choose_quality(setting, probe_ms)
    why = "found by the probe" if setting == "auto" else "chosen in the settings"
    width, height = chosen.earth_size
    yield f"{chosen.name}, {why}: {chosen.pictures_per_s} pictures a second, the Earth in {width}x{height}"
    limits = ", ".join(f"{name} up to {level.most_ms:.1f} ms" for name, level in LEVELS.items() if name != "low")
    yield f"the probe took {probe_ms:.1f} ms of the processor ({limits}, low above)"


def _audio() -> Iterator[str]:
    import pygame

    from game.app.library_noise import without_library_noise

    try:
        with without_library_noise():
            pygame.mixer.init()
    except (pygame.error, NotImplementedError) as error:
        yield f"none ({error}); the game is complete without it"
        return
    rate, bits, channels = pygame.mixer.get_init() or (0, 0, 0)
    yield f"{rate} Hz, {abs(bits)} bits, {channels} channels"
    pygame.mixer.quit()


def _folders() -> Iterator[str]:
    from game.app.folders import is_writable, user_folders

    folders = user_folders()
    for name, path in (
        ("settings", folders.config),
        ("recordings", folders.recordings),
        ("screenshots", folders.screenshots),
        ("own missions", folders.missions),
        ("cache", folders.cache),
        ("log", folders.log),
    ):
        state = "writable" if is_writable(path) else "not writable"
        yield f"{name}: {path} ({', '.join(filter(None, (state, _contents(path))))})"


def _contents(folder: Path) -> str:
    """How much is in a folder; nothing of one that is not there or may not be looked into."""
    try:
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        is_there = folder.is_dir()
    except OSError:
        return ""
    return f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB" if is_there else ""


def _content() -> Iterator[str]:
    from game.missions.level import list_levels
    from game.missions.places import assets_root, levels_root, mission_paths

    readable = list_levels()
    stations = len(list((levels_root() / "stations").glob("*.tmx")))
    yield f"levels: {levels_root()} ({stations} stations, {len(readable)} of {len(mission_paths())} missions readable)"
    assets = assets_root()
    if assets.is_dir():
        yield f"assets: {assets} ({_contents(assets)})"
    else:
        yield f"assets: {assets} is missing: install the program again"


def _environment() -> Iterator[str]:
    yield ", ".join(f"{name}={os.environ[name]}" for name in ENVIRONMENT if name in os.environ) or "nothing set"
