"""Slack's payloads → Incoming."""

from __future__ import annotations

import pytest

from adapters.contract.content import (
    Emoji,
    plain,
)
from adapters.contract.incoming import Author, ChannelLost, Deleted, Edited, Posted, Reacted
from adapters.slack import Names, refs
from adapters.slack.read import event, posted
from tests.adapters.slack.payloads import ANN, LATER, ME, TS, Json, changed, heard, rich, told


def test_a_message() -> None:
    blocks = rich({"type": "text", "text": "Hello *you*"})
    ref = refs.message("T1", "C1", TS)

    assert heard(text="Hello \\*you*", blocks=blocks, client_msg_id="twin-1") == Posted(
        key=f"posted slack:T1/C1/{TS}",
        at=1700000000.0001,
        message=ref,
        author=ANN,
        content=plain("Hello *you*"),
        twin="twin-1",
    )


def test_threads_and_broadcasts() -> None:
    root = heard(thread_ts=TS)
    reply = heard(ts=LATER, thread_ts=TS, parent_user_id="U2")
    broadcast = heard(ts=LATER, thread_ts=TS, subtype="thread_broadcast", root={"ts": TS})

    assert isinstance(root, Posted) and isinstance(reply, Posted) and isinstance(broadcast, Posted)
    assert root.message == refs.message("T1", "C1", TS)
    assert reply.message.channel == refs.channel("T1", "C1", TS) and not reply.broadcast
    assert broadcast.message == reply.message and broadcast.broadcast


@pytest.mark.parametrize(
    "ours",
    [
        {"user": "UBOT"},
        {"bot_id": "BBOT", "user": None, "subtype": "bot_message", "username": "Ann"},
        {"bot_id": "BX", "app_id": "ABOT"},
        {"bot_id": "BX", "bot_profile": {"app_id": "ABOT"}},
    ],
)
def test_our_own_messages_are_known_by_their_ids(ours: Json) -> None:
    posted = heard(**ours)
    edited = changed({**ours, "text": "New.", "edited": {"user": "UBOT", "ts": LATER}}, ours)

    assert isinstance(posted, Posted) and posted.ours
    assert isinstance(edited, Edited) and edited.ours


def test_another_bot_has_its_own_name_and_picture() -> None:
    posted = heard(user=None, subtype="bot_message", bot_id="B7", username="Deploys", icons={"image_48": "https://i"})
    assert isinstance(posted, Posted)
    assert posted.author == Author(refs.account("T1", "B7"), "Deploys", "https://i", bot=True)
    assert not posted.ours

    modern = heard(user="U7", bot_id="B7", bot_profile={"name": "GitHub", "icons": {"image_72": "https://j"}})
    assert isinstance(modern, Posted)
    assert modern.author == Author(refs.account("T1", "U7"), "GitHub", "https://j", bot=True)


@pytest.mark.parametrize(
    "noise",
    [
        {"subtype": "channel_join", "text": "<@U1> has joined the channel"},
        {"subtype": "channel_topic", "text": "set the topic"},
        {"subtype": "message_replied"},
        {"subtype": "huddle_thread"},
        {"hidden": True},
        {"text": ""},
        {"text": "", "attachments": [{"from_url": "https://x.y", "text": "preview"}]},
    ],
)
def test_noise_is_nothing(noise: Json) -> None:
    assert heard(**noise) is None


def test_an_unknown_kind_with_words_is_read() -> None:
    posted = heard(subtype="something_new", text="Words.")
    assert isinstance(posted, Posted) and posted.content == plain("Words.")


def test_an_edit() -> None:
    edited = changed({"text": "New.", "edited": {"user": "U1", "ts": LATER}}, {})
    assert edited == Edited(
        f"edited slack:T1/C1/{TS} {LATER}", 1700000009.0002, refs.message("T1", "C1", TS), ANN, plain("New.")
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ({"attachments": [{"from_url": "https://x.y", "text": "preview"}]}, {}),
        ({"reply_count": 1, "thread_ts": TS, "latest_reply": LATER}, {}),
        ({"edited": {"ts": LATER}, "pinned_to": ["C1"]}, {"edited": {"ts": LATER}}),
    ],
)
def test_changes_that_nobody_made_are_nothing(now: Json, before: Json) -> None:
    assert changed(now, before) is None


