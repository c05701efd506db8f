"""Sentences about events that organisers read. What everybody reads is in `wording`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.events.wording import REPEATS as REPEATS
from bot.events.wording import SECTORS, WEEKLY_NOTHING

# When
WHEN_HOW = "I do not understand the time. Please write it like this: Thursday 3 December 2pm to 3pm."
NO_TIME_OF_DAY = "Please add the time of day, like this: Thursday 3 December 2pm."
LENGTH_HOW = "I do not understand the length. Please write it like this: 45 minutes, or 1 hour 30 minutes."

# Making an event
NOT_YOURS = "Only organisers of the community that holds this event can do that."
NOT_A_DRAFT = "This event is announced already. To change it, use /events edit."
NOT_ANNOUNCED = "This event is not announced."
IS_CANCELLED = "This event is cancelled. To hold it after all, use /events copy."
DRAFT = "This is a draft. Only organisers of your community see it until you announce it."
ANNOUNCED = "This event is announced. What you change is changed in all its posts."
NEED_TIME = "Please set the time."
NEED_SPONSOR = "Please say whether the event has a sponsor. Members need to know."
NEED_PLACES = "Please choose at least one channel."
REMOVED = "The draft is removed."
SAVED = "Your changes are saved."
CAPACITY_HOW = "Please write the number of places as a number from 1 to 100000, or leave it empty for no limit."
RESERVED_HOW = "Please write kept places like this: social-care 10, nhs 5."
TOO_MANY_KEPT = "More places are kept than there are."
SPONSOR_WHO = "Please write who the sponsor is."
LINK_HOW = "Please write a link that begins with https://, or leave it empty."
LINK_NEEDS_KEY = (
    "I cannot keep a joining link safe yet, so I did not take it. Please leave it out for now. "
    "Whoever runs this bot has to set SECRET_KEYS; then you can add it."
)
LINKS_LEFT_OUT = "(link left out)"
COPIED = "This is a copy. Please set its time."
LINK_SET = "The joining link is saved. People who said yes get it privately, from 24 hours before the start."
LINK_CHANGED = "The joining link is changed. People who already have the old one get the new one privately."
SPRING_OR_AUTUMN = "Which time do you mean?"

LINK_IS_SET = "A joining link is set."

REPEAT_HOW = "Please say until when it comes again, or how many times (2 to 104), and only one of the two."
REPEAT_ENDS_FIRST = "The end is before the first date. Please choose a later one."
REPEAT_FIXED = "This event is announced already. To end it, cancel this date and all that follow."
ONE_DATE = "This is one date of several. What you change here goes for this date, unless you say otherwise."
NOT_A_SERIES = "This event is once. No dates follow it."
ALL_FOLLOW = "All dates that follow are like this one now."
DIGEST_HERE = f"On Mondays at 9am I post here what is coming, up to 7 events. {WEEKLY_NOTHING}"
DIGEST_OFF = "I do not post the weekly list any more."
DIGEST_WAS_OFF = "I do not post a weekly list in your community."
TOPICS_HOW = "Please write up to 5 topics of up to 40 letters, like this: falls, hospital discharge."
IMPORT_HOW = "I can only read calendars on the public internet, at an address that begins with https://."
IMPORT_FAILED = "I could not read a calendar there. Please check the address: it is the one that ends in .ics."
IMPORT_LARGE = "This calendar is too large for me. It may have up to 1 MB."
IMPORT_NOTHING = "There is nothing new in this calendar for the next 6 months."
DRAFTS_ARE = "Drafts of your community:"
NAMES_STAY = "Please keep these names to yourselves. Everybody else sees numbers."
RECAP_NAMES = "The Chatham House Rule holds, and your text names somebody who answered. Please leave names out."
TOO_MANY_LINES = "Please write 5 lines at most."

# Announcing
ANNOUNCE_BY_HAND = "I announce it when you press “Announce”."
ANNOUNCE_TOO_LATE = "The event begins before it is announced. Please choose an earlier time to announce it."
ANNOUNCE_ANEW = "It is a draft again: you find it with /events draft."
ANOTHER_TIME = "Please choose another time."
WILL_SHOW = "to be shown"
LEFT_OUT = "left out"
WAITS = "waits for the answer of its organisers"
SHOWS = "shown"
SAID_NO = "its organisers said no"
SAID_NOTHING = "its organisers did not answer in time"
APPROVED_HERE = "Your organisers said yes. The event is shown in your channel."
DECLINED_HERE = "Your organisers said no. The event is not shown in your channel."
TOO_LATE = "The time to answer is over. The event is not shown in your channel."
ANSWERED = "Your organisers have answered this already."
NOT_YOUR_ANSWER = "Only organisers of the community that was asked can answer this."
NOBODY_TO_ASK = "I know no organiser there, so nobody can be asked. Please ask them to use /organisers here."


def link_lost(title: str, id: int) -> str:
    """Told to organisers: what was kept encrypted cannot be read any more."""
    return (
        f"I cannot read the joining link of “{title}” any more: the key with which I kept it is missing. "
        f"Please set the link again, with /events edit {id}. Look at its description, too."
    )


def link_not_kept(title: str, id: int) -> str:
    """Told to organisers: a new date has no joining link, for there is no key to keep it with."""
    return f"The next date of “{title}” has no joining link. {LINK_NEEDS_KEY} Use /events edit {id}."


def in_the_past(day: str, clock: str) -> str:
    """The time is over."""
    return f"{day}, {clock} is in the past. Please choose a later time."


def too_far_off(day: str) -> str:
    """The time is years ahead."""
    return f"{day} is more than 2 years ahead. Please choose an earlier time."


def another_weekday(day: str, meant: str) -> str:
    """Weekday and date do not fit."""
    return f"The date is {day}, but you wrote {meant}. Please check it."


def skipped(day: str, clock: str) -> str:
    """The clocks go forward over the time."""
    return f"On {day} there is no {clock}: the clocks go forward."


def doubled(day: str, clock: str) -> str:
    """The clocks go back over the time."""
    return f"On {day} there is {clock} twice: the clocks go back."


def bank_holiday(day: str, name: str) -> str:
    """A warning."""
    return f"{day} is a bank holiday in England: {name}."


def outside_hours(clock: str) -> str:
    """A warning."""
    return f"{clock} is outside 9am to 5pm, Monday to Friday. Some people cannot come then. 12:30pm suits many."


def clash(title: str, said: str) -> str:
    """A warning: another event for the same people."""
    return f"Another event for the same people is near: “{title}”, {said}."


def request(community: str, channels: int) -> str:
    """Asked of another community's organisers."""
    where = "your channel" if channels == 1 else f"{channels} channels of yours"
    return f"{community} would like to announce this event in {where}:"


