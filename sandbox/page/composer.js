// Where people write: text with formatting, files with their descriptions, replies, emoji, mentions and slash commands.

import { upload } from "./controls.js";
import { button, h } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { emojiPicker } from "./popup.js";
import { Suggestions } from "./suggestions.js";
import { commandForm } from "./commands.js";

export class Composer {
  constructor(view) {
    this.view = view;
    this.files = [];
    this.replyTo = null;
    const { skin } = view;
    const id = view.thread ? null : `${skin.platform}-message`;
    this.field = h("textarea", {
      id, class: "text-field", rows: "1", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.take(event.clipboardData.files, event),
    });
    this.replying = h("p", { class: "replying", hidden: true });
    this.attached = h("ul", { class: "attached" });
    this.broadcast = h("input", { type: "checkbox" });
    this.command = h("div", { class: "command", hidden: true });
    this.picker = h("input", { type: "file", multiple: true, hidden: true, onchange: () => { this.take(this.picker.files); this.picker.value = ""; } });
    this.suggestions = new Suggestions(this.field, (choice) => this.accept(choice));
    const emoji = button("Add an emoji", "emoji", () => emojiPicker(emoji, view.custom, (one) => this.insert(skin.emojiText(one))));
    this.box = h(
      "form",
      { class: "composer", onsubmit: (event) => { event.preventDefault(); this.send(); } },
      this.replying,
      this.command,
      h("div", { class: "tools", role: "group", "aria-label": "Formatting" }, skin.tools.map(({ label, name, before, after, line }) =>
        button(label, name, () => this.wrap(before, after, line)))),
      this.field,
      this.attached,
      h("div", { class: "foot" },
        button("Attach a file", "attach", () => this.picker.click()), this.picker, emoji,
        view.thread && skin.canBroadcast ? h("label", { class: "broadcast" }, this.broadcast, " Also send to the channel") : null,
        button("Send", "send", null, { type: "submit", class: "tool send" })),
      this.suggestions.node,
    );
    this.join = h("button", { type: "button", class: "button primary", onclick: () => view.act("join") }, "Join this channel to write in it");
    this.node = h("div", { class: "writing" }, this.box, this.join);
    this.drops();
  }

  update() {
    const { view } = this;
    const label = view.skin.composeLabel(view);
    this.field.placeholder = label;
    this.field.setAttribute("aria-label", label);
    const inside = view.pane.inside(view.channel);
    this.join.hidden = inside;
    this.box.hidden = !inside;
  }

  focus() { this.field.focus(); }

  // Puts words and files there, to be sent; a command whose fields are asked for opens them.
  fill(text, files) {
    const known = this.view.skin.optionFields && this.view.skin.commands(this.view.community).find(({ name }) => text === `/${name}`);
    if (known?.options?.length) {
      this.openCommand(known);
      return;
    }
    this.closeCommand();
    this.field.value = text;
    this.files = files;
    this.drawFiles();
    this.grow();
    this.focus();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
  }

  reply(message) {
    this.replyTo = message?.id ?? null;
    this.replying.hidden = !message;
    this.replying.replaceChildren();
    if (message) {
      this.replying.append("Replying to ", h("b", {}, message.author.name), button("Stop replying", "close", () => this.reply(null)));
      this.focus();
    }
  }

