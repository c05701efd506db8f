"""A catalogue in which every sentence is translated: into itself, between brackets."""

from __future__ import annotations

from io import BytesIO

from babel.messages.pofile import read_po, write_po

from bot.saying import CATALOGUES


def bracketed(*but: str) -> bytes:
    """Every sentence of Welsh in brackets but these, and each form of a number with its own number."""
    found = read_po(BytesIO((CATALOGUES / "cy.po").read_bytes()), locale="cy")
    for each in found:
        if each.id and each.id not in but:
            forms = each.id if isinstance(each.id, tuple) else None
            each.string = f"⟦{each.id}⟧" if forms is None else tuple(f"⟦{form} {forms[1]}⟧" for form in range(6))
    written = BytesIO()
    write_po(written, found)
    return written.getvalue()
