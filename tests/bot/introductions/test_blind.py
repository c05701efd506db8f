"""A question never tells whose card it shows: over 1,000 communities, what it shows fits five members or more."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from adapters.contract.content import Button
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.cards import FEWEST, fields_shared_by
from bot.introductions import asking
from bot.introductions.letters import LEAVE, PAUSE
from storage.profiles import Alike, Sector
from tests.bot.introductions.communities import EMPLOYERS, NAMES, community, crowd, introduced

COMMUNITIES = range(1000)


def matching(shown: Alike, everybody: Counter[Alike]) -> int:
    """How many members have all that is shown."""
    return sum(
        count
        for kind, count in everybody.items()
        if all(not value or getattr(kind, name) == value for name, value in shown._asdict().items())
    )


def shown_of(text: str) -> Alike:
    """What the first card in a question shows, read back from its words."""
    head = text.split("\n")[1].removeprefix("1. ").split(" · ")
    back = {label: value for labels in (shared.ROLES, shared.REGIONS) for value, label in labels.items()}
    sector = {label: value.value for value, label in shared.SECTORS.items()}.get(head[0], "")
    stage = {label: value.value for value, label in shared.STAGES.items()}
    found = [back[each] for each in head[1:] if each in back]
    role = next((value for value in found if value in shared.ROLES), "")
    region = next((value for value in found if value in shared.REGIONS), "")
    return Alike(sector, role, region, next((stage[each] for each in head[1:] if each in stage), ""))


@pytest.mark.parametrize("hundred", range(10))
def test_what_a_question_shows_of_anybody_fits_five_members_or_more(hundred: int) -> None:
    shown = labelled = 0
    for seed in COMMUNITIES[hundred * 100 : hundred * 100 + 100]:
        members = community(seed)
        everybody, chance = crowd(members), random.Random(seed)
        for _ in range(3):
            reader, *others = people = chance.sample(members, min(len(members), chance.randint(2, 4)))
            by_person = {member.taker.person: member for member in people}
            question = asking.shown(introduced(people), by_person, reader.taker.person, everybody, 1_770_112_800.0)
            text = text_of(question)

            assert not any(name in text for name in NAMES)
            assert not any(employer and employer in text for employer in EMPLOYERS)
            fields = shown_of(text)
            if fields == Alike(Sector.SUPPLIER.value, "", "", ""):  # who sells is labelled, and nothing else is told
                labelled += 1
            elif any(fields):
                shown += 1
                assert matching(fields, everybody) >= FEWEST
            assert len(others) == len(people) - 1
    assert shown > 50 and labelled < shown


def test_a_rare_field_is_dropped_and_a_common_one_is_shown() -> None:
    seen = {"shown": 0, "dropped": 0}
    for seed in range(200):
        members = community(seed)
        everybody = crowd(members)
        for one, other in pairwise(members):
            people = {member.taker.person: member for member in (one, other)}
            label = shared.REGIONS.get(other.profile.region, "")
            if not label or one.profile.region == other.profile.region:
                continue
            text = text_of(asking.shown(introduced([one, other]), people, one.taker.person, everybody, 1e9))
            kept = fields_shared_by(other.profile.alike, everybody).region != ""
            assert (label in text) == kept
            seen["shown" if kept else "dropped"] += 1

    assert min(seen.values()) > 50


def test_every_question_has_an_answer_and_the_way_out_on_it() -> None:
    members = community(3)[:2]
    by_person = {member.taker.person: member for member in members}
    question = asking.shown(introduced(members), by_person, members[0].taker.person, crowd(members), 1e9)
    actions = [button.action for button in question.buttons if isinstance(button, Button)]

    assert actions == [asking.ANSWER, asking.REFUSE, asking.REFUSE_TOPIC, PAUSE, LEAVE]
