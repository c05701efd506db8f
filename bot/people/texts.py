"""Sentences of profiles and peers that members read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adapters.contract.content import Span
from bot import texts as shared
from bot.saying import _, joined, together
from storage.profiles import UNTIL_RESUMED, Said, Sector, Stage
from storage.searches import Only

LANGUAGES = {
    "en": _("English"),
    "cy": _("Welsh"),
    "gd": _("Scottish Gaelic"),
    "ga": _("Irish"),
    "bsl": _("British Sign Language"),
    "ar": _("Arabic"),
    "bn": _("Bengali"),
    "yue": _("Cantonese"),
    "fr": _("French"),
    "gu": _("Gujarati"),
    "it": _("Italian"),
    "zh": _("Mandarin"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "pa": _("Punjabi"),
    "ro": _("Romanian"),
    "so": _("Somali"),
    "es": _("Spanish"),
    "ta": _("Tamil"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
}

# What a profile holds, and who sees it

FIELDS = {
    "sector": _("Sector"),
    Said.PROBLEM: _("What you are trying to change"),
    Said.TRIED: _("What you tried that did not work"),
    Said.HELP: _("What you could help with"),
    "stage": _("How far you are"),
    "region": _("Region"),
    "role": _("Role level"),
    "languages": _("Languages"),
    "employer": _("Employer"),
}
SEEN_BLIND = _("people who look for peers, without your name")
SEEN_IN_PART = _("people who look for peers, those words of it that fit, without your name")
SEEN_BY_FIVE = _("people who look for peers, without your name, if 5 or more members share it")
SEEN_SECTOR = _(
    "people who look for peers, without your name, if 5 or more members share it. "
    "Suppliers are always shown as suppliers"
)
SEEN_AFTER = _("people you are introduced to, once all of you have said yes")
SEEN_BY_NOBODY = _("nobody. It keeps you from being introduced to colleagues")
SEEN = {
    "sector": SEEN_SECTOR,
    Said.PROBLEM: SEEN_BLIND,
    Said.TRIED: SEEN_IN_PART,
    Said.HELP: SEEN_IN_PART,
    "stage": SEEN_BY_FIVE,
    "region": SEEN_BY_FIVE,
    "role": SEEN_BY_FIVE,
    "languages": SEEN_AFTER,
}
YOUR_PROFILE = _("Your profile")
WRITE, SEE, CHANGE = _("Write your profile"), _("See your profile"), _("Change it")
PAUSE, RESUME = _("Pause"), _("Resume")
DELETE, YES_DELETE = _("Delete"), _("Yes, delete my profile")


def seen_by(whom: str) -> str:
    """Below an answer."""
    return _("Seen by: {people}.", people=whom)


def stage_of(stage: Stage, topic: str) -> str:
    """How far somebody is, with the problem or with a topic of its own."""
    return _("{stage}: {topic}", stage=shared.STAGES[stage], topic=topic) if topic else shared.STAGES[stage]


# Saving

AGREED = _(
    "With your first save you agreed that others find a card of you, without your name. "
    "To take that back, choose “Do not let others find me”."
)
SAVED = _("Your profile is saved.")
MORE = _("You can add more, if you like. Each takes a few seconds.")
NOT_FOUND_YET = _("Others cannot find you by your new words yet.")
NOT_FOUND_STARTING = _("I am still starting. They can in a few minutes, and you need to do nothing.")
NOT_FOUND_BUSY = _("I am still reading what members wrote. They can in a few minutes, and you need to do nothing.")
NOT_FOUND_BROKEN = _(
    "I cannot search for people at the moment, and whoever runs me can see why. "
    "They can when it works again, and you need to do nothing."
)
NO_PROFILE = _("You have no profile yet. To write one, choose the button. It takes less than a minute.")
NAMES_YOU = _(
    "Your answer holds your name. Others read it without knowing who you are, so please leave your name out. "
    "Nothing was saved."
)
NAMES_EMPLOYER = _(
    "Your answer holds the name of your employer. Others read it without knowing who you are, so please leave it out. "
    "Nothing was saved."
)
EMPLOYER_STANDS = _(
    "The name of your employer is in what you wrote before. I leave it out when others read it. "
    "To take it out yourself, change that answer."
)
TOO_MANY_TOPICS = _("You have 5 topics already. To make room, choose “Take this topic away” for one of them.")
NO_PROBLEM = _("Please say in one sentence what you are trying to change.")

# Sector

ASK_ORGANISERS, CHANGE_SECTOR, LEAVE_SECTOR = _("Ask the organisers"), _("Change the sector"), _("Leave it as it is")

SECTOR_STAYS = _("Your sector stays as it was: an organiser has to agree to a change of it. The rest is saved.")
SECTOR_ASK = _("Do you want to ask the organisers of this community? They then read your name and both sectors.")
SECTOR_NOT_HERE = _("Please do this in a channel of your own community, so that I know which organisers to ask.")
SECTOR_NOBODY = _("I know of no organiser here whom I can ask. Please ask one to type /organisers here.")
SECTOR_GONE = _("This request was answered already, or the profile is gone.")
SECTOR_NOT_YOURSELF = _("Another organiser has to agree: nobody changes their own sector.")
SECTOR_NO = _("The organisers did not change the sector of your profile. Please talk to them if you think it is wrong.")
SECTOR_LEFT = _("The sector stays as it was. The member has been told.")


def sector_asked(sector: Sector) -> str:
    """Told to the member."""
    return _(
        "The organisers are asked to change your sector to “{sector}”. I tell you what they say.",
        sector=shared.SECTORS[sector],
    )


def sector_wanted(who: Span, old: Sector, new: Sector) -> str:
    """Told to organisers."""
    return _(
        "{who} asks to change the sector of their profile from “{old}” to “{new}”. "
        "Sectors decide who meets whom, so please agree only if you know that it is right.",
        who=who,
        old=shared.SECTORS[old],
        new=shared.SECTORS[new],
    )


def sector_is(sector: Sector) -> str:
    """Told to the member: organisers agreed."""
    return _("The organisers changed the sector of your profile to “{sector}”.", sector=shared.SECTORS[sector])


def sector_done(sector: Sector) -> str:
    """Told to the organiser."""
    return _("The sector is now “{sector}”. The member has been told.", sector=shared.SECTORS[sector])


def sector_of(who: Span, answer: str) -> str:
    """Told to organisers, in place of the request: whose it was, and what came of it."""
    return _("{who}: {answer}", who=who, answer=answer)


# Being found

BEING_FOUND = _("Being found by others")
FOUND_WORDING = _(
    "Others who look for people see a card of you, without your name. It shows words that you approved in your "
    "profile, and facts that 5 or more members share. Suppliers are always shown as suppliers."
)
FIND_ME, HIDE_ME = _("Let others find me"), _("Do not let others find me")
FOUND_NOW = _("Others can find you by your profile now.")
FOUND_AGREED = _("You have said yes to being found.")
HIDDEN = _("Others do not find you any more. Your profile is kept.")
HIDDEN_STILL = _("If you take part in introductions, that goes on. To stop it, use /intro leave.")
NOBODY_FINDS_YOU = _("You are not shown to people who look for others: you have switched that off.")

# Pausing and deleting

PAUSE_PAST = _("That day has passed. Please choose a later one.")
PAUSED = _("Your profile is paused: nobody can find you by it.")
PAUSED_TOO = _("Nor do I introduce you to anybody as long as it is paused.")
PAUSED_OPEN = _("It stays paused until you resume it.")
RESUMED = _("Others can find you by your profile again, without your name.")
RESUMED_HIDDEN = _(
    "Your profile is paused no longer. Others still do not find you, as you chose. To let them, use /profile found on."
)
NOT_PAUSED = _("Your profile is not paused. Others can find you by it, without your name.")
NOT_PAUSED_HIDDEN = _(
    "Your profile is not paused. Others do not find you, as you chose. To let them, use /profile found on."
)
DELETE_SURE = _(
    "This deletes your profile: all your answers, and what I made of them so that others find you. "
    "What you searched for and asked to be told goes too. Nobody can bring it back."
)
DELETED = _(
    "Your profile is deleted: all your answers, and what I made of them so that others find you. "
    "What you searched for and asked to be told is gone too."
)
SECTOR_KEPT = _(
    "Only its sector stays, for 12 months, with a code in place of your account. "
    "If you write a new profile by then, it has the same sector. Organisers can change it."
)


def pause_how(example: str) -> str:
    """What was typed is no time; `example` is a day to come, as it may be typed."""
    return _(
        "Please say until when, as a date or a number of weeks. "
        "For example, type /profile pause 4 weeks, or /profile pause {example}. "
        "To pause until you resume, type /profile pause alone.",
        example=example,
    )


def paused_until(day: date) -> str:
    """It ends by itself."""
    return _("It ends by itself on {day}.", day=day)


def is_paused(until: float, day: date) -> str:
    """Shown with the profile."""
    return together([PAUSED, PAUSED_OPEN if until >= UNTIL_RESUMED else paused_until(day)], " ")


# Peers

FIND, FILTER = _("Find people"), _("Filter")
TELL_ME, DO_NOT_TELL = _("Tell me when someone comes"), _("Do not tell me")
SHOW_THEM, STOP_THESE = _("Show them"), _("Stop these messages")

STILL_SAFE = _("What you wrote before is safe.")
PEERS = _("People who work on this")
BLIND = _("No names are shown. Each sentence was approved by the person who wrote it.")
NOBODY = _("Nobody yet. No member has written about a problem that is close enough to yours.")
NOBODY_SO = _("Nobody yet with this filter. Without it, there may be somebody.")
NOBODY_OWN = _("Please describe the problem: /peers and a sentence. Or write your profile, and type /peers alone.")
WRITE_PROFILE = _("To ask for an introduction, write your profile first. It takes less than a minute.")
SUPPLIERS_READ = _(
    "You are a supplier. You can read these problems, but not ask for an introduction to somebody who may buy from you."
)
OWN_SECTOR = _("I introduce people of different sectors. So there is no button for somebody of your own sector.")
TOO_MANY = _("You have searched 30 times within an hour. Please wait a little.")
SEARCH_GONE = _("This search is too old. Please type /peers again.")
TELL_HOW = _("I can tell you privately when somebody comes, once.")
TELL_SAVED = _("I tell you privately when somebody comes: once, and not more than one such message a week.")
TELL_MANY = _("You are waiting for 3 searches already. Please stop one of them first.")
STOPPED = _("I do not tell you about this any more.")
STOPPED_BEFORE = _("That had ended already. You still wait for somebody in these searches.")
STOPPED_ALL = _("You get no more of these messages.")
NOTHING_TO_STOP = _("You are not waiting for anybody.")
SOMEBODY_CAME = _("Somebody now works on what you asked me about. They are not named, and do not know that you asked.")
ONCE = _("I tell you this once. You get such messages only because you asked for them.")
STILL_READING = _("I am still reading what some members wrote. There may be more people in a minute.")
DONE_IT = _("has done it")
LIKE_YOURS = _("People like your profile")
SECTOR_NOT_SHOWN = _("whose sector is not shown")


def quoted(words: str) -> str:
    """What somebody looked for."""
    return _("You asked: “{words}”", words=words)


def only(wanted: Only) -> str:
    """Whom somebody looks for."""
    said = [shared.SECTORS[Sector(wanted.sector)]] if wanted.sector else []
    said += [shared.REGIONS.get(wanted.region, wanted.region)] if wanted.region else []
    said += [DONE_IT] if wanted.done else []
    return _("Only: {filters}", filters=joined(said))


def waits_for(number: int, words: str) -> str:
    """One of the searches that somebody waits for."""
    return _("{number}. {search}", number=number, search=words or LIKE_YOURS)


def stop(number: int) -> str:
    """On a button."""
    return _("Stop {number}", number=number)


def more(counts: Sequence[tuple[Sector, int | None]]) -> str:
    """How many more there are, by sector; a small count is None."""
    return _("More people work on this: {counts}.", counts=shared.listed([_how_many(*each) for each in counts]))


def _how_many(sector: Sector, count: int | None) -> str:
    where = shared.WORKS_IN.get(sector, SECTOR_NOT_SHOWN)
    if count is None:
        return _("a few {where}", where=where)
    return _("{number} {where}", number=count, where=where)


def ask_for(number: int) -> str:
    """On a button."""
    return _("Ask for an introduction: {number}", number=number)
