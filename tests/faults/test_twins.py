"""Slack tells one message under two `ts`, as it was seen to do when a client tries again: it is copied once."""

from __future__ import annotations

from collections import Counter

from tests.gaps.town import Awake, awake, bridged, town

SAID = "Who has a bed?"


def on_discord(bot: Awake) -> Counter[str]:
    """What the Discord channel shows."""
    [(_, there)] = bot.town.bridges
    return Counter(each.content for each in there.server.world.channels[there.channel].messages.values())


async def test_a_message_with_two_timestamps_is_copied_once(database_url: str) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        async with awake(place, database_url) as bot:
            here, _ = place.bridges[0]
            twins = await here.do("post_twice", text=SAID)
            assert twins["message"] != twins["again"]
            await here.say(SAID)  # the same words, but another message
            await bot.until(lambda: on_discord(bot)[SAID] == 2)
            await bot.look()  # history shows both again

            assert on_discord(bot) == {SAID: 2}


async def test_the_copy_follows_the_first_of_two_and_the_second_changes_nothing(database_url: str) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        async with awake(place, database_url) as bot:
            here, _ = place.bridges[0]
            twins = await here.do("post_twice", text=SAID)
            await bot.until(lambda: bool(on_discord(bot)))
            await here.do("edit", message=twins["again"], text="The second.")
            await here.do("react", message=twins["again"], emoji="👍")
            await here.do("delete", message=twins["again"])
            await bot.rest()
            assert on_discord(bot) == {SAID: 1}

            await here.do("edit", message=twins["message"], text="The first.")
            await bot.until(lambda: on_discord(bot) == {"The first.": 1})
            await here.do("delete", message=twins["message"])
            await bot.until(lambda: not on_discord(bot))
