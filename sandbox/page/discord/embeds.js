// Discord's embeds → nodes.

import { h } from "../dom.js";
import { media } from "../api.js";
import { whole } from "../dates.js";
import { link } from "../text.js";
import { colour } from "./components.js";
import { inline, markdown } from "./markdown.js";

export const embeds = (list, names) => (list ?? []).map((embed) => draw(embed, names));

function draw(embed, names) {
  const titled = embed.title && h("p", { class: "embed-title" }, embed.url ? link(embed.url, inline(embed.title, names)) : inline(embed.title, names));
  const node = h(
    "article",
    { class: "embed" },
    embed.thumbnail ? h("img", { class: "accessory", src: media(embed.thumbnail.url), alt: "" }) : null,
    embed.author ? h("p", { class: "embed-author" },
      embed.author.icon_url ? h("img", { src: media(embed.author.icon_url), alt: "" }) : null,
      embed.author.url ? link(embed.author.url, embed.author.name) : embed.author.name) : null,
    titled,
    embed.description ? h("div", { class: "rich" }, markdown(embed.description, names)) : null,
    embed.fields?.length ? h("div", { class: "embed-fields" }, embed.fields.map((field) =>
      h("div", { class: field.inline ? "inline" : null }, h("strong", {}, inline(field.name, names)), h("div", { class: "rich" }, markdown(field.value, names))))) : null,
    embed.image ? h("img", { class: "picture", src: media(embed.image.url), alt: embed.image.description ?? "" }) : null,
    embed.footer || embed.timestamp ? h("p", { class: "embed-footer" },
      embed.footer?.icon_url ? h("img", { src: media(embed.footer.icon_url), alt: "" }) : null,
      [embed.footer?.text, embed.timestamp && whole(Date.parse(embed.timestamp) / 1000)].filter(Boolean).join(" • ")) : null,
  );
  if (embed.color != null) node.style.setProperty("--bar", colour(embed.color));
  return node;
}
