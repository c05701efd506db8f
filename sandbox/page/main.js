// Starts the page: reads the state, shows both sides, and reads it again whenever the ledger grows.

import { ledger, live, state } from "./api.js";
import { discord } from "./discord/skin.js";
import { Pane } from "./pane.js";
import { slack } from "./slack/skin.js";
import { Strip } from "./strip.js";

const SETTLE_MS = 60;
const REST_MS = 5000;

const panes = {};
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
function tabs() {
  const buttons = [...document.querySelectorAll(".sides [role=tab]")];
  const show = (tab) => {
    document.querySelector(".panes").dataset.side = tab.getAttribute("aria-controls");
    for (const each of buttons) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    }
    panes[tab.getAttribute("aria-controls")].main.toEnd();
  };
  for (const tab of buttons) {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      const other = buttons.find((each) => each !== tab);
      show(other);
      other.focus();
    });
  }
}

for (const skin of [slack, discord]) {
  panes[skin.platform] = new Pane(document.getElementById(skin.platform), skin, { say, changed });
}
const strip = new Strip(document.getElementById("crossed"), document.querySelector(".bridge"), ({ platform, data }) =>
  panes[platform].members?.get(data.user ?? data.by ?? data.author_id)?.name ?? "somebody");

tabs();
await refresh();
for (const entry of (await ledger()).entries) strip.hear(entry);
live((entry) => {
  if (entry) strip.hear(entry);
  changed();
});
