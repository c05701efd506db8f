"""A message as parts that fit one Slack message each: nothing is lost, no word, link or mention is cut.

The tree is taken apart into words, each with the path of blocks and styles above it; words are packed into parts,
and each part is put together again from the paths of its words, so that fences, lists and styles close and reopen.
Slack posts more than about 4,040 characters of `text` as several messages and tells the `ts` of one only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, groupby

from adapters.contract.content import (
    Attachment,
    Block,
    Code,
    CodeBlock,
    Content,
    Divider,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Small,
    Span,
    Styled,
    Text,
)
from adapters.contract.fitting import batches, chunks, units
from adapters.contract.walk import leaves, text_of
from adapters.slack import mrkdwn, render
from adapters.slack.line import escape
from adapters.slack.marks import ZERO_WIDTH
from adapters.slack.markup import merged
from adapters.slack.runs import in_plain_words

TEXT_LIMIT = 3900  # UTF-16 units of `text`
FILE_LIMIT = 10  # files of one message
_APART = 170  # what a block of its own costs at least, so that a part stays under 50 blocks
_CHUNK = 500  # characters of the longest piece that is never cut
_LINK_LIMIT = 3500  # units of a link that stays one; a longer one becomes words
_WORDS = re.compile(r"\S+\s*|\s+")
_SENTENCE = re.compile(r"[.!?…][^\w\s]*$")
_COSTLY = re.compile(r"[*_~`:>&<\n]")

# How good it is to end a part after a word, the best last.
_NOWHERE, _WORD, _SENTENCE_END, _LINE, _PARAGRAPH, _BLOCK = range(6)


@dataclass(frozen=True, slots=True)
class _Node:
    """A block or style above a word. `key` tells it from its like; `item` numbers the items of a list."""

    key: int
    what: Block | Styled
    item: int = 0


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece that stays whole: what it is, the nodes above it from the top, its cost, how well a part ends here."""

    what: Span | Block | str
    path: tuple[_Node, ...]
    cost: int
    end: int


def parts(content: Content) -> tuple[Content, ...]:
    """The message as parts, in order: text first, with the quote line on the first and the buttons on the last."""
    shown = [file for file in content.files if not file.spoiler]
    files = tuple(Content(files=run) for run in batches(shown, FILE_LIMIT))
    hidden = tuple(_hidden(file) for file in content.files if file.spoiler)
    words = replace(content, blocks=(*content.blocks, *hidden), files=())
    if not (words.reply or words.buttons or _says_something(words)):
        return files
    if _fits(words):
        return (words, *files)
    room = TEXT_LIMIT - (units(mrkdwn.block_text(mrkdwn.excerpt_block(content.reply))) + 1 if content.reply else 0)
    groups = _packed(_words(words.blocks, count(1)), room)
    pieces = (Content(_blocks(group), previews=content.previews) for group in groups)
    packed = [piece for piece in pieces if _says_something(piece)] or [Content(previews=content.previews)]
    packed[0] = replace(packed[0], reply=content.reply)
    packed[-1] = replace(packed[-1], buttons=content.buttons)
    return (*packed, *files)


def _fits(words: Content) -> bool:
    if sum(len(leaf.text) for leaf in leaves(words) if isinstance(leaf, Text | Code)) > TEXT_LIMIT:
        return False  # known without rendering all of a very long text
    return units(mrkdwn.text(words)) <= TEXT_LIMIT and len(render.native_blocks(words)) <= render.BLOCK_LIMIT


def _hidden(file: Attachment) -> Small:
    """What stands for a file that its author covered: Slack has no covers, and would show it to everybody at once."""
    kind = file.media_type.partition("/")[0]
    what = kind if kind in ("image", "video") else "file"
    return Small(
        (Text(f"Hidden {what}: {file.name} (marked as a spoiler). Slack cannot cover it, so it was not copied."),)
    )


def _says_something(part: Content) -> bool:
    """Whether readers would see more than space."""
    return bool(text_of(part).replace(ZERO_WIDTH, "").strip()) or mrkdwn.DIVIDER in mrkdwn.text(part)


def _cost(text: str, per_line: int) -> int:
    """The most that text can take up in mrkdwn: escapes, zero-width spaces, and what each new line repeats."""
    if not _COSTLY.search(text):
        return units(text)
    return units(escape(text)) + len(_COSTLY.findall(text)) + text.count("\n") * per_line


def _opening(path: tuple[_Node, ...], known: set[tuple[int, int]]) -> int:
    """What the nodes that are not open yet take up in mrkdwn: line breaks, indents, bullets, fences, marks."""
    total = indent = 0
    for node in path:
        opened = (node.key, node.item) in known
        match node.what:
            case Quote():
                own, further = 0, 2
            case ListBlock(items, _, start):
                own, further = 3 + len(str(start + len(items))), 4
            case CodeBlock():
                own, further = 9 + 3 * indent, 0
            case Small():
                own, further = _APART, 0
            case Styled():
                own, further = 4, 0
            case _:
                own, further = 5 + indent, 0
        indent += further
        total += 0 if opened else own
    return total


def _per_line(path: Iterable[_Node]) -> int:
    """What a line break repeats at most: the signs of quotes and lists, and marks, which do not span lines."""
    return sum(4 for node in path if isinstance(node.what, Quote | ListBlock | Styled))


def _words(blocks: Iterable[Block], keys: Iterator[int], path: tuple[_Node, ...] = ()) -> Iterator[_Word]:
    for block in blocks:
        *most, last = _block_words(block, keys, path)
        yield from most
        yield replace(last, end=_BLOCK)


