//! Tables by numbers of ours: places in a tree, goals. The author of a document does not choose them, so a short hash
//! will do.

use std::hash::{BuildHasherDefault, Hasher};

/// A table whose keys hold no text of a document.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Short>>;

/// A set whose values hold no text of a document.
pub(crate) type HashSet<K> = std::collections::HashSet<K, BuildHasherDefault<Short>>;

/// A multiplication for each number.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Short(u64);

/// The golden ratio as a fraction of 2^64, odd.
const RATIO: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Short {
    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<8>();
        for chunk in chunks {
            self.write_u64(u64::from_le_bytes(*chunk));
        }
        for byte in rest {
            self.write_u8(*byte);
        }
    }

    fn write_u8(&mut self, it: u8) {
        self.write_u64(u64::from(it));
    }

    fn write_u32(&mut self, it: u32) {
        self.write_u64(u64::from(it));
    }

    fn write_u64(&mut self, it: u64) {
        self.0 = (self.0.rotate_left(23) ^ it).wrapping_mul(RATIO);
    }

    fn write_usize(&mut self, it: usize) {
        self.write_u64(it as u64);
    }

    fn write_isize(&mut self, it: isize) {
        self.write_usize(it.cast_unsigned());
    }

    // The table takes its place from the low bits, which know least of what came last, and a mark from the high ones.
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, BuildHasherDefault};

    use super::*;

    #[test]
    fn numbers_that_follow_each_other_fall_apart() {
        let hash = |it: (u32, u32)| BuildHasherDefault::<Short>::default().hash_one(it);
        let low: HashSet<u64> = (0..100).flat_map(|a| (0..100).map(move |b| hash((a, b)) & 0xffff)).collect();
        // Of ten thousand random numbers below 65,536 some nine thousand differ.
        assert!(low.len() > 8_500, "{}", low.len());
    }
}
