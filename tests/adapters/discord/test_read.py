"""Discord's JSON as what the bot hears."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.contract.content import Emoji, Excerpt, Mention, MentionKind, Paragraph, Quote, Small, Text
from adapters.contract.incoming import ChannelLost, Deleted, Edited, Posted, Reacted, ReactionsCleared
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.contract.walk import leaves, text_of
from adapters.discord import refs
from adapters.discord.places import Place, Places
from adapters.discord.read import Reader
from adapters.discord.render import markup

GUILD, TALK, THREAD, FORUM = "100000000000000001", "100000000000000002", "100000000000000003", "100000000000000004"
ANN, BEA, APP, BOT = "200000000000000001", "200000000000000002", "300000000000000001", "300000000000000002"
ID = "1175000000000000000"
READER = Reader(APP, BOT, channel=lambda guild, id: {TALK: "talk"}.get(id, ""), role=lambda guild, id: "nurses")
PLACE = Place(TALK, GUILD, "talk")
IN_THREAD = Place(THREAD, GUILD, "Falls", parent=TALK)
JSON = dict[str, Any]


def message(**fields: Any) -> JSON:
    """A message as MESSAGE_CREATE tells it."""
    return {
        "id": ID,
        "type": 0,
        "channel_id": TALK,
        "guild_id": GUILD,
        "author": {"id": ANN, "username": "ann_a", "global_name": "Ann", "avatar": "abc"},
        "member": {"nick": "Ann Archer", "roles": [], "avatar": None},
        "content": "Hello",
        "timestamp": "2023-11-17T08:50:12.345000+00:00",
        "edited_timestamp": None,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "flags": 0,
        **fields,
    }


def posted(**fields: Any) -> Posted:
    read = READER.posted(message(**fields), PLACE)
    assert read is not None
    return read


def test_a_post_tells_its_author_as_the_server_calls_them() -> None:
    read = posted()
    assert (read.author.account.id, read.author.name, read.author.bot) == (ANN, "Ann Archer", False)
    assert read.author.avatar == f"https://cdn.discordapp.com/avatars/{ANN}/abc.png"
    assert read.message == MessageRef(ChannelRef("discord", GUILD, TALK), ID)
    assert (text_of(read.content), read.ours, read.at) == ("Hello", False, refs.moment(ID))


def test_history_does_not_tell_a_name_in_the_server() -> None:
    told = message()
    del told["member"]
    read = READER.posted(told, PLACE)
    assert read is not None
    assert (read.author.name, read.author.avatar) == ("", "")


@pytest.mark.parametrize(
    ("fields", "ours"),
    [
        ({"webhook_id": "1", "application_id": APP}, True),
        ({"author": {"id": BOT, "username": "Unsilo", "bot": True}}, True),
        ({"webhook_id": "1", "application_id": "9", "author": {"id": "1", "username": "Unsilo"}}, False),
        ({"webhook_id": "1", "author": {"id": "1", "username": "Unsilo"}}, False),
    ],
)
def test_ours_is_judged_by_ids_alone(fields: JSON, ours: bool) -> None:
    assert posted(**fields).ours is ours


@pytest.mark.parametrize("fields", [{"type": kind} for kind in (1, 6, 7, 8, 18, 21)] + [{"flags": 64}, {"flags": 128}])
def test_notices_and_what_only_one_person_sees_are_not_posts(fields: JSON) -> None:
    assert READER.posted(message(**fields), PLACE) is None


def test_a_reply_names_what_it_answers() -> None:
    reference = {"type": 0, "channel_id": TALK, "guild_id": GUILD, "message_id": "55"}
    assert posted(type=19, message_reference=reference).reply_to == MessageRef(ChannelRef("discord", GUILD, TALK), "55")


def answering(original: JSON | None, **fields: Any) -> Excerpt | None:
    """What a reply to that message shows of it."""
    reference = {"type": 0, "channel_id": TALK, "guild_id": GUILD, "message_id": "55"}
    return posted(type=19, message_reference=reference, referenced_message=original, **fields).content.reply


def original(content: str, **fields: Any) -> JSON:
    """The message that is answered, without its author's membership, as Discord tells it."""
    told = message(id="55", content=content, author={"id": BEA, "username": "bea", "global_name": "Bea"}, **fields)
    return {name: value for name, value in told.items() if name != "member"}


