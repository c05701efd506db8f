"""Standard emoji by Slack's short names, and small pictures for a workspace's own."""

from __future__ import annotations

import re

from rich.emoji import Emoji, NoEmoji

from sandbox.squares import square

# The emoji that people use most, each with all of Slack's names for it, the preferred one first. Others are looked up
# in Rich's table of GitHub's and Unicode's names, which are mostly Slack's too.
_COMMON = """
👋 wave|👍 +1 thumbsup|👎 -1 thumbsdown|👏 clap|🙌 raised_hands|🙏 pray|👌 ok_hand
💪 muscle|✌ v|🤞 crossed_fingers|🤝 handshake|👉 point_right|👈 point_left
👆 point_up_2|👇 point_down|☝ point_up|✋ hand raised_hand
🖐 raised_hand_with_fingers_splayed|✊ fist|👊 facepunch punch|🫶 heart_hands
✍ writing_hand|👀 eyes|🧠 brain|🫀 anatomical_heart|🫁 lungs|🦷 tooth|🦴 bone
😀 grinning|😃 smiley|😄 smile|😁 grin|😆 laughing satisfied|😅 sweat_smile|😂 joy
🤣 rolling_on_the_floor_laughing rofl|🙂 slightly_smiling_face|🙃 upside_down_face
😉 wink|😊 blush|😇 innocent|🥰 smiling_face_with_3_hearts|😍 heart_eyes
🤩 star-struck|😘 kissing_heart|😋 yum|😜 stuck_out_tongue_winking_eye
🤗 hugging_face|🤔 thinking_face|🤫 shushing_face|😐 neutral_face|😑 expressionless
😏 smirk|😬 grimacing|😌 relieved|😴 sleeping|😷 mask|🤒 face_with_thermometer
🤕 face_with_head_bandage|🤧 sneezing_face|🥳 partying_face|😎 sunglasses
🤓 nerd_face|😕 confused|😟 worried|🙁 slightly_frowning_face|😮 open_mouth|😢 cry
😭 sob|😱 scream|😞 disappointed|😓 sweat|😩 weary|😤 triumph|😡 rage|😠 angry
🤯 exploding_head|💀 skull|🤖 robot_face|❤ heart|🧡 orange_heart|💛 yellow_heart
💚 green_heart|💙 blue_heart|💜 purple_heart|🖤 black_heart|💔 broken_heart|💯 100
🎉 tada|🎊 confetti_ball|🎈 balloon|🎁 gift|🏆 trophy|🥇 first_place_medal|⭐ star
🌟 star2|✨ sparkles|🔥 fire|💥 boom collision|🚀 rocket|💡 bulb|☕ coffee|🍰 cake
🎂 birthday|🍎 apple|🍪 cookie|🍕 pizza|✅ white_check_mark|☑ ballot_box_with_check
✔ heavy_check_mark|❌ x|⚠ warning|🚫 no_entry_sign|⛔ no_entry|❓ question
❔ grey_question|❗ exclamation heavy_exclamation_mark|🆘 sos|🆕 new|🔴 red_circle
🟠 large_orange_circle|🟢 large_green_circle|🔵 large_blue_circle|⚪ white_circle
⚫ black_circle|📌 pushpin|📎 paperclip|📅 date|📆 calendar|🗓 spiral_calendar_pad
⏰ alarm_clock|⏳ hourglass_flowing_sand|📝 memo pencil|📄 page_facing_up
📋 clipboard|📊 bar_chart|📈 chart_with_upwards_trend|📉 chart_with_downwards_trend
📣 mega|📢 loudspeaker|🔔 bell|🔗 link|🔒 lock|🔓 unlock|🔑 key|🔍 mag|🔧 wrench|⚙ gear
💻 computer|📱 iphone|☎ phone telephone|✉ email envelope|📧 e-mail|📦 package
🏥 hospital|🚑 ambulance|💊 pill|💉 syringe|🩺 stethoscope|🩹 adhesive_bandage
🌡 thermometer|🧪 test_tube|🔬 microscope|🧬 dna|♿ wheelchair|🌍 earth_africa
🌈 rainbow|☀ sunny|🌱 seedling|👨‍⚕️ male-doctor|👩‍⚕️ female-doctor
🧑‍⚕️ health_worker|🤷 shrug|🤦 face_palm|🇬🇧 gb uk flag-gb|🤐 zipper_mouth_face
"""
_ENTRIES = (entry.split(" ") for entry in re.split(r"[|\n]", _COMMON.strip()))
_BY_CHARACTER = {character: names for character, *names in _ENTRIES}
_BY_NAME = {name: character for character, names in _BY_CHARACTER.items() for name in names}
_SELECTOR = "\ufe0f"  # asks for the coloured form; people's keyboards add it, tables mostly do not
_TONES = "🏻🏼🏽🏾🏿"

CHARACTER = re.compile(
    f"({'|'.join(re.escape(each) for each in sorted(_BY_CHARACTER, key=len, reverse=True))}){_SELECTOR}?([{_TONES}]?)"
)


def character(name: str) -> str | None:
    """The character of a standard short name; None when Slack has no such emoji."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    try:
        found = str(Emoji(name))
    except NoEmoji:
        return None
    return None if found.replace(_SELECTOR, "") in _BY_CHARACTER else found


def code_points(text: str) -> str:
    """Characters as Slack's `unicode` field writes them, such as `1f44b-1f3fd`."""
    return "-".join(f"{ord(each):04x}" for each in text)


def name_of(typed: re.Match[str]) -> tuple[str, int | None]:
    """The short name and the skin tone (2 to 6) of a typed character that `CHARACTER` matched."""
    tone = typed[2]
    return _BY_CHARACTER[typed[1]][0], _TONES.index(tone) + 2 if tone else None


def known(name: str, own: dict[str, str]) -> bool:
    """Whether somebody can react with that name, given the workspace's own emoji."""
    base, _, tone = name.partition("::")
    if tone and not re.fullmatch("skin-tone-[2-6]", tone):
        return False
    return (base in own and not tone) or character(base) is not None


def picture(seed: str) -> bytes:
    """A small PNG in a colour of its own, for a workspace's emoji."""
    return square(seed)
