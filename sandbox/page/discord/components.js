// Discord's message components, v1 and v2 → nodes. `ctx`: { names, use(component, values), people, channels, roles,
// files, inputs }, where `inputs` (forms only) collects { id, read() } of each field.

import { h } from "../dom.js";
import { media } from "../api.js";
import { files as filePicker, fresh, select, several, text, ticks } from "../controls.js";
import { emojiPicture } from "../text.js";
import { markdown } from "./markdown.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary" };

export const components = (list, ctx) => (list ?? []).map((component) => draw(component, ctx));

function draw(component, ctx) {
  const inner = () => components(component.components, ctx);
  switch (component.type) {
    case 1: return h("div", { class: "row" }, inner());
    case 2: return pressable(component, ctx);
    case 3: return menu(component, component.options.map((option) => ({ ...option, chosen: option.default })), ctx);
    case 4: return input(component, ctx, text({
      lines: component.style === 2 ? 5 : 1, initial: component.value, placeholder: component.placeholder,
      max: component.max_length, min: component.min_length, required: component.required !== false,
    }));
    case 5: return menu(component, people(ctx.people), ctx);
    case 6: return menu(component, people(ctx.roles), ctx);
    case 7: return menu(component, people([...ctx.people, ...ctx.roles]), ctx);
    case 8: return menu(component, people(ctx.channels), ctx);
    case 9: return h("div", { class: "section" }, h("div", {}, inner()), component.accessory ? draw(component.accessory, ctx) : null);
    case 10: return h("div", { class: "rich" }, markdown(component.content, ctx.names));
    case 11: return h("img", { class: "accessory", src: media(source(component.media, ctx)), alt: component.description ?? "" });
    case 12: return h("div", { class: "gallery" }, component.items.map((item) => picture(item, ctx)));
    case 13: return fileLink(component, ctx);
    case 14: return h("hr", { class: `${component.divider === false ? "bare" : ""} ${component.spacing === 2 ? "wide" : ""}` });
    case 17: return container(component, inner());
    case 18: return label(component, ctx);
    case 19: return input(component, ctx, filePicker({ many: (component.max_values ?? 1) > 1 }));
    case 21: return input(component, ctx, ticks(chosen(component), { many: false }));
    case 22: return input(component, ctx, ticks(chosen(component)));
    case 23: return input(component, ctx, ticks([{ value: "true", label: "Yes", chosen: component.default }]));
    default: return h("p", { class: "unknown" }, `(A component of the type ${component.type})`);
  }
}

const people = (list) => list.map(({ id, name }) => ({ value: id, label: name }));
const chosen = (component) => component.options.map((option) => ({ ...option, chosen: option.default }));

function pressable(component, ctx) {
  const classes = `button ${STYLES[component.style] ?? "secondary"}`;
  const emoji = component.emoji && (component.emoji.id
    ? emojiPicture(component.emoji.name, `https://cdn.discordapp.com/emojis/${component.emoji.id}.png`)
    : h("span", { class: "emoji" }, component.emoji.name));
  const inside = [emoji, emoji && component.label ? " " : null, component.label];
  if (component.style === 5 && /^https?:/.test(component.url ?? "")) {
    return h("a", { class: classes, href: component.url, target: "_blank", rel: "noopener noreferrer" }, inside, " ↗");
  }
  return h("button", { type: "button", class: classes, disabled: Boolean(component.disabled), onclick: () => ctx.use(component, null) }, inside);
}

function menu(component, options, ctx) {
  const placeholder = component.placeholder ?? "Make a selection";
  const onchange = ctx.inputs ? null : (values) => ctx.use(component, values);
  const make = (component.max_values ?? 1) > 1 ? several : select;
  const made = make(options, { placeholder, label: placeholder, onchange });
  if (component.disabled) made.node.disabled = true;
  return ctx.inputs ? input(component, ctx, made) : made.node;
}

function input(component, ctx, made) {
  ctx.inputs?.push({ id: component.custom_id, type: component.type, read: made.read });
  if (!component.label) return made.node;
  return h("label", { class: "field" }, h("span", { class: "label" }, component.label), made.node);
}

function label(component, ctx) {
  const id = fresh("field");
  const node = draw(component.component, ctx);
  node.id = id;
  return h(
    "div",
    { class: "field" },
    h("label", { class: "label", for: id }, component.label, component.component.required === false ? null : h("span", { class: "must", "aria-label": " (needed)" }, " *")),
    component.description ? h("small", {}, component.description) : null,
    node,
  );
}

function container(component, inner) {
  const node = h("div", { class: component.spoiler ? "container hidden-until-hover" : "container" }, inner);
  if (component.accent_color != null) node.style.setProperty("--bar", colour(component.accent_color));
  return node;
}

export const colour = (number) => `#${Number(number).toString(16).padStart(6, "0")}`;

// attachment://NAME points at one of the message's own files.
function source(item, ctx) {
  const url = item?.url ?? "";
  if (!url.startsWith("attachment://")) return url;
  return ctx.files.find((file) => file.name === url.slice("attachment://".length))?.url ?? "";
}

function picture(item, ctx) {
  const url = source(item.media, ctx);
  return h("a", { href: media(url), target: "_blank", rel: "noopener" }, h("img", { class: "picture", src: media(url), alt: item.description ?? "", loading: "lazy" }));
}

function fileLink(component, ctx) {
  const url = source(component.file, ctx);
  const name = component.name ?? (component.file?.url ?? "").split(/[/?]/).findLast((part) => part.includes(".")) ?? "file";
  return h("a", { class: "file", href: media(url), target: "_blank", rel: "noopener" }, name);
}
