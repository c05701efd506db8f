"""Everything that members can do, on a model that is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot import compose
from bot.clock import Clock
from bot.embedding.understanding import Understanding
from bot.feature import Feature
from bot.profiles import texts_of
from bot.terms import Terms
from storage.database import Database
from tests.fakes.embedder import FakeEmbedder, matcher


@dataclass
class Whole:
    """All features of a bot on a database, and what they understand with; `Bot` runs `understanding.run`."""

    database: Database
    clock: Clock
    embedder: FakeEmbedder = field(default_factory=FakeEmbedder)
    terms: Terms = field(default_factory=Terms)

    def __post_init__(self) -> None:
        self.understanding = Understanding(
            self.database, self.clock, lambda: matcher(self.embedder, self.terms.expand), texts_of
        )

    @property
    def features(self) -> tuple[Feature, ...]:
        """As the composition root plugs them in."""
        return compose.features(self.database, self.understanding, self.terms)
