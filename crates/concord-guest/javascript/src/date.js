/** Dates as they are written: `2023`, `2023-04` or `2023-04-21`. In the box there is no other calendar than this. */

import { named } from "./truth.js";

/**
 * The first and the last day of a written date, in days since 1970-01-01.
 * @param {string} text
 * @returns {{ first: number, last: number }}
 */
export function written(text) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text) ?? [];
  const first = daysTo(Number(year), Number(month ?? 1), Number(day ?? 1));
  const next = month === undefined ? [Number(year) + 1, 1] : Number(month) === 12 ? [Number(year) + 1, 1] : [Number(year), Number(month) + 1];
  const last = day === undefined ? daysTo(next[0], next[1], 1) - 1 : first;
  const sound = Number(year) > 0 && Number(month ?? 1) >= 1 && Number(month ?? 1) <= 12 && Number(day ?? 1) >= 1 && last < daysTo(next[0], next[1], 1);
  if (!sound) throw new TypeError(`${named(text)} is no date: write 2023, 2023-04 or 2023-04-21`);
  return { first, last };
}

/**
 * Days from 1970-01-01 (H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*: years that begin in March).
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
function daysTo(year, month, day) {
  const from = month > 2 ? year : year - 1;
  const era = Math.floor(from / 400);
  const ofEra = from - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
