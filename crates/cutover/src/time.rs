//! Instants, which callers hand in: nothing here reads a clock.

use std::fmt;
use std::str::FromStr;

use crate::{Error, ErrorKind};

/// An instant: milliseconds since 1970-01-01T00:00:00Z, written as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant so many milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// The instant so many seconds after 1970-01-01T00:00:00Z.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// The instant so many milliseconds later.
    #[must_use]
    pub const fn plus_milliseconds(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The instant so many seconds later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: u64) -> Self {
        let seconds = if seconds > i64::MAX as u64 { i64::MAX } else { seconds.cast_signed() };
        self.plus_milliseconds(seconds.saturating_mul(1_000))
    }
}

impl From<std::time::SystemTime> for Timestamp {
    fn from(time: std::time::SystemTime) -> Self {
        let clamp = |length: std::time::Duration| i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => Self(clamp(since)),
            Err(before) => Self(clamp(before.duration()).saturating_neg()),
        }
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Reads RFC 3339, `2027-03-01T09:30:00Z` or `2027-03-01T10:30:00.250+01:00`; more than milliseconds are cut off.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = text.parse::<jiff::Timestamp>().map_err(|_| {
            Error::new(ErrorKind::Invalid, format!("`{text}` is no instant: write it like 2027-03-01T09:30:00Z"))
        })?;
        // Towards the past, before 1970 too.
        Ok(Self(i64::try_from(read.as_nanosecond().div_euclid(1_000_000)).unwrap_or(i64::MAX)))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC; what lies beyond the years -9999 to 9999 as their ends.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ends = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(ends).fmt(formatter)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn milliseconds(text: &str) -> Option<i64> {
        text.parse().ok().map(Timestamp::milliseconds)
    }

    #[test]
    fn instants_are_read() {
        assert_eq!(milliseconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(milliseconds("2000-02-29T12:00:00Z"), Some(951_825_600_000));
        assert_eq!(milliseconds("2027-03-01T10:30:00.2505+01:00"), Some(1_803_893_400_250));
        assert_eq!(milliseconds("1969-12-31T23:59:59.999Z"), Some(-1));
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in
            ["", "2027-02-29T00:00:00Z", "2027-03-01", "2027-03-01T25:00:00Z", "2027-03-01T00:00:00", "2027-3-1T0:0:0Z"]
        {
            assert_eq!(milliseconds(text), None, "{text}");
        }
        assert_eq!(milliseconds("2027-03-01T00:00:00.Z"), None);
        assert_eq!(milliseconds("2027-03-01T00:00:00+1"), None);
        assert_eq!(milliseconds("２027-03-01T00:00:00Z"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(time in -60_000_000_000_000_i64..250_000_000_000_000) {
            prop_assert_eq!(milliseconds(&Timestamp(time).to_string()), Some(time));
        }
    }
}
