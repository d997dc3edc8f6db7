//! The run-length and bit-packed hybrid of Parquet (Apache Parquet format, *Encodings*, `RLE = 3`).

/// The bits that hold every number up to `greatest`; at least one.
pub(super) fn width(greatest: usize) -> u32 {
    (usize::BITS - greatest.leading_zeros()).max(1)
}

/// Appends `values`, `width` bits each, in the order and with the padding that readers expect.
pub(super) fn encode<T: Copy + PartialEq + Into<u32>>(values: &[T], width: u32, out: &mut Vec<u8>) {
    let (groups, rest) = values.as_chunks::<8>();
    // A run takes two or three bytes, packed values `width` bytes a group of eight.
    let worth = 4u32.div_ceil(width) as usize;
    let (mut at, mut packed) = (0, 0);
    while at < groups.len() {
        let same = alike(&groups[at..]);
        if same < worth {
            at += same.max(1);
            continue;
        }
        pack(&values[packed * 8..at * 8], width, out);
        let value = groups[at][0];
        at += same;
        packed = at;
        let tail = if at == groups.len() && rest.iter().all(|&other| other == value) { rest.len() } else { 0 };
        run(value.into(), same * 8 + tail, width, out);
        if at == groups.len() && tail == rest.len() {
            return;
        }
    }
    pack(&values[packed * 8..], width, out);
}

/// How many groups from the first on hold one and the same value; 0 where not even the first does.
fn alike<T: Copy + PartialEq>(groups: &[[T; 8]]) -> usize {
    let value = groups[0][0];
    groups.iter().take_while(|group| group.iter().all(|&other| other == value)).count()
}

fn run(value: u32, count: usize, width: u32, out: &mut Vec<u8>) {
    varint((count as u64) << 1, out);
    out.extend_from_slice(&value.to_le_bytes()[..width.div_ceil(8) as usize]);
}

/// Values bit by bit, the last group of eight filled up with zeros.
fn pack<T: Copy + Into<u32>>(values: &[T], width: u32, out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    let groups = values.len().div_ceil(8);
    varint((groups as u64) << 1 | 1, out);
    let end = out.len() + groups * width as usize;
    out.reserve(groups * width as usize + 8);
    let (mut bits, mut filled) = (0u64, 0);
    for &value in values {
        bits |= u64::from(value.into()) << filled;
        filled += width;
        if filled >= 32 {
            out.extend_from_slice(&(bits as u32).to_le_bytes());
            bits >>= 32;
            filled -= 32;
        }
    }
    out.extend_from_slice(&bits.to_le_bytes());
    out.resize(end, 0);
}

/// Seven bits a byte, the lowest first (ULEB128).
pub(super) fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what [`encode`] wrote, as the format's text says.
    fn decode(mut bytes: &[u8], width: u32, count: usize) -> Vec<u32> {
        let mut values = Vec::new();
        while values.len() < count {
            let mut header = 0u64;
            for shift in (0..).step_by(7) {
                let byte = bytes[0];
                bytes = &bytes[1..];
                header |= u64::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    break;
                }
            }
            if header & 1 == 0 {
                let size = width.div_ceil(8) as usize;
                let mut value = [0; 4];
                value[..size].copy_from_slice(&bytes[..size]);
                bytes = &bytes[size..];
                values.extend(std::iter::repeat_n(u32::from_le_bytes(value), (header >> 1) as usize));
            } else {
                let size = (header >> 1) as usize * width as usize;
                for place in 0..(header >> 1) as usize * 8 {
                    let bit = |n: usize| u32::from(bytes[n / 8] >> (n % 8) & 1);
                    values.push((0..width as usize).map(|n| bit(place * width as usize + n) << n).sum());
                }
                bytes = &bytes[size..];
            }
        }
        assert!(bytes.is_empty() && values[count..].iter().all(|&value| value == 0), "nothing but padding is left over");
        values.truncate(count);
        values
    }

    #[test]
    fn what_is_packed_comes_back() {
        let mut seed = 1u32;
        for width in [1, 2, 3, 5, 8, 10, 17, 32] {
            for length in [0, 1, 7, 8, 9, 16, 63, 64, 1000, 1024, 1031] {
                for stretch in [1, 5, 8, 20, 300, 5000] {
                    let values: Vec<u32> = (0..length)
                        .map(|place| {
                            if place % stretch == 0 {
                                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                            }
                            seed >> (32 - width)
                        })
                        .collect();
                    let mut bytes = Vec::new();
                    encode(&values, width, &mut bytes);
                    assert_eq!(decode(&bytes, width, length), values, "width {width}, length {length}, stretch {stretch}");
                }
            }
        }
    }

    #[test]
    fn a_column_of_one_value_takes_a_few_bytes() {
        let mut bytes = Vec::new();
        encode(&[1u8; 100_000], 1, &mut bytes);
        assert!(bytes.len() <= 4, "{}", bytes.len());
    }

    #[test]
    fn widths_hold_their_greatest_number() {
        assert_eq!([0, 1, 2, 3, 255, 256].map(width), [1, 1, 2, 2, 8, 9]);
    }
}
