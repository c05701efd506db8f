"""Content → mrkdwn: the `text` of a message, which notifications show and screen readers read.

Plain text stays as it is, but for the three escapes and a zero-width space where a reader would see markup that is not
meant. Blocks that mrkdwn lacks are written as text: lists with bullets, headings in bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from adapters.contract.content import (
    Block,
    CodeBlock,
    Content,
    Divider,
    Excerpt,
    Heading,
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
from adapters.contract.fitting import first_words
from adapters.slack.line import escape, line
from adapters.slack.runs import Kind, Run, runs

EXCERPT_LIMIT = 200  # characters of a message that is answered
DIVIDER = "———"
_SUSPECT = re.compile(r"[*_~`:>]")


def text(content: Content) -> str:
    """The whole message as mrkdwn."""
    lines = [block_text(excerpt_block(content.reply))] if content.reply else []
    return "\n".join([*lines, *(block_text(block) for block in content.blocks)])


def excerpt_block(excerpt: Excerpt) -> Quote:
    """The line above an answer, as `text` has it: a quote."""
    return Quote((Paragraph(excerpt_line(excerpt).spans),))


def excerpt_line(excerpt: Excerpt) -> Small:
    """Above an answer: who is answered, the first words, and a link to the message. Small: as nobody writes."""
    words = first_words(excerpt.text, EXCERPT_LIMIT)
    spans: tuple[Span, ...] = (Styled(Style.BOLD, (Text(excerpt.author),)), Text(f": {words}" if words else ""))
    if excerpt.link:
        spans += (Text(" ("), Link(excerpt.link, (Text("go to message"),)), Text(")"))
    return Small(spans)


def block_text(block: Block) -> str:
    """One block as mrkdwn."""
    match block:
        case Paragraph(spans) | Small(spans):
            return spans_mrkdwn(spans)
        case Heading(_, spans):
            return spans_mrkdwn((Styled(Style.BOLD, spans),))
        case Quote(blocks):
            inner = "\n".join(block_text(each) for each in blocks)
            return "\n".join(f"> {line.removeprefix('> ')}" for line in inner.split("\n"))
        case CodeBlock(code):
            return f"```\n{escape(code)}\n```"
        case ListBlock():
            return "\n".join(_items(block))
        case Divider():
            return DIVIDER


def _items(block: ListBlock) -> Iterable[str]:
    for number, item in enumerate(block.items, block.start):
        bullet = f"{number}. " if block.ordered else "• "
        lines = "\n".join(block_text(each) for each in item).split("\n")
        yield "\n".join((bullet if not index else "    ") + line for index, line in enumerate(lines))


def spans_mrkdwn(spans: tuple[Span, ...]) -> str:
    """A run of spans as mrkdwn."""
    pieces = runs(spans)
    if all(run.kind is Kind.TEXT and not run.styles and not _SUSPECT.search(run.text) for run in pieces):
        return escape("".join(run.text for run in pieces))
    lines: list[list[Run]] = [[]]
    for run in pieces:
        if run.kind is not Kind.TEXT or "\n" not in run.text:
            lines[-1].append(run)
            continue
        for index, part in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            lines[-1].append(Run(part, run.styles))
    return "\n".join(map(line, lines))
