"""Claims about the app: devices, window, settings, bindings, scenes; driven by posted events, without a screen."""

from __future__ import annotations

import dataclasses
import os
import random

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from game.app.bindings import (
    DEFAULTS,
    NEEDED,
    STICK_VERBS,
    STICKS,
    VERBS,
    Bindings,
    known_inputs,
    load_bindings,
    save_bindings,
)
from game.app.devices import Devices, dead_zoned
from game.app.folders import Folders, is_writable, user_folders, write_atomic
from game.app.inputs import inputs_of
from game.app.notices import NoticeBoard
from game.app.settings import FIELDS, Settings, load_settings, next_value, problem_of, save_settings
from game.app.window import DisplayError, Fit, Window, choose_display, parse_size
from game.control.intents import KINDS, VALUES, Intent, IntentError, PlayTray
from game.session.clock import TICKS_AT_ONCE, TickClock
from game.session.prompts import Prompt
from game.view.paths import assets_root


@pytest.fixture
def window() -> Iterator[Window]:
    """A window of the logical size in memory."""
    made = Window((1920, 1080))
    pygame.event.clear()
    yield made
    made.close()


@pytest.fixture
def devices(window: Window) -> Devices:
    """Devices with the defaults."""
    made = Devices(window, Bindings(), Settings(), NoticeBoard())
    pygame.event.clear()
    made.read("play", 0.0)
    return made


def post(kind: int, **values: object) -> None:
    pygame.event.post(pygame.event.Event(kind, values))


def tap(key: int, place: int = 0) -> None:
    post(pygame.KEYDOWN, key=key, scancode=place, mod=0, unicode="")
    post(pygame.KEYUP, key=key, scancode=place, mod=0, unicode="")


def kinds(intents: tuple[Intent, ...]) -> list[str]:
    return [intent.kind for intent in intents]


# --- intents


def test_every_intent_survives_its_text() -> None:
    """An intent written as a line and read back is the same, for every kind and value."""
    for kind, (numbers, _) in KINDS.items():
        for value in VALUES.get(kind, ("",)):
            given = [1.25, -2.5, 3.125, -4.0][:numbers] + [0.0] * (4 - numbers)
            intent = Intent(kind, *given, value=value, count=3, device="touch")
            assert Intent.parse(intent.to_text()) == intent


@pytest.mark.parametrize(
    "line", ["", "holdnext 1 0", "move 1", "move a b", "work *0", "work @piano", "move nan 0", "hover 1 2 3"]
)
def test_a_bad_line_is_told(line: str) -> None:
    """A line that is no intent raises one clear error with found and wanted."""
    with pytest.raises(IntentError, match=r"found .* wanted"):
        Intent.parse(line)


def test_presses_are_taken_once_and_levels_stay() -> None:
    """A press is given to exactly one tick; a stick's level to every tick until it changes."""
    tray = PlayTray()
    tray.put(Intent("work"))
    tray.put(Intent("work", count=2))
    tray.put(Intent("move", 3.0, 4.0))
    first, second = tray.take(), tray.take()
    assert (first.count("work"), second.count("work")) == (3, 0)
    assert first.move == second.move == (0.6, 0.8)
    tray.release()
    assert tray.take().move == (0.0, 0.0)


# --- clock


def test_clock_does_sixty_ticks_a_second() -> None:
    """Elapsed time at any picture rate gives 60 ticks a second, and slow motion gives its share."""
    for rate, speed, wanted in ((60, 1.0, 600), (144, 1.0, 600), (30, 1.0, 600), (60, 0.25, 150)):
        clock = TickClock()
        done = sum(clock.advance(1 / rate, speed).ticks for _ in range(10 * rate))
        assert abs(done - wanted) <= 1
        assert clock.slipped_s == 0.0


def test_clock_slips_instead_of_catching_up() -> None:
    """After a long gap at most five ticks are done; the rest is counted as slipped."""
    clock = TickClock()
    step = clock.advance(1.0)
    assert step.ticks == TICKS_AT_ONCE
    assert step.slipped_s == pytest.approx(55 / 60)
    assert clock.advance(0.0).ticks == 0


# --- keyboard


def test_a_tap_between_two_pictures_survives(devices: Devices) -> None:
    """A key that went down and up before the device was read is one wish; two taps are two."""
    tap(pygame.K_SPACE)
    tap(pygame.K_q)
    tap(pygame.K_q)
    assert kinds(devices.read("play", 0.1)) == ["work", "hook1", "hook1"]
    assert devices.read("play", 0.2) == ()


