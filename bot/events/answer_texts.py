"""Sentences to one person about the events that they answer: what a button answers, and letters."""

from __future__ import annotations

from bot.saying import _
from storage.rsvps import Seat

# Answering
SEES_NAME = _("Only the organisers of this event see your name. Everybody else sees numbers.")
SEES_NO_NAME = _("The Chatham House Rule holds. I do not keep your name, and nobody in another community sees it.")
CHANGE_MIND = _("You can change your answer with the buttons of the event's post, or here.")
YOU_SAID = {"yes": _("You said yes."), "maybe": _("You said maybe."), "no": _("You said no.")}
ASKED_AGAIN = _("I ask you again 2 days before.")
FREED = _("Your place is free for somebody else.")
YOU_WAIT = _("You are on the waiting list.")
YOU_STILL_WAIT = _("You are still on the waiting list. If the new time does not suit you, press “I cannot come”.")
DO_YOU_COME = _("Are you coming?")
YOU_ARE_OFFERED = _("A place is kept for you.")
WHICH_SECTOR = _("Some places are kept for some sectors. Where do you work?")
NO_SECTOR = _("I do not say")
LINK_LATER = _("You get the joining link privately, 24 hours before the start.")
LINK_IS = _("Joining link, only for you: ")
OFFER_GONE = _("The place that was kept for you went to the next person. To join the waiting list again, press “Yes”.")
PLACE_FREE = _("A place is free. The first person who says yes gets it.")
THANKS = _("Thank you. Only the organisers see how many people said what.")
STILL_COMING = _("Are you still coming? Your place is kept until you answer.")
RECAP_WANTED = _("After the event, I send you what its organisers write about it.")
OPINIONS = (_("Yes, it was useful"), _("Partly"), _("No, it was not"))
NOTHING_TO_DO = _("You need to do nothing.")

# Buttons
CANNOT_COME = _("I cannot come")
WILL_COME = _("Yes, I am coming")
TAKE_PLACE = _("Yes, I take the place")
STILL_COME = _("Yes, I am still coming")
MOVED = {  # what people are told of a new time by what came of their answer, and the button with which they say yes
    Seat.SEATED: (STILL_COMING, STILL_COME),
    Seat.OFFERED: (YOU_ARE_OFFERED, TAKE_PLACE),
    Seat.WAITING: (YOU_STILL_WAIT, ""),
    Seat.NONE: (DO_YOU_COME, WILL_COME),
}
TELL_ME_AFTER = _("Tell me afterwards")
TELL = _("About me")
ENTRY = _("Send me a calendar entry")

# Reminders
REMINDERS = _("Event reminders")
REMINDING = _(
    "I remind you of events that you answered, a day and an hour before the start. "
    "If you said maybe, I ask you again 2 days before. The next morning, I ask whether it was useful."
)
MAY_I_REMIND = _("May I remind you?")
REMIND_ME, REMIND_NO_MORE = _("Yes, remind me"), _("Do not remind me")
REMINDED = _("I remind you from now on.")
REMINDED_NO_MORE = _("I do not remind you any more. When an event that you answered changes, I still tell you.")

# About whoever comes
MEET = (("yes", _("Yes, somebody of another sector who came")), ("no", _("No")))
MEET_HOW = _("The day after, I may ask you about somebody of another sector. Nobody is named before all say yes.")
MEET_JOIN = _("For that, you need a profile and introductions. To see how they work, choose the button.")
MEET_JOINING = _("How introductions work")
TOLD = _("Thank you. The organisers of this event see where you work. Everybody else sees numbers of 5 or more.")
TOLD_NOTHING = _("Thank you. Nobody sees where you work.")
SECTOR_STAYS = _("Your place depends on your sector. To change it, say no, and then yes again.")

# Entries for calendars
ENTRY_COMES = _("I send you the entry privately. When the event changes, I send you a new one.")
ENTRY_LATER = _("You get an entry for your calendar once you have a place.")
ENTRY_NEW = _(
    "To change it in your calendar, open this file. If the old time stays there, delete that entry and open it again."
)
ENTRY_OUT = _("To take it out of your calendar, open this file. If it stays there, please delete it by hand.")
ENTRY_STAYS = _("You have an entry in your calendar. Please delete it there.")


def said_maybe(title: str) -> str:
    """They may come."""
    return _("You have said maybe to “{title}”.", title=title)


def said_no(title: str) -> str:
    """They do not come."""
    return _("You have said no to “{title}”.", title=title)


def seated(title: str, said: str) -> str:
    """They have a place."""
    return _("You have said yes to “{title}”, {when}.", title=title, when=said)


def waiting(title: str, said: str) -> str:
    """They are on the list."""
    return _(
        "“{title}”, {when}: you are on the waiting list. I tell you when a place is free.",
        title=title,
        when=said,
    )


def offered(title: str, said: str, until: str) -> str:
    """A place is kept for them."""
    return _(
        "A place is free at “{title}”, {when}. It is kept for you until {until}.", title=title, when=said, until=until
    )


def free(title: str, said: str) -> str:
    """A place is nobody's."""
    return _("“{title}”, {when}: {what}", title=title, when=said, what=PLACE_FREE)


def lapsed(title: str) -> str:
    """They did not take the place that was kept for them."""
    return _("“{title}”: {what}", title=title, what=OFFER_GONE)


def new_link(title: str) -> str:
    """The link was swapped."""
    return _("“{title}” has a new joining link. Please do not use the old one.", title=title)


def tomorrow(title: str, said: str) -> str:
    """The first reminder."""
    return _("Reminder: “{title}” is tomorrow, {when}.", title=title, when=said)


def way_in(title: str, said: str) -> str:
    """The joining link, for somebody who is not reminded."""
    return _("“{title}” is {when}. Here is the way in.", title=title, when=said)


def soon(title: str, said: str) -> str:
    """The first reminder, later than on the day before; and the second."""
    return _("Reminder: “{title}” starts soon, {when}.", title=title, when=said)


def maybe_still(title: str, said: str) -> str:
    """Asked of those who said maybe."""
    return _("You said maybe to “{title}”, {when}. Are you coming?", title=title, when=said)


def moved(title: str, said: str) -> str:
    """The time changed."""
    return _("“{title}” has a new time: {when}.", title=title, when=said)


def cancelled(title: str, said: str) -> str:
    """The event does not take place."""
    return _("“{title}”, {when}, is cancelled.", title=title, when=said)


def entry(title: str, said: str) -> str:
    """An entry for somebody's calendar."""
    return _("“{title}”, {when}: to put it into your calendar, open this file.", title=title, when=said)


def entry_changed(title: str, said: str) -> str:
    """A new one."""
    return _("“{title}”, {when}, has changed. To change it in your calendar, open this file.", title=title, when=said)


def was_it_useful(title: str) -> str:
    """Asked the day after."""
    return _("You said yes to “{title}”. Was it useful?", title=title)


def recap(title: str) -> str:
    """What those get who could not come."""
    return _("This is what happened at “{title}”, in short:", title=title)
