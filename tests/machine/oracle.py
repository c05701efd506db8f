"""What must be so once everything has come to rest, in words: lost, doubled, unexpected, stale."""

from __future__ import annotations

from adapters.contract.refs import ChannelRef
from tests.fakes.platform import Shown
from tests.machine.town import NAMES, Said, Town, tag, words


def wrong(town: Town) -> list[str]:
    """What is not as it must be; empty when all is well."""
    found: list[str] = []
    for name in NAMES:
        known = {said.tag for said in town.said}
        shown = [
            each
            for each in town.platforms[name].shown(town.channel(name))
            if each.author != "Unsilo" or tag(words(each)) in known  # not the bot's notices
        ]
        for said in town.said:
            mine = [each for each in shown if each.ref == said.ref]
            copies = [each for each in shown if each.ours and words(each) == said.text]
            if said.ref.channel.platform == name:
                if said.deleted and mine:
                    found.append(f"stale in {name}: {said.text} was deleted")
                if copies:
                    found.append(f"doubled in {name}: {said.text} came back")
                if mine and not said.deleted:
                    found += _reactions(said, name, mine[0])
            else:
                found += _copies(town, said, name, copies)
        tags = {said.tag for said in town.said}
        found += [f"unexpected in {name}: {each.text}" for each in shown if each.ours and tag(words(each)) not in tags]
    return found


def _copies(town: Town, said: Said, name: str, copies: list[Shown]) -> list[str]:
    if said.unsure_text and not said.deleted:
        return []
    wanted = name in said.crosses_to and not said.deleted
    if not wanted:
        return [f"stale or leaked in {name}: {said.text}"] if copies else []
    if not copies:
        return [f"lost in {name}: {said.text}"]
    if len(copies) > 1:
        return [f"doubled in {name}: {said.text}"]
    return _thread(town, said, name, copies[0]) + _reactions(said, name, copies[0])


def _thread(town: Town, said: Said, name: str, copy: Shown) -> list[str]:
    root = said.root
    if (
        root is None
        or said.adrift
        or root.deleted
        or (name not in root.crosses_to and root.ref.channel.platform != name)
    ):
        return []
    stands: ChannelRef | None = next(
        (
            each.ref.as_thread
            for each in town.platforms[name].shown(town.channel(name))
            if each.ref == root.ref or (each.ours and tag(words(each)) == root.tag)
        ),
        None,
    )
    return [] if copy.ref.channel == stands else [f"out of its thread in {name}: {said.text}"]


def _reactions(said: Said, name: str, shown: Shown) -> list[str]:
    elsewhere = {emoji for platform, _, emoji in said.reactions if platform != name}
    ours = {emoji for emoji, user in shown.reactions if user == "Unsilo"}
    return [] if ours == elsewhere else [f"stale in {name}: {said.text} shows {ours} instead of {elsewhere}"]
