"""Sentences about events that everybody reads: posts, answers, letters and lists."""

from __future__ import annotations

from collections.abc import Sequence

from bot.saying import _

SECTORS = {
    "nhs": "NHS",
    "social-care": "Social care",
    "supplier": "Suppliers",
    "charity": "Charities",
    "research": "Research",
    "government": "Government",
    "other": "Others",
}
REPEATS = {"weekly": "every week", "fortnightly": "every 2 weeks", "monthly": "every month, on the same weekday"}
NOT_KNOWN = "not known yet"
ACCESS = {"": NOT_KNOWN, "yes": "yes", "no": "no"}
ZONE_SAID = "UK time"
YOUR_TIME = "Your time: "
YES, MAYBE, NO = "Yes", "Maybe", "No"
ADD = "Add to calendar"
CANCELLED = "Cancelled"
WHERE = "Where: "
FOR = "For: "
TOPICS = "Topics: "
PLACE_UNKNOWN = NOT_KNOWN

# Answering
SEES_NAME = "Only the organisers of this event see your name. Everybody else sees numbers."
CHANGE_MIND = "You can change your answer with the buttons of the event's post, or here."
YOU_SAID = {"yes": "You said yes.", "maybe": "You said maybe.", "no": "You said no."}
FOR_TELLING = "Thank you for telling us."
MAYBE_SAID = f"{YOU_SAID['maybe']} I ask you again 2 days before."
MAYBE_NOTED = f"{YOU_SAID['maybe']} {FOR_TELLING}"
NO_SAID = f"{YOU_SAID['no']} {FOR_TELLING}"
NO_FREED = f"{YOU_SAID['no']} Your place goes to somebody else."
WHICH_SECTOR = "Some places are kept for some sectors. Where do you work?"
LINK_LATER = "You get the joining link privately, 24 hours before the start."
OFFER_GONE = "The place that was kept for you went to the next person. To join the waiting list again, press “Yes”."
PLACE_FREE = "A place is free. The first person who says yes gets it."
THANKS = "Thank you. Only the organisers see how many people said what."
STILL_COMING = "Do you still come? Your place is kept until you answer."

CHATHAM = "Chatham House Rule"
CHATHAM_MEANS = "You may use what is said, but do not say who said it, or who came."
SEES_NO_NAME = "The Chatham House Rule holds. I do not keep your name, and nobody in another community sees it."
REMINDERS = _("Event reminders")
REMINDING = _(
    "I remind you of events that you answered, a day and an hour before the start. "
    "If you said maybe, I ask you again 2 days before. The next morning, I ask whether it was useful."
)
MAY_I_REMIND = _("May I remind you?")
REMIND_ME, REMIND_NO_MORE = _("Yes, remind me"), _("Do not remind me")
REMINDED = "I remind you from now on."
REMINDED_NO_MORE = "I do not remind you any more. When an event that you answered changes, I still tell you."

IS_OVER = "This event is over."
NO_EVENT = "I cannot show you this event. It may have been removed."
RECAP_WANTED = "After the event, I send you what its organisers write about it."
OPINIONS = ("Yes, it was useful", "Partly", "No, it was not")
NO_SECTOR = "I do not say"
LINK_IS = "Joining link, only for you: "
CANNOT_COME = "I cannot come"
NOTHING_TO_DO = "You need to do nothing."
ENTRY = "Send me a calendar entry"
TELL = "About me"
MEET = (("yes", "Yes, somebody of another sector who came"), ("no", "No"))
MEET_HOW = "The day after, I may ask you about somebody of another sector. Nobody is named before both say yes."
MEET_JOIN = "For that, you need a profile and introductions: please use /profile, and then /intro join."
TOLD = "Thank you. The organisers of this event see where you work. Everybody else sees numbers of 5 or more."
TOLD_NOTHING = "Thank you. Nobody sees where you work."
SECTOR_STAYS = "Your place depends on your sector. To change it, say no, and then yes again."
ENTRY_COMES = "I send you the entry privately. When the event changes, I send you a new one."
ENTRY_LATER = "You get an entry for your calendar once you have a place."
ENTRY_NEW = "To change it in your calendar, open this file."
ENTRY_OUT = "To take it out of your calendar, open this file. If it stays there, please delete it by hand."
ENTRY_STAYS = "You have an entry in your calendar. Please delete it there."
TELL_ME_AFTER = "Tell me afterwards"
TAKE_PLACE = "Yes, I take the place"
STILL_COME = "Yes, I still come"