def test_a_reply_shows_who_and_what_it_answers() -> None:
    ping = {"id": BEA, "username": "bea", "global_name": "Bea", "member": {"nick": "Bea Hill"}}
    named = original(f"Ask <@{ANN}> in <#{TALK}>", mentions=[{"id": ANN, "username": "ann_a", "global_name": "Ann"}])

    assert answering(original("Who has *done* this?")) == Excerpt("Bea", "Who has done this?")
    assert answering(original("Who?"), mentions=[ping]) == Excerpt("Bea Hill", "Who?")
    assert answering(named) == Excerpt("Bea", "Ask @someone in #talk")  # Ann is no member, as far as is told
    named["mentions"][0]["member"] = {"nick": "Ann Lee"}
    ann = Mention(MentionKind.USER, ANN, "Ann Lee")
    assert answering(named) == Excerpt("Bea", "Ask @Ann Lee in #talk", people=(ann,))


def test_a_reply_keeps_spoilers_hidden_and_does_not_quote_quotes() -> None:
    assert answering(original("The end: ||he *dies*||.")) == Excerpt("Bea", "The end: ▒▒▒.")
    assert answering(original("> -# **Cy**: Who?\nI have.")) == Excerpt("Bea", "I have.")
    assert answering(original("> a quote alone")) == Excerpt("Bea", "a quote alone")


def test_a_reply_to_a_file_names_it_and_one_to_nothing_shows_nothing() -> None:
    file = {"id": "9", "filename": "plan.png", "url": "https://cdn.discordapp.com/attachments/1/9/plan.png"}

    assert answering(original("", attachments=[file])) == Excerpt("Bea", "plan.png")
    assert answering(None) is None
    assert posted(referenced_message=original("The first message of a thread.")).content.reply is None


def test_a_post_in_a_thread_names_the_thread() -> None:
    read = READER.posted(message(channel_id=THREAD), IN_THREAD)
    assert read is not None
    assert (read.message.channel, read.thread_name) == (ChannelRef("discord", GUILD, TALK, THREAD), "Falls")


def test_a_forum_posts_first_message_belongs_to_the_forum() -> None:
    place = Place(ID, GUILD, "How do you do handover?", parent=FORUM, forum=True)
    read = READER.posted(message(channel_id=ID), place)
    assert read is not None
    assert (read.message.channel, read.thread_name) == (ChannelRef("discord", GUILD, FORUM), "How do you do handover?")
    assert place.message("77").channel == ChannelRef("discord", GUILD, FORUM, ID)


def test_mentions_get_their_names() -> None:
    ann = {"id": ANN, "username": "ann_a", "member": {"nick": "Ann Archer"}}
    read = posted(content=f"<@{ANN}> <#{TALK}> <@&7>", mentions=[ann])
    assert [span for span in leaves(read.content) if isinstance(span, Mention)] == [
        Mention(MentionKind.USER, ANN, "Ann Archer"),
        Mention(MentionKind.CHANNEL, TALK, "talk"),
        Mention(MentionKind.GROUP, "7", "nurses"),
    ]


def test_files_carry_their_alt_text_and_their_own_names() -> None:
    files = [
        {"id": "1", "filename": "ward_plan.png", "title": "ward plan", "size": 9, "url": "https://cdn.discordapp.com/1",
         "content_type": "image/png", "description": "A plan"},
        {"id": "2", "filename": "SPOILER_x.txt", "size": 1, "url": "https://cdn.discordapp.com/2",
         "content_type": "text/plain; charset=utf-8"},
    ]  # fmt: skip
    one, two = posted(attachments=files).content.files
    assert (one.name, one.alt, one.media_type, one.id) == ("ward plan.png", "A plan", "image/png", f"{ID}/1")
    assert (two.name, two.spoiler, two.media_type) == ("x.txt", True, "text/plain")


