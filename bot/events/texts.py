"""Sentences about making and keeping events, that organisers read. About announcing them: `announcing_texts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.events.wording import SECTORS
from bot.patients.holding_texts import FOUND
from bot.patients.screening import Kind
from bot.saying import _, listed, n_

# Making an event
NONE_OWN = _("Your community has no event of its own that is still to come. For drafts, use /events draft.")
NOT_YOURS = _("Only organisers of the community that holds this event can do that.")
NOT_A_DRAFT = _("This event is announced already. To change it, use /events edit.")
NOT_ANNOUNCED = _("This event is not announced.")
IS_CANCELLED = _("This event is cancelled. To hold it after all, use /events copy.")
DRAFT = _("This is a draft. Only organisers of your community see it until you announce it.")
ANNOUNCED = _("This event is announced. What you change is changed in all its posts.")
WENT_ON = _("You had begun a draft of this name that has no time yet. I went on with it, and made no other.")
TIME_STAYS = _("The time stays as it is. To write it again, press “Title, time, place”.")
TIME_AGAIN = _("Your draft is kept. To write the time again, press “Title, time, place”.")
NEED_TIME = _("Please set the time.")
NEED_SPONSOR = _("Please say whether the event has a sponsor. Members need to know.")
NEED_PLACES = _("Please choose at least one channel.")
REMOVED = _("The draft is removed.")
SAVED = _("Your changes are saved.")
CAPACITY_HOW = _("Please write the number of places as a number from 1 to 100000, or leave it empty for no limit.")
RESERVED_HOW = _("Please write kept places like this: social-care 10, nhs 5.")
TOO_MANY_KEPT = _("More places are kept than there are.")
SPONSOR_WHO = _("Please write who the sponsor is.")
LINK_HOW = _("Please write a link that begins with https://, or leave it empty.")
LINK_NEEDS_KEY = _(
    "I cannot keep a joining link safe yet, so I did not take it. Please leave it out for now. "
    "Whoever runs this bot has to set SECRET_KEYS; then you can add it."
)
LINKS_LEFT_OUT = _("(link left out)")
COPIED = _("This is a copy. Please set its time.")
LINK_SET = _("The joining link is saved. People who said yes get it privately, from 24 hours before the start.")
LINK_CHANGED = _("The joining link is changed. People who already have the old one get the new one privately.")
LINK_SENT = _("The joining link is saved. People who said yes get it privately now.")
LINK_STAYS = _("The joining link stays as it is.")
LINK_GONE = _("The joining link is taken away. People who already have it keep it in my letter.")
NO_LINK = _("No joining link is set.")
LINK_IS_SET = _("A joining link is set.")
TOPICS_HOW = _("Please write up to 5 topics of up to 40 letters, like this: falls, hospital discharge.")
NO_DRAFTS = _("There are no drafts.")
DRAFTS_ARE = _("Drafts of your community:")
WHICH = _("Please choose an event.")
NOT_A_NUMBER = _("I know events by their numbers. Please choose one here.")

# Buttons
BASICS = _("Title, time, place")
SPONSOR, NO_SPONSOR = _("Sponsor"), _("There is no sponsor")
WHOM = _("For whom, topics, places")
ACCESS = _("Access")
LINK = _("Joining link")
REPEAT = _("Repeat")
FOLLOW = _("Same for all that follow")
DISCARD = _("Remove draft")
COPY = _("Copy")
WHO_COMES = _("Who comes")
CANCEL = _("Cancel event")
YES_CANCEL = _("Yes, cancel this event")
YES_CANCEL_ALL = _("Yes, and all that follow")
WRITE_SUMMARY = _("Write a summary")

# Events that come again
REPEAT_HOW = _("Please say until when it comes again, or how many times (2 to 104), and only one of the two.")
REPEAT_ENDS_FIRST = _("The end is before the first date. Please choose a later one.")
REPEAT_FIXED = _("This event is announced already. To end it, cancel this date and all that follow.")
ONE_DATE = _(
    "This is one date of several. What you change here is for this date alone. "
    "To change later dates too, press “Same for all that follow” afterwards."
)
NOT_A_SERIES = _("This event happens once. No dates follow it.")
ALL_FOLLOW = _("All dates that follow are like this one now.")

# Other calendars
IMPORT_HOW = _("I can only read calendars on the public internet, at an address that begins with https://.")
IMPORT_FAILED = _("I could not read a calendar there. Please check the address: it is the one that ends in .ics.")
IMPORT_LARGE = _("This calendar is too large for me. It may have up to 1 MB.")
IMPORT_LONG = _("This calendar takes too long to read. Please use one with fewer events that come again.")
IMPORT_BUSY = _("I am still reading another calendar. Please try again in a minute.")
IMPORT_NOTHING = _("There is nothing new in this calendar for the next 6 months.")

# Who comes
NOBODY = _("Nobody has answered yet.")
NAMES_STAY = _("Please keep these names to yourselves. Everybody else sees numbers.")
THEY_COME, THEY_WAIT, THEY_MAY_COME = _("Yes:"), _("Waiting, in order:"), _("Maybe:")
THEY_ARE_OFFERED = _("A place is kept for them until they answer:")
ERASED = _("somebody whose data was removed")

# Afterwards
RECAP_NAMES = _("The Chatham House Rule holds, and your text names somebody who answered. Please leave names out.")
TOO_MANY_LINES = _("Please write 5 lines at most.")


def link_lost(title: str, id: int) -> str:
    """Told to organisers: what was kept encrypted cannot be read any more."""
    return _(
        "I cannot read the joining link of “{title}” any more: the key with which I kept it is missing. "
        "Please set the link again, with /events edit {id}. Look at its description, too.",
        title=title,
        id=id,
    )


def link_not_kept(title: str, id: int) -> str:
    """Told to organisers: a new date has no joining link, for there is no key to keep it with."""
    return _(
        "The next date of “{title}” has no joining link. {why} Use /events edit {id}.",
        title=title,
        why=LINK_NEEDS_KEY,
        id=id,
    )


def count_for_organisers(yes: int, waiting: int, maybe: int, *, held: int = 0) -> str:
    """Exact figures, for organisers only; `held`: for how many a place is kept who have not taken it yet."""
    counts = {"yes": yes, "waiting": waiting, "maybe": maybe}
    if held:
        return _("Yes: {yes}. A place is kept: {held}. Waiting: {waiting}. Maybe: {maybe}.", held=held, **counts)
    return _("Yes: {yes}. Waiting: {waiting}. Maybe: {maybe}.", **counts)


def opinions(found: Mapping[str, int]) -> str:
    """How useful it was; shown to organisers once 5 people have said, and never a smaller figure."""
    if sum(found.values()) < 5:
        return _("Fewer than 5 people have said whether it was useful, so I do not show what they said.")
    yes, partly, no = (_few(found.get(said, 0)) for said in ("yes", "partly", "no"))
    return _("Was it useful? Yes: {yes}. Partly: {partly}. No: {no}.", yes=yes, partly=partly, no=no)


def _few(count: int) -> str:
    return str(count) if count >= 5 else _("fewer than 5")


def person(name: str, sector: str) -> str:
    """Somebody who answered, for organisers."""
    return _("{name} ({sector})", name=name, sector=SECTORS[sector]) if sector else name


def how_did_it_go(title: str) -> str:
    """Asked of the organiser, the day after."""
    return _(
        "How was “{title}”? Please write up to 5 lines for people who could not come. I send them to those who asked.",
        title=title,
    )


def recap_sent(count: int) -> str:
    """The recap is on its way; small figures stay hidden."""
    if not count:
        return _("Your lines are kept. Nobody has asked for them.")
    if count < 5:
        return _("Your lines are on their way to a few people.")
    return n_("Your lines are on their way to {count} person.", "Your lines are on their way to {count} people.", count)


def really_cancel(title: str) -> str:
    """Asked before an event is cancelled."""
    return _(
        "Do you want to cancel “{title}”? Everybody who said yes or maybe is told. "
        "Its posts stay, marked as cancelled.",
        title=title,
    )


def all_off(title: str) -> str:
    """It is cancelled, with what follows."""
    return _(
        "This date of “{title}” and all that follow are cancelled. Everybody who said yes or maybe is being told.",
        title=title,
    )


def is_off(title: str) -> str:
    """It is cancelled."""
    return _("“{title}” is cancelled. Everybody who said yes or maybe is being told.", title=title)


def imported(count: int) -> str:
    """Drafts were made."""
    return n_(
        "{count} draft is made. Please look at each, and announce what you like:",
        "{count} drafts are made. Please look at each, and announce what you like:",
        count,
    )


def not_drafted(title: str, when: str, kinds: Sequence[Kind]) -> str:
    """An event of another calendar may tell of a patient; without its title, where that is why."""
    what = listed([FOUND[kind] for kind in kinds])
    if not title:
        return _("I have made no draft of the event of {when}. It has {what}.", when=when, what=what)
    return _("I have made no draft of “{title}”, {when}. It has {what}.", title=title, when=when, what=what)


def not_announced(kinds: Sequence[Kind]) -> str:
    """What an event says may tell of a patient."""
    what = listed([FOUND[kind] for kind in kinds])
    return _("I have not announced this. It has {what}. Please leave out what names a patient.", what=what)


def not_repeated(id: int, kinds: Sequence[Kind]) -> str:
    """Told to organisers: what an event that comes again says may tell of a patient, so no date of it is announced."""
    what = listed([FOUND[kind] for kind in kinds])
    return _(
        "No more dates of event {id} are announced. It has {what}. To announce it anew, use /events copy {id}.",
        id=id,
        what=what,
    )
