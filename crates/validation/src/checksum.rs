//! Sums over rows that do not depend on their order.

use std::ops::{AddAssign, SubAssign};

/// What is left of one row: two independent 64-bit hashes of its encoded values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowDigest(pub u64, pub u64);

/// Of a set of rows: how many, and two sums modulo 2^64 of independent hashes. A row that is there twice counts twice, which
/// an exclusive or would not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checksum {
    /// Rows.
    pub rows: u64,
    /// The sum of their first hashes.
    pub first: u64,
    /// The sum of their second hashes.
    pub second: u64,
}

impl AddAssign<RowDigest> for Checksum {
    fn add_assign(&mut self, row: RowDigest) {
        self.rows += 1;
        self.first = self.first.wrapping_add(row.0);
        self.second = self.second.wrapping_add(row.1);
    }
}

impl SubAssign<RowDigest> for Checksum {
    fn sub_assign(&mut self, row: RowDigest) {
        self.rows = self.rows.wrapping_sub(1);
        self.first = self.first.wrapping_sub(row.0);
        self.second = self.second.wrapping_sub(row.1);
    }
}

impl AddAssign for Checksum {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.first = self.first.wrapping_add(other.first);
        self.second = self.second.wrapping_add(other.second);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_do_not_cancel_and_order_does_not_count() {
        let (a, b) = (RowDigest(u64::MAX, 7), RowDigest(3, u64::MAX - 1));
        let sum = |rows: &[RowDigest]| {
            rows.iter().fold(Checksum::default(), |mut sum, row| {
                sum += *row;
                sum
            })
        };
        assert_eq!(sum(&[a, b]), sum(&[b, a]));
        assert_ne!(sum(&[a, a]), Checksum::default());
        assert_ne!(sum(&[a, a, b]), sum(&[b]));
        let mut less = sum(&[a, b]);
        less -= b;
        assert_eq!(less, sum(&[a]));
    }
}
