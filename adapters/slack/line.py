"""One line of mrkdwn, written so that a reader sees the markup that is meant and no other."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from itertools import pairwise

from adapters.contract.content import Style
from adapters.slack import dates, emoji
from adapters.slack.marks import MARKS, STYLES, ZERO_WIDTH, closes, opens
from adapters.slack.runs import Kind, Run

_EMOJI = re.compile(f":(?=({emoji.NAME}):)")
_MARK = re.compile(r"([*_~`])")
_PARTS = re.compile(rf"([\s{ZERO_WIDTH}]*)((?:.*[^\s{ZERO_WIDTH}])?)([\s{ZERO_WIDTH}]*)", re.DOTALL)
_NONE: frozenset[Style] = frozenset()


class _Role(Enum):
    PLAIN = auto()  # text without any mark
    MARK = auto()  # a character which only looks like a mark
    ATOM = auto()  # written as it is: a link, a mention, code, a date
    OPEN = auto()  # a mark that is meant
    CLOSE = auto()


_Token = tuple[_Role, str]


def escape(text: str) -> str:
    """The three escapes of Slack's text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def line(runs: Iterable[Run]) -> str:
    """One line of pieces, none of which holds a line break outside code."""
    tokens = _with_room(_tokens(_styled(_pieces(runs))))
    if tokens and tokens[0][0] is _Role.PLAIN and tokens[0][1].startswith(">"):
        tokens.insert(0, (_Role.ATOM, ZERO_WIDTH))  # else the line would be a quote
    before, after = _unmade(tokens)
    return "".join(
        f"{ZERO_WIDTH if index in before else ''}{_written(token)}{ZERO_WIDTH if index in after else ''}"
        for index, token in enumerate(tokens)
    )


def _written(token: _Token) -> str:
    role, text = token
    return escape(text) if role is _Role.PLAIN else text


def atom(run: Run) -> str:
    """A piece that is no plain text, in mrkdwn."""
    match run.kind:
        case Kind.CODE:
            fence = "`" if "`" not in run.text and "\n" not in run.text else "```"
            return f"{fence}{escape(run.text)}{fence}"
        case Kind.LINK:
            url = escape(run.ref.replace("|", "%7C"))
            label = escape(run.text).replace("\n", " ")
            return f"<{url}>" if run.text == run.ref else f"<{url}|{label}>"
        case Kind.USER:
            return f"<@{run.ref}>"
        case Kind.CHANNEL:
            return f"<#{run.ref}>"
        case _:
            return _date(run)


def _date(run: Run) -> str:
    assert run.moment is not None
    words = escape(run.text).replace("\n", " ").replace("|", "/")
    return f"<!date^{run.moment.unix}^{dates.PATTERNS[run.moment.form]}|{words}>"


_Piece = tuple[str, frozenset[Style], bool]  # text, styles, and whether it is plain text


def _pieces(runs: Iterable[Run]) -> list[_Piece]:
    """The pieces of a line, with the space at the edges of plain text set apart."""
    found: list[_Piece] = []
    for run in runs:
        styles = run.styles.intersection(MARKS)
        if run.kind is not Kind.TEXT:
            found.append((atom(run), styles, False))
        elif (parts := _PARTS.fullmatch(_EMOJI.sub(_broken, run.text))) is not None:
            found += [(part, styles, True) for part in parts.groups() if part]
    return found


def _broken(colon: re.Match[str]) -> str:
    return f":{ZERO_WIDTH}" if emoji.character(colon[1]) else ":"


def _styled(pieces: list[_Piece]) -> list[_Piece]:
    """Space takes only the styles of both its neighbours: no mark may stand beside space on its inner side."""
    following: list[frozenset[Style]] = []
    styles = _NONE
    for text, own, _ in reversed(pieces):
        following.append(styles)
        styles = styles if _blank(text) else own
    found: list[_Piece] = []
    styles = _NONE
    for (text, own, plain), after in zip(pieces, reversed(following), strict=True):
        if _blank(text):
            own = own & styles & after
        elif plain and text[0] in STYLES:
            own = own & styles  # no mark opens before a character that looks like one
        styles = styles if _blank(text) else own
        found.append((text, own, plain))
    return found


