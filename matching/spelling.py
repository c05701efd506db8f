"""How terms are written: words, plurals, capitals."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"\w+|[&/+]")
_GAP = re.compile(r"[\s\-\u2010\u2011\u2013']{0,2}")
_INFLECTED = re.compile(r"s|ed|d|ing")
_SHOUTED = 0.7  # share of capitals from which capitals mean nothing


@dataclass(frozen=True)
class Token:
    """A word in small letters, the same in the singular, and where it stands."""

    word: str
    singular: str
    start: int
    end: int


def is_acronym(term: str) -> bool:
    """Whether a term is one that capitals or digits make: "DNA", "DoLS", "S117"; not "Caldicott Guardian"."""
    capitals = sum(letter.isupper() for letter in term)
    return " " not in term and (capitals > 1 or (capitals == 1 and any(letter.isdigit() for letter in term)))


def tokens(text: str) -> list[Token]:
    """The words of a text, and the signs that stand in acronyms ("A&E")."""
    words = ((match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(text))
    return [Token(word, singular(word), start, end) for word, start, end in words]


def adjacent(text: str, one: Token, other: Token) -> bool:
    """Whether nothing but a space or a hyphen stands between two words, so that both may be of one term."""
    return other.start - one.end <= 2 and bool(_GAP.fullmatch(text, one.end, other.start))


def key(text: str) -> str:
    """The text's words alone: what is written the same but for capitals and signs has the same."""
    return " ".join(token.word for token in tokens(text))


def spellings(text: str) -> list[tuple[str, ...]]:
    """The words of a term, and for one that is no acronym, the same with its last word in the singular."""
    words = [token.word for token in tokens(text)]
    if is_acronym(text):
        return [tuple(words)]
    return list(dict.fromkeys([tuple(words), (*words[:-1], singular(words[-1]))])) if words else []


def singular(word: str) -> str:
    """A word without the ending of a plural."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word


def bare(surface: str) -> str:
    """An acronym without the small letters that inflect it ("GPs", "DNAed"), in small letters; else ""."""
    stem = surface.rstrip("sding")
    return stem.lower() if stem != surface and stem.isupper() and _INFLECTED.fullmatch(surface[len(stem) :]) else ""


def is_shouted(text: str) -> bool:
    """Whether nearly all of a text is in capitals."""
    letters = sum(letter.isalpha() for letter in text)
    return letters > 20 and sum(letter.isupper() for letter in text) > _SHOUTED * letters
