"""The way into a meeting that a description has is for people who say yes, and on no post or page."""

from __future__ import annotations

import pytest

from adapters.contract.walk import text_of
from bot.events import mirror, render, texts, ways_in, wording
from tests.stories.conftest import running
from tests.stories.gathering import DAY, HOUR, START, Gathering, address, gather, letters, reminded, says, until, words
from tests.stories.test_events_calendars import feed, get, pages, uid
from tests.stories.test_events_import import calendar, event, imported

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_walrus"
INVITATION = f"""We compare what worked.
Microsoft Teams meeting
Join: {TEAMS}
Meeting ID: 311 222 333 44
Passcode: wALrus7
Or call in +44 20 3321 5200,,311222333#
Agenda: https://agenda.example/falls"""
SECRETS = ("walrus", "wALrus", "311 222", "311222")
ZOOM = "Join zoom.us/j/91122233344?pwd=walrus (Webinar number = 911 2223 3344, passcode: wALrus7)"


def told(here: Gathering) -> str:
    """What everybody reads in the channels, and organisers in theirs."""
    shown = (it for each in (here.ann, here.bob, here.cat) for it in each.platform.shown(here.room(each.platform)))
    return "".join(map(here.words, (here.world.red, here.world.blue, here.world.green))) + "".join(
        it.text for it in shown
    )


async def reads(here: Gathering) -> str:
    """What everybody reads of the first event, on its page and in calendars, too."""
    async with pages(here) as site:
        page = await get(f"{site}/events/{await uid(here)}") + await get(f"{site}/events/{await uid(here)}.ics")
        return told(here) + page + await feed(site, here)


@pytest.mark.parametrize("way", ["imported", "pasted", "changed"])
async def test_a_meetings_address_and_codes_are_shown_to_nobody_and_who_says_yes_gets_the_address(
    here: Gathering, way: str
) -> None:
    if way == "imported":
        about = INVITATION.replace("\n", "\\n").replace(",", "\\,")
        answer = await imported(here, calendar(event("Falls clinic", more=f"\r\nDESCRIPTION:{about}")))
        ready = await here.fill(await here.ann.use_button(answer, "1. Falls clinic"), "Sponsor", sponsored="no")
    else:
        ready = await here.ready(about=INVITATION if way == "pasted" else "To follow")
    panel = await here.ann.use_button(ready, "Announce")
    for organiser in (here.bob, here.cat):
        await organiser.press(here.requests(organiser)[-1], "Approve")
    if way == "changed":
        said = {"title": "Falls clinic", "when": "Thursday 30 November 2pm", "where": "Leeds", "about": INVITATION}
        await here.fill(panel, "Title, time, place", **said)
        await here.later(60)
    eve = here.member(here.world.blue, "eve")
    await says(here, eve, "Yes")
    await reminded(eve)
    shown = await reads(here)
    assert "We compare what worked." in shown and "Microsoft Teams meeting" in shown
    assert not [secret for secret in SECRETS if secret in shown]

    await until(here, START - HOUR)
    assert TEAMS in letters(eve)


WAY = "zoom.us/j/91122233344?pwd=walrus Meeting ID: 911 2223 3344, passcode wALrus7"
EVERYWHERE = (*SECRETS, "911 2223", "9112223")


@pytest.mark.parametrize("field", ["title", "where", "about", "contact", "sponsor"])
async def test_no_screen_shows_a_way_in_whatever_field_it_was_written_into(here: Gathering, field: str) -> None:
    plain = {"title": "Falls clinic", "where": "Leeds", "about": "To compare", "contact": "Ann", "sponsor": "Acme"}
    written = plain | {field: f"{plain[field]} {WAY}"}
    eve, mo = (here.member(here.world.blue, name) for name in ("eve", "mo"))
    await here.bob.use("events digest", where="here")
    await mo.use("events digest", where="on")
    draft = await here.draft(**{name: written[name] for name in ("title", "where", "about")})
    draft = await here.fill(draft, "Sponsor", sponsored="yes", sponsor=written["sponsor"])
    draft = await here.fill(draft, "Access", contact=written["contact"])
    panel = await here.ann.use_button(draft, "Announce")
    asked = told(here)
    for organiser in (here.bob, here.cat):
        await organiser.press(here.requests(organiser)[-1], "Approve")
    await reminded(eve, mo)
    said = await says(here, eve, "Yes") + await says(here, mo, "Maybe")
    lists = words(await mo.use("events list")) + words(await mo.use("events next")) + words(await mo.use("events mine"))
    await until(here, START - 2 * DAY + HOUR)
    event = await here.world.database.read(lambda unit: unit.events.by_id(1))
    assert event is not None
    async with pages(here) as site:
        home = await get(f"{site}/communities/{await address(here.world, here.world.blue)}")
    shown = {
        "panel": words(panel), "requests": asked, "answers": said, "lists": lists, "pages": home,
        "cancelled": text_of(render.cancelled(event, {})), "letters": letters(mo), "read": await reads(here),
        "Discord": repr(mirror.entry(event, "")),
    }  # fmt: skip
    assert not [(where, it) for where, said in shown.items() for it in EVERYWHERE if it in said.replace("\r\n ", "")]
    assert all(value in shown["read"] for value in plain.values()) and "Falls clinic" in shown["letters"]

    await until(here, START - HOUR)
    assert ("zoom.us/j/91122233344?pwd=walrus" in letters(eve)) == (field in ("title", "where", "about"))


