"""Reads and checks the body of a call that writes a message, and turns it into a `Draft`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.discord import components, mentions
from sandbox.discord.cdn import FILE_LIMIT, REQUEST_LIMIT
from sandbox.discord.errors import ApiError, Path, Problems, Refusal
from sandbox.discord.model import COMPONENTS_V2, EPHEMERAL, JSON, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS

SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
EMBED_LIMITS = (("title", 256), ("description", 4096))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    spoiler: bool = False


@dataclass(slots=True)
class Draft:
    """A checked message body. `given` names the fields that were present; `kept` the attachments an edit keeps."""

    given: frozenset[str] = frozenset()
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    kept: list[JSON] | None = None
    flags: int = 0
    sticker_ids: list[str] = field(default_factory=list)
    allowed: JSON | None = None
    nonce: str | int | None = None
    enforce_nonce: bool = False
    reference: JSON | None = None
    tts: bool = False


def read(
    body: JSON, uploads: dict[int, Upload], *, editing: bool = False, ephemeral: bool = False, already: int = 0
) -> Draft:
    """The draft in a body. Raises ApiError 50035, 50006 (nothing to send) or 40005 (too large).

    `already` are the flags of the message being edited: components v2 cannot be taken off again.
    """
    if any(len(each.content) > FILE_LIMIT for each in uploads.values()):
        raise ApiError(Refusal.TOO_LARGE)
    if sum(len(each.content) for each in uploads.values()) > REQUEST_LIMIT:
        raise ApiError(Refusal.TOO_LARGE)
    problems = Problems()
    flags = body.get("flags") or 0
    draft = Draft(
        given=frozenset(body),
        content=str(body.get("content") or "").strip(),
        embeds=body.get("embeds") or ([body["embed"]] if body.get("embed") else []),
        components=body.get("components") or [],
        flags=flags & (SETTABLE | (EPHEMERAL if ephemeral else 0)) if isinstance(flags, int) else 0,
        sticker_ids=[str(each) for each in body.get("sticker_ids") or []],
        allowed=body.get("allowed_mentions"),
        nonce=body.get("nonce"),
        enforce_nonce=bool(body.get("enforce_nonce")),
        reference=body.get("message_reference"),
        tts=bool(body.get("tts")),
    )
    _check(body, draft, problems, v2=bool((draft.flags | already) & COMPONENTS_V2))
    _files(body, uploads, draft, problems, editing=editing)
    problems.check()
    components.number(draft.components)
    for embed in draft.embeds:
        embed.setdefault("type", "rich")
    if not editing and empty(draft):
        raise ApiError(Refusal.EMPTY_MESSAGE)
    return draft


def empty(draft: Draft) -> bool:
    """Whether there is nothing to show."""
    parts = (draft.content, draft.embeds, draft.components, draft.uploads, draft.sticker_ids)
    return not any(parts) and not (draft.reference or {}).get("type")


def _check(body: JSON, draft: Draft, problems: Problems, *, v2: bool) -> None:
    if body.get("content") is not None:
        problems.text(("content",), body["content"], 0, 2000)
    if problems.count(("embeds",), draft.embeds, 0, 10):
        _check_embeds(draft.embeds, problems)
    components.check_message(draft.components, problems, v2=v2)
    if v2:
        for name in ("content", "embeds", "sticker_ids", "poll"):
            if body.get(name):
                problems.add(
                    (name,),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    problems.count(("sticker_ids",), draft.sticker_ids, 0, 3)
    if isinstance(draft.nonce, str):
        problems.text(("nonce",), draft.nonce, 0, 25)
    if draft.allowed is not None:
        mentions.check(draft.allowed, problems)


def _check_embeds(embeds: list[Any], problems: Problems) -> None:
    total = 0
    for index, embed in enumerate(embeds):
        at = ("embeds", index)
        texts: list[tuple[Path, Any, int]] = [((*at, name), embed.get(name), limit) for name, limit in EMBED_LIMITS]
        texts.append(((*at, "footer", "text"), (embed.get("footer") or {}).get("text"), 2048))
        texts.append(((*at, "author", "name"), (embed.get("author") or {}).get("name"), 256))
        fields = embed.get("fields") or []
        problems.count((*at, "fields"), fields, 0, 25)
        for place, each in enumerate(fields):
            for name, limit in (("name", 256), ("value", 1024)):
                if not each.get(name):
                    problems.required((*at, "fields", place, name))
                texts.append(((*at, "fields", place, name), each.get(name), limit))
        for path, text, limit in texts:
            if text is not None:
                problems.text(path, text, 0, limit)
                total += len(str(text))
    if total > 6000:
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _files(body: JSON, uploads: dict[int, Upload], draft: Draft, problems: Problems, *, editing: bool) -> None:
    """Join the uploaded parts with their entries in `attachments`; entries that are no part are kept ones (edits)."""
    entries = body.get("attachments")
    described: dict[int, JSON] = {}
    kept: list[JSON] = []
    for index, entry in enumerate(entries or []):
        number = int(entry["id"]) if str(entry.get("id", "")).isdecimal() else -1
        if entry.get("description") is not None:
            problems.text(("attachments", index, "description"), entry["description"], 0, 1024)
        if number in uploads:
            described[number] = entry
        elif editing:
            kept.append(entry)
        else:
            problems.add(
                ("attachments", index, "id"), "ATTACHMENT_NOT_FOUND", f"Attachment {entry.get('id')} not found"
            )
    if len(uploads) + len(kept) > 10:
        problems.add(("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    draft.kept = kept if entries is not None else None
    for number, upload in sorted(uploads.items()):
        entry = described.get(number, {})
        name = str(entry.get("filename") or upload.filename)
        spoiler = bool(entry.get("is_spoiler")) or name.startswith("SPOILER_")
        draft.uploads.append(Upload(name, upload.content, upload.content_type, entry.get("description"), spoiler))
