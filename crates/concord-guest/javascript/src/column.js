/**
 * The bytes of one column of a batch, in the layout of `framework.wit`: little-endian, as are Wasm and every machine that Node runs
 * on, so that numbers are read in place.
 */

const EMPTY = new Uint8Array(0);

/** The bytes of one column. */
export class Column {
  /**
   * @param {number} rows
   * @param {Uint8Array} values
   * @param {Uint8Array} missing a byte a row; empty where nothing is missing
   * @param {Uint8Array} texts the distinct texts, one after the other
   * @param {Uint8Array} ends the end (u32) of each of them
   */
  constructor(rows, values, missing, texts, ends) {
    this.rows = rows;
    this.values = values;
    this.missing = missing;
    this.texts = texts;
    this.ends = ends;
    /** @type {any} the values as numbers, once they were asked for */
    this.numbers = null;
    /** @type {string[] | null} */
    this.words = null;
  }

  /**
   * The reason's byte of a row, 0 where its value is given.
   * @param {number} row
   */
  missingAt(row) {
    return this.missing.length === 0 ? 0 : this.missing[row];
  }

  /** The values as i32: integers, and dates as two of them. @returns {Int32Array} */
  integers() {
    this.numbers ??= new Int32Array(...aligned(this.values, 4));
    return this.numbers;
  }

  /** The values as f64. @returns {Float64Array} */
  decimals() {
    this.numbers ??= new Float64Array(...aligned(this.values, 8));
    return this.numbers;
  }

  /** The values as u32: places among the texts, or offsets and rows of references. @returns {Uint32Array} */
  places() {
    this.numbers ??= unsigned(this.values);
    return this.numbers;
  }

  /** The distinct texts. @returns {string[]} */
  distinct() {
    if (this.words === null) {
      let start = 0;
      this.words = Array.from(unsigned(this.ends), (end) => decode(this.texts, start, (start = end)));
    }
    return this.words;
  }
}

/** A column that nothing was asked of. */
export const NO_COLUMN = new Column(0, EMPTY, EMPTY, EMPTY, EMPTY);

/**
 * Bytes as u32.
 * @param {Uint8Array} bytes
 */
export function unsigned(bytes) {
  return new Uint32Array(...aligned(bytes, 4));
}

/**
 * What a typed array over bytes is made of; they are copied where they do not lie as it needs.
 * @param {Uint8Array} bytes
 * @param {number} width
 * @returns {[ArrayBuffer, number, number]}
 */
function aligned(bytes, width) {
  const whole = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return [/** @type {ArrayBuffer} */ (whole.buffer), whole.byteOffset, Math.floor(whole.length / width)];
}

/**
 * UTF-8 to a string. The host hands over valid UTF-8 only; the box has no `TextDecoder`.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
function decode(bytes, start, end) {
  let text = "";
  for (let i = start; i < end; ) {
    const lead = bytes[i];
    const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    let point = more === 0 ? lead : lead & (0x3f >> more);
    for (let j = 1; j <= more; j += 1) point = (point << 6) | (bytes[i + j] & 0x3f);
    text += String.fromCodePoint(point);
    i += more + 1;
  }
  return text;
}
