"""From the outbox to the platforms: what each channel is to show, made so, and what came of it."""
