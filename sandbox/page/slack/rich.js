// Slack's rich_text blocks → nodes.

import { h } from "../dom.js";
import { tokens, whole } from "../dates.js";
import { fence, link, mention, plain } from "../text.js";
import { channelMention, emojiNode, userMention } from "./mrkdwn.js";

export const richText = (block, names) => block.elements.map((element) => part(element, names));

function part(element, names) {
  switch (element.type) {
    case "rich_text_list":
      return list(element, names);
    case "rich_text_quote":
      return h("blockquote", {}, inline(element.elements, names));
    case "rich_text_preformatted":
      return fence(element.elements.map((child) => child.text ?? child.url ?? "").join(""), element.language);
    default:
      return h("p", {}, inline(element.elements, names));
  }
}

function list(element, names) {
  const items = element.elements.map((item) => h("li", {}, inline(item.elements, names)));
  return h(
    element.style === "ordered" ? "ol" : "ul",
    { class: `indent-${Math.min(element.indent ?? 0, 8)}${element.border ? " bordered" : ""}`, start: (element.offset ?? 0) + 1 },
    items,
  );
}

const inline = (elements, names) => elements.flatMap((element) => styled(element, piece(element, names)));

function piece(element, names) {
  switch (element.type) {
    case "text": return plain(element.text);
    case "link": return [link(element.url, element.text || element.url, element.url)];
    case "user": return [userMention(element.user_id, names)];
    case "usergroup": return [mention(`@${names.group(element.usergroup_id)}`)];
    case "channel": return [channelMention(element.channel_id, names)];
    case "broadcast": return [mention(`@${element.range}`, { self: true })];
    case "date": return [h("time", { title: whole(element.timestamp) }, tokens(element.timestamp, element.format))];
    case "color": return [h("code", {}, element.value)];
    case "emoji": return [emojiNode(element.skin_tone ? `${element.name}::skin-tone-${element.skin_tone}` : element.name, names)
      ?? fromUnicode(element.unicode) ?? `:${element.name}:`];
    default: return [element.text ?? ""];
  }
}

function fromUnicode(hex) {
  return hex ? String.fromCodePoint(...hex.split("-").map((part) => Number.parseInt(part, 16))) : null;
}

const STYLES = { code: "code", strike: "s", underline: "u", italic: "em", bold: "strong" };

function styled(element, inner) {
  return Object.entries(STYLES).reduce(
    (content, [style, tag]) => (element.style?.[style] ? [h(tag, {}, content)] : content),
    inner,
  );
}
