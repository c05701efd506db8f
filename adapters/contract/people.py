"""People whom somebody mentions in a command."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from adapters.contract.commands import Answers

# As both platforms write one in a command (`should_escape` on Slack).
MENTION = re.compile(r"<@!?(\w+)(?:\|[^>]*)?>", re.ASCII)


def mentioned(answers: Answers) -> set[str]:
    """The ids of everybody whom answers mention."""
    return {id for answer in answers.values() if isinstance(answer, str) for id in MENTION.findall(answer)}


async def without_strangers(answers: Answers, known: Callable[[str], Awaitable[bool]]) -> Answers:
    """Answers in which whoever is mentioned and not known is no mention any more, but plain words."""
    strangers = {id for id in mentioned(answers) if not await known(id)}
    if not strangers:
        return answers

    def in_words(found: re.Match[str]) -> str:
        return f"@{found[1]}" if found[1] in strangers else found[0]

    return {
        name: MENTION.sub(in_words, answer) if isinstance(answer, str) else answer for name, answer in answers.items()
    }