def test_keys_go_by_place(devices: Devices) -> None:
    """With a Russian layout the key at the place of D still means: next hold to the right."""
    tap(0x432, pygame.KSCAN_D)
    (intent,) = devices.read("play", 0.1)
    assert (intent.kind, intent.at) == ("hold_next", (1.0, 0.0))


def test_the_same_key_means_what_the_scene_needs(devices: Devices) -> None:
    """An arrow is a hold in play and the focus in menus."""
    tap(pygame.K_LEFT)
    assert kinds(devices.read("play", 0.1)) == ["hold_next"]
    tap(pygame.K_LEFT)
    assert kinds(devices.read("ui", 0.2)) == ["left"]


def test_pull_needs_no_second_finger(devices: Devices) -> None:
    """Shift tapped alone is for the next arrow, so that a stray tap does no harm; tapped twice it is for all, until it
    is tapped again. Held, it works as usual."""
    tap(pygame.K_LSHIFT)
    tap(pygame.K_UP)
    tap(pygame.K_UP)
    assert kinds(devices.read("play", 0.1)) == ["push_pull", "hold_next"]
    tap(pygame.K_LSHIFT)
    tap(pygame.K_LSHIFT)
    tap(pygame.K_UP)
    tap(pygame.K_UP)
    assert kinds(devices.read("play", 0.15)) == ["push_pull", "push_pull"]
    tap(pygame.K_LSHIFT)
    tap(pygame.K_UP)
    assert kinds(devices.read("play", 0.2)) == ["hold_next"]
    post(pygame.KEYDOWN, key=pygame.K_LSHIFT, scancode=0, mod=0, unicode="")
    tap(pygame.K_UP)
    post(pygame.KEYUP, key=pygame.K_LSHIFT, scancode=0, mod=0, unicode="")
    tap(pygame.K_UP)
    assert kinds(devices.read("play", 0.3)) == ["push_pull", "hold_next"]


def test_a_held_key_repeats_and_scene_change_lets_go(devices: Devices) -> None:
    """A held arrow wishes again after a while; when the scene changes it is held no more."""
    post(pygame.KEYDOWN, key=pygame.K_RIGHT, scancode=0, mod=0, unicode="")
    assert kinds(devices.read("play", 1.0)) == ["hold_next"]
    assert devices.read("play", 1.3) == ()
    assert kinds(devices.read("play", 1.6)) == ["hold_next"]
    assert devices.read("ui", 9.0) == ()
    assert devices.read("play", 20.0) == ()


def test_a_tremor_is_one_press(devices: Devices) -> None:
    """With a press delay set, a second press of the same verb within it is not counted."""
    devices.settings = Settings(press_delay_s=0.3)
    tap(pygame.K_SPACE)
    tap(pygame.K_SPACE)
    assert kinds(devices.read("play", 1.0)) == ["work"]
    tap(pygame.K_SPACE)
    assert kinds(devices.read("play", 2.0)) == ["work"]


# --- pointer


def test_a_finger_is_counted_once(devices: Devices) -> None:
    """SDL's mouse echo of a finger is dropped; the finger's place is in logical pixels."""
    post(pygame.FINGERDOWN, finger_id=7, touch_id=1, x=0.5, y=0.25, dx=0.0, dy=0.0, pressure=1.0)
    post(pygame.MOUSEBUTTONDOWN, pos=(960, 270), button=1, touch=True)
    post(pygame.FINGERUP, finger_id=7, touch_id=1, x=0.5, y=0.25, dx=0.0, dy=0.0, pressure=0.0)
    post(pygame.MOUSEBUTTONUP, pos=(960, 270), button=1, touch=True)
    got = devices.read("play", 0.1)
    assert [(i.kind, i.value, i.device) for i in got] == [("pointer", "down", "touch"), ("pointer", "up", "touch")]
    assert got[0].at == (960.0, 270.0)
    assert devices.in_use == "touch"


