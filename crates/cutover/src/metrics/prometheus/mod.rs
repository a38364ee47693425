//! Metrics from Prometheus, or from what speaks its HTTP API.

mod answer;
mod http;

use std::time::Duration;

use super::source::{MetricSource, TimeRange};
use crate::Error;
use http::Address;

/// Queries the HTTP API of Prometheus (<https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries>), blocking, over
/// plain HTTP: a server that is reached over TLS needs a proxy beside the service, such as the one of its mesh.
#[derive(Debug, Clone)]
#[must_use]
pub struct Prometheus {
    address: Address,
    headers: Vec<(String, String)>,
    timeout: Duration,
}

impl Prometheus {
    /// A server at a URL such as `http://prometheus:9090`, with a path before `/api` where there is one. It has ten seconds for
    /// an answer.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for what is no URL of plain HTTP.
    pub fn new(url: &str) -> Result<Self, Error> {
        Ok(Self { address: Address::read(url)?, headers: Vec::new(), timeout: Duration::from_secs(10) })
    }

    /// Sends a header with every query, for example `Authorization` or `X-Scope-OrgID`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a name or a value that no header can have.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Result<Self, Error> {
        let (name, value) = (name.into(), value.into());
        http::check_header(&name, &value)?;
        self.headers.push((name, value));
        Ok(self)
    }

    /// How long to wait for the whole answer, the connection included; a day at most.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

impl MetricSource for Prometheus {
    /// The values of an expression that gives one series: aggregate where there are several.
    fn values(&self, query: &str, range: TimeRange) -> Result<Vec<f64>, Error> {
        let seconds = |time: Duration| format!("{}.{:03}", time.as_secs(), time.subsec_millis());
        let path = format!(
            "/api/v1/query_range?query={}&start={}&end={}&step={}",
            http::encoded(query),
            seconds(range.start()),
            seconds(range.end()),
            seconds(range.step())
        );
        let answer = http::get(&self.address, &path, &self.headers, self.timeout)?;
        answer::values(&answer, query)
    }
}

#[cfg(test)]
mod tests;
