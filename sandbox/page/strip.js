// "What just crossed": what the bot did on one side, matched to what a person had just done on the other.

import { h, icon } from "./dom.js";

const ACTS = {
  post: "Message", upload: "File", edit: "Edit", delete: "Deletion", react: "Reaction", unreact: "Reaction taken back", thread: "Thread",
};
const PLATFORM = { slack: "Slack", discord: "Discord" };
const WINDOW_SECONDS = 60;
const SHOWN = 6;

export class Strip {
  constructor(list, bridge, nameOf) {
    this.list = list;
    this.bridge = bridge;
    bridge.append(icon("bridge"));
    this.nameOf = nameOf;
    this.waiting = [];
    this.quiet();
  }

  quiet() {
    this.list.replaceChildren(h("li", { class: "quiet" }, "Nothing has crossed yet."));
  }

  // Takes one ledger entry in.
  hear(entry) {
    if (entry.who === "person" && ACTS[entry.act]) {
      this.waiting.push(entry);
      this.waiting = this.waiting.slice(-200);
    } else if (entry.who === "bot" && ACTS[entry.act]) this.crossed(entry);
  }

  crossed(entry) {
    const kin = entry.act === "upload" ? ["post", "upload"] : [entry.act];
    const index = this.waiting.findIndex((one) =>
      one.platform !== entry.platform && kin.includes(one.act) && entry.at - one.at < WINDOW_SECONDS && alike(one.data.text, entry.data.text));
    if (index < 0) return;
    const [origin] = this.waiting.splice(index, 1);
    const took = Math.max(0, Math.round((entry.at - origin.at) * 1000));
    this.show(h(
      "li",
      { class: `to-${entry.platform}` },
      h("b", {}, PLATFORM[origin.platform], h("span", { class: "unseen" }, " to "), h("span", { "aria-hidden": "true" }, " → "), PLATFORM[entry.platform]),
      h("span", {}, `${ACTS[entry.act]} from ${this.nameOf(origin)}`),
      h("small", {}, took < 1000 ? `${took} ms` : `${(took / 1000).toFixed(1)} s`),
    ));
    this.bridge.className = "bridge";
    requestAnimationFrame(() => this.bridge.classList.add(`to-${entry.platform}`));
  }

  // What the bot wrote to one person in private, with the way to read it as them.
  letter(platform, name, read) {
    this.show(h("li", { class: "letter" }, h("b", {}, PLATFORM[platform]), h("span", {}, `Private message to ${name}`),
      h("button", { type: "button", onclick: read }, `Read it as ${name}`)));
  }

  show(item) {
    this.list.querySelector(".quiet")?.remove();
    this.list.prepend(item);
    while (this.list.childElementCount > SHOWN) this.list.lastElementChild.remove();
  }
}

const letters = (text) => (text ?? "").replace(/<[^>]*>|[^\p{L}\p{N}]/gu, "").toLowerCase().slice(0, 24);

// Both sides mark text up in their own ways: compare its first letters, when both have any.
function alike(one, other) {
  const [a, b] = [letters(one), letters(other)];
  return !a || !b || a.includes(b) || b.includes(a);
}
