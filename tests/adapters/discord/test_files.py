"""Which files the Discord adapter reads, and what it says of the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.contract.content import Attachment
from adapters.contract.errors import Later, Refused, Why
from adapters.contract.fitting import FILES_TOGETHER
from adapters.contract.incoming import Posted
from adapters.discord import files
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import PNG, Listener, is_cut_off


@pytest.fixture
async def file(room: DiscordRoom, listener: Listener) -> AsyncIterator[Attachment]:
    """A picture that Pat attached."""
    ref = await room.attach("plan.png", "A plan", PNG)
    posted = await listener.wait(Posted, lambda it: it.message == ref)
    yield posted.content.files[0]


@pytest.mark.parametrize("status", [204, 206, 301, 302, 400, 401, 451])
async def test_a_file_that_will_not_come_is_refused(room: DiscordRoom, file: Attachment, status: int) -> None:
    room.fault("GET */attachments/*", "status", status=status, headers={"Location": file.url})
    with pytest.raises(Refused, match=rf"plan\.png.*{status}") as refused:
        await room.platform.read(file, 10_000)
    assert refused.value.why is Why.UNACCEPTABLE


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_link_that_expired_is_fetched_anew(room: DiscordRoom, file: Attachment, status: int) -> None:
    room.fault("GET */attachments/*", "status", status=status)
    assert await room.platform.read(file, 10_000) == PNG


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_file_that_does_not_come_now_is_for_later(room: DiscordRoom, file: Attachment, status: int) -> None:
    room.fault("GET */attachments/*", "status", status=status)
    with pytest.raises(Later):
        await room.platform.read(file, 10_000)


async def test_a_lost_connection_is_for_later(room: DiscordRoom, file: Attachment) -> None:
    room.fault("GET */attachments/*", "half")
    with pytest.raises(Later):
        await room.platform.read(file, 10_000)


@pytest.mark.parametrize("headers", [{}, {"Content-Length": str(2 * 10**9)}])
async def test_a_file_that_never_ends_is_cut_off_within_its_memory(
    room: DiscordRoom, file: Attachment, headers: dict[str, str]
) -> None:
    endless = room.fault("GET */attachments/*", "endless", headers=headers)
    await is_cut_off(room.platform, file, endless)


async def test_a_file_that_comes_drop_by_drop_is_given_up(
    room: DiscordRoom, file: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files._SECONDS == 60
    monkeypatch.setattr(files, "_SECONDS", 0.2)
    room.fault("GET */attachments/*", "endless", seconds=0.05)
    with pytest.raises(Later):
        await room.platform.read(file, FILES_TOGETHER)


@pytest.mark.parametrize(
    "url",
    [
        "http://[bad/x",
        "//cdn.discordapp.com/x",
        "cdn.discordapp.com/x",
        "http://cdn.discordapp.com/x",
        "https://cdn.discordapp.com:22/x",
        "https://cdn.discordapp.com:99999999/x",
        "https://cdn.discordapp.com.evil.org/x",
        "https://ann@cdn.discordapp.com/x",
        "https://evil.org\\@cdn.discordapp.com/x",
        "http://cdn.discordapp.com@127.0.0.1/x",
        "https://cdn.discordapp.com\\@evil.org/x",
        "file:///etc/passwd",
        "data:text/plain,x",
        "http://169.254.169.254/latest",
        "http://127.0.0.1/x",
        "http://127.0.0.1:1/x",
        "http://[::1]/x",
        "\x00",
    ],
)
async def test_a_link_that_does_not_lead_to_discord_is_refused(room: DiscordRoom, file: Attachment, url: str) -> None:
    with pytest.raises(Refused, match="does not lie on Discord"):
        await room.platform.read(replace(file, url=url), 10_000)


async def test_the_scheme_of_the_configured_address_counts_too(room: DiscordRoom, file: Attachment) -> None:
    with pytest.raises(Refused, match="does not lie on Discord"):
        await room.platform.read(replace(file, url=file.url.replace("http:", "https:")), 10_000)
