"""What is kept of introductions, in words: for those who take part, and for whoever reads what is held of them."""

from __future__ import annotations

from bot.saying import _

STATES = {
    "proposed": _("being prepared"),
    "asked": _("waiting for answers"),
    "agreed": _("all said yes"),
    "open": _("in conversation"),
    "met": _("introduced"),
    "closed": _("did not happen"),
}
SIZES = {"pair": _("one to one"), "trio": _("3 people"), "circle": _("4 to 6 people")}