def _blank(text: str) -> bool:
    return text[0].isspace() or text[0] == ZERO_WIDTH  # `_pieces` has set it apart


def _tokens(pieces: list[_Piece]) -> Iterator[_Token]:
    """Text and marks in turn. Of styles that start together, the one that ends last opens first."""
    ends = _ends(pieces)
    open_now: list[Style] = []
    for index, (text, styles, plain) in enumerate(pieces):
        keep = next((depth for depth, style in enumerate(open_now) if style not in styles), len(open_now))
        yield from ((_Role.CLOSE, MARKS[style]) for style in reversed(open_now[keep:]))
        del open_now[keep:]
        for style in sorted(styles - set(open_now), key=lambda style: (-ends[index][style], style)):
            yield _Role.OPEN, MARKS[style]
            open_now.append(style)
        if plain:
            for at, part in enumerate(_MARK.split(text)):
                if part:
                    yield (_Role.MARK if at % 2 else _Role.PLAIN), part
        else:
            yield _Role.ATOM, text
    yield from ((_Role.CLOSE, MARKS[style]) for style in reversed(open_now))


def _ends(pieces: list[_Piece]) -> list[dict[Style, int]]:
    """For each piece, the index at which each of its styles ends."""
    found: list[dict[Style, int]] = []
    ends: dict[Style, int] = {}
    for index in range(len(pieces) - 1, -1, -1):
        ends = {style: ends.get(style, index) for style in pieces[index][1]}
        found.append(ends)
    return found[::-1]


def _with_room(tokens: Iterable[_Token]) -> list[_Token]:
    """The tokens with a zero-width space wherever a mark that is meant stands in the middle of a word."""
    listed = [(_Role.ATOM, ""), *tokens, (_Role.ATOM, "")]
    found: list[_Token] = []
    for token, following in pairwise(listed):
        found.append(token)
        word_before = following[0] is _Role.OPEN and token[1][-1:].isalnum()
        word_after = token[0] is _Role.CLOSE and following[1][:1].isalnum()
        if word_before or word_after:
            found.append((_Role.ATOM, ZERO_WIDTH))
    return [token for token in found if token[1]]


def _unmade(tokens: list[_Token]) -> tuple[set[int], set[int]]:
    """The tokens that need a zero-width space before, and those that need one after, so that no mark pairs wrongly."""
    before: set[int] = set()
    after: set[int] = set()
    last_tick = max((index for index, (_, text) in enumerate(tokens) if "`" in text), default=-1)
    meant: dict[str, int] = {}  # where each style that is meant has opened
    seeming: dict[str, list[int]] = {mark: [] for mark in STYLES}  # where text could open it
    for index, (role, text) in enumerate(tokens):
        if role in (_Role.PLAIN, _Role.ATOM):
            continue
        if text == "`":
            if index < last_tick:
                after.add(index)
            continue
        previous = tokens[index - 1][1][-1:] if index else ""
        following = tokens[index + 1][1][:1] if index + 1 < len(tokens) else ""
        if role is _Role.OPEN:
            after.update(seeming[text])  # they would take its other half
            seeming[text].clear()
            meant[text] = index
        elif role is _Role.CLOSE:
            start = meant.pop(text)
            for openers in seeming.values():
                del openers[bisect(openers, start) :]  # a pair that closes ends what opened within
        elif text in meant:
            if closes(previous, following):
                before.add(index)
        else:
            if closes(previous, following):
                after.update(seeming[text])
                seeming[text].clear()
            if opens(previous, text, following):
                seeming[text].append(index)
    return before, after