def approve_always(community: str) -> str:
    """A button."""
    return f"Approve, and trust {community}"


def request_how(until: str) -> str:
    """What their answer does."""
    return f"One organiser can answer for you, until {until}. Without an answer, it is not posted."


def asking(communities: Sequence[str]) -> str:
    """Told to the organiser."""
    return f"Asked, and shown once they agree: {', '.join(communities)}."


def showing(communities: Sequence[str]) -> str:
    """Told to the organiser."""
    return f"Shown in: {', '.join(communities)}."


def approved(title: str, community: str) -> str:
    """Told to the organiser."""
    return f"{community} shows your event “{title}”."


def declined(title: str, community: str) -> str:
    """Told to the organiser."""
    return f"{community} does not show your event “{title}”."


def unanswered(title: str, community: str) -> str:
    """Told to the organiser."""
    return f"{community} did not answer in time. Your event “{title}” is not shown there."


def announced_at(day: str, clock: str) -> str:
    """A draft that waits for its time."""
    return f"I announce it on {day}, {clock}. If anything is missing then, I tell you."


def announced(title: str) -> str:
    """Told to the organiser, at the time that they chose."""
    return f"Your event “{title}” is announced now."


def not_announced(title: str) -> str:
    """The same, when something is missing by then."""
    return f"I could not announce your event “{title}” at the time that you chose."


def not_asked(title: str, community: str, why: str) -> str:
    """Told to the organiser: the question to other organisers failed."""
    return f"I tried 3 times to ask {community} about your event “{title}”, and could not. {why} I keep trying."


def not_shown(title: str, community: str, why: str) -> str:
    """Told to the organiser: the post failed."""
    return f"I tried 3 times to show your event “{title}” in {community}, and could not. {why} I keep trying."


def trusts(communities: Sequence[str]) -> str:
    """Whom a community lets in."""
    return f"Events of these communities are shown without asking: {', '.join(communities)}."


def distrusted(community: str) -> str:
    """One is asked about again."""
    return f"From now on, your organisers are asked about events of {community}."


def count_for_organisers(yes: int, waiting: int, maybe: int) -> str:
    """Exact figures, for organisers only."""
    return f"Yes: {yes}. Waiting: {waiting}. Maybe: {maybe}."


def opinions(found: dict[str, int]) -> str:
    """How useful it was; shown to organisers once 5 people have said, and never a smaller figure."""
    if sum(found.values()) < 5:
        return "Fewer than 5 people have said whether it was useful, so I do not show what they said."
    yes, partly, no = (_few(found.get(said, 0)) for said in ("yes", "partly", "no"))
    return f"Was it useful? Yes: {yes}. Partly: {partly}. No: {no}."


def _few(count: int) -> str:
    return str(count) if count >= 5 else "fewer than 5"


def toggle(community: str, *, chosen: bool) -> str:
    """A button that leaves a channel out, or takes it in."""
    return f"Leave out {community}" if chosen else f"Also in {community}"


def before_change(clock: str) -> str:
    """The first of two such times."""
    return f"The first {clock} (summer time)"


def after_change(clock: str) -> str:
    """The second."""
    return f"The second {clock} (winter time)"


def how_did_it_go(title: str) -> str:
    """Asked of the organiser, the day after."""
    return f"How was “{title}”? Please write up to 5 lines for people who could not come. I send them to who asked."


def recap_sent(count: int) -> str:
    """The recap is on its way; small figures stay hidden."""
    if not count:
        return "Your lines are kept. Nobody has asked for them."
    return f"Your lines are on their way to {count if count >= 5 else 'a few'} people."


def really_cancel(title: str) -> str:
    """Asked before an event is cancelled."""
    return f"Do you want to cancel “{title}”? Everybody who answered is told. Its posts stay, marked as cancelled."


def all_off(title: str) -> str:
    """It is cancelled, with what follows."""
    return f"This date of “{title}” and all that follow are cancelled. Everybody who answered is being told."


def is_off(title: str) -> str:
    """It is cancelled."""
    return f"“{title}” is cancelled. Everybody who said yes or maybe is being told."


def ask_again(community: str) -> str:
    """A button."""
    return f"Ask about {community}"


ERASED = "somebody whose data was removed"


def person(name: str, sector: str) -> str:
    """Somebody who answered, for organisers."""
    return f"{name} ({SECTORS[sector]})" if sector else name


def imported(count: int) -> str:
    """Drafts were made."""
    what = "1 draft is" if count == 1 else f"{count} drafts are"
    return f"{what} made. Please look at each, and announce what you like:"
