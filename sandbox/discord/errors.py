"""What Discord answers when it refuses: JSON error codes, and the nested errors of code 50035.

Codes and texts follow Discord's documentation of "Opcodes and Status Codes".
"""

from __future__ import annotations

from enum import Enum
from typing import Any

Path = tuple[str | int, ...]


class Refusal(Enum):
    """A documented refusal: HTTP status, JSON error code, message."""

    UNAUTHORIZED = (401, 0, "401: Unauthorized")
    NOT_FOUND = (404, 0, "404: Not Found")
    UNKNOWN_APPLICATION = (404, 10002, "Unknown Application")
    UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
    UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
    UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
    UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
    UNKNOWN_ROLE = (404, 10011, "Unknown Role")
    UNKNOWN_USER = (404, 10013, "Unknown User")
    UNKNOWN_EMOJI = (400, 10014, "Unknown Emoji")
    UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
    UNKNOWN_STICKER = (404, 10060, "Unknown Sticker")
    UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
    UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
    UNKNOWN_EVENT = (404, 10070, "Unknown Guild Scheduled Event")
    TOO_MANY_WEBHOOKS = (400, 30007, "Maximum number of webhooks reached (15)")
    TOO_MANY_REACTIONS = (400, 30010, "Maximum number of reactions reached (20)")
    TOO_MANY_PINNED_POSTS = (400, 30047, "Maximum number of pinned threads in a forum channel has been reached")
    TOO_MANY_EVENTS = (400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    TOO_LARGE = (413, 40005, "Request entity too large")
    ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
    MISSING_ACCESS = (403, 50001, "Missing Access")
    EDIT_OF_ANOTHER = (403, 50005, "Cannot edit a message authored by another user")
    EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
    DMS_CLOSED = (403, 50007, "Cannot send messages to this user")
    NOT_A_TEXT_CHANNEL = (400, 50008, "Cannot send messages in a non-text channel")
    MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
    BULK_DELETE_COUNT = (
        400,
        50016,
        "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages.",
    )
    SYSTEM_MESSAGE = (400, 50021, "Cannot execute action on a system message")
    WRONG_CHANNEL_TYPE = (400, 50024, "Cannot execute action on this channel type")
    INVALID_WEBHOOK_TOKEN = (401, 50027, "Invalid Webhook Token")
    TOO_OLD_TO_BULK_DELETE = (400, 50034, "You can only bulk delete messages that are under 14 days old.")
    THREAD_ARCHIVED = (400, 50083, "Thread is archived")
    INVALID_JSON = (400, 50109, "The request body contains invalid JSON.")
    NO_SHARED_GUILD = (403, 50278, "Cannot send messages to this user due to having no mutual guilds")
    NO_HISTORY_FOR_REPLY = (403, 160002, "Cannot reply without permission to read message history")
    THREAD_EXISTS = (400, 160004, "A thread has already been created for this message")
    THREAD_LOCKED = (403, 160005, "Thread is locked")
    CANNOT_FORWARD = (403, 160014, "You cannot forward a message whose content you cannot read")
    EVENT_IS_OVER = (400, 180000, "Cannot update a finished event")
    FORUM_WEBHOOK_NEEDS_THREAD = (
        400,
        220001,
        "Webhooks posted to forum channels must have a thread_name or thread_id",
    )
    FORUM_WEBHOOK_BOTH = (
        400,
        220002,
        "Webhooks posted to forum channels cannot have both a thread_name and thread_id",
    )
    WEBHOOK_THREAD_OUTSIDE_FORUM = (400, 220003, "Webhooks can only create threads in forum channels")


class ApiError(ValueError):
    """A refused call. `body` is what Discord's HTTP answer holds."""

    def __init__(self, refusal: Refusal) -> None:
        self.status, self.code, message = refusal.value
        super().__init__(message)
        self.body: dict[str, Any] = {"message": message, "code": self.code}


class InvalidForm(ApiError):
    """Code 50035: the body is malformed; `errors` says where, nested like the body itself."""

    def __init__(self, errors: dict[str, Any]) -> None:
        ValueError.__init__(self, f"Invalid Form Body: {errors}")
        self.status, self.code = 400, 50035
        self.body = {"message": "Invalid Form Body", "code": self.code, "errors": errors}


class Problems:
    """Collects what is wrong with a body, so that one answer names everything."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}

    def add(self, path: Path, code: str, message: str) -> None:
        """Note one problem of the field at `path`."""
        branch = self._tree
        for step in path:
            branch = branch.setdefault(str(step), {})
        branch.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: Path) -> None:
        """The field is missing."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def choice(self, path: Path, allowed: object) -> None:
        """The value is none of those allowed."""
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")

    def text(self, path: Path, value: object, low: int, high: int) -> None:
        """The value must be text of `low` to `high` characters."""
        if not isinstance(value, str):
            self.add(path, "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.")
        elif not low <= len(value) <= high:
            self._length(path, low, high)

    def count(self, path: Path, value: object, low: int, high: int) -> bool:
        """The value must be a list of `low` to `high` items; False when it is not."""
        if not isinstance(value, list):
            self.add(path, "BASE_TYPE_BAD_TYPE", "Only iterables may be used in a ListType")
            return False
        if not low <= len(value) <= high:
            self._length(path, low, high)
            return False
        return True

    def number(self, path: Path, value: object, low: int, high: int) -> None:
        """The value must be a whole number between `low` and `high`."""
        if not isinstance(value, int):
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif not low <= value <= high:
            self.add(path, "NUMBER_TYPE_RANGE", f"int value should be between {low} and {high}.")

    def check(self) -> None:
        """Raise InvalidForm if anything was noted."""
        if self._tree:
            raise InvalidForm(self._tree)

    def _length(self, path: Path, low: int, high: int) -> None:
        if low:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        else:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
