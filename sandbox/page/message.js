// One message: who, when, what, files, reactions, the way into its thread, and what the reader can do with it.

import { avatar } from "./avatar.js";
import { media } from "./api.js";
import { ago, dayName, sameDay, time, whole } from "./dates.js";
import { button, h, icon } from "./dom.js";
import { QUICK } from "./emoji.js";
import { emojiPicker, menu } from "./popup.js";

const GROUP_SECONDS = 5 * 60;

// view: the Conversation that shows it; previous: the message above.
export function messageItem(message, view, previous) {
  const { skin } = view;
  const newDay = !previous || !sameDay(previous.at, message.at);
  const divider = newDay ? h("div", { class: "day" }, h("span", {}, dayName(message.at))) : null;
  const system = skin.system(message, view);
  if (system) return h("li", {}, divider, h("div", { class: "system" }, system, " ", h("time", { title: whole(message.at) }, time(message.at))));
  const follows = !newDay && followed(previous, message, view);
  const row = h(
    "div",
    { class: `message${follows ? " follows" : ""}${message.ephemeral ? " ephemeral" : ""}${skin.calls(message, view) ? " calls" : ""}`, tabindex: "-1" },
    message.reply_to ? quoted(message, view) : skin.above(message, view),
    h("div", { class: "gutter" }, follows ? h("time", { title: whole(message.at) }, time(message.at)) : avatar(message.author)),
    h("div", { class: "said" }, follows ? h("span", { class: "unseen" }, `${message.author.name}: `) : head(message, view), content(message, view)),
    message.deleted || message.ephemeral ? null : toolbar(message, view),
  );
  return h("li", {}, divider, row);
}

function followed(previous, message, view) {
  return (
    previous.author.id === message.author.id && previous.author.name === message.author.name &&
    previous.author.avatar === message.author.avatar &&
    message.at - previous.at < GROUP_SECONDS && !message.reply_to && !message.ephemeral && !previous.ephemeral &&
    !message.deleted && !previous.deleted && !view.skin.system(previous, view) && !view.skin.above(message, view)
  );
}

function head(message, view) {
  const member = view.member(message.author.id);
  return h(
    "div",
    { class: "head" },
    h("b", {}, message.author.name),
    message.author.app ? h("span", { class: "app" }, "APP") : null,
    member?.title && !message.author.app ? h("span", { class: "title" }, member.title) : null,
    h("time", { title: whole(message.at) }, time(message.at)),
  );
}

function quoted(message, view) {
  const original = view.find(message.reply_to);
  return h(
    "div",
    { class: "replying-to" },
    original
      ? [avatar(original.author, "tiny"), h("b", {}, original.author.name), " ",
        h("span", {}, original.native.content || original.native.text || (original.files.length ? "A file" : "A message"))]
      : h("i", {}, "The original message was deleted"),
  );
}

function content(message, view) {
  if (view.editing === message.id) return editor(message, view);
  if (message.deleted) return h("p", { class: "tombstone" }, "This message was deleted.");
  const { skin } = view;
  const replies = skin.replies(message, view);
  return [
    h("div", { class: "text" }, skin.body(message, view), message.edited ? h("small", { class: "edited" }, " (edited)") : null),
    message.files.length ? h("div", { class: "files" }, message.files.filter((file) => !skin.shownInside(file, message)).map((file) => attached(file))) : null,
    skin.below(message, view),
    message.reactions.length ? reactions(message, view) : null,
    replies && !view.thread ? threadLink(replies, view) : null,
    message.ephemeral ? h("p", { class: "private" }, "Only you can see this.") : null,
  ];
}

function attached(file) {
  const url = media(file.url);
  if (file.type?.startsWith("image/")) {
    const picture = h("img", { class: "picture", src: url, alt: file.alt ?? "", title: file.alt || file.name, loading: "lazy" });
    return h("a", { href: url, target: "_blank", rel: "noopener", "aria-label": file.alt || `Picture ${file.name}` }, picture);
  }
  return h("a", { class: "file", href: url, target: "_blank", rel: "noopener" }, icon("file"), h("span", {}, file.name, h("small", {}, size(file.size))));
}

function size(bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

function reactions(message, view) {
  const mine = view.member(view.me)?.name;
  return h("ul", { class: "reactions", "aria-label": "Reactions" }, message.reactions.map((reaction) => {
    const pressed = reaction.by.includes(mine);
    const people = reaction.by.join(", ");
    return h("li", {}, h("button", {
      type: "button", "aria-pressed": String(pressed), title: people,
      "aria-label": `${reaction.by.length} reacted ${view.skin.emojiLabel(reaction)}: ${people}`,
      onclick: () => view.act(pressed ? "unreact" : "react", { message: message.id, emoji: view.skin.reacted(reaction) }),
    }, view.skin.emoji(reaction, view), h("span", {}, String(reaction.by.length))));
  }));
}

function threadLink({ id, count, last, name, faces }, view) {
  return h(
    "button",
    { type: "button", class: "thread-link", onclick: () => view.openThread(id) },
    faces.map((face) => avatar(face, "tiny")),
    h("b", {}, name ?? `${count} ${count === 1 ? "reply" : "replies"}`),
    name ? h("span", {}, `${count} ${count === 1 ? "message" : "messages"} ›`) : null,
    last ? h("small", {}, `Last reply ${ago(last)}`) : null,
  );
}

function toolbar(message, view) {
  const { skin } = view;
  const react = (emoji) => view.act("react", { message: message.id, emoji: skin.reaction(emoji) });
  const more = button("More actions", "more", () => menu(more, actions(message, view), "More actions"), { "aria-haspopup": "menu" });
  const any = button("Add a reaction", "emoji", () => emojiPicker(any, view.custom, react));
  return h(
    "div",
    { class: "toolbar", role: "group", "aria-label": `Actions on ${message.author.name}’s message` },
    QUICK.slice(0, 2).map((emoji) =>
      h("button", { type: "button", class: "tool", title: `React ${emoji.character}`, "aria-label": `React ${emoji.names[0]}`, onclick: () => react(emoji) }, emoji.character)),
    any,
    skin.quickReply(message, view).map(({ label, name, run }) => button(label, name, run)),
    more,
  );
}

function actions(message, view) {
  const own = message.author.id === view.me && !message.author.app;
  const moderator = view.member(view.me)?.admin;
  return [
    ...view.skin.actions(message, view),
    ...view.community.menus.map((item) => (typeof item === "string" ? { name: item } : item)).map(({ name, label }) => ({
      label: label || name,
      hint: "App",
      run: () => view.act("menu", { message: message.id, name }),
    })),
    own && { label: "Edit message", run: () => view.edit(message.id) },
    (own || moderator) && { label: own ? "Delete message" : "Delete message (moderator)", danger: true, run: () => view.act("delete", { message: message.id }) },
    { label: "Copy text", run: () => navigator.clipboard?.writeText(view.skin.source(message, view)) },
  ].filter(Boolean);
}

function editor(message, view) {
  const field = h("textarea", { class: "text-field", rows: "3", "aria-label": "Edit your message" });
  field.value = view.skin.source(message, view);
  const save = async () => {
    if (await view.act("edit", { message: message.id, text: view.skin.typed(field.value, view) })) view.edit(null);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") view.edit(null);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  });
  requestAnimationFrame(() => field.focus());
  return h("div", { class: "editor" }, field,
    h("button", { type: "button", class: "button primary", onclick: save }, "Save"),
    h("button", { type: "button", class: "button", onclick: () => view.edit(null) }, "Cancel"));
}
