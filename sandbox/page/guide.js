// "Things to try": what the demo proposes, step by step. A try makes the page ready for it; the reader does the rest.
// A try: { label, link }, or { label, side, user, channel, text, picture }.

import { button, h } from "./dom.js";
import { sample } from "./sample.js";

export class Guide {
  // `ready(try)` sets the page up.
  constructor(opener, chapters, ready) {
    this.opener = opener;
    this.ready = ready;
    this.node = h(
      "div",
      { class: "guide", popover: "auto", role: "dialog", "aria-label": "Things to try" },
      h("header", {}, h("h2", {}, "Things to try"), button("Close", "close", () => this.node.hidePopover())),
      h("div", { class: "guide-body" }, chapters.map((chapter, index) => this.chapter(chapter, index === 0))),
    );
    this.node.addEventListener("toggle", (event) => opener.setAttribute("aria-expanded", String(event.newState === "open")));
    document.body.append(this.node);
    opener.hidden = !chapters.length;
    opener.addEventListener("click", () => this.node.togglePopover());
  }

  chapter({ title, steps }, open) {
    return h("details", { open, name: "guide" }, h("summary", {}, title), h("ol", {}, steps.map((step) => this.step(step))));
  }

  step({ say, tries }) {
    return h("li", {}, h("p", {}, say), tries.length ? h("div", { class: "tries" }, tries.map((one) => this.attempt(one))) : null);
  }

  attempt(one) {
    if (one.link) return h("a", { class: "try", href: one.link, target: "_blank", rel: "noopener" }, one.label);
    return h("button", { type: "button", class: "try", onclick: async () => {
      this.node.hidePopover();
      await this.ready({ ...one, files: one.picture ? [await sample()] : [] });
    } }, one.label);
  }
}
