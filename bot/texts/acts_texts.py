"""Sentences of the log of acts that organisers read."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.patients.holding_texts import FOUND
from bot.saying import _, filled, listed, n_

ACTS = {
    "create": _("{who} started the bridge {what}"),
    "invite": _("{who} made an invitation"),
    "ask": _("{who} asked to join"),
    "approve": _("{who} let in {what}"),
    "decline": _("{who} did not let in {what}"),
    "open private": _("{who} typed the name of their private channel, so that it can be joined"),
    "leave": _("{who} took their channel out"),
    "pause": _("{who} paused {what}"),
    "resume": _("{who} resumed {what}"),
    "direction": _("{who} changed the direction of their channel: {what}"),
    "rules": _("{who} changed the rules"),
    "retry": _("{who} had failed copies tried again"),
    "add organiser": _("{who} named {what} as an organiser"),
    "remove organiser": _("{who} took {what} off the organisers"),
    "ban": _("{who} banned {what}"),
    "mute": _("{who} muted {what}"),
    "unban": _("{who} let {what} back in"),
    "remove": _("{who} removed a message"),
    "hold": _("{who} changed how long messages of their channel are held: {what}"),
    "filter": _("{who} added a filtered word: {what}"),
    "unfilter": _("{who} took a filtered word away: {what}"),
    "bots": _("{who} changed whether other bots' messages leave their channel: {what}"),
    "chatham": _("{who} changed whether the Chatham House Rule holds in their channel: {what}"),
    "strangers": _("{who} changed whether what people of other organisations write leaves their channel: {what}"),
    "room": _("{who} chose where organisers are told things: {what}"),
    "term": _("{who} added a term to the glossary: {what}"),
    "remove term": _("{who} took a term out of the glossary: {what}"),
    "sector": _("{who} changed the sector of {what}"),
    "question": _("{who} put a question into all channels of the bridge, with /ask"),
    "send anyway": _("{who} had a held message copied, after saying that it names no patient. What was found: {what}"),
    "send hidden": _("{who} had a held message copied with its digits hidden. What was found: {what}"),
    "add mask": _("{who} added a form of hospital numbers: {what}"),
    "remove mask": _("{who} took a form of hospital numbers away: {what}"),
    "announce event": _("{who} announced the event with the number {what}"),
    "schedule event": _("{who} chose a time at which to announce the event with the number {what}"),
    "edit event": _("{who} changed the event with the number {what}"),
    "cancel event": _("{who} cancelled the event with the number {what}"),
    "approve event": _("{who} let in the event with the number {what}"),
    "decline event": _("{who} did not let in the event with the number {what}"),
    "trust events": _("{who} let in all events of {what}"),
    "distrust events": _("{who} wants to be asked again about events of {what}"),
    "digest": _("{who} chose whether the weekly list of events is posted in their channel: {what}"),
    "keep apart": _("{who} keeps out of introductions with members: {what}"),
    "let meet": _("{who} lets members be introduced again to: {what}"),
    "end": _("{who} took the bridge away: {what}"),
}
_FOUND = {str(kind): found for kind, found in FOUND.items()}
GONE = _("that is not there any more")  # behind "the bridge"
ITSELF = _("Unsilo by itself")
THE_OPERATOR = _("The operator of Unsilo")


def line(when: Span, act: str, who: Span, about: Span | str, bridge: str = "") -> str:
    """An act, when it was done and by whom; on which bridge, where the reader cannot know."""
    done = filled(ACTS[act], who=who, what=about)
    if bridge:
        return _("{when}, on the bridge “{bridge}”: {act}", when=when, bridge=bridge, act=done)
    return _("{when}: {act}", when=when, act=done)


def seconds(count: int) -> str:
    """For how long messages wait."""
    return n_("{count} second", "{count} seconds", count) if count else _("off")


def detail(act: str, text: str) -> str:
    """What an act was about."""
    if act == "hold" and text.isdecimal():
        return seconds(int(text))
    if act == "room":
        return {"here": _("in a channel"), "nowhere": _("in private messages")}.get(text, text)
    if act in ("pause", "resume"):
        return {"here": _("their channel"), "all": _("the whole bridge")}.get(text, text)
    if act in ("send anyway", "send hidden"):
        return listed([_FOUND.get(kind, kind) for kind in text.split(", ")])
    return text
