"""A question never tells whose card it shows: over 1,000 communities, what it shows fits five members or more."""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import pairwise

import pytest

from adapters.contract.content import Button
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.cards import fields_shared_by
from bot.introductions import asking, texts
from bot.introductions.letters import LEAVE, PAUSE
from bot.introductions.who import Member
from storage.profiles import Alike, Sector
from tests.bot.introductions.communities import EMPLOYERS, NAMES, community, crowd, introduced

COMMUNITIES = range(1000)
FIVE = 5  # as promised, whatever the code says


def matching(shown: Alike, everybody: Counter[Alike]) -> int:
    """How many members have all that is shown."""
    return sum(
        count
        for kind, count in everybody.items()
        if all(not value or getattr(kind, name) == value for name, value in shown._asdict().items())
    )


def heads(text: str) -> list[list[str]]:
    """The first lines of the cards in a question, in parts."""
    lines = [re.sub(r"^\d\. ", "", line).split(" · ") for line in text.split("\n")]
    return [line for line in lines if line[0] in (*shared.SECTORS.values(), shared.SECTOR_HIDDEN)]


def shown_of(head: list[str]) -> Alike:
    """What a card shows, read back from its first line."""
    back = {str(label): value for labels in (shared.ROLES, shared.REGIONS) for value, label in labels.items()}
    sector = {str(label): value.value for value, label in shared.SECTORS.items()}.get(head[0], "")
    stage = {str(label): value.value for value, label in shared.STAGES.items()}
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
            cards = [shown_of(head) for head in heads(text)]
            assert len(cards) == len(others)
            for fields in cards:
                if fields == Alike(Sector.SUPPLIER.value, "", "", ""):  # who sells is labelled
                    labelled += 1
                elif any(fields):
                    shown += 1
                    assert matching(fields, everybody) >= FIVE
    assert shown > 50 and labelled < shown


def hidden(whose: Member, everybody: Counter[Alike]) -> list[str]:
    """In words, what is true of somebody and on no card of theirs."""
    kind, shown = whose.profile.alike, fields_shared_by(whose.profile.alike, everybody)
    stages = {each.value: label for each, label in shared.STAGES.items()}
    labels = ((kind.role, shown.role, shared.ROLES), (kind.region, shown.region, shared.REGIONS),
              (kind.stage, shown.stage, stages))  # fmt: skip
    return [names[value] for value, told, names in labels if value and not told]


def test_nothing_else_in_a_question_tells_what_its_card_hides() -> None:
    warned = {True: 0, False: 0}
    for seed in range(150):
        members = community(seed)
        everybody = crowd(members)
        for reader, other in pairwise(members):
            people = {member.taker.person: member for member in (reader, other)}
            text = text_of(asking.shown(introduced([reader, other]), people, reader.taker.person, everybody, 1e9))

            assert not any(label in text for label in hidden(other, everybody))
            if shared.SECTOR_HIDDEN in text:  # who may buy is warned of like everybody else
                sells = reader.profile.sector is Sector.SUPPLIER
                assert (texts.PROCUREMENT in text) == sells
                warned[sells] += 1
    assert min(warned.values()) > 50


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