def test_a_second_finger_waits(devices: Devices) -> None:
    """Only the first finger points; another visitor's finger does not jump in."""
    post(pygame.FINGERDOWN, finger_id=1, touch_id=1, x=0.1, y=0.1, dx=0.0, dy=0.0, pressure=1.0)
    post(pygame.FINGERDOWN, finger_id=2, touch_id=1, x=0.9, y=0.9, dx=0.0, dy=0.0, pressure=1.0)
    post(pygame.FINGERUP, finger_id=2, touch_id=1, x=0.9, y=0.9, dx=0.0, dy=0.0, pressure=1.0)
    post(pygame.FINGERUP, finger_id=1, touch_id=1, x=0.1, y=0.1, dx=0.0, dy=0.0, pressure=1.0)
    assert [i.value for i in devices.read("play", 0.1)] == ["down", "up"]


def test_mouse_moves_are_drawn_together_but_clicks_are_not(devices: Devices) -> None:
    """Of many moves the last counts; a click between them keeps its place in the order."""
    devices.in_use = "mouse"
    for x in range(5):
        post(pygame.MOUSEMOTION, pos=(x, 0), rel=(1, 0), buttons=(0, 0, 0), touch=False)
    post(pygame.MOUSEBUTTONDOWN, pos=(9, 9), button=1, touch=False)
    post(pygame.MOUSEBUTTONUP, pos=(9, 9), button=1, touch=False)
    post(pygame.MOUSEMOTION, pos=(30, 0), rel=(21, 0), buttons=(0, 0, 0), touch=False)
    got = devices.read("play", 0.1)
    assert [(i.value, i.x) for i in got] == [("move", 4.0), ("down", 9.0), ("up", 9.0), ("move", 30.0)]


# --- pads


def axis(number: int, value: int) -> None:
    post(pygame.CONTROLLERAXISMOTION, instance_id=5, axis=number, value=value)


def test_pad_speaks_the_scheme(devices: Devices) -> None:
    """Triggers are hands, shoulders hooks, A works, B steadies, the stick aims with y up, the right stick strokes."""
    axis(pygame.CONTROLLER_AXIS_LEFTY, -32767)
    axis(pygame.CONTROLLER_AXIS_TRIGGERLEFT, 30000)
    axis(pygame.CONTROLLER_AXIS_TRIGGERLEFT, 0)
    for button in (pygame.CONTROLLER_BUTTON_RIGHTSHOULDER, pygame.CONTROLLER_BUTTON_A, pygame.CONTROLLER_BUTTON_B):
        post(pygame.CONTROLLERBUTTONDOWN, instance_id=5, button=button)
        post(pygame.CONTROLLERBUTTONUP, instance_id=5, button=button)
    axis(pygame.CONTROLLER_AXIS_RIGHTX, 32767)
    axis(pygame.CONTROLLER_AXIS_RIGHTX, 31000)
    got = devices.read("play", 0.1)
    assert kinds(got) == ["move", "left_hand", "hook2", "work", "steady", "push_pull"]
    assert got[0].at == (0.0, 1.0)
    assert {intent.device for intent in got} == {"gamepad"}
    assert devices.in_use == "gamepad"


def test_a_worn_stick_stays_still(devices: Devices) -> None:
    """A drift of 0.2 is inside the dead zone: no wish, and the device in use does not change."""
    axis(pygame.CONTROLLER_AXIS_LEFTX, int(0.2 * 32767))
    assert devices.read("play", 0.1) == ()
    assert devices.in_use == "keyboard"
    assert dead_zoned(0.2, 0.0, 0.22, 1.0) == (0.0, 0.0)
    assert dead_zoned(1.0, 0.0, 0.22, 1.0) == (1.0, 0.0)


def test_raw_doubles_of_a_pad_are_not_counted(devices: Devices) -> None:
    """A pad with a layout also sends raw joystick events; they are dropped."""
    post(pygame.CONTROLLERBUTTONDOWN, instance_id=5, button=pygame.CONTROLLER_BUTTON_A)
    post(pygame.JOYBUTTONDOWN, instance_id=5, joy=0, button=0)
    assert kinds(devices.read("play", 0.1)) == ["work"]


def test_unplugging_lets_go_and_says_so(devices: Devices) -> None:
    """Unplugged mid-grip: the stick's level ends, the walk pauses, one line is shown, the keyboard goes on."""
    axis(pygame.CONTROLLER_AXIS_LEFTX, 32767)
    assert kinds(devices.read("play", 0.1)) == ["move"]
    post(pygame.CONTROLLERDEVICEREMOVED, instance_id=5)
    got = devices.read("play", 0.2)
    assert [(i.kind, i.at) for i in got] == [("move", (0.0, 0.0)), ("pause", (0.0, 0.0))]
    assert devices._notices.current[0].key == "notice.pad_removed"
    assert devices.in_use == "keyboard"


