"""Forms that were not taken open again with what was written into them, for a while and in memory alone."""

from __future__ import annotations

from collections import OrderedDict

from adapters.contract.commands import Answers, Asked, Beginning, Form
from adapters.contract.content import Button, Content
from adapters.contract.refs import AccountRef
from bot import texts

FOR = 15 * 60.0  # seconds
MOST = 200  # people's forms at a time


class Refilling:
    """What was written into forms that were refused, by who wrote it: the newest, and nothing on any disk."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[AccountRef, str], tuple[float, Answers]] = OrderedDict()

    def note(self, asked: Asked, answer: Content, now: float) -> None:
        """Keep a form's answers if its answer offers to open it again; otherwise it was taken, and they go."""
        if not isinstance(asked, Form):
            return
        which = (asked.by.account, asked.name)
        self._kept.pop(which, None)
        if Button(texts.FORM_AGAIN, asked.name) in answer.buttons:
            self._kept[which] = (now, asked.answers)
        self._forget(now)

    def answers(self, form: Beginning, now: float) -> Answers:
        """With what a form opens again before somebody; nothing when it begins anew, or stands for something else."""
        self._forget(now)
        found = self._kept.get((form.by.account, form.name))
        return {} if found is None or form.argument or form.message is not None else found[1]

    def _forget(self, now: float) -> None:
        while self._kept and (len(self._kept) > MOST or next(iter(self._kept.values()))[0] < now - FOR):
            self._kept.popitem(last=False)
