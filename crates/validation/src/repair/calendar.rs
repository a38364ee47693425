//! Dates and times as text.

use database::Instant;

const DAY: i64 = 86_400_000_000;

/// A date as engines write it, `2024-02-29`; none for the infinities. Years before 1 have ` BC` behind them.
pub(super) fn date(days: i32) -> Option<String> {
    if days == i32::MIN || days == i32::MAX {
        return None;
    }
    let (year, month, day) = civil(i64::from(days));
    Some(if year > 0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{:04}-{month:02}-{day:02} BC", 1 - year)
    })
}

/// A time of day, `23:59:59.000001`, more than a day or negative where it is that; the fraction only where there is one.
pub(super) fn time(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let (seconds, fraction) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:06}") };
    format!("{sign}{:02}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A date and a time, with `zone` behind them; none for the infinities.
pub(super) fn timestamp(at: Instant, zone: &str) -> Option<String> {
    if at.micros == i64::MIN || at.micros == i64::MAX {
        return None;
    }
    let days = i32::try_from(at.micros.div_euclid(DAY)).ok()?;
    let date = date(days)?;
    let (date, era) = date.strip_suffix(" BC").map_or((date.as_str(), ""), |date| (date, " BC"));
    Some(format!("{date} {}{zone}{era}", time(at.micros.rem_euclid(DAY))))
}

/// Year (astronomical), month and day of a number of days since 1970-01-01, after Howard Hinnant, "chrono-compatible low-level
/// date algorithms".
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
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
