// One side of the page: a community's sidebar, its conversation, an open thread and an open form.

import { act, Refusal } from "./api.js";
import { avatar } from "./avatar.js";
import { Conversation } from "./conversation.js";
import { button, h, icon, keyed, nodes } from "./dom.js";
import { Forms } from "./forms.js";
import { menu } from "./popup.js";

const KINDS = { text: "Channels", forum: "Channels", dm: "Direct messages", group_dm: "Direct messages" };

export class Pane {
  constructor(root, skin, { say, changed }) {
    Object.assign(this, { root, skin, say, changed });
    this.awaited = null;
    this.chosen = JSON.parse(sessionStorage.getItem(skin.platform) ?? "{}");
    this.main = new Conversation(this);
    this.side = null;
    this.forms = new Forms(this);
    this.heading = h("h2", {});
    this.channels = h("ul", { class: "channels" });
    this.person = h("button", { type: "button", class: "person", "aria-haspopup": "menu", onclick: () => this.choosePerson() });
    this.place = h("div", { class: "place" });
    this.beside = h("aside", { class: "beside", "aria-label": "Thread", hidden: true });
    root.append(
      h("nav", { class: "sidebar", "aria-label": `${skin.label}: channels` }, h("div", { class: "community" }, this.heading), this.channels, this.person),
      h("div", { class: "conversation" }, this.place, this.main.list, this.main.composer.node),
      this.beside,
      this.forms.node,
    );
  }

  update(state) {
    this.state = state;
    this.community = state.communities.find(({ id }) => id === this.chosen.community) ?? state.communities[0];
    const { members, channels } = this.community;
    this.members = new Map(members.map((member) => [member.id, member]));
    this.people = members.filter((member) => !member.bot);
    this.roster = members.map((member) => [member.id, member.name, member.title]);
    if (!this.people.length) return;
    this.me = this.members.has(this.chosen.me) ? this.chosen.me : this.people[0].id;
    const outside = this.members.get(this.me).outside;
    this.visible = channels.filter((channel) => channel.kind !== "thread" && !channel.archived && (this.inside(channel) || (channel.private === false && !outside)));
    this.channel = this.visible.find(({ id }) => id === this.chosen.channel) ?? this.visible[0];
    if (!this.channel) return;
    this.names = this.lookups();
    this.drawSidebar();
    this.drawPlace();
    this.main.update();
    if (this.side && !this.skin.threadExists(this.side.thread, this.side)) this.closeThread();
    this.side?.update();
    this.forms.update();
    if (this.awaited && channels.some(({ id }) => id === this.awaited)) {
      const id = this.awaited;
      this.awaited = null;
      this.openThread(id);
    }
  }

  lookups() {
    const { channels, roles = [], groups = [], emojis = [] } = this.community;
    const named = (list, id) => list.find((item) => item.id === id)?.name;
    return {
      me: this.me,
      member: (id) => this.members.get(id)?.name,
      channel: (id) => named(channels, id),
      role: (id) => named(roles, id),
      group: (id) => named(groups, id) ?? id,
      emoji: (name) => emojis.find((item) => item.name === name)?.url,
      open: (id) => this.open(id),
    };
  }

  inside(channel) { return !channel.members || channel.members.includes(this.me); }

  // Does an act as the chosen person; null when the platform refuses, which is said aloud.
  async act(name, args = {}) {
    try {
      const done = await act(this.skin.platform, name, { community: this.community.id, user: this.me, ...args });
      this.changed();
      if (done.error || done.answered === false) this.say("The app did not answer in time. Is the bot running?");
      return done;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.say(error.message);
      return null;
    }
  }

  remember(chosen) {
    Object.assign(this.chosen, chosen);
    sessionStorage.setItem(this.skin.platform, JSON.stringify(this.chosen));
    this.update(this.state);
  }

  open(id) {
    const channel = this.community.channels.find((one) => one.id === id);
    if (!channel) return;
    if (channel.kind === "thread") {
      this.remember({ channel: channel.parent });
      this.openThread(id);
      return;
    }
    this.closeThread();
    this.remember({ channel: id });
    this.main.composer.focus();
  }

  // Becomes somebody in a channel, with words and files in the composer that are still to be sent.
  prepare({ user, channel, text = "", files = [] }) {
    if (!this.members.has(user)) {
      this.say("They have left. Bring them back first: press who you are on that side.");
      return;
    }
    this.remember({ me: user });
    this.open(channel);
    (this.side ?? this.main).composer.fill(text, files);
  }

  // Who reads a channel alone with the bot, and where: { name, user, channel }; null when it is not private.
  privately(id) {
    const channel = this.community.channels.find((one) => one.id === id);
    const readers = (channel?.members ?? []).filter((one) => this.people.some((person) => person.id === one));
    if (!channel || readers.length !== 1 || !/dm|thread/.test(channel.kind)) return null;
    return { name: this.members.get(readers[0]).name, user: readers[0], channel: id };
  }

