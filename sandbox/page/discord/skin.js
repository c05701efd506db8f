// What is Discord's own about its side of the page.

import { avatar } from "../avatar.js";
import { media } from "../api.js";
import { h } from "../dom.js";
import { character } from "../emoji.js";
import { emojiPicture } from "../text.js";
import { components } from "./components.js";
import { embeds } from "./embeds.js";
import { markdown, onlyEmoji } from "./markdown.js";

const PINNED = 6;
const JOINED = 7;
const THREAD_CREATED = 18;
const CHAT_COMMAND = 20;
const THREAD_STARTER = 21;
const LOADING = 1 << 7;
const COMPONENTS_V2 = 1 << 15;

const byLength = (list) => [...list].sort((a, b) => b.name.length - a.name.length);
const forum = (view) => !view.thread && view.channel.kind === "forum";
const threads = (view) => view.community.channels.filter((channel) => channel.kind === "thread" && view.pane.inside(channel));

function context(view, message) {
  return {
    names: view.names,
    people: view.pane.people,
    roles: view.community.roles ?? [],
    channels: view.pane.visible,
    files: message.files,
    use: (component, values) => view.act("press", { message: message.id, action: component.custom_id, ...(values ? { values } : {}) }),
  };
}

export const discord = {
  platform: "discord",
  label: "Discord",
  canBroadcast: false,
  optionFields: true,
  strictCommands: false,
  tools: [
    { label: "Bold", name: "bold", before: "**", after: "**" },
    { label: "Italic", name: "italic", before: "*", after: "*" },
    { label: "Strike through", name: "strike", before: "~~", after: "~~" },
    { label: "Code", name: "code", before: "`", after: "`" },
    { label: "Quote", name: "quote", before: "> ", after: "", line: true },
    { label: "List", name: "bulleted", before: "- ", after: "", line: true },
  ],

  leaves: "They leave the server",
  leave: (pane) => pane.act("leave"),
  comeBack: (pane, user) => pane.act("join", { user }),

  sign: (channel) => ({ dm: "●", group_dm: "●", thread: "└", forum: "▤" })[channel.kind] ?? "#",

  messages(view) {
    const place = view.thread ? threads(view).find(({ id }) => id === view.thread) : view.channel;
    const starter = view.thread && place?.messages[0]?.id !== view.thread ? view.find(view.thread) : null;
    const secret = (view.community.private[view.me]?.ephemerals ?? [])
      .filter((message) => message.native.channel_id === place?.id)
      .map((message) => ({ ...message, ephemeral: true }));
    const said = (place?.messages ?? []).filter((message) => message.native.type !== THREAD_STARTER);
    if (forum(view)) return posts(view);
    return [...(starter ? [starter] : []), ...said, ...secret].sort((a, b) => a.at - b.at);
  },

  replies(message, view) {
    const thread = threads(view).find(({ id }) => id === (message.threadId ?? message.id));
    if (!thread) return null;
    const all = thread.messages.filter((one) => one.native.type !== THREAD_STARTER && one.id !== message.id);
    const faces = [...new Map(all.map(({ author }) => [author.name, author])).values()].slice(0, 3);
    return { id: thread.id, count: all.length, last: all.at(-1)?.at, faces, name: thread.name };
  },

  threadTarget: (thread) => ({ channel: thread }),
  threadExists: (thread, view) => threads(view).some(({ id }) => id === thread),
  threadName: (thread, view) => threads(view).find(({ id }) => id === thread)?.name ?? "",
  composeLabel: (view) => (forum(view) ? "New post: its first line is the title" : view.thread ? `Message “${discord.threadName(view.thread, view)}”` : `Message ${/dm/.test(view.channel.kind) ? view.pane.label(view.channel) : `#${view.channel.name}`}`),

  system(message, view) {
    const who = h("b", {}, message.author.name);
    switch (message.native.type) {
      case JOINED: return [who, " joined the server."];
      case PINNED: return [who, " pinned a message."];
      case THREAD_CREATED: return [who, " started a thread: ",
        h("button", { type: "button", class: "mention", onclick: () => view.openThread(message.native.message_reference?.channel_id) }, message.native.content)];
      default: return null;
    }
  },

  above(message, view) {
    const used = message.native.interaction_metadata;
    const who = used && view.member(used.user.id);
    return who && message.native.type === CHAT_COMMAND
      ? h("div", { class: "replying-to" }, avatar(who, "tiny"), h("b", {}, who.name), ` used /${used.name}`)
      : null;
  },

  body(message, view) {
    const { native } = message;
    if ((native.flags ?? 0) & LOADING) return h("p", { class: "tombstone" }, `${message.author.name} is thinking…`);
    const v2 = (native.flags ?? 0) & COMPONENTS_V2;
    const ctx = context(view, message);
    const rich = h("div", { class: onlyEmoji(native.content || "-") ? "rich jumbo" : "rich" }, markdown(native.content ?? "", view.names));
    return [
      v2 ? components(native.components, ctx) : rich,
      (native.message_snapshots ?? []).map(({ message: original }) =>
        h("div", { class: "forwarded" }, h("small", {}, "Forwarded"), h("div", { class: "rich" }, markdown(original.content ?? "", view.names)),
          (original.attachments ?? []).map((file) => h("img", { class: "picture", src: media(file.url), alt: file.description ?? file.filename })))),
    ];
  },

  below(message, view) {
    const { native } = message;
    const v2 = (native.flags ?? 0) & COMPONENTS_V2;
    return [
      embeds(native.embeds, view.names),
      v2 ? null : h("div", { class: "components" }, components(native.components, context(view, message))),
    ];
  },

  shownInside: (file, message) => Boolean((message.native.flags ?? 0) & COMPONENTS_V2),
  calls: (message, view) => message.native.mention_everyone || (message.native.mentions ?? []).some(({ id }) => id === view.me),

  emoji: ({ emoji, url }) => (url ? emojiPicture(emoji, url) : h("span", { class: "emoji" }, emoji)),
  emojiLabel: ({ emoji }) => emoji,
  // A custom emoji is named with its id, which its picture's address holds.
  reacted: ({ emoji, url }) => (url ? `${emoji}:${/(\d+)\.\w+$/.exec(url)[1]}` : emoji),
  reaction: (emoji) => emoji.character ?? `${emoji.name}:${emoji.id}`,
  emojiText: (emoji) => emoji.character ?? `:${emoji.name}:`,

  quickReply: (message, view) => [
    { label: "Reply", name: "reply", run: () => view.composer.reply(message) },
    ...(view.thread || discord.replies(message, view) || /dm/.test(view.channel.kind) ? [] : [{ label: "Start a thread", name: "thread", run: () => startThread(message, view) }]),
  ],

  actions: (message, view) => [
    { label: "Reply", run: () => view.composer.reply(message) },
    ...view.pane.visible.filter(({ kind, id }) => kind === "text" && id !== view.channel.id).map((channel) => ({
      label: `Forward to #${channel.name}`,
      run: () => view.act("post", { channel: channel.id, forward_of: { channel: view.target.channel, message: message.id } }),
    })),
  ],

  typed(text, view) {
    let sent = text;
    const { roles = [], emojis = [], members, channels } = view.community;
    for (const { id, name } of byLength(members)) sent = sent.replaceAll(`@${name}`, `<@${id}>`);
    for (const { id, name } of byLength(roles)) sent = sent.replaceAll(`@${name}`, `<@&${id}>`);
    for (const { id, name, kind } of byLength(channels)) if (kind === "text") sent = sent.replaceAll(`#${name}`, `<#${id}>`);
    for (const { id, name } of emojis) sent = sent.replaceAll(`:${name}:`, `<:${name}:${id}>`);
    return sent.replace(/(?<!<a?):([a-z0-9_+-]+):(?!\d)/g, (all, name) => character(name) ?? all);
  },

  source(message, view) {
    return (message.native.content ?? "")
      .replace(/<@!?(\d+)>/g, (all, id) => `@${view.names.member(id) ?? id}`)
      .replace(/<@&(\d+)>/g, (all, id) => `@${view.names.role(id) ?? id}`)
      .replace(/<#(\d+)>/g, (all, id) => `#${view.names.channel(id) ?? id}`)
      .replace(/<a?:(\w+):\d+>/g, ":$1:");
  },

  post: (view, text, extras) => (forum(view)
    ? view.act("start_thread", { name: text.split("\n")[0].slice(0, 100), text })
    : view.act("post", { text, ...extras })),

  commands: (community) => community.commands.flatMap((command) => spread(command)),
  commandArgs: (name) => ({ name, options: {} }),

  form(modal, pane, inputs) {
    const ctx = { names: pane.names, people: pane.people, roles: pane.community.roles ?? [], channels: pane.visible, files: [], inputs, use: () => {} };
    return { title: modal.title, body: components(modal.components, ctx), submit: "Submit", close: "Cancel" };
  },

  values: (read) => Object.fromEntries(read.map(({ id, type, value }) => [id, type === 23 ? value.length > 0 : type === 21 ? (value[0] ?? null) : value])),
};

// A command with subcommands is offered as one command for each.
function spread(command) {
  const inner = (command.options ?? []).filter(({ type }) => type <= 2);
  if (!inner.length) return [command];
  return inner.flatMap((option) => spread({ name: `${command.name} ${option.name}`, summary: option.description, options: option.options }));
}

async function startThread(message, view) {
  const words = discord.source(message, view).split(/\s+/).slice(0, 6).join(" ").slice(0, 60);
  const done = await view.act("start_thread", { message: message.id, name: words || "A thread" });
  if (done) view.pane.openSoon(done.thread);
}

// A forum shows its posts: each thread's first message, with the way in.
function posts(view) {
  return threads(view)
    .filter(({ parent }) => parent === view.channel.id)
    .flatMap((thread) => (thread.messages.length ? [{ ...thread.messages[0], threadId: thread.id }] : []))
    .sort((a, b) => a.at - b.at);
}
