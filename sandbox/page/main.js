// Starts the page: reads the state, shows both sides, and reads it again whenever the ledger grows.

import { guide, ledger, live, state } from "./api.js";
import { discord } from "./discord/skin.js";
import { Guide } from "./guide.js";
import { Pane } from "./pane.js";
import { slack } from "./slack/skin.js";
import { Strip } from "./strip.js";

const SETTLE_MS = 60;
const REST_MS = 5000;

const panes = {};
const letters = []; // what the bot posted, until it is known whether that is private
let reading = false;
let again = false;
let timer = 0;

async function refresh() {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    const both = await state();
    for (const pane of Object.values(panes)) if (both[pane.skin.platform].communities.length) pane.update(both[pane.skin.platform]);
    for (const { platform, channel } of letters.splice(0)) {
      const place = panes[platform].privately(channel);
      if (place) strip.letter(platform, place.name, () => show(platform, place));
    }
    document.documentElement.dataset.ready = "true";
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // the sandbox is away; the live feed will say when it is back
  } finally {
    reading = false;
  }
  if (again) {
    again = false;
    await refresh();
  }
}

// An act is written down before its effects are all there: read soon after, and once more at rest.
function changed() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await refresh();
    timer = setTimeout(refresh, REST_MS);
  }, SETTLE_MS);
}

function say(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => { notice.hidden = true; }, 8000);
}

// On a phone one side is shown at a time.
const buttons = [...document.querySelectorAll(".sides [role=tab]")];

function turnTo(side) {
  document.querySelector(".panes").dataset.side = side;
  for (const each of buttons) {
    const chosen = each.getAttribute("aria-controls") === side;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
  }
  panes[side].main.toEnd();
}

function tabs() {
  for (const tab of buttons) {
    tab.addEventListener("click", () => turnTo(tab.getAttribute("aria-controls")));
    tab.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      const other = buttons.find((each) => each !== tab);
      turnTo(other.getAttribute("aria-controls"));
      other.focus();
    });
  }
}

// Makes one side ready: somebody, in a channel, with words and files in the composer that are still to be sent.
function show(side, wish) {
  turnTo(side);
  panes[side].prepare(wish);
}

for (const skin of [slack, discord]) {
  panes[skin.platform] = new Pane(document.getElementById(skin.platform), skin, { say, changed });
}
const strip = new Strip(document.getElementById("crossed"), document.querySelector(".bridge"), ({ platform, data }) =>
  panes[platform].members?.get(data.user ?? data.by ?? data.author_id)?.name ?? "somebody");

function hear(entry) {
  strip.hear(entry);
  if (entry.who === "bot" && entry.act === "post") letters.push(entry);
}

tabs();
new Guide(document.getElementById("guide"), (await guide()).chapters, (one) => show(one.side, one));
await refresh();
const { entries: past } = await ledger();
past.forEach(hear);
live(past.length, (entry) => {
  if (entry) hear(entry);
  changed();
});
