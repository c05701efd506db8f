// Building and reconciling elements. Text only ever becomes text nodes: nothing here parses HTML.

export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name in element && !name.includes("-") && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...nodes(children));
  return element;
}

export function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

const PATHS = {
  add: "M12 5v14M5 12h14",
  attach: "M20 11.5 12 19.5a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L10 17a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4",
  back: "M15 5l-7 7 7 7",
  bold: "M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z",
  bridge: "M4 9h14l-4-4M20 15H6l4 4",
  bulleted: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  close: "M6 6l12 12M18 6L6 18",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  down: "M6 9l6 6 6-6",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  emoji: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  forward: "M14 6l6 6-6 6M20 12h-8a8 8 0 0 0-8 7",
  italic: "M10 4h8M6 20h8M14 4l-4 16",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  quote: "M5 5v14M10 7h10M10 12h10M10 17h6",
  reply: "M10 6l-6 6 6 6M4 12h9a7 7 0 0 1 7 7",
  send: "M4 4l17 8-17 8 3-8zM7 12h14",
  strike: "M4 12h16M16.5 7.5C16 5.5 14 4.5 12 4.5c-3 0-4.5 1.7-4.5 3.5M7.5 16.5c.5 2 2.5 3 4.5 3 3 0 4.5-1.7 4.5-3.5",
  thread: "M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12h5",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  up: "M6 15l6-6 6 6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function button(label, name, onclick, props = {}) {
  return h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

// Makes `parent` show `items` in order, rebuilding only those whose signature changed: scroll, focus and what screen
// readers have already read stay as they are.
export function keyed(parent, items, { key, signature, build }) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    const sign = signature(item);
    let element = old.get(id);
    old.delete(id);
    if (!element || element.signature !== sign) {
      const fresh = build(item);
      fresh.dataset.key = id;
      fresh.signature = sign;
      if (element) {
        if (place === element) place = fresh;
        element.replaceWith(fresh);
      }
      element = fresh;
    }
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const element of old.values()) element.remove();
}
