// The form (modal) that the bot has opened for the chosen person, over their side of the page.

import { button, h } from "./dom.js";

export class Forms {
  constructor(pane) {
    this.pane = pane;
    this.node = h("div", { class: "form-layer", hidden: true });
    this.sign = "";
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.dismiss();
    });
  }

  update() {
    const { pane } = this;
    const form = (pane.community.private[pane.me]?.forms ?? []).at(-1) ?? null;
    const sign = form ? JSON.stringify([pane.me, form]) : "";
    if (sign === this.sign) return;
    this.sign = sign;
    this.form = form;
    this.node.hidden = !form;
    for (const child of pane.root.children) if (child !== this.node) child.inert = Boolean(form);
    if (!form) {
      this.node.replaceChildren();
      return;
    }
    const inputs = [];
    const shown = pane.skin.form(form, pane, inputs);
    const sheet = h(
      "form",
      { class: "form-sheet", role: "dialog", "aria-label": shown.title, onsubmit: (event) => { event.preventDefault(); this.submit(inputs, event.submitter); } },
      h("header", {}, h("h3", {}, shown.title), button("Close the form", "close", () => this.dismiss())),
      h("div", { class: "form-body" }, shown.body),
      h("footer", {},
        h("button", { type: "button", class: "button", onclick: () => this.dismiss() }, shown.close),
        shown.submit ? h("button", { type: "submit", class: "button primary" }, shown.submit) : null),
    );
    this.node.replaceChildren(sheet);
    (sheet.querySelector(".form-body :is(input, textarea, select)") ?? sheet.querySelector("button"))?.focus();
  }

  async submit(inputs) {
    const { pane, form } = this;
    const read = await Promise.all(inputs.map(async (input) => ({ ...input, value: await input.read() })));
    const answer = await pane.act("submit", { form: form.id, values: pane.skin.values(read) });
    const errors = answer?.errors ?? {};
    for (const field of this.node.querySelectorAll("[data-block]")) {
      field.querySelector(".wrong").textContent = errors[field.dataset.block] ?? "";
    }
  }

  dismiss() { return this.pane.act("dismiss", { form: this.form.id }); }
}
