"""Sentences that every feature shares. Members read them: plain English, what happened, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Code, Span
from bot.files.kinds import Not
from bot.saying import _, joined, n_
from bot.saying import listed as listed
from bot.texts.reason_texts import reason
from storage.profiles import Sector, Stage

UNKNOWN_COMMAND = _("This button or command is from an older version. Please use the newest message.")
FORM_NOT_OPENED = _("The form could not be opened. Please try again.")
ORGANISERS_ONLY = _("Only organisers of this community can do that. To see who they are, use /organisers list.")
IN_A_CHANNEL = _("Please do this in a channel of your community: here I cannot tell which community you mean.")
TRY_AGAIN = _("Unsilo cannot do that just now. Please try again in a minute.")
YOU_WROTE = _("This is what you wrote, so that you can change it and send it again:")
FORM_AGAIN = _("Open the form again")
TRY_IT_AGAIN = _("Try again")
OUR_FAULT = _("Something went wrong at our end, and nothing was changed. Please try again later.")
MATCHING_LOADING = _("I am still getting ready to search for people. Please try again in a minute.")
THREAD_WITHOUT_ROOT = _("A thread whose first message was not copied")
MATCHING_BROKEN = _("I cannot search for people at the moment. Whoever runs this bot can see why.")
MATCHING_BUSY = _("Many people are searching at the moment. Please try again in a minute.")
ALSO_IN_CHANNEL = _("From a thread")
SOMEBODY, SOMEBODY_INSIDE = _("Someone"), _("someone")
DATA_REMOVED, DATA_REMOVED_INSIDE = _("Somebody who had their data removed"), _("somebody who had their data removed")
A_MEMBER, A_MEMBER_MENTIONED = _("A member"), _("a member")  # in place of a name, where names do not cross
AWAY_WAITS = _(
    "What is written elsewhere waits for up to 7 days, and is copied once this is mended. The other channels go on."
)
NOT_CARRIED = _("What you wrote here was not carried to anybody.")
REPLY_THERE = _(
    "To write to somebody you were introduced to, reply to the message that introduced you, or write in its thread. "
    "Nothing is carried once a conversation is closed."
)
THE_OTHERS = _("the others in your conversation")
YOUR_MESSAGE = _("A message of yours")
AT_OUR_END = _("Something went wrong at our end.")
KEY_IS_LOST = _("I cannot read it any more: the key with which I kept it is missing. Please write it again.")
STILL_SHOWN = _("What is written elsewhere is still shown there, but what is written there may not be copied.")
WAITED_TOO_LONG = _("It waited for 7 days, and the channel could not be used in all that time.")
NO_BRIDGE = _("This channel is not in a bridge. Organisers can start one with /bridge create, or join one with a code.")
NOT_CONNECTED = _(
    "I am not connected to it any more. Whoever manages it can let me in again. "
    "Whoever runs the bot can look whether its access is still set up."
)
WHO = _("I do not know this person here. Please mention them: type @ and choose them.")
SEE_ORIGINAL = _("See the original message")
NOT_PASSED_ON = {
    Not.PROGRAM: _("It can run as a program."),
    Not.PAGE: _("It is a web page or a drawing that can run as a program."),
    Not.PICTURE: _("I could not read this picture to take out where and with what it was taken."),
}

SECTORS: dict[Sector, str] = {
    Sector.NHS: _("NHS"),
    Sector.SOCIAL_CARE: _("Social care"),
    Sector.SUPPLIER: _("Supplier"),
    Sector.CHARITY: _("Charity or community group"),
    Sector.RESEARCH: _("Research or education"),
    Sector.GOVERNMENT: _("Government or regulator"),
    Sector.UNSAID: _("Prefer not to say"),
}
WORKS_IN: dict[Sector, str] = {
    Sector.NHS: _("in the NHS"),
    Sector.SOCIAL_CARE: _("in social care"),
    Sector.SUPPLIER: _("at a supplier"),
    Sector.CHARITY: _("in a charity or community group"),
    Sector.RESEARCH: _("in research or education"),
    Sector.GOVERNMENT: _("in government or at a regulator"),
}
ALL_OVERLAPS = _("What overlaps: all of this.")
SECTOR_HIDDEN = _("Sector not shown")
REGIONS: dict[str, str] = {
    "east": _("East of England"),
    "london": _("London"),
    "midlands": _("Midlands"),
    "north-east": _("North East and Yorkshire"),
    "north-west": _("North West"),
    "south-east": _("South East"),
    "south-west": _("South West"),
    "scotland": _("Scotland"),
    "wales": _("Wales"),
    "ni": _("Northern Ireland"),
    "elsewhere": _("Outside the UK"),
}
ROLES: dict[str, str] = {
    "frontline": _("Front line"),
    "specialist": _("Specialist or adviser"),
    "manager": _("Manager or team leader"),
    "senior": _("Senior leader"),
    "executive": _("Board or executive"),
}
STAGES: dict[Stage, str] = {
    Stage.DONE: _("Has done it"),
    Stage.DOING: _("Is doing it"),
    Stage.THINKING: _("Thinking of it"),
}
MY_ORGANISATION = _("my organisation")
ROLES_INSIDE = {  # in the middle of a sentence
    "frontline": _("front line"),
    "specialist": _("specialist or adviser"),
    "manager": _("manager or team leader"),
    "senior": _("senior leader"),
    "executive": _("board or executive"),
}
OTHER_STAGES = {  # of the one whose card it is, and of its reader
    (Stage.DONE, Stage.DOING): _("They have done it, you are doing it."),
    (Stage.DONE, Stage.THINKING): _("They have done it, you are thinking of it."),
    (Stage.DOING, Stage.DONE): _("They are doing it, you have done it."),
    (Stage.DOING, Stage.THINKING): _("They are doing it, you are thinking of it."),
    (Stage.THINKING, Stage.DONE): _("They are thinking of it, you have done it."),
    (Stage.THINKING, Stage.DOING): _("They are thinking of it, you are doing it."),
}


def numbered(number: int, label: str) -> str:
    """The head of one of several cards."""
    return _("{number}. {label}", number=number, label=label)


def overlap(words: Sequence[str]) -> str:
    """On a card: what both work on, in the words of the one whose card it is."""
    return _("What overlaps: {words}", words=", ".join(f"“{each}”" for each in words))


def difference(said: Sequence[str]) -> str:
    """On a card: what sets them apart from the reader."""
    return _("What differs: {sentences}", sentences=joined(said, " "))


def other_sector(theirs: Sector, yours: Sector) -> str:
    """They work in another sector than the reader."""
    return _("They work {theirs}, you work {yours}.", theirs=WORKS_IN[theirs], yours=WORKS_IN[yours])


def other_stage(theirs: Stage, yours: Stage) -> str:
    """They are further with their problem than the reader, or less far."""
    return OTHER_STAGES[theirs, yours]


def other_role(role: str) -> str:
    """They have another role level than the reader."""
    return _("Their role level: {role}.", role=ROLES_INSIDE[role])


def somebody_of(community: str, *, inside: bool = False) -> str:
    """A person whom the reader's community does not know by name; `inside` a sentence, or at its start."""
    if inside:
        return _("a member of {community}", community=community)
    return _("A member of {community}", community=community)


