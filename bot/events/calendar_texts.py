"""Sentences of the pages and calendars of events."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.saying import _

# Pages
WHERE_IS = _("Where")
FOR_WHOM = _("For whom")
TOPICS_ARE = _("Topics")
CAPTIONS, BSL = _("Captions"), _("British Sign Language")
STEP_FREE, RECORDED = _("Step-free"), _("Recorded")
CONTACT = _("Contact for access needs")
SPONSOR, ORGANISED_BY = _("Sponsor"), _("Organised by")
HOW_TO_SAY_YES = _("How to say yes")
SAY_YES_THERE = _("This event is announced in these communities. Press “Yes” under its post there.")
IN_YOUR_CALENDAR = _("In your calendar")
COPY_ADDRESS = _("Copy this address, and add it to your calendar as a calendar from the internet:")
FOR_ONE_SECTOR = _("For one sector")
ABOUT_ONE_TOPIC = _("About one topic")
LIKE_THIS = _("Calendars with more events like this")
LIKE_THIS_HOW = _("They hold what all communities show. To follow one, copy its address into your calendar.")
EVENTS = _("Events")
NOT_FOUND = _("Page not found")
NOT_FOUND_WHY = _("The event may have been removed, or the address may have been copied in part.")
ADDRESS_CHANGED = _("Addresses of communities and their calendars have changed: type /events calendar there for yours.")
NOT_NOW = _("This page cannot be shown now")
NOT_NOW_WHY = _("Please try again in a minute.")
ASK_THERE = _("The community that told you of it can say more: type /events list there.")

# Addresses
FEED_MORE = _("For one sector or topic: ")
FEED_OURS = _("Events of this community: ")
FEED_MINE = _("Events that you answered, only for you: ")
FEED_SECRET = _("Please keep your own address to yourself. I show it only now: I keep no copy of it.")
FEED_ONCE = _("I showed it once and keep no copy. If you lost it, make a new one: the earlier one ends then.")
FEED_NEW = _("Make a new address")
FEED_SLOW = _("Calendars look for changes every 12 to 24 hours. Urgent changes come as messages.")
FEED_REVOKE = _("Stop my address")
FEED_REVOKED = _("Your own address does not work any more.")
FEED_NONE = _("You have no address of your own.")
NO_PAGES = _("There are no calendar addresses here: whoever runs me has not set a web address.")


def feed_since(when: Span) -> str:
    """Whoever looks has a private address, which cannot be shown again."""
    return _("You have had an address of your own since {when}, for the events that you answered.", when=when)


def events_of(community: str) -> str:
    """The heading of a community's page, and the name of its calendar."""
    return _("Events of {community}", community=community)


def about(whose: str, which: str) -> str:
    """The name of a calendar for one sector or topic."""
    return _("{whose}: {which}", whose=whose, which=which)


def cancelled(title: str) -> str:
    """What calendars call a cancelled event."""
    return _("Cancelled: {title}", title=title)
