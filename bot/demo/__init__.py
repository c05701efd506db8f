"""The demo: the real bot, with both real adapters, between the two communities of the sandbox."""
