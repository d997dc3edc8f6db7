import assert from "node:assert/strict";
import test from "node:test";

import { Truth } from "concord-guest";
import { written } from "../src/date.js";
import { byteOf } from "../src/reason.js";
import { DateValue, NumberValue, Value } from "../src/value.js";

const given = (number) => new NumberValue("days", 0, number);
const missing = (reason) => new NumberValue("days", byteOf(reason), 0);
const date = (first, last) => new DateValue("on", 0, { first, last });

test("what is missing is never taken for a value", () => {
  const nothing = missing("not_recorded");
  for (const use of [() => nothing + 1, () => nothing > 15, () => nothing <= 15, () => `${nothing}`, () => nothing == 0, () => +nothing]) {
    assert.throws(use, /days may be missing and is no plain value/);
  }
  assert.throws(() => given(3) > 2, /is no plain value/, "and what is given neither: the author learns it with the first test");
  assert.throws(() => nothing.given(), /days is missing \(not_recorded\): ask isGiven\(\) first/);
  assert.deepEqual([nothing.isGiven(), nothing.why(), given(3).given()], [false, "not_recorded", 3]);
});

test("comparisons give truths, with the reasons of both", () => {
  assert.equal(given(12).atMost(15), Truth.TRUE);
  assert.equal(given(16).atMost(15), Truth.FALSE);
  assert.deepEqual(missing("refused").atLeast(1).reasons(), ["refused"]);
  assert.deepEqual(missing("refused").same(missing("not_known")).reasons(), ["not_known", "refused"]);
  assert.deepEqual(given(1).atMost(missing("not_known")).reasons(), ["not_known"]);
  assert.equal(given(3).same(given(3)), Truth.TRUE);
  assert.equal(given(3).same(3), Truth.TRUE);
  assert.throws(() => given(3).atLeast("3"), /compared with a number, not "3"/);
  assert.deepEqual(missing("refused").compare(missing("not_known"), () => true).reasons(), ["not_known", "refused"]);
  assert.throws(() => given(1).test(() => 1), /takes a boolean/);
});

test("coarse dates are before others only where no other order is possible", () => {
  const [march, april, first, later] = [date(59, 89), date(90, 119), date(90, 90), date(100, 100)];
  assert.equal(march.before(first), Truth.TRUE);
  assert.equal(april.before(first), Truth.FALSE);
  assert.deepEqual(april.before(later).reasons(), ["not_recorded"], "the record does not say the day");
  assert.ok(april.same(later).isUnknown());
  assert.ok(april.same(april).isUnknown(), "two days of one month may be two days");
  assert.equal(march.same(later), Truth.FALSE);
  assert.equal(later.same(date(100, 100)), Truth.TRUE);
  assert.deepEqual(new DateValue("on", byteOf("refused"), { first: 0, last: 0 }).before(later).reasons(), ["refused"]);
});

test("a written month is meant as a whole", () => {
  const april = date(written("2023-04").first, written("2023-04").last);
  const day = date(written("2023-04-21").first, written("2023-04-21").last);
  assert.deepEqual([day.atLeast("2023-04"), day.atMost("2023-04"), day.within("2023"), day.atLeast("2023-05")], [Truth.TRUE, Truth.TRUE, Truth.TRUE, Truth.FALSE]);
  assert.equal(april.within("2023-04"), Truth.TRUE);
  assert.deepEqual(april.atLeast("2023-04-02").reasons(), ["not_recorded"]);
  for (const text of ["1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "2024-12-31", "0001-01-01"]) {
    assert.equal(written(text).first, Date.parse(`${text}T00:00:00Z`) / 86_400_000, text);
  }
  assert.equal(written("2024-02").last, written("2024-02-29").last);
  for (const text of ["2023-02-29", "2023-13", "2023-00", "2023-04-00", "23", "2023-4", ""]) assert.throws(() => written(text), /is no date/, text);
});

test("whether what is withheld is there is not known", () => {
  assert.equal(new Value("x", 0, 1).known(), Truth.TRUE);
  assert.equal(new Value("x", 4, 0).known(), Truth.FALSE);
  assert.deepEqual(new Value("x", 6, 0).known().reasons(), ["withheld"]);
});

test("a value of any kind keeps its reason", () => {
  assert.equal(new Value("x", 0, "a").map((text) => text.length).given(), 1);
  assert.equal(new Value("x", 6, "").why(), "withheld");
});
