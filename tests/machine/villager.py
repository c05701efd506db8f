"""What the model of introductions knows of one of its people."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Villager:
    """What the model knows of somebody, from what they did and what they were told."""

    name: str
    joined: bool = False
    paused_until: float = 0.0
    yes: set[int] = field(default_factory=set)  # introductions about which their last word is yes
    away_from: set[str] = field(default_factory=set)  # whom they blocked
    went: int = 0  # how often they left, paused, were erased, or wanted no more rounds: rounds begin anew for them then
    frequency: str = "monthly"
    days: str = "01234"
    span: tuple[int, int] = (9, 17)  # hours in which they may be written to
    counted: dict[str, tuple[int, float]] = field(default_factory=dict)  # rounds they are in, and heard nothing of

    def goes(self) -> None:
        """They are not there for anything that is not settled."""
        self.yes.clear()
        self.went += 1

    def wants(self, frequency: str, days: str, span: tuple[int, int]) -> None:
        """They choose how often, and when."""
        self.frequency, self.days, self.span = frequency, days, span
        if frequency == "when I ask":
            self.went += 1

    def hears(self, round: str | None, at: float) -> None:
        """They hear what came of a round, or of one that has begun."""
        over = [it for it, (_, starts_at) in self.counted.items() if it == round or (round is None and starts_at <= at)]
        for each in over:
            del self.counted[each]

    def takes_part(self, now: float) -> bool:
        """Whether they may be asked about others."""
        return self.joined and self.paused_until <= now
