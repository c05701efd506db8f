"""Sentences of profiles and peers that members read."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts as shared
from bot.saying import _
from storage.profiles import UNTIL_RESUMED, Said, Sector
from storage.searches import Only

LANGUAGES = {
    "en": "English",
    "cy": "Welsh",
    "gd": "Scottish Gaelic",
    "ga": "Irish",
    "bsl": "British Sign Language",
    "ar": "Arabic",
    "bn": "Bengali",
    "yue": "Cantonese",
    "fr": "French",
    "gu": "Gujarati",
    "it": "Italian",
    "zh": "Mandarin",
    "pl": "Polish",
    "pt": "Portuguese",
    "pa": "Punjabi",
    "ro": "Romanian",
    "so": "Somali",
    "es": "Spanish",
    "ta": "Tamil",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
}

# What a profile holds, and who sees it

FIELDS = {
    "sector": "Sector",
    Said.PROBLEM: "What you are trying to change",
    Said.TRIED: "What you tried that did not work",
    Said.HELP: "What you could help with",
    "stage": "How far you are",
    "region": "Region",
    "role": "Role level",
    "languages": "Languages",
    "employer": "Employer",
}
SEEN_BLIND = "people who look for peers, without your name"
SEEN_IN_PART = "people who look for peers, those words of it that fit, without your name"
SEEN_BY_FIVE = "people who look for peers, without your name, if 5 or more members share it"
SEEN_SECTOR = f"{SEEN_BY_FIVE}. Suppliers are always shown as suppliers"
SEEN_AFTER = "people you are introduced to, once both of you have said yes"
SEEN_BY_NOBODY = "nobody. It keeps you from being introduced to colleagues"
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
YOUR_PROFILE = "Your profile"


def seen_by(whom: str) -> str:
    """Below an answer."""
    return f"Seen by: {whom}."


# Saving

SAVED_FIRST = "Your profile is saved. Others can find you by it, without your name."
SAVED = "Your profile is saved."
REMOVED_ANSWER = "Your answer is removed."
MORE = "You can add more, if you like. Each takes a few seconds."
NOT_FOUND_YET = "Others cannot find you by your new words yet."
NOT_FOUND_STARTING = "I am still starting. They can in a few minutes, and you need to do nothing."
NOT_FOUND_BUSY = "I am still reading what members wrote. They can in a few minutes, and you need to do nothing."
NOT_FOUND_BROKEN = (
    "I cannot search for people at the moment, and whoever runs me can see why. "
    "They can when it works again, and you need to do nothing."
)
NO_PROFILE = "You have no profile yet. To write one, choose the button. It takes less than a minute."
NAMES_YOU = (
    "Your answer holds your name. Others read it without knowing who you are, so please leave your name out. "
    "Nothing was saved."
)
NAMES_EMPLOYER = (
    "Your answer holds the name of your employer. Others read it without knowing who you are, so please leave it out. "
    "Nothing was saved."
)
EMPLOYER_STANDS = (
    "The name of your employer is in what you wrote before. I leave it out when others read it. "
    "To take it out yourself, change that answer."
)
WHICH_STAGE = "Please choose how far you are."
TOO_MANY_TOPICS = "You have 5 topics already. To make room, choose “Take this topic away” for one of them."
NO_PROBLEM = "Please say in one sentence what you are trying to change."

# Sector

SECTOR_STAYS = "Your sector stays as it was: an organiser has to agree to a change of it. The rest is saved."
SECTOR_ASK = "Do you want to ask the organisers of this community?"
SECTOR_NOT_HERE = "Please do this in a channel of your own community, so that I know which organisers to ask."
SECTOR_NOBODY = "I know of no organiser here whom I can ask. Please ask one to type /organisers here."
SECTOR_GONE = "This request was answered already, or the profile is gone."
SECTOR_NO = "The organisers did not change the sector of your profile. Please talk to them if you think it is wrong."
SECTOR_LEFT = "The sector stays as it was. The member has been told."


def sector_asked(sector: Sector) -> str:
    """Told to the member."""
    return f"The organisers are asked to change your sector to “{shared.SECTORS[sector]}”. I tell you what they say."


def sector_wanted(old: Sector, new: Sector) -> str:
    """Told to organisers, behind the member's name."""
    return (
        f" asks to change the sector of their profile from “{shared.SECTORS[old]}” to “{shared.SECTORS[new]}”. "
        "Sectors decide who meets whom, so please agree only if you know that it is right."
    )


def sector_is(sector: Sector) -> str:
    """Told to the member: organisers agreed."""
    return f"The organisers changed the sector of your profile to “{shared.SECTORS[sector]}”."


def sector_done(sector: Sector) -> str:
    """Told to the organiser."""
    return f"The sector is now “{shared.SECTORS[sector]}”. The member has been told."