def _block_words(block: Block, keys: Iterator[int], path: tuple[_Node, ...]) -> Iterator[_Word]:
    node = _Node(next(keys), block)
    within = (*path, node)
    nothing = _Word(Text(""), within, 1, _BLOCK)
    match block:
        case Divider():
            yield _Word(block, path, _APART, _BLOCK)
        case CodeBlock(text):
            for line in text.splitlines(keepends=True) or [""]:
                for chunk in chunks(line, _CHUNK):
                    yield _Word(chunk, within, _cost(chunk, _per_line(within)), _LINE)
        case Quote(blocks):
            yield from _words(blocks, keys, within) if blocks else (nothing,)
        case ListBlock(items):
            for number, item in enumerate(items):
                here = (*path, replace(node, item=number))
                yield from _words(item or (Paragraph(()),), keys, here)
        case Paragraph(spans) | Small(spans) | Heading(_, spans):
            words = list(_span_words(spans, keys, within))
            yield from words or (nothing,)


def _span_words(spans: Iterable[Span], keys: Iterator[int], path: tuple[_Node, ...]) -> Iterator[_Word]:
    per_line = _per_line(path)
    for span in spans:
        match span:
            case Text(text):
                for word in _WORDS.findall(text):
                    *most, last = [Text(chunk) for chunk in chunks(word, _CHUNK)]
                    yield from (_Word(chunk, path, _cost(chunk.text, 0), _NOWHERE) for chunk in most)
                    yield _Word(last, path, _cost(last.text, per_line), _ending(last.text))
            case Code(text):
                yield from (_Word(Code(chunk), path, _cost(chunk, 0) + 8, _NOWHERE) for chunk in chunks(text, _CHUNK))
            case Styled(_, inner):
                yield from _span_words(inner, keys, (*path, _Node(next(keys), span)))
            case _:
                cost = units(mrkdwn.spans_mrkdwn((span,))) + 2
                if isinstance(span, Link) and cost > _LINK_LIMIT:
                    yield from _span_words(in_plain_words(span), keys, path)
                else:
                    yield _Word(span, path, cost, _NOWHERE)


def _ending(word: str) -> int:
    """How well a part ends after a word, by the space that follows it."""
    bare = word.rstrip()
    space = word[len(bare) :]
    if "\n" in space:
        return _PARAGRAPH if space.count("\n") > 1 else _LINE
    if not space:
        return _NOWHERE
    return _SENTENCE_END if _SENTENCE.search(bare) else _WORD


def _packed(words: Iterable[_Word], room: int) -> Iterator[list[_Word]]:
    """The words in groups that fit, each ended where it reads best in its second half."""
    waiting = deque(words)
    group: list[_Word] = []
    sizes: list[int] = []  # of the group up to and with each word
    while waiting:
        word = waiting.popleft()
        known = {(node.key, node.item) for node in group[-1].path} if group else set()
        size = (sizes[-1] if sizes else 0) + word.cost + _opening(word.path, known)
        if group and size > room:
            half = bisect_left(sizes, room // 2)
            end = max(range(half, len(group)), key=lambda at: (group[at].end, at), default=len(group) - 1)
            if group[end].end == _NOWHERE:
                end = max(range(len(group)), key=lambda at: (group[at].end > _NOWHERE, at))
            yield [*group[:end], _trimmed(group[end])]
            waiting.extendleft(reversed([*group[end + 1 :], word]))
            group, sizes = [], []
        else:
            group.append(word)
            sizes.append(size)
    yield group


def _trimmed(word: _Word) -> _Word:
    """The last word of a part, without the space after it."""
    match word.what:
        case Text(text):
            return replace(word, what=Text(text.rstrip()))
        case str(line):
            return replace(word, what=line.removesuffix("\n"))
        case _:
            return word


def _grouped(words: Iterable[_Word], depth: int) -> Iterator[tuple[_Node | None, list[_Word]]]:
    """Neighbouring words by the node above them at a depth; None for those that stand there themselves."""
    for _, group in groupby(words, key=lambda word: word.path[depth].key if len(word.path) > depth else 0):
        listed = list(group)
        yield (listed[0].path[depth] if len(listed[0].path) > depth else None), listed


def _blocks(words: Iterable[_Word], depth: int = 0) -> tuple[Block, ...]:
    found: list[Block] = []
    for node, group in _grouped(words, depth):
        match node.what if node else None:
            case Paragraph() | Small() | Heading() as block:
                found.append(replace(block, spans=_spans(group, depth + 1)))
            case Quote():
                found.append(Quote(_blocks(group, depth + 1)))
            case CodeBlock() as block:
                found.append(replace(block, text="".join(word.what for word in group if isinstance(word.what, str))))
            case ListBlock(_, ordered, start):
                items = groupby(group, key=lambda word: word.path[depth].item)
                listed = tuple(_blocks(item, depth + 1) for _, item in items)
                found.append(ListBlock(listed, ordered, start + group[0].path[depth].item))
            case _:
                found += (word.what for word in group if isinstance(word.what, Divider))
    return tuple(found)


def _spans(words: Iterable[_Word], depth: int) -> tuple[Span, ...]:
    found: list[Span] = []
    for node, group in _grouped(words, depth):
        match node.what if node else None:
            case Styled(style):
                found.append(Styled(style, _spans(group, depth + 1)))
            case _:
                found += (word.what for word in group if isinstance(word.what, Span))
    return merged(found)
