"""Sentences of privacy that members read."""

from __future__ import annotations

from collections.abc import Mapping

MOST_DATES = 10
# What people decided, or others about them: told with the date of each, and with how to take it back.
DATED = {
    "opt-outs, bans and mutes": "To end an opt-out, use /bridge optin.",
    "profile": "To take it away, use /profile delete.",
    "approved profile texts": "To change or remove one, use /profile.",
    "approved profile topics": "To change or remove one, use /profile.",
    "sector of a profile that is gone": "Your next profile has it, too. To change it, ask an organiser.",
    "people you want to be told of": "To stop, press “Do not tell me” in my message.",
    "taking part in introductions": "To stop, use /intro leave.",
    "conversations with people you met": "To close one, press “Close” in it.",
    "blocked in introductions": "To take a block back, use /intro unblock.",
    "questions you asked": "To take no more answers, press “Close the question”.",
    "answers to events": "To change one, press another answer at the event. It has your reminders too.",
    "weekly lists of events": "To stop, use /events digest off.",
    "letters about events in a private thread": "To stop, use /events reminders.",
    "private calendar addresses": "To stop one, use /events calendar and press “Stop”.",
    "linked accounts": "To take them apart, use /unlink.",
    "organisers named": "To stop, ask an organiser to use /organisers remove.",
    "bridges started": "",
}
SINCE = " since "

WHAT_IS_HELD = "This is what I hold about you and your linked accounts:"
YOUR_CHOICES = "These are yours to switch on and off. Each is off until you say yes, and changes at once:"
IS_ON, IS_OFF = "on", "off."
YOU_AGREED = "You agreed to this:"
NOTHING_HELD = "I hold nothing about you."
ALWAYS_SO = (
    "I keep the words of a message only until it is copied. "
    "After that I keep its number, its time and your account for 12 months. "
    "This is how edits and deletions find their copies."
)
RIGHTS = "To get all of it, use /mydata. To have it removed, use /forget. To have nothing copied, use /bridge optout."
OPERATOR = "If you need help with your rights, ask an organiser. They can reach whoever runs me."
SEND_ME = "Send me all of it"
REMOVE_ALL = "Remove all of it"

ON_ITS_WAY = "I am sending you 2 files in a private message: a page to read, and the same as JSON."
IF_CLOSED = (
    "If nothing comes, your direct messages are closed. "
    "Choose the name of this server, then Privacy Settings, and allow direct messages. "
    "Then use /mydata again. Afterwards you can close them again. "
    "I never put your data into a thread, because moderators could open it."
)
YOUR_DATA = "Here is everything that I hold about you: a page to read, and the same as JSON."
IN_IT = "It names channels and messages by their numbers. What other people wrote is not in it."
PAGE_TITLE = "What Unsilo holds about you"
MADE = "Made on"

WHAT_GOES = (
    "I remove everything that I hold about you and your linked accounts. "
    "Copies of your messages, your reactions and my letters to you go too. "
    "Introductions under way end, and your conversations close. Nobody is told why. "
    "Your places at events with limited places go to other people."
)
WHAT_STAYS = (
    "If you opted out, or are banned, that stays in force. For this I keep a salted hash of your account: it cannot be "
    "read back. I keep such a hash with the sector of your profile, for 12 months, because it is chosen once. "
    "I keep such hashes of people you blocked or were asked about, so that nobody is asked again. "
    "For 90 days I keep one that says when your data was removed, so that no backup brings it back. "
    "Events count you without your name. Events and terms that you added stay without your name. What you wrote in "
    "your own channels stays there, and so do numbers of messages without your account. "
    "I cannot remove what others quoted."
)
NOT_OPTED_OUT = (
    "What you write from now on is copied again. If you do not want that, use /bridge optout everywhere first."
)
SURE = "This cannot be undone. Your accounts are no longer linked, and you no longer organise what you were named for."
YES_REMOVE = "Yes, remove everything"
RECEIPT = "Receipt: your data was removed on "
REMOVED = "Removed:"
TAKES_A_WHILE = (
    "Copies are being removed now. Slack and Discord may need some minutes, at most a day. Backups of whoever runs me "
    "go within 30 days."
)

_ANSWERS = {
    "problem": "what you are trying to change",
    "tried": "what did not work",
    "help": "what you can help with",
}


def counted(title: str, count: int) -> str:
    """What is held, and how much of it."""
    return f"{title}: {count}"


def accounts(count: int) -> str:
    """Behind the receipt's date."""
    return ", for 1 account." if count == 1 else f", for {count} accounts."


def about(title: str, row: Mapping[str, str], names: Mapping[str, str]) -> str:
    """What one record is about. `names` are what communities are called, by their address."""
    if title == "opt-outs, bans and mutes":
        where = "all bridges" if row.get("bridge_id", "0") == "0" else f"bridge number {row['bridge_id']}"
        return f"{row.get('why', '')} ({where})"
    where = row.get("community") or row.get("account", "").rpartition("/")[0].rstrip("/")
    about = {
        "profile": row.get("sector"),
        "sector of a profile that is gone": row.get("sector"),
        "approved profile texts": _ANSWERS.get(row.get("said", "")),
        "approved profile topics": row.get("topic", "your main problem"),
        "taking part in introductions": row.get("frequency"),
        "blocked in introductions": row.get("kind"),
        "answers to events": f"{row.get('title')}: {row.get('answer')}",
    }
    if said := about.get(title):
        return said
    return row.get("name") or names.get(where) or where.partition(":")[0].title()
