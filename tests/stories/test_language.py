"""Members read what is said to them alone in their language; here, in one that puts each sentence between brackets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adapters.contract.content import Content, Text, plain
from adapters.contract.walk import text_of
from bot import notices, saying
from bot.events import answer_texts, aside_texts
from bot.events import texts as events
from bot.introductions import talk
from bot.introductions import texts as introductions
from bot.language import texts
from bot.opting_out import texts as opting_out
from bot.people import being_found
from bot.privacy import texts as privacy
from bot.relay import texts as relay
from storage.consents import Kind
from storage.languages import Language
from tests.brackets import bracketed as in_brackets
from tests.fakes import platform as fake
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.gathering import DAY, SAID, START, Gathering, letters, places, reminded, until
from tests.stories.introducing import FALLS, ann_and_bob, passes, settle_in, wants

MISSING = opting_out.WHAT_STAYS  # what the translator has not come to yet


@pytest.fixture
def pseudo() -> bytes:
    """A catalogue of Welsh with every sentence in brackets but one."""
    return in_brackets(MISSING)


@pytest.fixture
def translated(pseudo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot has this catalogue."""
    known = saying.loaded(pseudo)
    monkeypatch.setattr(saying, "catalogue", lambda language: known if language is Language.WELSH else None)


def bracketed(content: Content) -> list[str]:
    """Its paragraphs that are wholly in brackets."""
    return [line for line in text_of(content).splitlines() if line.startswith("⟦") and line.endswith("⟧")]


async def test_whoever_chooses_a_language_is_answered_in_it_and_nobody_else(
    world: World, ann: Member, bert: Member, translated: None
) -> None:
    before = await ann.use("unsilo")
    chosen = await ann.told("language", name="cymraeg")
    after, others = await ann.use("unsilo"), await bert.use("unsilo")
    back = await ann.told("language", name="english")

    five = [relay.ABOUT, relay.joined_with("Discharge", ["Blue", "Green"]), relay.PEOPLE, relay.EVENTS, relay.YOURS]
    assert text_of(before).splitlines() == text_of(await ann.use("unsilo")).splitlines() == five
    assert text_of(others).splitlines()[0] == relay.ABOUT
    assert chosen.startswith("⟦I speak Cymraeg with you from now on.⟧")
    assert bracketed(after)[0] == f"⟦{relay.ABOUT}⟧" and len(bracketed(after)) == 5
    assert "in ⟦Blue and Green⟧.⟧" in text_of(after)
    assert back == f"{texts.chosen('English')}\n{texts.WHERE}"


async def test_letters_to_one_person_are_in_their_language_and_posts_in_channels_are_not(
    world: World, ann: Member, bert: Member, translated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "FILE_LIMIT", 100_000)
    annie = Member(world, world.green, world.talk(world.green), "Annie")
    await world.database.write(lambda unit: unit.members.link(ann.account, annie.account, "m1", 0.0))
    await annie.use("language", name="cymraeg")
    await ann.use("mydata")
    await bert.use("mydata")
    letter, other = (" ".join(it.text for it in who.letters()) for who in (ann, bert))
    page = next(file.data for it in ann.letters() for file in it.content.files)

    assert letter.startswith(f"⟦{privacy.YOUR_DATA}⟧")
    assert other.startswith(privacy.YOUR_DATA)
    assert page is not None and b'lang="cy"' in page and f"⟦{privacy.PAGE_TITLE}⟧".encode() in page
    boxes = [ann.account.letter_box, bert.account.letter_box]
    for channels, said in ((boxes[:1], f"⟦{relay.ABOUT}⟧"), (boxes, relay.ABOUT), ([ann.channel], relay.ABOUT)):
        await world.database.write(
            lambda unit, channels=channels: notices.post(  # type: ignore[misc]
                unit, f"to {len(channels)} {channels[0]}", plain(relay.ABOUT), channels, world.clock.now()
            )
        )
        await world.rest()
        last = ann.letters()[-1] if channels[0].people else ann.newest()
        assert last.text == said


async def test_an_answer_and_a_reminder_of_an_event_are_in_their_language_and_its_post_is_not(
    here: Gathering, translated: None
) -> None:
    eve, mo = (here.member(here.world.blue, name) for name in ("eve", "mo"))
    await eve.use("language", name="cymraeg")
    await places(here)
    await reminded(eve, mo)
    answers = [await who.use_button(here.post(here.world.blue), "Yes") for who in (eve, mo)]
    await until(here, START - DAY + 120)
    in_welsh = "⟦Dydd Iau 30 Tachwedd 2023, ⟦2pm⟧ to ⟦3pm⟧⟧"

    assert text_of(answers[0]).splitlines() == bracketed(answers[0])
    assert bracketed(answers[0])[0] == f"⟦You have said yes to “Falls clinic”, {in_welsh}.⟧"
    assert f"⟦Reminder: “Falls clinic” is tomorrow, {in_welsh}.⟧ ⟦Where: Leeds⟧" in letters(eve)
    assert answer_texts.seated("Falls clinic", SAID) in text_of(answers[1])
    assert answer_texts.tomorrow("Falls clinic", SAID) in letters(mo)
    assert SAID in here.words(here.world.blue) and "⟦" not in here.words(here.world.blue)


