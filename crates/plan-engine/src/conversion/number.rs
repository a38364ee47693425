//! Numbers: the nearest value that the other type has.

use super::family::Family;
use super::helpers::Helper;
use super::way::{End, Way};

/// Digits that a `real` and a `double precision` keep (`FLT_DIG`, `DBL_DIG`).
const FLOAT_DIGITS: (i64, i64) = (6, 15);

/// From number to number.
pub(super) fn between(from: &End, to: &End) -> Option<Way> {
    match &to.family {
        Family::Integer(bytes) => to_integer(from, to, *bytes),
        Family::Numeric(shape) => to_numeric(from, to, *shape),
        Family::Float(bytes) => to_float(from, to, *bytes),
        _ => None,
    }
}

/// `boolean` and integers: 0 is false, everything else true.
pub(super) fn truth(from: &End, to: &End) -> Option<Way> {
    match (&from.family, &to.family) {
        (Family::Boolean, Family::Integer(_)) => {
            Some(Way::new(format!("{{value}}::integer::{}", to.sql), true, "itself"))
        }
        (Family::Integer(_), Family::Boolean) => Some(Way::new("({value} <> 0)", false, "true")),
        _ => None,
    }
}

/// The largest and the smallest value of an integer type, as SQL.
fn bounds(bytes: u8) -> (&'static str, &'static str) {
    match bytes {
        2 => ("32767", "(-32768)"),
        4 => ("2147483647", "(-2147483648)"),
        _ => ("9223372036854775807", "(-9223372036854775808)"),
    }
}

fn to_integer(from: &End, to: &End, bytes: u8) -> Option<Way> {
    let ((max, min), sql, nothing) = (bounds(bytes), &to.sql, to.nothing());
    let nan = format!("the nearest {sql}, NaN {}", to.nothing_in_words());
    match &from.family {
        Family::Integer(other) if *other <= bytes => Some(Way::cast(to)),
        Family::Integer(_) => {
            let template = format!(
                "CASE WHEN {{value}} > {max} THEN {max} WHEN {{value}} < {min} THEN {min} ELSE {{value}} END::{sql}"
            );
            Some(Way::new(template, false, format!("the nearest {sql}")))
        }
        Family::Numeric(_) | Family::Float(_) => {
            let template = format!(
                "CASE WHEN {{value}} = 'NaN' THEN {nothing} WHEN {{value}} >= {max} THEN {max}::{sql} WHEN {{value}} <= {min} THEN {min}::{sql} ELSE {{value}}::{sql} END"
            );
            Some(Way::new(template, false, nan))
        }
        _ => None,
    }
}

/// The largest `numeric(precision, scale)`, as SQL.
pub(super) fn largest((precision, scale): (i64, i64)) -> String {
    let digits = |count: i64, digit: &str| digit.repeat(usize::try_from(count).unwrap_or(0));
    let whole = precision - scale;
    let text = match (scale > 0, whole > 0) {
        (false, _) => format!("{}{}", digits(precision, "9"), digits(-scale, "0")),
        (true, true) => format!("{}.{}", digits(whole, "9"), digits(scale, "9")),
        (true, false) => format!("0.{}{}", digits(-whole, "0"), digits(precision, "9")),
    };
    format!("{text}::numeric")
}

/// The nearest `numeric(precision, scale)` of a numeric expression that is not NaN. (`greatest` and `least` would take
/// the bound for NULL.)
fn nearest(value: &str, shape: (i64, i64), sql: &str) -> String {
    let (scale, bound) = (shape.1, largest(shape));
    format!(
        "CASE WHEN {value} > {bound} THEN {bound} WHEN {value} < -({bound}) THEN -({bound}) ELSE round({value}, {scale}) END::{sql}"
    )
}

fn to_numeric(from: &End, to: &End, shape: Option<(i64, i64)>) -> Option<Way> {
    let sql = &to.sql;
    let stand_in = format!("the nearest {sql}");
    match (&from.family, shape) {
        (Family::Integer(_) | Family::Numeric(_), None) => Some(Way::cast(to)),
        (Family::Integer(bytes), Some(shape)) => {
            let digits = match bytes {
                2 => 5,
                4 => 10,
                _ => 19,
            };
            if shape.1 >= 0 && shape.0 - shape.1 >= digits {
                return Some(Way::cast(to));
            }
            Some(Way::new(nearest("{value}::numeric", shape, sql), false, stand_in))
        }
        (Family::Numeric(Some(old)), Some(new)) if new.1 >= old.1 && new.0 - new.1 >= old.0 - old.1 => {
            Some(Way::cast(to))
        }
        (Family::Numeric(_), Some(shape)) => {
            let near = nearest("{value}", shape, sql);
            let template = format!("CASE WHEN {{value}} = 'NaN' THEN 'NaN'::{sql} ELSE {near} END");
            Some(Way::new(template, false, stand_in))
        }
        (Family::Float(_), None) => {
            let helper = Helper::print(from);
            // -0 has no numeric of its own.
            Some(Way::new(format!("{}::numeric", helper.call("{value}")), false, stand_in).calling(helper))
        }
        (Family::Float(_), Some(shape)) => {
            let helper = Helper::print(from);
            let near = nearest(&format!("{}::numeric", helper.call("{value}")), shape, sql);
            let template = format!("CASE WHEN {{value}} = 'NaN' THEN 'NaN'::{sql} ELSE {near} END");
            Some(Way::new(template, false, stand_in).calling(helper))
        }
        _ => None,
    }
}

fn to_float(from: &End, to: &End, bytes: u8) -> Option<Way> {
    let sql = &to.sql;
    let stand_in = format!("the nearest {sql}");
    let (digits, max, min) = match bytes {
        4 => (FLOAT_DIGITS.0, "3.4028234663852886e38", "1.401298464324817e-45"),
        _ => (FLOAT_DIGITS.1, "1.7976931348623157e308", "5e-324"),
    };
    let narrowed = |number: &str| {
        format!(
            "CASE WHEN {{value}} IN ('NaN', 'Infinity', '-Infinity') THEN {{value}}::{sql} \
             WHEN abs({{value}}) > {max}::{number} THEN '{max}'::{sql} * (CASE WHEN {{value}} < 0 THEN -1 ELSE 1 END)::{sql} \
             WHEN abs({{value}}) < {min}::{number} AND {{value}} <> 0 THEN 0::{sql} ELSE {{value}}::{sql} END"
        )
    };
    match &from.family {
        Family::Float(other) if *other <= bytes => Some(Way::cast(to)),
        Family::Float(_) => Some(Way::new(narrowed("double precision"), false, stand_in)),
        Family::Integer(other) => {
            let exact = (bytes == 4 && *other == 2) || (bytes == 8 && *other <= 4);
            Some(Way { faithful: exact, ..Way::new(format!("{{value}}::{sql}"), exact, stand_in) })
        }
        Family::Numeric(shape) => {
            let exact = shape.is_some_and(|(precision, scale)| precision <= digits && scale >= 0 && scale <= precision);
            Some(Way::new(narrowed("numeric"), exact, stand_in))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_numeric_has_nines_where_it_has_digits() {
        assert_eq!(largest((5, 2)), "999.99::numeric");
        assert_eq!(largest((3, 0)), "999::numeric");
        assert_eq!(largest((2, -3)), "99000::numeric");
        assert_eq!(largest((2, 4)), "0.0099::numeric");
        assert_eq!(largest((2, 2)), "0.99::numeric");
    }
}
