// One list of messages with its composer: a channel, or a thread beside it. Message renderers know it as `view`.

import { Composer } from "./composer.js";
import { h, keyed } from "./dom.js";
import { messageItem } from "./message.js";

const NEAR_END = 120;

export class Conversation {
  constructor(pane, { thread = null } = {}) {
    this.pane = pane;
    this.skin = pane.skin;
    this.thread = thread;
    this.editing = null;
    this.list = h("ol", { class: "messages", role: "log", "aria-label": thread ? "Thread" : "Messages", tabindex: "0" });
    this.composer = new Composer(this);
    this.shown = "";
    // Pictures arrive late: stay at the end if the reader was there.
    this.list.addEventListener("load", () => this.atEnd && this.toEnd(), true);
    this.list.addEventListener("scroll", () => {
      this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END;
    });
    this.atEnd = true;
  }

  get community() { return this.pane.community; }
  get me() { return this.pane.me; }
  get names() { return this.pane.names; }
  get custom() { return this.pane.community.emojis ?? []; }
  get channel() { return this.pane.channel; }
  // Where this conversation's messages are posted.
  get target() { return this.thread ? this.skin.threadTarget(this.thread, this) : { channel: this.channel.id }; }

  member(id) { return this.pane.members.get(id); }

  find(id) {
    for (const channel of this.community.channels) {
      const found = channel.messages.find((message) => message.id === id);
      if (found) return found;
    }
    return null;
  }

  act(name, args) { return this.pane.act(name, { channel: this.target.channel, ...args }); }
  openThread(id) { this.pane.openThread(id); }

  edit(id) {
    this.editing = id;
    this.update();
    if (id === null) this.composer.focus();
  }

  update() {
    const messages = this.skin.messages(this);
    const place = `${this.me} ${this.channel.id} ${this.thread}`;
    const moved = place !== this.shown;
    const before = this.list.childElementCount;
    this.shown = place;
    const following = this.atEnd || moved;
    const above = new Map(messages.map((message, index) => [message, messages[index - 1]]));
    keyed(this.list, messages, {
      key: (message) => message.id,
      signature: (message) => JSON.stringify([
        message, this.skin.replies(message, this), this.me, this.editing === message.id, message.reply_to && this.find(message.reply_to)?.native,
        above.get(message)?.id, above.get(message)?.author, this.pane.roster,
      ]),
      build: (message) => messageItem(message, this, above.get(message)),
    });
    if (!moved && before) [...this.list.children].slice(before).forEach((item) => item.classList.add("new"));
    this.composer.update();
    if (following) this.toEnd();
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }
}