async def test_an_answer_in_the_place_of_another_stays_in_the_language_of_whoever_presses(
    here: Gathering, translated: None
) -> None:
    await here.ann.use("language", name="cymraeg")
    draft = await here.draft(when="yesterday 2pm")
    [out] = [it for it in draft.buttons if it.label == "⟦Leave out Blue⟧"]
    changed = await here.ann.use_button(draft, out.label)

    assert f"⟦{events.DRAFT}⟧" in text_of(draft)
    assert "is in the past. Please choose a later time.⟧" in text_of(draft)
    assert f"⟦{events.DRAFT}⟧" in text_of(changed) and "⟦Blue: ⟦left out⟧⟧" in text_of(changed)


async def test_a_yes_to_a_private_thread_is_kept_in_the_words_that_were_read(world: World, translated: None) -> None:
    world.blue.homeless = True
    eve = Member(world, world.blue, world.talk(world.blue), "eve")
    await eve.use("language", name="cymraeg")
    explained = await eve.press_on("events reminders", f"⟦{aside_texts.CLOSED}⟧")
    await eve.press(explained, f"⟦{aside_texts.YES}⟧")
    kept = await world.database.read(lambda unit: unit.asides.of(eve.account))

    assert kept is not None and kept.wording == text_of(explained)
    assert kept.wording.startswith(f"⟦{aside_texts.HOW[0]}⟧")


async def test_a_sentence_without_a_translation_is_english_as_a_whole(
    world: World, ann: Member, translated: None
) -> None:
    await ann.use("language", name="cymraeg")
    said = await ann.told("bridge optout", where="everywhere")

    assert MISSING in said
    assert f"⟦{opting_out.opted_out(None)}⟧" in said
    mixed = saying._("It is {thing}.", thing=opting_out.HOW_BACK)
    assert saying.spoken(mixed, Language.WELSH) == f"It is {opting_out.HOW_BACK}."


async def test_a_yes_is_kept_in_the_words_that_were_read(world: World, ann: Member, translated: None) -> None:
    await ann.use("language", name="cymraeg")
    await ann.use("profile", sector="nhs", problem="Falls on the ward at night")
    asked = [await ann.use(name) for name in ("events reminders", "intro join", "privacy")]
    await ann.use_button(asked[0], f"⟦{answer_texts.REMIND_ME}⟧")
    await ann.use_button(asked[1], f"⟦{introductions.JOIN}⟧")
    kept = await world.database.read(lambda unit: unit.consents.standing([ann.account]))

    assert kept[Kind.FOUND].wording.startswith(f"⟦{being_found.IN_THE_FORM.partition('?')[0]}?⟧ ")
    assert kept[Kind.REMINDERS].wording == text_of(asked[0]).splitlines()[1] == f"⟦{answer_texts.REMINDING}⟧"
    assert kept[Kind.INTRODUCTIONS].wording == text_of(asked[1])
    assert kept[Kind.INTRODUCTIONS].wording.splitlines()[-1] == f"⟦{introductions.HOW[-1]}⟧"
    assert f"⟦{answer_texts.REMINDERS}⟧: ⟦off.⟧ ⟦{answer_texts.REMINDING}⟧" in text_of(asked[2])
    assert f"⟦{answer_texts.REMINDED}⟧" in await ann.told("events reminders", wanted="on")


@pytest.mark.parametrize(("count", "form"), [(1, 1), (2, 2), (3, 3), (4, 5), (5, 5), (6, 4), (7, 5), (11, 5), (100, 5)])
def test_numbers_take_the_form_that_welsh_has_for_them(count: int, form: int, translated: None) -> None:
    assert saying.spoken(opting_out.taken_back(count), Language.WELSH).startswith(f"⟦{form} The copies of {count} ")


def test_nothing_takes_the_form_for_nothing(translated: None) -> None:
    assert saying.spoken(privacy.receipt(Text("x"), 0), Language.WELSH).startswith("⟦0 Receipt: your data was ")


def test_a_day_is_written_as_the_language_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "On {day}."\nmsgstr "Ar {day}."\n'
    monkeypatch.setattr(saying, "catalogue", lambda language: saying.loaded(written.encode()))
    said = saying._("On {day}.", day=date(2023, 11, 30))

    assert said == "On Thursday 30 November 2023."
    assert saying.spoken(said, Language.WELSH) == "Ar Dydd Iau 30 Tachwedd 2023."


