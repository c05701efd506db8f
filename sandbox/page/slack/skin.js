// What is Slack's own about its side of the page.

import { h } from "../dom.js";
import { attachments, blocks } from "./blocks.js";
import { emojiNode, mrkdwn, unescaped, userMention } from "./mrkdwn.js";

const MANY = /^(multi_|checkboxes)/;

function context(view, message) {
  return {
    names: view.names,
    people: view.pane.people,
    channels: view.pane.visible,
    use: (element, values) => view.act("press", {
      message: message.id,
      action: element.action_id,
      ...(element.value === undefined ? {} : { value: element.value }),
      ...(values.length ? (MANY.test(element.type) ? { values } : { value: values[0] }) : {}),
    }),
  };
}

// An answer that only the chosen member sees, in the shape of other messages.
function whispered(native, view) {
  const bot = view.community.members.find((member) => member.bot);
  const author = { id: bot?.id, name: native.username ?? bot?.name, avatar: native.icons?.image_48 ?? bot?.avatar, app: true };
  return { id: native.ts, at: Number(native.ts), thread: null, author, reactions: [], files: [], native, ephemeral: true };
}

export const slack = {
  platform: "slack",
  label: "Slack",
  canBroadcast: true,
  optionFields: false,
  strictCommands: true,
  tools: [
    { label: "Bold", name: "bold", before: "*", after: "*" },
    { label: "Italic", name: "italic", before: "_", after: "_" },
    { label: "Strike through", name: "strike", before: "~", after: "~" },
    { label: "Code", name: "code", before: "`", after: "`" },
    { label: "Quote", name: "quote", before: "> ", after: "", line: true },
    { label: "List", name: "bulleted", before: "• ", after: "", line: true },
  ],

  leaves: "Their account is closed by an admin",
  leave: (pane) => pane.act("deactivate", { user: pane.admin, who: pane.me }),
  comeBack: (pane, who) => pane.act("deactivate", { user: pane.admin, who, back: true }),

  sign: (channel) => (/dm/.test(channel.kind) ? "●" : channel.private ? "🔒" : "#"),

  messages(view) {
    const { thread, channel } = view;
    const said = channel.messages.filter((message) =>
      thread ? message.id === thread || message.thread === thread : !message.thread || message.thread === message.id || message.broadcast);
    const secret = (view.community.private[view.me]?.ephemerals ?? [])
      .filter((native) => native.channel === channel.id && (native.thread_ts ?? null) === thread)
      .map((native) => whispered(native, view));
    return [...said, ...secret].sort((a, b) => a.at - b.at);
  },

  replies(message, view) {
    const all = view.channel.messages.filter((one) => one.thread === message.id && one.id !== message.id && !one.deleted);
    if (!all.length) return null;
    const faces = [...new Map(all.map(({ author }) => [author.name, author])).values()].slice(0, 3);
    return { id: message.id, count: all.length, last: all.at(-1).at, faces };
  },

  threadTarget: (thread, view) => ({ channel: view.channel.id, thread }),
  threadExists: (thread, view) => view.channel.messages.some((message) => message.id === thread),
  threadName: (thread, view) => `# ${view.channel.name}`,
  composeLabel: (view) => (view.thread ? "Reply…" : `Message ${/dm/.test(view.channel.kind) ? view.pane.label(view.channel) : `#${view.channel.name}`}`),

  system(message, view) {
    const { subtype, user } = message.native;
    const words = { channel_join: "joined", channel_leave: "left" }[subtype];
    return words ? [userMention(user, view.names), ` ${words} #${view.channel.name}.`] : null;
  },

  above: (message, view) => (message.broadcast && !view.thread
    ? h("button", { type: "button", class: "replying-to", onclick: () => view.openThread(message.thread) }, "replied to a thread")
    : null),

  body(message, view) {
    const { native } = message;
    const ctx = context(view, message);
    if (native.subtype === "me_message") return h("em", {}, mrkdwn(native.text, view.names));
    const text = native.blocks?.length ? blocks(native.blocks, ctx) : mrkdwn(native.text ?? "", view.names);
    return [text, attachments(native.attachments, ctx)];
  },

  below: () => null,
  shownInside: (file, message) => JSON.stringify(message.native.blocks ?? []).includes(JSON.stringify(file.url)),
  calls: (message, view) => (message.native.text ?? "").includes(`<@${view.me}>`),

  emoji: (reaction, view) => emojiNode(reaction.emoji, view.names) ?? (reaction.character || `:${reaction.emoji}:`),
  emojiLabel: ({ emoji }) => emoji.replaceAll("_", " "),
  reacted: ({ emoji }) => emoji,
  reaction: (emoji) => emoji.names?.[0] ?? emoji.name,
  emojiText: (emoji) => `:${emoji.names?.[0] ?? emoji.name}:`,

  quickReply: (message, view) => (view.thread ? [] : [
    { label: "Reply in thread", name: "thread", run: () => view.openThread(message.thread ?? message.id) },
  ]),

  actions: (message, view) => [
    !view.thread && { label: "Reply in thread", run: () => view.openThread(message.thread ?? message.id) },
    ...message.files.filter(() => message.author.id === view.me).map((file) => ({
      label: `Delete ${file.name}`, danger: true, run: () => view.pane.act("delete_file", { file: file.id }),
    })),
  ].filter(Boolean),

  // Slack's client makes rich text of what is typed; here the sandbox's Slack does that.
  typed: (text) => text,

  source(message, view) {
    return unescaped((message.native.text ?? "")
      .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (all, id) => `@${view.names.member(id) ?? id}`)
      .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (all, id) => `#${view.names.channel(id) ?? id}`)
      .replace(/<!(here|channel|everyone)>/g, "@$1")
      .replace(/<(https?:[^|>]+)\|([^>]+)>/g, "[$2]($1)")
      .replace(/<(https?:[^|>]+)>/g, "$1"));
  },

  post: (view, text, extras) => view.act("post", { text, ...extras }),

  commands: (community) => community.commands.map((command) => ({ ...command, name: command.name.replace(/^\//, "") })),
  commandArgs: (name, text) => ({ name: `/${name}`, text }),

  form(view, pane, inputs) {
    const ctx = { names: pane.names, people: pane.people, channels: pane.visible, inputs, use: null };
    return {
      title: view.title?.text ?? "Form",
      body: blocks(view.blocks, ctx),
      submit: view.submit?.text ?? (view.blocks.some((block) => block.type === "input") ? "Submit" : null),
      close: view.close?.text ?? "Cancel",
    };
  },

  values: (read) => Object.fromEntries(read.flatMap(({ action, type, value }) => {
    if (!Array.isArray(value)) return [[action, value]];
    if (MANY.test(type)) return [[action, value]];
    return value.length ? [[action, type === "datetimepicker" ? Number(value[0]) : value[0]]] : [];
  })),
};
