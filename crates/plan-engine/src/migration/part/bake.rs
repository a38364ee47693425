//! How many requests show that a rate of errors has grown, and how long they take to come.

/// The standard normal quantiles of 97.5 % and 80 %: a two-sided test at 5 % that misses one fault in five.
const SCORES: f64 = 1.959_964 + 0.841_621;

/// Requests that each side needs, so that a rise of the share of errors from `before` to `after` is seen:
/// n = (z₁₋α/₂ + z₁₋β)²·(p₁q₁ + p₂q₂)/(p₁ − p₂)², α = 0.05, power 0.8 (two-proportion test). None where the two are no
/// shares that differ.
pub(crate) fn requests(before: f64, after: f64) -> Option<f64> {
    let is_share = |it: f64| it > 0.0 && it < 1.0;
    if !is_share(before) || !is_share(after) || (before - after).abs() < 1e-9 {
        return None;
    }
    let spread = before * (1.0 - before) + after * (1.0 - after);
    Some((SCORES.powi(2) * spread / (before - after).powi(2)).ceil())
}

/// Seconds until `requests` have come to a side that gets `percentage` per cent of `per_second`. None where none come.
pub(crate) fn seconds(requests: f64, per_second: f64, percentage: f64) -> Option<f64> {
    let rate = per_second * percentage / 100.0;
    (rate > 0.0 && rate.is_finite()).then(|| requests / rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example() {
        // 0.1 % to 0.2 % at 850 requests a second and 5 %: 9.2 minutes.
        let needed = requests(0.001, 0.002).unwrap();
        assert!((needed - 23_508.0).abs() < 10.0, "{needed}");
        assert!((seconds(needed, 850.0, 5.0).unwrap() / 60.0 - 9.2).abs() < 0.05);
    }

    #[test]
    fn what_is_no_share_has_no_answer() {
        assert_eq!(requests(0.1, 0.1), None);
        assert_eq!(requests(0.1, 250.0), None);
        assert_eq!(seconds(10.0, 0.0, 5.0), None);
    }
}
