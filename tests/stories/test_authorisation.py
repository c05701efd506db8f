"""Every command, button and form of every feature, as everybody who may not: nothing of others changes.

The walk is made from the declarations, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterable, Iterator

import pytest
from sqlalchemy import text

from adapters.contract.commands import Answers, Asked, Caller, Command, Declaration, Form, Kind, Press, Way, Who
from adapters.contract.content import Content
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.contract.walk import text_of
from bot import texts as shared
from storage.database import Unit
from storage.personal import Salt
from storage.schema import metadata
from tests.stories.asking import Member
from tests.stories.conftest import World, running
from tests.stories.telling import named

NUMBER = "999 000 0018"
MAKER = "somebody who made events when they organised"
ERASING = "forget confirm"  # what they made goes on without them then, as other stories tell
GUEST = "Zelda"  # comes to an event; its organisers alone know
# What people decide about themselves, and what they may ask of others: rows of these name whoever asked.
THEIR_OWN = {
    *("exclusion", "linked", "link_code", "link_guess", "report", "forgotten", "erasure"),
    *("profile", "profile_text", "profile_topic", "understood", "text_vector", "sector_request", "sector_chosen"),
    *("search", "shown_card", "wish", "jargon", "intro_member", "intro_block", "question"),
    *("rsvp", "event_letter", "event_feed", "event_interest", "consent"),
}
# How things flow, which answering changes too.
FLOW = {
    "heard",
    "hearing",
    "life",
    "quarantine",
    "lane",
    "delivery",
    "copy",
    "message",
    "reaction",
    "namesake",
    "salt",
    "intro_salt",
    "vector_mark",
    "audit_chain",
}
SHOWN = (
    "stale",
    "changed_at",
)  # of an event: that its posts are to be brought up to date, as they are after each answer
GOVERNED = [table.name for table in metadata.sorted_tables if table.name not in THEIR_OWN | FLOW]


async def prepared(world: World) -> MessageRef:
    """A bridge between red and blue with all that can be governed; green is not on it. A message of it comes back."""
    rosa = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    ann = Member(world, world.red, world.talk(world.red), "Ann")
    await world.database.write(lambda unit: unit.bridges.leave(world.talk(world.green)))
    await named(rosa)
    await rosa.use("bridge filter", action="add", word="pills")
    await rosa.use("bridge invite")
    await rosa.use("guard form", action="add", form="RX1 ######")
    await rosa.use("organisers here")
    ex = AccountRef("red", "home", "Xena")
    await world.database.write(lambda unit: unit.organisers.add(world.red.community, ex, rosa.account, 0.0))
    await world.database.write(lambda unit: unit.organisers.remove(world.red.community, ex))
    await world.database.write(lambda unit: barred(unit, world))
    await organised(world)
    posted = await world.red.say("Ann", ann.channel, "Hello.")
    await world.rest()
    await ann.say(NUMBER)
    return posted.message


async def organised(world: World) -> None:
    """Somebody who organises no longer made two events: one that is announced, to which somebody comes, and a draft."""
    xara = Member(world, world.red, world.talk(world.red), "Xara", admin=True)
    for title in ("Falls clinic", "Falls clinic, again"):
        await xara.use("events new", title=title, when="Thursday 30 November 2pm", where="Leeds")
    await xara.submit("events sponsor", "1", sponsored="no")
    await xara.submit("events repeat", "1", repeat="weekly", until="", count="4")
    await xara.forge("events announce", "1")
    await Member(world, world.red, xara.channel, GUEST).forge("events yes", "1")


async def barred(unit: Unit, world: World) -> None:
    """Somebody is banned."""
    banned = AccountRef("red", "home", "Bad")
    await unit.exclusions.bar([banned], 1, world.clock.now(), by=world.red.community)


def callers(world: World) -> dict[str, tuple[Caller, ChannelRef]]:
    """Everybody who may govern nothing on the bridge, and where they ask."""
    red, green = world.talk(world.red), world.talk(world.green)

    def caller(channel: ChannelRef, name: str, admin: bool = False) -> tuple[Caller, ChannelRef]:
        return Caller(AccountRef(channel.platform, channel.community, name), name, admin), channel

    return {
        "a member": caller(red, "Mel"),
        "somebody who organised once": caller(red, "Xena"),
        MAKER: caller(red, "Xara"),
        "a stranger from elsewhere, shared into the channel": (Caller(AccountRef("red", "other", "Sam"), "Sam"), red),
        "somebody without an account, as bots may be": (Caller(AccountRef("red", "home", ""), ""), red),
        "the organiser of a community that is not on the bridge": caller(green, "Olga", admin=True),
        "somebody in their private messages": (
            Caller(AccountRef("red", "home", "Mel"), "Mel"),
            world.red.channel("dm-Mel"),
        ),
    }


def answers(declared: Declaration) -> Iterator[Answers]:
    """Answers to a command's questions: every choice, with words that mean somebody or something there is."""
    words = ("<@Rosa>", "pills")
    for word in words:
        given = [
            [value for value, _ in ask.choices] if ask.kind in (Kind.CHOICE, Kind.CHOICES) else [word]
            for ask in declared.asks
        ]
        for values in itertools.product(*given):
            yield {
                ask.name: (value,) if ask.kind is Kind.CHOICES else value
                for ask, value in zip(declared.asks, values, strict=True)
            }
        if not declared.asks:
            return


ARGUMENTS = ("", "1", "2", "1 red:home/Bad", "²", "9" * 40, "1' OR 1=1 --")


