//! Where the judge's figures come from.

mod memory;
#[cfg(feature = "prometheus")]
mod prometheus;
mod source;

pub use memory::MemoryMetrics;
#[cfg(feature = "prometheus")]
pub use prometheus::Prometheus;
pub use source::{MetricSource, TimeRange};
