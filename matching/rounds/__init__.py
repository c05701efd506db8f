"""Who is introduced to whom in a round: `plan` takes values and returns values."""

from matching.rounds.bound import bound
from matching.rounds.planning import between, plan
from matching.rounds.values import Group, Person, Plan, Rules, Stage, Tie, Topic, Why, Wish

__all__ = ["Group", "Person", "Plan", "Rules", "Stage", "Tie", "Topic", "Why", "Wish", "between", "bound", "plan"]
