//! Ranks of two samples in one order.

/// The sum of the first sample's ranks in the order of both together, and Σ t³ − t over the sizes t of groups of equal
/// values. Equal values share the mean of their ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranks {
    pub(super) sum: f64,
    pub(super) ties: f64,
}

/// Ranks `x`, each moved down by `shift`, among `y`. Both are sorted by [`f64::total_cmp`].
pub(super) fn ranks(x: &[f64], shift: f64, y: &[f64]) -> Ranks {
    let (mut x, mut y) = (x.iter().map(|value| value - shift).peekable(), y.iter().copied().peekable());
    let mut ranks = Ranks { sum: 0.0, ties: 0.0 };
    let mut before = 0.0;
    loop {
        let value = match (x.peek(), y.peek()) {
            (None, None) => return ranks,
            (Some(&only), None) | (None, Some(&only)) => only,
            (Some(&left), Some(&right)) => {
                if left.total_cmp(&right).is_gt() {
                    right
                } else {
                    left
                }
            }
        };
        let is_equal = |other: &f64| value.total_cmp(other).is_eq();
        let (mut of_x, mut size) = (0.0, 0.0);
        while x.next_if(is_equal).is_some() {
            of_x += 1.0;
        }
        size += of_x;
        while y.next_if(is_equal).is_some() {
            size += 1.0;
        }
        // Ranks from `before` + 1 to `before` + `size`: halves at most, hence exact in any order.
        ranks.sum += of_x * (before + f64::midpoint(size, 1.0));
        ranks.ties += size * size * size - size;
        before += size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_mean_rank() {
        // Together 1 2 2 2 5 7: the twos have the ranks 2, 3, 4.
        assert_eq!(ranks(&[2.0, 2.0, 7.0], 0.0, &[1.0, 2.0, 5.0]), Ranks { sum: 12.0, ties: 24.0 });
        assert_eq!(ranks(&[2.5, 7.5], 0.5, &[2.0]), Ranks { sum: 4.5, ties: 6.0 });
        assert_eq!(ranks(&[], 0.0, &[]), Ranks { sum: 0.0, ties: 0.0 });
    }
}