  typed() {
    this.grow();
    const before = this.field.value.slice(0, this.field.selectionStart);
    const { community, skin, pane: { people } } = this.view;
    const command = /^\/(.*)$/.exec(before);
    const person = /(?:^|\s)@([\p{L}\p{N} .'-]{0,30})$/u.exec(before);
    const emoji = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(before);
    if (command) this.suggestions.show(skin.commands(community).filter(({ name }) => name.startsWith(command[1])).map((item) => ({
      label: `/${item.name}`, hint: item.summary, text: `/${item.name} `, from: 0, command: item,
    })));
    else if (person) this.suggestions.show(people.filter(({ name }) => name.toLowerCase().includes(person[1].toLowerCase())).slice(0, 8).map((member) => ({
      label: member.name, hint: member.title, text: `@${member.name} `, from: before.length - person[1].length - 1,
    })));
    else if (emoji) this.suggestions.show(EMOJI.filter(({ names }) => names.some((name) => name.startsWith(emoji[1]))).slice(0, 8).map((one) => ({
      label: `${one.character} :${one.names[0]}:`, text: `${skin.emojiText(one)} `, from: before.length - emoji[1].length - 1,
    })));
    else this.suggestions.hide();
  }

  accept({ text, from, command }) {
    const { value, selectionStart } = this.field;
    if (command?.options?.length && this.view.skin.optionFields) {
      this.openCommand(command);
      return;
    }
    this.field.value = value.slice(0, from) + text + value.slice(selectionStart);
    this.field.selectionStart = this.field.selectionEnd = from + text.length;
    this.focus();
  }

  closeCommand() {
    this.command.hidden = true;
    this.command.replaceChildren();
    this.box.classList.remove("commanding");
    this.field.value = "";
  }

  openCommand(command) {
    const close = () => {
      this.closeCommand();
      this.focus();
    };
    this.box.classList.add("commanding");
    this.command.hidden = false;
    const { node, first } = commandForm(command, this.view, async (options) => {
      if (await this.view.act("command", { name: command.name, options })) close();
    }, close);
    this.command.replaceChildren(node);
    first?.focus();
  }

  key(event) {
    if (this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") this.reply(null);
  }

  insert(text) {
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    this.field.value = value.slice(0, from) + text + value.slice(to);
    this.field.selectionStart = this.field.selectionEnd = from + text.length;
    this.focus();
  }

  wrap(before, after, line) {
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    const chosen = value.slice(from, to);
    const text = line ? chosen.split("\n").map((row) => before + row).join("\n") : before + chosen + after;
    this.field.value = value.slice(0, from) + text + value.slice(to);
    this.field.selectionStart = chosen ? from : from + before.length;
    this.field.selectionEnd = chosen ? from + text.length : from + before.length;
    this.focus();
    this.typed();
  }

  async take(list, event) {
    if (!list?.length) return;
    event?.preventDefault();
    for (const file of list) this.files.push(await upload(file));
    this.drawFiles();
  }

  drawFiles() {
    this.attached.replaceChildren(...this.files.map((file) =>
      h("li", {}, h("b", {}, file.name),
        h("input", { type: "text", placeholder: "Describe it for people who cannot see it", "aria-label": `Description of ${file.name}`, value: file.alt, oninput: (event) => { file.alt = event.target.value; } }),
        button(`Remove ${file.name}`, "close", () => { this.files = this.files.filter((one) => one !== file); this.drawFiles(); }))));
  }

  async send() {
    const { view } = this;
    const text = this.field.value.trim();
    if (!text && !this.files.length) return;
    const command = /^\/(\S+)\s*([^]*)$/.exec(text);
    const known = view.skin.commands(view.community).find(({ name }) => `${text} `.startsWith(`/${name} `));
    if (known?.options?.length && view.skin.optionFields) {
      this.openCommand(known);
      return;
    }
    const done = known || (command && view.skin.strictCommands && command[1] !== "me")
      ? await view.act("command", view.skin.commandArgs(known?.name ?? command[1], known ? text.slice(known.name.length + 1).trim() : command[2]))
      : await view.skin.post(view, view.skin.typed(text, view), { ...view.target, ...this.extras() });
    if (!done) return;
    this.field.value = "";
    this.files = [];
    this.broadcast.checked = false;
    this.drawFiles();
    this.reply(null);
    this.typed();
    view.atEnd = true;
  }

  extras() {
    return {
      ...(this.files.length ? { files: this.files } : {}),
      ...(this.replyTo ? { reply_to: this.replyTo } : {}),
      ...(this.broadcast.checked ? { broadcast: true } : {}),
    };
  }

  drops() {
    for (const target of [this.view.list, this.box]) {
      target.addEventListener("dragover", (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        this.box.classList.add("dropping");
      });
      target.addEventListener("dragleave", () => this.box.classList.remove("dropping"));
      target.addEventListener("drop", (event) => {
        this.box.classList.remove("dropping");
        this.take(event.dataTransfer.files, event);
      });
    }
  }
}
