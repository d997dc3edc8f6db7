//! Looking up names and codes: short texts that the dictionary alone decides on.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from names of the dictionary. Only the dictionary's own names are ever put in, so that a plain hash is safe.
pub(crate) type Lookup<T> = HashMap<String, T, BuildHasherDefault<Fnv>>;

/// The hash FNV-1a (Fowler, Noll and Vo), which is fast for short texts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