def guest_of(community: str) -> str:
    """Behind a name, in place of a community's: they belong to another organisation, with which a channel is shared."""
    return _("guest of {community}", community=community)


def unnamed(platform: str) -> str:
    """A community that has not told its name yet."""
    return _("a community on {platform}", platform=platform)


def written(when: Span) -> str:
    """Above a message that comes late."""
    return _("Written {when}", when=when)


def did_not_reach(message: Span, community: str) -> str:
    """Told to its sender."""
    return _(
        "{message} did not reach {community}. Everybody in your own channel can still see it.",
        message=message,
        community=community,
    )


def change_did_not_reach(message: Span, community: str) -> str:
    """Told to its sender: it stands there as it was before."""
    return _(
        "{message} was copied to {community}, but your last change of it was not.",
        message=message,
        community=community,
    )


def some_did_not_reach(count: int, community: str) -> str:
    """Told to a sender of messages that waited too long."""
    return n_(
        "{count} message of yours did not reach {community}. "
        "Everybody in your own channel can still see what you wrote.",
        "{count} messages of yours did not reach {community}. "
        "Everybody in your own channel can still see what you wrote.",
        count,
        community=community,
    )


def broke_us(community: str, bridge: str) -> str:
    """Told to organisers: something could not be handled."""
    return _(
        "Bridge “{bridge}”: I could not handle something in the channel of {community}, and set it aside. "
        "Everything else goes on. Nothing is lost for 3 days: you can have it tried again.",
        bridge=bridge,
        community=community,
    )


def fault(kind: str) -> str:
    """What whoever runs the bot needs in order to mend it."""
    return _("If it happens again, please tell whoever runs me: {fault}.", fault=kind)


def away(community: str, bridge: str, why: str) -> str:
    """Told to organisers: the bot cannot work in a channel."""
    return _(
        "Bridge “{bridge}”: I cannot work in the channel of {community}. {why}",
        bridge=bridge,
        community=community,
        why=reason(why),
    )


def back(community: str, bridge: str) -> str:
    """Told to organisers: it can again."""
    return _(
        "Bridge “{bridge}”: I can work in the channel of {community} again. What waited is being copied.",
        bridge=bridge,
        community=community,
    )


def not_seen(community: str) -> str:
    """Told to everybody: somebody does not see what they write."""
    return _(
        "{community} does not get new messages at the moment. They are copied as soon as this is mended.",
        community=community,
    )


def seen_again(community: str) -> str:
    """Told to everybody, instead of that."""
    return _("{community} gets messages again. What was written meanwhile is being copied.", community=community)


def skipped(count: int, community: str) -> str:
    """Told to everybody: the bot was away for too long to copy all that was written."""
    return n_(
        "{count} older message of {community} was not copied: I was away when it was written.",
        "{count} older messages of {community} were not copied: I was away when they were written.",
        count,
        community=community,
    )


def dropped(community: str, count: int) -> str:
    """Told to organisers: some things waited too long."""
    return n_(
        "{count} message was not copied to {community}: its channel could not be used for 7 days.",
        "{count} messages were not copied to {community}: its channel could not be used for 7 days.",
        count,
        community=community,
    )


def too_large(name: str, size: int, limit: int) -> str:
    """What stands for a file that the other side does not take."""
    return _(
        "File not copied: {name} ({size}). This channel takes files up to {limit}.",
        name=Code(name),
        size=_megabytes(size),
        limit=_megabytes(limit),
    )


def too_large_for_us(name: str, size: int, limit: int) -> str:
    """What stands for a file that is too large to be kept in memory."""
    return _(
        "File not copied: {name} ({size}). I copy files up to {limit}.",
        name=Code(name),
        size=_megabytes(size),
        limit=_megabytes(limit),
    )


def not_passed_on(name: str, why: Not) -> str:
    """What stands for a file that is not copied for what it is."""
    return _("File not copied: {name}. {why}", name=Code(name), why=NOT_PASSED_ON[why])


def not_copied(name: str) -> str:
    """What stands for a file that could not be fetched."""
    return _("File not copied: {name}. It could not be fetched from where it was posted.", name=Code(name))


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 104_858 else f"{max(1, round(size / 1024))} kB"
