//! Several forms of the new path.

use crate::{Error, ErrorKind};

/// Variants with their weights. Which one a key gets does not depend on the percentage: raising that moves nobody between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variants {
    names: Vec<String>,
    weights: Vec<u32>,
}

impl Variants {
    /// Variants by name, each with its weight.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where a name comes twice, or where they have no weight, or more than 4,294,967,295 in all.
    pub fn new<N: Into<String>>(variants: impl IntoIterator<Item = (N, u32)>) -> Result<Self, Error> {
        let (names, weights): (Vec<String>, Vec<u32>) =
            variants.into_iter().map(|(name, weight)| (name.into(), weight)).unzip();
        let mut seen = std::collections::HashSet::new();
        if let Some(twice) = names.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(Error::new(ErrorKind::Invalid, format!("variant `{twice}` comes twice")));
        }
        let total: u64 = weights.iter().copied().map(u64::from).sum();
        if total == 0 || total > u64::from(u32::MAX) {
            let message = format!("the weights of variants add up to {total}: it has to be 1 to {}", u32::MAX);
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        Ok(Self { names, weights })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn weights(&self) -> &[u32] {
        &self.weights
    }

    pub(super) fn name(&self, at: usize) -> Option<&str> {
        self.names.get(at).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Percentage, Rollout};

    #[test]
    fn variants_that_cannot_be_are_refused() {
        for variants in [vec![("a", 0)], vec![], vec![("a", 1), ("a", 2)], vec![("a", u32::MAX), ("b", 1)]] {
            assert_eq!(Variants::new(variants).map_err(|error| error.kind()), Err(ErrorKind::Invalid));
        }
    }

    #[test]
    fn variants_share_by_weight_and_stay_when_the_percentage_is_raised() {
        let at = |percentage: f64| {
            let variants = Variants::new([("a", 1), ("b", 3)]).unwrap_or_default();
            Rollout::new("page").with_variants(variants).at(Percentage::new(percentage).unwrap_or(Percentage::ZERO))
        };
        let (less, more) = (at(30.0), at(100.0));
        let mut count = 0;
        for key in 0..20_000_u32 {
            let variant = less.variant(key);
            assert_eq!(variant.is_some(), less.is_enabled(key));
            assert!(variant.is_none() || variant == more.variant(key));
            count += u32::from(more.variant(key) == Some("a"));
        }
        assert!((4_750..5_250).contains(&count), "{count}");
        assert_eq!(Rollout::new("plain").at(Percentage::FULL).variant("x"), None);
    }
}
