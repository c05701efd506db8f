"""`python -m bot`: the operator's commands."""

from bot.cli import app

app(prog_name="unsilo")
