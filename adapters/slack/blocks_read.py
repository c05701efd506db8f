"""The blocks and attachments of other apps → content. What only works in Slack, such as their buttons, is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.contract.content import Block, Divider, Heading, Link, Paragraph, Quote, Small, Span, Style, Styled, Text
from adapters.contract.fitting import shown_name
from adapters.contract.platform import Persona
from adapters.contract.walk import in_ordinary_print
from adapters.slack.markup import merged, read_blocks, read_spans
from adapters.slack.names import NO_NAMES, Names
from adapters.slack.rich_read import read_rich_text

Json = dict[str, Any]
NAME_LIMIT = 80  # letters of whose message was shared


def read_message_blocks(blocks: Iterable[Json], names: Names = NO_NAMES) -> tuple[Block, ...]:
    """Block Kit blocks."""
    return tuple(found for block in blocks for found in _block(block, names))


def _block(block: Json, names: Names) -> Iterator[Block]:
    match block.get("type"):
        case "rich_text":
            yield from read_rich_text(block.get("elements") or [], names)
        case "section":
            for text in (block.get("text"), *(block.get("fields") or [])):
                yield from _text(text, names)
        case "header":
            yield Heading(1, _spans(block.get("text"), names))
        case "context":
            spans: list[Span] = []
            for element in block.get("elements") or []:
                spans += (Text(" "), *_spans(element, names)) if spans else _spans(element, names)
            if spans:
                yield Small(merged(spans))
        case "divider":
            yield Divider()
        case "image":
            yield from _picture(str(block.get("image_url") or ""), str(block.get("alt_text") or ""))
        case "video":
            title = str((block.get("title") or {}).get("text") or block.get("alt_text") or "")
            yield from _picture(str(block.get("title_url") or block.get("video_url") or ""), title)
        case "markdown":
            yield Paragraph((Text(str(block.get("text") or "")),))
        case "table":
            for row in block.get("rows") or []:
                yield Paragraph(_row(row, names))
        case "actions":
            for element in block.get("elements") or []:
                if element.get("url"):
                    yield Paragraph((Link(str(element["url"]), _spans(element.get("text"), names)),))


def _text(text: Json | None, names: Names) -> Iterator[Block]:
    """A text object as blocks."""
    if text and text.get("type") == "mrkdwn":
        yield from read_blocks(str(text.get("text") or ""), names)
    elif text and text.get("text"):
        yield Paragraph(_spans(text, names))


def _spans(text: Json | None, names: Names) -> tuple[Span, ...]:
    """A text object, or a picture beside text, as spans."""
    words = str((text or {}).get("text") or (text or {}).get("alt_text") or "")
    if (text or {}).get("type") == "mrkdwn":
        return read_spans(words, names)
    return (Text(words),) if words else ()


def _picture(url: str, words: str) -> Iterator[Block]:
    if url:
        yield Paragraph((Link(url, (Text(words),) if words else ()),))
    elif words:
        yield Paragraph((Text(words),))


def _row(row: Iterable[Json], names: Names) -> tuple[Span, ...]:
    """A row of a table as a line with bars."""
    spans: list[Span] = []
    for cell in row:
        if spans:
            spans.append(Text(" | "))
        if cell.get("type") == "rich_text":
            lines = read_rich_text(cell.get("elements") or [], names)
            spans += (span for line in lines if isinstance(line, Paragraph) for span in line.spans)
        else:
            spans.append(Text(str(cell.get("text") or "")))
    return merged(spans)


def read_attachments(attachments: Iterable[Json], names: Names = NO_NAMES) -> tuple[Block, ...]:
    """Attachments: shared messages and what other apps attach, but no previews of links."""
    return tuple(found for attachment in attachments for found in _attachment(attachment, names))


def shared(attachment: Json) -> bool:
    """Whether an attachment is a message that somebody shared into the channel."""
    return bool(attachment.get("is_share"))


def _attachment(attachment: Json, names: Names) -> Iterator[Block]:
    if shared(attachment):
        author = str(attachment.get("author_name") or "")
        said = f"Forwarded from {shown_name(Persona(author), NAME_LIMIT)}" if author else "Forwarded"
        yield Small((Text(said),))
        inner = in_ordinary_print(_shared(attachment, names))
        if inner:
            yield Quote(inner)
    elif not (attachment.get("from_url") or attachment.get("original_url") or attachment.get("is_msg_unfurl")):
        yield from read_blocks(str(attachment.get("pretext") or ""), names)
        inner = in_ordinary_print(_card(attachment, names))
        if inner:
            yield Quote(inner)


def _shared(attachment: Json, names: Names) -> Iterator[Block]:
    found = [
        block
        for message in attachment.get("message_blocks") or []
        for block in read_message_blocks((message.get("message") or {}).get("blocks") or [], names)
    ]
    yield from found or read_blocks(str(attachment.get("text") or ""), names)


def _card(attachment: Json, names: Names) -> Iterator[Block]:
    """What an app attaches: author, title, text, fields, picture, footer; its fallback when there is nothing else."""
    card = attachment.get
    found: list[Block] = []
    if card("author_name"):
        found.append(Small((Text(str(card("author_name"))),)))
    if card("title"):
        title = read_spans(str(card("title")), names)
        found.append(
            Paragraph((Styled(Style.BOLD, (Link(str(card("title_link")), title),) if card("title_link") else title),))
        )
    found += read_message_blocks(card("blocks") or [], names)
    found += read_blocks(str(card("text") or ""), names)
    for field in card("fields") or []:
        name = Styled(Style.BOLD, (Text(f"{field.get('title') or ''}: "),))
        found.append(Paragraph((name, *read_spans(str(field.get("value") or ""), names))))
    found += _picture(str(card("image_url") or ""), str(card("alt_text") or ""))
    if not found:
        found += read_blocks(str(card("fallback") or ""), names)
    if card("footer"):
        found.append(Small(read_spans(str(card("footer")), names)))
    yield from found
