"""What Discord refuses while messages flow: a webhook that a person deleted, and words that its AutoMod does not let
through."""

from __future__ import annotations

import asyncio
import html
import json

from sandbox.faults import Fault
from tests.gaps.town import PEOPLE, Awake, Side, Town, awake, bridged, town
from tests.gaps.verdict import Verdict, judge

BLOCKED = 200000
SAID = "AutoMod of the Discord server blocked the message."


async def burst(side: Side, first: int, count: int) -> None:
    """People write many messages, one after the other."""
    for number in range(first, first + count):
        await side.say(f"s{number} flows", number % PEOPLE)


async def test_a_webhook_that_a_person_deletes_costs_one_refusal_and_no_message(database_url: str) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        [(ward, lounge)] = place.bridges
        discord = place.sandbox.discord
        async with awake(place, database_url) as bot:
            began = place.clock.now()
            await burst(ward, 1, 3)
            await bot.until(lambda: bool(discord.ledger.acts("bot", "post", platform="discord")))
            [webhook] = discord.world.webhooks
            warden = discord.add_user(lounge.community, "warden", admin=True).id
            await asyncio.gather(
                burst(ward, 10, 20),
                discord.acts["delete_webhook"](community=lounge.community, user=warden, webhook=webhook),
            )
            await bot.until(lambda: judge(place, began) == Verdict())
            await bot.rest()

            assert judge(place, began) == Verdict()
            refused = discord.ledger.acts("bot", "refused", platform="discord")
            assert [entry.data["status"] for entry in refused] == [404]
            assert len(discord.world.webhooks) == 1


async def test_what_automod_blocks_is_given_up_its_author_alone_is_told_and_others_go_on(database_url: str) -> None:
    async with town(2) as place:
        await bridged(place, database_url)
        (ward, lounge), (other, _) = place.bridges
        async with awake(place, database_url) as bot:
            began = place.clock.now()
            await ward.say("s1 is fine")
            await bot.until(lambda: judge(place, began) == Verdict())
            body = json.dumps({"code": BLOCKED, "message": "Message was blocked by automatic moderation"})
            blocked = place.sandbox.discord.faults.add(
                Fault("POST */webhooks/*", "status", times=9, status=400, body=body)
            )
            await ward.say("s2 is naughty", 1)
            await bot.until(lambda: bool(letters(place)))
            place.sandbox.discord.faults.clear()
            await asyncio.gather(ward.say("s3 is fine", 1), other.say("s4 is fine"), lounge.say("d5 is fine"))
            await bot.until(lambda: arrived(bot, began))
            await bot.rest()

            assert judge(place, began) == Verdict(lost=["s2"])
            assert blocked.struck <= 2
            [(reader, text)] = letters(place)
            assert reader == ward.people[1]
            assert SAID in text


def arrived(bot: Awake, began: float) -> bool:
    """Whether all but what was blocked is on the other side."""
    return judge(bot.town, began) == Verdict(lost=["s2"])


def letters(place: Town) -> list[tuple[str, str]]:
    """What the bots wrote to people privately, on both platforms: to whom, and what."""
    [workspace] = place.sandbox.slack.workspaces.values()
    written = [
        (reader, html.unescape(str(message["text"])))
        for channel in workspace.channels.values()
        if channel.kind != "channel"
        for message in channel.messages.values()
        for reader in channel.members
        if reader != workspace.me.id
    ]
    private = [channel for channel in place.sandbox.discord.world.channels.values() if channel.guild_id is None]
    return written + [("discord", message.content) for channel in private for message in channel.messages.values()]
