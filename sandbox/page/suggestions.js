// The list above a composer that completes commands, names and emoji: a listbox steered from the text field.

import { fresh } from "./controls.js";
import { h } from "./dom.js";

export class Suggestions {
  constructor(field, choose) {
    this.field = field;
    this.choose = choose;
    this.items = [];
    this.at = 0;
    this.node = h("ul", { class: "suggestions", role: "listbox", id: fresh("suggestions"), "aria-label": "Suggestions", hidden: true });
    field.setAttribute("aria-controls", this.node.id);
    field.addEventListener("blur", () => this.hide());
  }

  show(items) {
    this.items = items;
    this.at = 0;
    this.node.hidden = !items.length;
    this.draw();
  }

  hide() { this.show([]); }

  draw() {
    this.node.replaceChildren(...this.items.map((item, index) =>
      h("li", {
        role: "option", id: `${this.node.id}-${index}`, "aria-selected": String(index === this.at),
        onmousedown: (event) => { event.preventDefault(); this.pick(index); },
      }, h("b", {}, item.label), item.hint ? h("small", {}, item.hint) : null)));
    this.field.setAttribute("aria-expanded", String(!this.node.hidden));
    if (this.items.length) this.field.setAttribute("aria-activedescendant", `${this.node.id}-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
    this.node.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  pick(index) {
    const chosen = this.items[index];
    this.hide();
    this.choose(chosen);
  }

  // Whether the key was for the list.
  key(event) {
    if (this.node.hidden || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.items.length) % this.items.length;
      this.draw();
    } else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) this.pick(this.at);
    else return false;
    event.preventDefault();
    return true;
  }
}
