"""What a platform's refusal means for the person who tried: a sentence that says what to do."""

from __future__ import annotations

HINTS = {
    # Slack's error codes
    "already_reacted": "You have reacted with that emoji already. Press it to take it back.",
    "cant_delete_file": "Only its owner or an admin can delete this file.",
    "cant_delete_message": "Only its author or an admin can delete this message.",
    "cant_update_message": "Only its author can edit this message.",
    "channel_not_found": "There is no such channel for you. Choose one of those in GET /state.",
    "is_archived": "This channel is archived. Write in another one.",
    "message_not_found": "That message is not there any more.",
    "no_reaction": "You have not reacted with that emoji.",
    "no_text": "Write something, or attach a file.",
    "not_in_channel": "You are not in this channel. Join it first.",
    "restricted_action": "Only an admin of the workspace can do this.",
    "user_not_found": "There is no such member. Choose one of those in GET /state.",
    # Discord's messages
    "Cannot edit a message authored by another user": "Only its author can edit this message.",
    "Cannot send an empty message": "Write something, or attach a file.",
    "Missing Access": "You cannot see this channel. Choose another one.",
    "Missing Permissions": "You are not allowed to do this. Ask a moderator, or choose to be one.",
    "Request entity too large": "That is too much: Discord takes 2,000 characters and files of up to 10 MB.",
    "Unknown application command": "There is no such command. Type / to see those there are.",
    "Unknown Channel": "There is no such channel. Choose one of those in GET /state.",
    "Unknown Guild": "There is no such server. Choose one of those in GET /state.",
    "Unknown Message": "That message is not there any more.",
    "Unknown User": "There is no such member. Choose one of those in GET /state.",
}


def sentence(error: Exception) -> str:
    """A refusal in words. Platforms give codes or short names; Python's KeyError gives a bare key."""
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    if text in HINTS:
        return HINTS[text]
    return text if " " in text else f"That was refused ({text}). Look up what you named in GET /state."
