// Pictures of people and communities; initials on a colour of their own where there is none, or it does not load.

import { h } from "./dom.js";
import { media } from "./api.js";
import { character } from "./emoji.js";

const COLOURS = 8;

export function avatar({ name, avatar: url, emoji }, classes = "") {
  const face = emoji && character(emoji.replaceAll(":", ""));
  if (face) return h("span", { class: `avatar initials ${classes}`, "aria-hidden": "true" }, face);
  const initials = h("span", { class: `avatar initials tint-${hash(name) % COLOURS} ${classes}`, "aria-hidden": "true" }, short(name));
  if (!url) return initials;
  const picture = h("img", { class: `avatar ${classes}`, src: media(url), alt: "" });
  picture.addEventListener("error", () => picture.replaceWith(initials));
  return picture;
}

const short = (name) =>
  name.replace(/^(dr|prof|mr|mrs|ms|sister|nurse)\.? /i, "").split(/[\s_-]+/).filter(Boolean).slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? "").join("");

const hash = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
