// What both platforms' text renderers share. A renderer gets `names`, the look-ups of one community:
// { member(id), channel(id), role(id), group(id), emoji(name), me, open(channel) }.

import { h } from "./dom.js";
import { media } from "./api.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

export function link(url, children, title) {
  if (!SAFE.test(url)) return h("span", {}, children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: title ?? url }, children);
}

export const plain = (text) =>
  text.split("\n").flatMap((part, index) => (index ? [h("br"), part] : [part])).filter((part) => part !== "");

export function mention(label, { self = false, onclick = null } = {}) {
  const classes = self ? "mention self" : "mention";
  return onclick ? h("button", { type: "button", class: classes, onclick }, label) : h("span", { class: classes }, label);
}

export function emojiPicture(name, url) {
  return h("img", { class: "emoji", src: media(url), alt: `:${name}:`, title: `:${name}:` });
}

export function fence(code, language) {
  return h("pre", { tabindex: "0" }, h("code", { "data-language": language || null }, code));
}
