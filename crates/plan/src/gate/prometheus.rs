//! Metrics from Prometheus.

use cli_common::Failure;
use cutover::metrics::{MetricSource as _, Prometheus, TimeRange};
use runner::{MetricRange, Metrics};

/// The variable that holds the token, as in the scripts of gates.
const TOKEN: &str = "PROMETHEUS_TOKEN";

/// A server that is asked for metrics.
#[derive(Debug)]
pub(super) struct Monitoring(Prometheus);

impl Monitoring {
    /// The server at `url`, with the token of the environment where there is one.
    pub(super) fn at(url: &str) -> Result<Self, Failure> {
        let server = Prometheus::new(url).map_err(|error| {
            Failure::new(error.to_string()).help("write it as http://host:9090, with a path where there is one")
        })?;
        let token = std::env::var(TOKEN).ok().filter(|it| !it.is_empty());
        let Some(token) = token else { return Ok(Self(server)) };
        let authorised = server.header("Authorization", format!("Bearer {token}"));
        let server = authorised.map_err(|_| Failure::new(format!("{TOKEN} holds what is no token")))?;
        Ok(Self(server))
    }
}

impl Metrics for Monitoring {
    fn values(&mut self, expression: &str, range: MetricRange) -> Result<Vec<f64>, String> {
        let asked = TimeRange::new(range.start, range.end, range.step);
        asked.and_then(|range| self.0.values(expression, range)).map_err(|error| error.to_string())
    }
}
