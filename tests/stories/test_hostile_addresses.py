"""Whatever address somebody gives, nothing inside the host's own network is connected to."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from adapters.slack.files import slacks_own
from bot.events.outside import Outside, PublicOnly, Unfetched
from bot.web import serving

INSIDE = (
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.254", "192.168.0.1", "192.168.255.254", "169.254.169.254", "169.254.0.1", "100.64.0.1",
    "100.127.255.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255",
)  # fmt: skip
INSIDE_6 = (
    "::", "::1", "fe80::1", "fe80::1%25lo", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "::ffff:0:127.0.0.1", "fec0::1", "100::1",
    "::7f00:1", "::a00:1", "64:ff9b:1::7f00:1", "64:ff9b:1:fffe::a00:1", "5f00::1", "4000::1",
)  # fmt: skip
NAMES = (
    "localhost", "localhost.", "LOCALHOST", "metadata", "metadata.google.internal", "db.internal", "127.0.0.1.nip.io",
    "rebind.example", "intranet", "host.docker.internal", "kubernetes.default.svc", "xn--lclhost-5wa",
    "\u24db\u24de\u24d2\u24d0\u24db",
    "\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021", "\u2460\u2461\u2466.0.0.1",
)  # fmt: skip
OTHERS = (
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/a",
    "dict://127.0.0.1:11211/stats", "ldap://127.0.0.1/", "data:text/calendar,BEGIN:VCALENDAR", "javascript:alert(1)",
    "jar:https://example.org!/a", "unix:///var/run/docker.sock", "//127.0.0.1/a", "https:///127.0.0.1/a",
    "https:127.0.0.1", "https://example.org@127.0.0.1/", "https://127.0.0.1@example.org/", "https://a:b@example.org/",
    "https://example.org:22/", "https://example.org:80/", "https://example.org:0/", "https://example.org:65536/",
    "https://127.0.0.1#@example.org/", "https://127.0.0.1?@example.org/", "https://127.0.0.1\\@example.org/",
    "https://example.org\\@127.0.0.1/", "https://[::1", "https://]/", "https://%31%32%37.0.0.1/", "https://127.0.0.1%00/",
    "https://127.0.0.1%2f@example.org/", "https://\t127.0.0.1/", "https://127.0.0.1\n.example.org/", "https://.../",
    "webcal://127.0.0.1/a.ics", "webcal://2130706433/a.ics", "WEBCAL://localhost/", "http://example.org/a.ics",
)  # fmt: skip


def spelled(address: str) -> Iterator[str]:
    """An IPv4 address as the C library reads it too: whole, in part, decimal, octal, hexadecimal, mapped."""
    number = int(ipaddress.IPv4Address(address))
    first, second, third, last = address.split(".")
    yield address
    yield str(number)
    yield hex(number)
    yield f"0{number:o}"
    yield ".".join(f"0{int(each):o}" for each in (first, second, third, last))
    yield ".".join(hex(int(each)) for each in (first, second, third, last))
    yield f"{first}.{int(second) << 16 | int(third) << 8 | int(last)}"
    yield f"{first}.{second}.{int(third) << 8 | int(last)}"
    yield f"0{int(first):o}.{second}.{third}.{last}"
    yield f"{address}."
    yield f"[::ffff:{address}]"
    yield f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]"


CORPUS = (
    *(f"https://{each}/calendar.ics" for address in INSIDE for each in spelled(address)),
    *(f"https://[{address}]/calendar.ics" for address in INSIDE_6),
    *(f"https://{name}/calendar.ics" for name in NAMES),
    *OTHERS,
)


class Inside(AbstractResolver):
    """Says of every name that it is this machine: as a hostile or a local name server does."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


class Known(Inside):
    """The same, judged, for every name but the one that stands for the internet here."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host == "calendar.example":
            return await super().resolve(host, port, family)
        return await PublicOnly(Inside()).resolve(host, port, family)


connected: list[object] = []


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Note every connection that this process begins, by whichever library."""
    if event == "socket.connect":
        connected.append(arguments[1])


sys.addaudithook(hook)


def test_the_corpus_is_large_and_says_each_thing_once() -> None:
    assert len(set(CORPUS)) == len(CORPUS) >= 200


async def test_no_hostile_address_is_connected_to() -> None:
    reached: list[tuple[str, object]] = []
    for address in CORPUS:
        connected.clear()
        try:
            await Outside(resolver=lambda: PublicOnly(Inside())).fetch(address)
            reached.append((address, "fetched"))
        except Unfetched:
            reached += [(address, each) for each in connected]

    assert reached == []


async def test_no_redirect_leads_to_one() -> None:
    target = ""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": target})

    def check(url: str | URL) -> URL:
        return URL(str(url)) if "calendar.example" in str(url) else Outside().check(url)

    reached: list[tuple[str, object]] = []
    async with serving("127.0.0.1", 0, [web.get("/start", answer)]) as port:
        for target in CORPUS:
            if "\n" in target:
                continue  # no header holds one
            connected.clear()
            try:
                await Outside(check, Known).fetch(f"http://calendar.example:{port}/start")
                reached.append((target, "fetched"))
            except Unfetched:
                reached += [(target, each) for each in connected if each != ("127.0.0.1", port)]

    assert reached == []


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"BEGIN:VCALENDAR", content_type="text/calendar")

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with serving("127.0.0.1", 0, [web.get("/a.ics", answer)]) as port:
        connected.clear()
        found = await Outside(lambda url: URL(str(url)), Inside).fetch(f"http://calendar.example:{port}/a.ics")

    assert (found, connected) == (b"BEGIN:VCALENDAR", [("127.0.0.1", port)])


async def test_a_name_that_is_public_first_and_inside_then_is_refused_the_second_time() -> None:
    answers = iter(("93.184.215.14", "127.0.0.1"))

    class Turning(Inside):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            [found] = await super().resolve(host, port, family)
            return [{**found, "host": next(answers)}]

    names = PublicOnly(Turning())
    assert [each["host"] for each in await names.resolve("rebind.example")] == ["93.184.215.14"]
    with pytest.raises(OSError, match="not public"):
        await names.resolve("rebind.example")


@pytest.mark.parametrize("api", ["https://slack.com/api/", "https://slack-gov.com/api/"])
def test_no_hostile_address_is_given_slacks_token(api: str) -> None:
    given = []
    for address in CORPUS:
        with suppress(ValueError):
            given += [address] if slacks_own(URL(address), api) else []

    assert given == []
