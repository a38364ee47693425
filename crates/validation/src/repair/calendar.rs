//! Dates and times as engines take them.

use database::Instant;

use crate::canonical::time;

/// A date, `2024-02-29`; none for the infinities. Years before 1 have ` BC` behind them.
pub(super) fn date(days: i32) -> Option<String> {
    if days == i32::MIN || days == i32::MAX { None } else { Some(with_era(&time::date_text(days), "")) }
}

/// A time of day, `23:59:59.000001`, more than a day or negative where it is that.
pub(super) fn time(micros: i64) -> String {
    time::time_text(micros)
}

/// A date and a time, with `zone` behind them; none for the infinities.
pub(super) fn timestamp(at: Instant, zone: &str) -> Option<String> {
    if at.micros == i64::MIN || at.micros == i64::MAX {
        return None;
    }
    Some(with_era(&time::instant_text(at).replacen('T', " ", 1), zone))
}

/// The year as engines count it, which have no year 0, and what is behind it.
fn with_era(text: &str, zone: &str) -> String {
    let is_negative = text.starts_with('-');
    let (year, rest) = text.trim_start_matches('-').split_once('-').unwrap_or((text, ""));
    match year.parse::<i64>() {
        Ok(year) if is_negative || year == 0 => format!("{:04}-{rest}{zone} BC", year + 1),
        _ => format!("{text}{zone}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_the_calendar_has_them() {
        let cases = [
            (0, "1970-01-01"),
            (19_782, "2024-02-29"),
            (-719_162, "0001-01-01"),
            (-719_163, "0001-12-31 BC"),
            (-719_529, "0002-12-31 BC"),
            (2_932_896, "9999-12-31"),
        ];
        for (days, text) in cases {
            assert_eq!(date(days).as_deref(), Some(text));
        }
        assert_eq!(date(i32::MAX), None);
    }

    #[test]
    fn times_keep_their_microseconds() {
        assert_eq!(time(1), "00:00:00.000001");
        assert_eq!(time(-3_600_000_000 * 30), "-30:00:00");
        let at = |micros| timestamp(Instant::of_micros(micros), "+00");
        assert_eq!(at(-1).as_deref(), Some("1969-12-31 23:59:59.999999+00"));
        assert_eq!(at(-62_135_596_800_000_000 - 1).as_deref(), Some("0001-12-31 23:59:59.999999+00 BC"));
        assert_eq!(at(i64::MAX), None);
    }
}
