"""Sentences of introductions that members read: taking part, and being asked.

`apart_texts` has those of keeping away, `figures_texts` those of why and how many, and `talk` those of the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.introductions.rules import Frequency
from bot.saying import _, listed, n_
from bot.texts import SECTORS
from bot.texts.introduction_texts import SIZES as SIZES
from storage.profiles import Sector

STOP, PAUSE, SETTINGS = _("Stop introductions"), _("Pause"), _("Settings")
JOIN, YES = _("Join introductions"), _("Yes, introduce us")
NOT_NOW, NOT_THIS = _("Not now"), _("Not this topic")
WITHDRAW = _("Do not ask them")
WRITE, FIND = _("Write your profile"), _("Find people")
IN, SKIP = _("Count me in"), _("Skip this time")

NO_PROFILE = _(
    "To be introduced to others you need a profile: your sector, and one sentence on what you try to change. "
    "To make one, choose the button. Then use /intro join again."
)
HOW_LABEL = _("How introductions work")
NOT_IN = _("You do not take part in introductions. To take part, use /intro join.")
IN_ALREADY = _("You take part in introductions already. Use /intro settings to change how.")
HOW = (
    _("I introduce you to people in other sectors who work on the same problem. For this I compare your profiles."),
    _("Names: you learn each other's names only if all of you say yes. A no, or no answer, is shown to nobody."),
    _(
        "Before: each of you sees a card without a name or an employer. It has what you approved in your profile, "
        "and only what at least 5 members share. Suppliers are always shown as suppliers."
    ),
    _(
        "How often: one introduction a month, one to one, from 9am to 5pm on weekdays in UK time. "
        "At most once a week comes a question of another member, which you need not answer."
    ),
    _("You can change that, pause or stop at any time. Every message has a button for it."),
    _(
        "Where: in direct messages. Members whose direct messages are closed can use a private thread of their server. "
        "If all of you are in one Discord server, you talk in such a thread. "
        "Whoever may manage threads in that server could read it too."
    ),
    _("Organisers see counts of 5 or more, never who is introduced to whom or what is said."),
    _("Please never share information about patients or people you care for."),
)
WORDING = "4"  # of HOW: to be changed with it
MEETING = _("Introductions")
MEETING_SHORT = _("I introduce you to people who work on the same problem. Nobody is named before all have said yes.")
JOINED = _("You take part in introductions now.")
CHANGE_IT = _("To change how often, in which group size and at what hours, use /intro settings.")
ASIDE_CLOSED = _("My direct messages are closed")
ASIDE_YES, ASIDE_NO = _("Use a private thread"), _("Write to me in direct messages")
ASIDE_OFFER = _("I write to you in direct messages. If yours are closed, there is another way.")
ASIDE_MISSED = _("I could not write to you in private. Your direct messages may be closed.")
ASIDE_HOW = (
    _("I can write to you in a private thread of this server, in place of direct messages."),
    _(
        "You and I are in it. Whoever may manage threads in this server can open and read it too. "
        "As a rule, these are its owner and its moderators."
    ),
    _(
        "They could read what I ask you, who you are introduced to, and what you write to each other. "
        "Other members cannot."
    ),
    _("Those you are introduced to are told that you read there."),
    _("You can take this back at any time: use /intro settings, and press Write to me in direct messages."),
)
ASIDE_ON = _("From now on I write to you in a private thread of this server.")
ASIDE_OFF = _("From now on I write to you in direct messages.")
ASIDE_WHERE = _("Please choose this in the server whose private thread you want to use.")
LEFT = _(
    "You do not take part in introductions any more. Open questions about you are withdrawn, and your conversations "
    "are closed."
)
STAYS_BLOCKED = _("What you blocked stays blocked, should you come back. To come back, use /intro join.")
START_AGAIN = _("Start again")
START_AGAIN_HOW = _("If that was a mistake, press Start again. What was closed or withdrawn stays so.")
AS_BEFORE = _("You take part as before: how often, in which group size, and at which hours.")
HOURS_UNCLEAR = _(
    "I do not understand these hours. Please write them like this: 9am to 5pm. For any hour: midnight to midnight."
)
ZONE_UNCLEAR = _("I do not know this time zone. Please write it like this: Europe/London.")
DAY_UNCLEAR = _("I do not understand until when. Please write 2, 4, 8 or 12 weeks, or a date like this: 3 March.")
DAY_PAST = _("This date is not in the future. Please choose a later one.")
RESUMED = _("Your pause is over. You take part in introductions again.")
SETTINGS_KEPT = _("Your settings are kept.")

FREQUENCIES = {
    Frequency.TWO_WEEKLY: _("every 2 weeks"),
    Frequency.MONTHLY: _("once a month"),
    Frequency.THREE_MONTHLY: _("every 3 months"),
    Frequency.ASKED: _("only when I ask"),
}
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))

MEET = _("Somebody you may want to meet")
MEET_SOME = _("Some people you may want to meet")
SAME_EVENT = _("You said that you want to meet others who came to the same event.")
NOBODY_OF_EVENT = _("This time I found nobody whom I can introduce to you.")
ASKED_FOR = _("Somebody who takes part asked to be introduced to people like you.")
IF_YES = _("If all of you say yes, you learn each other's names, and I open a private conversation for you.")
READ_WHERE = _(
    "If one of you takes no direct messages, they read it in a private thread of their server. "
    "Whoever may manage threads there could read it too."
)
IF_NO = _("If not, nobody learns what you answered, or whether you did.")
PROCUREMENT = _("Do not discuss live procurement or unpublished commercial information.")
NO_PATIENTS = _("Please do not share information about patients or people you care for.")
ENDED = _("This introduction is not open any more.")
NOT_YOURS = _("This question was not for you.")
TOO_LATE = _("This introduction is settled already, so nothing changed.")
SAID_YES = _("You said yes. If the others do too, I introduce you.")
SAID_NO = _("You said no to this one. Nobody is told.")
CHANGE_MIND = _("Until it is settled, you can change your answer with the buttons above.")
NOT_THIS_LESS = _(
    "You will get fewer introductions on this topic. To undo that, use /intro settings and then Less of it."
)
DID_NOT_WORK_OUT = _("It did not work out this time: an introduction that you said yes to will not happen.")
COMMON = _("That is common, and says nothing about you. I keep looking.")
ASKED = _("I ask them, without your name or employer. This is what they see of you:")
ALSO_DIFFERS = _("They also read in what you differ from them. I do not tell you that: it would tell of them.")
WHEN_ASKED = _("I write to people in their working hours only.")
ASKED_ALREADY = _("An introduction to this person is under way already. I tell you what comes of it.")
ASKS_FULL = _("You have asked for 3 introductions that are not settled. Please wait for one of them.")
CANNOT_ASK = _("This search is too old. Please search again with /peers.")
SUPPLIERS_WAIT = _("As a supplier, you can be introduced to NHS and social care members when they ask, or by a round.")
PROFILE_PAUSED = _("Your profile is paused, so I introduce you to nobody. To go on, press Resume, and try again.")
RESUME = _("Resume")
ASK_PAUSED = _("Your introductions are paused. To ask for one, end the pause with /intro join.")

ROUND_SOON = _("The next round of introductions is near.")
ROUND_SILENCE = _("If you do not answer, I skip you this time. After 2 rounds without an answer, I pause for you.")
ROUND_OVER = _("This round has started already.")
ROUND_WITHOUT = _("You do not take part in this round.")
COUNTED_IN = _("You are in. After the round has started, I tell you what came of it.")
SKIPPED = _("You skip this round. The next one comes by itself.")
SILENT_PAUSE = _("You did not answer about two rounds, so I paused introductions for you for 12 weeks.")
WHEN_READY = _("To go on sooner, use /intro join.")
NOT_THIS_TIME = _("I have nobody for you in this round.")
ASKED_AGAIN = _("I ask you again before the next round.")
OFFERS = _("You can look yourself with /peers, or ask a question with /ask.")
WHYS = {
    "no topic": _("Your profile does not say what you try to change. Add it with /profile."),
    "no other sector": _("Too few people of other sectors took part this time."),
    "own limits": _("The sectors or employers that took part are ones you keep away from."),
    "all met": _("You met everybody who suits you already, or they are colleagues of yours."),
    "none close": _("Nobody in this round works on something close enough. Your topic may be new here."),
    "competitors": _("Those close to your topic compete with you."),
    "employer share": _("Enough people of your employer took part already."),
    "group size": _("There were not enough people for the group size that you chose."),
    "all taken": _("Everybody who suits you was introduced to somebody else."),
    "changed": _("What you or others chose changed in the meantime."),
}


def starts(moment: str) -> str:
    """When the next round is."""
    return _("It starts on {moment}. Do you take part?", moment=moment)


def until(moment: str) -> str:
    """Until when an answer counts."""
    return _("You can answer until {moment}.", moment=moment)


def told_by(day: date) -> str:
    """When whoever asked for an introduction hears what became of it."""
    return _(
        "You hear from me by {day} at the latest. If they do not answer or say no, I do not tell you which.", day=day
    )


def paused_until(day: date) -> str:
    """What a pause does."""
    return _(
        "Introductions are paused for you until {day}. They go on by themselves then. To go on sooner: /intro join.",
        day=day,
    )


def weeks(count: int) -> str:
    """For how long a pause is offered."""
    return n_("{count} week", "{count} weeks", count)


def frequency(value: str) -> str:
    """A setting."""
    return _("How often: {frequency}", frequency=FREQUENCIES[Frequency(value)])


def size(value: str) -> str:
    """A setting."""
    return _("Group size: {size}", size=SIZES[value])


def hours(starts: str, ends: str, days: Sequence[str], zone: str) -> str:
    """A setting."""
    return _(
        "I write to you from {starts} to {ends} on {days} ({zone}).",
        starts=starts,
        ends=ends,
        days=listed(days),
        zone=zone,
    )


def days(digits: str) -> list[str]:
    """Days of the week by name; those from Monday to Friday in one word."""
    return [_("weekdays")] if digits == "01234" else [DAYS[int(digit)] for digit in digits]


def aside(community: str) -> str:
    """A setting."""
    return _(
        "I write to you in a private thread in {community}. Whoever may manage threads there can read it too.",
        community=community,
    )


def leaning(key: str, weight: float) -> str:
    """A weight that somebody's answers gave to a sector or topic."""
    what = SECTORS[Sector(key)] if key in set(Sector) else f"“{key}”"
    return _("More of: {what}", what=what) if weight > 1 else _("Less of: {what}", what=what)


def undo(key: str, weight: float) -> str:
    """On a button that takes such a weight back."""
    return _("Undo: {what}", what=leaning(key, weight))
