// Discord's markdown → nodes.

import { h } from "../dom.js";
import { stamp, whole } from "../dates.js";
import { emojiPicture, fence, link, mention, plain } from "../text.js";

export function markdown(text, names) {
  const out = [];
  const parts = text.split(/```([^]*?)```/);
  parts.forEach((part, index) => {
    if (index % 2) {
      const [, language, code] = /^(?:([\w+#.-]+)?\n)?([^]*)$/.exec(part);
      out.push(fence(code.replace(/^\n+|\n+$/g, ""), language));
    } else if (part) out.push(...blocks(parts.length > 1 ? part.replace(/^\n|\n$/g, "") : part, names));
  });
  return out;
}

const ITEM = /^(\s*)(?:([-*])|(\d{1,10})\.) +(\S.*)$/;

function blocks(text, names) {
  const rows = text.split("\n");
  const out = [];
  let run = [];
  const flush = () => {
    if (run.length) out.push(h("p", {}, inline(run.join("\n"), names)));
    run = [];
  };
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    const heading = /^(#{1,3}) +(\S.*)$/.exec(row);
    if (row.startsWith(">>> ")) {
      flush();
      out.push(h("blockquote", {}, blocks([row.slice(4), ...rows.slice(at + 1)].join("\n"), names)));
      return out;
    }
    if (row.startsWith("> ")) {
      flush();
      const quote = [];
      for (; at < rows.length && rows[at].startsWith("> "); at += 1) quote.push(rows[at].slice(2));
      at -= 1;
      out.push(h("blockquote", {}, blocks(quote.join("\n"), names)));
    } else if (heading) {
      flush();
      out.push(h("p", { class: `heading-${heading[1].length}`, role: "heading", "aria-level": heading[1].length + 3 }, inline(heading[2], names)));
    } else if (row.startsWith("-# ")) {
      flush();
      out.push(h("p", { class: "subtext" }, inline(row.slice(3), names)));
    } else if (ITEM.test(row)) {
      flush();
      const items = [];
      for (; at < rows.length && ITEM.test(rows[at]); at += 1) items.push(ITEM.exec(rows[at]));
      at -= 1;
      out.push(...list(items, names));
    } else run.push(row);
  }
  flush();
  return out;
}

function list(items, names) {
  const out = [];
  let current = null;
  for (const [, space, bullet, number, body] of items) {
    const kind = `${bullet ? "ul" : "ol"} ${Math.min(Math.floor(space.length / 2), 8)}`;
    if (current?.kind !== kind) {
      const [tag, indent] = kind.split(" ");
      current = { kind, element: h(tag, { class: `indent-${indent}`, start: number ? Number(number) : null }) };
      out.push(current.element);
    }
    current.element.append(h("li", {}, inline(body, names)));
  }
  return out;
}

// Tried in this order at each place; each rule is [pattern, node of the match].
const RULES = [
  [/\\([^\p{L}\p{N}\s])/uy, ([, text]) => text],
  [/(`+)([^]*?[^`])\1(?!`)/y, ([, , code]) => h("code", {}, code.trim() || code)],
  [/<(https?:\/\/[^\s<>]+)>/y, ([, url]) => link(url, url)],
  [/<@!?(\d+)>/y, ([, id], names) => mention(`@${names.member(id) ?? "unknown-user"}`, { self: id === names.me })],
  [/<@&(\d+)>/y, ([, id], names) => mention(`@${names.role(id) ?? "deleted-role"}`)],
  [/<#(\d+)>/y, ([, id], names) => mention(`#${names.channel(id) ?? "unknown"}`, { onclick: () => names.open(id) })],
  [/<\/([^:<>]+):\d+>/y, ([, name]) => mention(`/${name}`)],
  [/<id:(\w+)>/y, ([, name]) => mention(name)],
  [/<t:(-?\d{1,12})(?::([tTdDfFRsS]))?>/y, ([, at, style]) => h("time", { class: "stamp", title: whole(Number(at)) }, stamp(Number(at), style))],
  [/<(a?):(\w+):(\d+)>/y, ([, moving, name, id]) => emojiPicture(name, `https://cdn.discordapp.com/emojis/${id}.${moving ? "gif" : "png"}`)],
  [/@(?:everyone|here)\b/y, ([text]) => mention(text, { self: true })],
  [/\[((?:[^\[\]\n\\]|\\.)+)\]\(<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?: "[^"]*")?\)/y, ([, label, url], names) => link(url, inline(label, names))],
  [/https?:\/\/[^\s<>"]*[^\s<>"'.,:;!?)\]}*_~|]/y, ([url]) => link(url, url)],
  [/\|\|([^]+?)\|\|/y, ([, body], names) => spoiler(inline(body, names))],
  [/\*\*\*([^\s*](?:[^]*?[^\s*])?)\*\*\*/y, ([, body], names) => h("strong", {}, h("em", {}, inline(body, names)))],
  [/\*\*([^]+?)\*\*(?!\*)/y, ([, body], names) => h("strong", {}, inline(body, names))],
  [/__([^]+?)__(?!_)/y, ([, body], names) => h("u", {}, inline(body, names))],
  [/~~([^]+?)~~/y, ([, body], names) => h("s", {}, inline(body, names))],
  [/\*(?!\s)((?:\*\*[^]+?\*\*|[^*])+?)(?<!\s)\*(?!\*)/y, ([, body], names) => h("em", {}, inline(body, names))],
  [/_((?:__|\\[^]|[^_\\])+?)_(?![\p{L}\p{N}])/uy, ([, body], names) => h("em", {}, inline(body, names))],
];
const SPECIAL = /[\\`<@[h|*_~]/g;

export function inline(text, names) {
  const out = [];
  let last = 0;
  SPECIAL.lastIndex = 0;
  const special = new RegExp(SPECIAL);
  for (let place = special.exec(text); place; place = special.exec(text)) {
    const at = place.index;
    if (text[at] === "_" && /[\p{L}\p{N}]/u.test(text[at - 1] ?? " ")) continue;
    const found = rule(text, at);
    if (!found) continue;
    const [match, build] = found;
    out.push(...plain(text.slice(last, at)), build(match, names));
    last = at + match[0].length;
    special.lastIndex = last;
  }
  out.push(...plain(text.slice(last)));
  return out;
}

function rule(text, at) {
  for (const [pattern, build] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [match, build];
  }
  return null;
}

function spoiler(children) {
  const element = h("button", { type: "button", class: "spoiler", "aria-label": "Hidden text: show it" }, h("span", {}, children));
  element.addEventListener("click", () => {
    element.classList.add("shown");
    element.removeAttribute("aria-label");
  });
  return element;
}

// A message of emoji alone is shown larger.
export const onlyEmoji = (text) => /^(?:\s|<a?:\w+:\d+>|\p{Extended_Pictographic}|\p{Emoji_Component})+$/u.test(text) && !/^[\d\s#*]+$/.test(text);
