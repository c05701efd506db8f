"""Sentences on whether a switch is on, which every switch shares."""

from __future__ import annotations

from bot.saying import _


def on_or_off(title: str, *, on: bool) -> str:
    """Above what a yes to it means."""
    if on:
        return _("“{switch}” is on. This means:", switch=title)
    return _("“{switch}” is off. This is what a yes would mean:", switch=title)
