// Emoji by their short names (Slack writes names, Discord characters); the first six are offered as quick reactions.

const TABLE = `
👍 +1 thumbsup|❤️ heart|🎉 tada|🙏 pray|👀 eyes|✅ white_check_mark|😀 grinning|😄 smile|😂 joy|🙂 slightly_smiling_face|
😉 wink|😊 blush|😍 heart_eyes|🤔 thinking_face thinking|😮 open_mouth|😢 cry|😭 sob|😅 sweat_smile|😬 grimacing|🙄 rolling_eyes|
😴 sleeping|😷 mask|🤒 face_with_thermometer|🤗 hugging_face hugging|🤯 exploding_head|😱 scream|😎 sunglasses|🥳 partying_face|
👎 -1 thumbsdown|👏 clap|🙌 raised_hands|👋 wave|🤝 handshake|✋ hand raised_hand|💪 muscle|☝️ point_up|👉 point_right|👇 point_down|
🤞 crossed_fingers|👌 ok_hand|✍️ writing_hand|💙 blue_heart|💚 green_heart|💛 yellow_heart|💜 purple_heart|💯 100|🔥 fire|✨ sparkles|
⭐ star|🚀 rocket|💡 bulb|📌 pushpin|📣 mega|📢 loudspeaker|🔔 bell|📅 date calendar|🗓️ spiral_calendar_pad calendar_spiral|
⏰ alarm_clock|⏳ hourglass_flowing_sand|📈 chart_with_upwards_trend|📉 chart_with_downwards_trend|📊 bar_chart|📝 memo pencil|
📋 clipboard|📎 paperclip|🔗 link|📁 file_folder|📄 page_facing_up|🔍 mag|🔒 lock|🔑 key|🛠️ hammer_and_wrench tools|⚙️ gear|
💻 computer|📱 iphone|☎️ phone telephone|📧 e-mail email|💬 speech_balloon|❓ question|❗ exclamation|⚠️ warning|⛔ no_entry|❌ x|
➕ heavy_plus_sign|🆘 sos|🆕 new|✔️ heavy_check_mark|🟢 large_green_circle green_circle|🔴 red_circle|🟡 large_yellow_circle yellow_circle|
🏥 hospital|🏠 house|🚑 ambulance|🩺 stethoscope|💊 pill|💉 syringe|🩹 adhesive_bandage|🦽 manual_wheelchair|♿ wheelchair|🧑‍⚕️ health_worker|
👩‍⚕️ female-doctor woman_health_worker|👨‍⚕️ male-doctor man_health_worker|🧑‍💻 technologist|👵 older_woman|👴 older_man|🧓 older_adult|👶 baby|
🧠 brain|🫀 anatomical_heart|🫁 lungs|🦷 tooth|🦴 bone|🛏️ bed|🚶 walking|🏃 runner running|☕ coffee|🍵 tea|🍰 cake|🍎 apple|🌈 rainbow|
☀️ sunny|🌧️ rain_cloud cloud_rain|❄️ snowflake|🐛 bug|🐙 octopus|🦄 unicorn_face unicorn|🌱 seedling|🌍 earth_africa|🇬🇧 gb flag_gb|🏆 trophy|
🎂 birthday|🎁 gift|🎓 mortar_board|🧩 jigsaw|🤖 robot_face robot|🗣️ speaking_head_in_silhouette speaking_head|👥 busts_in_silhouette|
➡️ arrow_right|⬅️ arrow_left|⬆️ arrow_up|⬇️ arrow_down|🔄 arrows_counterclockwise|1️⃣ one|2️⃣ two|3️⃣ three|4️⃣ four|5️⃣ five`;

export const EMOJI = TABLE.replaceAll("\n", "").split("|").map((row) => {
  const [character, ...names] = row.trim().split(" ");
  return { character, names };
});
export const QUICK = EMOJI.slice(0, 6);

const BY_NAME = new Map(EMOJI.flatMap(({ character, names }) => names.map((name) => [name, character])));
const BY_CHARACTER = new Map(EMOJI.map(({ character, names }) => [character.replaceAll("\ufe0f", ""), names[0]]));
const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

// "+1" or "+1::skin-tone-3" → characters; undefined when unknown.
export function character(name) {
  const [base, tone] = name.split("::skin-tone-");
  const found = BY_NAME.get(base);
  return found && tone ? found.replaceAll("\ufe0f", "") + (TONES[tone] ?? "") : found;
}

export const shortName = (characters) => BY_CHARACTER.get(characters.replaceAll("\ufe0f", ""));
