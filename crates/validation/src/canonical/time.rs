//! Dates, times and spans as text, and read from text.

use database::Instant;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// Midnight at the beginning of a day.
pub(crate) fn midnight(days: i32) -> Instant {
    Instant::of_micros(match days {
        i32::MIN => i64::MIN,
        i32::MAX => i64::MAX,
        _ => i64::from(days).saturating_mul(DAY),
    })
}

/// Year, month and day of a day since 1970-01-01 (the year 0 is 1 BC).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The day of a date; none where there is no such date.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || year.abs() > 5_900_000 {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let all = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    (civil(all) == (year, month, day)).then_some(all)
}

/// `2024-02-29`; years before 1 as `-0044-03-15` (astronomical), `infinity`.
pub(crate) fn date_text(day: i32) -> String {
    match day {
        i32::MIN => "-infinity".to_owned(),
        i32::MAX => "infinity".to_owned(),
        _ => day_text(i64::from(day)),
    }
}

fn day_text(day: i64) -> String {
    let (year, month, day) = civil(day);
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}-{month:02}-{day:02}", year.abs())
}

/// `23:59:59.5`; more than a day as hours.
pub(crate) fn time_text(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let magnitude = micros.unsigned_abs();
    let seconds = magnitude / 1_000_000;
    let clock = format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match magnitude % 1_000_000 {
        0 => clock,
        rest => format!("{clock}.{}", format!("{rest:06}").trim_end_matches('0')),
    }
}

/// `+05:30`.
pub(crate) fn zone_text(east: i32) -> String {
    let sign = if east < 0 { '-' } else { '+' };
    let seconds = east.unsigned_abs();
    let zone = format!("{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds.is_multiple_of(60) { zone } else { format!("{zone}:{:02}", seconds % 60) }
}

/// `2024-02-29T23:59:59.5`, `infinity`.
pub(crate) fn instant_text(it: Instant) -> String {
    match it.micros {
        i64::MIN => return "-infinity".to_owned(),
        i64::MAX => return "infinity".to_owned(),
        _ => {}
    }
    let clock = time_text(it.micros.rem_euclid(DAY));
    let text = format!("{}T{clock}", day_text(it.micros.div_euclid(DAY)));
    match (it.nanos, it.micros.rem_euclid(SECOND)) {
        (0, _) => text,
        (nanos, micros) => {
            let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
            format!("{whole}.{}", format!("{micros:06}{nanos:03}").trim_end_matches('0'))
        }
    }
}

pub(crate) fn read_date(text: &str) -> Option<i32> {
    match text {
        "infinity" => return Some(i32::MAX),
        "-infinity" => return Some(i32::MIN),
        _ => {}
    }
    let (date, rest) = split_date(text)?;
    // A date with midnight behind it is what some files write for a date.
    let rest = rest.trim_start_matches(['T', ' ']);
    if !rest.is_empty() && read_time(rest) != Some(0) {
        return None;
    }
    i32::try_from(date).ok()
}

/// The day at the beginning of a text, and what follows.
fn split_date(text: &str) -> Option<(i64, &str)> {
    let (text, before_christ) = match text.strip_suffix(" BC") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (year, rest) = digits.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (day, rest) = rest.split_at_checked(end)?;
    if year.len() < 4 || month.is_empty() || month.len() > 2 || day.is_empty() || day.len() > 2 {
        return None;
    }
    let year = sign * number(year)?;
    let year = if before_christ { 1 - year } else { year };
    Some((days(year, number(month)?, number(day)?)?, rest))
}

fn number(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 15 || !text.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

pub(crate) fn read_time(text: &str) -> Option<i64> {
    read_clock(text).filter(|(_, nanos)| *nanos == 0).map(|(micros, _)| micros)
}

/// A time of day with its zone: microseconds, and the seconds that the zone lies east of UTC.
pub(crate) fn read_time_tz(text: &str) -> Option<(i64, i32)> {
    let (clock, east) = split_zone(text)?;
    // Without a zone it is another kind of time.
    if clock.len() == text.len() {
        return None;
    }
    Some((read_time(clock)?, i32::try_from(east).ok()?))
}

/// Microseconds and the nanoseconds behind them.
fn read_clock(text: &str) -> Option<(i64, u16)> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = digits.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next().unwrap_or("0"));
    if parts.next().is_some() || hours.len() > 7 {
        return None;
    }
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let (hours, minutes, seconds) = (number(hours)?, number(minutes)?, number(seconds)?);
    if minutes > 59 || seconds > 60 || fraction.len() > 9 {
        return None;
    }
    let nanos = if fraction.is_empty() { 0 } else { number(&format!("{fraction:0<9}"))? };
    let micros = (hours * 3600 + minutes * 60 + seconds) * SECOND + nanos / 1000;
    Some((sign * micros, u16::try_from(nanos % 1000).ok()?))
}

