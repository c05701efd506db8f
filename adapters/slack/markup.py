"""mrkdwn → blocks: the text of messages that come without `rich_text`, and of other bots' Block Kit.

One pass over the lines finds quotes and fences, one over each paragraph its tokens, one over these its pairs of marks;
no step looks back. What does not parse is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from adapters.contract.content import (
    Block,
    Code,
    CodeBlock,
    Content,
    Link,
    Mention,
    MentionKind,
    Paragraph,
    Quote,
    Span,
    Styled,
    Text,
)
from adapters.slack import dates, emoji
from adapters.slack.marks import STYLES, ZERO_WIDTH, closes, opens
from adapters.slack.names import NO_NAMES, Names

_QUOTE = re.compile(r"(?:&gt;|>) ?")
_QUOTE_REST = re.compile(r"(?:&gt;|>){3} ?")
_TOKEN = re.compile(
    rf"`(?!{ZERO_WIDTH})(?P<code>[^`\n]+)`|<(?P<angled>[^<>\n]+)>|(?<!\d):(?P<emoji>{emoji.NAME}):|(?P<mark>[*_~])|(?P<line>\n)"
)
_FENCE = "```"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_UNIX = re.compile(r"-?\d{1,15}")


def unescape(text: str) -> str:
    """Text without Slack's three escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def read_markup(text: str, names: Names = NO_NAMES) -> Content:
    """A message's mrkdwn as content."""
    return Content(read_blocks(text, names))


def read_blocks(text: str, names: Names = NO_NAMES) -> tuple[Block, ...]:
    """Blocks of mrkdwn."""
    return tuple(_quotes(text, names)) if text else ()


def _quotes(text: str, names: Names) -> Iterator[Block]:
    """Runs of quoted lines and runs of others, which may hold fences."""
    lines = text.split("\n")
    last_fence = max((number for number, line in enumerate(lines) if _FENCE in line), default=-1)
    run: list[str] = []
    quoting = fenced = False
    for number, line in enumerate(lines):
        if not fenced and _QUOTE_REST.match(line):
            if run:
                yield from _run(run, quoting, names)
            rest = [_QUOTE_REST.sub("", line, count=1), *lines[number + 1 :]]
            yield Quote(tuple(_fences("\n".join(rest), names)))
            return
        quote = None if fenced else _QUOTE.match(line)
        if run and (quote is not None) != quoting:
            yield from _run(run, quoting, names)
            run = []
        quoting = quote is not None
        run.append(line[quote.end() :] if quote else line)
        if not quoting and line.count(_FENCE) % 2:
            fenced = not fenced and number < last_fence
    yield from _run(run, quoting, names)


def _run(lines: list[str], quoting: bool, names: Names) -> Iterator[Block]:
    blocks = _fences("\n".join(lines), names)
    if quoting:
        yield Quote(tuple(blocks))
    else:
        yield from blocks


def _fences(text: str, names: Names) -> Iterator[Block]:
    """Paragraphs and fenced code in turn."""
    parts = text.split(_FENCE)
    fences = (len(parts) - 1) // 2
    for index, part in enumerate(parts[: 2 * fences + 1]):
        if index % 2:
            code = part.removeprefix("\n").removesuffix("\n")
            yield CodeBlock(unescape(code)) if code else Paragraph((Text(_FENCE + part + _FENCE),))
            continue
        if index == 2 * fences:
            part = _FENCE.join(parts[2 * fences :])  # a fence that nothing closes is text
        part = part.removeprefix("\n") if index else part
        part = part.removesuffix("\n") if index < 2 * fences else part
        if part or not fences:
            yield Paragraph(read_spans(part, names))


@dataclass(slots=True)
class _Mark:
    """A character that may be half of a pair; `partner` is the index of its other half."""

    char: str
    opens: bool
    closes: bool
    partner: int = -1


def read_spans(text: str, names: Names = NO_NAMES) -> tuple[Span, ...]:
    """The spans of a paragraph."""
    tokens = list(_tokens(text, names))
    _pair(tokens)
    return _tree(tokens)


