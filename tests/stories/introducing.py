"""Members with profiles who take part in introductions, and what the bot writes to them."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.content import Content
from adapters.contract.refs import ChannelRef
from bot.introductions import Introductions, talk
from bot.introductions import texts as said
from storage.database import Unit
from storage.profiles import Said, Sector
from storage.searches import Only
from tests.fakes.platform import FakePlatform, Shown
from tests.stories.asking import Member
from tests.stories.conftest import World

HOUR = 3600.0
DAY = 24 * HOUR
MORNING = 1_770_112_800.0  # Tuesday 3 February 2026, 10am in London
NEVER_AGAIN = 1e11
FALLS = "fewer falls at night in our wards"


@dataclass(frozen=True)
class Neighbour(Member):
    """Somebody who takes part, or may."""

    @property
    def person(self) -> str:
        """The key of their profile, which is derived from nothing that others know."""
        return KEYS[self.name]

    @property
    def box(self) -> ChannelRef:
        """Where the bot writes to them."""
        return self.platform.channel(f"dm-{self.name}")

    def letters(self) -> list[Shown]:
        return self.platform.shown(self.box)

    def read(self) -> list[str]:
        """Everything that the bot wrote to them, as it stands now."""
        return [shown.text for shown in self.letters() if shown.author == "Unsilo"]

    def letter(self, words: str) -> Shown:
        """The newest letter that holds these words."""
        return [shown for shown in self.letters() if words in shown.text][-1]

    def has(self, words: str) -> bool:
        """Whether a letter holds these words."""
        return any(words in text for text in self.read())

    async def closes(self, label: str = talk.CLOSE) -> Content:
        """Close the newest conversation with a button of its opening, and the yes that is asked for then."""
        [yes] = (asked := await self.use_button(self.letter(talk.YOU_ALL), label)).buttons
        return await self.use_button(asked, yes.label)

    async def answer(self, label: str) -> str:
        """Press a button of the newest question."""
        return await self.press(self.letter(said.IF_YES), label)


KEYS: dict[str, str] = {}


async def settle_in(
    world: World,
    platform: FakePlatform,
    name: str,
    sector: Sector = Sector.NHS,
    *,
    employer: str = "",
    problem: str = FALLS,
    joins: bool = True,
    admin: bool = False,
    rounds: bool = False,
) -> Neighbour:
    """Somebody with a profile, who joins introductions through the bot's own words; in stories of rounds or others."""
    neighbour = Neighbour(world, platform, platform.channel("lobby"), name, admin)
    platform.text_limit = 4000  # letters are long

    async def profile(unit: Unit) -> None:
        person = await unit.profiles.start(neighbour.account, sector, world.clock.now())
        KEYS[name] = person
        await unit.profiles.describe(person, employer=employer or f"{name}'s employer")
        if problem:
            await unit.profiles.say(person, Said.PROBLEM, problem, world.clock.now())
            await unit.vectors.owe(person, world.clock.now())

    await world.database.write(profile)
    if joins:
        await neighbour.press(await neighbour.use("intro join"), said.JOIN)
        if not rounds:
            await world.database.write(lambda unit: unit.takers.change(neighbour.person, last_round_at=NEVER_AGAIN))
    return neighbour


async def wants(asker: Neighbour, other: Neighbour) -> str:
    """Somebody asks to be introduced to a person whose card they were shown; what they are told."""

    async def card(unit: Unit) -> str:
        search = await unit.searches.note(asker.account, FALLS, Only(), asker.world.clock.now())
        [card] = await unit.searches.show(search, [other.person])
        return card

    return await asker.forge("intro ask", await asker.world.database.write(card))


async def passes(world: World, seconds: float = 0.0) -> None:
    """Time passes, the bot looks what is due, and does it."""
    world.clock.advance(seconds)
    await world.bot.ticked()
    await world.understanding.rest()
    for tick in Introductions(world.database, world.understanding).ticks:
        now = world.clock.now()
        given = () if tick.prepare is None else (await tick.prepare(now),)
        await world.database.write(lambda unit, tick=tick, now=now, given=given: tick.work(now, unit, *given))  # type: ignore[misc]
    await world.rest()


async def until_morning(world: World, weekday: int = 8) -> None:
    """It becomes 10am in London: on Monday (0), on Tuesday before a round (1), on the Tuesday after it (8)."""
    start = MORNING + (weekday - 1) * DAY
    world.clock.advance(start - world.clock.now())
    await world.rest()


async def ann_and_bob(world: World) -> tuple[Neighbour, Neighbour]:
    """Ann of the NHS on one platform, Bob of social care on another; it is Tuesday morning."""
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, employer="Leeds Trust")
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, employer="Oak House")
    return ann, bob


async def asked(pair: tuple[Neighbour, Neighbour]) -> tuple[Neighbour, Neighbour]:
    """Ann asked to meet Bob, and Bob has the question."""
    ann, bob = pair
    await wants(ann, bob)
    await passes(ann.world)
    return ann, bob
