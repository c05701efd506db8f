"""Discord's adapter takes the exam through the real library."""

from __future__ import annotations

from tests.adapters.conformance import Exam


class TestDiscord(Exam):
    """The exam of the Discord adapter."""
