/** Words to the host. They cannot influence an answer; outside of the box they go nowhere. */

/** @typedef {(level: "info" | "warn" | "error", message: string) => void} Write */

/** @type {Write} */
let write = () => {};

/**
 * Where the words go. For the box's own use.
 * @param {Write} to
 */
export function writeTo(to) {
  write = to;
}

export const log = Object.freeze({
  /** Tells the host something that may help those who run the framework. @param {string} message */
  info: (message) => write("info", String(message)),
  /** Tells the host of something that its user should look at. @param {string} message */
  warn: (message) => write("warn", String(message)),
  /** Tells the host what went wrong, best just before it does. @param {string} message */
  error: (message) => write("error", String(message)),
});
