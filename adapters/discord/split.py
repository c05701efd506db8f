"""Content in parts that fit one message each: 2,000 UTF-16 units and ten files (Discord's message reference).

Cut between blocks, then between blank lines, lines, sentences, words; within a word only when it is longer than a
message. A fence cut in two is closed and opened again. Nothing is lost but the whitespace at a cut, and no part of
several is blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from adapters.contract.content import (
    Attachment,
    Block,
    CodeBlock,
    Content,
    Divider,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Small,
)
from adapters.contract.fitting import batches, units
from adapters.discord.cut import Cut, cut_lines, cut_spans
from adapters.discord.persona import NAME_ROOM
from adapters.discord.render import markup, quoted_line
from adapters.discord.write import write_block, write_blocks

# A part leaves room for a first line with the writer's name, for when Discord refuses it as a webhook's.
ROOM = 2_000 - NAME_ROOM
FILES = 10
_SMALLEST = 200  # what is left of the room in the deepest quote or list


def parts(content: Content) -> tuple[Content, ...]:
    """The messages that show the content, in order. The first holds what it answers, the last files and buttons."""
    runs = batches(content.files, FILES) or [()]
    if units(markup(content)) <= ROOM:
        texts = [content.blocks]
    else:
        head = units(write_block(quoted_line(content.reply))) + 1 if content.reply else 0
        pieces = _pieces(content.blocks, ROOM - head)
        texts = [_trimmed(blocks) for blocks in _packed(pieces, ROOM, head=head)] or [()]
    return tuple(_part(content, texts, runs, at) for at in range(len(texts) + len(runs) - 1))


def _part(content: Content, texts: list[tuple[Block, ...]], runs: list[tuple[Attachment, ...]], at: int) -> Content:
    """Message number `at`: first come all texts, files join the last of them and go on alone from there."""
    last = len(texts) - 1
    return replace(
        content,
        blocks=texts[at] if at <= last else (),
        files=runs[at - last] if at >= last else (),
        reply=content.reply if at == 0 else None,
        buttons=content.buttons if at == last + len(runs) - 1 else (),
    )


def _packed(pieces: Iterable[Block | Cut], room: int, line: int = 1, head: int = 0) -> Iterator[tuple[Block, ...]]:
    """Pieces gathered into runs that fit the room, of which `head` units are spent in the first.

    A run of blank lines alone is left out: Discord takes no message without a visible sign.
    """
    run: list[Block] = []
    taken = head
    for piece in (*pieces, Cut()):
        size = 0 if isinstance(piece, Cut) else _size(piece, line)
        if run and (isinstance(piece, Cut) or taken + size > room):
            if write_blocks(run).strip():
                yield tuple(run)
                head = 0
            run, taken = [], head
        if not isinstance(piece, Cut):
            run.append(piece)
            taken += size


def _size(block: Block, line: int) -> int:
    """The units that a block takes when each of its lines costs `line` more than its text."""
    written = write_block(block)
    return units(written) + line * (written.count("\n") + 1) - written.count("\n")


def _pieces(blocks: Iterable[Block], room: int, line: int = 1) -> Iterator[Block | Cut]:
    """Blocks none of which is larger than the room, with a Cut where one message must end."""
    for block in blocks:
        if isinstance(block, Paragraph) or _size(block, line) > room:
            yield from _cut(block, max(room, _SMALLEST), line)
        else:
            yield block


def _cut(block: Block, room: int, line: int) -> Iterator[Block | Cut]:
    match block:
        case Paragraph(spans):
            for run in cut_spans(spans, room - line, line):
                yield run if isinstance(run, Cut) else Paragraph(run)
        case Heading(level, spans):
            for run in cut_spans(spans, room - line - 4, line):
                yield run if isinstance(run, Cut) else Heading(level, run)
        case Small(spans):
            for run in cut_spans(spans, room - line - 3, line + 3):
                yield run if isinstance(run, Cut) else Small(run)
        case CodeBlock(text, language):
            for piece in cut_lines(text, room - len(language) - 3 * line - 8, line):
                yield piece if isinstance(piece, Cut) else CodeBlock(piece, language)
        case Quote(blocks):
            for quoted in _packed(_pieces(blocks, room, line + 2), room, line + 2):
                yield Quote(quoted)
                yield Cut()
        case ListBlock(items, ordered, start):
            for at, item in enumerate(items):
                yield from _cut_item(item, ordered, start + at, room, line)
        case Divider():
            yield block


def _cut_item(item: tuple[Block, ...], ordered: bool, number: int, room: int, line: int) -> Iterator[Block | Cut]:
    """One item as a list of its own; what does not fit goes on in the next message, unlisted."""
    whole = ListBlock((item,), ordered, number)
    if _size(whole, line) <= room:
        yield whole
        return
    indent = len(str(number)) + 2 if ordered else 2
    for at, run in enumerate(_packed(_pieces(item, room, line + indent), room, line + indent)):
        if at:
            yield Cut()
            yield from run
        else:
            yield ListBlock((run,), ordered, number)


def _trimmed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A part's blocks without the blank lines at its edges, which the cut makes needless."""
    kept = list(blocks)
    while len(kept) > 1 and not write_block(kept[0]).strip():
        kept.pop(0)
    while len(kept) > 1 and not write_block(kept[-1]).strip():
        kept.pop()
    return tuple(kept)