_Token = _Mark | Span | None  # None is a line break that ends all marks


def _tokens(text: str, names: Names) -> Iterator[_Token]:
    end = 0
    for found in _TOKEN.finditer(text):
        start = found.start()
        if start > end:
            yield Text(unescape(text[end:start]))
        end = found.end()
        match found.lastgroup:
            case "code":
                yield Code(unescape(found["code"]))
            case "angled":
                yield from angled(found["angled"], names)
            case "emoji":
                yield _emoji(found["emoji"], names)
            case "mark":
                before, after = text[start - 1 : start], text[end : end + 1]
                yield _Mark(found[0], opens(before, found[0], after), closes(before, after))
            case _:
                yield None
    if end < len(text):
        yield Text(unescape(text[end:]))


def _emoji(name: str, names: Names) -> Span:
    """An emoji. A name that nobody knows may be one of the workspace's own; in digits or capitals it is only text."""
    known = emoji.character(name) or name in names.emoji
    return emoji.read(name, names.emoji) if known or (name.islower() and not name.isdigit()) else Text(f":{name}:")


def _pair(tokens: list[_Token]) -> None:
    """Tell each mark its other half."""
    opened: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token is None:
            opened.clear()
        if not isinstance(token, _Mark):
            continue
        start = opened.get(token.char)
        if token.closes and start is not None:
            first = tokens[start]
            assert isinstance(first, _Mark)
            first.partner, token.partner = index, start
            opened = {char: found for char, found in opened.items() if found < start}
        elif token.opens and start is None:
            opened[token.char] = index


def _tree(tokens: list[_Token]) -> tuple[Span, ...]:
    """Spans within spans, from marks that know their other halves."""
    levels: list[list[Span]] = [[]]
    for index, token in enumerate(tokens):
        if token is None:
            levels[-1].append(Text("\n"))
        elif not isinstance(token, _Mark):
            levels[-1].append(token)
        elif token.partner < 0:
            levels[-1].append(Text(token.char))
        elif token.partner > index:
            levels.append([])
        else:
            inner = merged(levels.pop())
            levels[-1].append(Styled(STYLES[token.char], inner))
    return merged(levels[0])


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans with neighbouring texts as one."""
    found: list[Span] = []
    for is_text, group in groupby(spans, key=lambda span: isinstance(span, Text)):
        if is_text:
            found.append(Text("".join(span.text for span in group if isinstance(span, Text))))
        else:
            found.extend(group)
    return tuple(found)


def angled(inner: str, names: Names = NO_NAMES) -> Iterator[Span]:
    """What stands between < and >: a mention, a date or a link."""
    target, _, label = inner.partition("|")
    words = unescape(label)
    id, argument = target[1:].partition("^")[0], target[1:].partition("^")[2]
    match target[:1]:
        case "@" if id:
            yield Mention(MentionKind.USER, id, words.removeprefix("@") or names.users.get(id, ""))
        case "#" if id:
            # Not its label: that names private channels too.
            yield Mention(MentionKind.CHANNEL, id, names.channels.get(id, ""))
        case "!" if id == "subteam":
            yield Mention(MentionKind.GROUP, argument, words.removeprefix("@") or names.groups.get(argument, ""))
        case "!" if id in ("here", "channel", "everyone"):
            yield Mention(MentionKind.EVERYONE, id, id)
        case "!" if id == "date":
            yield from _date(argument, words)
        case "!":
            yield Text(words or f"<{unescape(inner)}>")
        case _ if _ADDRESS.match(target):
            url = unescape(target)
            yield Link(url, (Text(words),) if words and words != url else ())
        case _:
            yield Text(f"<{unescape(inner)}>")


def _date(argument: str, words: str) -> Iterator[Span]:
    unix, pattern, link, *_ = *argument.split("^", 2), "", ""
    if not _UNIX.fullmatch(unix):
        yield Text(words or f"<!date^{unescape(argument)}>")
        return
    spans = dates.read(int(unix), unescape(pattern), words)
    yield from (Link(unescape(link), spans),) if link else spans
