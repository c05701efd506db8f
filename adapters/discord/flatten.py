"""A message's JSON as content: its text, and in words all that Discord shows beside it."""

from __future__ import annotations

import posixpath
from typing import Any

from adapters.contract.content import (
    Attachment,
    Block,
    Content,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Small,
    Span,
    Style,
    Styled,
    Text,
)
from adapters.contract.fitting import one_line
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import in_ordinary_print
from adapters.discord import refs
from adapters.discord.markup import read_blocks
from adapters.discord.names import Names
from adapters.discord.spans import read_spans

JSON = dict[str, Any]
_FORWARD = 1
_SPOILER = "SPOILER_"
_IS_SPOILER = 1 << 3
_STICKER_PICTURES = {1: "png", 2: "png", 4: "gif"}  # the fourth kind, Lottie, is a vector drawing without a picture
_TEXT_DISPLAY = 10


def content(message: JSON, origin: ChannelRef, names: Names) -> Content:
    """All that a message shows, its small print in ordinary letters: small is what we say of it ourselves.

    Previews of links are not part of it: only bots write embeds themselves.
    """
    blocks = [*_text(message, names), *_poll(message, names)]
    if message.get("author", {}).get("bot") or message.get("webhook_id"):
        blocks += [block for embed in message.get("embeds", ()) for block in _embed(embed, names)]
        blocks += [block for text in _displays(message.get("components", ())) for block in read_blocks(text, names)]
    blocks = list(in_ordinary_print(blocks))
    files = _files(message, message["id"], origin, names)
    if message.get("message_reference", {}).get("type") == _FORWARD:
        for snapshot in message.get("message_snapshots", ()):
            inner = snapshot["message"]
            quoted = [*_text(inner, names), *(b for embed in inner.get("embeds", ()) for b in _embed(embed, names))]
            blocks += [Small((Text("Forwarded"),)), *([Quote(in_ordinary_print(quoted))] if quoted else [])]
            files += _files(inner, message["id"], origin, names)
    return Content(tuple(blocks), tuple(files))


def _text(message: JSON, names: Names) -> list[Block]:
    blocks = list(read_blocks(message.get("content") or "", names))
    for sticker in message.get("sticker_items", ()):
        if sticker["format_type"] not in _STICKER_PICTURES:
            blocks.append(Paragraph((Text(f"Sticker: {sticker['name']}"),)))
    return blocks


def _files(message: JSON, id: str, origin: ChannelRef, names: Names) -> list[Attachment]:
    files = [_file(each, id, origin) for each in message.get("attachments", ())]
    stickers = [each for each in message.get("sticker_items", ()) if each["format_type"] in _STICKER_PICTURES]
    return files + [_sticker(each, id, origin, names) for each in stickers]


def file_name(one: JSON) -> str:
    """What a file was called when it was sent: `title` says it, but for the ending, when Discord keeps another name."""
    ending = posixpath.splitext(one["filename"])[1]
    return f"{one['title']}{ending}" if one.get("title") else str(one["filename"])


def _file(one: JSON, message: str, origin: ChannelRef) -> Attachment:
    name = one_line(file_name(one))
    return Attachment(
        origin=origin,
        id=refs.attachment_id(message, one["id"]),
        name=name.removeprefix(_SPOILER) or "file",
        url=one["url"],
        media_type=(one.get("content_type") or "application/octet-stream").partition(";")[0],
        size=one.get("size", 0),
        alt=one.get("description") or "",
        spoiler=name.startswith(_SPOILER) or bool(one.get("flags", 0) & _IS_SPOILER) or bool(one.get("is_spoiler")),
    )


def _sticker(one: JSON, message: str, origin: ChannelRef, names: Names) -> Attachment:
    """A sticker as the picture that it is."""
    kind = _STICKER_PICTURES[one["format_type"]]
    host = "https://media.discordapp.net" if kind == "gif" else names.cdn
    return Attachment(
        origin=origin,
        id=refs.attachment_id(message, one["id"]),
        name=f"{one['name']}.{kind}",
        url=f"{host}/stickers/{one['id']}.{kind}",
        media_type=f"image/{kind}",
        alt=f"Sticker: {one['name']}",
    )


def _poll(message: JSON, names: Names) -> list[Block]:
    poll = message.get("poll")
    if not poll:
        return []
    question = (Text("Poll: "), *read_spans(poll["question"].get("text") or "", names))
    answers = [each.get("poll_media", {}).get("text") or "" for each in poll.get("answers", ())]
    return [
        Paragraph((Styled(Style.BOLD, question),)),
        ListBlock(tuple((Paragraph((Text(answer),)),) for answer in answers)),
    ]


def _embed(embed: JSON, names: Names) -> list[Block]:
    """What an embed says, as a quote: author, title, text, fields, pictures, footer."""
    blocks: list[Block] = []
    if author := embed.get("author", {}).get("name"):
        blocks.append(Small((Text(author),)))
    if title := embed.get("title"):
        spans: tuple[Span, ...] = read_spans(title, names)
        blocks.append(Paragraph((Styled(Style.BOLD, (Link(embed["url"], spans),) if embed.get("url") else spans),)))
    blocks += read_blocks(embed.get("description") or "", names)
    for each in embed.get("fields", ()):
        blocks.append(Paragraph((Styled(Style.BOLD, read_spans(each["name"], names)),)))
        blocks += read_blocks(each["value"], names)
    for picture in (embed.get("image"), embed.get("thumbnail")):
        if picture and picture.get("url"):
            name = posixpath.basename(picture["url"].partition("?")[0]) or "picture"
            blocks.append(Paragraph((Link(picture["url"], (Text(name),)),)))
    if footer := embed.get("footer", {}).get("text"):
        blocks.append(Small((Text(footer),)))
    return [Quote(tuple(blocks))] if blocks else []


def _displays(components: Any) -> list[str]:
    """The texts of a message that consists of components, in order."""
    texts = []
    for each in components:
        if each.get("type") == _TEXT_DISPLAY:
            texts.append(each["content"])
        texts += _displays(each.get("components", ()))
    return texts