WILL_COME = "Yes, I come"
ONLINE = "online"

# Pages and calendars
WHERE_IS = "Where"
FOR_WHOM = "For whom"
TOPICS_ARE = "Topics"
HOW_TO_SAY_YES = "How to say yes"
SAY_YES_THERE = "This event is announced in these communities. Press “Yes” under its post there."
IN_YOUR_CALENDAR = "In your calendar"
COPY_ADDRESS = "Copy this address, and add it to your calendar as a calendar from the internet:"
FOR_ONE_SECTOR = "For one sector"
ABOUT_ONE_TOPIC = "About one topic"
LIKE_THIS = "Calendars with more events like this"
LIKE_THIS_HOW = "They hold what all communities show. To follow one, copy its address into your calendar."
EVENTS = "Events"
FEED_MORE = "For one sector or topic: "
FEED_OURS = "Events of this community: "
FEED_MINE = "Events that you answered, only for you: "
FEED_SECRET = "Please keep your own address to yourself. An earlier one does not work any more."
FEED_SLOW = "Calendars look for changes every 12 to 24 hours. Urgent changes come as messages."
FEED_REVOKE = "Stop my address"
FEED_REVOKED = "Your own address does not work any more."
FEED_NONE = "You have no address of your own."
NO_PAGES = "There are no calendar addresses here: whoever runs me has not set a web address."

# Lists
COMING = "Coming events"
MORE_EVENTS = "There are more. To see them, type /events list."
SAY_YES_UNDER_POST = "To say yes, press “Yes” under the post of this event. “Interested” here is not counted."
YOUR_EVENTS = "Your events"
YOU_WAIT = "You are on the waiting list."
YOU_ARE_OFFERED = "A place is kept for you."
NOTHING = "No events are planned."
NOTHING_MINE = "You have not answered any event that is still to come."
NO_DRAFTS = "There are no drafts."
NOBODY = "Nobody has answered yet."
WHICH = "Please choose an event."
TRUSTS_NOBODY = "Your community is asked about every event of another community."


# The weekly list of one's own
WEEKLY = _("Weekly list of events")
WEEKLY_IS_OFF = "You get no weekly list of events."
WEEKLY_NOTHING = "When nothing is coming, I send nothing."
WEEKLY_HOW = _(
    "I can send you on Mondays at 9am what is coming, up to 7 events. When nothing is coming, I send nothing."
)
WEEKLY_START = _("Send me the weekly list")
WEEKLY_STOP = _("Stop this weekly list")
WEEKLY_CHOOSE = "Sectors and topics"
WEEKLY_OFF = "I do not send you the weekly list any more."
WEEKLY_WHY = "You asked for this list."
WEEKLY_WHERE = "Please use this command in a channel of your community. I then know of which events to tell you."


def weekly_on(community: str) -> str:
    """Somebody gets the list."""
    return f"On Mondays at 9am I send you, privately, up to 7 events that are shown at {community}."


def of_what(sectors: Sequence[str], topics: Sequence[str]) -> str:
    """Of which events the list is."""
    about = f" Topics: {', '.join(topics)}." if topics else " Topics: all."
    return f"Events for: {', '.join(SECTORS[each] for each in sectors) if sectors else 'all sectors'}.{about}"


def online(place: str) -> str:
    """Where it is, with a joining link."""
    return f"{place}, and online: say yes to get the link" if place else "Online: say yes to get the link"


def for_whom(sectors: Sequence[str]) -> str:
    """The sectors that it is for."""
    return ", ".join(SECTORS[each] for each in sectors) if sectors else "everybody"


def sponsored(sponsored: bool | None, sponsor: str) -> str:
    """The sponsor's line."""
    if sponsored is None:
        return f"Sponsor: {NOT_KNOWN}"
    return f"Sponsor: {sponsor}. This is no endorsement." if sponsored else "Sponsor: none"


