"""What people do on Discord: write, react, delete, start threads, join, leave, and follow events."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.discord import messages, reactions, tell, thread_life, threads
from sandbox.discord.bodies import Draft, Upload, empty
from sandbox.discord.cdn import FILE_LIMIT, type_of
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.messages import Writer, bulk_delete
from sandbox.discord.model import FORUM, JSON, PRIVATE_THREAD, PUBLIC_THREAD, Channel, Member, Message
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World


class People:
    """The acts of people. Each takes ids, raises ApiError when Discord would not let them, and returns ids."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.acts: dict[str, Callable[..., Awaitable[JSON]]] = {
            act.__name__: act
            for act in (
                self.post,
                self.edit,
                self.delete,
                self.bulk_delete,
                self.react,
                self.unreact,
                self.unreact_all,
                self.start_thread,
                self.archive,
                self.unarchive,
                self.join_thread,
                self.leave_thread,
                self.join,
                self.leave,
                self.rename,
                self.close_dms,
                self.delete_webhook,
                self.interested,
                self.uninterested,
            )
        }

    async def post(
        self,
        community: str,
        user: str,
        channel: str,
        text: str = "",
        thread: str | None = None,
        reply_to: str | None = None,
        files: list[dict[str, Any]] | None = None,
        sticker: str | None = None,
        forward_of: dict[str, str] | str | None = None,
        silent_reply: bool = False,
    ) -> JSON:
        """Write a message. In a DM `channel` may be the other side's user id.

        `files` are `{"name", "content_base64", "alt", "type"}`; `forward_of` is a message of this channel or
        `{"channel", "message"}`; a `silent_reply` does not ping whom it answers.
        """
        place = self._place(user, thread or channel)
        needed = Permission.SEND_MESSAGES_IN_THREADS if place.is_thread else Permission.SEND_MESSAGES
        self._world.may(user, place, needed)
        if len(text) > 2000:
            raise ApiError(Refusal.TOO_LARGE)
        draft = Draft(content=text.strip(), uploads=[upload(each) for each in files or []])
        if any(len(each.content) > FILE_LIMIT for each in draft.uploads):
            raise ApiError(Refusal.TOO_LARGE)
        draft.sticker_ids = [sticker] if sticker else []
        draft.allowed = {"parse": ["users", "roles"], "replied_user": not silent_reply}
        if Permission.MENTION_EVERYONE in self._world.rights(user, place):
            draft.allowed["parse"].append("everyone")
        if reply_to:
            draft.reference = {"type": 0, "channel_id": place.id, "message_id": reply_to}
        elif forward_of:
            where = forward_of if isinstance(forward_of, dict) else {"channel": place.id, "message": forward_of}
            self._world.may(user, self._world.channel(where["channel"]))
            draft.reference = {"type": 1, "channel_id": where["channel"], "message_id": where["message"]}
        if empty(draft):
            raise ApiError(Refusal.EMPTY_MESSAGE)
        message = messages.create(self._world, place, self._writer(user), draft)
        return ids(message)

    async def edit(self, community: str, user: str, channel: str, message: str, text: str) -> JSON:
        """Change one's own message."""
        found = self._message(user, channel, message)
        if found.author.id != user:
            raise ApiError(Refusal.EDIT_OF_ANOTHER)
        if len(text) > 2000:
            raise ApiError(Refusal.TOO_LARGE)
        allowed = {"parse": ["users", "roles"]}
        draft = Draft(given=frozenset({"content"}), content=text.strip(), allowed=allowed)
        messages.edit(self._world, found, self._writer(user), draft)
        messages.preview(self._world, found)
        return ids(found)

    async def delete(self, community: str, user: str, channel: str, message: str) -> JSON:
        """Take one's own message away, or as a moderator anybody's."""
        found = self._message(user, channel, message)
        if found.author.id != user:
            self._world.may(user, self._world.channel(channel), Permission.MANAGE_MESSAGES)
        messages.delete(self._world, found, self._writer(user))
        return ids(found)

    async def bulk_delete(self, community: str, user: str, channel: str, messages: list[str]) -> JSON:
        """Take several messages away at once, as a moderator."""
        place = self._place(user, channel)
        self._world.may(user, place, Permission.MANAGE_MESSAGES)
        bulk_delete(self._world, place, messages, self._writer(user))
        return {"channel": channel, "messages": messages}

    async def react(self, community: str, user: str, channel: str, message: str, emoji: str) -> JSON:
        """React with an emoji: the character, or `name:id`."""
        found = self._message(user, channel, message)
        reactions.add(self._world, found, emoji, user)
        return ids(found)

    async def unreact(self, community: str, user: str, channel: str, message: str, emoji: str) -> JSON:
        """Take one's own reaction away."""
        found = self._message(user, channel, message)
        reactions.remove(self._world, found, emoji, user)
        return ids(found)

    async def unreact_all(
        self, community: str, user: str, channel: str, message: str, emoji: str | None = None
    ) -> JSON:
        """Take all reactions away, or all of one emoji, as a moderator."""
        found = self._message(user, channel, message)
        self._world.may(user, self._world.channel(channel), Permission.MANAGE_MESSAGES)
        reactions.clear(self._world, found, user, emoji)
        return ids(found)

    async def start_thread(
        self,
        community: str,
        user: str,
        channel: str,
        name: str,
        message: str | None = None,
        text: str = "",
        private: bool = False,
        archive_after: int = 4320,
    ) -> JSON:
        """Start a thread: under a message, alone, or in a forum with `text` as the first post."""
        parent, writer = self._place(user, channel), self._writer(user)
        body = {"name": name, "auto_archive_duration": archive_after}
        if parent.type == FORUM:
            self._world.may(user, parent, Permission.SEND_MESSAGES)
            thread = threads.forum_post(self._world, parent, writer, body)
            messages.create(self._world, thread, writer, Draft(content=text or name), message_id=thread.id)
        elif message:
            self._world.may(user, parent, Permission.CREATE_PUBLIC_THREADS)
            thread = threads.from_message(self._world, parent, self._message(user, channel, message), writer, body)
        else:
            needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
            self._world.may(user, parent, needed)
            thread = threads.alone(self._world, parent, writer, body, PRIVATE_THREAD if private else PUBLIC_THREAD)
        return {"thread": thread.id, "channel": parent.id, "message": message}

    async def archive(self, community: str, user: str, channel: str, locked: bool = False) -> JSON:
        """Archive a thread, one's own or as a moderator; `locked` so that only moderators wake it."""
        thread = self._place(user, channel)
        if thread.owner_id != user or locked:
            self._world.may(user, thread, Permission.MANAGE_THREADS)
        thread_life.archive(self._world, thread, locked=locked)
        return {"thread": thread.id, "channel": thread.parent_id}

    async def unarchive(self, community: str, user: str, channel: str) -> JSON:
        """Wake a thread."""
        thread = self._place(user, channel)
        thread_life.wake(self._world, thread, user)
        return {"thread": thread.id, "channel": thread.parent_id}

    async def join_thread(self, community: str, user: str, channel: str) -> JSON:
        """Join a thread."""
        thread = self._place(user, channel)
        thread_life.join(self._world, thread, user)
        return {"thread": thread.id, "channel": thread.parent_id}

    async def leave_thread(self, community: str, user: str, channel: str) -> JSON:
        """Leave a thread."""
        thread = self._place(user, channel)
        thread_life.leave(self._world, thread, user)
        return {"thread": thread.id, "channel": thread.parent_id}

    async def join(self, community: str, user: str) -> JSON:
        """Join a guild."""
        guild = self._world.guild(community)
        member = Member(self._world.user(user), self._world.now())
        guild.members[user] = member
        self._note("join", community, "", user)
        tell.member(self._world, "GUILD_MEMBER_ADD", guild, member)
        return {"community": guild.id, "user": user}

    async def leave(self, community: str, user: str) -> JSON:
        """Leave a guild."""
        guild = self._world.guild(community)
        if user not in guild.members:
            raise ApiError(Refusal.UNKNOWN_MEMBER)
        member = guild.members.pop(user)
        self._note("leave", community, "", user)
        tell.member(self._world, "GUILD_MEMBER_REMOVE", guild, member)
        return {"community": guild.id, "user": user}

    async def rename(self, community: str, user: str, name: str | None) -> JSON:
        """Choose a nickname in a guild; None takes it away."""
        guild = self._world.guild(community)
        guild.members[user].nick = name
        self._note("rename", community, "", user)
        tell.member(self._world, "GUILD_MEMBER_UPDATE", guild, guild.members[user])
        return {"community": guild.id, "user": user}

    async def close_dms(self, community: str, user: str, closed: bool = True) -> JSON:
        """Accept direct messages no longer, or again."""
        self._world.user(user).dms_open = not closed
        return {"community": community, "user": user}

    async def delete_webhook(self, community: str, user: str, webhook: str) -> JSON:
        """Remove a webhook, as a moderator."""
        one = self._world.webhooks.get(webhook)
        if one is None:
            raise ApiError(Refusal.UNKNOWN_WEBHOOK)
        channel = self._world.channel(one.channel_id)
        self._world.may(user, channel, Permission.MANAGE_WEBHOOKS)
        del self._world.webhooks[webhook]
        self._note("delete_webhook", community, webhook, user)
        tell.webhooks(self._world, channel)
        return {"channel": channel.id}

    async def interested(self, community: str, user: str, event: str) -> JSON:
        """Mark a scheduled event as interesting."""
        one = self._world.guild(community).events[event]
        if user not in one.interested:
            one.interested.append(user)
            self._note("interested", community, event, user)
            tell.interest(self._world, "GUILD_SCHEDULED_EVENT_USER_ADD", one, user)
        return {"event": event}

    async def uninterested(self, community: str, user: str, event: str) -> JSON:
        """Take that mark away."""
        one = self._world.guild(community).events[event]
        if user in one.interested:
            one.interested.remove(user)
            self._note("uninterested", community, event, user)
            tell.interest(self._world, "GUILD_SCHEDULED_EVENT_USER_REMOVE", one, user)
        return {"event": event}

    def _place(self, user: str, channel: str) -> Channel:
        """A channel that the user sees; a user's id stands for the DM with them."""
        if channel in self._world.users:
            return self._world.dm(user, channel)
        place = self._world.channel(channel)
        self._world.may(user, place)
        return place

    def _message(self, user: str, channel: str, message: str) -> Message:
        return self._world.message(self._place(user, channel), message)

    def _writer(self, user: str) -> Writer:
        return Writer(self._world.user(user), "person")

    def _note(self, act: str, community: str, ref: str, user: str) -> None:
        self._world.ledger.note("discord", "person", act, community=community, ref=ref, user=user)


def ids(message: Message) -> JSON:
    """What an act on a message returns."""
    return {"message": message.id, "channel": message.channel_id}


def upload(file: dict[str, Any]) -> Upload:
    """A file as people's acts give it."""
    name = str(file["name"])
    return Upload(
        name,
        b64decode(file.get("content_base64") or ""),
        file.get("type") or type_of(name),
        file.get("alt"),
        name.startswith("SPOILER_"),
    )
