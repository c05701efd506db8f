"""Short stories, one for each thing that people do, told to a bot that dies at any step of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.crash.scenario import Story, sentences
from tests.crash.town import file

Scene = Callable[[Story], Awaitable[None]]


async def say(story: Story) -> None:
    """Messages on each side; the answer to one post gets lost, and another post does."""
    story.keeper.town.trouble()
    await story.says("s1", "Who has a bed for tonight?")
    await story.says("d1", "We have two.")
    await story.says("s2", "For one gentleman, walking.")
    await story.says("d2", "The kitchen closes at seven.")
    await story.says("s3", "He can be ready by four.")
    await story.says("d3", "Then we keep his supper.")
    await story.says("s5", "Thank you.")
    await story.says("d5", "Until later.")


async def long_say(story: Story) -> None:
    """A message that is copied in parts, and one whose author is called as another copy's is."""
    await story.says("s4", sentences("s4"))
    await story.says("d7", "I am called as a copy's author is.", who=2)


async def edit(story: Story) -> None:
    """A message on each side is changed, and one back to what it said."""
    await _said(story)
    await story.edits("s1", f"For one gentleman. <@{story.discord.people[0]}> @everyone")
    await story.edits("d1", "The kitchen closes at eight.")
    await story.edits("s1", "Who has a bed for tonight?")


async def edit_what_got_no_answer(story: Story) -> None:
    """Messages are changed of which it is not known yet whether their copies were posted."""
    story.keeper.town.trouble()
    await _said(story)
    await story.says("s2", "For one gentleman, walking.")
    await story.says("d2", "The kitchen closes at seven.")
    await story.edits("s2", f"For one gentleman. <@{story.discord.people[0]}> @everyone")
    await story.edits("d2", "The kitchen closes at eight.")
    await story.copied("s2", "d2")
    await story.edits("s2", "For one gentleman, walking with a frame.")
    await story.deletes("d2")


async def delete(story: Story) -> None:
    """A message on each side is taken back."""
    await _said(story)
    await story.deletes("s1")
    await story.deletes("d1")


async def reply(story: Story) -> None:
    """A message on each side is answered where it was written."""
    await _said(story)
    await story.says("s3", "He can be ready by four.", thread=story.id("s1"))
    await story.says("d3", "Then we keep his supper.", reply_to=story.id("d1"))


async def open_thread(story: Story) -> None:
    """A thread is opened below a copy, and answered on both sides."""
    await _said(story)
    await story.discord.do("start_thread", message=story.copy_of("s1").id, name="Tonight")
    await story.says("d4", "Has he eaten?", thread=story.copy_of("s1").id)
    await story.says("s3", "He has.", thread=story.id("s1"))


async def react(story: Story) -> None:
    """Messages and copies get emoji."""
    await _said(story)
    await story.reacts(story.slack, "s1", "👍")
    await story.reacts(story.slack, "d1", "🎉")
    await story.reacts(story.discord, "d1", "👍")
    await story.reacts(story.discord, "s1", "🎉")


async def share(story: Story) -> None:
    """A message with a file."""
    await story.says("s6", "Our list.", files=[file("list.txt", "beds")])
    await story.says("d6", "Our rota.")


async def overtake(story: Story) -> None:
    """Slack tells of messages later than of what happens to them."""
    await story.overtaken()


async def moderate(story: Story) -> None:
    """A moderator takes away a copy, and somebody's emoji."""
    await story.moderated()


async def lose_the_webhook(story: Story) -> None:
    """What copies come by is removed, and has to be made anew."""
    await _said(story)
    await story.webhook_goes()
    await story.says("s3", "Is anybody there?")


async def be_away(story: Story) -> None:
    """Things are said and done while no bot is there."""
    await story.absent()


async def _said(story: Story) -> None:
    await story.says("s1", "Who has a bed for tonight?")
    await story.says("d1", "We have two.")
    await story.copied("s1", "d1")


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        say, long_say, edit, edit_what_got_no_answer, delete, reply, open_thread, react, share, overtake, moderate,
        lose_the_webhook, be_away,
    )
}  # fmt: skip
