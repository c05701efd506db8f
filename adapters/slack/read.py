"""What Slack tells → Incoming. Pure: everything is judged by the payload and by who the bot is.

A message is ours by app, bot or user id, at any depth of the payload. System messages, previews of links and changes
that no member made are nothing. Keys name the thing itself, so that history and events give the same.
Sources: Slack's reference of message events and subtypes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from adapters.contract.content import Attachment, Block, Content, Link, Paragraph, Style, Styled, Text
from adapters.contract.fitting import one_line
from adapters.contract.incoming import Author, Deleted, Edited, Incoming, Posted, Reacted
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.contract.walk import in_ordinary_print
from adapters.slack import emoji, presence, refs
from adapters.slack.blocks_read import read_attachments, read_message_blocks, shared
from adapters.slack.markup import read_blocks
from adapters.slack.me import Me
from adapters.slack.names import NO_NAMES, Names

Json = dict[str, Any]

# Messages that no member wrote.
_SYSTEM = frozenset(
    f"{kind}_{what}"
    for kind in ("channel", "group")
    for what in ("join", "leave", "topic", "purpose", "name", "archive", "unarchive", "posting_permissions")
) | frozenset(
    {
        "app_conversation_join", "assistant_app_thread", "bot_add", "bot_disable", "bot_enable", "bot_remove",
        "channel_canvas_updated", "channel_convert_to_private", "channel_convert_to_public", "document_mention",
        "ekm_access_denied", "huddle_thread", "joiner_notification", "message_replied", "pinned_item", "reminder_add",
        "sh_room_created", "sh_room_shared", "tombstone", "unpinned_item",
    }
)  # fmt: skip
_SLACKBOT = "USLACKBOT"


def event(body: Json, me: Me, names: Names = NO_NAMES) -> Incoming | None:
    """What an `event_callback` tells; None when it is nothing to us."""
    what: Json = body.get("event") or {}
    match what.get("type"):
        case "message":
            return _message(what, me, names)
        case "reaction_added" | "reaction_removed" as kind if (what.get("item") or {}).get("type") == "message":
            return _reacted(what, me, names, present=kind == "reaction_added")
    return presence.told(what, me)


def _message(what: Json, me: Me, names: Names) -> Incoming | None:
    channel = str(what.get("channel") or "")
    match what.get("subtype"):
        case "message_changed":
            return _changed(what, channel, me, names)
        case "message_deleted":
            gone = _ref(me, channel, {**(what.get("previous_message") or {}), "ts": what["deleted_ts"]})
            return _deleted(gone, refs.seconds(str(what.get("event_ts") or what["ts"])))
        case _ if what.get("hidden"):
            return None
    return posted(what, channel, me, names)


def posted(message: Json, channel: str, me: Me, names: Names = NO_NAMES) -> Posted | None:
    """A message of an event or of history, as its first telling."""
    ref = _ref(me, channel, message)
    if message.get("subtype") in _SYSTEM or not (content := _content(message, ref.channel, names)):
        return None
    return Posted(
        key=f"posted {ref.key}",
        at=refs.seconds(ref.id),
        message=ref,
        author=author(message, me),
        content=content,
        ours=me.wrote(message),
        broadcast=message.get("subtype") == "thread_broadcast",
        twin=str(message.get("client_msg_id") or ""),
    )


def edited(message: Json, channel: str, me: Me, at: str, names: Names = NO_NAMES) -> Edited | Deleted | None:
    """A message of an event or of history, as its latest change; `at` is the `ts` of that."""
    ref = _ref(me, channel, message)
    if message.get("subtype") == "tombstone":
        return _deleted(ref, refs.seconds(at))
    if message.get("subtype") in _SYSTEM:
        return None
    content = _content(message, ref.channel, names)
    if not content:
        return _deleted(ref, refs.seconds(at))
    key = f"edited {ref.key} {at}"
    return Edited(key, refs.seconds(at), ref, author(message, me), content, me.wrote(message))


def _changed(what: Json, channel: str, me: Me, names: Names) -> Edited | Deleted | None:
    """A change that somebody made: not a preview, a count of replies or a pin."""
    now: Json = what.get("message") or {}
    before: Json = what.get("previous_message") or {}
    edit, last = (now.get("edited") or {}).get("ts"), (before.get("edited") or {}).get("ts")
    same = edit == last and now.get("text") == before.get("text") and _files(now) == _files(before)
    if same and now.get("subtype") != "tombstone":
        return None
    at = edit if edit and edit != last else what.get("event_ts") or what["ts"]
    return edited(now, channel, me, str(at), names)


def _files(message: Json) -> list[tuple[Any, Any]]:
    return [(file.get("id"), file.get("mode")) for file in message.get("files") or []]


def _deleted(ref: MessageRef, at: float) -> Deleted:
    return Deleted(f"deleted {ref.key}", at, (ref,))


def _reacted(what: Json, me: Me, names: Names, *, present: bool) -> Reacted:
    item = what["item"]
    ref = refs.message(me.team, str(item["channel"]), str(item["ts"]))
    return reacted(ref, str(what.get("user") or ""), str(what["reaction"]), str(what["event_ts"]), me, names, present)


def reacted(ref: MessageRef, user: str, name: str, at: str, me: Me, names: Names, present: bool = True) -> Reacted:
    """One member's reaction; `at` is the `ts` of when it was seen."""
    who = Author(refs.account(me.team, user))
    key = f"{'reacted' if present else 'unreacted'} {ref.key} {user} {name} {at}"
    return Reacted(key, refs.seconds(at), ref, who, emoji.read(name, names.emoji), present, user == me.user)


