"""A platform-neutral rich message, as a tree of values.

Blocks stand below each other, one line break between two of them; any further blank line is part of a paragraph's
text. Spans stand beside each other within a line, and their text may hold line breaks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from adapters.contract.refs import ChannelRef


class Style(StrEnum):
    """How a run of text is set."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SPOILER = "spoiler"


class MentionKind(StrEnum):
    """What a mention points at."""

    USER = "user"
    CHANNEL = "channel"
    GROUP = "group"  # a Discord role, a Slack user group
    EVERYONE = "everyone"  # @everyone, @here, @channel: `id` says which
    MESSAGE = "message"  # only in the bot's own words, as it keeps them: adapters see a link instead


class TimeForm(StrEnum):
    """How a moment is shown to its reader, in the reader's own time zone."""

    TIME = "time"  # 16:20
    TIME_SECONDS = "time_seconds"  # 16:20:30
    DATE = "date"  # 20/04/2021
    DATE_LONG = "date_long"  # 20 April 2021
    DATETIME = "datetime"  # 20 April 2021 16:20
    DATETIME_LONG = "datetime_long"  # Tuesday, 20 April 2021 16:20
    RELATIVE = "relative"  # 2 months ago


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text. It never holds markup: what looks like markup is meant literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Spans set in one style; nest them for several."""

    style: Style
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Code within a line, kept to the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; without spans, its address is its label."""

    url: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something pointed at. An empty `name` means that the event did not tell it.

    `target` is the id of the same person or channel on the reader's platform, set by the bot: for members who linked
    their accounts, who are then pinged, and for bridged channels.
    """

    kind: MentionKind
    id: str
    name: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Emoji:
    """A Unicode emoji (`char`), or a community's own (`char` empty; `url` of its picture where it is known)."""

    name: str
    char: str = ""
    id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment, in seconds since the epoch, which each reader sees in their own time zone."""

    unix: int
    form: TimeForm = TimeForm.DATETIME
    fallback: str = ""


Span = Text | Styled | Code | Link | Mention | Emoji | Timestamp


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, from 1 (largest) to 3."""

    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Small:
    """A line of small print."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted blocks."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted lines, kept to the letter."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; each item is a run of blocks, of which further lists are the nested ones."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across."""


Block = Paragraph | Heading | Small | Quote | CodeBlock | ListBlock | Divider


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file. `data` is set once its bytes have been read, and never stored."""

    origin: ChannelRef
    id: str
    name: str
    url: str
    media_type: str = "application/octet-stream"
    size: int = 0
    alt: str = ""
    spoiler: bool = False
    data: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The message that this one answers: who wrote it, its first words, and where it stands for the reader.

    `people` are those whom these words mention, each as "@name".
    """

    author: str
    text: str
    link: str = ""
    people: tuple[Mention, ...] = ()


class ButtonStyle(StrEnum):
    """How much a button stands out."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `action` is the name of a declared command, `argument` names the row it acts on; a `url` opens a page.

    Nothing about a button lives in memory, so it works after a restart.
    """

    label: str
    action: str = ""
    argument: str = ""
    style: ButtonStyle = ButtonStyle.PLAIN
    url: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A whole message. `reply` is shown above the text, `buttons` below it; `previews` lets links unfold."""

    blocks: tuple[Block, ...] = ()
    files: tuple[Attachment, ...] = ()
    reply: Excerpt | None = None
    buttons: tuple[Button, ...] = ()
    previews: bool = False

    def __bool__(self) -> bool:
        return bool(self.blocks or self.files or self.buttons or self.reply)


def plain(*lines: str) -> Content:
    """A message of plain paragraphs."""
    return Content(tuple(Paragraph((Text(line),)) for line in lines))
