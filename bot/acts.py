"""Acts of organisers: about the bridge of the channel where they are asked for, and written down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from adapters.contract.content import Content
from adapters.contract.refs import ChannelRef, CommunityRef
from bot import crossing, texts
from bot.feature import Call
from bot.returning import returned
from bot.texts.carried_texts import PRIVATE_THREAD
from storage.bridges import Bridge, End
from storage.database import Unit


class Act(StrEnum):
    """What is written down. Stored, so the values stay."""

    CREATE = "create"
    INVITE = "invite"
    ASK = "ask"
    APPROVE = "approve"
    DECLINE = "decline"
    OPEN_PRIVATE = "open private"
    LEAVE = "leave"
    PAUSE = "pause"
    RESUME = "resume"
    DIRECTION = "direction"
    RULES = "rules"
    RETRY = "retry"
    ADD_ORGANISER = "add organiser"
    REMOVE_ORGANISER = "remove organiser"
    BAN = "ban"
    MUTE = "mute"
    UNBAN = "unban"
    REMOVE = "remove"
    HOLD = "hold"
    FILTER = "filter"
    UNFILTER = "unfilter"
    BOTS = "bots"
    CHATHAM = "chatham"
    STRANGERS = "strangers"
    ROOM = "room"
    TERM = "term"
    REMOVE_TERM = "remove term"
    SECTOR = "sector"
    QUESTION = "question"  # a member's, whom the log does not name
    SEND_ANYWAY = "send anyway"  # a member's, not an organiser's
    SEND_HIDDEN = "send hidden"  # so is this
    ADD_MASK = "add mask"
    REMOVE_MASK = "remove mask"
    ANNOUNCE_EVENT = "announce event"
    SCHEDULE_EVENT = "schedule event"
    EDIT_EVENT = "edit event"
    CANCEL_EVENT = "cancel event"
    APPROVE_EVENT = "approve event"
    DECLINE_EVENT = "decline event"
    TRUST_EVENTS = "trust events"
    DISTRUST_EVENTS = "distrust events"
    DIGEST = "digest"
    KEEP_APART = "keep apart"
    LET_MEET = "let meet"
    END = "end"  # the operator's
    HELD = "held"  # by the guard, of nobody by name
    SENT_BETWEEN = "sent between"  # what was held, between people who were introduced; of nobody by name
    EXPORT = "export"  # a member's, or the operator's on their behalf
    ERASE = "erase"
    REMOVE_COMMUNITY = "remove community"  # the bot's own, when it was out of one for 7 days
    TOUCHED = "list touched"  # the operator's: whose data a span of time touched


UNSEEN = (
    Act.HELD,
    Act.SENT_BETWEEN,
    Act.EXPORT,
    Act.ERASE,
    Act.TOUCHED,
    Act.REMOVE_COMMUNITY,
)  # no concern of organisers: what is done with people's data
ABOUT_PEOPLE = (
    Act.ADD_ORGANISER,
    Act.REMOVE_ORGANISER,
    Act.BAN,
    Act.MUTE,
    Act.UNBAN,
    Act.SECTOR,
)  # their detail is an account


def on_a_bridge(
    work: Callable[[Call, Unit, Bridge, End], Awaitable[Content]],
) -> Callable[[Call, Unit], Awaitable[Content]]:
    """An answer that is about the bridge of the channel, and its end there; elsewhere it says that there is none."""

    async def answer(call: Call, unit: Unit) -> Content:
        bridge = await crossing.here(call.asked, unit)
        end = None if bridge is None else bridge.end(call.asked.channel)
        if bridge is None or end is None:
            return returned(call, PRIVATE_THREAD if await crossing.aside(call.asked, unit) else texts.NO_BRIDGE)
        return await work(call, unit, bridge, end)

    return answer


async def note(
    call: Call, unit: Unit, bridge_id: int | None, act: Act, detail: str = "", home: CommunityRef | None = None
) -> str:
    """Write an act down; a name for the notice that tells of it comes back.

    `home` is the community as whose organiser somebody acts, where that is not the one in which they ask.
    """
    asked = call.asked
    number = await unit.audit.note(home or asked.channel.home, bridge_id, asked.by.account, act, detail, call.now)
    return f"act-{number}-{call.now:.0f}"


def channels(bridge: Bridge) -> list[ChannelRef]:
    """The channels of all ends."""
    return [end.channel for end in bridge.ends]
