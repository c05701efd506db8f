"""Topics of events: a few words that organisers give, by which calendars and weekly lists choose. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from bot.events import texts, ways_in
from bot.events.rules import Wrong, sectors
from storage.events import Event

MOST = 5
LONGEST = 40  # characters
_TOPIC = re.compile(r"\w[\w '&+-]*")


def read(text: str) -> str:
    """Topics as they are stored, from "falls, hospital discharge". Raises Wrong."""
    found: dict[str, str] = {}
    for part in filter(None, (" ".join(part.split()) for part in re.split(r"[,;\n]", text))):
        known = len(part) <= LONGEST and _TOPIC.fullmatch(part) and 1 <= len(slug(part)) <= LONGEST
        if not known or ways_in.opens(part):
            raise Wrong(texts.TOPICS_HOW)
        found.setdefault(slug(part), part)
    if len(found) > MOST:
        raise Wrong(texts.TOPICS_HOW)
    return ",".join(found.values())


def split(stored: str) -> list[str]:
    """The topics in what is stored."""
    return [each for each in stored.split(",") if each]


def slug(topic: str) -> str:
    """What stands for a topic in addresses, however it is written: "hospital-discharge"."""
    return "-".join(_words(topic))


def has(event: Event, topic: str) -> bool:
    """Whether an event has the topic with that slug."""
    return topic in map(slug, split(event.topics))


def every(events: Iterable[Event]) -> list[str]:
    """The topics of events, each once, by the alphabet."""
    found = {slug(each): each for event in reversed(list(events)) for each in split(event.topics)}
    return [found[key] for key in sorted(found)]


def said(wanted: str, events: Iterable[Event]) -> str:
    """A topic as organisers write it, by its slug; the slug's words when none of the events has it."""
    return next((each for each in every(events) if slug(each) == wanted), wanted.replace("-", " "))


def fits(event: Event, of: Collection[str], about: Collection[str]) -> bool:
    """Whether an event is for one of these sectors, and about one of these topics; none stand for all.

    An event is about a topic whose words are all in its own topics and title.
    """
    if of and sectors(event) and not set(of) & set(sectors(event)):
        return False
    said = set(_words(f"{event.title} {event.topics}"))
    return not about or any(said.issuperset(_words(topic)) for topic in about)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain.replace("'", ""))
