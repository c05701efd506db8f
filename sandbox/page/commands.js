// The fields of a Discord slash command's options.

import { files, fresh, select, text } from "./controls.js";
import { h } from "./dom.js";

const [STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT] = [3, 4, 5, 6, 7, 8, 9, 10, 11];

// run(options) gets { name: value } of the options that were filled in.
export function commandForm(command, view, run, cancel) {
  const fields = command.options.map((option) => ({ option, ...field(option, command, view) }));
  const submit = async () => {
    const options = {};
    for (const { option, read } of fields) {
      const value = await worth(option, read);
      if (value !== undefined) options[option.name] = value;
    }
    run(options);
  };
  const onkeydown = (event) => {
    if (event.key === "Escape") cancel();
    if (event.key !== "Enter" || event.isComposing || event.target.tagName === "BUTTON") return;
    event.preventDefault();
    submit();
  };
  const node = h(
    "div",
    { class: "command-form", onkeydown },
    h("b", {}, `/${command.name}`), " ", h("small", {}, command.summary),
    fields.map(({ option, node: control }) =>
      h("label", {}, h("span", { class: "label" }, option.name, option.required ? "" : h("small", {}, " (optional)")), control,
        option.description ? h("small", {}, option.description) : null)),
    h("div", { class: "row" },
      h("button", { type: "button", class: "button primary", onclick: submit }, "Run"),
      h("button", { type: "button", class: "button", onclick: cancel }, "Cancel")),
  );
  return { node, first: node.querySelector("input, select, textarea") };
}

function field(option, command, view) {
  const named = (list) => select(list.map(({ id, name }) => ({ value: id, label: name })), { label: option.name, required: false });
  if (option.choices?.length) return select(option.choices.map(({ name, value }) => ({ value: String(value), label: name })), { label: option.name, required: false });
  switch (option.type) {
    case BOOLEAN: return select([{ value: "true", label: "Yes" }, { value: "false", label: "No" }], { label: option.name, required: false });
    case USER: return named(view.pane.people);
    case CHANNEL: return named(view.pane.visible);
    case ROLE: return named(view.community.roles ?? []);
    case MENTIONABLE: return named([...view.pane.people, ...(view.community.roles ?? [])]);
    case ATTACHMENT: return files({ label: option.name });
    case INTEGER:
    case NUMBER: return text({ type: "number", required: option.required, label: option.name });
    default: return typed(option, command, view);
  }
}

// Free text; where the bot offers to complete it, its suggestions hang below, and else the people whom an @ may mean.
function typed(option, command, view) {
  const made = text({ required: option.required, max: option.max_length, min: option.min_length, label: option.name });
  const suggestions = h("datalist", { id: fresh("choices") });
  made.node.setAttribute("list", suggestions.id);
  const node = h("span", {}, made.node, suggestions);
  if (!option.autocomplete) {
    made.node.addEventListener("input", () => {
      const [, before] = /^(.*)@[^@]*$/.exec(made.node.value) ?? [];
      const found = before === undefined ? [] : view.pane.people;
      suggestions.replaceChildren(...found.map(({ name }) => h("option", { value: `${before}@${name}` })));
    });
    return { node, read: () => view.skin.typed(made.read(), view) };
  }
  made.node.addEventListener("input", async () => {
    const options = { [option.name]: made.node.value };
    const answer = await view.act("complete", { name: command.name, focused: option.name, options });
    suggestions.replaceChildren(...(answer?.choices ?? []).map(({ name, value }) => h("option", { value }, name)));
  });
  return { node, read: made.read };
}

async function worth(option, read) {
  const got = await read();
  const value = Array.isArray(got) ? got[0] : got;
  if (value === undefined || value === "") return undefined;
  if (option.type === BOOLEAN) return value === "true";
  if (option.type === INTEGER || option.type === NUMBER) return Number(value);
  return option.type === STRING ? String(value) : value;
}
