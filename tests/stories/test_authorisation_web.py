"""Every page and address that the bot serves, as a stranger with a browser: nothing changes, and nobody is named.

The walk is made from the routes of all features, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select, text

from bot.compose import features
from bot.feature import Serves
from bot.terms import Terms
from storage.events import event
from tests.stories.conftest import World, running
from tests.stories.gathering import gather
from tests.stories.test_authorisation import governed

METHODS = ("GET", "POST", "DELETE")
PART = re.compile(r"\{(\w+):?([^{}]*(?:\{\d+\}[^{}]*)?)\}")
FORGED = ("1", "..%2f..%2fetc%2fpasswd", "%00", "' OR 1=1 --", "a" * 32, "f" * 24, "e" * 16)


def routes(world: World) -> list[web.RouteDef]:
    """All that the bot serves when everything is switched on."""
    made = features(world.database, world.understanding, Terms(), "https://unsilo.example")
    return [it for each in made if isinstance(each, Serves) for it in each.routes(world.database, world.clock)]


def addresses(path: str, known: list[str]) -> Iterator[str]:
    """A route's address with every forged value, and with every value that is somebody's."""
    for value in (*FORGED, *known):
        yield PART.sub(value.replace("\\", ""), path)


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """As elsewhere; the database's kind plays no part."""
    async with running(sqlite_url) as made:
        yield made


async def test_no_page_changes_anything_or_names_anybody(world: World) -> None:
    here = await gather(world)
    await here.everywhere(title="Falls clinic")
    draft = await here.draft(title="A secret draft")
    assert draft
    zoe = here.member(world.red, "Zoe-who-comes")
    await zoe.press(here.post(world.red), "Yes")
    await here.settle()
    async with world.database.engine.connect() as connection:
        uids = {row.uid: row.title for row in await connection.execute(select(event.c.uid, event.c.title))}
        keys = list((await connection.execute(text("SELECT key FROM event_feed"))).scalars())
    before = await governed(world)
    served = routes(world)
    seen: dict[int, int] = {}
    app = web.Application()
    app.add_routes(served)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        for route in served:
            for address in set(addresses(route.path, [*uids, *keys])):
                for method in METHODS:
                    async with session.request(method, server.make_url(address), allow_redirects=False) as answer:
                        said = await answer.text()
                        seen[answer.status] = seen.get(answer.status, 0) + 1
                        assert answer.status in (200, 404, 405), (method, address)
                        assert answer.status != 200 or method == "GET", (method, address)
                        found = [word for word in ("Zoe", "A secret draft", "Traceback") if word in said]
                        assert found == [], (method, address)

    assert sorted(uids.values()) == ["A secret draft", "Falls clinic"]
    assert len(served) >= 7 and seen[200] >= 3 and seen[404] > 50 and seen[405] > 20
    assert await governed(world) == before