def test_a_shaken_table_is_no_mouse(devices: Devices) -> None:
    """Pixels that come one by one, or between presses of another device, move nothing and change no prompt; a hand on
    the mouse does at once."""
    for second in range(30):
        post(pygame.MOUSEMOTION, pos=(second, 0), rel=(1, 0), buttons=(0, 0, 0), touch=False)
        assert kinds(devices.read("ui", float(second))) == []
    for count in range(30):
        post(pygame.MOUSEMOTION, pos=(count, 0), rel=(1, 0), buttons=(0, 0, 0), touch=False)
        tap(pygame.K_UP)
        assert kinds(devices.read("ui", 40.0 + count / 60)) == ["up"]
    assert devices.in_use == "keyboard"
    post(pygame.MOUSEMOTION, pos=(60, 0), rel=(30, 0), buttons=(0, 0, 0), touch=False)
    assert kinds(devices.read("ui", 50.0)) == ["pointer"]
    assert devices.in_use == "mouse"


def test_an_arcade_stick_reaches_everything(devices: Devices) -> None:
    """Stick and two buttons: directions choose holds, one button acts, the other steps the scanner."""
    from game.app.pads import _Pad

    devices._pads._pads[9] = _Pad("switch", has_layout=False)
    post(pygame.JOYAXISMOTION, instance_id=9, axis=0, value=1.0)
    post(pygame.JOYAXISMOTION, instance_id=9, axis=0, value=0.0)
    post(pygame.JOYBUTTONDOWN, instance_id=9, button=1)
    post(pygame.JOYBUTTONDOWN, instance_id=9, button=0)
    got = devices.read("play", 0.1)
    assert kinds(got) == ["hold_next", "next_target", "act"]


def test_one_switch_plays_everything(devices: Devices) -> None:
    """With one switch set, the scanner steps by itself and any key, button or tap does what it points at."""
    devices.settings = Settings(one_switch=True, scan_s=1.0)
    devices.read("play", 0.0)
    tap(pygame.K_g)
    assert kinds(devices.read("play", 0.5)) == ["act"]
    assert kinds(devices.read("play", 1.6)) == ["next_target"]
    post(pygame.FINGERDOWN, finger_id=1, touch_id=1, x=0.1, y=0.1, dx=0.0, dy=0.0, pressure=1.0)
    assert kinds(devices.read("play", 1.7)) == ["act"]
    assert kinds(devices.read("ui", 3.0)) == ["next"]


# --- bindings and settings


def test_every_verb_can_be_remapped(tmp_path: Path) -> None:
    """Any verb of the keyboard bound to another key answers to it, also after the file was written and read."""
    bindings = Bindings()
    bindings.bind("keyboard", "work", "m")
    lost = bindings.bind("keyboard", "hook1", "e")
    assert lost == ("hook2",)
    path = tmp_path / "bindings.toml"
    assert save_bindings(path, bindings) is None
    again, notices = load_bindings(path)
    assert notices == ()
    assert again.table == bindings.table
    verb = again.verb("keyboard", "m", "play")
    assert verb is not None
    assert verb.name == "work"


@pytest.mark.parametrize("device", ["gamepad", "switch"])
def test_nobody_is_locked_out_on_the_remap_screen(device: str) -> None:
    """Whatever is bound to whatever, in any order: the verbs that lead on, back and out keep an input each."""
    dice = random.Random(3)
    names = [name for name in known_inputs(device) if name not in STICKS]
    verbs = [name for name in VERBS if name not in STICK_VERBS]
    for _ in range(40):
        bindings = Bindings()
        for _ in range(12):
            bindings.bind(device, dice.choice(verbs), dice.choice(names))
            assert all(bindings.inputs(device, needed) for needed in NEEDED[device])


def test_nobody_is_locked_out() -> None:
    """Taking the last key of a needed verb gives it its default back."""
    bindings = Bindings()
    for key in DEFAULTS["keyboard"]["ui_accept"]:
        bindings.bind("keyboard", "ui_back", key)
    assert bindings.inputs("keyboard", "ui_accept")


