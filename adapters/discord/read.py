"""Gateway events and history as what the bot hears. Pure: the same JSON always reads the same.

Message types, flags and event shapes are those of Discord's message and gateway event references.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.contract.content import Emoji, Excerpt, Mention, MentionKind, Quote
from adapters.contract.incoming import (
    Author,
    ChannelFound,
    ChannelLost,
    CommunityLost,
    Connected,
    Deleted,
    Edited,
    Incoming,
    Posted,
    Reacted,
    ReactionsCleared,
    ReactionsSeen,
)
from adapters.contract.marked import _
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.contract.walk import leaves, text_of, veiled
from adapters.discord import refs
from adapters.discord.flatten import content
from adapters.discord.names import CDN, Names, emoji_url, mentions_in_words
from adapters.discord.people import author, avatar, shown_name
from adapters.discord.places import Place

JSON = dict[str, Any]
_REPLY = 19
_HUMAN = (0, _REPLY, 20, 23)  # said by somebody, replies, and answers to commands; all else is Discord's own notices
_GONE = _(
    "The channel was deleted in Discord. To go on, make a new channel, and join the bridge from there with a new "
    "invitation."
)
_THREAD_GONE = _(
    "The thread was deleted in Discord. To go on, start a new thread, and join the bridge from there with a new "
    "invitation."
)
REMOVED = _(
    "The bot was removed from the Discord server. Someone with the permission Manage Server there can add it again "
    "with the bot's install link."
)
_UNSEEN = 1 << 6 | 1 << 7  # only one person sees it; a bot is still thinking


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads for the bot with these ids.

    `channel` and `role` tell the names of a server's roles, and of those of its channels that all its people may see.
    """

    application: str
    user: str
    channel: Callable[[str, str], str] = lambda guild, id: ""
    role: Callable[[str, str], str] = lambda guild, id: ""
    cdn: str = CDN

    def posted(self, message: JSON, place: Place) -> Posted | None:
        """A new message; None when it is nothing that somebody said."""
        if message.get("type", 0) not in _HUMAN or message.get("flags", 0) & _UNSEEN:
            return None
        ref = place.message(message["id"])
        names = self.names(message, place.guild)
        return Posted(
            key=f"{ref.key}:posted",
            at=refs.moment(message["id"]),
            message=ref,
            author=author(message, place.guild, self.cdn),
            content=replace(content(message, ref.channel, names), reply=self._answered(message, place, names)),
            ours=self.ours(message),
            reply_to=_reply(message, place),
            thread_name=place.name if place.parent else "",
            private=place.private,
        )

    def edited(self, message: JSON, place: Place) -> Edited | None:
        """A changed message; None when only a preview, a pin or a thread came to it."""
        post = self.posted(message, place) if message.get("edited_timestamp") and "content" in message else None
        if post is None:
            return None
        at = datetime.fromisoformat(message["edited_timestamp"]).timestamp()
        return Edited(
            key=f"{post.message.key}:edited:{message['edited_timestamp']}",
            at=at,
            message=post.message,
            author=post.author,
            content=post.content,
            ours=post.ours,
            thread_name=post.thread_name,
            private=post.private,
        )

    def reactions(self, message: JSON, place: Place, at: float) -> ReactionsSeen:
        """The reactions that a message shows, as history tells them; `at` is when it was asked."""
        ref = place.message(message["id"])
        others = ((each, each["count"] - bool(each.get("me"))) for each in message.get("reactions", ()))
        counts = tuple((self.emoji(each["emoji"]), count) for each, count in others if count > 0)
        return ReactionsSeen(f"{ref.key}:reactions:{at:.3f}", at, ref, counts)

    def event(self, name: str, data: JSON, place: Place, at: float) -> Incoming | None:
        """What an event in a place tells; `at` is when it arrived, which is all that is known of some."""
        match name:
            case "MESSAGE_CREATE":
                return self.posted(data, place)
            case "MESSAGE_UPDATE":
                return self.edited(data, place)
            case "MESSAGE_DELETE":
                return _deleted(at, place.message(data["id"]), private=place.private)
            case "MESSAGE_DELETE_BULK" if data["ids"]:
                gone = (place.message(id) for id in sorted(data["ids"], key=int))
                return _deleted(at, *gone, private=place.private)
            case "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE":
                return self._reacted(data, place, at, present=name.endswith("ADD"))
            case "MESSAGE_REACTION_REMOVE_ALL" | "MESSAGE_REACTION_REMOVE_EMOJI":
                ref = place.message(data["message_id"])
                emoji = self.emoji(data["emoji"]) if "emoji" in data else None
                key = f"{ref.key}:cleared:{emoji and emoji.name}:{at:.3f}"
                return ReactionsCleared(key, at, ref, emoji, place.private)
            case "THREAD_DELETE" if place.forum:  # the post is gone with the thread that it is
                return _deleted(at, place.message(place.id))
            case "CHANNEL_DELETE" | "THREAD_DELETE":
                return channel_lost(place, at)
        return None

    def emoji(self, emoji: JSON) -> Emoji:
        """A reaction's emoji."""
        name = emoji.get("name") or ""
        if not emoji.get("id"):
            return Emoji(name, char=name)
        url = emoji_url(self.cdn, emoji["id"], animated=bool(emoji.get("animated")))
        return Emoji(name, id=emoji["id"], url=url)

    def names(self, message: JSON, guild: str | None) -> Names:
        """The names of whom and what a message mentions, as far as it or memory tells them."""
        text = " ".join([message.get("content") or "", *_snapshot_texts(message)])
        return Names(
            users={
                user["id"]: shown_name(user, user.get("member"))
                for user in message.get("mentions", ())
                if "member" in user or guild is None
            },
            channels={id: self.channel(guild or "", id) for id in re.findall(r"<#(\d{1,20})>", text)},
            roles={id: self.role(guild or "", id) for id in re.findall(r"<@&(\d{1,20})>", text)},
            cdn=self.cdn,
        )

    def ours(self, message: JSON) -> bool:
        """Whether the bot or one of its webhooks wrote the message."""
        return self.application == message.get("application_id") or message["author"]["id"] == self.user

    def _answered(self, message: JSON, place: Place, names: Names) -> Excerpt | None:
        """What a reply answers, as Discord sends it along; without what that one quoted itself."""
        original = message.get("referenced_message")
        if not original or _reply(message, place) is None:
            return None
        known = self.names(original, place.guild)
        said = veiled(content(original, place.ref, replace(known, users={**known.users, **names.users})))
        people = dict.fromkeys(each for each in leaves(said) if isinstance(each, Mention) and _names_somebody(each))
        said = mentions_in_words(said)
        own = tuple(block for block in said.blocks if not isinstance(block, Quote))
        words = text_of(replace(said, blocks=own or said.blocks)) or ", ".join(file.name for file in said.files)
        writer = original["author"]
        return Excerpt(names.users.get(writer["id"]) or shown_name(writer, None), words, people=tuple(people))

    def _reacted(self, data: JSON, place: Place, at: float, *, present: bool) -> Reacted:
        ref, emoji = place.message(data["message_id"]), self.emoji(data["emoji"])
        return Reacted(
            key=f"{ref.key}:{data['user_id']}:{emoji.id or emoji.name}:{present}:{at:.3f}",
            at=at,
            message=ref,
            author=self._reactor(data, place.guild),
            emoji=emoji,
            present=present,
            ours=data["user_id"] == self.user,
            private=place.private,
        )

    def _reactor(self, data: JSON, guild: str | None) -> Author:
        """Who reacted: only events in servers, and only those of adding, tell the name."""
        account = refs.account(data["user_id"])
        member = data.get("member")
        if not member:
            return Author(account)
        user = member["user"]
        return Author(account, shown_name(user, member), avatar(user, member, guild, self.cdn), bool(user.get("bot")))


