// Block Kit → nodes. `ctx`: { names, use(element, values), people, channels, inputs }, where `inputs` (forms only)
// collects { block, action, read() } of each field.

import { h } from "../dom.js";
import { media } from "../api.js";
import { markdown } from "../discord/markdown.js";
import { plain } from "../text.js";
import { control } from "./elements.js";
import { mrkdwn, objectText } from "./mrkdwn.js";
import { richText } from "./rich.js";

export const blocks = (list, ctx) => (list ?? []).map((block) => {
  const node = draw(block, ctx);
  node.classList.add("block");
  return node;
});

function draw(block, ctx) {
  const { names } = ctx;
  switch (block.type) {
    case "rich_text":
      return h("div", { class: "rich" }, richText(block, names));
    case "section":
      return section(block, ctx);
    case "header":
      return h("p", { class: "block-header", role: "heading", "aria-level": 4 }, objectText(block.text, names));
    case "divider":
      return h("hr", {});
    case "context":
      return h("div", { class: "block-context" }, block.elements.map((element) =>
        element.type === "image"
          ? h("img", { src: media(element.image_url), alt: element.alt_text })
          : h("span", {}, objectText(element, names))));
    case "actions":
      return h("div", { class: "block-actions" }, block.elements.map((element) => field(block, element, ctx)));
    case "input":
      return input(block, ctx);
    case "image":
      return h("figure", {}, block.title ? h("figcaption", {}, objectText(block.title, names)) : null,
        h("img", { class: "picture", src: media(block.image_url ?? block.slack_file?.url), alt: block.alt_text, loading: "lazy" }));
    case "markdown":
      return h("div", { class: "rich" }, markdown(block.text, names));
    case "table":
      return h("table", {}, block.rows.map((row) => h("tr", {}, row.map((cell) =>
        h("td", {}, cell.type === "rich_text" ? richText(cell, names) : plain(cell.text ?? ""))))));
    default:
      return h("p", { class: "unknown" }, `(A block of the type “${block.type}”)`);
  }
}

function field(block, element, ctx) {
  const made = control(element, ctx);
  if (!made) return h("span", { class: "unknown" }, `(A control of the type “${element.type}”)`);
  ctx.inputs?.push({ block: block.block_id, action: element.action_id, type: element.type, read: made.read });
  return made.node;
}

function section(block, ctx) {
  const { names } = ctx;
  const accessory = block.accessory;
  return h(
    "div",
    { class: "block-section" },
    h("div", { class: "rich" },
      objectText(block.text, names),
      block.fields ? h("div", { class: "block-fields" }, block.fields.map((item) => h("div", {}, objectText(item, names)))) : null),
    accessory?.type === "image" ? h("img", { class: "accessory", src: media(accessory.image_url), alt: accessory.alt_text }) : null,
    accessory && accessory.type !== "image" ? field(block, accessory, ctx) : null,
  );
}

function input(block, ctx) {
  const node = field(block, block.element, { ...ctx, use: block.dispatch_action ? ctx.use : null });
  return h(
    "label",
    { class: "block-input", "data-block": block.block_id },
    h("span", { class: "label" }, objectText(block.label, ctx.names), block.optional ? h("small", {}, " (optional)") : null),
    node,
    block.hint ? h("small", {}, objectText(block.hint, ctx.names)) : null,
    h("span", { class: "wrong", role: "alert" }),
  );
}

// Legacy attachments: a coloured bar with text, blocks or fields.
export function attachments(list, ctx) {
  const { names } = ctx;
  return (list ?? []).map((one) => {
    const node = h(
      "div",
      { class: "attachment" },
      one.pretext ? h("p", {}, mrkdwn(one.pretext, names)) : null,
      one.author_name ? h("p", { class: "attachment-author" }, one.author_name) : null,
      one.title ? h("p", {}, h("strong", {}, mrkdwn(one.title_link ? `<${one.title_link}|${one.title}>` : one.title, names))) : null,
      one.blocks ? blocks(one.blocks, ctx) : h("div", { class: "rich" }, mrkdwn(one.text ?? (one.title ? "" : one.fallback ?? ""), names)),
      (one.fields ?? []).map((item) => h("div", {}, h("strong", {}, item.title), " ", mrkdwn(item.value ?? "", names))),
      one.image_url ? h("img", { class: "picture", src: media(one.image_url), alt: one.fallback ?? "" }) : null,
      one.footer ? h("small", {}, mrkdwn(one.footer, names)) : null,
    );
    node.style.setProperty("--bar", /^#?[0-9a-f]{3,8}$/i.test(one.color ?? "") ? `#${one.color.replace("#", "")}` : "var(--line)");
    return node;
  });
}
