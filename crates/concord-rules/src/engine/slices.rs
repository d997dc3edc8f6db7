//! Bytes to bits: the bits of 64 bytes, sliced so that each word holds one bit of all of them.
//!
//! A code is then asked for by a few operations on words that each hold 64 rows, whatever the code.

/// For each of the lowest `slices.len()` bits, a word with that bit of all 64 bytes.
pub(super) fn slice(bytes: &[u8; 64], slices: &mut [u64]) {
    for (bit, slice) in slices.iter_mut().enumerate() {
        *slice = (0..4).fold(0, |word, quarter| word | u64::from(sixteen(bytes, quarter, bit as u32)) << (quarter * 16));
    }
}

/// One bit of each of sixteen bytes.
#[cfg(target_arch = "x86_64")]
fn sixteen(bytes: &[u8; 64], quarter: usize, bit: u32) -> u16 {
    use std::arch::x86_64::{_mm_cvtsi32_si128, _mm_movemask_epi8, _mm_set_epi64x, _mm_sll_epi16};
    let [low, high] = [0, 8].map(|at| eight(bytes, quarter * 16 + at) as i64);
    // SAFETY: SSE2 is part of every x86-64.
    unsafe { _mm_movemask_epi8(_mm_sll_epi16(_mm_set_epi64x(high, low), _mm_cvtsi32_si128(7 - bit as i32))) as u16 }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn sixteen(bytes: &[u8; 64], quarter: usize, bit: u32) -> u16 {
    use std::arch::wasm32::{i8x16_bitmask, i16x8_shl, u64x2};
    let [low, high] = [0, 8].map(|at| eight(bytes, quarter * 16 + at));
    i8x16_bitmask(i16x8_shl(u64x2(low, high), 7 - bit))
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
fn sixteen(bytes: &[u8; 64], quarter: usize, bit: u32) -> u16 {
    // Multiplying moves the lowest bit of each byte to a place of its own in the highest byte.
    let gather = |word: u64| (word >> bit & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    let [low, high] = [0, 8].map(|at| gather(eight(bytes, quarter * 16 + at)));
    (low | high << 8) as u16
}

fn eight(bytes: &[u8; 64], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

/// Calls back with each 64 of some rows' bytes, made by `byte` for the rows that are there and zero beyond.
pub(super) fn blocks(rows: usize, mut fill: impl FnMut(usize, &mut [u8]), mut sliced: impl FnMut(usize, &[u8; 64])) {
    let mut block = [0; 64];
    for place in 0..rows.div_ceil(64) {
        let held = (rows - place * 64).min(64);
        block[held..].fill(0);
        fill(place * 64, &mut block[..held]);
        sliced(place, &block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_bit_of_every_byte_is_found(bytes in prop::array::uniform32(any::<[u8; 2]>())) {
            let bytes: [u8; 64] = bytes.concat().try_into().unwrap();
            let mut slices = [0; 8];
            slice(&bytes, &mut slices);
            for (row, byte) in bytes.iter().enumerate() {
                for (bit, slice) in slices.iter().enumerate() {
                    prop_assert_eq!(slice >> row & 1, u64::from(byte >> bit & 1));
                }
            }
        }
    }
}