def author(message: Json, me: Me) -> Author:
    """Who wrote a message: an app's own name and picture when the message has them."""
    profile = message.get("bot_profile") or {}
    bot = str(message.get("bot_id") or "")
    user = str(message.get("user") or "")
    icons = message.get("icons") or profile.get("icons") or {}
    picture = next((str(icons[size]) for size in ("image_72", "image_64", "image_48", "image_36") if size in icons), "")
    name = str(message.get("username") or profile.get("name") or "")
    account = refs.account(me.team, user or bot)
    return Author(account, name, picture, bool(bot) or user == _SLACKBOT, me.stranger(message))


def _ref(me: Me, channel: str, message: Json) -> MessageRef:
    return refs.message(me.team, channel, str(message["ts"]), message.get("thread_ts"))


def _content(message: Json, origin: ChannelRef, names: Names) -> Content:
    blocks = read_message_blocks(message.get("blocks") or [], names)
    blocks = blocks or read_blocks(str(message.get("text") or ""), names)
    if message.get("subtype") == "me_message":
        blocks = tuple(_emphasised(block) for block in blocks)
    blocks = in_ordinary_print(blocks)
    attachments = message.get("attachments") or []
    blocks += read_attachments(attachments, names)
    every = [*(message.get("files") or []), *_shared_files(attachments)]
    files = tuple(attachment(file, origin) for file in every if not _elsewhere(file) and _there(file))
    links = tuple(_external(file) for file in every if _elsewhere(file))
    return Content((*blocks, *links), files)


def _emphasised(block: Block) -> Block:
    """A line of /me, which Slack shows in italics."""
    return replace(block, spans=(Styled(Style.ITALIC, block.spans),)) if isinstance(block, Paragraph) else block


def _shared_files(attachments: list[Json]) -> Iterator[Json]:
    return (file for each in attachments if shared(each) for file in each.get("files") or [])


def _there(file: Json) -> bool:
    return file.get("mode") not in ("tombstone", "hidden_by_limit")


def _elsewhere(file: Json) -> bool:
    """Whether a file lies at another service: our token must never go there."""
    return bool(file.get("is_external")) or file.get("mode") == "external"


def _external(file: Json) -> Paragraph:
    url = str(file.get("external_url") or file.get("url_private") or file.get("permalink") or "")
    return Paragraph((Link(url, (Text(str(file.get("title") or file.get("name") or url)),)),))


def attachment(file: Json, origin: ChannelRef) -> Attachment:
    """A file. Of one in a shared channel Slack may tell the id only: `url` is empty then."""
    return Attachment(
        origin=origin,
        id=str(file.get("id") or ""),
        name=one_line(str(file.get("name") or file.get("title") or "")) or "file",
        url=str(file.get("url_private_download") or file.get("url_private") or ""),
        media_type=str(file.get("mimetype") or "application/octet-stream"),
        size=int(file.get("size") or 0),
        alt=str(file.get("alt_txt") or ""),
    )