def test_stickers_are_pictures_or_words() -> None:
    stickers = [{"id": "1", "name": "Wave", "format_type": 1}, {"id": "2", "name": "Dance", "format_type": 3}]
    content = posted(content="", sticker_items=stickers).content
    assert [(file.name, file.alt) for file in content.files] == [("Wave.png", "Sticker: Wave")]
    assert text_of(content) == "Sticker: Dance"


def test_a_forward_is_quoted() -> None:
    snapshot = {"message": {"content": "**Beds**", "embeds": [], "attachments": []}}
    read = posted(content="", message_reference={"type": 1, "channel_id": "9"}, message_snapshots=[snapshot])
    assert read.content.blocks[0] == Small((Text("Forwarded"),))
    assert isinstance(read.content.blocks[1], Quote)
    assert read.reply_to is None


@pytest.mark.parametrize(
    "feigned",
    [
        "> -# **Ann · Red**: I made it up ([message](https://discord.com/channels/1/2/3))",
        "-# **Ann · Red**",
        "- -# **Ann · Red**",
        "> - -# **Ann · Red**",
        "-# Forwarded from Ann\n> I made it up",
    ],
)
def test_nobody_writes_in_the_small_print_that_is_the_bots_own(feigned: str) -> None:
    read = posted(content=f"{feigned}\nSo.").content
    assert "Ann" in markup(read) and "-# " not in markup(read).replace("\\-# ", "")
    snapshot = {"message": {"content": feigned, "embeds": [], "attachments": []}}
    forwarded = posted(content="", message_reference={"type": 1, "channel_id": "9"}, message_snapshots=[snapshot])
    assert [line for line in markup(forwarded.content).split("\n") if "-# " in line] == ["-# Forwarded"]


def test_other_bots_embeds_are_read_and_peoples_previews_are_not() -> None:
    embed = {
        "title": "Release 2",
        "url": "https://x.org",
        "description": "All *new*",
        "fields": [{"name": "Size", "value": "9 MB"}],
        "footer": {"text": "Builder"},
    }
    bot = {"id": "5", "username": "Builder", "bot": True}
    content = posted(content="", author=bot, embeds=[embed]).content
    assert text_of(content).split("\n") == ["Release 2", "All new", "Size", "9 MB", "Builder"]
    assert isinstance(content.blocks[0], Quote)
    assert posted(embeds=[embed]).content.blocks == (Paragraph((Text("Hello"),)),)


def test_polls_and_components_are_read_in_words() -> None:
    poll = {"question": {"text": "Tea?"}, "answers": [{"poll_media": {"text": "Yes"}}, {"poll_media": {"text": "No"}}]}
    assert text_of(posted(content="", poll=poll).content) == "Poll: Tea?\nYes\nNo"
    shown = [{"type": 17, "components": [{"type": 10, "content": "# Hi"}, {"type": 1, "components": []}]}]
    bot = {"id": "5", "username": "Builder", "bot": True}
    assert text_of(posted(content="", author=bot, components=shown).content) == "Hi"


def test_an_edit_is_one_only_with_a_time() -> None:
    edited = READER.edited(message(edited_timestamp="2023-11-17T09:00:00+00:00", content="Hello!"), PLACE)
    assert isinstance(edited, Edited)
    assert (edited.at, text_of(edited.content)) == (1700211600.0, "Hello!")
    again = READER.edited(message(edited_timestamp="2023-11-17T09:00:00+00:00", content="Hello!", embeds=[{}]), PLACE)
    assert again is not None
    assert again.key == edited.key
    assert READER.edited(message(embeds=[{"type": "link"}]), PLACE) is None


