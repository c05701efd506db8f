"""Sentences that every feature shares. Members read them: plain English, what happened, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.kinds import Not
from bot.saying import _, joined
from bot.saying import listed as listed
from storage.profiles import Sector, Stage

UNKNOWN_COMMAND = "This button or command is from an older version. Please use the newest message."
ORGANISERS_ONLY = "Only organisers of this community can do that. Please ask one of them."
TRY_AGAIN = "Unsilo cannot do that just now. Please try again in a minute."
YOU_WROTE = "This is what you wrote, so that you can change it and send it again:"
FORM_AGAIN = "Open the form again"
OUR_FAULT = "Something went wrong at our end, and nothing was changed. Please try again later."
MATCHING_LOADING = "I am still getting ready to search for people. Please try again in a minute."
MATCHING_BROKEN = "I cannot search for people at the moment. Whoever runs this bot can see why."
MATCHING_BUSY = "Many people are searching at the moment. Please try again in a minute."
ALSO_IN_CHANNEL = "From a thread"
SOMEBODY = "Someone"
A_MEMBER, A_MEMBER_MENTIONED = "A member", "a member"  # in place of a name, where names do not cross
THE_OPERATOR = "The operator of Unsilo"
AWAY_WAITS = (
    "What is written elsewhere waits for up to 7 days, and is copied once this is mended. The other channels go on."
)
NOT_CARRIED = "What you wrote here was not carried to anybody."
REPLY_THERE = "To write to somebody you were introduced to, write in the thread of the message that introduced you."
THE_OTHERS = "the others in your conversation"
YOUR_MESSAGE = "A message of yours"
WRITTEN = "Written "
AT_OUR_END = "Something went wrong at our end."
KEY_IS_LOST = "I cannot read it any more: the key with which I kept it is missing. Please write it again."
CANNOT_READ = "I cannot read what is written there."
STILL_SHOWN = "What is written elsewhere is still shown there, but what is written there may not be copied."
WAITED_TOO_LONG = "It waited for 7 days, and the channel could not be used in all that time."
NO_BRIDGE = "This channel is not in a bridge. Organisers can start one with /bridge create, or join one with a code."
NOT_CONNECTED = (
    "I am not connected to it any more. Whoever manages it can let me in again. "
    "Whoever runs the bot can look whether its access is still set up."
)
WHO = "I do not know this person here. Please mention them: type @ and choose them."
ACTS = {
    "create": "started the bridge",
    "invite": "made an invitation",
    "ask": "asked to join",
    "approve": "let in",
    "decline": "did not let in",
    "open private": "typed the name of their private channel, so that it can be joined",
    "leave": "took their channel out",
    "pause": "paused",
    "resume": "resumed",
    "direction": "changed the direction of their channel:",
    "rules": "changed the rules",
    "retry": "had failed copies tried again",
    "add organiser": "named as an organiser",
    "remove organiser": "took off the organisers",
    "ban": "banned",
    "mute": "muted",
    "unban": "let back in",
    "remove": "removed a message",
    "hold": "changed how long messages of their channel are held:",
    "filter": "added a filtered word:",
    "unfilter": "took a filtered word away:",
    "bots": "changed whether other bots' messages leave their channel:",
    "chatham": "changed whether the Chatham House Rule holds in their channel:",
    "strangers": "changed whether what people of other organisations write leaves their channel:",
    "room": "chose where organisers are told things:",
    "term": "added a term to the glossary:",
    "remove term": "took a term out of the glossary:",
    "sector": "changed the sector of",
    "send anyway": "had a held message copied, after saying that it names no patient. What was found:",
    "send hidden": "had a held message copied with its digits hidden. What was found:",
    "add mask": "added a form of hospital numbers:",
    "remove mask": "took a form of hospital numbers away:",
    "announce event": "announced the event with the number",
    "schedule event": "chose a time at which to announce the event with the number",
    "edit event": "changed the event with the number",
    "cancel event": "cancelled the event with the number",
    "approve event": "let in the event with the number",
    "decline event": "did not let in the event with the number",
    "trust events": "let in all events of",
    "distrust events": "wants to be asked again about events of",
    "digest": "chose whether the weekly list of events is posted in their channel:",
    "keep apart": "keeps out of introductions with members:",
    "let meet": "lets members be introduced again to:",
    "end": "took the bridge away:",
}

SEE_ORIGINAL = "See the original message"
NOT_PASSED_ON = {
    Not.PROGRAM: "It can run as a program.",
    Not.PAGE: "It is a web page or a drawing that can run as a program.",
    Not.PICTURE: "I could not read this picture to take out where and with what it was taken.",
}

SECTORS = {
    Sector.NHS: _("NHS"),
    Sector.SOCIAL_CARE: _("Social care"),
    Sector.SUPPLIER: _("Supplier"),
    Sector.CHARITY: _("Charity or community group"),
    Sector.RESEARCH: _("Research or education"),
    Sector.GOVERNMENT: _("Government or regulator"),
    Sector.UNSAID: _("Prefer not to say"),
}
WORKS_IN = {
    Sector.NHS: _("in the NHS"),
    Sector.SOCIAL_CARE: _("in social care"),
    Sector.SUPPLIER: _("at a supplier"),
    Sector.CHARITY: _("in a charity or community group"),
    Sector.RESEARCH: _("in research or education"),
    Sector.GOVERNMENT: _("in government or at a regulator"),
}
SECTOR_HIDDEN = _("Sector not shown")
REGIONS = {
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
ROLES = {
    "frontline": _("Front line"),
    "specialist": _("Specialist or adviser"),
    "manager": _("Manager or team leader"),
    "senior": _("Senior leader"),
    "executive": _("Board or executive"),
}
STAGES = {Stage.DONE: _("Has done it"), Stage.DOING: _("Is doing it"), Stage.THINKING: _("Thinking of it")}
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


def somebody_of(community: str) -> str:
    """A person whom the reader's community does not know by name."""
    return f"A member of {community}"


