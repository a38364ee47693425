//! A number with its unit: `15m`, `30 GiB`, `12.5 MB/s`.

/// A unit and what it is worth.
pub(super) type Unit = (&'static str, f64);

/// The number at the start of `text` and what follows it. Thousands may be set apart with `_` or `,`.
pub(super) fn number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|it: char| !(it.is_ascii_digit() || matches!(it, '.' | '_' | ','))).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    if !is_grouped(digits) {
        return None;
    }
    let value: f64 = digits.replace(['_', ','], "").parse().ok()?;
    value.is_finite().then_some((value, rest))
}

/// `1`, `1.5`, `1,500.25`, `1_000_000`: separators stand between digits and never behind the point.
fn is_grouped(digits: &str) -> bool {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    whole.split(['_', ',']).all(is_digits) && fraction.is_none_or(is_digits)
}

/// The value of `text`, one number and one unit of `units`; letters' case counts.
pub(super) fn one(text: &str, units: &[Unit]) -> Option<f64> {
    let (value, unit) = number(text.trim())?;
    let unit = unit.trim();
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    Some(value * factor)
}

/// The regular expression of a number.
pub(super) const NUMBER: &str = r"\d+([_,]\d+)*(\.\d+)?";

/// The regular expression of [`one`].
pub(super) fn pattern(units: &[Unit]) -> String {
    format!(r"^\s*{NUMBER}\s*{}\s*$", alternatives(units))
}

/// The units as a group of a regular expression.
pub(super) fn alternatives(units: &[Unit]) -> String {
    let names: Vec<&str> = units.iter().map(|(name, _)| *name).collect();
    format!("({})", names.join("|"))
}

/// The units for messages, one of each kind.
pub(super) fn listed(units: &[Unit]) -> String {
    let names: Vec<&str> = units.iter().map(|(name, _)| *name).filter(|name| !name.is_empty()).collect();
    super::super::suggest::listed(&names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit() {
        let units = [("m", 60.0), ("h", 3600.0)];
        assert_eq!(one(" 1.5 h ", &units), Some(5400.0));
        assert_eq!(one("1,000m", &units), Some(60_000.0));
        for text in ["h", "-1h", "1 H", "1h 2m", "1..5h", "1_h", "1.5_0h", "", "1", "½h", ".5h"] {
            assert_eq!(one(text, &units), None, "{text}");
        }
    }
}