def access(captions: str, bsl: str, step_free: str, recorded: str) -> str:
    """The access line."""
    if not (captions or bsl or step_free or recorded):
        return f"Access: {NOT_KNOWN}."
    said = [("Captions", captions), ("BSL", bsl), ("Step-free", step_free), ("Recorded", recorded)]
    return "Access: " + "; ".join(f"{name} {ACCESS[value]}" for name, value in said) + "."


def contact(contact: str) -> str:
    """Who helps with access."""
    return f"For access needs, contact {contact}."


def held_by(community: str) -> str:
    """Who organises it."""
    return f"Organised by {community}"


def people(count: int) -> str:
    """How many; small figures stay hidden."""
    return "A few people" if count < 5 else f"{count} people"


def places(capacity: int) -> str:
    """How many there can be."""
    return "There is 1 place." if capacity == 1 else f"There are {capacity} places."


def coming(yes: int, capacity: int | None, *, full: bool, waiting: int, held: int) -> str:
    """The line that counts. Of fewer than 5 people, it does not say how many."""
    parts = []
    if yes:
        parts.append(f"{people(yes)} said yes.")
    if capacity is not None:
        taken = " It is taken." if capacity == 1 else " All are taken."
        parts.append(places(capacity) + (taken if full and not held else ""))
    if held:
        parts.append("Free places are kept for people on the waiting list.")
    if waiting:
        parts.append(f"{people(waiting)} are on the waiting list.")
    return " ".join(parts)


def by_sector(found: Sequence[tuple[str, int]]) -> str:
    """How many of those who come are of which sector; small figures are not among it."""
    return f"By sector: {', '.join(f'{SECTORS[sector]} {count}' for sector, count in found)}." if found else ""


def reserved(kept: dict[str, int]) -> str:
    """The kept places."""
    return "Kept places: " + ", ".join(f"{SECTORS[sector]} {count}" for sector, count in kept.items()) + "."


def seated(title: str, said: str) -> str:
    """They have a place."""
    return f"You have said yes to “{title}”, {said}."


def waiting(title: str, said: str) -> str:
    """They are on the list."""
    return f"“{title}”, {said}, is full. {YOU_WAIT} I tell you when a place is free."


def offered(title: str, said: str, until: str) -> str:
    """A place is kept for them."""
    return f"A place is free at “{title}”, {said}. It is kept for you until {until}."


def new_link(title: str) -> str:
    """The link was swapped."""
    return f"“{title}” has a new joining link. Please do not use the old one."


def tomorrow(title: str, said: str) -> str:
    """The first reminder."""
    return f"Reminder: “{title}” is tomorrow, {said}."


def way_in(title: str, said: str) -> str:
    """The joining link, for somebody who is not reminded."""
    return f"“{title}” is {said}. Here is the way in."


def soon(title: str, said: str) -> str:
    """The first reminder, later than on the day before; and the second."""
    return f"Reminder: “{title}” starts soon, {said}."


def maybe_still(title: str, said: str) -> str:
    """Asked of those who said maybe."""
    return f"You said maybe to “{title}”, {said}. Do you come?"


def moved(title: str, said: str) -> str:
    """The time changed."""
    return f"“{title}” has a new time: {said}."


def cancelled(title: str, said: str) -> str:
    """The event does not take place."""
    return f"“{title}”, {said}, is cancelled."


def entry(title: str, said: str) -> str:
    """An entry for somebody's calendar."""
    return f"“{title}”, {said}: to put it into your calendar, open this file."


def entry_changed(title: str, said: str) -> str:
    """A new one."""
    return f"“{title}”, {said}, has changed. {ENTRY_NEW}"


def was_it_useful(title: str) -> str:
    """Asked the day after."""
    return f"You said yes to “{title}”. Was it useful?"


def recap(title: str) -> str:
    """What those get who could not come."""
    return f"This is what happened at “{title}”, in short:"


def events_of(community: str) -> str:
    """The heading of a community's page, and the name of its calendar."""
    return f"Events of {community}"


def repeats(repeat: str, until: str, count: int | None) -> str:
    """How an event comes again."""
    return f"It comes {REPEATS[repeat]}, " + (f"until {until}." if until else f"{count} times.")
