"""What records of people are called where members read of them."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.contract.fitting import one_line, shortened
from bot.saying import _
from bot.texts import SECTORS
from storage.profiles import Sector

SAID_YES_TO = _("what you said yes to")
TITLES = {
    "messages": _("messages"),
    "reactions": _("reactions"),
    "letters to you": _("letters to you"),
    "letters on their way": _("letters on their way"),
    "set aside because they broke the bot": _("messages that I could not handle"),
    "bridges started": _("bridges started"),
    "what you said yes to": SAID_YES_TO,
    "opt-outs, bans and mutes": _("opt-outs, bans and mutes"),
    "profile": _("profile"),
    "approved profile texts": _("approved profile texts"),
    "approved profile topics": _("approved profile topics"),
    "profile made searchable": _("when I last prepared your profile for searches"),
    "profile texts as numbers": _("texts of your profile, as I compare them with others"),
    "sector of a profile that is gone": _("sector of a profile that is gone"),
    "requests to change your sector": _("requests to change your sector"),
    "searches for people": _("searches for people"),
    "times your card was shown": _("times your card was shown"),
    "people you want to be told of": _("people you want to be told of"),
    "terms proposed": _("terms proposed"),
    "taking part in introductions": _("taking part in introductions"),
    "introductions": _("introductions"),
    "introductions you asked for": _("introductions you asked for"),
    "rounds of introductions": _("rounds of introductions"),
    "conversations with people you met": _("conversations with people you met"),
    "times you can talk": _("times at which you said that you can talk"),
    "questions you asked": _("questions you asked"),
    "questions put to you": _("questions put to you"),
    "questions you answered": _("questions you answered"),
    "blocked in introductions": _("blocked in introductions"),
    "people you were asked about": _("people you were asked about"),
    "answers to events": _("answers to events"),
    "event reminders": _("event reminders"),
    "private calendar addresses": _("private calendar addresses"),
    "weekly lists of events": _("weekly lists of events"),
    "letters about events in a private thread": _("letters about events in a private thread"),
    "events organised": _("events organised"),
    "events that come again": _("what each date says of your events that come again"),
    "communities whose events you let in": _("communities whose events you let in"),
    "linked accounts": _("linked accounts"),
    "codes for linking": _("codes for linking"),
    "wrong codes": _("wrong codes"),
    "numbers among people of one name": _("your number among people of your name in a community, as in “Ann Lee (2)”"),
    "whether your account is there": _("whether your account is still in use"),
    "language you read": _("language you read"),
    "organisers named": _("organisers named"),
    "asked or answered before": _("when you asked or answered what you had removed"),
    "reports made": _("reports made"),
    "reported before": _("when you reported messages, before you had your data removed"),
    "messages held": _("messages held"),
    "acts written down": _("what you did, or organisers did about you"),
    "being removed": _("data that is being removed"),
    "data removed": _("when your data was removed"),
}

ANSWERS = {
    "problem": _("what you are trying to change"),
    "tried": _("what did not work"),
    "help": _("what you can help with"),
}
WORDS_SHOWN = 60  # characters of a question
WHY = {"opted out": _("opted out"), "barred": _("kept out by organisers")}
FREQUENCIES = {
    "two-weekly": _("every two weeks"),
    "monthly": _("every month"),
    "three-monthly": _("every three months"),
    "when I ask": _("only when you ask"),
}
BLOCKED = {"person": _("a person"), "employer": _("an employer"), "sector": _("a sector")}
SAID = {"yes": _("yes"), "maybe": _("maybe"), "no": _("no")}
LANGUAGES = {"en": _("English"), "cy": _("Welsh")}


def about(title: str, row: Mapping[str, str], names: Mapping[str, str], bridges: Mapping[str, str]) -> str:
    """What a record is about; empty where nothing tells it.

    `names`: what communities are called, by address; `bridges`: the same by number.
    """
    where = row.get("community") or row.get("account", "").rpartition("/")[0].rstrip("/")
    match title:
        case "opt-outs, bans and mutes":
            return _kept_out(row, bridges)
        case "answers to events":
            answer = row.get("answer", "")
            return _("{event}: {answer}", event=row.get("title", ""), answer=SAID.get(answer, answer))
        case "approved profile topics":
            said: str = row.get("topic") or _("your main problem")
        case "profile" | "sector of a profile that is gone":
            said = SECTORS[Sector(row["sector"])] if row.get("sector") in list(Sector) else ""
        case "approved profile texts":
            said = ANSWERS.get(row.get("said", ""), "")
        case "taking part in introductions":
            said = FREQUENCIES.get(row.get("frequency", ""), "")
        case "people you want to be told of":
            words = shortened(one_line(row.get("words", "")), WORDS_SHOWN)
            said = _("“{words}”", words=words) if words else _("people like your profile")
        case "questions you asked":
            said = _("“{words}”", words=shortened(one_line(row.get("words", "")), WORDS_SHOWN))
        case "conversations with people you met":
            said = ""
        case "blocked in introductions":
            said = BLOCKED.get(row.get("kind", ""), "")
        case "language you read":
            said = LANGUAGES.get(row.get("language", ""), "")
        case _other:
            said = row.get("name", "")
    return said or names.get(where) or where.partition(":")[0].title()


def _kept_out(row: Mapping[str, str], bridges: Mapping[str, str]) -> str:
    number = row.get("bridge_id", "0")
    everywhere = number == "0"
    which = _("all bridges") if everywhere else _("the bridge “{bridge}”", bridge=bridges.get(number, number))
    return _("{why} ({which})", why=WHY.get(row.get("why", ""), ""), which=which)
