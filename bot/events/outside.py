"""Calendars of others, fetched with care: whoever names an address may mean harm.

Only https, only public addresses, and the address that was looked at is the one that is connected to. Time and size
have limits, and each redirect is looked at like the first address.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.events import texts

PATIENCE = 15.0  # seconds
LARGEST = 1024 * 1024  # bytes
REDIRECTS = 3
TYPES = ("text/calendar", "text/plain", "application/octet-stream", "application/ics")


_UNICAST = ipaddress.ip_network("2000::/3")  # all that IANA has given out of IPv6 for the public internet
# IPv6 addresses that stand for the IPv4 address in their last 32 bits: RFC 6052 and RFC 2765.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::ffff:0:0:0/96"))
# What the C library reads as a number, and so as an address: 127.1, 0x7f000001, 2130706433.
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)\.?\Z", re.IGNORECASE)


class Unfetched(Exception):
    """The calendar cannot be had; `said` is a sentence for the person who asked."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class PublicOnly(AbstractResolver):
    """Looks names up, and knows no address but public ones. `inner` looks them up."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises OSError when one of them is not public."""
        found = await self._inner.resolve(host, port, family)
        if not found or not all(public(each["host"]) for each in found):
            raise OSError(f"{host} is not public")
        return found

    async def close(self) -> None:
        """Close the inner one."""
        await self._inner.close()


def public(address: str) -> bool:
    """Whether an IP address is one of the public internet; those that stand for IPv4 ones are judged by these."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if any(ip in network for network in _TRANSLATED):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


def checked(url: str | URL) -> URL:
    """An address that may be fetched. Raises Unfetched."""
    try:
        made = URL(str(url).strip().replace("webcal://", "https://", 1))
        port = made.port
    except ValueError:
        raise Unfetched(texts.IMPORT_HOW) from None
    if made.scheme != "https" or not made.host or made.user or made.password or port != 443:
        raise Unfetched(texts.IMPORT_HOW)
    try:
        literal = ipaddress.ip_address(made.host)
    except ValueError:
        if _NUMBER.match(made.host.rstrip(".").rpartition(".")[2]):
            raise Unfetched(texts.IMPORT_HOW) from None
        return made
    if not public(str(literal)):
        raise Unfetched(texts.IMPORT_HOW)
    return made


def _resolver() -> AbstractResolver:
    return PublicOnly(aiohttp.ThreadedResolver())


@dataclass(frozen=True)
class Outside:
    """Fetches calendars. Tests choose how addresses are judged and looked up."""

    check: Callable[[str | URL], URL] = checked
    resolver: Callable[[], AbstractResolver] = field(default=_resolver)

    async def fetch(self, url: str) -> bytes:
        """The bytes of a calendar. Raises Unfetched."""
        address = self.check(url)
        limit = aiohttp.ClientTimeout(total=PATIENCE)
        connector = aiohttp.TCPConnector(resolver=self.resolver(), use_dns_cache=False, limit=1)
        try:
            # No proxy of the environment: it would look the name up by itself.
            async with aiohttp.ClientSession(connector=connector, timeout=limit, trust_env=False) as session:
                for _ in range(REDIRECTS + 1):
                    body = await self._get(session, address)
                    if isinstance(body, bytes):
                        return body
                    address = body
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unfetched(texts.IMPORT_FAILED) from error
        raise Unfetched(texts.IMPORT_FAILED)

    async def _get(self, session: aiohttp.ClientSession, address: URL) -> bytes | URL:
        """The calendar at an address, or where it has moved to."""
        async with session.get(address, allow_redirects=False) as answer:
            if answer.status in (301, 302, 303, 307, 308):
                return self.check(address.join(URL(answer.headers.get("Location", ""))))
            if answer.status != 200 or answer.content_type not in TYPES:
                raise Unfetched(texts.IMPORT_FAILED)
            return await _bounded(answer.content.iter_chunked(65536).__anext__)


async def _bounded(chunk: Callable[[], Awaitable[bytes]]) -> bytes:
    """All of what comes, as long as it is not too much. Raises Unfetched."""
    found: Sequence[bytes] = ()
    size = 0
    while True:
        try:
            piece = await chunk()
        except StopAsyncIteration:
            return b"".join(found)
        size += len(piece)
        if size > LARGEST:
            raise Unfetched(texts.IMPORT_LARGE)
        found = (*found, piece)
