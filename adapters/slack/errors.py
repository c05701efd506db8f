"""Slack's errors → what the caller can do about them.

`internal_error`, `fatal_error` and any 5xx mean that some part of a call may have succeeded: after a write, that is
unsure. Source: the error lists in Slack's reference of its methods.
"""

from __future__ import annotations

import math
import time
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.contract.errors import Later, PlatformError, Refused, Unsure, Why
from adapters.contract.marked import _

DOWN_AFTER = 2.0  # seconds until a call to a Slack that is down may be worth another try
BUSY_AFTER = 5.0  # the same when Slack is busy and does not say for how long
BUSY_LEAST, BUSY_MOST = 1.0, 900.0  # the same, whatever Slack says

_BUSY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_MAYBE = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable", ""})
_GONE = {
    "message_not_found": _("The Slack message is gone."),
    "thread_not_found": _("The Slack thread is gone."),
    "file_not_found": _("The Slack file is gone."),
    "file_deleted": _("The Slack file was deleted."),
    "user_not_found": _("Slack does not know this account."),
    "users_not_found": _("Slack does not know these accounts."),
    "bot_not_found": _("Slack does not know this bot."),
}
_FORBIDDEN = {
    "channel_not_found": _("Slack cannot find the channel, or the bot cannot see it. Invite the bot to it."),
    "is_archived": _("The Slack channel is archived. Unarchive it, or use /bridge leave there."),
    "not_in_channel": _("The bot is not in the Slack channel. Invite it with /invite."),
    "missing_scope": _("The Slack app lacks a scope."),
    "posting_to_channel_denied": _("The workspace does not let the bot post in this channel."),
    "file_uploads_disabled": _("The workspace has switched file uploads off."),
    "no_permission": _("The Slack app lacks a permission for this."),
    "permission_denied": _("The workspace does not let the bot pin messages in this channel."),
    "access_denied": _("The workspace does not allow this."),
    "not_allowed_token_type": _("The Slack token is of the wrong kind."),
}
_UNACCEPTABLE = {
    "cant_update_message": _("Slack lets the bot change its own messages only."),
    "cant_delete_message": _("Slack lets the bot delete its own messages only."),
    "edit_window_closed": _("The workspace does not allow messages to be edited after so long."),
    "cannot_reply_to_message": _("Slack does not take replies to this message."),
}
_UNAUTHORISED = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "app_uninstalled"}
)


def translated(error: SlackApiError, method: str, *, write: bool) -> PlatformError:
    """What an answer of Slack that is no success means; `write` when the call was to change something."""
    status, answer = _told(error)
    code = str(answer.get("error", ""))
    if (seconds := busy_for(error)) is not None:
        return Later(_("Slack allows no more calls of {method} now.", method=method), seconds, limited=True)
    if status >= 500 or code in _MAYBE:
        return lost(_("Slack did not answer {method}: error {code}.", method=method, code=code or status), write=write)
    return _refused(code, method, answer)


def busy_for(error: SlackApiError) -> float | None:
    """For how many seconds Slack takes no more of these calls; None when that is not what it says."""
    status, answer = _told(error)
    if status == 429 or answer.get("error") in _BUSY:
        return retry_after(getattr(error.response, "headers", None) or {})
    return None


def _told(error: SlackApiError) -> tuple[int, dict[str, Any]]:
    """The status and the body of an answer."""
    response: Any = error.response
    data = getattr(response, "data", None)
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    return status, data if isinstance(data, dict) else {}


def lost(sentence: str, *, write: bool) -> PlatformError:
    """A call whose answer did not come, which is what the sentence says."""
    return Unsure(sentence) if write else Later(sentence, DOWN_AFTER)


def retry_after(headers: Any) -> float:
    """After how many seconds Slack takes a call again: at least 1, and at most until it is worth asking anyway."""
    told = str(headers.get("Retry-After") or "")
    try:
        seconds = float(told)
    except ValueError:
        seconds = _until(told)
    if not math.isfinite(seconds):
        seconds = BUSY_AFTER
    return min(max(seconds, BUSY_LEAST), BUSY_MOST)


def _until(date: str) -> float:
    """The seconds until a date of HTTP; `BUSY_AFTER` when it is none."""
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return BUSY_AFTER


def _refused(code: str, method: str, answer: dict[str, Any]) -> Refused:
    if code in _UNAUTHORISED:
        return Refused(_("Slack does not accept the token ({code}).", code=code), Why.UNAUTHORISED, code)
    if code in _GONE:
        return Refused(_GONE[code], Why.GONE, code)
    if code in _FORBIDDEN or code.startswith("restricted_action"):
        sentence = _FORBIDDEN.get(code, _FORBIDDEN["access_denied"])
        if answer.get("needed"):
            sentence = _("{sentence} It needs {scopes}.", sentence=sentence, scopes=answer["needed"])
        return Refused(sentence, Why.FORBIDDEN, code)
    if code in _UNACCEPTABLE:
        return Refused(_UNACCEPTABLE[code], Why.UNACCEPTABLE, code)
    details = "; ".join(str(each) for each in (answer.get("response_metadata") or {}).get("messages", []))
    sentence = _("Slack refused {method}: {code}.", method=method, code=code)
    if details:
        sentence = _("Slack refused {method}: {code} ({details}).", method=method, code=code, details=details)
    return Refused(sentence, Why.UNACCEPTABLE, code)
