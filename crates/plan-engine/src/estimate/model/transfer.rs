//! Bytes over a line: `bytes/bandwidth`; GiB · 1024 / (Mbit/s ÷ 8) in other units.

use super::{Part, inputs};
use crate::estimate::{Amount, Estimate, Model, Rate, Term, words};

/// How long `bytes` take over a line of the speed `network`.
pub fn transfer(bytes: &Amount, network: &Rate) -> Estimate {
    let explanation = format!("{} at {}", words::bytes(bytes.value), network.sentence());
    let term = Term::quotient(bytes, network);
    Part::new(Model::Transfer, term, explanation, inputs([bytes], [network])).needing_disk(bytes.value).estimate()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{amount, median, rate};
    use super::*;
    use crate::estimate::Figure;

    #[test]
    fn five_hundred_gibibytes_at_620_megabits() {
        // 536,870,912,000 bytes / 77,500,000 bytes/s. With 2^20 bits to the megabit, as some count, it would be 6,606 s.
        let estimate = transfer(&amount(536_870_912_000.0, "disk"), &rate(Figure::NetworkBytes, 77.5e6, 0.0));
        assert!((median(&estimate) - 6_927.37).abs() < 0.01);
        assert_eq!(estimate.free_disk_bytes, Some(536_870_912_000.0));
        assert_eq!(estimate.explanation, "537 GB at 77.5 MB/s");
    }
}
