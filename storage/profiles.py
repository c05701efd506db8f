"""Profiles: what members say of themselves so that others find them. One for each member, in words that they approved.

Who may see what is for `bot.cards` to decide. A profile's `person` is a random key, by which its vectors are kept too.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, delete, func, insert, select, update

from adapters.contract.refs import AccountRef
from storage.prepared import Prepared
from storage.schema import CHUNK, Address, Session, Time, metadata, upsert
from storage.sealing import UNREADABLE, Sealed

UNTIL_RESUMED = 253_402_300_799.0  # the year 9999: paused for as long as its owner wants
MOST_TOPICS = 5


class Sector(StrEnum):
    """The silo that a member stands in. Stored, so the values stay."""

    NHS = "nhs"
    SOCIAL_CARE = "social care"
    SUPPLIER = "supplier"
    CHARITY = "charity"
    RESEARCH = "research"
    GOVERNMENT = "government"
    UNSAID = "unsaid"


class Stage(StrEnum):
    """How far a member is with a topic, the furthest first. Stored, so the values stay."""

    DONE = "done"
    DOING = "doing"
    THINKING = "thinking"


class Said(StrEnum):
    """What a text of a profile answers. Stored, so the values stay."""

    PROBLEM = "problem"  # what they are trying to change
    TRIED = "tried"  # what they tried that did not work
    HELP = "help"  # what they could help with


profile = Table(
    "profile",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Address, nullable=False, unique=True),  # that made it; the member's others are linked to it
    Column("sector", Text, nullable=False),
    Column("region", Text, nullable=False, default=""),
    Column("role", Text, nullable=False, default=""),
    Column("employer", Text, nullable=False, default=""),
    Column("employer_shown", Boolean, nullable=False, default=False),
    Column("languages", Text, nullable=False, default=""),  # separated by commas
    Column("paused_until", Time, nullable=False, default=0.0),
    Column("made_at", Time, nullable=False),
)

profile_text = Table(
    "profile_text",
    metadata,
    Column("person", ForeignKey("profile.person", ondelete="CASCADE"), primary_key=True),
    Column("said", Text, primary_key=True),
    Column("text", Sealed(), nullable=False),
    Column("approved_at", Time, nullable=False),
)

profile_topic = Table(
    "profile_topic",
    metadata,
    Column("person", ForeignKey("profile.person", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),  # the topic's key; empty: the problem itself
    Column("topic", Sealed(lost=UNREADABLE), nullable=False),  # in the member's words
    Column("stage", Text, nullable=False),
    Column("approved_at", Time, nullable=False),
)


class Alike(NamedTuple):
    """What of a profile strangers may see, if enough members share it. What somebody did not say is ""."""

    sector: str
    role: str
    region: str
    stage: str


@dataclass(frozen=True, slots=True)
class Approved:
    """Words that a member approved for others to read, and when."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's profile. `stages` says how far they are with each topic; the topic "" is the problem itself.

    `employer_shown`: to people with whom they are introduced, and to nobody else.
    """

    person: str
    account: AccountRef
    sector: Sector
    made_at: float
    region: str = ""
    role: str = ""
    employer: str = ""
    employer_shown: bool = False
    languages: tuple[str, ...] = ()
    paused_until: float = 0.0
    texts: Mapping[Said, Approved] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        """What they are trying to change."""
        return self.texts[Said.PROBLEM].text if Said.PROBLEM in self.texts else ""

    @property
    def stage(self) -> Stage | None:
        """How far they are with the problem itself; None when they did not say."""
        return self.stages.get("")

    @property
    def alike(self) -> Alike:
        """What strangers may see of it, if enough members share it."""
        return Alike(self.sector.value, self.role, self.region, self.stage.value if self.stage else "")

    @property
    def words(self) -> tuple[str, ...]:
        """Every text by which they are found: the problem first, then the other answers, then the topics."""
        return tuple(dict.fromkeys(self.keyed.values()))

    @property
    def keyed(self) -> dict[str, str]:
        """The same by keys that tell nothing of a text, as its vectors are kept."""
        said = {which.value: self.texts[which].text for which in Said if which in self.texts}
        topics = {topic_key(topic): topic for topic in sorted(self.stages) if topic}
        return {**said, **topics}

    def paused(self, now: float) -> bool:
        """Whether others are not to find them now."""
        return self.paused_until > now


def topic_key(topic: str) -> str:
    """The key of a topic as a text, which tells nothing of it."""
    return hashlib.sha256(topic.encode()).hexdigest()[:16]


_FACTS = frozenset({"sector", "region", "role", "employer", "employer_shown", "languages"})
_STAGE = func.coalesce(profile_topic.c.stage, "")
_ALIKE = (profile.c.sector, profile.c.role, profile.c.region, _STAGE)
_AND_STAGE = profile.outerjoin(
    profile_topic, (profile_topic.c.person == profile.c.person) & (profile_topic.c.key == "")
)

_CROWD = Prepared(select(*_ALIKE, func.count()).select_from(_AND_STAGE).group_by(*_ALIKE))


@dataclass(frozen=True, slots=True)
class Profiles:
    """Queries on profiles."""

    connection: Session

    async def of(self, accounts: Sequence[AccountRef]) -> Profile | None:
        """The profile of the member who has these accounts: the oldest, should there be several."""
        found = await self.all_of(accounts)
        return found[0] if found else None

    async def all_of(self, accounts: Sequence[AccountRef]) -> list[Profile]:
        """All profiles that these accounts made, the oldest first. More than one only before they are joined."""
        return await self._where(profile.c.account.in_([str(account) for account in accounts]))

    async def by_person(self, person: str) -> Profile | None:
        """The profile with a key."""
        return (await self.many([person])).get(person)

    async def many(self, persons: Collection[str]) -> dict[str, Profile]:
        """The profiles with these keys, by key; those that are gone are left out."""
        found: dict[str, Profile] = {}
        keys = sorted(set(persons))
        for start in range(0, len(keys), CHUNK):
            chunk = await self._where(profile.c.person.in_(keys[start : start + CHUNK]))
            found |= {each.person: each for each in chunk}
        return found

    async def everybody(self) -> list[Profile]:
        """All profiles, the oldest first."""
        return await self._where(None)

    async def start(self, account: AccountRef, sector: Sector, now: float) -> str:
        """Make an account's profile; its key comes back. One that the account has already is kept."""
        new = upsert(profile, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"person": secrets.token_hex(8), "account": str(account), "sector": sector.value, "made_at": now}
        await self.connection.execute(new, row)
        mine = select(profile.c.person).where(profile.c.account == str(account))
        return str((await self.connection.execute(mine)).scalar_one())

    async def say(self, person: str, said: Said, text: str, now: float) -> None:
        """Keep what a member approved, in place of what they had said; an empty text takes it away."""
        mine = (profile_text.c.person == person) & (profile_text.c.said == said.value)
        await self.connection.execute(delete(profile_text).where(mine))
        if text:
            row = {"person": person, "said": said.value, "text": text, "approved_at": now}
            await self.connection.execute(insert(profile_text), row)

    async def describe(self, person: str, **facts: Any) -> None:
        """Change facts: region, role, employer, employer_shown, languages (a sequence), sector."""
        if unknown := facts.keys() - _FACTS:
            raise ValueError(f"a profile has no {', '.join(sorted(unknown))}")
        if "languages" in facts:
            facts["languages"] = ",".join(facts["languages"])
        await self.connection.execute(update(profile).where(profile.c.person == person).values(**facts))

    async def stand(self, person: str, topic: str, stage: Stage | None, now: float) -> bool:
        """Note how far a member is with a topic; None takes it away. False when they have too many topics already."""
        mine, key = profile_topic.c.person == person, topic_key(topic) if topic else ""
        others = select(func.count()).where(mine, profile_topic.c.key != key, profile_topic.c.key != "")
        if stage is not None and topic and (await self.connection.execute(others)).scalar_one() >= MOST_TOPICS:
            return False
        await self.connection.execute(delete(profile_topic).where(mine, profile_topic.c.key == key))
        if stage is not None:
            row = {"person": person, "key": key, "topic": topic, "stage": stage.value, "approved_at": now}
            await self.connection.execute(insert(profile_topic), row)
        return True

    async def pause(self, person: str, until: float) -> None:
        """Hide a member from others until a time; UNTIL_RESUMED for good, 0 to show them again."""
        await self.connection.execute(update(profile).where(profile.c.person == person).values(paused_until=until))

    async def delete(self, person: str) -> bool:
        """Remove a profile with all its words; False when it was gone already."""
        return (await self.connection.execute(delete(profile).where(profile.c.person == person))).rowcount > 0

    async def crowd(self) -> Counter[Alike]:
        """How many members there are of each kind, whether others find them now or not."""
        return Counter({Alike(*kind): count for *kind, count in await self.connection.execute(_CROWD)})

    async def saying(self, words: Collection[str]) -> list[str]:
        """The keys of the members in whose texts one of these words stands, in capitals or not.

        The database cannot look into them: everybody's are read, so it is for looks alone.
        """
        sought = [word.lower() for word in words]
        persons = (await self.connection.scalars(select(profile.c.person))).all() if sought else ()
        said = {person: "\n".join(each.words).lower() for person, each in (await self.many(persons)).items()}
        return sorted(person for person, texts in said.items() if any(word in texts for word in sought))

    async def visible(self, now: float) -> int:
        """How many members others can find now."""
        shown = select(func.count()).select_from(profile).where(profile.c.paused_until <= now)
        return int((await self.connection.execute(shown)).scalar_one())

    async def _where(self, which: Any) -> list[Profile]:
        rows = select(profile).order_by(profile.c.made_at, profile.c.person)
        texts, topics = select(profile_text), select(profile_topic)
        if which is not None:
            chosen = select(profile.c.person).where(which)
            rows = rows.where(which)
            texts = texts.where(profile_text.c.person.in_(chosen))
            topics = topics.where(profile_topic.c.person.in_(chosen))
        found = (await self.connection.execute(rows)).mappings().all()
        if not found:
            return []
        said: dict[str, dict[Said, Approved]] = {}
        for row in await self.connection.execute(texts):
            if row.text:  # empty, when its key is lost
                said.setdefault(row.person, {})[Said(row.said)] = Approved(row.text, row.approved_at)
        stages: dict[str, dict[str, Stage]] = {}
        for row in await self.connection.execute(topics):
            if not row.key or topic_key(row.topic) == row.key:  # it has another, when its own key is lost
                stages.setdefault(row.person, {})[row.topic] = Stage(row.stage)
        return [_profile(row, said.get(row["person"], {}), stages.get(row["person"], {})) for row in found]


def _profile(row: Any, texts: Mapping[Said, Approved], stages: Mapping[str, Stage]) -> Profile:
    facts = {
        **row,
        "account": AccountRef.parse(row["account"]),
        "sector": Sector(row["sector"]),
        "languages": tuple(filter(None, row["languages"].split(","))),
    }
    return Profile(**facts, texts=texts, stages=stages)
