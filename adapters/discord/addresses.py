"""Discord's own links: the address of a message, and what such an address leads to. From memory alone."""

from __future__ import annotations

import re

from adapters.contract.refs import ChannelRef, MessageRef
from adapters.discord import refs
from adapters.discord.places import Places

_ID = r"\d{15,20}"
_LINK = re.compile(
    rf"https?://(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com/channels/({_ID}|@me)/({_ID})(?:/({_ID}))?/?(?:[?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)


def link(places: Places, place: ChannelRef | MessageRef) -> str:
    """The address at which Discord shows a channel or message. A forum's first messages lie in their posts.

    Empty for a letter box, which no channel is yet.
    """
    if isinstance(place, ChannelRef):
        return "" if place.people else f"https://discord.com/channels/{place.community}/{refs.target(place)}"
    at = place.channel
    known = places.get(at.id)
    holder = place.id if known is not None and known.forum and at.thread is None else refs.target(at)
    return f"https://discord.com/channels/{at.community}/{holder}/{place.id}"


def linked(places: Places, url: str) -> ChannelRef | MessageRef | None:
    """The channel, thread or message that a link leads to; None when it is none, or is not known from memory."""
    found = _LINK.fullmatch(url)
    if found is None:
        return None
    guild, id, message = found[1].lower(), found[2], found[3]
    place = places.get(id)
    if place is None or (place.guild or refs.DIRECT) != guild or not places.sees(place.guild):
        return None
    return place.message(message) if message else place.ref
