//! `hashint4extended` of `PostgreSQL`: Bob Jenkins' hash of 32 bits with a seed of 64.

/// The hash of a number with a seed.
pub(super) fn hashint4extended(number: u32, seed: u64) -> u64 {
    let begin = 0x9e37_79b9_u32.wrapping_add(4).wrapping_add(3_923_095);
    let mut state = [begin; 3];
    if seed != 0 {
        state[0] = state[0].wrapping_add(high(seed));
        state[1] = state[1].wrapping_add(low(seed));
        state = mixed(state);
    }
    state[0] = state[0].wrapping_add(number);
    let [_, b, c] = finished(state);
    (u64::from(b) << 32) | u64::from(c)
}

fn high(number: u64) -> u32 {
    low(number >> 32)
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
fn low(number: u64) -> u32 {
    number as u32
}

fn mixed([mut a, mut b, mut c]: [u32; 3]) -> [u32; 3] {
    for (first, second, third) in [(4, 6, 8), (16, 19, 4)] {
        a = a.wrapping_sub(c) ^ c.rotate_left(first);
        c = c.wrapping_add(b);
        b = b.wrapping_sub(a) ^ a.rotate_left(second);
        a = a.wrapping_add(c);
        c = c.wrapping_sub(b) ^ b.rotate_left(third);
        b = b.wrapping_add(a);
    }
    [a, b, c]
}

fn finished([mut a, mut b, mut c]: [u32; 3]) -> [u32; 3] {
    c = (c ^ b).wrapping_sub(b.rotate_left(14));
    a = (a ^ c).wrapping_sub(c.rotate_left(11));
    b = (b ^ a).wrapping_sub(a.rotate_left(25));
    c = (c ^ b).wrapping_sub(b.rotate_left(16));
    a = (a ^ c).wrapping_sub(c.rotate_left(4));
    b = (b ^ a).wrapping_sub(a.rotate_left(14));
    c = (c ^ b).wrapping_sub(b.rotate_left(24));
    [a, b, c]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_engine() {
        // SELECT hashint4extended(1, 0), hashint4extended(2, 7), hashint4extended(1, -5000000000)
        let as_signed = |number, seed: i64| hashint4extended(number, seed.cast_unsigned()).cast_signed();
        assert_eq!(as_signed(1, 0), -3_670_598_878_359_251_130);
        assert_eq!(as_signed(2, 7), -5_655_441_220_663_813_854);
        assert_eq!(as_signed(1, -5_000_000_000), -1_959_841_222_524_106_677);
    }
}