def connected(guild: str, name: str, at: float) -> Connected:
    """The bot sees a server, anew or again."""
    return Connected(f"{refs.community(guild)}:connected:{at:.3f}", at, refs.community(guild), name)


def channel_lost(place: Place, at: float) -> ChannelLost:
    """A channel or thread was deleted."""
    return ChannelLost(f"{place.ref}:lost:{at:.3f}", at, place.ref, _THREAD_GONE if place.parent else _GONE)


def community_lost(guild: str, why: str, at: float) -> CommunityLost:
    """The bot cannot use a server any more."""
    return CommunityLost(f"{refs.community(guild)}:lost:{at:.3f}", at, refs.community(guild), why)


def channel_found(channel: ChannelRef, at: float) -> ChannelFound:
    """What the bot was forbidden in a channel may be allowed now."""
    return ChannelFound(f"{channel}:found:{at:.3f}", at, channel)


def _names_somebody(mention: Mention) -> bool:
    return mention.kind is MentionKind.USER and bool(mention.name)


def _deleted(at: float, *messages: MessageRef, private: bool = False) -> Deleted:
    first, last = messages[0], messages[-1]
    return Deleted(f"{first.key}:deleted:{last.id}:{len(messages)}", at, messages, private)


def _reply(message: JSON, place: Place) -> MessageRef | None:
    reference = message.get("message_reference") or {}
    if message.get("type") != _REPLY or reference.get("channel_id") != message["channel_id"]:
        return None
    return place.message(reference["message_id"]) if reference.get("message_id") else None


def _snapshot_texts(message: JSON) -> list[str]:
    return [each["message"].get("content") or "" for each in message.get("message_snapshots") or ()]
