"""Sentences about times: as they are shown, and what is asked about those that organisers write."""

from __future__ import annotations

from datetime import date

from bot.saying import _

LENGTH_HOW = _("I do not understand the length. Please write it like this: 45 minutes, or 1 hour 30 minutes.")
TWO_ENDS = _("The end and the length that you wrote do not match. Please write only one of them.")
SPRING_OR_AUTUMN = _("Which time do you mean?")
WHICH_DAY = _("What you wrote can mean two days. Which one do you mean?")
MIDDAY, MIDNIGHT = _("midday"), _("midnight")


def clock(written: str, *, morning: bool) -> str:
    """A time on the clock: "5:30" in the morning, or after midday."""
    return _("{time}am", time=written) if morning else _("{time}pm", time=written)


def moment(day: date, clock: str) -> str:
    """A day and a time."""
    return _("{day}, {time}", day=day, time=clock)


def span(day: date, begin: str, end: str) -> str:
    """From when to when, on one day."""
    return _("{day}, {begin} to {end}", day=day, begin=begin, end=end)


def longer(begin: str, end: str) -> str:
    """From one day to another."""
    return _("{begin}, to {end}", begin=begin, end=end)


def when_how(example: str) -> str:
    """Nobody can tell what was written. The example is in English, as times are written in every language."""
    return _("I do not understand the time. Please write it like this: {example} 2pm to 3pm.", example=example)


def date_how(example: str) -> str:
    """The same of a day alone."""
    return _("I do not understand the date. Please write it like this: {example}.", example=example)


def no_time_of_day(example: str) -> str:
    """A day alone."""
    return _("Please add the time of day, like this: {example} 2pm.", example=example)


def two_days(first: date, second: date) -> str:
    """What was written may be one of two days."""
    return _("That can be {first}, or {second}. Please write the date.", first=first, second=second)


def in_the_past(day: date, clock: str) -> str:
    """The time is over."""
    return _("{day}, {time} is in the past. Please choose a later time.", day=day, time=clock)


def too_far_off(day: date) -> str:
    """The time is years ahead."""
    return _("{day} is more than 2 years ahead. Please choose an earlier time.", day=day)


def another_weekday(day: date, meant: str) -> str:
    """Weekday and date do not fit."""
    return _("The date is {day}, but you wrote {meant}. Please check it.", day=day, meant=meant)


def skipped(day: date, clock: str) -> str:
    """The clocks go forward over the time."""
    return _("On {day} there is no {time}: the clocks go forward.", day=day, time=clock)


def doubled(day: date, clock: str) -> str:
    """The clocks go back over the time."""
    return _("On {day} there is {time} twice: the clocks go back.", day=day, time=clock)


def another(why: str) -> str:
    """The time cannot be."""
    return _("{why} Please choose another time.", why=why)


def before_change(clock: str) -> str:
    """The first of two such times."""
    return _("The first {time} (summer time)", time=clock)


def after_change(clock: str) -> str:
    """The second."""
    return _("The second {time} (winter time)", time=clock)


def bank_holiday(day: date, name: str) -> str:
    """A warning."""
    return _("{day} is a bank holiday in England: {name}.", day=day, name=name)


def outside_hours(clock: str) -> str:
    """A warning."""
    return _(
        "{time} is outside 9am to 5pm, Monday to Friday. Some people cannot come then. 12:30pm suits many.", time=clock
    )


def clash(title: str, said: str) -> str:
    """A warning: another event for the same people."""
    return _("Another event for the same people is near: “{title}”, {when}.", title=title, when=said)
