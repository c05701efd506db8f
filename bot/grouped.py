"""What commands are for that begin with the same word, as Slack's list of commands shows them."""

from __future__ import annotations

GROUPS = {
    "bridge": "Bridges of this channel: read the rules, opt out or in; for organisers: start, join and look after one",
    "organisers": "Show who organises this community; for organisers: name them, and choose where they are told things",
    "guard": "Show what is looked for that may name a patient; for organisers: add forms of hospital numbers",
    "events": "Events: what is coming, your reminders and calendar; for organisers: announce and change them",
    "jargon": "Look up what a term of health and care means, or propose one",
    "profile": "Your profile, by which others find you without your name: write, show, pause or delete it",
    "intro": "Introductions to people who work on the same problem: take part, settings, breaks and blocks",
}
