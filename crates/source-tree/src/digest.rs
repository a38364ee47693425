//! Digests of values: equal for equal values, whatever the order of keys and the spelling of numbers and strings.

/// Digits of the fractional part of pi: no structure that the input could share.
const SEEDS: [u64; 4] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89];

pub(crate) const NULL: u64 = 0x4528_21e6_38d0_1377;

/// A multiplication of 64 by 64 bits, folded: each bit of the result depends on all bits of both.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ SEEDS[0]) * u128::from(b ^ SEEDS[1]);
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the product")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    // A factor of zero does not make the other one vanish.
    low ^ high ^ a.rotate_left(23) ^ b
}

pub(crate) fn bool(it: bool) -> u64 {
    mix(SEEDS[2], u64::from(it))
}

pub(crate) fn bytes(bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut state = SEEDS[2] ^ bytes.len() as u64;
    for chunk in chunks {
        state = mix(state, u64::from_le_bytes(*chunk));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(state, u64::from_le_bytes(last))
}

pub(crate) fn string(text: u64) -> u64 {
    mix(text, SEEDS[3])
}

/// Of a JSON number: of its significant digits and their exponent. An exponent beyond an `i64` counts as the furthest.
pub(crate) fn number(text: &str) -> u64 {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], exponent(&text[at + 1..])),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    let leading = digits().take_while(|digit| *digit == b'0').count();
    let count = whole.len() + fraction.len();
    if leading == count {
        return mix(SEEDS[0], SEEDS[3]);
    }
    let trailing = digits().rev().take_while(|digit| *digit == b'0').count();
    let exponent = exponent.saturating_sub_unsigned(fraction.len() as u64).saturating_add_unsigned(trailing as u64);
    let mut state = SEEDS[3] ^ u64::from(negative);
    let mut group = 0;
    for (at, digit) in digits().skip(leading).take(count - leading - trailing).enumerate() {
        group = group * 10 + u64::from(digit - b'0');
        if at % 16 == 15 {
            state = mix(state, group);
            group = 0;
        }
    }
    mix(mix(state, group), exponent.cast_unsigned())
}

fn exponent(text: &str) -> i64 {
    text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX })
}

/// Of an array, item by item.
pub(crate) fn array(items: impl ExactSizeIterator<Item = u64>) -> u64 {
    let start = mix(SEEDS[1], items.len() as u64);
    items.fold(start, mix)
}

/// Of an object: a sum, so that the order of members does not matter.
pub(crate) fn object(members: impl ExactSizeIterator<Item = (u64, u64)>) -> u64 {
    let count = members.len() as u64;
    let sum = members.fold(0_u64, |sum, (key, value)| sum.wrapping_add(mix(mix(key, SEEDS[2]), value)));
    mix(sum, mix(SEEDS[2], count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_by_value() {
        for (one, other) in
            [("1.0", "1"), ("10e-1", "1"), ("100", "1e2"), ("-0.0", "0"), ("0.5E+1", "5"), ("120e-3", "0.12")]
        {
            assert_eq!(number(one), number(other), "{one} {other}");
        }
        for (one, other) in [("1", "-1"), ("1", "10"), ("1", "0"), ("12", "21"), ("0.1", "0.01"), ("1e-9", "1e9")] {
            assert_ne!(number(one), number(other), "{one} {other}");
        }
    }

    #[test]
    fn digits_beyond_a_float_count() {
        assert_ne!(number("9007199254740993"), number("9007199254740992"));
        assert_ne!(number("1.00000000000000000000000000001"), number("1"));
    }

    #[test]
    fn members_may_stand_in_any_order_and_items_may_not() {
        let (a, b, c) = (bytes(b"a"), bytes(b"b"), bytes(b"c"));
        assert_eq!(object([(a, b), (b, c)].into_iter()), object([(b, c), (a, b)].into_iter()));
        assert_ne!(object([(a, b), (b, c)].into_iter()), object([(a, c), (b, b)].into_iter()));
        assert_ne!(array([a, b].into_iter()), array([b, a].into_iter()));
    }
}