pub(crate) fn read_instant(text: &str) -> Option<Instant> {
    match text {
        "infinity" => return Some(Instant::of_micros(i64::MAX)),
        "-infinity" => return Some(Instant::of_micros(i64::MIN)),
        _ => {}
    }
    let (day, rest) = split_date(text)?;
    let rest = rest.strip_suffix(" BC").unwrap_or(rest).trim_start_matches(['T', 't', ' ']);
    let (clock, east) = split_zone(rest)?;
    let (micros, nanos) = if clock.is_empty() { (0, 0) } else { read_clock(clock)? };
    let micros = day.checked_mul(DAY)?.checked_add(micros)?.checked_sub(east * SECOND)?;
    Some(Instant { micros, nanos })
}

/// A time of day without its zone, and how many seconds that lies east.
fn split_zone(text: &str) -> Option<(&str, i64)> {
    for utc in ["Z", "z", " UTC"] {
        if let Some(clock) = text.strip_suffix(utc) {
            return Some((clock.trim_end(), 0));
        }
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, 0)) };
    let (clock, zone) = text.split_at_checked(at)?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits = zone.get(1..)?.replace(':', "");
    let part = |from: usize, to: usize| if digits.len() >= to { number(digits.get(from..to)?) } else { Some(0) };
    if !matches!(digits.len(), 2 | 4 | 6) {
        return None;
    }
    Some((clock.trim_end(), sign * (part(0, 2)? * 3600 + part(2, 4)? * 60 + part(4, 6)?)))
}

/// Months, days and microseconds of `1 year 2 mons -3 days 04:05:06.7` or `P1Y2M-3DT4H5M6.7S`.
pub(crate) fn read_interval(text: &str) -> Option<(i32, i32, i64)> {
    if let Some(rest) = text.strip_prefix('P') {
        return read_iso_interval(rest);
    }
    let (mut months, mut days, mut micros) = (0_i64, 0_i64, 0_i64);
    let mut words = text.split_whitespace();
    let mut any = false;
    while let Some(word) = words.next() {
        any = true;
        if word.contains(':') {
            micros = micros.checked_add(read_time(word.trim_start_matches('+'))?)?;
            continue;
        }
        let amount: i64 = word.trim_start_matches('+').parse().ok()?;
        match words.next()?.trim_end_matches('s') {
            "year" => months = months.checked_add(amount.checked_mul(12)?)?,
            "mon" | "month" => months = months.checked_add(amount)?,
            "week" => days = days.checked_add(amount.checked_mul(7)?)?,
            "day" => days = days.checked_add(amount)?,
            "hour" => micros = micros.checked_add(amount.checked_mul(3600 * SECOND)?)?,
            "minute" | "min" => micros = micros.checked_add(amount.checked_mul(60 * SECOND)?)?,
            "second" | "sec" => micros = micros.checked_add(amount.checked_mul(SECOND)?)?,
            _ => return None,
        }
    }
    if !any {
        return None;
    }
    Some((months.try_into().ok()?, days.try_into().ok()?, micros))
}

