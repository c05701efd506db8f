"""Sentences about events that everybody reads: posts, answers, letters and lists."""

from __future__ import annotations

from collections.abc import Sequence

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
ACCESS = {"": "not known yet", "yes": "yes", "no": "no"}
ZONE_SAID = "UK time"
YOUR_TIME = "Your time: "
YES, MAYBE, NO = "Yes", "Maybe", "No"
ADD = "Add to calendar"
CANCELLED = "Cancelled"
WHERE = "Where: "
FOR = "For: "
PLACE_UNKNOWN = "not known yet"

# Answering
FULL_ASK = "The event is full. You are on the waiting list."
SEES_NAME = "Only the organisers of this event see your name. Everybody else sees numbers."
CHANGE_MIND = "You can change your answer with the buttons of the event's post, or here."
MAYBE_SAID = "You said maybe. I ask you again 2 days before."
NO_SAID = "You said no. Thank you for telling us."
NO_FREED = "You said no. Your place goes to somebody else."
WHICH_SECTOR = "Some places are kept for some sectors. Where do you work?"
LINK_LATER = "You get the joining link privately, 24 hours before the start."
LINK_COMING = "The organisers have not set a joining link yet. You get it privately once they do."
OFFER_OVER = "This place was kept for you, and the time is over. To ask again, press “Yes”."
OFFER_GONE = "The place that was kept for you went to the next person. To join the waiting list again, press “Yes”."
PLACE_FREE = "A place is free. The first person who says yes gets it."
THANKS = "Thank you. Only the organisers see how many people said what."
USEFUL = "Was it useful?"
STILL_COMING = "Do you still come? Your place is kept until you answer."

CHATHAM = "Chatham House Rule"
CHATHAM_MEANS = "You may use what is said, but do not say who said it, or who came."
SEES_NO_NAME = "The Chatham House Rule holds. I do not keep your name, and nobody in another community sees it."
REMINDERS = "Event reminders"
REMINDING = (
    "I remind you of events that you answered, a day and an hour before the start. "
    "If you said maybe, I ask you again 2 days before. The next morning, I ask whether it was useful."
)
MAY_I_REMIND = "May I remind you?"
REMIND_ME, REMIND_NO_MORE = "Yes, remind me", "Do not remind me"
REMINDED = "I remind you from now on."
REMINDED_NO_MORE = "I do not remind you any more. When an event that you answered changes, I still tell you."

MAYBE_NOTED = "You said maybe. Thank you for telling us."
IS_OVER = "This event is over."
NO_EVENT = "I cannot show you this event. It may have been removed."
RECAP_WANTED = "After the event, I send you what its organisers write about it."
OPINIONS = ("Yes, it was useful", "Partly", "No, it was not")
NO_SECTOR = "I do not say"
LINK_IS = "Joining link, only for you: "
CANNOT_COME = "I cannot come"
TELL_ME_AFTER = "Tell me afterwards"
TAKE_PLACE = "Yes, I take the place"
STILL_COME = "Yes, I still come"

WILL_COME = "Yes, I come"
ONLINE = "online"

# Pages and calendars
WHERE_IS = "Where"
FOR_WHOM = "For whom"
HOW_TO_SAY_YES = "How to say yes"
SAY_YES_THERE = "This event is announced in these communities. Press “Yes” under its post there."
IN_YOUR_CALENDAR = "In your calendar"
COPY_ADDRESS = "Copy this address, and add it to your calendar as a calendar from the internet:"
FOR_ONE_SECTOR = "For one sector"
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
YOU_SAID = {"yes": "You said yes.", "maybe": "You said maybe.", "no": "You said no."}
NOTHING = "No events are planned."
NOTHING_MINE = "You have not answered any event that is still to come."
NO_DRAFTS = "There are no drafts."
NOBODY = "Nobody has answered yet."
WHICH = "Please choose an event."
TRUSTS_NOBODY = "Your community is asked about every event of another community."


def online(place: str) -> str:
    """Where it is, with a joining link."""
    return f"{place}, and online: say yes to get the link" if place else "Online: say yes to get the link"


def for_whom(sectors: Sequence[str]) -> str:
    """The sectors that it is for."""
    return ", ".join(SECTORS[each] for each in sectors) if sectors else "everybody"


def sponsored(sponsored: bool | None, sponsor: str) -> str:
    """The sponsor's line."""
    if sponsored is None:
        return "Sponsor: not known yet"
    return f"Sponsor: {sponsor}. This is no endorsement." if sponsored else "Sponsor: none"


def access(captions: str, bsl: str, step_free: str, recorded: str) -> str:
    """The access line."""
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


def reserved(kept: dict[str, int]) -> str:
    """The kept places."""
    return "Kept places: " + ", ".join(f"{SECTORS[sector]} {count}" for sector, count in kept.items()) + "."


def seated(title: str, said: str) -> str:
    """They have a place."""
    return f"You have said yes to “{title}”, {said}."


def waiting(title: str, said: str) -> str:
    """They are on the list."""
    return f"“{title}”, {said}, is full. You are on the waiting list. I tell you when a place is free."


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
    return f"“{title}”, {said}, is cancelled. You need to do nothing."


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
