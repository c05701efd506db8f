"""What the page of `/mydata` calls what records say: headings of columns, and values in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.patients.holding_texts import FOUND
from bot.privacy.held_texts import ANSWERS, BLOCKED, FREQUENCIES, LANGUAGES, SAID, SAID_YES_TO, WHY
from bot.saying import _, filled
from bot.texts import REGIONS, ROLES, SECTORS, STAGES
from bot.texts.acts_texts import ACTS
from bot.texts.introduction_texts import SIZES, STATES

YES, NO = _("yes"), _("no")
NONE = _("none")
UNTIL_YOU_END_IT = _("until you end it")
KEPT_AS_A_CODE = _("kept as a code only")
SOMEBODY = _("somebody")
ACTS_ALONE = {  # that the log does not show to organisers
    "held": _("a message was held"),
    "sent between": _("a held message was sent on to people who had been introduced"),
    "export": _("somebody had their data sent to them"),
    "erase": _("somebody had their data removed"),
    "remove community": _("what was held of a community was removed, since Unsilo was not in it any more"),
    "list touched": _("the operator listed whose data changed within a time"),
}

HEADINGS = {
    "about": _("what it is about"),
    "account": _("account"),
    "act": _("what was done"),
    "aside": _("private thread"),
    "aside_at": _("private thread since"),
    "aside_wording": _("what you agreed to for the private thread"),
    "asked_at": _("asked on"),
    "ask_at": _("to be asked on"),
    "asker": _("who asked"),
    "answer": _("answer"),
    "approved_at": _("approved on"),
    "at": _("when"),
    "author": _("shown as"),
    "away_since": _("away since"),
    "box": _("where you are written to"),
    "bridge_id": _("number of the bridge"),
    "by": _("by whom"),
    "channel": _("channel"),
    "closed_at": _("closed on"),
    "community": _("community"),
    "contact": _("contact"),
    "content": _("words"),
    "created_at": _("made on"),
    "days": _("days on which you are written to"),
    "deleted_at": _("copies removed on"),
    "detail": _("about whom or what"),
    "done": _("done"),
    "dimension": _("how many numbers"),
    "due_at": _("due on"),
    "edited": _("edited"),
    "edited_at": _("edited on"),
    "emoji": _("emoji"),
    "employer": _("employer"),
    "employer_shown": _("employer shown to people you meet"),
    "ends": _("hours end"),
    "event_id": _("number of the event"),
    "expansion": _("what it stands for"),
    "frequency": _("how often"),
    "given_at": _("agreed on"),
    "has_entry": _("has it in a calendar"),
    "home": _("where you joined"),
    "id": _("number"),
    "incoming": _("what was heard"),
    "introduction_id": _("number of the introduction"),
    "joined_at": _("joined on"),
    "key": _("number of the message"),
    "kind": _("kind"),
    "kinds": _("what was found in it"),
    "known_at": _("last seen on"),
    "lane": _("channel"),
    "language": _("language"),
    "languages": _("languages"),
    "last_round_at": _("last round on"),
    "leaning": _("more or less of it"),
    "leanings": _("more or less of what"),
    "looked_at": _("looked up on"),
    "made_at": _("made on"),
    "meaning": _("meaning"),
    "member": _("number of you as a person"),
    "message_id": _("number of the message"),
    "met": _("met"),
    "model": _("made by"),
    "name": _("name"),
    "named_at": _("named on"),
    "named_by": _("named by"),
    "next_at": _("next on"),
    "number": _("number"),
    "offered_until": _("place offered until"),
    "opened_at": _("opened on"),
    "origin": _("how it began"),
    "outcome": _("what came of it"),
    "overlap": _("what you share"),
    "paused_until": _("paused until"),
    "person": _("number of your profile"),
    "place": _("where"),
    "posted": _("words"),
    "present": _("still there"),
    "problem": _("problem"),
    "reason": _("reason"),
    "region": _("region"),
    "remote": _("number on the platform"),
    "result": _("result"),
    "role": _("role"),
    "room_id": _("number of the conversation"),
    "round_id": _("number of the round"),
    "said": _("question"),
    "seat": _("place"),
    "seated": _("opened there"),
    "sector": _("sector"),
    "sectors": _("sectors"),
    "seen_at": _("last seen on"),
    "sent_at": _("sent on"),
    "silences": _("rounds without an answer"),
    "size": _("group size"),
    "stage": _("how far you are"),
    "starts": _("hours begin"),
    "starts_at": _("begins on"),
    "state": _("state"),
    "suppliers": _("suppliers may answer"),
    "talked": _("talked"),
    "target": _("whom or what"),
    "term": _("term"),
    "text": _("words"),
    "thanked": _("thanked"),
    "title": _("title"),
    "told_at": _("told on"),
    "topic": _("topic"),
    "topics": _("topics"),
    "trusted": _("whose events"),
    "turn": _("turn"),
    "unreached_at": _("not reached on"),
    "until": _("until"),
    "useful": _("useful"),
    "useful_until": _("useful until"),
    "wants_meet": _("wants to meet others"),
    "wants_recap": _("wants to read what happened"),
    "who": _("who"),
    "why": _("why"),
    "withdrawn_at": _("taken back on"),
    "wording": _("what you agreed to"),
    "withheld": _("not shown elsewhere"),
    "words": _("words"),
    "zone": _("time zone"),
}
SWITCHES = {
    "introductions": _("introductions"),
    "found by others": _("being found by others"),
    "event reminders": _("event reminders"),
    "weekly list of events": _("weekly list of events"),
}


def place(community: str, id: str) -> str:
    """An account or a channel: the number that its platform gives it, and where it is."""
    return _("{id} in {community}", id=id, community=community)


def of_no_place(platform: str, id: str) -> str:
    """An account that belongs to no community: the number that its platform gives it."""
    return _("{id} on {platform}", id=id, platform=platform)


def model(name: str) -> str:
    """With what texts were made into numbers."""
    return _("the language model {name}", name=name)


def leaning(of: str, wanted: str) -> str:
    """What somebody wanted more, or less, of."""
    return _("{what}: {wanted}", what=of, wanted=wanted)


def version(number: str) -> str:
    """Which version of the words of introductions somebody agreed to; the words themselves stand with that yes."""
    return _("version {number} of the words, which stand under “{title}”", number=number, title=SAID_YES_TO)


VALUES: Mapping[str, Mapping[str, str]] = {
    "sector": {str(sector): name for sector, name in SECTORS.items()},
    "region": REGIONS,
    "role": ROLES,
    "stage": {str(stage): name for stage, name in STAGES.items()},
    "frequency": FREQUENCIES,
    "language": LANGUAGES,
    "said": ANSWERS,
    "answer": SAID,
    "why": WHY,
    "size": SIZES,
    "seat": {"seated": _("a place is yours"), "waiting": _("on the waiting list"), "offered": _("a place is offered")},
    "origin": {
        "round": _("a round of introductions"),
        "alternate": _("another one after a round, since the first did not happen"),
        "peers": _("somebody asked for it"),
        "event": _("an event at which people meet"),
    },
    "talked": {"yes": _("yes"), "no": _("no"), "planned": _("planned")},
    "leaning": {"more": _("more like it"), "less": _("less like it")},
    "outcome": {
        "document": _("you shared a document"),
        "mistake": _("you avoided a mistake"),
        "visit": _("you visited"),
        "pilot": _("you started a pilot"),
        "nothing": _("nothing"),
    },
    "result": {
        "placed": _("you were introduced"),
        "absent": _("you did not take part"),
        "no topic": _("your profile did not say what you try to change"),
        "no other sector": _("too few people of other sectors took part"),
        "own limits": _("those who took part are ones you keep away from"),
        "all met": _("you had met everybody who suits you"),
        "none close": _("nobody worked on something close enough"),
        "competitors": _("those close to your topic compete with you"),
        "employer share": _("enough people of your employer took part"),
        "group size": _("too few people for your group size"),
        "all taken": _("everybody who suits you was introduced to others"),
        "changed": _("what you or others chose had changed"),
    },
    "kinds": {str(kind): found for kind, found in FOUND.items()},
}  # by column
OF: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "letters to you": {
        "state": {
            "alive": _("it stands there"),
            "going": _("it is being removed"),
            "missing": _("it was not found any more"),
            "gone": _("it is gone"),
        }
    },
    "messages held": {
        "state": {
            "waiting": _("waiting for your answer"),
            "sent": _("copied as it is, as you chose"),
            "hidden": _("copied with its digits hidden, as you chose"),
            "released": _("copied after you changed it"),
            "dropped": _("not copied"),
        }
    },
    "acts written down": {
        "act": {act: filled(said, who=SOMEBODY, what="…") for act, said in ACTS.items()} | ACTS_ALONE,
        "detail": {
            "here": _("here"),
            "nowhere": _("nowhere"),
            "all": _("all"),
            "on": _("on"),
            "off": _("off"),
        },
    },
    "introductions": {"state": STATES},
    "introductions you asked for": {"state": STATES},
    "events organised": {
        "state": {"draft": _("a draft"), "announced": _("announced"), "cancelled": _("cancelled")},
    },
    "event reminders": {
        "kind": {
            "day": _("a day before"),
            "hour": _("an hour before"),
            "after": _("what happened, afterwards"),
            "maybe": _("whether you know by now"),
            "moved": _("it was moved"),
            "offer": _("a place that you can have"),
            "free": _("a place that became free"),
            "lapsed": _("a place that was not taken"),
            "link": _("its joining link"),
            "entry": _("its calendar entry"),
            "changed": _("it was changed"),
            "host": _("as its organiser"),
        }
    },
    "blocked in introductions": {"kind": BLOCKED},
    "what you said yes to": {"kind": SWITCHES},
    "profile texts as numbers": {"text": ANSWERS},
    "opt-outs, bans and mutes": {"bridge_id": {"0": _("all bridges")}},
}  # by what a table tells of, and column
