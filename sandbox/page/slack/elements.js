// Block Kit's interactive elements → controls. `use(element, values)` is told of each act: an array of what was chosen.

import { h } from "../dom.js";
import { files, select, several, text, ticks } from "../controls.js";
import { objectText } from "./mrkdwn.js";

const words = (object) => object?.text ?? "";

// → { node, read() }, or null for an element that is unknown here.
export function control(element, { names, use, people, channels }) {
  const onchange = use && ((values) => confirmed(element, () => use(element, values)));
  const placeholder = words(element.placeholder) || "Choose";
  const settings = { placeholder, label: placeholder, onchange, required: false };
  const from = (list, chosen) => list.map(({ id, name }) => ({ value: id, label: name, chosen: [chosen ?? []].flat().includes(id) }));
  switch (element.type) {
    case "button":
      return { node: pressable(element, use, names), read: () => [] };
    case "static_select":
    case "external_select":
      return select(options(element), settings);
    case "overflow":
      return select(options(element), { ...settings, placeholder: "⋯", label: "More actions" });
    case "multi_static_select":
    case "multi_external_select":
      return several(options(element), settings);
    case "users_select":
      return select(from(people, element.initial_user), settings);
    case "multi_users_select":
      return several(from(people, element.initial_users), settings);
    case "conversations_select":
    case "channels_select":
      return select(from(channels, element.initial_channel ?? element.initial_conversation), settings);
    case "multi_conversations_select":
    case "multi_channels_select":
      return several(from(channels, element.initial_channels ?? element.initial_conversations), settings);
    case "checkboxes":
      return ticks(options(element), { onchange, label: placeholder });
    case "radio_buttons":
      return ticks(options(element), { many: false, onchange, label: placeholder });
    case "datepicker":
      return dated(element, "date", element.initial_date, onchange);
    case "timepicker":
      return dated(element, "time", element.initial_time, onchange);
    case "datetimepicker":
      return moment(element, onchange);
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
    case "rich_text_input":
      return written(element);
    case "file_input":
      return files({ many: (element.max_files ?? 10) > 1, accept: (element.filetypes ?? []).map((type) => `.${type}`).join(",") });
    default:
      return null;
  }
}

function pressable(element, use, names) {
  const label = objectText(element.text, names);
  const classes = `button ${element.style ?? ""}`;
  const act = () => use?.(element, []);
  if (element.url && /^https?:/.test(element.url)) {
    return h("a", { class: classes, href: element.url, target: "_blank", rel: "noopener noreferrer", onclick: act }, label);
  }
  return h("button", { type: "button", class: classes, "aria-label": element.accessibility_label ?? null, onclick: () => confirmed(element, act) }, label);
}

function confirmed(element, act) {
  const { confirm } = element;
  if (!confirm || window.confirm(`${words(confirm.title)}\n\n${words(confirm.text)}`)) act();
}

function options(element) {
  const chosen = [element.initial_option ?? element.initial_options ?? []].flat().map((option) => option.value);
  const all = element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  return all.map((option) => ({
    value: option.value,
    label: words(option.text),
    description: words(option.description),
    chosen: chosen.includes(option.value),
  }));
}

function dated(element, type, initial, onchange) {
  const field = text({ type, initial, label: words(element.placeholder) || type });
  field.node.addEventListener("change", () => onchange?.([field.node.value]));
  return { node: field.node, read: () => (field.node.value ? [field.node.value] : []) };
}

function moment(element, onchange) {
  const local = (at) => new Date(at * 1000 - new Date(at * 1000).getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  const field = text({ type: "datetime-local", initial: element.initial_date_time ? local(element.initial_date_time) : "", label: "Date and time" });
  const read = () => (field.node.value ? [String(Math.floor(new Date(field.node.value).getTime() / 1000))] : []);
  field.node.addEventListener("change", () => onchange?.(read()));
  return { node: field.node, read };
}

function written(element) {
  const type = { email_text_input: "email", url_text_input: "url", number_input: "number" }[element.type] ?? "text";
  return text({
    type,
    lines: element.multiline || element.type === "rich_text_input" ? 5 : 1,
    initial: typeof element.initial_value === "string" ? element.initial_value : "",
    placeholder: words(element.placeholder),
    max: element.max_length,
    min: element.min_length,
  });
}
