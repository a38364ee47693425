//! A value of a row, whatever engine or file it was read from.

use std::fmt;

/// A value of a row, decoded from what the engine sent. Nothing is rounded and nothing is converted to another type: what is
/// equal in value and different in representation (`1.0` and `1.00`, `0.0` and `-0.0`) stays different here.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// SQL's NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number of any width, signed or not.
    Integer(i128),
    /// An exact number.
    Decimal(Decimal),
    /// A number of 32 bits in binary floating point.
    Float32(f32),
    /// A number of 64 bits in binary floating point.
    Float64(f64),
    /// Text; engines that store other bytes in a column of text give [`Value::Bytes`].
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Days since 1970-01-01 in the proleptic Gregorian calendar; the least and the greatest number are the infinities.
    Date(i32),
    /// Microseconds since midnight; negative or of more than a day where the engine has that (`MySQL`'s `TIME`).
    Time(i64),
    /// Microseconds since midnight and the seconds that the zone lies east of UTC.
    TimeTz(i64, i32),
    /// A date and a time of day without a zone.
    Timestamp(Instant),
    /// A point in time.
    TimestampTz(Instant),
    /// A span; its parts are kept apart, since a month has no fixed number of days.
    Interval {
        /// Months.
        months: i32,
        /// Days.
        days: i32,
        /// Microseconds.
        micros: i64,
    },
    /// A UUID.
    Uuid([u8; 16]),
    /// A document of JSON, as the engine wrote it.
    Json(String),
    /// An array; arrays of several dimensions are nested.
    Array(Vec<Value>),
    /// A value of a type without a variant of its own, in the engine's own text form, which is the same for equal values of
    /// this type and engine only.
    Other(String),
}

/// A point in time, or a date and time of day, since 1970-01-01 00:00 (in UTC where there is a zone).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Microseconds; [`i64::MIN`] and [`i64::MAX`] are the infinities.
    pub micros: i64,
    /// Nanoseconds behind them, 0 to 999: files hold them, engines do not.
    pub nanos: u16,
}

impl Instant {
    /// A point of whole microseconds.
    pub fn of_micros(micros: i64) -> Self {
        Self { micros, nanos: 0 }
    }
}

/// An exact decimal number as text: `-12.500`, without exponent, with a digit on both sides of the point where there is one,
/// every digit of the scale kept; or `NaN`, `Infinity`, `-Infinity`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The number that `text` writes, none where it writes none. Takes an exponent, a sign and a missing digit before or
    /// behind the point.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.to_ascii_lowercase().as_str() {
            "nan" => return Some(Self("NaN".into())),
            "infinity" | "+infinity" | "inf" | "+inf" => return Some(Self("Infinity".into())),
            "-infinity" | "-inf" => return Some(Self("-Infinity".into())),
            _ => {}
        }
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.parse::<i32>().ok().filter(|it| it.abs() <= MOST_DIGITS)?)
            }
            None => (digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + fraction.len() == 0 || !whole.bytes().chain(fraction.bytes()).all(|it| it.is_ascii_digit()) {
            return None;
        }
        Some(Self(placed(sign, whole, fraction, exponent).into()))
    }

    /// The number `unscaled` × 10^-`scale`, with as many digits behind the point as the scale says.
    pub fn scaled(unscaled: i128, scale: u8) -> Self {
        let (digits, scale) = (unscaled.unsigned_abs().to_string(), usize::from(scale));
        let mut text = String::with_capacity(digits.len().max(scale) + 3);
        if unscaled < 0 {
            text.push('-');
        }
        let point = digits.len().saturating_sub(scale);
        let (whole, fraction) = digits.split_at_checked(point).unwrap_or((&digits, ""));
        text.push_str(if whole.is_empty() { "0" } else { whole });
        if scale > 0 {
            text.push('.');
            text.extend(std::iter::repeat_n('0', scale - fraction.len()));
            text.push_str(fraction);
        }
        Self(text.into())
    }

    /// The number of these digits, which are in the form that the type promises.
    pub(crate) fn of_digits(text: String) -> Self {
        Self(text.into())
    }

    /// The number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Digits behind the point.
    pub fn scale(&self) -> usize {
        self.0.split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }

    /// The same number without zeros at the end of its fraction, and zero without a sign: equal numbers have equal texts.
    pub fn normalised(&self) -> Self {
        let text = match self.0.split_once('.') {
            Some((whole, fraction)) => match fraction.trim_end_matches('0') {
                "" => whole,
                rest => &self.0[..=whole.len() + rest.len()],
            },
            None => &self.0,
        };
        Self(if text == "-0" { "0".into() } else { text.into() })
    }
}

/// More digits than any engine's number has (`PostgreSQL`: 131,072 before the point and 16,383 behind it).
const MOST_DIGITS: i32 = 200_000;

/// The digits with the point moved by `exponent`.
fn placed(sign: &str, whole: &str, fraction: &str, exponent: i32) -> String {
    let digits = format!("{whole}{fraction}");
    let point = i64::try_from(whole.len()).unwrap_or(i64::MAX).saturating_add(i64::from(exponent));
    let (whole, fraction) = match usize::try_from(point) {
        Ok(point) if point <= digits.len() => (digits[..point].to_owned(), digits[point..].to_owned()),
        Ok(point) => (format!("{digits:0<point$}"), String::new()),
        Err(_) => (String::new(), format!("{}{digits}", "0".repeat(usize::try_from(-point).unwrap_or(0)))),
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Decimal::parse(text).map(|it| it.to_string())
    }

    #[test]
    fn numbers_keep_their_digits() {
        let cases = [("1.00", "1.00"), ("-0.50", "-0.50"), (".5", "0.5"), ("007", "7"), ("+3", "3"), ("5.", "5")];
        for (text, number) in cases {
            assert_eq!(read(text).as_deref(), Some(number));
        }
        assert_eq!(read("1e3").as_deref(), Some("1000"));
        assert_eq!(read("12.5e-3").as_deref(), Some("0.0125"));
        assert_eq!(read("-1.25E1").as_deref(), Some("-12.5"));
        assert_eq!(read("-inf").as_deref(), Some("-Infinity"));
        for text in ["", "-", ".", "1.2.3", "1e", "0x1", "1e999999999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn scaled_numbers_have_their_point() {
        let cases =
            [((150, 2), "1.50"), ((-5, 3), "-0.005"), ((7, 0), "7"), ((0, 2), "0.00"), ((-12345, 5), "-0.12345")];
        for ((unscaled, scale), text) in cases {
            assert_eq!(Decimal::scaled(unscaled, scale).as_str(), text);
        }
        assert!(Decimal::scaled(i128::MIN, 38).as_str().starts_with("-1.70141"));
    }

    #[test]
    fn equal_numbers_have_one_normal_form() {
        let normal = |text: &str| Decimal::parse(text).map(|it| it.normalised().to_string());
        assert_eq!(normal("1.0"), normal("1.000"));
        assert_eq!(normal("-0.00").as_deref(), Some("0"));
        assert_eq!(normal("100").as_deref(), Some("100"));
        assert_eq!(normal("0.120").as_deref(), Some("0.12"));
        assert_ne!(normal("0.00000000000000000001"), normal("0"));
    }
}
