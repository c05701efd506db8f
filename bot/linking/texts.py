"""Sentences of linking that members read."""

from __future__ import annotations

from adapters.contract.content import Span
from adapters.contract.refs import AccountRef, CommunityRef
from bot.saying import _

WHAT_LINKING_DOES = _(
    "Once they are linked, people who mention you on one side also notify you on the other. "
    "If you opted out of copying with one account, you are opted out with both. "
    "What was copied of the other is then removed. "
    "If organisers muted or banned one account, that also holds for the other."
)
ONLY_YOURS = _("If that is not your own account, do nothing: somebody may have given you a code of theirs.")

NO_SUCH_CODE = _(
    "There is no such code now. A code works once, for 15 minutes. To get a new one, type /link in your other account."
)
TOO_MANY_GUESSES = _(
    "That was the wrong code too often. Please wait an hour, and type /link in your other account then."
)
SAME_ACCOUNT = _("This code is from this very account. Please use it from your other one.")
LINKED_ALREADY = _("These two accounts are linked already. There is nothing to do.")
OPTED_OUT = _(
    "You had opted out of copying with one of your accounts. That now goes for all of them, and what was copied of the "
    "others is removed."
)
ONE_PROFILE = _(
    "Each of them had a profile by which others find you. The older one stays, and the other is deleted. "
    "To see it, type /profile show."
)
UNDO = _("To undo this, type /unlink in either account.")

NOT_LINKED = _("This account is not linked to any other. To link it, type /link.")
UNLINKED = _("This account is no longer linked to your others. Mentions of them do not notify it any more.")
OPT_OUTS_STAY = _("If you had opted out of copying, that still goes for each of them.")


def code_is(code: Span) -> str:
    """A code for linking."""
    return _("Your code is {code}", code=code)


def code_how(command: Span) -> str:
    """What to do with it."""
    return _("Now go to your other account, in any channel where I am, and type {command}", command=command)


def code_until(until: Span) -> str:
    """How long it works."""
    return _("It works until {until}, once. Please give it to nobody: it is only for your own accounts.", until=until)


def account(of: AccountRef, names: dict[str, str]) -> str:
    """Where an account is: its platform, and its community where it belongs to a single one."""
    platform = of.platform.title()
    community = names.get(str(CommunityRef(of.platform, of.community)), of.community)
    if not community:
        return _("{platform} account", platform=platform)
    return _("{platform} account in {community}", platform=platform, community=community)


def whose(name: str, account: str) -> str:
    """Whose account a code is from."""
    return _(
        "This code is from {name}'s {account}. Is that you? Then this account will be linked to it.",
        name=name,
        account=account,
    )


def linked(account: str, name: str, *, opted_out: bool, had_two: bool) -> tuple[str, ...]:
    """Two accounts belong together from now on; told to each about the other."""
    said = _("This account is now linked to your {account} ({name}).", account=account, name=name)
    return (said, *((OPTED_OUT,) if opted_out else ()), *((ONE_PROFILE,) if had_two else ()), UNDO)


def left(account: str) -> str:
    """Told to the accounts that stay."""
    return _("Your {account} is no longer linked to this account.", account=account)
