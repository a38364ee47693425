//! MurmurHash3, x86, 32 bits: what flagd and Unleash hash with.
//!
//! Austin Appleby's, public domain; bytes are taken four at a time, the least significant first.

const C1: u32 = 0xcc9e_2d51;
const C2: u32 = 0x1b87_3593;

/// MurmurHash3 (x86, 32 bits) of `bytes` with `seed`.
#[must_use]
pub fn murmur3_32(bytes: &[u8], seed: u32) -> u32 {
    let mut state = State::new(seed);
    state.write(bytes);
    state.finish()
}

/// The hash of bytes that come in pieces, so that nothing needs to be joined first.
#[derive(Debug, Clone)]
pub(crate) struct State {
    hash: u32,
    /// Bytes that do not fill a word yet, the first the least significant.
    rest: u32,
    rest_length: u32,
    length: u32,
}

impl State {
    pub(crate) fn new(seed: u32) -> Self {
        Self { hash: seed, rest: 0, rest_length: 0, length: 0 }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the hash counts lengths in 32 bits")]
    pub(crate) fn write(&mut self, mut bytes: &[u8]) {
        self.length = self.length.wrapping_add(bytes.len() as u32);
        while self.rest_length > 0 {
            let Some((&byte, others)) = bytes.split_first() else { return };
            self.push(byte);
            bytes = others;
        }
        let (words, rest) = bytes.as_chunks::<4>();
        for word in words {
            self.hash = mix(self.hash, u32::from_le_bytes(*word));
        }
        for &byte in rest {
            self.push(byte);
        }
    }

    fn push(&mut self, byte: u8) {
        self.rest |= u32::from(byte) << (8 * self.rest_length);
        self.rest_length += 1;
        if self.rest_length == 4 {
            self.hash = mix(self.hash, self.rest);
            (self.rest, self.rest_length) = (0, 0);
        }
    }

    pub(crate) fn finish(&self) -> u32 {
        let mut hash = self.hash;
        if self.rest_length > 0 {
            hash ^= self.rest.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2);
        }
        hash ^= self.length;
        hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
        hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
        hash ^ (hash >> 16)
    }
}

fn mix(hash: u32, word: u32) -> u32 {
    let word = word.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2);
    (hash ^ word).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors that implementations of the algorithm publish.
    #[test]
    fn published_vectors() {
        for (text, seed, hash) in [
            ("", 0, 0),
            ("", 1, 0x514e_28b7),
            ("", 0xffff_ffff, 0x81f1_6f39),
            ("test", 0, 0xba6b_d213),
            ("test", 0x9747_b28c, 0x704b_81dc),
            ("Hello, world!", 0, 0xc036_3e43),
            ("Hello, world!", 0x9747_b28c, 0x2488_4cba),
            ("The quick brown fox jumps over the lazy dog", 0x9747_b28c, 0x2fa8_26cd),
        ] {
            assert_eq!(murmur3_32(text.as_bytes(), seed), hash, "{text:?} with {seed}");
        }
    }

    #[test]
    fn pieces_hash_like_the_whole() {
        let text = b"new-user-service:customer-4711";
        for cut in 0..text.len() {
            for second in cut..text.len() {
                let mut state = State::new(7);
                state.write(&text[..cut]);
                state.write(&text[cut..second]);
                state.write(&text[second..]);
                assert_eq!(state.finish(), murmur3_32(text, 7));
            }
        }
    }
}
