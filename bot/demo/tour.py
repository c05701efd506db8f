"""What the demo's page proposes to try: chapters of steps, each with what the page makes ready for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.days import day

Json = dict[str, Any]
ROUND_NOTICE = timedelta(days=2)
SLACK, DISCORD = "slack", "discord"
SHARED, LEADS, RECORDS = "getting-home", "discharge-leads", "care-records"
NUMBER = "Patient of bed 4, NHS number 999 000 0018, can go home today."

QUESTION = "How do residents come back from hospital with their medicines list?"


@dataclass(frozen=True, slots=True)
class Town:
    """Where the demo plays: ids of people by their slug and of channels by name, by platform. `pages`: the bot's own
    web address; `round_at`: when the next round of introductions begins, in seconds since the epoch.
    """

    people: Mapping[str, str]
    channels: Mapping[str, Mapping[str, str]]
    pages: str
    round_at: float

    def on(
        self, side: str, who: str, label: str, text: str = "", *, channel: str = SHARED, picture: bool = False
    ) -> Json:
        """A try: somebody in a channel, with words in the composer that are still to be sent."""
        where = self.channels[side][channel]
        return {
            "label": label, "side": side, "user": self.people[who], "channel": where, "text": text, "picture": picture
        }  # fmt: skip


def step(say: str, *tries: Json) -> Json:
    """One thing to try."""
    return {"say": say, "tries": list(tries)}


def chapters(town: Town) -> list[Json]:
    """All chapters, as the page reads them."""
    made = {
        "One conversation": _conversation(town),
        "What stays where it was": _kept(town),
        "Join two more channels": _bridging(town),
        "Find people and be introduced": _introductions(town),
        "Events": _events(town),
        "Organisers": _organisers(town),
        "Your own data and language": _yours(town),
    }
    return [{"title": title, "steps": steps} for title, steps in made.items()]


def _conversation(town: Town) -> list[Json]:
    question = "Who has tried motion lights against falls at night?"
    return [
        step(
            "Choose who you are at “You are”, on each side. Then write: it appears once on the other side.",
            town.on(SLACK, "helen-ashworth", "Write as Helen, a nurse", question),
            town.on(DISCORD, "leila-haddad", "Write as Leila, a researcher", "We have, in **12 care homes**."),
        ),
        step(
            "Post a picture with its description. Edit your message, react to it, or delete it: both sides follow.",
            town.on(SLACK, "callum-reid", "Post a ward's board", "The board on Elm Ward:", picture=True),
        ),
        step("Point at a message and press Reply or thread: the thread is there on both sides."),
        step(
            "What does the bot do in this channel, and with whom?", town.on(SLACK, "amara-okafor", "Ask it", "/unsilo")
        ),
        step(
            "What does a term mean? More actions at a message has What does that mean? too.",
            town.on(SLACK, "margaret-lowe", "Ask what TTO means", "/jargon TTO"),
        ),
    ]


def _kept(town: Town) -> list[Json]:
    return [
        step(
            "What may name a patient waits for its sender, who alone is asked.",
            town.on(SLACK, "callum-reid", "Write a patient's number", NUMBER),
        ),
        step(
            "Ffion works for another organisation, with which this channel is shared. "
            "What she writes stays here, until an organiser allows it.",
            town.on(SLACK, "ffion-price", "Write as Ffion", "Our crews wait 40 minutes at your door."),
            town.on(SLACK, "tomasz-zielinski", "Allow it as Tomasz", "/bridge strangers on"),
        ),
        step(
            "Everybody may keep their own words out. The copies that there are go too.",
            town.on(DISCORD, "samir-khan", "Opt out as Samir", "/bridge optout"),
            town.on(DISCORD, "samir-khan", "Opt in again", "/bridge optin"),
        ),
    ]


def _bridging(town: Town) -> list[Json]:
    return [
        step(
            "Tomasz organises on Slack. To open a private channel, he types its name: discharge-leads.",
            town.on(SLACK, "tomasz-zielinski", "Begin a bridge", "/bridge create", channel=LEADS),
            town.on(SLACK, "tomasz-zielinski", "Then get a code", "/bridge invite", channel=LEADS),
        ),
        step(
            "Nkechi organises on Discord. She brings the code, reads the rules, and says yes.",
            town.on(DISCORD, "nkechi-eze", "Join with the code", "/bridge join", channel=RECORDS),
        ),
        step(
            "Now Tomasz is asked in his channel. After his yes, both channels are one.",
            town.on(SLACK, "tomasz-zielinski", "Look as Tomasz", channel=LEADS),
        ),
    ]


def _introductions(town: Town) -> list[Json]:
    begins = datetime.fromtimestamp(town.round_at, UTC)
    return [
        step(
            "Priya looks for others who work on her problem. Cards name nobody. Press Ask for an introduction below.",
            town.on(SLACK, "priya-raman", "Look as Priya", "/peers Medicines lists do not reach care homes"),
        ),
        step(
            "The bot asks the other person in private, within half a minute. "
            "The strip above the two sides shows whom: read it as them, and press Yes, introduce us.",
        ),
        step(
            "Then both read each other's names, each in their own place. Answer there: it is carried to the other. "
            "Press a time. When you are done, press Close, and Yes, close it.",
        ),
        step(
            "The bot writes to people in their working hours alone. Everybody here who wrote a profile takes letters "
            "at any hour. Amara has none yet: if you join as her, choose hours that suit you.",
            town.on(SLACK, "amara-okafor", "Write a profile", "/profile"),
            town.on(SLACK, "amara-okafor", "Then join", "/intro join"),
            town.on(SLACK, "amara-okafor", "Then choose hours", "/intro settings"),
        ),
        step(
            f"Rounds bring together everybody whose turn it is. The next one begins on {day(begins)}. "
            f"The bot asks from {day(begins - ROUND_NOTICE)} on, and nothing is seen of it before."
        ),
        step(
            "A question goes to a few people who may know, here to Ruth. Priya sends the form that opens. "
            "Read the question as Ruth, from the strip above the two sides, and answer it.",
            town.on(SLACK, "priya-raman", "Ask as Priya", f"/ask {QUESTION}"),
        ),
        step(
            "Somebody leaves: press “You are”, then the last line. "
            "They are found no longer, and an open conversation with them closes.",
            town.on(DISCORD, "samir-khan", "Be Samir"),
        ),
    ]


def _events(town: Town) -> list[Json]:
    return [
        step(
            "Tomasz plans an event with a form. Members need to know about sponsors: he presses There is no sponsor. "
            "Then he presses Announce, and his own community sees the event.",
            town.on(SLACK, "tomasz-zielinski", "Plan an event", "/events new"),
        ),
        step(
            "Nkechi organises the other side, so the bot asks her in a private message. "
            "Open it as her from the strip above the two sides, and press Approve.",
            town.on(DISCORD, "nkechi-eze", "Be Nkechi, who approves"),
        ),
        step(
            "Now both communities see it, with one count of who comes. "
            "Answer with the buttons below it, on both sides. Then look at what is coming.",
            town.on(DISCORD, "ruth-kendall", "What is coming?", "/events list"),
            town.on(DISCORD, "ruth-kendall", "Your calendar", "/events calendar"),
        ),
        step(
            "The bot's own web server tells whether messages flow, and serves the pages and calendars of events.",
            {"label": "Is it ready?", "link": f"{town.pages}/readyz"},
            {"label": "Its figures", "link": f"{town.pages}/metrics"},
        ),
    ]


def _organisers(town: Town) -> list[Json]:
    return [
        step(
            "Report a message, or moderate it: point at it, and open More actions. "
            "Reports reach the organisers of both sides.",
            town.on(DISCORD, "bronwen-hughes", "Be Bronwen, a member"),
            town.on(DISCORD, "nkechi-eze", "Be Nkechi, an organiser"),
        ),
        step(
            "How is each channel doing, and what did organisers do?",
            town.on(SLACK, "tomasz-zielinski", "How it is doing", "/bridge status"),
            town.on(SLACK, "tomasz-zielinski", "What was done", "/bridge log"),
        ),
        step(
            "Stop everything for a while, or copy words without names (the Chatham House Rule).",
            town.on(SLACK, "tomasz-zielinski", "Pause", "/bridge pause all"),
            town.on(SLACK, "tomasz-zielinski", "Go on", "/bridge resume all"),
            town.on(SLACK, "tomasz-zielinski", "Without names", "/bridge chatham on"),
        ),
    ]


def _yours(town: Town) -> list[Json]:
    return [
        step(
            "What did you say yes to, and what is kept of you?",
            town.on(SLACK, "rhys-bevan", "Look as Rhys", "/privacy"),
            town.on(SLACK, "rhys-bevan", "Have it sent", "/mydata"),
            town.on(SLACK, "rhys-bevan", "Have it removed", "/forget"),
        ),
        step(
            "In which language does the bot speak with you alone? It speaks Welsh once that is translated. "
            "Until then it says that it speaks English only.",
            town.on(SLACK, "rhys-bevan", "Ask for Welsh", "/language cymraeg"),
        ),
        step(
            "Two accounts can be linked, so that the other side's mentions reach you.",
            town.on(SLACK, "margaret-lowe", "Get a code", "/link"),
        ),
    ]