def guest_of(community: str) -> str:
    """Behind a name, in place of a community's: they belong to another organisation, with which a channel is shared."""
    return f"guest of {community}"


def unnamed(platform: str) -> str:
    """A community that has not told its name yet."""
    return f"a community on {platform}"


def did_not_reach(community: str) -> str:
    """Behind the words "A message of yours"."""
    return f" did not reach {community}. Everybody in your own channel can still see it."


def change_did_not_reach(community: str) -> str:
    """Behind the words "A message of yours": it stands there as it was before."""
    return f" was copied to {community}, but your last change of it was not."


def some_did_not_reach(count: int, community: str) -> str:
    """Told to a sender of messages that waited too long."""
    what = "1 message" if count == 1 else f"{count} messages"
    return f"{what} of yours did not reach {community}. Everybody in your own channel can still see what you wrote."


def cannot_read(why: str) -> str:
    """Why the bot cannot work in a channel whose history it may not see."""
    return f"{CANNOT_READ} {why}"


def broke_us(community: str, bridge: str) -> str:
    """Told to organisers: something could not be handled."""
    return (
        f"Bridge “{bridge}”: I could not handle something in the channel of {community}, and set it aside. "
        "Everything else goes on. Nothing is lost for 3 days: you can have it tried again."
    )


def fault(kind: str) -> str:
    """What whoever runs the bot needs in order to mend it."""
    return f"If it happens again, please tell whoever runs me: {kind}."


def away(community: str, bridge: str, why: str) -> str:
    """Told to organisers: the bot cannot work in a channel."""
    return f"Bridge “{bridge}”: I cannot work in the channel of {community}. {why}"


def back(community: str, bridge: str) -> str:
    """Told to organisers: it can again."""
    return f"Bridge “{bridge}”: I can work in the channel of {community} again. What waited is being copied."


def not_seen(community: str) -> str:
    """Told to everybody: somebody does not see what they write."""
    return f"{community} does not get new messages at the moment. They are copied as soon as this is mended."


def seen_again(community: str) -> str:
    """Told to everybody, instead of that."""
    return f"{community} gets messages again. What was written meanwhile is being copied."


def skipped(count: int, community: str) -> str:
    """Told to everybody: the bot was away for too long to copy all that was written."""
    return f"{count} older messages of {community} were not copied: I was away when they were written."


def dropped(community: str, count: int) -> str:
    """Told to organisers: some things waited too long."""
    what = "1 message was" if count == 1 else f"{count} messages were"
    return f"{what} not copied to {community}: its channel could not be used for 7 days."


def too_large(name: str, size: int, limit: int) -> str:
    """What stands for a file that the other side does not take."""
    return f"File not copied: {name} ({_megabytes(size)}). This channel takes files up to {_megabytes(limit)}."


def too_large_for_us(name: str, size: int, limit: int) -> str:
    """What stands for a file that is too large to be kept in memory."""
    return f"File not copied: {name} ({_megabytes(size)}). I copy files up to {_megabytes(limit)}."


def not_passed_on(name: str, why: Not) -> str:
    """What stands for a file that is not copied for what it is."""
    return f"File not copied: {name}. {NOT_PASSED_ON[why]}"


def not_copied(name: str) -> str:
    """What stands for a file that could not be fetched."""
    return f"File not copied: {name}. It could not be fetched from where it was posted."


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 104_858 else f"{max(1, round(size / 1024))} kB"


def detail(act: str, text: str) -> str:
    """What an act was about."""
    if act == "room":
        return {"here": "in a channel", "nowhere": "in private messages"}.get(text, text)
    return {"here": "their channel", "all": "the whole bridge"}.get(text, text) if act in ("pause", "resume") else text
