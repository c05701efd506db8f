"""Who is told what, and what is suspended."""

from __future__ import annotations

from adapters.contract.content import Content, Paragraph, Timestamp
from adapters.contract.walk import text_of
from bot.moderating import texts
from bot.saying import laid
from tests.fakes.platform import Shown
from tests.stories.asking import Member
from tests.stories.conftest import World


async def named(member: Member) -> None:
    """Have somebody named as an organiser, who is told things privately."""
    account = member.account
    await member.world.database.write(
        lambda unit: unit.organisers.add(member.platform.community, account, account, member.world.clock.now())
    )
    await member.world.caught_up()


def told(member: Member) -> str:
    """What the bot has told somebody privately, however it was cut."""
    return whole(member.letters())


def whole(shown: list[Shown]) -> str:
    """The text of messages that belong together."""
    return " ".join(" ".join(each.text for each in shown).split())


async def suspended(world: World) -> list[str]:
    """Why ends are suspended."""
    bridges = await world.database.read(lambda unit: unit.bridges.all())
    return [end.suspended for bridge in bridges for end in bridge.ends if end.suspended]


def since(barred: str, at: float) -> str:
    """A line on who is kept out, as it reads when they are since then."""
    return text_of(Content((Paragraph(laid(texts.since(barred, Timestamp(int(at))))),)))
