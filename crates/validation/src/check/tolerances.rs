//! Tolerances as they are written in `checks.toml` and on the command line.

use std::time::Duration;

use database::Decimal;

use super::ToleranceSpec;
use crate::ToleranceKind;

/// What a tolerance of the file tolerates.
///
/// # Errors
/// What makes no sense about it.
pub(crate) fn of_spec(spec: &ToleranceSpec) -> Result<Vec<ToleranceKind>, String> {
    let mut kinds = Vec::new();
    if let Some(text) = &spec.absolute {
        kinds.push(ToleranceKind::Absolute(bound(text)?));
    }
    if let Some(share) = spec.relative {
        if !(share.is_finite() && share >= 0.0) {
            return Err(format!("{share} is no share of a number"));
        }
        kinds.push(ToleranceKind::Relative(share));
    }
    if spec.ignore_case {
        kinds.push(ToleranceKind::Case);
    }
    if spec.ignore_space {
        kinds.push(ToleranceKind::WhiteSpace);
    }
    if let Some(text) = &spec.time {
        let time = duration(text).ok_or_else(|| format!("`{text}` is no span of time: write `1ms`, `500us`, `2s`"))?;
        kinds.push(ToleranceKind::Time(time));
    }
    if kinds.is_empty() { Err("it tolerates nothing".to_owned()) } else { Ok(kinds) }
}

/// Reads a tolerance of the command line: `0.005`, `1%`, `case`, `space` or `1ms`.
///
/// # Errors
/// What it could have been.
pub fn read_tolerance(text: &str) -> Result<ToleranceKind, String> {
    if let Some(share) = text.strip_suffix('%') {
        let share: f64 = share.trim().parse().map_err(|_| format!("`{text}` is no percentage"))?;
        return if share.is_finite() && share >= 0.0 {
            Ok(ToleranceKind::Relative(share / 100.0))
        } else {
            Err(format!("`{text}` is no percentage"))
        };
    }
    match (text, duration(text)) {
        ("case", _) => Ok(ToleranceKind::Case),
        ("space", _) => Ok(ToleranceKind::WhiteSpace),
        (_, Some(time)) => Ok(ToleranceKind::Time(time)),
        _ => Ok(ToleranceKind::Absolute(bound(text)?)),
    }
}

fn bound(text: &str) -> Result<Decimal, String> {
    let number = Decimal::parse(text).filter(|it| !it.as_str().starts_with(['-', 'N', 'I']));
    number.ok_or_else(|| {
        format!("`{text}` is no tolerance: write a number from 0 upwards, `1%`, `case`, `space` or `1ms`")
    })
}

/// Reads `500us`, `1.5ms`, `30s`, `5m`, `2h`; a unit has to be there.
pub fn duration(text: &str) -> Option<Duration> {
    let at = text.find(|it: char| it.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at_checked(at)?;
    let seconds = match unit {
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return None,
    };
    let number: f64 = number.trim().parse().ok()?;
    Duration::try_from_secs_f64(number * seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_of_the_command_line_are_read() {
        let number = Decimal::parse("0.005").unwrap();
        assert_eq!(read_tolerance("0.005"), Ok(ToleranceKind::Absolute(number)));
        assert_eq!(read_tolerance("1%"), Ok(ToleranceKind::Relative(0.01)));
        assert_eq!(read_tolerance("space"), Ok(ToleranceKind::WhiteSpace));
        assert_eq!(read_tolerance("1.5ms"), Ok(ToleranceKind::Time(Duration::from_micros(1500))));
        for wrong in ["", "-1", "x", "NaN", "-2%", "inf%", "1y", "Infinity"] {
            assert!(read_tolerance(wrong).is_err(), "{wrong}");
        }
    }
}
