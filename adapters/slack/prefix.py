"""A workspace's own prefix of the bot's commands, for where their plain names belong to another app.

Slack lets two apps have the same command, and calls the one that was installed last. Source: Slack's guide to slash
commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Code, Content, Span, Text
from adapters.contract.walk import map_spans

_PREFIX = re.compile(r"(?:[a-z][a-z0-9-]{0,9})?")


class Prefix:
    """The prefix of the declared commands in one workspace; without one, everything stays as it is.

    Raises ValueError, with a sentence for the operator, for what cannot begin a command.
    """

    def __init__(self, text: str, declarations: Iterable[Declaration] = ()) -> None:
        if not _PREFIX.fullmatch(text):
            raise ValueError(
                f"{text!r} cannot begin a Slack command. Use up to 10 of a-z, 0-9 and -, beginning with a letter."
            )
        self.text = text
        self._roots = frozenset(each.name.split()[0] for each in declarations if Way.SLASH in each.ways)
        named = "|".join(sorted(map(re.escape, self._roots), key=len, reverse=True))
        self._named = re.compile(rf"(?<![\w/.:@#-])/(?=(?:{named})(?![\w/-]))") if text and named else None

    def stripped(self, command: str) -> str:
        """The declared word in a command that was typed: "/carebridge" as "bridge" where the prefix is "care"."""
        word = command.removeprefix("/")
        own = word.removeprefix(self.text)
        return own if own in self._roots else word

    def words(self, text: str) -> str:
        """The text with the commands in it as they are typed in this workspace."""
        return self._named.sub(f"/{self.text}", text) if self._named else text

    def content(self, content: Content) -> Content:
        """A message with the commands in it as they are typed in this workspace."""
        return map_spans(content, self._span) if self._named else content

    def _span(self, span: Span) -> Span:
        return replace(span, text=self.words(span.text)) if isinstance(span, Text | Code) else span


NO_PREFIX = Prefix("")