# Being found

BEING_FOUND = _("Being found by others")
FOUND_WORDING = _(
    "Others who look for people see a card of you, without your name. It shows words that you approved in your "
    "profile, and facts that 5 or more members share. Suppliers are always shown as suppliers."
)
FIND_ME, HIDE_ME = _("Let others find me"), _("Do not let others find me")
FOUND_NOW = "Others can find you by your profile now."
HIDDEN = "Others do not find you any more. Your profile is kept."
HIDDEN_STILL = "If you take part in introductions, that goes on. To stop it, use /intro leave."
NOBODY_FINDS_YOU = "You are not shown to people who look for others: you have switched that off."

# Pausing and deleting

PAUSE_HOW = (
    "Please say until when, as a date or a number of weeks: /profile pause 4 weeks, or /profile pause 3 March 2027. "
    "Or type /profile pause alone, to pause until you resume."
)
PAUSE_PAST = "That day has passed. Please choose a later one."
PAUSED = "Your profile is paused: nobody can find you by it."
PAUSED_OPEN = "It stays paused until you resume it."
RESUMED = "Others can find you by your profile again, without your name."
NOT_PAUSED = "Your profile is not paused. Others can find you by it, without your name."
DELETE_SURE = (
    "This deletes your profile: all your answers, what was computed from them, what you searched for, and what you "
    "asked to be told. Nobody can bring it back."
)
DELETED = (
    "Your profile is deleted: all your answers, what was computed from them, what you searched for, and what you asked "
    "to be told."
)
SECTOR_KEPT = (
    "Only its sector stays, for 12 months, with a salted hash of your account that cannot be read back. "
    "If you write a new profile by then, it has the same sector. Organisers can change it."
)


def paused_until(day: str) -> str:
    """It ends by itself."""
    return f"It ends by itself on {day}."


def is_paused(until: float, day: str) -> str:
    """Shown with the profile."""
    return f"{PAUSED} {PAUSED_OPEN if until >= UNTIL_RESUMED else paused_until(day)}"


# Peers

STILL_SAFE = "What you wrote before is safe."
PEERS = "People who work on this"
BLIND = "No names are shown. Each sentence was approved by the person who wrote it."
NOBODY = "Nobody yet. No member has written about a problem that is close enough to yours."
NOBODY_SO = "Nobody yet with this filter. Without it, there may be somebody."
NOBODY_OWN = "Please describe the problem: /peers and a sentence. Or write your profile, and type /peers alone."
WRITE_PROFILE = "To ask for an introduction, write your profile first. It takes less than a minute."
SUPPLIERS_READ = (
    "You are a supplier. You can read these problems, but not ask for an introduction to somebody who may buy from you."
)
OWN_SECTOR = "I introduce people of different sectors. So there is no button for somebody of your own sector."
TOO_MANY = "You have searched 30 times within an hour. Please wait a little."
SEARCH_GONE = "This search is too old. Please type /peers again."
TELL_HOW = "I can tell you privately when somebody comes, once."
TELL_SAVED = "I tell you privately when somebody comes: once, and not more than one such message a week."
TELL_MANY = "You are waiting for 3 searches already. Please stop one of them first."
STOPPED = "I do not tell you about this any more."
STOPPED_ALL = "You get no more of these messages."
NOTHING_TO_STOP = "You are not waiting for anybody."
SOMEBODY_CAME = "Somebody now works on what you asked me about. They are not named, and do not know that you asked."
ONCE = "I tell you this once. You get such messages only because you asked for them."
STILL_READING = "I am still reading what some members wrote. There may be more people in a minute."
FILTERED = "Only: "
DONE_IT = "has done it"
LIKE_YOURS = "People like your profile"


def quoted(words: str) -> str:
    """What somebody looked for."""
    return f"You asked: “{words}”"


def only(wanted: Only) -> str:
    """Whom somebody looks for."""
    said = [shared.SECTORS[Sector(wanted.sector)]] if wanted.sector else []
    said += [shared.REGIONS.get(wanted.region, wanted.region)] if wanted.region else []
    said += [DONE_IT] if wanted.done else []
    return FILTERED + ", ".join(said)


def waits_for(number: int, words: str) -> str:
    """One of the searches that somebody waits for."""
    return f"{number}. {words or LIKE_YOURS}"


def stop(number: int) -> str:
    """On a button."""
    return f"Stop {number}"


def more(counts: Sequence[tuple[Sector, str]]) -> str:
    """How many more there are, by sector; small counts are words."""
    return f"More people work on this: {shared.listed([f'{count} {_where(sector)}' for sector, count in counts])}."


def _where(sector: Sector) -> str:
    return shared.WORKS_IN.get(sector, "whose sector is not shown")


def ask_for(number: int) -> str:
    """On a button."""
    return f"Ask for an introduction: {number}"
