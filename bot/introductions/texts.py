"""Sentences of introductions that members read: taking part, and being asked. `talk` has those of the room."""

from __future__ import annotations

from collections.abc import Sequence

from bot.introductions.rules import Frequency
from bot.saying import _
from bot.texts import SECTORS, listed
from storage.profiles import Sector

STOP, PAUSE, SETTINGS = _("Stop introductions"), "Pause", "Settings"
JOIN, YES, NOT_NOW, NOT_THIS = _("Join introductions"), "Yes, introduce us", "Not now", "Not this topic"
WITHDRAW = "Do not ask them"
IN, SKIP = "Count me in", "Skip this time"

NO_PROFILE = (
    "To be introduced to others you need a profile: your sector, and one sentence on what you try to change. "
    "Use /profile to make one."
)
HOW_LABEL = "How introductions work"
NOT_IN = "You do not take part in introductions. To take part, use /intro join."
IN_ALREADY = "You take part in introductions already. Use /intro settings to change how."
HOW = (
    _("Introductions bring together people who work on the same problem in different sectors."),
    _(
        "How it works: I compare what your profile says you want to change with what others say. I look for a problem "
        "in common, another sector, and another employer. It is not random, and nobody's rank counts."
    ),
    _(
        "Before: each of you is asked at the same time, with a card. The card has no name and no employer. It shows "
        "what you approved in your profile, and only what at least 5 members share. Suppliers are always shown "
        "as suppliers."
    ),
    _(
        "Names: only if all of you say yes, you learn each other's names. A no is never shown to anybody. "
        "Neither is an answer that does not come."
    ),
    _("Organisers see counts of 5 or more. I never show them who is introduced to whom, or what is said."),
    _(
        "Where: I write to each of you in direct messages. Some take none, and read in a private thread of their "
        "server. So do two of one Discord server. Whoever may manage threads there could read it too."
    ),
    _(
        "How often: one introduction a month, one to one, from 9am to 5pm on weekdays in UK time. "
        "You can change that, pause and stop at any time. Every message has a button for it."
    ),
    _("Questions: at most once a week, I may pass on to you what another member asks with /ask. You need not answer."),
    _("Please never share information about patients or people you care for."),
)
WORDING = "2"  # of HOW: to be changed with it
MEETING = _("Introductions")
MEETING_SHORT = _("I introduce you to people who work on the same problem. Nobody is named before all have said yes.")
JOINED = "You take part in introductions now."
CHANGE_IT = "To change how often, in which group size and at what hours, use /intro settings."
ASIDE_CLOSED = "My direct messages are closed"
ASIDE_YES, ASIDE_NO = "Use a private thread", "Write to me in direct messages"
ASIDE_OFFER = "I write to you in direct messages. If yours are closed, there is another way."
ASIDE_MISSED = "I could not write to you in private. Your direct messages may be closed."
ASIDE_HOW = (
    "I can write to you in a private thread of this server, in place of direct messages.",
    "You and I are in it. Whoever may manage threads in this server can open and read it too. "
    "As a rule, these are its owner and its moderators.",
    "They could read what I ask you, who you are introduced to, and what you write to each other. "
    "Other members cannot.",
    "Those you are introduced to are told that you read there.",
    "You can take this back at any time: use /intro settings, and press Write to me in direct messages.",
)
ASIDE_WORDING = "1"  # of ASIDE_HOW: to be changed with it
ASIDE_ON = "From now on I write to you in a private thread of this server."
ASIDE_OFF = "From now on I write to you in direct messages."
ASIDE_WHERE = "Please choose this in the server whose private thread you want to use."
LEFT = (
    "You do not take part in introductions any more. Open questions about you are withdrawn, and conversations that "
    "I carry are closed."
)
STAYS_BLOCKED = "What you blocked stays blocked, should you come back. To come back, use /intro join."
HOURS_UNCLEAR = "I do not understand these hours. Please write them like this: 9am to 5pm."
ZONE_UNCLEAR = "I do not know this time zone. Please write it like this: Europe/London."
DAYS_MISSING = "Please choose at least one day on which I may write to you."
DAY_UNCLEAR = "I do not understand this date. Please write it like this: 3 March 2026."
DAY_PAST = "This date is not in the future. Please choose a later one."
RESUMED = "Your pause is over. You take part in introductions again."
SETTINGS_KEPT = "Your settings are kept."

