"""Sentences of privacy that members read."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.privacy.held_texts import TITLES
from bot.saying import _, n_
from bot.texts.kept_texts import KEPT

MOST_DATES = 10
# What people decided, or others about them: told with the date of each, and with how to take it back.
DATED = {
    "opt-outs, bans and mutes": _("To end an opt-out, use /bridge optin."),
    "profile": _("To take it away, use /profile delete."),
    "approved profile texts": _("To change or remove one, use /profile."),
    "approved profile topics": _("To change or remove one, use /profile."),
    "sector of a profile that is gone": _("Your next profile has it, too. To change it, ask an organiser."),
    "people you want to be told of": _("To stop, press “Do not tell me” in my message."),
    "taking part in introductions": _("To stop, use /intro leave."),
    "conversations with people you met": _("To close one, press “Close” in it."),
    "blocked in introductions": _("To take a block back, use /intro unblock."),
    "questions you asked": _("To take no more answers, press “Close the question”."),
    "answers to events": _("To change one, press another answer at the event's post. A cancelled one has none."),
    "weekly lists of events": _("To stop, use /events digest off."),
    "letters about events in a private thread": _("To stop, use /events reminders."),
    "private calendar addresses": _("To stop one, use /events calendar and press “Stop”."),
    "language you read": _("To change it, use /language."),
    "linked accounts": _("To take them apart, use /unlink."),
    "organisers named": _("To stop, ask an organiser to use /organisers remove."),
    "bridges started": "",
}

WHAT_IS_HELD = _("This is what I hold about you and your linked accounts:")
YOUR_CHOICES = _("These are yours to switch on and off. Each is off until you say yes, and changes at once:")
IS_OFF = _("off.")
NOTHING_HELD = _("I hold nothing about you.")
RIGHTS = _(
    "To get all of it, use /mydata. To have it removed, use /forget. To have nothing copied, use /bridge optout."
)
OPERATOR = _("If you need help with your rights, ask an organiser. They can reach whoever runs me.")
SEND_ME = _("Send me all of it")
REMOVE_ALL = _("Remove all of it")

ON_ITS_WAY = _("I am sending you 2 files in a private message: a page to read, and the same for programs (JSON).")
IF_CLOSED = _(
    "If nothing comes, your direct messages are closed. "
    "Choose the name of this server, then Privacy Settings, and allow direct messages. "
    "Then use /mydata again, after 5 minutes. Afterwards you can close them again. "
    "I never put your data into a thread, because moderators could open it."
)
YOUR_DATA = _("Here is everything that I hold about you: a page to read, and the same for programs (JSON).")
IN_IT = _("It names channels and messages by their numbers. What other people wrote is not in it.")
PAGE_TITLE = _("What Unsilo holds about you")
MADE = _("Made on")

WHAT_GOES = _(
    "If you choose “Yes, remove everything”, all that I hold about you and your linked accounts goes. "
    "This cannot be undone."
)
ALSO_GOES = (
    _("Copies of your messages, your reactions and my letters to you go too."),
    _("So do the files that /mydata sent you. If you want them, save them first."),
    _("Introductions under way end, and your conversations close. Nobody is told why."),
    _("Your places at events with limited places go to other people."),
    _("Your accounts are no longer linked, and you no longer organise what you were named for."),
)
STAYS_BRIEFLY = _("What you wrote in your own channels stays there.")
OPT_OUT_STAYS = _("Your opt-out stays in force: nothing that you write is copied.")
BAN_STAYS = _("Where organisers banned or muted you, that stays in force.")
WHAT_ELSE_STAYS = _("What else stays, and why")
STAYS_AS_CODES = _(
    "Some things stay in force. For these I keep a code in place of your account. "
    "The code does not say who you are. Whoever runs me could only check whether it is a given account's."
)
CODES = (
    _("An opt-out or a ban, so that it stays in force."),
    _("The sector of your profile, for 12 months: a sector is chosen once."),
    _("Whom you blocked or were asked about, so that nobody is asked again."),
    _(
        "When you asked or answered with /ask, for 7 days: so its limits hold. "
        "If it was reported, for 30 days: so organisers can still act."
    ),
    _("Which messages you reported, as long as I know these: so each is reported once."),
    _("When your data was removed, for 90 days: so no backup brings it back."),
)
STAYS_UNNAMED = _("This stays without your name:")
UNNAMED = (
    _("your place in the counts of events,"),
    _("events and terms that you added,"),
    _("reports of yours that organisers got, without what you wrote,"),
    _("numbers of messages, without your account."),
)
NOT_MINE = _("What you wrote in your own channels stays there. I cannot remove what others quoted.")
NOT_OPTED_OUT = _(
    "What you write from now on is still copied. If you do not want that, use /bridge optout everywhere first."
)
PARTLY_OPTED_OUT = _(
    "Where you have opted out, that stays in force. Elsewhere, what you write from now on is still copied. "
    "If you do not want that, use /bridge optout everywhere first."
)
YES_REMOVE = _("Yes, remove everything")
REMOVED = _("Removed:")
TAKES_A_WHILE = _(
    "Copies are being removed now. Slack and Discord may need some minutes. I try for a day: what they refuse until "
    "then may stay there."
)
BACKUPS = _(
    "I cannot remove backups of what I held. To learn when they go, ask an organiser: they can reach whoever runs me."
)


def sent_lately(again: Span) -> str:
    """They had it a moment ago."""
    return _("I sent you this less than 5 minutes ago. You can have it again at {time}.", time=again)


def always_so(days: int) -> str:
    """What is kept of every message, and for how long."""
    return n_(
        "{kept} After that I keep its number, time and reactions, and your account. I also keep a number that changes "
        "with its text. This is how edits and deletions find their copies. "
        "I do so for {count} day.",
        "{kept} After that I keep its number, time and reactions, and your account. I also keep a number that changes "
        "with its text. This is how edits and deletions find their copies. "
        "I do so for {count} days.",
        days,
        kept=KEPT,
    )


def counted(title: str, count: int | None) -> str:
    """What is held, and how much of it; None where a number says nothing."""
    name = TITLES.get(title, title)
    return name if count is None else _("{title}: {number}", title=name, number=count)


def ended(title: str, count: int) -> str:
    """How much of it does not hold any more."""
    if title == "opt-outs, bans and mutes":
        return n_(
            "{count} more has ended, and is kept for a while: what you wrote meanwhile stays, also if it comes late",
            "{count} more have ended, and are kept for a while: what you wrote meanwhile stays, also if it comes late",
            count,
        )
    if title == "messages held":
        return n_(
            "{count} more is held no longer: for 7 days I keep what kind of thing I found, and not its text",
            "{count} more are held no longer: for 7 days I keep what kind of thing I found, and not their text",
            count,
        )
    if title in ("conversations with people you met", "questions you asked"):
        return n_("{count} more is closed", "{count} more are closed", count)
    return n_("{count} more has ended", "{count} more have ended", count)


def since(what: str, when: Span) -> str:
    """One record, and since when it holds."""
    return _("{what} since {when}", what=what, when=when) if what else _("since {when}", when=when)


def is_on(switch: Span, when: Span) -> str:
    """The name of a switch that is on; the words that were agreed to come below."""
    return _("{switch}: on since {when}. You agreed to this:", switch=switch, when=when)


def receipt(when: Span, accounts: int) -> str:
    """Their data was removed."""
    return n_(
        "Receipt: your data was removed on {when}, for {count} account.",
        "Receipt: your data was removed on {when}, for {count} accounts.",
        accounts,
        when=when,
    )


def nothing_left(when: Span | None) -> str:
    """Nothing but codes is held; since when, if the rest was removed."""
    if when is None:
        return _("Nothing is left to remove: I hold only codes, in place of your account.")
    return _(
        "Nothing is left to remove: your data was removed on {when}. I hold only codes, in place of your account.",
        when=when,
    )


def removed_before(when: Span) -> str:
    """Nothing is held, because it was removed."""
    return _("Nothing is held about you. Your data was removed on {when}.", when=when)