def test_no_input_means_two_things(tmp_path: Path) -> None:
    """However keys are bound, on the screen or in a file, one key has one verb in each context, and the menu stays
    within reach."""
    rng = random.Random(3)
    bindings = Bindings()
    for _ in range(2000):
        verb = rng.choice(list(DEFAULTS["keyboard"]))
        bindings.bind("keyboard", verb, rng.choice(("escape", "p", "pause", "up", "w", "return")))
    _check_one_verb_each(bindings)
    path = tmp_path / "bindings.toml"
    path.write_text('[keyboard]\nwork = ["escape", "p"]\ntuck = ["pause"]\nhelp = ["space"]\n')
    bindings, notices = load_bindings(path)
    assert not notices
    assert bindings.inputs("keyboard", "pause") == ("escape",)
    assert bindings.inputs("keyboard", "work") == ("p",)
    _check_one_verb_each(bindings)


def _check_one_verb_each(bindings: Bindings) -> None:
    for context in ("play", "ui"):
        used = [
            name for verb, inputs in bindings.table["keyboard"].items() for name in inputs
            if VERBS[verb].context in (context, "any")
        ]  # fmt: skip
        assert len(used) == len(set(used)), context


@pytest.mark.parametrize("device", [*DEFAULTS, "touch"])
def test_what_the_suit_asks_for_can_be_pressed_on_every_device(device: str) -> None:
    """A switch of the suit has an input to show, also where no button is its own: then the one that does what comes
    first."""
    asked = Prompt("low_pressure", "suit", is_asked=True)
    assert inputs_of(Bindings(), device, asked, is_scanned=device == "switch")
    bare = Bindings({device: {"act": ("y",)}})
    assert inputs_of(bare, device, asked) in (("y",), ("tap",), ("left",))
    work = Prompt("work", "work", is_asked=True)
    assert inputs_of(bare, device, work) == inputs_of(bare, device, asked)
    if device not in ("touch", "mouse"):
        assert inputs_of(bare, device, dataclasses.replace(work, is_asked=False)) == ()


def test_every_device_reaches_every_play_verb() -> None:
    """Each play verb has a key; the pad has all but those that its sticks and scanner stand for. Calling the walk off
    is in the menu, which every device has."""
    play = {name for name, verb in VERBS.items() if verb.context == "play" and verb.intent is not None}
    keys = set(DEFAULTS["keyboard"])
    assert play - keys == {f"push_{way}" for way in ("left", "right", "up", "down")} | {"terminate", "abort"}
    pad = set(DEFAULTS["gamepad"])
    assert not {"left_hand", "right_hand", "hook1", "hook2", "work", "steady", "tuck", "release", "act"} - pad


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("settings.toml", "language = "),
        ("settings.toml", 'language = "tlh"\nvolume = 0.3\n'),
        ("settings.toml", "volum = 1.0\n"),
        ("settings.toml", "\x00\x01binary"),
        ("bindings.toml", '[keyboard]\nwork = ["spacebar"]\n'),
        ("bindings.toml", '[keybord]\nwork = ["m"]\n'),
        ("bindings.toml", '[keyboard]\nwrok = ["m"]\n'),
        ("bindings.toml", '[gamepad]\nmove = ["a"]\n'),
        ("bindings.toml", "keyboard = 3\n"),
        ("bindings.toml", '[keyboard]\nwork = ["m"]\ntuck = ["m"]\n'),
    ],
)
def test_a_broken_file_is_told_once_and_kept(tmp_path: Path, name: str, content: str) -> None:
    """What is wrong gives one notice and its default; what is right is used; the file is kept as `.bad`."""
    path = tmp_path / name
    path.write_text(content)
    load = load_settings if name.startswith("settings") else load_bindings
    value, notices = load(path)
    assert len(notices) == 1
    assert (tmp_path / f"{name}.bad").read_text() == content
    assert path.read_text() == content
    if isinstance(value, Settings) and "0.3" in content:
        assert value == Settings(volume=0.3)


def test_an_earlier_faulty_file_is_kept_too(tmp_path: Path) -> None:
    """A second faulty file does not take the place of the first one's copy; the same one is kept once."""
    path = tmp_path / "settings.toml"
    for content in ("first = ", "second = ", "second = "):
        path.write_text(content)
        load_settings(path)
    assert (tmp_path / "settings.toml.bad").read_text() == "first = "
    assert (tmp_path / "settings.toml.bad2").read_text() == "second = "
    assert not (tmp_path / "settings.toml.bad3").exists()