FREQUENCIES = {
    Frequency.TWO_WEEKLY: "every 2 weeks",
    Frequency.MONTHLY: "once a month",
    Frequency.THREE_MONTHLY: "every 3 months",
    Frequency.ASKED: "only when I ask",
}
SIZES = {"pair": "one to one", "trio": "3 people", "circle": "4 to 6 people"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

BLOCKED = "Done. You will not be introduced. Nobody is told."
UNBLOCKED = "Done. You may be introduced again. Nobody is told."
NOT_BLOCKED = "You had not blocked that."
NOTHING_BLOCKED = "You have not blocked anybody."
BLOCK_HOW = "To block, use /intro block person, /intro block employer or /intro block sector, with whom you mean."
NO_SUCH_SECTOR = "I do not know this sector. Please write one of these: "
NOBODY_THERE = "You cannot block yourself."

RULED = "Done. From now on such introductions do not happen. Nobody is told whom that concerns."
RULED_FROM = "It holds for questions that are not asked yet. Your members can see it with /intro why."
UNRULED = "Done. Such introductions may happen again."
NOT_RULED = "You had not ruled that out."
NOTHING_RULED = "You have ruled nothing out for your community."
RULE_HOW = (
    "To rule something out, use /intro apart employer or /intro apart community with its name, or /intro apart pair "
    "with two people of your community. To take it back, use /intro together in the same way."
)
NO_SUCH_COMMUNITY = "I do not know this community, or it is your own. Please write its name as /unsilo shows it."
TWO_PEOPLE = "two people"
RULED_HERE = "The organisers of your community keep its members out of some introductions."

MEET = "Somebody you may want to meet"
MEET_SOME = "Some people you may want to meet"
SAME_EVENT = "You said that you want to meet others who came to the same event."
NOBODY_OF_EVENT = "This time I found nobody whom I can introduce to you."
ASKED_FOR = "Somebody who takes part asked to be introduced to people like you."
IF_YES = "If all of you say yes, you learn each other's names, and I open a private conversation for you."
READ_WHERE = (
    "If one of you takes no direct messages, they read it in a private thread of their server. "
    "Whoever may manage threads there could read it too."
)
IF_NO = "If not, nobody learns what you answered, or whether you did."
PROCUREMENT = "Do not discuss live procurement or unpublished commercial information."
NO_PATIENTS = "Please do not share information about patients or people you care for."
ENDED = "This introduction is not open any more."
NOT_YOURS = "This question was not for you."
TOO_LATE = "This introduction is settled already, so nothing changed."
SAID_YES = "You said yes. If the others do too, I introduce you."
SAID_NO = "You said no to this one. Nobody is told."
CHANGE_MIND = "Until it is settled, you can change your answer with the buttons above."
NOT_THIS_LESS = "You will get fewer introductions on this topic. To undo that, use /intro settings and then Less of it."
DID_NOT_WORK_OUT = "It did not work out this time: an introduction that you said yes to will not happen."
COMMON = "That is common, and says nothing about you. I keep looking."
ASKED = "I ask them, without your name or employer. This is what they see of you:"
WHEN_ASKED = "I write to people in their working hours only."
ASKED_ALREADY = "An introduction to this person is under way already. I tell you what comes of it."
ASKS_FULL = "You have asked for 3 introductions that are not settled. Please wait for one of them."
CANNOT_ASK = "This search is too old. Please search again with /peers."
ASK_YOURSELF = "To ask for an introduction, please join first: use /intro join."
SUPPLIERS_WAIT = "As a supplier, you can be introduced to NHS and social care members when they ask, or by a round."
ASK_PAUSED = "Your introductions are paused. To ask for one, end the pause with /intro join."

ROUND_SOON = "The next round of introductions is near."
ROUND_SILENCE = "If you do not answer, I skip you this time. After 2 rounds without an answer, I pause for you."
ROUND_OVER = "This round has started already."
ROUND_WITHOUT = "You do not take part in this round."
COUNTED_IN = "You are in. After the round has started, I tell you what came of it."
SKIPPED = "You skip this round. The next one comes by itself."
SILENT_PAUSE = "You did not answer about two rounds, so I paused introductions for you for 12 weeks."
WHEN_READY = "To go on sooner, use /intro join."
NOT_THIS_TIME = "I have nobody for you in this round."
ASKED_AGAIN = "I ask you again before the next round."
OFFERS = "You can look yourself with /peers, or ask a question with /ask."
WHYS = {
    "no topic": "Your profile does not say what you try to change. Add it with /profile.",
    "no other sector": "Too few people of other sectors took part this time.",
    "own limits": "The sectors or employers that took part are ones you keep away from.",
    "all met": "You met everybody who suits you already, or they are colleagues of yours.",
    "none close": "Nobody in this round works on something close enough. Your topic may be new here.",
    "competitors": "Those close to your topic compete with you.",
    "employer share": "Enough people of your employer took part already.",
    "group size": "There were not enough people for the group size that you chose.",
    "all taken": "Everybody who suits you was introduced to somebody else.",
    "changed": "What you or others chose changed in the meantime.",
}

PREVIEW = "What the next round looks like now. It shows counts only, never who."
FEW = "fewer than 5"
TURN, ANSWERED_IN = "People whose turn it is", "Of them, have said that they take part"
WHY_NONE = "I have not asked you about anybody yet."
WHY_HOW = "I compare what you and others approved in your profiles. I look for a problem in common, and for a sector "
WHY_REST = (
    "and an employer that differ. Whoever had fewer introductions comes first. Blocks and people you met are left out."
)
WHY_LAST = "Your last one, in your words:"
HISTORY_NONE = "You have not been introduced to anybody yet."
STATES = {
    "proposed": "being prepared",
    "asked": "waiting for answers",
    "agreed": "all said yes",
    "open": "in conversation",
    "met": "introduced",
    "closed": "did not happen",
}


def starts(day: str) -> str:
    """When the next round is."""
    return f"It starts on {day}. Do you take part?"


def until(moment: str) -> str:
    """Until when an answer counts."""
    return f"You can answer until {moment}."


def told_by(moment: str) -> str:
    """When whoever asked for an introduction hears what became of it."""
    return f"You hear from me by {moment} at the latest. If they do not answer or say no, I do not tell you which."


def paused_until(day: str) -> str:
    """What a pause does."""
    return f"Introductions are paused for you until {day}. They go on by themselves then. To go on sooner: /intro join."


def frequency(value: str) -> str:
    """A setting."""
    return f"How often: {FREQUENCIES[Frequency(value)]}"


def size(value: str) -> str:
    """A setting."""
    return f"Group size: {SIZES[value]}"


def hours(starts: str, ends: str, days: Sequence[str], zone: str) -> str:
    """A setting."""
    return f"I write to you from {starts} to {ends} on {listed(list(days))} ({zone})."


def days(digits: str) -> list[str]:
    """Days of the week by name; those from Monday to Friday in one word."""
    return ["weekdays"] if digits == "01234" else [DAYS[int(digit)] for digit in digits]


def aside(community: str) -> str:
    """A setting."""
    return f"I write to you in a private thread in {community}. Whoever may manage threads there can read it too."


def leaning(key: str, weight: float) -> str:
    """A weight that somebody's answers gave to a sector or topic."""
    what = SECTORS[Sector(key)] if key in set(Sector) else f"“{key}”"
    return f"{'More' if weight > 1 else 'Less'} of: {what}"


def blocked(persons: int, employers: Sequence[str], sectors: Sequence[str]) -> list[str]:
    """What somebody blocked."""
    lines = []
    if persons:
        lines.append("You blocked 1 account." if persons == 1 else f"You blocked {persons} accounts.")
    if employers:
        lines.append(f"Employers: {listed(list(employers))}.")
    if sectors:
        lines.append(f"Sectors: {listed([SECTORS[Sector(each)] for each in sectors])}.")
    return lines


def ruled(employers: Sequence[str], communities: Sequence[str]) -> list[str]:
    """What organisers keep their members from."""
    lines = []
    if employers:
        lines.append(f"Not with people of these employers: {listed(list(employers))}.")
    if communities:
        lines.append(f"Not with people of these communities: {listed(list(communities))}.")
    return lines


def pairs_apart(count: int) -> str:
    """How many pairs of people organisers keep apart."""
    return "2 people are kept apart." if count == 1 else f"{count} pairs of accounts are kept apart."


def others(names: Sequence[str]) -> str:
    """With whom somebody was introduced."""
    return listed(list(names)) if names else "somebody"


def at_least(what: str, count: int) -> str:
    """A figure for organisers, where the exact one would tell a small one."""
    return f"{what}: {count} or more"


def counted(what: str, count: int) -> str:
    """A figure for organisers; small ones are not told."""
    return f"{what}: {count if count >= 5 else FEW}"
