//! What is known of metrics by their names.

use findings::Span;

use super::fault::Fault;
use super::model::{Bound, Comparison};
use super::reader::Reader;

/// Reports a bound that its metric can never pass.
pub(super) fn check(bound: &Bound, span: Span, reader: &mut Reader<'_>) {
    let Bound { metric, comparison, threshold } = bound;
    let fault = |message: String, help: String| Fault::error("never-fires", message, span).help(help);
    match comparison {
        Comparison::Above if is_share(metric) && *threshold >= 1.0 => {
            let message = format!("`{metric}` is a share, 0 to 1: it is never above {threshold}");
            let meant = if *threshold > 1.0 && *threshold < 100.0 { threshold / 100.0 } else { 0.9 };
            reader.report(fault(message, format!("write a share such as {meant} or `{}%`", meant * 100.0)));
        }
        Comparison::Below if *threshold <= 0.0 && !may_be_negative(metric) => {
            let message = format!("`{metric}` is never below {threshold}");
            reader.report(fault(message, "write more than 0, or compare with `above`".to_owned()));
        }
        Comparison::Above if *threshold < 0.0 && !may_be_negative(metric) => {
            let message = format!("`{metric}` is always above {threshold}");
            reader.report(Fault::error("always-fires", message, span).help("write 0 or more"));
        }
        Comparison::Below if is_share(metric) && *threshold > 1.0 => {
            let message = format!("`{metric}` is a share, 0 to 1: it is always below {threshold}");
            reader.report(Fault::error("always-fires", message, span).help("write a share such as 0.99 or `99%`"));
        }
        _ => {}
    }
}

/// Whether a metric of this name is a share of a whole.
fn is_share(metric: &str) -> bool {
    const RATES: [&str; 6] = ["error_rate", "failure_rate", "success_rate", "hit_rate", "miss_rate", "drop_rate"];
    let name = metric.to_ascii_lowercase().replace('-', "_");
    let last = |word: &str| name == word || name.ends_with(&format!("_{word}"));
    ["utilization", "utilisation", "ratio", "share", "availability"].into_iter().any(last)
        || RATES.into_iter().any(last)
}

fn may_be_negative(metric: &str) -> bool {
    let name = metric.to_ascii_lowercase();
    ["change", "delta", "difference", "drift", "skew", "trend", "balance"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_of_requests_are_no_shares() {
        for metric in ["error_rate", "http_error_rate", "cpu_utilization", "availability", "cache-hit-ratio"] {
            assert!(is_share(metric), "{metric}");
        }
        for metric in ["request_rate", "response_time_p95", "throughput", "queue_depth", "write_rate"] {
            assert!(!is_share(metric), "{metric}");
        }
    }
}
