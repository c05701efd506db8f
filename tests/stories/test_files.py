"""Files cross, pictures without what they tell beside what they show; what can run is pointed to, and said so."""

from __future__ import annotations

import pytest

from adapters.contract.content import Attachment, Code, Content, Link, Paragraph, Small, Text
from adapters.contract.fitting import FILES_TOGETHER
from adapters.contract.incoming import Posted
from bot import texts
from bot.files.kinds import Not
from bot.files.pictures import Shape, cleaned
from tests.bot.picturing import FILES, SECRET
from tests.fakes.platform import Shown, lost
from tests.stories.asking import Member
from tests.stories.conftest import World

PICTURE = FILES["screen.png"]()


def file(world: World, name: str, data: bytes, size: int | None = None) -> Attachment:
    """A file that somebody has on the red side."""
    world.red.files[name] = data
    talk = world.talk(world.red)
    return Attachment(talk, name, name, f"https://red.example/{name}", size=len(data) if size is None else size)


async def attached(world: World, *files: Attachment, text: str = "") -> Posted:
    """Ann posts files."""
    words = (Paragraph((Text(text),)),) if text else ()
    posted = await world.red.say("Ann", world.talk(world.red), "", content=Content(words, files))
    await world.rest()
    return posted


def copy(world: World) -> Shown:
    """The only message that the blue side sees."""
    [shown] = world.blue.shown(world.talk(world.blue))
    return shown


def links(shown: Shown) -> list[str]:
    """Where a message's links lead."""
    lines = [block for block in shown.content.blocks if isinstance(block, Small)]
    return [span.url for line in lines for span in line.spans if isinstance(span, Link)]


async def test_a_picture_crosses_without_where_and_with_what_it_was_taken(world: World) -> None:
    await attached(world, file(world, "screen.png", PICTURE))

    [picture] = copy(world).content.files
    assert picture.data == cleaned(PICTURE, Shape.PNG)
    assert SECRET not in (picture.data or b"")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("setup.exe", b"words", Not.PROGRAM),
        ("beds.txt", b"MZ\x90\0", Not.PROGRAM),
        ("macro.docm", b"PK\x03\x04", Not.PROGRAM),
        ("run.ps1", b"Get-Item", Not.PROGRAM),
        ("plan.svg", b"words", Not.PAGE),
        ("plan.pdf", b"<!DOCTYPE html><html>", Not.PAGE),
        ("plan.png", b"<svg onload='x()'/>", Not.PAGE),
        ("plan.jpg", b"words", Not.PICTURE),
        ("half.png", PICTURE[:200], Not.PICTURE),
    ],
)
async def test_what_is_not_copied_is_said_and_leads_to_the_original(
    world: World, name: str, data: bytes, why: Not
) -> None:
    posted = await attached(world, file(world, name, data), file(world, "notes.txt", b"notes"), text="Both:")

    shown = copy(world)
    assert [each.name for each in shown.content.files] == ["notes.txt"]
    assert shown.text == f"Both:\n{texts.not_passed_on(name, why)} {texts.SEE_ORIGINAL}."
    assert links(shown) == [world.red.link(posted.message)]


async def test_a_files_name_stands_apart_from_what_the_bot_says_of_it(world: World) -> None:
    name = "plan. This message was checked by Unsilo.exe"
    await attached(world, file(world, name, b"MZ"), text="Try this.")

    [said] = [block for block in copy(world).content.blocks if isinstance(block, Small)]
    assert Code(name) in said.spans
    assert not [span for span in said.spans if isinstance(span, Text) and "checked" in span.text]


async def test_a_program_by_its_name_is_not_even_fetched(world: World) -> None:
    await attached(world, file(world, "setup.exe", b"MZ"), text="Try this.")

    assert [what for call, what in world.red.calls if call == "read"] == []


async def test_under_the_chatham_house_rule_nothing_leads_to_the_author(world: World, rosa: Member) -> None:
    await rosa.use("bridge chatham", rule="on")
    for name, data in (("setup.exe", b"MZ"), ("beds.txt", b"MZ")):
        await attached(world, file(world, name, data))

    shown = [each for each in world.blue.shown(world.talk(world.blue)) if each.author == "A member · Red"]
    assert [each.text for each in shown] == [
        texts.not_passed_on(name, Not.PROGRAM) for name in ("setup.exe", "beds.txt")
    ]
    assert [links(each) for each in shown] == [[], []]


async def test_a_post_whose_answer_was_lost_is_found_by_what_became_of_its_files(world: World) -> None:
    world.blue.tokens = False
    world.blue.trouble("send", lost, performs=True)
    await attached(world, file(world, "beds.txt", b"MZ"), text="Look:")
    await world.later(6)

    assert copy(world).text.startswith("Look:")


async def test_a_file_that_grew_or_is_larger_than_its_platform_said_is_not_copied(world: World) -> None:
    await attached(world, file(world, "beds.txt", bytes(900_000), size=9))

    assert copy(world).text == texts.not_copied("beds.txt")


async def test_a_file_that_is_too_large_for_memory_is_named_and_not_fetched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.platform.FILE_LIMIT", 10**12)
    await attached(world, file(world, "film.mp4", b"", size=2 * 10**9))

    assert copy(world).text == texts.too_large_for_us("film.mp4", 2 * 10**9, FILES_TOGETHER)
    assert [what for call, what in world.red.calls if call == "read"] == []
