// Dates in the reader's own language and time zone.

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const clock = format({ hour: "2-digit", minute: "2-digit" });
const seconds = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = format({ weekday: "long", day: "numeric", month: "long" });
const full = format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
const long = format({ day: "numeric", month: "long", year: "numeric" });
const longTime = format({ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
const short = format({ day: "numeric", month: "short", year: "numeric" });
const numeric = format({ day: "2-digit", month: "2-digit", year: "numeric" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const date = (at) => new Date(at * 1000);
const midnight = (at) => new Date(date(at).getFullYear(), date(at).getMonth(), date(at).getDate()).getTime() / 1000;

export const time = (at) => clock.format(date(at));
export const whole = (at) => full.format(date(at));
export const sameDay = (a, b) => midnight(a) === midnight(b);

export function dayName(at) {
  const days = Math.round((midnight(at) - midnight(Date.now() / 1000)) / 86400);
  if (Math.abs(days) > 1) return day.format(date(at));
  const name = relative.format(days, "day");
  return name[0].toLocaleUpperCase() + name.slice(1);
}

export function ago(at) {
  const gap = at - Date.now() / 1000;
  for (const [unit, size] of [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(gap) >= size) return relative.format(Math.trunc(gap / size), unit);
  }
  return relative.format(Math.trunc(gap), "second");
}

// Discord's <t:UNIX:STYLE>
export function stamp(at, style) {
  switch (style) {
    case "t": return clock.format(date(at));
    case "T": return seconds.format(date(at));
    case "d": return numeric.format(date(at));
    case "D": return long.format(date(at));
    case "F": return full.format(date(at));
    case "R": return ago(at);
    case "s": return `${numeric.format(date(at))}, ${clock.format(date(at))}`;
    case "S": return `${numeric.format(date(at))}, ${seconds.format(date(at))}`;
    default: return longTime.format(date(at));
  }
}

// Slack's <!date^UNIX^TOKENS^LINK|FALLBACK>
export function tokens(at, text) {
  const pretty = (name, other) => (Math.abs(midnight(at) - midnight(Date.now() / 1000)) <= 90000 ? name : other);
  const words = {
    "{date_num}": numeric, "{date_slash}": numeric, "{date}": long, "{date_long}": day, "{date_long_full}": day,
    "{date_short}": short, "{time}": clock, "{time_secs}": seconds,
  };
  return text.replace(/\{\w+\}/g, (token) => {
    if (token === "{ago}") return ago(at);
    if (words[token]) return words[token].format(date(at));
    const plain = token.replace("_pretty", "");
    if (plain !== token && words[plain]) return pretty(dayName(at), words[plain].format(date(at)));
    return token === "{day_divider_pretty}" ? pretty(dayName(at), day.format(date(at))) : token;
  });
}
