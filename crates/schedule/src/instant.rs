//! Points in time.

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind};

/// A point in time: whole seconds since the Unix epoch, UTC. Written and read as RFC 3339, `2027-01-11T09:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(i64);

impl Instant {
    /// The point `seconds` after the epoch.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since the epoch.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// Fails with [`ErrorKind::Time`] beyond the years -9999 to 9999: what is computed from it would overflow.
    pub(crate) fn check(self) -> Result<(), Error> {
        jiff::Timestamp::from_second(self.0)
            .map(drop)
            .map_err(|_| Error::new(ErrorKind::Time, format!("{self} is beyond the years -9999 to 9999")))
    }

    /// Seconds from here to there; negative where it is earlier.
    #[expect(clippy::cast_precision_loss, reason = "seconds between dates are far below 2^52")]
    pub fn seconds_until(self, later: Self) -> f64 {
        later.0.saturating_sub(self.0) as f64
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(timestamp) => write!(f, "{timestamp}"),
            Err(_) => write!(f, "{} s since 1970", self.0),
        }
    }
}

impl std::str::FromStr for Instant {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        // Seconds may be left out: `2027-01-11T09:00Z`.
        text.parse::<jiff::Timestamp>().map(|it| Self(it.as_second())).map_err(|error| {
            Error::new(ErrorKind::Time, format!("`{text}` is no time ({error}): write it as in 2027-01-11T09:00:00Z"))
        })
    }
}

impl TryFrom<String> for Instant {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        instant.to_string()
    }
}
