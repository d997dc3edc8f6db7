/** What an exception tells its author: its type, its message, and the lines of the author's own code that led to it. */

/** How much of a message is kept, so that a thousand of them still leave the box. */
const LONGEST = 400;
/** How many of the author's lines are told. */
const LINES = 3;

/** A line of a stack: the function, its file, the line and the column. Node and QuickJS write it alike. */
const FRAME = /^\s*at (?:(.+?) \()?(?:file:\/\/)?(.+?):(\d+):(\d+)\)?$/;

/** The folder of the SDK's own files, whose lines tell an author nothing. */
const OWN = frames(new Error("here"))[0]?.file.replace(/[^/]*$/, "") ?? "";

/**
 * `TypeError: cannot read property 'code' of undefined (at answer, thresholds.js:18; at page, words.js:4)`.
 * @param {unknown} error what was thrown
 * @returns {string}
 */
export function inWords(error) {
  if (!(error instanceof Error)) return cut(`${typeof error === "string" ? error : `${String(error)} was thrown`}`);
  const all = frames(error);
  const asked = all.findIndex(({ file }) => file === `${OWN}answering.js`);
  const lines = all.slice(0, asked < 0 ? all.length : asked).filter(({ file }) => !file.startsWith(OWN) && !file.startsWith("node:"));
  const places = lines.slice(0, LINES).map(({ name, file, line }) => `at ${name === "" ? "" : `${name}, `}${short(file)}:${line}`);
  return `${cut(`${error.name}: ${error.message}`)}${places.length === 0 ? "" : ` (${places.join("; ")})`}`;
}

/**
 * @param {Error} error
 * @returns {{ name: string, file: string, line: number }[]}
 */
function frames(error) {
  const lines = String(error.stack ?? "").split("\n").map((line) => FRAME.exec(line));
  return lines.flatMap((found) => (found === null ? [] : [{ name: plain(found[1]), file: found[2], line: Number(found[3]) }]));
}

/**
 * A function's own name: Node tells the class too, and where there is none `<anonymous>`, as QuickJS does.
 * @param {string | undefined} name
 */
function plain(name) {
  return (name ?? "").replace(/^.*\./, "").replace("<anonymous>", "");
}

/**
 * A file by its name within the framework: the box knows the framework's folder as `/framework`.
 * @param {string} file
 */
function short(file) {
  const [, inside] = /^\/framework\/(.+)$/.exec(file) ?? [];
  return inside ?? file.replace(/^.*\//, "");
}

/** @param {string} text */
function cut(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
