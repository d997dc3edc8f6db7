import assert from "node:assert/strict";
import test from "node:test";

import { Count, Truth, choose } from "concord-guest";
import { NO, YES, andCodes, notCode, orCodes, unknownCode } from "../src/truth.js";
import { NumberValue } from "../src/value.js";

const UNKNOWN = Truth.unknown("not_known");
const THREE = [Truth.FALSE, UNKNOWN, Truth.TRUE];

test("and, or and not are Kleene's: with false < unknown < true, the least, the greatest and the mirror", () => {
  for (const [a, left] of THREE.entries()) {
    assert.equal(left.not(), THREE[2 - a]);
    for (const [b, right] of THREE.entries()) {
      assert.equal(left.and(right), THREE[Math.min(a, b)]);
      assert.equal(left.or(right), THREE[Math.max(a, b)]);
      assert.equal(Truth.any([left, right]), left.or(right));
      assert.equal(Truth.all([left, right]), left.and(right));
    }
  }
  assert.equal(Truth.any([]), Truth.FALSE);
  assert.equal(Truth.all([]), Truth.TRUE);
});

test("columns of codes are joined as truths are", () => {
  const codes = [NO, YES, unknownCode(1), unknownCode(0b1010)];
  const truths = [Truth.FALSE, Truth.TRUE, UNKNOWN, Truth.unknown("not_recorded", "refused")];
  for (const [a, left] of truths.entries()) {
    assert.equal(notCode(codes[a]), left.not().code);
    for (const [b, right] of truths.entries()) {
      assert.equal(andCodes(codes[a], codes[b]), left.and(right).code);
      assert.equal(orCodes(codes[a], codes[b]), left.or(right).code);
    }
  }
});

test("reasons stay with the unknown", () => {
  const [refused, withheld] = [Truth.unknown("refused"), Truth.unknown("withheld")];
  assert.deepEqual(refused.and(withheld).reasons(), ["refused", "withheld"]);
  assert.deepEqual(refused.and(Truth.TRUE).reasons(), ["refused"]);
  assert.deepEqual(refused.or(Truth.FALSE).reasons(), ["refused"]);
  assert.deepEqual(refused.and(Truth.FALSE).reasons(), []);
  assert.deepEqual(refused.not().reasons(), ["refused"]);
  assert.deepEqual(Truth.unknown().reasons(), ["not_known"], "never unknown without a reason");
  assert.throws(() => Truth.unknown("refuse"), /there is no reason "refuse"/);
});

test("a truth is never taken for a value", () => {
  for (const use of [() => UNKNOWN + 1, () => UNKNOWN > 0, () => `${UNKNOWN}`, () => UNKNOWN == true]) {
    assert.throws(use, /is no value: combine it with and, or, not, or ask isTrue\(\)/);
  }
  assert.throws(() => Truth.TRUE.and(true), /and takes a Truth, not true/);
  assert.throws(() => Truth.known(1), /takes a boolean, not 1/);
  assert.throws(() => Truth.any([true]), /takes a Truth/);
});

test("a count knows what it does not know", () => {
  const count = Count.of([Truth.TRUE, Truth.FALSE, Truth.unknown("refused")]);
  assert.deepEqual([count.least, count.most, count.reasons()], [1, 2, ["refused"]]);
  assert.equal(count.atLeast(1), Truth.TRUE);
  assert.deepEqual(count.atLeast(2).reasons(), ["refused"]);
  assert.equal(count.atLeast(3), Truth.FALSE);
  assert.equal(count.atMost(2), Truth.TRUE);
  assert.equal(count.exactly(3), Truth.FALSE);
  assert.deepEqual(count.shareOf(4).measure, { lower: 1, upper: 2, of: 4 });
  assert.equal(count.shareOf(new Count(3, 4, 1)).measure, null, "it cannot be told of how many");
  assert.deepEqual(new Count().shareOf(0).measure, { lower: 0, upper: 0, of: 0 }, "none of none");
  assert.throws(() => count > 1, /is no number/);
});

test("sums and products keep what is unknown between two ends", () => {
  const ends = ({ least, most, bits }) => [least, most, bits];
  const [one, missing] = [new Count(1, 2, 1), new NumberValue("days", 4, 0)];
  assert.deepEqual(ends(one.plus(3)), [4, 5, 1]);
  assert.deepEqual(ends(new Count(3).minus(one)), [1, 2, 1]);
  assert.deepEqual(ends(one.minus(2).times(new NumberValue("days", 0, 3))), [-3, 0, 1]);
  assert.deepEqual(ends(missing.times(0)), [0, 0, 0], "nothing times anything is nothing");
  assert.deepEqual(ends(missing.minus(3)), [-Infinity, Infinity, 8]);
  const refused = Truth.unknown("refused");
  assert.deepEqual(ends(choose(refused, new Count(2), 5)), [2, 5, 8]);
  assert.equal(choose(refused, Truth.TRUE, Truth.TRUE), Truth.TRUE);
  assert.deepEqual(choose(refused, Truth.TRUE, Truth.FALSE).reasons(), ["refused"]);
  assert.throws(() => one.atLeast("1"), /a number's value was wanted, not "1"/);
});
