"""Neutral blocks as Discord's markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.contract.content import Block, CodeBlock, Divider, Heading, ListBlock, Paragraph, Quote, Small
from adapters.discord.escape import NOTHING
from adapters.discord.inline import inline, inline_code

_FENCE = "```"


def write_blocks(blocks: Sequence[Block]) -> str:
    """Blocks below each other."""
    return "\n".join(write_block(block) for block in blocks)


def write_block(block: Block) -> str:
    """One block, of one line or more."""
    match block:
        case Paragraph(spans):
            return inline(spans)
        case Heading(level, spans):
            return _titled("#" * max(1, min(level, 3)), " ".join(inline(spans, line_start=False).split("\n")))
        case Small(spans):
            return "\n".join(_titled("-#", line) for line in inline(spans, line_start=False).split("\n"))
        case Quote(blocks):
            return "\n".join(f"> {line}" for line in write_blocks(blocks).split("\n"))
        case CodeBlock(text, language):
            return fenced(text, language)
        case ListBlock(items, ordered, start):
            return "\n".join(_item(f"{start + at}." if ordered else "-", item) for at, item in enumerate(items))
        case Divider():
            return "─" * 12


def fenced(text: str, language: str = "") -> str:
    """A fence around code. Code that holds a fence itself goes between other backticks: it is never altered."""
    if _FENCE in text:
        return inline_code(text)
    language = re.sub(r"[^A-Za-z0-9_+\-.#]", "", language)
    return f"{_FENCE}{language}\n{text or ' '}\n{_FENCE}"


def _titled(sign: str, line: str) -> str:
    line = line.strip()
    if line.startswith("#"):
        line = "\\" + line
    return f"{sign} {line}" if line else ""


def _item(sign: str, blocks: Sequence[Block]) -> str:
    first, *further = (write_blocks(blocks).strip() or NOTHING).split("\n")
    indent = " " * (len(sign) + 1)
    return "\n".join([f"{sign} {first}", *(indent + line for line in further)])