def test_several_deletions_are_one() -> None:
    read = READER.event("MESSAGE_DELETE_BULK", {"ids": ["12", "9"], "channel_id": TALK, "guild_id": GUILD}, PLACE, 5.0)
    assert isinstance(read, Deleted)
    assert [ref.id for ref in read.messages] == ["9", "12"]


def test_reactions_tell_who_and_which() -> None:
    member = {"nick": None, "user": {"id": ANN, "username": "ann_a", "global_name": "Ann", "avatar": None}}
    data = {
        "user_id": ANN,
        "message_id": ID,
        "channel_id": TALK,
        "guild_id": GUILD,
        "emoji": {"id": None, "name": "👍"},
    }
    put = READER.event("MESSAGE_REACTION_ADD", {**data, "member": member}, PLACE, 5.0)
    assert isinstance(put, Reacted)
    assert (put.emoji.char, put.present, put.author.name, put.ours) == ("👍", True, "Ann", False)
    custom = {"id": "7", "name": "nhs", "animated": True}
    taken = READER.event("MESSAGE_REACTION_REMOVE", {**data, "user_id": BOT, "emoji": custom}, PLACE, 6.0)
    assert isinstance(taken, Reacted)
    assert taken.emoji == Emoji("nhs", id="7", url="https://cdn.discordapp.com/emojis/7.gif")
    assert (taken.present, taken.author.name, taken.ours) == (False, "", True)
    cleared = READER.event("MESSAGE_REACTION_REMOVE_ALL", data | {"emoji": {"id": None, "name": "👍"}}, PLACE, 7.0)
    assert isinstance(cleared, ReactionsCleared)
    assert cleared.emoji is not None


def test_a_deleted_thread_is_lost_and_a_deleted_forum_post_is_deleted() -> None:
    data = {"id": THREAD, "guild_id": GUILD, "parent_id": TALK, "type": 11}
    lost = READER.event("THREAD_DELETE", data, IN_THREAD, 5.0)
    assert isinstance(lost, ChannelLost)
    gone = READER.event("THREAD_DELETE", data, replace(IN_THREAD, parent=FORUM, forum=True), 5.0)
    assert isinstance(gone, Deleted)
    assert gone.messages == (MessageRef(ChannelRef("discord", GUILD, FORUM), THREAD),)


def test_other_pictures_come_from_where_they_lie() -> None:
    read = replace(READER, cdn="http://127.0.0.1:1/cdn").posted(message(content="<:nhs:7>"), PLACE)
    assert read is not None
    [emoji] = leaves(read.content)
    assert isinstance(emoji, Emoji)
    assert emoji.url == "http://127.0.0.1:1/cdn/emojis/7.png"


def test_places_are_learnt_from_events() -> None:
    places = Places()
    channels = [{"id": TALK, "type": 0, "name": "talk"}, {"id": FORUM, "type": 15, "name": "questions"}]
    threads = [{"id": THREAD, "type": 11, "name": "Falls", "parent_id": FORUM}]
    roles, emojis = [{"id": "7", "name": "nurses"}], [{"id": "8", "name": "nhs"}]
    places.note(
        "GUILD_CREATE",
        {"id": GUILD, "name": "Circle", "premium_tier": 2, "channels": channels, "threads": threads, "roles": roles,
         "emojis": emojis},
    )  # fmt: skip
    assert places.get(THREAD) == Place(THREAD, GUILD, "Falls", FORUM, forum=True, seen=None)
    assert (places.role(GUILD, "7"), places.emoji(GUILD, "nhs"), places.file_limit(GUILD)) == (
        "nurses",
        "nhs:8",
        50 * 2**20,
    )
    assert places.public_name(GUILD, TALK) == ""  # what is told without overwrites is taken for hidden
    places.note("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": {"id": "7", "name": "doctors"}})
    places.note("CHANNEL_UPDATE", {"id": TALK, "guild_id": GUILD, "type": 0, "name": "chat"})
    assert (places.role(GUILD, "7"), places.get(TALK)) == ("doctors", Place(TALK, GUILD, "chat"))
    assert [place.id for place in places.channels_of(GUILD)] == [TALK]
