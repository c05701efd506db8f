"""Which channels the Discord adapter names: those that everybody in the server may see."""

from __future__ import annotations

import pytest

from adapters.discord.places import Places
from adapters.discord.rights import ADMINISTRATOR, MANAGE_SERVER, VIEW

GUILD, TALK, THREAD, PRIVATE = "100000000000000001", "100000000000000002", "100000000000000003", "100000000000000004"


@pytest.mark.parametrize(
    ("everyone", "overwrites", "shown"),
    [
        (VIEW, [], True),
        (0, [], False),
        (VIEW, [(GUILD, 0, VIEW)], False),
        (0, [(GUILD, VIEW, 0)], True),
        (0, [("7", VIEW, 0)], False),
        (ADMINISTRATOR, [(GUILD, 0, VIEW)], True),
    ],
)
def test_a_channel_is_named_when_everybody_there_may_see_it(
    everyone: int, overwrites: list[tuple[str, int, int]], shown: bool
) -> None:
    places = Places()
    told = [{"id": id, "allow": str(allow), "deny": str(deny)} for id, allow, deny in overwrites]
    channels = [{"id": TALK, "type": 0, "name": "talk", "permission_overwrites": told}]
    threads = [
        {"id": THREAD, "type": 11, "name": "Falls", "parent_id": TALK},
        {"id": PRIVATE, "type": 12, "name": "Us two", "parent_id": TALK},
    ]
    roles = [{"id": GUILD, "name": "@everyone", "permissions": "0"}]
    places.note("GUILD_CREATE", {"id": GUILD, "name": "A", "channels": channels, "threads": threads, "roles": roles})
    role = {"id": GUILD, "name": "@everyone", "permissions": str(everyone)}
    places.note("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": role})
    names = [places.public_name(GUILD, id) for id in (TALK, THREAD, PRIVATE)]
    assert names == (["talk", "Falls", ""] if shown else ["", "", ""])
    assert places.public_name("5", TALK) == ""


def test_a_server_is_run_by_its_owner_and_by_who_may_manage_it() -> None:
    places, anybody = Places(), {"user": {"id": "7"}, "roles": ["9"]}
    roles = [{"id": GUILD, "name": "@everyone", "permissions": str(VIEW)}]
    roles.append({"id": "9", "name": "Team", "permissions": str(VIEW)})
    places.note("GUILD_CREATE", {"id": GUILD, "name": "A", "owner_id": "8", "roles": roles})
    assert not places.runs(GUILD, anybody)
    assert places.runs(GUILD, {"user": {"id": "8"}, "roles": []})
    assert not places.runs("5", {"user": {"id": "8"}, "roles": []})
    for bits in (MANAGE_SERVER, ADMINISTRATOR):
        role = {"id": "9", "name": "Team", "permissions": str(bits)}
        places.note("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": role})
        assert places.runs(GUILD, anybody)
