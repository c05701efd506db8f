// Form controls that both platforms' components are drawn with. Each returns { node, read() }, read giving what the
// platform wants: a string, or an array of strings where several may be chosen.

import { h } from "./dom.js";
import { base64 } from "./api.js";

let counter = 0;
export const fresh = (prefix) => `${prefix}-${(counter += 1)}`;

// options: [{ value, label, description, chosen }]; onchange(values) is called with each choice.
export function select(options, { placeholder = "Choose", label = placeholder, onchange = null, required = true } = {}) {
  const node = h(
    "select",
    { class: "select", "aria-label": label, onchange: () => node.value && onchange?.([node.value]) },
    h("option", { value: "", selected: !options.some((option) => option.chosen), disabled: required && onchange === null }, placeholder),
    options.map((option) =>
      h("option", { value: option.value, selected: Boolean(option.chosen) }, option.description ? `${option.label}: ${option.description}` : option.label),
    ),
  );
  return { node, read: () => (node.value ? [node.value] : []) };
}

export function ticks(options, { many = true, label = "Choose", onchange = null } = {}) {
  const name = fresh("ticks");
  const boxes = options.map((option) =>
    h("input", { type: many ? "checkbox" : "radio", name, value: option.value, checked: Boolean(option.chosen) }),
  );
  const read = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const node = h(
    "fieldset",
    { class: "ticks", onchange: () => onchange?.(read()) },
    h("legend", { class: "unseen" }, label),
    options.map((option, index) =>
      h("label", {}, boxes[index], h("span", {}, option.label, option.description ? h("small", {}, option.description) : null)),
    ),
  );
  return { node, read };
}

// Several of many: folded away, with a button that hands them over when `onchange` is wanted.
export function several(options, { placeholder = "Choose", onchange = null } = {}) {
  const list = ticks(options, { label: placeholder });
  const summary = h("summary", {}, placeholder);
  const node = h("details", { class: "several" }, summary, list.node);
  const show = () => {
    const chosen = list.read();
    summary.textContent = chosen.length
      ? options.filter((option) => chosen.includes(option.value)).map((option) => option.label).join(", ")
      : placeholder;
  };
  node.addEventListener("change", show);
  show();
  if (onchange) {
    node.append(h("button", { type: "button", class: "button primary", onclick: () => onchange(list.read()) }, "Choose these"));
  }
  return { node, read: list.read };
}

export function text({ type = "text", lines = 1, initial = "", placeholder = "", max = null, min = null, required = false, label = "" } = {}) {
  const common = { class: "entry", placeholder: placeholder || null, maxlength: max, minlength: min, required, "aria-label": label || null };
  const node = lines > 1 ? h("textarea", { ...common, rows: String(lines) }) : h("input", { ...common, type });
  node.value = initial ?? "";
  return { node, read: () => node.value };
}

export function files({ many = false, label = "Choose a file", accept = "" } = {}) {
  const node = h("input", { type: "file", multiple: many, "aria-label": label, accept: accept || null });
  return { node, read: () => Promise.all([...node.files].map(upload)) };
}

export async function upload(file) {
  return { name: file.name, type: file.type || "application/octet-stream", content_base64: await base64(file), alt: "" };
}
