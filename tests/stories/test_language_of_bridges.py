"""What bridges, moderating, profiles and all features say to one person is in their language, as whole sentences."""

from __future__ import annotations

import pytest

from adapters.contract.content import Mention, Paragraph, Text
from adapters.contract.walk import text_of
from bot import saying
from bot import texts as shared
from bot.bridging import texts as bridging
from bot.introductions import apart_texts
from bot.moderating import texts as moderating
from bot.people import texts as people
from storage.languages import Language
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import people as others
from tests.stories.test_language import pseudo as pseudo
from tests.stories.test_language import translated as translated

pytestmark = pytest.mark.usefixtures("translated")


async def test_organisers_read_of_their_bridge_in_their_language_and_its_channels_in_english(
    world: World, rosa: Member, bert: Member
) -> None:
    await rosa.use("language", name="cymraeg")
    code = await rosa.use("bridge invite")
    paused = await rosa.told("bridge pause")
    status, log = await rosa.told("bridge status"), await rosa.told("bridge log")

    assert text_of(code).startswith("⟦The code is ") and text_of(code).splitlines()[0].endswith("⟧")
    assert paused.startswith(f"⟦{bridging.switched('Red', 'Discharge', paused=True, whole=False)}⟧")
    assert "⟦Paused.⟧" in status and "Waiting: 0.⟧" in status and "⟦Last message from here: ⟦none yet⟧. " in status
    assert "⟦@Rosa paused ⟦their channel⟧⟧⟧" in log and "⟦@Rosa made an invitation⟧⟧" in log
    assert bert.notices() == [
        f"{bridging.switched('Red', 'Discharge', paused=True, whole=False)}\n{bridging.PAUSE_MEANS}"
    ]


async def test_whoever_is_mentioned_stands_in_the_sentence_where_a_language_wants_it(
    rosa: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    english = "{who} may now organise this community. They are not told, so please tell them."
    known = f'{head}msgid "{english}"\nmsgstr "(organise) {{who}} (bridges)"\n'
    monkeypatch.setattr(saying, "catalogue", lambda language: saying.loaded(known.encode()))
    await rosa.use("language", name="cymraeg")
    answer = await rosa.use("organisers add", who="<@Ann>")

    [paragraph] = answer.blocks
    assert isinstance(paragraph, Paragraph)
    before, mention, after = paragraph.spans
    assert isinstance(mention, Mention) and mention.id == "Ann"
    assert (before, after) == (Text("(organise) "), Text(" (bridges)"))


async def test_whoever_is_banned_is_told_so_in_their_language_and_organisers_in_theirs(
    rosa: Member, ann: Member
) -> None:
    await ann.use("language", name="cymraeg")
    answer = await rosa.told("bridge mute", who="<@Ann>", time="1h")

    letter = " ".join(part.text for part in ann.letters())  # this platform takes it in pieces
    assert letter.startswith("⟦The organisers of Red decided that what you write")
    assert letter.endswith(f".⟧ ⟦{moderating.MUTED_MEANS}⟧ ⟦{moderating.BARRED_STAYS}⟧ ⟦{moderating.BARRED_ASK}⟧")
    assert answer.startswith("@Ann: nothing of theirs is copied over the bridge “Discharge” until ")


async def test_a_profile_and_the_cards_of_others_are_shown_in_the_readers_language(world: World) -> None:
    ann, *_ = await others(
        world,
        ("social care", "Falls on the ward at night"),
        *[("nhs", f"Falls on the ward at night {at}") for at in "12345"],
    )
    await ann.use("language", name="cymraeg")
    mine, cards = await ann.told("profile show"), await ann.told("peers")

    assert f"⟦{people.FIELDS['sector']}⟧: ⟦{shared.SECTORS['social care']}⟧\n" in mine  # type: ignore[index]
    assert f"⟦Seen by: ⟦{people.SEEN_SECTOR}⟧.⟧" in mine
    assert "⟦1. ⟦NHS⟧⟧" in cards and f"⟦{people.BLIND}⟧" in cards
    assert "⟦What differs: ⟦They work ⟦in the NHS⟧, you work ⟦in social care⟧.⟧⟧" in cards


async def test_why_something_is_not_done_is_said_in_the_readers_language(ann: Member) -> None:
    await ann.use("language", name="cymraeg")

    assert await ann.told("bridge pause") == f"⟦{shared.ORGANISERS_ONLY}⟧"
    assert await ann.begins("bridge change-rules") is not None
    assert (await ann.told("intro block", kind="person", who="nobody")) == f"⟦{apart_texts.WHOM}⟧"


async def test_a_letter_about_a_lost_message_leads_to_it_in_the_readers_language(world: World, ann: Member) -> None:
    await ann.use("language", name="cymraeg")
    link = saying.laid(shared.did_not_reach(Text(shared.YOUR_MESSAGE), "Blue"))

    assert saying.spoken(Paragraph(link), Language.WELSH) == Paragraph(
        (Text(f"⟦⟦{shared.YOUR_MESSAGE}⟧ did not reach Blue. Everybody in your own channel can still see it.⟧"),)
    )
