// A picture to post, drawn here: the board of a ward on which nobody is named.

import { upload } from "./controls.js";

const ROWS = [["Ready to leave", "23"], ["Waiting for home care", "9"], ["Medicines list sent", "21"]];

export async function sample() {
  const canvas = new OffscreenCanvas(560, 300);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#f4f6f7";
  pen.fillRect(0, 0, 560, 300);
  pen.fillStyle = "#005eb8";
  pen.fillRect(0, 0, 560, 64);
  pen.font = "bold 28px sans-serif";
  pen.fillStyle = "#ffffff";
  pen.fillText("Elm Ward, this morning", 24, 42);
  pen.fillStyle = "#212b32";
  for (const [index, [what, count]] of ROWS.entries()) {
    pen.font = "24px sans-serif";
    pen.fillText(what, 24, 120 + index * 64);
    pen.font = "bold 30px sans-serif";
    pen.fillText(count, 470, 122 + index * 64);
  }
  const file = new File([await canvas.convertToBlob({ type: "image/png" })], "ward-board.png", { type: "image/png" });
  return { ...(await upload(file)), alt: "A ward’s board: 23 ready to leave, 9 wait for home care, 21 medicines lists sent" };
}
