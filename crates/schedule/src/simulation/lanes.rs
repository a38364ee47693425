//! Numbers side by side, one per draw of a block.

/// Draws of a block.
pub(super) const LANES: usize = 128;
/// A number per draw.
pub(super) type Lanes = [f64; LANES];
/// A bit per draw.
pub(super) type Bits = u128;

const _: () = assert!(LANES == Bits::BITS as usize);

/// The later of each two.
#[inline]
pub(super) fn latest(lanes: &mut Lanes, other: &Lanes) {
    for (lane, &other) in lanes.iter_mut().zip(other) {
        *lane = if other > *lane { other } else { *lane };
    }
}

/// `lanes + factor · other`
#[inline]
pub(super) fn add(lanes: &mut Lanes, other: &Lanes, factor: f64) {
    for (lane, other) in lanes.iter_mut().zip(other) {
        *lane += factor * other;
    }
}

/// Where both are the same number.
#[inline]
pub(super) fn equal(left: &Lanes, right: &Lanes) -> Bits {
    const BITS: [u64; 64] = {
        let mut bits = [0; 64];
        let mut at = 0;
        while at < 64 {
            bits[at] = 1 << at;
            at += 1;
        }
        bits
    };
    let mut all = 0;
    for (word, (left, right)) in left.as_chunks::<64>().0.iter().zip(right.as_chunks::<64>().0).enumerate() {
        let mut bits = 0_u64;
        for ((left, right), bit) in left.iter().zip(right).zip(&BITS) {
            bits |= if left == right { *bit } else { 0 };
        }
        all |= Bits::from(bits) << (64 * word);
    }
    all
}

/// The bits of so many draws from the first on.
pub(super) fn first(count: usize) -> Bits {
    if count < LANES { (1 << count) - 1 } else { Bits::MAX }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_per_lane() {
        let (mut left, right) = ([1.0; LANES], [1.0; LANES]);
        assert_eq!(equal(&left, &right), Bits::MAX);
        left[0] = 2.0;
        left[LANES - 1] = f64::INFINITY;
        assert_eq!(equal(&left, &right), Bits::MAX >> 1 & !1);
        assert_eq!((first(0), first(3), first(LANES)), (0, 7, Bits::MAX));
    }
}