def walk(declared: Declaration, by: Caller, channel: ChannelRef, message: MessageRef) -> Iterator[Asked]:
    """Every way in which somebody may ask for a command, whatever the declaration says of ways."""
    for given in answers(declared):
        if declared.form:  # platforms open it; what it says may be forged
            yield Form(declared.name, "1", by, channel, given, message)
        else:
            yield Command(declared.name, by, channel, given, message)
    for argument in ARGUMENTS:
        yield Press(declared.name, argument, by, channel, message)


async def answered(world: World, everything: Iterable[Asked]) -> list[tuple[Asked, Content]]:
    """What is said to somebody who asks for everything at once, which is recorded in fewer transactions."""
    calls = list(everything)
    return list(zip(calls, await asyncio.gather(*map(world.bot.app.asked, calls)), strict=True))


async def governed(world: World) -> set[str]:
    """Every row that is governed, and what people hold of their own that are not the caller."""
    async with world.database.engine.connect() as connection:
        found = set()
        for table in [*GOVERNED, *sorted(THEIR_OWN)]:
            columns = ", ".join(it.name for it in metadata.tables["event"].c if it.name not in SHOWN)
            which = columns if str(table) == "event" else "*"
            rows = (await connection.execute(text(f"SELECT {which} FROM {table}"))).all()
            found |= {f"{table}: {tuple(row)!r}" for row in rows}
    return found


async def persons(world: World) -> set[str]:
    """The keys of all profiles that there are, or were."""
    async with world.database.engine.connect() as connection:
        return set((await connection.execute(text("SELECT person FROM understood"))).scalars())


WHO = [
    "a member",
    "somebody who organised once",
    MAKER,
    "a stranger from elsewhere, shared into the channel",
    "somebody without an account, as bots may be",
    "the organiser of a community that is not on the bridge",
    "somebody in their private messages",
]


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """The database's kind plays no part in who may do what: one walk goes over PostgreSQL, the others do not."""
    async with running(sqlite_url) as made:
        yield made


@pytest.mark.parametrize("who", WHO)
async def test_whoever_may_not_govern_changes_nothing_of_others(world: World, who: str) -> None:
    await walked(world, who)


async def test_nor_does_a_member_on_postgresql(postgres_url: str) -> None:
    async with running(postgres_url) as world:
        await walked(world, WHO[0])


async def walked(world: World, who: str) -> None:
    """Somebody asks for everything in every way."""
    message = await prepared(world)
    by, channel = callers(world)[who]
    before, known = await governed(world), await persons(world)
    app, refused = world.bot.app, 0
    for declared in app.declarations:
        if who == MAKER and declared.name == ERASING:
            continue
        for asked, answer in await answered(world, walk(declared, by, channel, message)):
            said = text_of(answer)
            assert said != shared.OUR_FAULT, asked
            refused += said == shared.ORGANISERS_ONLY
            assert NUMBER not in said and GUEST not in said, asked
    await world.rest()
    after = await governed(world)
    # what stays of them once they were forgotten
    hashed = await world.database.read(lambda unit: Salt().hashed(by.account, unit.connection))
    profiles = await persons(world) - known  # nobody but the caller has made any
    mine = (repr(str(by.account)), hashed.id, *profiles, *(["green:home"] if channel.platform == "green" else []))

    assert before - after == set()
    assert [row for row in after - before if not any(word in row for word in mine)] == []
    if channel.platform != "green":
        added = {row.partition(":")[0] for row in after - before}
        assert added <= THEIR_OWN | {"audit"}, "only what they decide about themselves, and that they did"
        assert refused > 20


@pytest.mark.parametrize("who", WHO[:5])
async def test_every_organisers_command_refuses_them(world: World, who: str) -> None:
    by, channel = callers(world)[who]
    declared = [it for it in world.bot.app.declarations if it.who is Who.ORGANISER]

    for each in declared:
        given = next(answers(each))
        chosen = None if Way.SLASH in each.ways else MessageRef(channel, "chosen")  # what is not typed
        asked = Form(each.name, "", by, channel, given) if each.form else Command(each.name, by, channel, given, chosen)
        assert text_of(await world.bot.app.asked(asked)) == shared.ORGANISERS_ONLY, each.name
    assert len(declared) > 10


async def test_the_organiser_of_the_other_side_changes_nothing_of_this_one(world: World) -> None:
    message = await prepared(world)
    by, channel = Caller(AccountRef("blue", "home", "Berta"), "Berta", True), world.talk(world.blue)
    before = await governed(world)
    for declared in world.bot.app.declarations:
        for asked, answer in await answered(world, walk(declared, by, channel, message)):
            assert NUMBER not in text_of(answer), asked
    await world.rest()
    after = await governed(world)

    shared = ("bridge: ", "word_filter: ")  # what both sides of a bridge govern
    lost = sorted(row for row in before - after if not row.startswith(shared))
    strange = [row for row in lost if "blue:home" not in row]
    assert not strange, strange[0]
    assert any(row.startswith("bridge_end: ('blue:home/talk'") for row in lost), "they may leave with their own"
    gained = [row for row in after - before if "red" in row and "Berta" not in row and "blue:home" not in row]
    assert not gained, gained[0]


async def test_the_walk_would_see_it(world: World) -> None:
    message = await prepared(world)
    rosa = Caller(AccountRef("red", "home", "Rosa"), "Rosa", True)
    before = await governed(world)
    for declared in world.bot.app.declarations:
        await answered(world, walk(declared, rosa, world.talk(world.red), message))

    gone = {row.partition(":")[0] for row in before - await governed(world)}
    assert {"bridge_end", "organiser"} <= gone
