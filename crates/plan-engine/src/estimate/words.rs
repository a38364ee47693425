//! Figures in words.

use super::Unit;

/// `value` as a whole number with thousands separated: `50,000,000`.
pub(crate) fn count(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0.0 && digits != "0" {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes in the decimal unit that suits: `2.8 GB`.
pub(crate) fn bytes(value: f64) -> String {
    const UNITS: [(f64, &str); 4] = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match UNITS.into_iter().find(|(size, _)| value >= *size) {
        Some((size, unit)) => format!("{} {unit}", decimals(value / size)),
        None => format!("{} bytes", count(value)),
    }
}

/// A speed with its unit.
pub(crate) fn speed(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Rows if value < 10.0 => format!("{} rows/s", decimals(value)),
        Unit::Rows => format!("{} rows/s", count(value)),
        Unit::Bytes => format!("{}/s", bytes(value)),
    }
}

/// A duration of so many seconds in the unit that suits: `1.4 h`.
pub fn duration(seconds: f64) -> String {
    const UNITS: [(f64, &str); 3] = [(86_400.0, "days"), (3_600.0, "h"), (60.0, "min")];
    // A sum of nothing may be a negative zero.
    let seconds = seconds + 0.0;
    match UNITS.into_iter().find(|(size, _)| seconds >= 1.5 * size) {
        Some((size, unit)) => format!("{} {unit}", decimals(seconds / size)),
        None if seconds > 0.0 && seconds < 0.1 => format!("{} ms", decimals(seconds * 1000.0)),
        None => format!("{} s", decimals(seconds)),
    }
}

/// Two digits that count, however small: `0.02`.
pub(crate) fn significant(value: f64) -> String {
    if value >= 10.0 || value <= 0.0 || value.is_nan() {
        return count(value);
    }
    // The exponent of the first digit that counts, bounded for what is next to nothing.
    let places = (1.0 - value.log10().floor()).clamp(1.0, 9.0);
    let text = (1..=9)
        .find(|it| f64::from(*it) >= places)
        .map_or_else(String::new, |it: u8| format!("{value:.*}", usize::from(it)));
    let text = text.trim_end_matches('0');
    text.trim_end_matches('.').to_owned()
}

/// One digit behind the point below a hundred, where there is one.
fn decimals(value: f64) -> String {
    if value >= 100.0 {
        return count(value);
    }
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_people_read_them() {
        assert_eq!(count(50_000_000.0), "50,000,000");
        assert_eq!(count(-0.2), "0");
        assert_eq!(bytes(2.8e9), "2.8 GB");
        assert_eq!(bytes(999.0), "999 bytes");
        assert_eq!(speed(77.5e6, Unit::Bytes), "77.5 MB/s");
        assert_eq!(speed(0.5, Unit::Rows), "0.5 rows/s");
        assert_eq!(duration(5_000.0), "83.3 min");
        assert_eq!(duration(7_200.0), "2 h");
        assert_eq!(
            [significant(0.02), significant(0.0234), significant(3.0), significant(42.4)],
            ["0.02", "0.023", "3", "42"]
        );
        assert_eq!(duration(0.02), "20 ms");
        assert_eq!(duration(-0.0), "0 s");
    }
}
