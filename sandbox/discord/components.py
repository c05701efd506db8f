"""Checks components as Discord does, in messages (old and v2) and in modals, and numbers them.

Limits: Discord's documentation, "Component Reference".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.discord.errors import Path, Problems
from sandbox.discord.model import JSON

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (STRING_SELECT, 5, 6, 7, 8)
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23

OLD_TOP = (ROW,)
NEW_TOP = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER)
IN_CONTAINER = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)
MODAL_TOP = (ROW, LABEL, TEXT_DISPLAY)
IN_LABEL = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)
LINK, PREMIUM = 5, 6


def walk(components: list[JSON]) -> Iterator[JSON]:
    """Every component, also those inside others, in the order they are shown."""
    for component in components:
        yield component
        inner = [*(component.get("components") or [])]
        inner += [component[name] for name in ("component", "accessory") if name in component]
        yield from walk(inner)


def number(components: list[JSON]) -> list[JSON]:
    """Give each component that has none its numeric id, as Discord does."""
    taken = {component.get("id") for component in walk(components)}
    following = (each for each in range(1, 1000) if each not in taken)
    for component in walk(components):
        component["id"] = component.get("id") or next(following)
    return components


def check_message(components: Any, problems: Problems, *, v2: bool) -> None:
    """Refuse components that a message may not have."""
    path: Path = ("components",)
    if not problems.count(path, components, 0, 40 if v2 else 5):
        return
    checker = _Checker(problems)
    checker.children(path, components, NEW_TOP if v2 else OLD_TOP)
    everything = list(walk(components))
    if len(everything) > 40:
        problems.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components exceeds 40")
    shown = sum(len(str(each.get("content", ""))) for each in everything if each.get("type") == TEXT_DISPLAY)
    if shown > 4000:
        problems.add(
            path,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            "Total text displayed in components exceeds the maximum size of 4000",
        )


def check_modal(data: JSON, problems: Problems) -> None:
    """Refuse a modal whose title, custom_id or components break the rules."""
    problems.text(("data", "title"), data.get("title"), 1, 45)
    problems.text(("data", "custom_id"), data.get("custom_id"), 1, 100)
    path: Path = ("data", "components")
    if problems.count(path, data.get("components"), 1, 5):
        _Checker(problems, modal=True).children(path, data["components"], MODAL_TOP)


class _Checker:
    """One pass over a tree of components."""

    def __init__(self, problems: Problems, *, modal: bool = False) -> None:
        self._problems = problems
        self._modal = modal
        self._custom_ids: set[str] = set()

    def children(self, path: Path, components: list[Any], allowed: tuple[int, ...]) -> None:
        """Check each of several siblings."""
        for index, component in enumerate(components):
            self.one((*path, index), component, allowed)

    def one(self, path: Path, component: Any, allowed: tuple[int, ...]) -> None:
        """Check one component, which must be of a type that is allowed at its place."""
        if not isinstance(component, dict):
            self._problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        kind = component.get("type")
        if kind not in allowed:
            self._problems.choice((*path, "type"), allowed)
            return
        if kind in (*SELECTS, TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX):
            self._custom_id(path, component)
        match kind:
            case 1:
                self._row(path, component)
            case 2:
                self._button(path, component)
            case 3 | 5 | 6 | 7 | 8:
                self._select(path, component)
            case 4:
                self._text_input(path, component)
            case 9:
                if self._problems.count((*path, "components"), component.get("components"), 1, 3):
                    self.children((*path, "components"), component["components"], (TEXT_DISPLAY,))
                self.one((*path, "accessory"), component.get("accessory"), (BUTTON, THUMBNAIL))
            case 10:
                self._problems.text((*path, "content"), component.get("content"), 1, 4000)
            case 11:
                self._media((*path, "media"), component.get("media"))
            case 12:
                if self._problems.count((*path, "items"), component.get("items"), 1, 10):
                    for index, item in enumerate(component["items"]):
                        self._media((*path, "items", index, "media"), item.get("media"))
            case 13:
                self._media((*path, "file"), component.get("file"))
            case 17:
                if self._problems.count((*path, "components"), component.get("components"), 1, 40):
                    self.children((*path, "components"), component["components"], IN_CONTAINER)
            case 18:
                self._problems.text((*path, "label"), component.get("label"), 1, 45)
                if component.get("description") is not None:
                    self._problems.text((*path, "description"), component["description"], 0, 100)
                self.one((*path, "component"), component.get("component"), IN_LABEL)
            case 21:
                self._options(path, component, 2, 10)
            case 22:
                self._options(path, component, 1, 10)

    def _custom_id(self, path: Path, component: JSON) -> None:
        custom_id = component.get("custom_id")
        self._problems.text((*path, "custom_id"), custom_id, 1, 100)
        if custom_id in self._custom_ids:
            self._problems.add(
                (*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        self._custom_ids.add(str(custom_id))

    def _row(self, path: Path, component: JSON) -> None:
        inside = (*path, "components")
        if not self._problems.count(inside, component.get("components"), 1, 5):
            return
        allowed = (TEXT_INPUT,) if self._modal else (BUTTON, *SELECTS)
        self.children(inside, component["components"], allowed)
        kinds = [each.get("type") for each in component["components"] if isinstance(each, dict)]
        if len(kinds) > 1 and any(kind != BUTTON for kind in kinds):
            self._problems.add(
                inside, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
            )

    def _button(self, path: Path, component: JSON) -> None:
        style = component.get("style")
        if style not in range(1, 7):
            self._problems.choice((*path, "style"), (1, 2, 3, 4, 5, 6))
        if component.get("label") is not None:
            self._problems.text((*path, "label"), component["label"], 0, 80)
        elif not component.get("emoji") and style != PREMIUM:
            self._problems.add(path, "BUTTON_COMPONENT_NO_LABEL_OR_EMOJI", "A button must have a label or an emoji")
        if style == LINK:
            self._problems.text((*path, "url"), component.get("url"), 1, 512)
        elif style != PREMIUM:
            self._custom_id(path, component)

    def _select(self, path: Path, component: JSON) -> None:
        if component.get("placeholder") is not None:
            self._problems.text((*path, "placeholder"), component["placeholder"], 0, 150)
        self._problems.number((*path, "min_values"), component.get("min_values", 1), 0, 25)
        self._problems.number((*path, "max_values"), component.get("max_values", 1), 1, 25)
        if component["type"] == STRING_SELECT:
            self._options(path, component, 1, 25)

    def _options(self, path: Path, component: JSON, low: int, high: int) -> None:
        inside = (*path, "options")
        if not self._problems.count(inside, component.get("options"), low, high):
            return
        values: set[str] = set()
        for index, option in enumerate(component["options"]):
            at = (*inside, index)
            self._problems.text((*at, "label"), option.get("label"), 1, 100)
            self._problems.text((*at, "value"), option.get("value"), 1, 100)
            if option.get("description") is not None:
                self._problems.text((*at, "description"), option["description"], 0, 100)
            if option.get("value") in values:
                self._problems.add(
                    (*at, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is used"
                )
            values.add(str(option.get("value")))

    def _text_input(self, path: Path, component: JSON) -> None:
        if component.get("style") not in (1, 2):
            self._problems.choice((*path, "style"), (1, 2))
        if len(path) >= 2 and path[-2] == "components":
            self._problems.text((*path, "label"), component.get("label"), 1, 45)
        for name, limit in (("placeholder", 100), ("value", 4000)):
            if component.get(name) is not None:
                self._problems.text((*path, name), component[name], 0, limit)
        for name, low in (("min_length", 0), ("max_length", 1)):
            if component.get(name) is not None:
                self._problems.number((*path, name), component[name], low, 4000)

    def _media(self, path: Path, media: Any) -> None:
        url = media.get("url") if isinstance(media, dict) else None
        self._problems.text((*path, "url"), url, 1, 2048)
