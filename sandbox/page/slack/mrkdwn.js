// Slack's mrkdwn → nodes.

import { h } from "../dom.js";
import { tokens, whole } from "../dates.js";
import { character } from "../emoji.js";
import { emojiPicture, fence, link, mention, plain } from "../text.js";

export const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const MARKS = { "*": "strong", _: "em", "~": "s" };

export function mrkdwn(text, names) {
  const out = [];
  const parts = text.split(/```\n?([^]*?)\n?```/);
  parts.forEach((part, index) => {
    if (index % 2) out.push(fence(unescaped(part)));
    else if (part) out.push(...quoted(parts.length > 1 ? part.replace(/^\n|\n$/g, "") : part, names));
  });
  return out;
}

function quoted(text, names) {
  const out = [];
  let run = [];
  let inQuote = false;
  const flush = () => {
    if (!run.length) return;
    const body = inline(run.join("\n"), names);
    out.push(...(inQuote ? [h("blockquote", {}, body)] : body));
    run = [];
  };
  for (const row of text.split("\n")) {
    const match = /^(?:&gt;|>) ?(.*)$/.exec(row);
    if (Boolean(match) !== inQuote) {
      flush();
      inQuote = Boolean(match);
    }
    run.push(match ? match[1] : row);
  }
  flush();
  return out;
}

const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):|([*_~])/gi;

function inline(text, names) {
  const out = [];
  let last = 0;
  TOKEN.lastIndex = 0;
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [all, code, angled, emoji, mark] = match;
    let node = null;
    let end = match.index + all.length;
    if (code) node = h("code", {}, unescaped(code));
    else if (angled) node = reference(angled, names);
    else if (emoji) node = emojiNode(emoji, names);
    else {
      const close = closing(text, match.index, mark);
      if (close > 0) {
        node = h(MARKS[mark], {}, inline(text.slice(match.index + 1, close), names));
        end = close + 1;
      }
    }
    if (!node) continue;
    out.push(...plain(unescaped(text.slice(last, match.index))), node);
    last = end;
    pattern.lastIndex = end;
  }
  out.push(...plain(unescaped(text.slice(last))));
  return out;
}

// A mark opens after a space or punctuation and before a word; it closes on its own line, before a space or punctuation.
function closing(text, start, mark) {
  if (/[\p{L}\p{N}]/u.test(text[start - 1] ?? " ") || /\s/.test(text[start + 1] ?? " ")) return -1;
  for (let at = start + 1; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "`") {
      const code = text.indexOf("`", at + 1);
      if (code > 0) at = code;
    } else if (text[at] === mark && at > start + 1 && /\S/.test(text[at - 1]) && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? " ")) {
      return at;
    }
  }
  return -1;
}

export function emojiNode(name, names) {
  const found = character(name);
  if (found) return h("span", { class: "emoji", title: `:${name}:` }, found);
  const url = names.emoji(name);
  return url ? emojiPicture(name, url) : null;
}

// A text object: mrkdwn, or plain text in which only emoji names mean something.
export function objectText(object, names) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  return object.text
    .split(/(:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:)/i)
    .flatMap((part, index) => (index % 2 && object.emoji !== false ? [emojiNode(part.slice(1, -1), names) ?? part] : plain(part)));
}

// What stands between < and >.
function reference(body, names) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(body.slice(bar + 1));
  if (target.startsWith("@")) return userMention(target.slice(1), names, label);
  if (target.startsWith("#")) return channelMention(target.slice(1), names, label);
  if (target.startsWith("!date^")) {
    const [, at, pattern = "", url] = target.split("^");
    const node = h("time", { title: whole(Number(at)) }, tokens(Number(at), pattern));
    return url ? link(unescaped(url), node) : node;
  }
  if (target.startsWith("!subteam^")) return mention(label || `@${names.group(target.slice(9))}`);
  if (target.startsWith("!")) return mention(label || `@${target.slice(1)}`, { self: true });
  const url = unescaped(target);
  return link(url, label || url.replace(/^mailto:/, ""), url);
}

export const userMention = (id, names, label = "") =>
  mention(`@${names.member(id) ?? (label || id)}`, { self: id === names.me });

export const channelMention = (id, names, label = "") =>
  mention(`#${names.channel(id) ?? (label || "private-channel")}`, { onclick: () => names.open(id) });
