"""What is said of commands and buttons that there are not, or are not any more, and to whom they are not there."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.contract.commands import Asked, Command, Declaration, Way
from adapters.contract.content import Code, Content, Paragraph, Text, plain
from adapters.contract.fitting import one_line, shortened
from bot.saying import _, laid
from bot.texts import UNKNOWN_COMMAND

NO_SUCH_COMMAND = _("There is no such command. To see what I can do, use /unsilo.")
FOR_MEMBERS = _(
    "This is for members of communities that Unsilo is in, and it finds you in none of them now. "
    "If you are in one, use /unsilo there first."
)
WHAT_THERE_IS = _("Here is what you can use:")
WORD_LIMIT = 40  # characters of a word that are said back


def unknown(declarations: Iterable[Declaration], call: Asked) -> Content:
    """Said to whoever typed a command that means nothing, or pressed a button that is too old."""
    typed = isinstance(call, Command) and call.message is None
    return usage(declarations, call.name) if typed else plain(UNKNOWN_COMMAND)


def usage(declarations: Iterable[Declaration], typed: str) -> Content:
    """The commands that begin with the first word that was typed, without its slash; `typed` may have a second."""
    first, _space, second = typed.partition(" ")
    known = [each for each in declarations if Way.SLASH in each.ways and each.name.split(" ")[0] == first]
    if not known:
        return plain(NO_SUCH_COMMAND)
    word = Code(f"/{first} {shortened(one_line(second), WORD_LIMIT)}".rstrip())
    said = (_("There is no command {command}.", command=word),) if second else ()
    lines = (Paragraph((Code(each.typed), Text(": "), Text(each.summary))) for each in known)
    return Content((*(Paragraph(laid(each)) for each in (*said, WHAT_THERE_IS)), *lines))
