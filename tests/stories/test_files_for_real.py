"""Files through both real adapters: pictures are cleaned, and programs are pointed to."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from adapters.contract.refs import ChannelRef
from bot import texts
from bot.files.kinds import Not
from bot.files.pictures import Shape, cleaned
from tests.bot.picturing import FILES
from tests.stories.town import Town, open_town

PHOTO = FILES["photo.jpg"]()
PROGRAM = b"MZ\x90\0 This program cannot be run in DOS mode."


def given(name: str, data: bytes) -> dict[str, str]:
    """A file as somebody attaches it."""
    return {"name": name, "content_base64": b64encode(data).decode(), "alt": ""}


async def joined(town: Town) -> None:
    """Both channels mirror each other."""
    slack = ChannelRef("slack", town.slack["team"], town.slack["channel"])
    discord = ChannelRef("discord", town.discord["guild"], town.discord["channel"])
    await town.database.write(lambda unit: unit.bridges.add("Falls", (slack, discord), town.clock.now()))


async def test_pictures_are_cleaned_and_programs_pointed_to_in_both_directions(sqlite_url: str) -> None:
    async with open_town(sqlite_url) as town:
        await joined(town)
        files = [given("photo.jpg", PHOTO), given("notes.txt", PROGRAM)]
        said = texts.not_passed_on("`notes.txt`", Not.PROGRAM)

        await town.on_slack("post", "paul", text="From Slack:", files=files)
        copy = await town.discord_shows(said)
        assert [each.content for each in copy.attachments] == [cleaned(PHOTO, Shape.JPEG)]
        assert f"[{texts.SEE_ORIGINAL}](" in copy.content

        await town.on_discord("post", "dave", text="From Discord:", files=files)
        line: Any = await town.slack_shows(said)
        assert f"|{texts.SEE_ORIGINAL}>" in line["text"]
        [photo] = [
            each
            for each in town.sandbox.slack.workspace(town.slack["team"]).files.values()
            if each.name == "photo.jpg" and each.content != PHOTO
        ]
        assert photo.content == cleaned(PHOTO, Shape.JPEG)
