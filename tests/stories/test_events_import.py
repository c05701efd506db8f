"""Events of another calendar become drafts; an address that leads inside is never fetched."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from adapters.contract.commands import Command
from adapters.contract.content import Content
from bot import texts as shared
from bot.events import importing, outside, texts, when
from bot.events.outside import Outside, PublicOnly, Unfetched, checked, public
from bot.events.reading import Reading
from bot.feature import Call
from bot.web import serving
from tests.stories.asking import Member
from tests.stories.gathering import SAID, Gathering, words

NOW = when.unix(datetime(2023, 11, 14, 22, 13))
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Elsewhere//EN\r\n"


def calendar(*events: str) -> bytes:
    """A calendar with events of these lines."""
    made = "".join("BEGIN:VEVENT\r\nDTSTAMP:20231101T000000Z\r\n" + each + "\r\nEND:VEVENT\r\n" for each in events)
    return f"{HEAD}{made}END:VCALENDAR\r\n".encode()


def event(title: str, start: str = "DTSTART;TZID=Europe/London:20231130T140000", more: str = "") -> str:
    return f"UID:{title}@elsewhere\r\nSUMMARY:{title}\r\n{start}{more}"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.ics", "ftp://example.org/a.ics", "file:///etc/passwd", "", "nonsense", "https://",
        "https://127.0.0.1/a.ics", "https://[::1]/a.ics", "https://10.0.0.1/a", "https://192.168.1.1/a",
        "https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/a", "https://[fd00::1]/a",
        "https://[64:ff9b::7f00:1]/a", "https://me:secret@example.org/a.ics", "https://example.org:8443/a.ics",
        "https://0.0.0.0/a", "https://224.0.0.1/a", "https://example.org:99999999/a",
    ],
)  # fmt: skip
async def test_an_address_that_is_not_public_and_safe_is_not_fetched(url: str) -> None:
    with pytest.raises(Unfetched):
        await Outside(resolver=lambda: pytest.fail("looked up")).fetch(url)


def test_an_ordinary_address_may_be_fetched() -> None:
    assert str(checked("https://example.org/a.ics?b=c")) == "https://example.org/a.ics?b=c"
    assert str(checked("webcal://example.org/a.ics")) == "https://example.org/a.ics"
    assert public("93.184.215.14")
    assert public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


class Names(AbstractResolver):
    """A telephone book with one page."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=each, port=port, family=socket.AF_INET, proto=0, flags=0)
            for each in self._addresses
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.215.14", "10.0.0.1"), ()])
async def test_a_name_that_leads_inside_is_not_connected_to(addresses: tuple[str, ...]) -> None:
    with pytest.raises(Unfetched, match=texts.IMPORT_FAILED):
        await Outside(resolver=lambda: PublicOnly(Names(*addresses))).fetch("https://rebind.example/a.ics")


Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def elsewhere(answer: Answering) -> AsyncIterator[tuple[Outside, str]]:
    """A server that stands for the internet, and somebody who may fetch from it."""

    def check(url: str | URL) -> URL:
        made = URL(str(url))
        return made if made.host == "calendar.example" else checked(made)

    async with serving("127.0.0.1", 0, [web.get("/{name}", answer)]) as port:
        yield Outside(check, lambda: Names("127.0.0.1")), f"http://calendar.example:{port}"


async def test_a_calendar_is_fetched_also_when_it_has_moved() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.match_info["name"] == "old":
            raise web.HTTPFound("/new")
        return web.Response(body=calendar(event("A")), content_type="text/calendar")

    async with elsewhere(answer) as (fetching, base):
        assert await fetching.fetch(f"{base}/old") == calendar(event("A"))


@pytest.mark.parametrize("target", ["https://127.0.0.1/secret", "http://10.0.0.1/", "file:///etc/passwd", "/again"])
async def test_a_redirect_is_judged_like_the_first_address(target: str) -> None:
    seen = []

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.append(request.path)
        return web.Response(status=302, headers={"Location": target})

    async with elsewhere(answer) as (fetching, base):
        with pytest.raises(Unfetched):
            await fetching.fetch(f"{base}/old")
    assert len(seen) == (1 if "://" in target else outside.REDIRECTS + 1)


async def test_what_is_too_large_or_no_calendar_is_refused() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.match_info["name"] == "page":
            return web.Response(text="<html>", content_type="text/html")
        if request.match_info["name"] == "gone":
            raise web.HTTPNotFound
        return web.Response(body=b"x" * (outside.LARGEST + 1), content_type="text/calendar")

    async with elsewhere(answer) as (fetching, base):
        for name, why in (("large", texts.IMPORT_LARGE), ("page", texts.IMPORT_FAILED), ("gone", texts.IMPORT_FAILED)):
            with pytest.raises(Unfetched, match=why):
                await fetching.fetch(f"{base}/{name}")


