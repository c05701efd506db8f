"""The words that every form has."""

from __future__ import annotations

from bot.saying import _

SEND = _("Send")  # the buttons below a form
CANCEL = _("Cancel")
OPTIONAL = _("(optional)")  # behind the label of a question that need not be answered
MENU_AGAIN = _("To send it again, choose the command in the menu of the message once more.")