fn read_iso_interval(text: &str) -> Option<(i32, i32, i64)> {
    let (mut months, mut days, mut micros) = (0_i64, 0_i64, 0_i64);
    let (mut in_time, mut amount, mut any) = (false, String::new(), false);
    for letter in text.chars() {
        let whole = || amount.parse::<i64>().ok();
        match (letter, in_time) {
            ('0'..='9' | '-' | '+' | '.', _) => {
                amount.push(letter);
                continue;
            }
            ('T', false) if amount.is_empty() => in_time = true,
            ('Y', false) => months = months.checked_add(whole()?.checked_mul(12)?)?,
            ('M', false) => months = months.checked_add(whole()?)?,
            ('W', false) => days = days.checked_add(whole()?.checked_mul(7)?)?,
            ('D', false) => days = days.checked_add(whole()?)?,
            ('H', true) => micros = micros.checked_add(whole()?.checked_mul(3600 * SECOND)?)?,
            ('M', true) => micros = micros.checked_add(whole()?.checked_mul(60 * SECOND)?)?,
            ('S', true) => micros = micros.checked_add(seconds(&amount)?)?,
            _ => return None,
        }
        any |= !amount.is_empty();
        amount.clear();
    }
    if !any || !amount.is_empty() {
        return None;
    }
    Some((months.try_into().ok()?, days.try_into().ok()?, micros))
}

fn seconds(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.len() > 6 {
        return None;
    }
    let fraction = if fraction.is_empty() { 0 } else { number(&format!("{fraction:0<6}"))? };
    Some(sign * (number(whole)?.checked_mul(SECOND)? + fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for day in [0, -1, 19_782, -719_162, -735_000, 2_932_896, i32::MIN, i32::MAX] {
            assert_eq!(read_date(&date_text(day)), Some(day), "{}", date_text(day));
        }
        assert_eq!(date_text(19_782), "2024-02-29");
        assert_eq!(read_date("2023-02-29"), None);
        assert_eq!(read_date("0001-01-01 BC"), read_date("0000-01-01"));
        assert_eq!(read_date("2024-02-29 00:00:00"), Some(19_782));
        assert_eq!(read_date("2024-02-29 00:00:01"), None);
    }

    #[test]
    fn points_in_time_are_read_with_their_zone() {
        let micros = |text: &str| read_instant(text).map(|it| it.micros);
        assert_eq!(micros("1970-01-01T00:00:01Z"), Some(SECOND));
        assert_eq!(micros("1970-01-01 05:30:00+05:30"), Some(0));
        assert_eq!(micros("1969-12-31 19:00-05"), Some(0));
        assert_eq!(read_instant("1970-01-01T00:00:00.000001002"), Some(Instant { micros: 1, nanos: 2 }));
        let odd = Instant { micros: -1, nanos: 7 };
        assert_eq!(read_instant(&instant_text(odd)), Some(odd));
        assert_eq!(micros("yesterday"), None);
    }

    #[test]
    fn times_with_a_zone_keep_it() {
        assert_eq!(read_time_tz("10:00:00.5+00"), Some((36_000_500_000, 0)));
        assert_eq!(read_time_tz("10:00:00+05:30:15"), Some((36_000_000_000, 19_815)));
        assert_eq!(read_time_tz("24:00:00-15:59"), Some((DAY, -57_540)));
        assert_eq!((read_time_tz("10:00:00"), read_time_tz("x+00")), (None, None));
    }

    #[test]
    fn spans_are_read_in_both_spellings() {
        assert_eq!(read_interval("1 year 2 mons -3 days 04:05:06.5"), Some((14, -3, 14_706_500_000)));
        assert_eq!(read_interval("P1Y2M-3DT4H5M6.5S"), Some((14, -3, 14_706_500_000)));
        assert_eq!(read_interval("-00:00:01"), Some((0, 0, -SECOND)));
        for nothing in ["", "P", "P1", "1", "P1H", "PT"] {
            assert_eq!(read_interval(nothing), None, "{nothing}");
        }
    }
}