def test_events_are_read_with_their_time_in_london_the_soonest_first() -> None:
    found = importing.read(
        calendar(
            event("Later", "DTSTART:20231201T090000Z\r\nDTEND:20231201T103000Z", "\r\nCLASS:PUBLIC"),
            event("Summer", "DTSTART:20240402T130000Z"),
            event("Abroad", "DTSTART;TZID=America/New_York:20231130T090000"),
            event("Whole day", "DTSTART;VALUE=DATE:20231130"),
            event("Off", more="\r\nSTATUS:CANCELLED"),
            event("Off, in small letters", more="\r\nSTATUS:cancelled"),
            event("My dentist", more="\r\nCLASS:PRIVATE"),
            event("Appraisal", more="\r\nclass:Confidential"),
            event("Board only", more="\r\nCLASS:X-BOARD"),
            event("Past", "DTSTART:20230101T090000Z"),
            event("Far", "DTSTART:20300101T090000Z"),
        ),
        NOW,
    )

    assert [(each.title, each.local, each.minutes) for each in found] == [
        ("Abroad", datetime(2023, 11, 30, 14), 60),
        ("Later", datetime(2023, 12, 1, 9), 90),
        ("Summer", datetime(2024, 4, 2, 14), 60),
    ]


def test_nothing_in_anothers_calendar_turns_how_ours_is_read() -> None:
    [found] = importing.read(calendar(event("Falls \u202egninilc", more="\r\nLOCATION:\u2066Leeds")), NOW)

    assert (found.title, found.place) == ("Falls gninilc", "Leeds")


def test_of_a_series_the_next_dates_are_read_and_a_bomb_is_not_set_off() -> None:
    weekly = event("Weekly", more="\r\nRRULE:FREQ=WEEKLY")
    bombs = [
        event("Bomb", more="\r\nRRULE:FREQ=SECONDLY"),
        event("Bomb 2", more="\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3"),
    ]
    found = importing.read(calendar(weekly, *bombs), NOW)

    assert {each.title for each in found} == {"Weekly"}
    assert len(found) == importing.MOST
    assert found[1].local == datetime(2023, 12, 7, 14)


@pytest.mark.parametrize("body", [b"", b"hello", b"BEGIN:VCALENDAR\r\n", b"\x00\xff", HEAD.encode()])
def test_what_is_no_calendar_makes_no_events(body: bytes) -> None:
    try:
        assert importing.read(body, NOW) == []
    except Unfetched as why:
        assert str(why) == texts.IMPORT_FAILED


async def imported(here: Gathering, body: bytes, reading: Reading | None = None, who: Member | None = None) -> Content:
    """Ann, or somebody else, imports a calendar; what they are told."""
    who = who or here.ann

    class Fixed(Outside):
        async def fetch(self, url: str) -> bytes:
            return body

    [handler] = importing.handlers(Fixed(), reading)
    asked = Command("events import", who.caller, who.channel, {"address": "https://calendar.example/a.ics"})
    call = Call(asked, importing.Address("https://calendar.example/a.ics"), here.world.clock.now())
    assert handler.prepare is not None
    call = replace(call, prepared=await handler.prepare(call))
    return await here.world.database.write(lambda unit: handler.answer(call, unit))


async def test_an_organiser_makes_drafts_of_a_calendar_and_none_twice(here: Gathering) -> None:
    body = calendar(event("Falls clinic", more="\r\nLOCATION:Leeds https://meet.example/secret"))
    answer = await imported(here, body)
    assert SAID in words(answer)
    panel = await here.ann.use_button(answer, "1. Falls clinic")
    assert "Leeds, and online: say yes to get the link" in words(panel)
    assert texts.DRAFT in words(panel)
    assert "secret" not in words(panel)

    assert words(await imported(here, body)) == texts.IMPORT_NOTHING
    renamed = body.replace(b"UID:Falls", b"UID:Other")
    assert words(await imported(here, renamed)) == texts.IMPORT_NOTHING
    assert here.posts(here.world.red) == []


async def test_a_name_in_anothers_calendar_that_no_database_takes_keeps_no_event_out(here: Gathering) -> None:
    odd = event("Odd").replace("UID:Odd", "UID:O\0dd")

    assert texts.imported(2) in words(await imported(here, calendar(odd, event("Even"))))


async def test_only_organisers_import_and_nothing_is_fetched_for_others(here: Gathering) -> None:
    eve = here.member(here.world.red, "eve")

    assert await eve.told("events import", address="https://127.0.0.1/") == shared.ORGANISERS_ONLY
    assert await here.ann.told("events import", address="https://127.0.0.1/") == texts.IMPORT_HOW
