"""Days, and times of day, as members read them."""

from __future__ import annotations

from datetime import date

from bot.saying import _


def day(of: date) -> str:
    """A date, or a moment's, as the NHS writes it: "Thursday 3 December 2026"."""
    return f"{of:%A} {of.day} {of:%B %Y}"


def clock(minutes: int) -> str:
    """A time of day as people say it: 9am, 5:30pm, midday, midnight."""
    hour, minute = divmod(minutes % (24 * 60), 60)
    if minute == 0 and hour in (0, 12):
        return _("midnight") if hour == 0 else _("midday")
    shown = f"{hour % 12 or 12}" + (f":{minute:02d}" if minute else "")
    return _("{time}am", time=shown) if hour < 12 else _("{time}pm", time=shown)
