// The people API: the page's only way to the sandbox.

export class Refusal extends Error {}

async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({ error: `The sandbox answered ${response.status}.` }));
  if (!response.ok) throw new Refusal(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

export const state = () => send("GET", "state");
export const ledger = () => send("GET", "ledger");
export const guide = () => send("GET", "guide");
export const act = (platform, name, args) => send("POST", "act", { platform, act: name, ...args });

// Calls `changed(entry)` for each ledger entry after the first so many, and `changed(null)` whenever the feed (re)opens.
export function live(after, changed) {
  const feed = new EventSource(`live?after=${after}`);
  feed.onopen = () => changed(null);
  feed.onmessage = (event) => changed(JSON.parse(event.data));
  return feed;
}

// Pictures and files live on the platforms' own hosts; the sandbox brings them here, so that the page talks to no
// other host, and maps addresses such as https://cdn.discordapp.com/… to its own stores.
export function media(url) {
  if (!url) return "";
  if (url.startsWith("data:image/") || url.startsWith(location.origin)) return url;
  return `media?url=${encodeURIComponent(url)}`;
}

export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
