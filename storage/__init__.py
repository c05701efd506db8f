"""What the bot remembers: the only home of SQLAlchemy, with one file per subject."""