async def test_a_link_that_is_set_later_closes_what_was_written_before(here: Gathering) -> None:
    ready = await here.ready(title="Falls clinic meet.trust.example/falls", where="Leeds, passcode: wALrus7")
    ready = await here.fill(ready, "Joining link", link="https://meet.trust.example/falls")
    await here.ann.use_button(ready, "Announce")
    await here.later(60)

    shown = await reads(here)
    assert "Falls clinic" in shown and "meet.trust.example" not in shown and "wALrus7" not in shown


async def test_an_imported_title_and_place_show_no_way_in_either(here: Gathering) -> None:
    more = "\r\nLOCATION:Leeds zoom.us/j/911?pwd=walrus\r\nDESCRIPTION:Meeting ID: 911 2223 3344 Passcode: wALrus7"
    answer = await imported(here, calendar(event("Falls clinic zoom.us/j/912?pwd=walrus", more=more)))
    assert not [secret for secret in EVERYWHERE if secret in words(answer)]
    [button] = [button.label for button in answer.buttons if button.label.startswith("1. ")]
    ready = await here.fill(await here.ann.use_button(answer, button), "Sponsor", sponsored="no")
    await here.ann.use_button(ready, "Announce")
    await here.later(60)

    shown = await reads(here)
    assert "Leeds, and online: say yes to get the link" in shown
    assert not [secret for secret in EVERYWHERE if secret in shown]


async def test_without_a_link_that_can_be_kept_the_description_still_shows_no_way_in(here: Gathering) -> None:
    panel = await here.announced(about=ZOOM)
    await here.fill(panel, "Joining link", link="")
    await here.later(60)

    shown = await reads(here)
    assert wording.NOT_SHOWN in shown
    assert not [secret for secret in (*SECRETS, "911 2223", "91122233344") if secret in shown]


async def test_without_a_key_a_meetings_address_is_not_taken_or_left_out_with_its_codes(sqlite_url: str) -> None:
    async with running(sqlite_url, keys=()) as world:
        here = await gather(world)
        assert texts.LINK_NEEDS_KEY in words(await here.draft(about=INVITATION))
        about = INVITATION.replace("\n", "\\n").replace(",", "\\,")
        drafts = await imported(here, calendar(event("Falls clinic", more=f"\r\nDESCRIPTION:{about}")))
        [kept] = await world.database.read(lambda unit: unit.events.drafts(world.red.community, 9))

    assert texts.LINK_NEEDS_KEY in words(drafts) and "We compare what worked." in kept.about
    assert not [secret for secret in SECRETS if secret in kept.about]


@pytest.mark.parametrize(
    "about",
    ["Agenda: https://agenda.example/falls", "Register: https://us02web.zoom.us/meeting/register/tZ1",
     "https://events.teams.microsoft.com/event/1", "The PIN: a story of one badge", "Tel. 0113 496 0123, ext. 4",
     "Session no. 4 of 5", "https://zoom.us/download", "Falls at home 2,, 3 and 4"],
)  # fmt: skip
def test_what_opens_no_meeting_stays(about: str) -> None:
    assert ways_in.found(about) == "" and ways_in.for_everybody(about, "") == about


@pytest.mark.parametrize(
    "address",
    ["https://us02web.zoom.us/j/8441?pwd=a", "https://meet.google.com/abc-defg-hij", "https://trust.webex.com/meet/ann",
     "https://teams.microsoft.com/meet/311?p=x", "https://nhs.webex.com/nhs/j.php?MTID=m1", "teams.live.com/meet/93"],
)  # fmt: skip
def test_what_opens_one_is_known(address: str) -> None:
    assert ways_in.found(f"Join ({address}).") == f"https://{address.removeprefix('https://')}"
    assert address not in ways_in.for_everybody(f"Join {address} now", "")


@pytest.mark.parametrize(
    "about",
    [
        "Join on Zoom. Meeting ID: 911 2223 3344 Passcode: wALrus7",
        "https://zoom.us/j/91122233344\nPasscode:\nwALrus7",
        "https://zoom.us:443/j/91122233344?pwd=wALrus7",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2FwALrus7",
        "Join: https://aka.ms/JoinTeamsMeeting?omkt=en-GB Meeting ID: 911 222 333 44 Passcode: wALrus7",
        "zoommtg://zoom.us/join?confno=91122233344&pwd=wALrus7",
        "https://zoom.us/join?confno=91122233344&pwd=wALrus7",
        "https://gov.teams.microsoft.us/l/meetup-join/wALrus7",
        "HTTPS://ZOOM.US/J/91122233344?pwd=wALrus7",
        "Meeting ID 911 2223 3344 passcode wALrus7",
        "zoom.\u200bus/j/91122233344?pwd=wALrus7",
        "+44 20 3321 5200,,911222333# PIN - wALrus7",
        "zoom.us/j/91122233344\nCod mynediad: wALrus7",
    ],
)
def test_whatever_way_in_is_written_its_secret_is_hidden(about: str) -> None:
    assert "wALrus7" not in ways_in.for_everybody(about, "")
    assert "wALrus7" not in ways_in.left_out(about)


def test_a_session_with_a_number_keeps_it_beside_a_link() -> None:
    said = {"title": "Falls, session number: 4 of 6", "link": "https://meet.example/a"}
    assert ways_in.kept(said) == said


def test_an_address_in_capitals_is_followed() -> None:
    assert ways_in.found("HTTPS://ZOOM.US/J/8441?pwd=a") == "HTTPS://ZOOM.US/J/8441?pwd=a"
