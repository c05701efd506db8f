"""Names under which a webhook may post.

Discord's webhook reference: 1 to 80 characters, neither `clyde` nor `discord` in them, and the rules for nicknames, of
which some are kept secret; `everyone` and `here` are refused as well.
"""

from __future__ import annotations

import re
import unicodedata

from adapters.contract.fitting import one_line, shortened, units
from adapters.contract.platform import Persona

NEUTRAL = "Guest"
LONGEST = 80
NAME_ROOM = 100  # units for a line that says a name within a message
_NAMELESS = "Someone"
_BETWEEN = " · "
_LEAST = 20  # what stays of a longer name, or of a longer community's, next to the other
_FORBIDDEN = re.compile(r"(disc)(?=ord)|(cly)(?=de)|^(every)(?=one$)|^(he)(?=re$)|(`)(?=``)", re.IGNORECASE)
_FILLERS = re.compile("[\u2800\u3164\u115f\u1160\uffa0]")  # letters and symbols that show nothing
_DOTS = re.compile(r"(?<!\S)[·•∙⋅‧・･᛫ᐧ](?!\S)")


def presentable(persona: Persona, longest: int = LONGEST) -> str:
    """A name as near to the given one as Discord takes, and the community's behind it: of the two, the name is cut.

    So that nobody can claim another home, a dot of the name's own that stands alone becomes a dash.
    """
    name, home = _visible(persona.name) or _NAMELESS, _visible(persona.home)
    if not home:
        return shortened(name, longest)
    room = longest - len(_BETWEEN)
    home = shortened(home, room - min(units(name), _LEAST))
    return shortened(_DOTS.sub("-", name), room - units(home)) + _BETWEEN + home


def _visible(text: str) -> str:
    """A text in one line, as Discord takes it; empty when there is nothing to see."""
    seen = one_line(_FILLERS.sub(" ", text))
    if all(unicodedata.category(char)[0] in "ZCM" for char in seen):
        return ""
    return _FORBIDDEN.sub(lambda word: word[0] + "-", seen)
