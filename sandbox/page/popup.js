// Small pop-ups that hang on a button: menus and the emoji picker. Escape or a click elsewhere closes them.

import { h } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { media } from "./api.js";

function popup(anchor, content, classes) {
  const box = h("div", { class: `popup ${classes}`, popover: "auto" }, content);
  (anchor.closest(".pane") ?? document.body).append(box);
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    if (box.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    anchor.setAttribute("aria-expanded", "false");
    box.remove();
  });
  anchor.setAttribute("aria-expanded", "true");
  box.showPopover();
  place(box, anchor.getBoundingClientRect());
  box.addEventListener("keydown", (event) => arrows(event, box));
  return box;
}

function place(box, by) {
  const { offsetWidth: wide, offsetHeight: high } = box;
  const below = by.bottom + 6 + high <= innerHeight;
  box.style.left = `${Math.max(8, Math.min(by.left, innerWidth - wide - 8))}px`;
  box.style.top = `${Math.max(8, below ? by.bottom + 6 : by.top - high - 6)}px`;
}

function arrows(event, box) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step || event.target.tagName === "INPUT") return;
  const all = [...box.querySelectorAll("button")];
  event.preventDefault();
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
}

// items: [{ label, hint, picture, danger, chosen, run }]
export function menu(anchor, items, label) {
  const box = popup(
    anchor,
    items.map((item) =>
      h(
        "button",
        {
          type: "button",
          role: item.chosen === undefined ? "menuitem" : "menuitemradio",
          "aria-checked": item.chosen === undefined ? null : String(item.chosen),
          class: item.danger ? "danger" : null,
          onclick: () => {
            box.hidePopover();
            item.run();
          },
        },
        item.picture ?? null,
        h("span", {}, item.label, item.hint ? h("small", {}, item.hint) : null),
      ),
    ),
    "menu",
  );
  box.setAttribute("role", "menu");
  box.setAttribute("aria-label", label);
  (box.querySelector('[aria-checked="true"]') ?? box.querySelector("button"))?.focus();
}

// custom: [{ name, url, value }]; pick({ character, names } or { name, url, value })
export function emojiPicker(anchor, custom, pick) {
  const choose = (emoji) => () => {
    box.hidePopover();
    pick(emoji);
  };
  const list = h("div", { class: "emoji-list" });
  const show = (word) => {
    const wanted = word.trim().toLowerCase();
    list.replaceChildren(
      ...custom.filter((emoji) => emoji.name.includes(wanted)).map((emoji) =>
        h("button", { type: "button", title: `:${emoji.name}:`, "aria-label": emoji.name, onclick: choose(emoji) },
          h("img", { src: media(emoji.url), alt: "" }))),
      ...EMOJI.filter(({ names }) => names.some((name) => name.includes(wanted))).map((emoji) =>
        h("button", { type: "button", title: `:${emoji.names[0]}:`, "aria-label": emoji.names[0].replaceAll("_", " "), onclick: choose(emoji) },
          emoji.character)),
    );
  };
  const search = h("input", { type: "search", placeholder: "Find an emoji", "aria-label": "Find an emoji", oninput: () => show(search.value) });
  show("");
  const box = popup(anchor, [search, list], "emojis");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", "Emoji");
  search.focus();
}