def test_a_deleted_file_is_an_edit_or_a_deletion() -> None:
    file = {"id": "F1", "mode": "hosted", "name": "a"}
    gone = {"files": [{"id": "F1", "mode": "tombstone"}]}

    edited = changed(gone, {"files": [file]})
    assert isinstance(edited, Edited) and edited.content == plain("Hello.") and edited.key.endswith(LATER)
    deleted = changed({**gone, "text": ""}, {"files": [file], "text": ""})
    assert isinstance(deleted, Deleted)


def test_deletions() -> None:
    previous = {"type": "message", "user": "U1", "ts": TS, "thread_ts": "1600000000.000001", "text": "Hello."}
    deleted = event(
        told(type="message", subtype="message_deleted", hidden=True, channel="C1", ts=LATER, event_ts=LATER,
             deleted_ts=TS, previous_message=previous),
        ME,
    )  # fmt: skip
    ref = refs.message("T1", "C1", TS, "1600000000.000001")
    assert deleted == Deleted(f"deleted slack:T1/C1/{TS}", 1700000009.0002, (ref,))

    tombstone = changed(
        {"subtype": "tombstone", "text": "This message was deleted.", "thread_ts": TS}, {"thread_ts": TS}
    )
    assert isinstance(tombstone, Deleted) and tombstone.messages == (refs.message("T1", "C1", TS),)


@pytest.mark.parametrize(("kind", "present"), [("reaction_added", True), ("reaction_removed", False)])
def test_reactions(kind: str, present: bool) -> None:
    item = {"type": "message", "channel": "C1", "ts": TS}
    reaction = {"type": kind, "user": "U1", "reaction": "wave::skin-tone-3", "item": item, "event_ts": LATER}
    reacted = event(told(**reaction), ME)

    assert isinstance(reacted, Reacted)
    assert (reacted.message, reacted.author, reacted.present) == (refs.message("T1", "C1", TS), ANN, present)
    assert reacted.emoji == Emoji("wave::skin-tone-3", "👋🏼")
    own = event(told(**{**reaction, "user": "UBOT", "reaction": "nhs"}), ME, Names(emoji={"nhs": "https://e"}))
    assert isinstance(own, Reacted) and own.ours and own.emoji == Emoji("nhs", id="nhs", url="https://e")


@pytest.mark.parametrize(
    "what",
    [
        {"type": "channel_archive", "user": "U1"},
        {"type": "group_deleted"},
        {"type": "member_left_channel", "user": "UBOT", "channel_type": "C"},
    ],
)
def test_lost_channels(what: Json) -> None:
    lost = event(told(channel="C1", event_ts=LATER, **what), ME)
    assert isinstance(lost, ChannelLost) and lost.channel == refs.channel("T1", "C1") and lost.why


@pytest.mark.parametrize(
    "what",
    [
        {"type": "member_left_channel", "user": "U1", "channel": "C1"},
        {"type": "app_home_opened", "user": "U1"},
        {"type": "reaction_added", "user": "U1", "reaction": "x", "item": {"type": "file", "file": "F1"}},
    ],
)
def test_other_events_are_nothing(what: Json) -> None:
    assert event(told(event_ts=LATER, **what), ME) is None


def test_history_and_events_give_the_same_key() -> None:
    live = heard()
    past = posted({"type": "message", "user": "U1", "ts": TS, "text": "Hello."}, "C1", ME)
    assert live == past


def test_addresses() -> None:
    url = "https://trust.slack.com/"
    assert refs.permalink(url, refs.message("T1", "C1", TS)) == "https://trust.slack.com/archives/C1/p1700000000000100"
    assert refs.permalink(url, refs.message("T1", "C1", LATER, TS)).endswith(f"?thread_ts={TS}&cid=C1")
    assert refs.seconds(refs.stamp(12.5)) == 12.5
