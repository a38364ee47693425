//! A share of the traffic.

use crate::{Error, ErrorKind};

/// A share between 0 % and 100 %, in steps of 1/100,000 of the whole (0.001 %).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentage {
    /// Of [`Percentage::WHOLE`].
    parts: u32,
}

impl Percentage {
    /// How many parts the whole has.
    pub const WHOLE: u32 = 100_000;

    /// Nothing.
    pub const ZERO: Self = Self { parts: 0 };

    /// All.
    pub const FULL: Self = Self { parts: Self::WHOLE };

    /// `percent` of the whole, rounded to the nearest step: `12.5` is one eighth.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for what is no number from 0 to 100.
    pub fn new(percent: f64) -> Result<Self, Error> {
        if !(0.0..=100.0).contains(&percent) {
            return Err(Error::new(
                ErrorKind::Invalid,
                format!("{percent} is no percentage: it lies between 0 and 100"),
            ));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100,000, as checked above")]
        let parts = (percent * 1_000.0).round() as u32;
        Ok(Self { parts })
    }

    /// How many of [`Percentage::WHOLE`] parts it is.
    pub fn parts(self) -> u32 {
        self.parts
    }
}

impl std::fmt::Display for Percentage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} %", f64::from(self.parts) / 1_000.0)
    }
}

/// As percent: `12.5`.
impl serde::Serialize for Percentage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.parts) / 1_000.0)
    }
}

impl<'de> serde::Deserialize<'de> for Percentage {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_thousandth_of_a_percent() {
        assert_eq!(Percentage::new(12.5).map(Percentage::parts), Ok(12_500));
        assert_eq!(Percentage::new(0.001).map(Percentage::parts), Ok(1));
        assert_eq!(Percentage::new(100.0).map(Percentage::parts), Ok(Percentage::WHOLE));
    }

    #[test]
    fn what_is_no_percentage_is_refused() {
        for percent in [-0.001, 100.001, f64::NAN, f64::INFINITY] {
            assert_eq!(Percentage::new(percent).map_err(|error| error.kind()), Err(ErrorKind::Invalid));
        }
    }

    #[test]
    fn it_is_written_in_percent() {
        for parts in 0..=Percentage::WHOLE {
            let percentage = Percentage { parts };
            let written = serde_json::to_string(&percentage).unwrap_or_default();
            assert_eq!(serde_json::from_str(&written).ok(), Some(percentage), "{written}");
        }
        assert_eq!(Percentage::new(12.5).map(|it| it.to_string()), Ok("12.5 %".to_owned()));
    }
}
