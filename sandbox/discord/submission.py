"""A filled form, as a MODAL_SUBMIT interaction carries it: the modal's tree with what was entered."""

from __future__ import annotations

from typing import Any

from sandbox.discord.components import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    ROW,
    TEXT_DISPLAY,
    TEXT_INPUT,
)
from sandbox.discord.model import JSON, Channel
from sandbox.discord.options import Resolved, chosen_data
from sandbox.discord.world import World


class Submission:
    """Fills a modal's components with `values` by custom_id. ValueError as the client refuses to send."""

    def __init__(self, world: World, place: Channel, values: dict[str, Any]) -> None:
        self._world = world
        self._place = place
        self._values = dict(values)
        self._files = Resolved(world, place)
        self.resolved: JSON = {}

    def fill(self, components: list[JSON]) -> list[JSON]:
        """The whole tree. Values that no component asks for are refused."""
        filled = [self._one(each) for each in components]
        if self._values:
            raise ValueError(f"The form does not ask for {', '.join(sorted(self._values))}.")
        for kind, found in self._files.found.items():
            self.resolved.setdefault(kind, {}).update(found)
        return filled

    def _one(self, component: JSON) -> JSON:
        kind = component["type"]
        base: JSON = {"type": kind, "id": component["id"]}
        if kind == ROW:
            return base | {"components": [self._one(each) for each in component["components"]]}
        if kind == LABEL:
            return base | {"component": self._one(component["component"])}
        if kind == TEXT_DISPLAY:
            return base
        custom_id = component["custom_id"]
        base["custom_id"] = custom_id
        value = self._values.pop(custom_id, None)
        if kind == TEXT_INPUT:
            return base | {"value": self._text(component, value)}
        if kind == CHECKBOX:
            return base | {"value": bool(component.get("default")) if value is None else bool(value)}
        if kind == RADIO_GROUP:
            return base | {"value": self._radio(component, value)}
        return base | {"values": self._several(component, value)}

    def _text(self, component: JSON, value: Any) -> str:
        text = str(component.get("value") or "") if value is None else str(value)
        name = component.get("label") or component["custom_id"]
        if not text:
            if component.get("required", True):
                raise ValueError(f"{name} is required.")
            return text
        low, high = component.get("min_length") or 0, component.get("max_length") or 4000
        if not low <= len(text) <= high:
            raise ValueError(f"{name} must be between {low} and {high} characters.")
        return text

    def _radio(self, component: JSON, value: Any) -> str | None:
        default = next((each["value"] for each in component["options"] if each.get("default")), None)
        chosen = default if value is None else str(value)
        if chosen is None:
            if component.get("required", True):
                raise ValueError(f"{component['custom_id']} is required.")
            return None
        if chosen not in [each["value"] for each in component["options"]]:
            raise ValueError(f"{chosen!r} is not on offer.")
        return chosen

    def _several(self, component: JSON, value: Any) -> list[str]:
        chosen = value if isinstance(value, list) else [] if value is None else [value]
        kind = component["type"]
        if value is None:
            chosen = [each["value"] for each in component.get("options") or [] if each.get("default")]
        if not chosen:
            if component.get("required", True):
                raise ValueError(f"{component['custom_id']} is required.")
            return []
        if kind == FILE_UPLOAD:
            return [self._files.file(each) for each in chosen]
        if kind == CHECKBOX_GROUP:
            limits = {"min_values": 0, "max_values": component.get("max_values") or len(component["options"])}
            component = component | {"type": 3} | limits
        data = chosen_data(self._world, self._place, component, [str(each) for each in chosen])
        for name, found in data.get("resolved", {}).items():
            self.resolved.setdefault(name, {}).update(found)
        return list(data["values"])
