"""Discord's ids as references, and back. Stored, so their format is a promise.

A thread's id equals the id of the message it grew from, also in a forum, where that message lies inside the thread. The
neutral address of a forum post's first message is therefore one in the forum itself, and `Place` says where it lies.
"""

from __future__ import annotations

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef

PLATFORM = "discord"
DIRECT = "@me"  # what Discord's own links say instead of a server's id
_EPOCH_MS = 1_420_070_400_000
_STEPS = 1 << 12  # an id's last bits count within a millisecond (Discord's reference, "Snowflakes")
_FINENESS = 1 << 22  # parts of a second that a float tells apart until 2038; later, two ids may share a moment


def community(guild: str) -> CommunityRef:
    """A server."""
    return CommunityRef(PLATFORM, guild)


def account(user: str) -> AccountRef:
    """A user; they belong to no single server."""
    return AccountRef(PLATFORM, "", user)


def channel(guild: str | None, channel: str, thread: str | None = None) -> ChannelRef:
    """A channel or a thread of a server; a DM without `guild`."""
    return ChannelRef(PLATFORM, guild or DIRECT, channel, thread)


def target(channel: ChannelRef) -> str:
    """The id under which Discord's API knows a channel or thread."""
    return channel.thread or channel.id


def attachment_id(message: str, attachment: str) -> str:
    """The id of a file: with its message, whose fetching anew refreshes an expired link."""
    return f"{message}/{attachment}"


def parse_attachment_id(text: str) -> tuple[str, str]:
    """The message and the file that `attachment_id` named."""
    message, _, attachment = text.partition("/")
    return message, attachment


def moment(snowflake: str) -> float:
    """When an id was given out, in seconds since the epoch. Ids of one millisecond keep their order in it.

    Raises ValueError for what is no id: those have at most 64 bits.
    """
    id = int(snowflake)
    if not 0 <= id < 1 << 64:
        raise ValueError("This is no id of Discord.")
    steps = ((id >> 22) + _EPOCH_MS) * _STEPS + id % _STEPS
    return (steps * _FINENESS + 500 * _STEPS) // (1000 * _STEPS) / _FINENESS


def last_until(at: float) -> int:
    """The id that was given out at that moment: what happened later has larger ones."""
    steps = (round(at * _FINENESS) * 1000 * _STEPS + _FINENESS // 2) // _FINENESS
    ms, step = divmod(steps, _STEPS)
    return max(0, (ms - _EPOCH_MS << 22) + step)


def is_snowflake(text: str) -> bool:
    """Whether a text can be an id of Discord's."""
    return text.isascii() and text.isdigit() and 15 <= len(text) <= 20
