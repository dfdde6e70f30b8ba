"""Settings: every one at once, changed on the spot and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.scene import ScreenScene
from game.app.settings import FIELDS
from game.view.quality import choose_quality
from game.view.screens.items import Item
from game.view.screens.settings import Section, SettingRow, SettingsModel, SettingsScreen

if TYPE_CHECKING:
    from game.view.widgets import Result

SECTIONS: dict[str, tuple[str, ...]] = {
    "general": ("language", "assist", "game_speed", "captions", "ghost", "guest", "class_mode"),
    "dials": ("air", "time", "damage", "faults"),
    "view": ("text_scale", "high_contrast", "reduced_motion", "helmet_camera", "fullscreen", "display", "quality"),
    "sound": ("volume", "music", "effects", "voice", "alarms", "breath", "mono"),
    "controls": ("dead_zone", "sensitivity", "press_delay_s"),
    "access": ("one_switch", "scan_s"),
}
UNITS = {"press_delay_s": "unit.s", "scan_s": "unit.s", "sensitivity": "unit.times"}
_LINKS = {"controls": ("remap",)}


class SettingsScene(ScreenScene):
    """Sections of controls; each change is in force at once."""

    is_overlay = True

    def make_screen(self) -> SettingsScreen:
        """Sections at the left, controls at the right."""
        return SettingsScreen(self.app.pen)

    def model(self) -> SettingsModel:
        """Name and value of each setting."""
        t = self.app.text.t
        sections = tuple(
            Section(
                name,
                t(f"settings.section.{name}"),
                tuple(self._row(entry) for entry in entries),
                tuple(Item(link, t(f"settings.{link}")) for link in _LINKS.get(name, ())),
            )
            for name, entries in SECTIONS.items()
        )
        return SettingsModel(
            t("title.settings"), sections, (Item("back", t("menu.back")),), device=self.app.devices.in_use
        )

    def _row(self, name: str) -> SettingRow:
        text, entry, value = self.app.text, FIELDS[name], getattr(self.app.settings, name)
        label, note = text.t(f"settings.{name}"), self._note(name)
        if isinstance(value, bool):
            return SettingRow(name, label, value, note=note)
        if isinstance(value, str):
            options = tuple((choice, self._choice(name, choice)) for choice in entry.metadata["choices"])
            return SettingRow(name, label, value, options, note=note)
        low, high, step = (entry.metadata[key] for key in ("low", "high", "step"))
        return SettingRow(name, label, value, low=low, high=high, step=step, unit=UNITS.get(name, "percent"), note=note)

    def _note(self, name: str) -> str:
        """A sentence for what a name alone does not tell."""
        key = f"assist.{self.app.settings.assist}.note" if name == "assist" else f"settings.{name}.note"
        return self.app.text.t(key) if self.app.text.has(key) else ""

    def _choice(self, name: str, choice: str) -> str:
        text = self.app.text
        if name == "language" and choice != "auto":
            return text.language_name(choice)
        if name == "assist":
            return text.t(f"assist.{choice}")
        if name in SECTIONS["dials"]:
            return text.t(f"dial.{choice}")
        if name == "quality" and choice == "auto" and self.app.probe_ms:  # what it came to
            found = choose_quality("auto", self.app.probe_ms[-1])
            return text.t("choice.auto_found", found=text.t(f"choice.{found.name}"))
        return text.t(f"choice.{choice}")

    def answer(self, result: Result) -> None:
        """Change, or go elsewhere."""
        from game.app.scenes.remap import RemapScene  # noqa: PLC0415

        if result.id == "back":
            self.app.pop()
        elif result.id == "remap":
            self.app.push(RemapScene(self.app))
        elif result.id in FIELDS:
            value = round(result.value, 3) if isinstance(result.value, float) else result.value
            self.app.set(**{result.id: value})
            self.refresh()
