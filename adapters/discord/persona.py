"""Names under which a webhook may post.

Discord's webhook reference: 1 to 80 characters, neither `clyde` nor `discord` in them, and the rules for nicknames, of
which some are kept secret; `everyone` and `here` are refused as well.
"""

from __future__ import annotations

import re
from dataclasses import replace

from adapters.contract.fitting import one_line, shown_name
from adapters.contract.platform import Persona

NEUTRAL = "Guest"
LONGEST = 80
NAME_ROOM = 102  # units for a line that says a name within a message
_FORBIDDEN = re.compile(r"(disc)(?=ord)|(cly)(?=de)|^(every)(?=one$)|^(he)(?=re$)|(`)(?=``)", re.IGNORECASE)


def presentable(persona: Persona, longest: int = LONGEST) -> str:
    """The shown name, as near to the given one as Discord takes: forbidden words get a dash."""
    return shown_name(replace(persona, name=_taken(persona.name), home=_taken(persona.home)), longest)


def _taken(text: str) -> str:
    return _FORBIDDEN.sub(lambda word: word[0] + "-", one_line(text))
