"""Whose account was closed, and who is a stranger in a shared channel, told by the real SDK."""

from __future__ import annotations

import asyncio

import pytest

from adapters.contract.errors import Refused
from adapters.contract.incoming import Edited, Incoming, MemberLeft, Posted, Reacted
from adapters.slack import refs
from adapters.slack.me import Me
from adapters.slack.read import event
from adapters.slack.web import Web
from tests.adapters.rooms import Listener
from tests.adapters.slack.payloads import ME, heard, message, told
from tests.adapters.slack.room import Json, SlackRoom


def left(listener: Listener) -> list[Incoming]:
    return [it for it in listener.incomings if isinstance(it, MemberLeft)]


async def test_a_closed_account_is_told_and_a_changed_profile_is_not(room: SlackRoom, listener: Listener) -> None:
    una = room.server.add_user(room.ws.id, "Una")
    await room.act("change_profile", user=una.id, channel=None, title="Nurse")
    await room.act("deactivate", channel=None, who=una.id)
    gone = await listener.wait(MemberLeft)
    closed = await room.platform.home(gone.account)
    await room.act("deactivate", channel=None, who=una.id, back=True)
    await room.server.settled()

    assert gone.account == refs.account(room.ws.id, una.id)
    assert closed is None and await room.platform.home(gone.account) == room.channel.home
    assert len(left(listener)) == 1


async def test_who_is_asked_after_by_many_at_once_is_asked_for_once(
    room: SlackRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    get = Web.get

    async def counted(web: Web, method: str, **given: str | int) -> Json:
        asked.append(method)
        return await get(web, method, **given)

    monkeypatch.setattr(Web, "get", counted)
    una = refs.account(room.ws.id, room.server.add_user(room.ws.id, "Una").id)
    found = await asyncio.gather(*(room.platform.profile(una, room.channel.home) for _ in range(20)))

    assert ({it.name for it in found}, asked) == ({"Una"}, ["users.info"])


async def test_what_cannot_be_asked_says_nothing_of_anybody(room: SlackRoom, listener: Listener) -> None:
    room.ws.app.revoked = True

    with pytest.raises(Refused):
        await room.platform.home(room.person)


async def test_a_stranger_is_told_by_message_edit_reaction_and_history(room: SlackRoom, listener: Listener) -> None:
    ours = await room.say("Hello.")
    zed = room.server.share_channel(room.ws.id, room.place.id, "T0BEDS", "Zed")
    posted = await room.act("post", user=zed.id, text="Buy our beds.")
    await room.act("edit", user=zed.id, message=posted["message"], text="Buy our better beds.")
    await room.act("react", user=zed.id, message=ours.id, emoji="eyes")
    await room.act("react", message=posted["message"], emoji="tada")
    his = refs.account(room.ws.id, zed.id)
    post = await listener.wait(Posted, lambda it: it.author.account == his)
    edit = await listener.wait(Edited)
    first = await listener.wait(Reacted, lambda it: it.author.account == his)
    second = await listener.wait(Reacted, lambda it: it.author.account == room.person)
    past = [it async for it in room.platform.since(room.channel, 0.0) if isinstance(it, Posted)]
    reactors = [
        author
        for ref, seen in ((ours, first), (post.message, second))
        for author in await room.platform.reactors(ref, seen.emoji)
    ]

    assert [it.author.stranger for it in (post, edit, first, second)] == [True, True, True, False]
    assert [it.author.stranger for it in past] == [False, True]
    assert [it.stranger for it in reactors] == [True, False]


@pytest.mark.parametrize(
    "signs",
    [
        {"team": "T2"},
        {"team": "T1", "user_team": "T2"},
        {"source_team": "T2"},
        {"user_profile": {"team": "T2"}},
        {"bot_id": "B2", "bot_profile": {"team_id": "T2"}},
    ],
    ids=lambda signs: ",".join(signs),
)
def test_any_sign_of_another_organisation_makes_a_stranger(signs: Json) -> None:
    posted = heard(**signs)

    assert isinstance(posted, Posted) and posted.author.stranger


def test_a_member_of_the_workspace_or_of_its_organisation_is_none() -> None:
    plainly, by_team = heard(), heard(team="T1", user_team="T1", user_profile={"team": "T1"})
    wider = event(told(**message(team="E1", user_team="E1")), Me(ME.team, ME.user, ME.bot, ME.app, "E1"))

    assert not any(isinstance(it, Posted) and it.author.stranger for it in (plainly, by_team, wider))
