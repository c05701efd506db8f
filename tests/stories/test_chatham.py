"""The Chatham House Rule: where it holds, what is said crosses, and who said it does not; not even later."""

from __future__ import annotations

from sqlalchemy import select

from adapters.contract.content import Content, Excerpt, Mention, MentionKind, Paragraph, Small, Text
from adapters.contract.walk import text_of
from bot.bridging import chatham_texts as texts
from bot.events import answer_texts, wording
from bot.events import texts as event_texts
from bot.guard import texts as guard_texts
from bot.patients import holding_texts
from bot.texts import acts_texts, staying_texts
from bot.unnamed import without_names
from storage.messages import message
from storage.rsvps import rsvp
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.gathering import START, gather, letters, says, until, words

MEMBER = "A member · Red"


async def everything(world: World) -> str:
    """All rows of all messages, as they are kept."""
    async with world.database.engine.connect() as connection:
        return repr((await connection.execute(select(message.c.author, message.c.content))).all())


async def test_what_is_written_under_it_crosses_with_the_community_alone(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await rosa.use("bridge chatham", rule="on")
    mention = Content((Paragraph((Text("Ask "), Mention(MentionKind.USER, "U7", "Cy Jones"), Text("."))),))
    await world.red.say("Ann", ann.channel, "", content=mention)
    await world.rest()
    await bert.say("We saw that, too.")

    assert bert.sees() == [f"{MEMBER}: Ask a member.", "Bert: We saw that, too."]
    assert ann.sees()[-1] == "Bert · Blue: We saw that, too."
    assert "Cy Jones" not in await everything(world)


async def test_what_was_written_under_it_shows_no_name_after_it_has_ended(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await rosa.use("bridge chatham", rule="on")
    first = await world.red.say("Ann", ann.channel, "Falls are up.")
    await world.rest()
    world.clock.advance(60)
    await rosa.use("bridge chatham", rule="off")
    world.clock.advance(60)
    await world.red.change(first, "Falls are up again.")
    quoting = Content((Paragraph((Text("So are ours."),)),), reply=Excerpt("Ann", "Falls are up, says @Cy."))
    await world.red.say("Rosa", rosa.channel, "", content=quoting, reply_to=first.message)
    await world.rest()

    assert bert.sees()[0] == f"{MEMBER}: Falls are up again."
    assert bert.sees()[-1] == "Rosa · Red: So are ours."
    reply = world.blue.shown(bert.channel)[-1].content.reply
    assert reply is not None and (reply.author, reply.text) == ("A member", "")
    assert '"name":"Ann"' not in await everything(world)  # their account stays, by which they can edit
    await ann.say("Now with my name.")
    assert bert.sees()[-1] == "Ann · Red: Now with my name."


async def test_what_was_written_under_it_and_is_heard_late_shows_no_name(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await rosa.use("bridge chatham", rule="on")
    core, world.red.core = world.red.core, None
    world.clock.advance(1)
    await world.red.say("Ann", ann.channel, "The bot was away.")
    world.red.core = core
    world.clock.advance(60)
    await rosa.use("bridge chatham", rule="off")
    await world.later(16 * 60)
    await world.caught_up()

    assert [line.split(":")[0] for line in bert.sees() if "The bot was away." in line] == [MEMBER]


async def test_what_was_held_under_it_and_sent_later_shows_no_name(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await rosa.use("bridge chatham", rule="on")
    world.clock.advance(1)
    await ann.say("Call 999 000 0018.")
    world.clock.advance(60)
    await rosa.use("bridge chatham", rule="off")
    sure = await ann.use_button(ann.letters()[0], holding_texts.SEND_IT)
    await ann.press(sure, guard_texts.YES_SEND)

    assert bert.sees() == [f"{MEMBER}: Call 999 000 0018."]


async def test_an_edit_under_it_of_an_earlier_message_names_nobody_any_more(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    first = await world.red.say("Ann", ann.channel, "Falls are up.")
    await world.rest()
    world.clock.advance(60)
    await rosa.use("bridge chatham", rule="on")
    world.clock.advance(60)
    await world.red.change(first, "Falls are up again.")
    await world.rest()

    assert bert.sees() == ["Ann · Red: Falls are up again."], "platforms do not let a copy's name be changed"
    async with world.database.engine.connect() as connection:
        assert (await connection.execute(select(message.c.unnamed).where(message.c.account != ""))).scalars().all() == [
            True
        ]


async def test_nobody_is_told_who_reacted_there_not_even_before(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    await bert.say("Beds are short.")
    await world.red.put("Ann", ann.newest().ref, "👍")
    await world.rest()
    posted = world.blue.shown(bert.channel)[-1]
    assert "Ann" in text_of(await bert.choose(posted.ref, "who-reacted"))
    await rosa.use("bridge chatham", rule="on")
    world.clock.advance(1)
    await world.red.put("Rosa", world.red.shown(ann.channel)[0].ref, "👍")
    await world.blue.put("Bert", posted.ref, "👍")
    await world.rest()

    there = world.red.shown(ann.channel)[0].ref
    assert text_of(await bert.choose(posted.ref, "who-reacted")) == "👍 a member, Bert, a member"
    assert text_of(await ann.choose(there, "who-reacted")) == "👍 a member, Bert · Blue, a member"


async def test_every_channel_is_told_its_notice_says_so_and_the_log_too(
    world: World, rosa: Member, bert: Member
) -> None:
    world.red.text_limit = world.blue.text_limit = 4000
    assert await rosa.told("bridge chatham", rule="off") == texts.OFF_ALREADY
    said = await rosa.told("bridge chatham", rule="on")
    assert texts.ON_MEANS_HERE in said and await rosa.told("bridge chatham", rule="on") == texts.ON_ALREADY
    await world.caught_up()
    assert any(texts.changed("Red", "Discharge", on=True) in line for line in bert.notices())
    assert staying_texts.UNNAMED_HERE in rosa.pinned()[-1].text
    assert staying_texts.unnamed_there(["Red"]) in bert.pinned()[-1].text
    assert texts.HOLDS in await bert.told("bridge status")
    assert acts_texts.ACTS["chatham"].format(who="@Rosa", what="on") in await rosa.told("bridge log")

    await rosa.use("bridge chatham", rule="off")
    await world.caught_up()
    assert "Chatham" not in rosa.pinned()[-1].text + bert.pinned()[-1].text


async def test_a_question_asked_in_the_channel_names_nobody(world: World, rosa: Member, ann: Member) -> None:
    await rosa.use("bridge chatham", rule="on")
    await ann.use("profile", sector="nhs", problem="Fewer falls at night")
    await world.understood()
    await ann.use("ask", words="Who has tried door sensors?", me="shown", where="both", suppliers="no")

    lines = world.lines(world.blue)
    assert any("door sensors" in line for line in lines)
    assert not any("Ann" in line for line in lines)


def test_only_names_that_a_platform_put_there_are_taken_out() -> None:
    there = Content((Small((Text("Forwarded from Cy Jones"),)), Paragraph((Text("Cy Jones said so."),))))

    assert text_of(without_names(there)) == "Forwarded\nCy Jones said so."


async def test_an_event_under_it_says_so_and_keeps_no_names_of_other_communities(world: World) -> None:
    here = await gather(world)
    ready = await here.ready()
    ready = await here.fill(ready, "For whom, topics, places", sectors=(), capacity="", reserved="", unnamed="yes")
    await here.ann.use_button(ready, "Announce")
    for organiser in (here.bob, here.cat):
        await organiser.press(here.requests(organiser)[-1], "Approve")
    eve, ida = here.member(world.blue, "Eve Stone"), here.member(world.red, "Ida Moss")
    assert answer_texts.SEES_NO_NAME in await says(here, eve, "Yes")
    assert answer_texts.SEES_NAME in await says(here, ida, "Yes")
    for platform in (world.red, world.blue, world.green):
        assert f"{wording.CHATHAM}: {wording.CHATHAM_MEANS}" in here.words(platform)
        assert "Organised by Red" in here.words(platform)

    panel = await here.ann.use("events edit", event="1")
    listed = await here.ann.press(panel, "Who comes")
    assert "Ida Moss" in listed and "A member" in listed and "Eve Stone" not in listed
    await here.fill(panel, "For whom, topics, places", sectors=(), capacity="", reserved="", unnamed="no")
    assert "Eve Stone" not in await here.ann.press(panel, "Who comes"), "a name that was not kept does not come back"
    await here.later(10)
    assert wording.CHATHAM not in here.words(world.green)


async def test_names_are_let_go_of_when_an_event_comes_under_it_and_no_summary_names_people(world: World) -> None:
    here = await gather(world)
    await here.everywhere()
    eve, ida = here.member(world.blue, "Eve Stone"), here.member(world.red, "Ida Moss")
    await says(here, eve, "Yes")
    await says(here, ida, "Yes")
    panel = await here.ann.use("events edit", event="1")
    await here.fill(panel, "For whom, topics, places", sectors=(), capacity="", reserved="", unnamed="yes")
    async with world.database.engine.connect() as connection:
        assert (await connection.execute(select(rsvp.c.name).order_by(rsvp.c.id))).scalars().all() == ["", "Ida Moss"]

    await until(here, START + 30 * 3600)
    assert event_texts.how_did_it_go("Falls clinic") in letters(here.ann)
    recap = next(it for it in reversed(here.ann.letters()) if it.content.buttons).content
    refused = await here.fill(recap, "Write a summary", recap="ida moss showed her ward.")
    assert event_texts.RECAP_NAMES in words(refused)
    kept = await here.fill(recap, "Write a summary", recap="One trust showed a ward.")
    assert words(kept) == event_texts.recap_sent(0)