def test_settings_round_trip(tmp_path: Path) -> None:
    """Every setting survives its file; each can be stepped through all values it may have."""
    settings = Settings()
    for name in FIELDS:
        for _ in range(12):
            settings = next_value(settings, name, 1)
            assert problem_of(name, getattr(settings, name)) == ""
    path = tmp_path / "settings.toml"
    assert save_settings(path, settings) is None
    assert load_settings(path) == (settings, ())


def test_the_settings_for_a_hall_are_good_and_silent_of_music(tmp_path: Path) -> None:
    """The file that the museum's guide ships is read without a notice, has no music, and leaves the rest as it is."""
    path = tmp_path / "settings.toml"
    path.write_bytes((assets_root() / "guides" / "kiosk.toml").read_bytes())
    assert load_settings(path) == (Settings(assist="cadet", cut="3m", captions=True, music=0.0), ())


def test_a_folder_that_cannot_be_written_is_a_notice(tmp_path: Path) -> None:
    """Saving where a file stands in the way raises nothing and tells."""
    (tmp_path / "blocked").write_text("")
    notice = save_settings(tmp_path / "blocked" / "settings.toml", Settings())
    assert notice is not None
    assert notice.key == "notice.not_saved"
    assert not is_writable(tmp_path / "blocked" / "inner")


def test_writing_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails in the middle, the old file is still there and nothing lies about."""
    path = tmp_path / "file"
    write_atomic(path, "old")

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_one_folder_for_everything(tmp_path: Path) -> None:
    """SPACEWALK_HOME puts all files of a person under one folder."""
    folders = user_folders({"SPACEWALK_HOME": str(tmp_path)})
    assert isinstance(folders, Folders)
    assert {entry.parent for entry in (folders.config, folders.data, folders.cache, folders.log)} == {tmp_path}


# --- window


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1000, 1000), (3440, 1440), (333, 777)])
def test_the_picture_fits_any_window(size: tuple[int, int]) -> None:
    """The picture is centred, undistorted and inside; corners map to corners."""
    fit = Fit.into(size)
    assert min(fit.x, fit.y) >= 0
    assert fit.x + fit.width <= size[0]
    assert fit.y + fit.height <= size[1]
    assert fit.width / fit.height == pytest.approx(16 / 9, abs=0.01)
    assert fit.to_logical(fit.x, fit.y) == (0.0, 0.0)
    assert fit.to_logical(fit.x + fit.width, fit.y + fit.height) == (1920.0, 1080.0)


def test_window_scales_and_resizes(window: Window) -> None:
    """What is drawn on the logical picture is seen in the middle of a smaller, taller window, with bars around."""
    pygame.display.set_mode((960, 1000), pygame.RESIZABLE)
    window.refresh()
    assert window.picture.get_size() == (1920, 1080)
    window.picture.fill((200, 100, 50))
    window.present()
    screen = pygame.display.get_surface()
    assert screen is not None
    assert screen.get_at((480, 500))[:3] == (200, 100, 50)
    assert screen.get_at((480, 10))[:3] == (0, 0, 0)
    assert window.to_logical((480, 500)) == (960.0, 540.0)


def test_the_way_to_the_screen_follows_the_machine() -> None:
    """No card: pixels with acceleration off, X11 rather than Wayland. A card: textures. The setting wins."""
    bare = choose_display("auto", {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", card=False)
    assert bare.name == "software"
    assert dict(bare.environment) == {"SDL_FRAMEBUFFER_ACCELERATION": "0", "SDL_VIDEODRIVER": "x11"}
    assert choose_display("auto", {}, "linux", card=True).name == "accelerated"
    assert choose_display("software", {}, "win32", card=True).name == "software"
    assert choose_display("accelerated", {}, "linux", card=False).name == "accelerated"
    assert choose_display("auto", {}, "linux", card=False).reason


def test_no_display_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a display the error is one line that names the command that needs none."""
    pygame.display.quit()
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    monkeypatch.setenv("DISPLAY", ":424242")
    with pytest.raises(DisplayError, match=r"^no display .*spacewalk run") as caught:
        Window((640, 360))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "1280", "axb", "1280x", "0x0", "99999x99999", "-1x5"])
def test_impossible_sizes_are_told(text: str) -> None:
    """A size that is none raises with found and wanted."""
    with pytest.raises(ValueError, match="found size"):
        parse_size(text)
    assert parse_size("1280x720") == (1280, 720)
