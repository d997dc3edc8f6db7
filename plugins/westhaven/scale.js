/** Westhaven's scale: what became of a safeguard. */

import { Ladder, line } from "concord-guest";

export const GAVE_WAY = line("gave_way", "It gave way", { concern: "present", strength: "absent" });
export const BENT = line("bent", "It bent, and part of it held", { concern: "partly", strength: "partly" });
export const HELD = line("held", "It held", { concern: "absent", strength: "present" });
export const UNTESTED = line("untested", "The review looked, and it was not put to the test", { concern: "absent" });

export const SCALE = [GAVE_WAY, BENT, HELD, UNTESTED];

/**
 * What became of a safeguard of which it is known where it failed and where it did what it is for.
 * @param {import("concord-guest").Truth} failed
 * @param {import("concord-guest").Truth} worked
 * @param {import("concord-guest").Ladder} ladder the lines that come before
 */
export function whatBecameOf(failed, worked, ladder = new Ladder()) {
  return ladder
    .when(failed.and(worked.not()), GAVE_WAY)
    .when(failed.and(worked), BENT)
    .when(worked, HELD)
    .otherwise(UNTESTED);
}
