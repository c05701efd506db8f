"""Sentences of linking that members read."""

from __future__ import annotations

from adapters.contract.content import Span
from adapters.contract.refs import AccountRef, CommunityRef
from bot.saying import _

WHAT_LINKING_DOES = _(
    "Once they are linked, people who mention you on one side also notify you on the other. "
    "Whoever reads such a mention can see that both accounts are yours. "
    "If you opted out of copying with one account, you are opted out with both. "
    "What was copied of the other is then removed. "
    "If organisers muted or banned one account, that also holds for the other."
)
BOTH_SEE_ALL = _(
    "With each of the two accounts, you can then see and remove what I hold of both: with /mydata and /forget. "
    "So can whoever else uses one of them."
)
UNLINKING_LATER = _(
    "To take them apart again, type /unlink in either. That brings back nothing that was removed or deleted, and no "
    "profile. Opt-outs, bans and mutes go on for both."
)
THIS_STAYS = _(
    "Both accounts have a profile, and only the older stays: that of this account. "
    "The other one's is deleted, and introductions that it has under way end."
)
OTHER_STAYS = _(
    "Both accounts have a profile, and only the older stays: that of the other account. "
    "The profile of this account is deleted, and introductions that it has under way end."
)
ONLY_YOURS = _("If that is not your own account, do nothing: somebody may have given you a code of theirs.")

NO_SUCH_CODE = _(
    "There is no such code now. A code works once, for 15 minutes. To get a new one, type /link in your other account."
)
TOO_MANY_GUESSES = _(
    "None of the last 5 codes was right. Please wait an hour, and type /link in your other account then."
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
UNDO = _("To take them apart again, type /unlink in either account. What was deleted does not come back.")

NOT_LINKED = _("This account is not linked to any other. To link it, type /link.")
UNLINKED = _("This account is no longer linked to your others. Mentions of them do not notify it any more.")
INTRODUCTIONS_ENDED = _("You do not take part in introductions any more. To take part again, type /intro join.")
OPT_OUTS_STAY = _(
    "If you had opted out of copying, or organisers keep you out, that still goes for each of them. "
    "What you blocked stays blocked for each of them. "
    "What was deleted when you linked them does not come back."
)
PROFILE_STAYS_HERE = _("Your profile stays with this account. Your other accounts have none now.")


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
    """Whose account a code is from: first what is known of it, then what anybody can choose."""
    return _(
        "This code is from a {account} with the name “{name}”. Anybody can choose that name. Is it you? "
        "Then this account will be linked to it.",
        account=account,
        name=name,
    )


def profile_stays_with(account: str) -> str:
    """Told to an account that goes, when the profile was made with another."""
    return _("Your profile stays with your {account}. This account has none now.", account=account)


def linked(account: str, name: str, *, opted_out: bool, had_two: bool) -> tuple[str, ...]:
    """Two accounts belong together from now on; told to each about the other."""
    said = _("This account is now linked to your {account} ({name}).", account=account, name=name)
    return (said, *((OPTED_OUT,) if opted_out else ()), *((ONE_PROFILE,) if had_two else ()), UNDO)


def left(account: str) -> str:
    """Told to the accounts that stay."""
    return _("Your {account} is no longer linked to this account.", account=account)