def test_what_is_alike_in_both_languages_is_translated_too(monkeypatch: pytest.MonkeyPatch) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    written = f'{head}msgid "{{time}}pm"\nmsgstr "{{time}}pm"\n\nmsgid "At {{times}}."\nmsgstr "Am {{times}}."\n'
    monkeypatch.setattr(saying, "catalogue", lambda language: saying.loaded(written.encode()))
    two, three = (saying._("{time}pm", time=hour) for hour in (2, 3))
    lacking = saying._("midday")

    assert saying.spoken(saying._("At {times}.", times=(two, three)), Language.WELSH) == "Am 2pm, 3pm."
    assert saying.spoken(saying._("At {times}.", times=(two, lacking)), Language.WELSH) == "At 2pm, midday."


async def test_what_people_write_is_never_translated(world: World, ann: Member, bert: Member, translated: None) -> None:
    await bert.use("language", name="cymraeg")
    await ann.say(relay.ABOUT)

    assert bert.sees()[-1] == f"Ann · Red: {relay.ABOUT}"
    assert saying.spoken(str(relay.ABOUT), Language.WELSH) == relay.ABOUT


async def test_the_choice_is_shown_in_privacy_and_goes_with_everything_else(
    world: World, ann: Member, translated: None
) -> None:
    await ann.use("language", name="cymraeg")
    shown = await ann.told("privacy")
    receipt = await ann.press(await ann.use("forget"), f"⟦{privacy.YES_REMOVE}⟧")

    assert "⟦⟦language you read⟧: 1⟧; ⟦⟦Welsh⟧ since 14 November 2023⟧. ⟦To change it, use /language.⟧" in shown
    assert receipt.startswith("⟦1 Receipt: your data was removed on ")  # who leaves reads that in their language, too
    assert await ann.told("language") == f"{texts.reads('English')}\n{texts.WHERE}"


async def test_as_long_as_nothing_is_translated_the_bot_says_so(
    world: World, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saying, "catalogue", lambda language: None)

    assert await ann.told("language", name="cymraeg") == texts.ENGLISH_ONLY


def test_a_translation_that_is_marked_as_unsure_is_not_used(pseudo: bytes) -> None:
    unsure = pseudo.replace(b"\n#: ", b"\n#, fuzzy\n#: ")

    assert saying.loaded(pseudo) is not None
    assert saying.loaded(unsure) is None


def test_the_catalogue_lies_where_it_is_installed() -> None:
    assert Path(saying.CATALOGUES, "cy.po").is_file()


async def test_a_card_is_in_the_language_of_whoever_reads_it_and_what_all_read_at_once_is_not(
    world: World, translated: None
) -> None:
    ann, bob = await ann_and_bob(world)
    await bob.use("language", name="cymraeg")
    told = await wants(ann, bob)
    await passes(world)
    card = bob.letter(f"⟦{introductions.MEET}⟧")
    shown = card.text
    plainly = [line for line in shown.splitlines() if not line.startswith("⟦")]
    labels = [button.label for button in card.content.buttons]
    yes = await bob.press(card, f"⟦{introductions.YES}⟧")
    await passes(world)

    assert plainly == [FALLS]  # a member's own words
    assert "⟦You can answer until ⟦Dydd Iau 19 Chwefror 2026, ⟦10am⟧⟧.⟧" in shown
    assert "⟦Sector not shown⟧" in shown and all(label.startswith("⟦") for label in labels)
    assert yes == f"⟦{talk.ALL_YES}⟧"
    assert introductions.ASKED in told and "⟦" not in told
    for who in (ann, bob):
        assert "⟦" not in who.letter(talk.YOU_ALL).text
    wrong = await bob.told("intro block", kind="sector", who="Narnia")
    assert wrong.startswith("⟦I do not know this sector. Please write one of these: ⟦NHS⟧, ⟦Social care⟧, ")


async def test_a_yes_to_a_private_thread_for_introductions_is_kept_in_the_words_that_were_read(
    world: World, translated: None
) -> None:
    world.blue.homeless = True
    bob = await settle_in(world, world.blue, "Bob")
    await bob.use("language", name="cymraeg")
    explained = await bob.submit("intro thread", "")
    assert await bob.press(explained, f"⟦{introductions.ASIDE_YES}⟧") == f"⟦{introductions.ASIDE_ON}⟧"
    kept = await world.database.read(lambda unit: unit.takers.of([bob.account]))

    assert kept is not None and kept.aside_wording == text_of(explained)
    assert kept.aside_wording.startswith(f"⟦{introductions.ASIDE_HOW[0]}⟧")