  // Opens a thread that the state does not show yet.
  openSoon(id) {
    this.awaited = id;
    this.changed();
  }

  openThread(id) {
    this.side = new Conversation(this, { thread: id });
    this.beside.replaceChildren(
      h("div", { class: "place" },
        button("Close the thread", "back", () => this.closeThread()),
        h("h3", {}, "Thread"), h("p", { class: "topic" }, this.skin.threadName(id, this.side))),
      this.side.list,
      this.side.composer.node,
    );
    this.beside.hidden = false;
    this.root.classList.add("with-thread");
    this.side.update();
    this.side.composer.focus();
  }

  closeThread() {
    if (!this.side) return;
    this.side = null;
    this.beside.hidden = true;
    this.beside.replaceChildren();
    this.root.classList.remove("with-thread");
  }

  choosePerson() {
    const me = this.members.get(this.me);
    const people = this.people.map((member) => ({
      label: member.name,
      hint: [member.title, member.admin && "organiser"].filter(Boolean).join(" · "),
      picture: avatar(member),
      chosen: member.id === this.me,
      run: () => this.remember({ me: member.id }),
    }));
    const leave = !me.admin && { label: `${me.name} leaves`, hint: this.skin.leaves, danger: true, run: () => this.skin.leave(this) };
    const back = (this.community.gone ?? []).map((member) => ({ label: `${member.name} comes back`, run: () => this.skin.comeBack(this, member.id) }));
    menu(this.person, [...people, leave, ...back].filter(Boolean), "Who you are on this side");
  }

  // Somebody who may do everything here.
  get admin() { return this.people.find((member) => member.admin)?.id; }

  drawSidebar() {
    const { name, channels, icon: picture } = this.community;
    const sign = JSON.stringify([name, picture]);
    if (this.heading.dataset.sign !== sign) {
      this.heading.dataset.sign = sign;
      this.heading.replaceChildren(avatar({ name, avatar: picture }, "square"), h("span", {}, name), h("small", {}, this.skin.label));
    }
    const rows = [];
    for (const channel of this.visible) {
      const group = KINDS[channel.kind];
      if (rows.findLast((row) => row.title)?.title !== group) rows.push({ id: group, title: group });
      rows.push(channel);
      rows.push(...channels.filter((thread) => thread.kind === "thread" && thread.parent === channel.id && !thread.archived && this.inside(thread)));
    }
    keyed(this.channels, rows, {
      key: (row) => row.id,
      signature: (row) => JSON.stringify([row.title ?? this.label(row), row.kind, this.current(row)]),
      build: (row) => (row.title ? h("li", { class: "group" }, row.title) : this.channelRow(row)),
    });
    const me = this.members.get(this.me);
    this.person.replaceChildren(avatar(me), h("span", {}, h("small", {}, "You are"), h("b", {}, me.name), h("small", {}, me.title ?? "")), icon("up"));
    this.person.setAttribute("aria-label", `You are ${me.name}. Choose somebody else.`);
  }

  current(row) {
    return row.kind === "thread" ? row.id === this.side?.thread : row.id === this.channel.id && this.side?.thread !== row.id;
  }

  label(channel) {
    if (!/dm/.test(channel.kind)) return channel.name;
    const others = (channel.members ?? []).filter((id) => id !== this.me).map((id) => this.members.get(id)?.name ?? id);
    return others.join(", ") || "Notes to yourself";
  }

  channelRow(channel) {
    return h("li", {}, h(
      "button",
      { type: "button", class: channel.kind, "aria-current": this.current(channel) ? "true" : null, onclick: () => this.open(channel.id) },
      h("span", { class: "sign", "aria-hidden": "true" }, this.skin.sign(channel)),
      h("span", {}, this.label(channel)),
    ));
  }

  drawPlace() {
    const { kind, topic, members } = this.channel;
    const chooser = h("button", { type: "button", class: "chooser", "aria-haspopup": "menu", onclick: () => this.chooseChannel(chooser) }, icon("down"));
    chooser.setAttribute("aria-label", "Choose a channel");
    const count = members?.length ?? this.people.length;
    const sign = JSON.stringify([this.channel.id, this.label(this.channel), topic, count]);
    if (this.place.dataset.sign === sign) return;
    this.place.dataset.sign = sign;
    this.place.replaceChildren(...nodes([
      h("h3", {}, h("span", { class: "sign", "aria-hidden": "true" }, this.skin.sign(this.channel)), this.label(this.channel)),
      chooser,
      h("p", { class: "topic", title: topic }, topic ?? ""),
      /dm/.test(kind) ? null : h("p", { class: "count" }, `${count} members`),
    ]));
  }

  chooseChannel(anchor) {
    menu(anchor, this.visible.map((channel) => ({
      label: `${this.skin.sign(channel)} ${this.label(channel)}`,
      chosen: channel.id === this.channel.id,
      run: () => this.open(channel.id),
    })), "Channels");
  }
}
