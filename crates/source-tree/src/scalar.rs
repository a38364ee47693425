//! What a plain scalar is: YAML 1.2.2, section 10.3.2 (the core schema).

use std::borrow::Cow;

/// What a plain scalar is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Plain<'t> {
    Null,
    Bool(bool),
    /// As JSON spells it.
    Number(Cow<'t, str>),
    String,
    /// A number that JSON has no spelling for: an infinity, none at all, one of more than 128 bits in base 8 or 16.
    NoJson,
}

/// What the plain scalar `text` is by the core schema.
pub(crate) fn resolve(text: &str) -> Plain<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Plain::Null,
        "true" | "True" | "TRUE" => return Plain::Bool(true),
        "false" | "False" | "FALSE" => return Plain::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Plain::NoJson,
        _ => {}
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.')) {
        return Plain::String;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    decimal(text)
}

fn radix(digits: &str, radix: u32) -> Plain<'_> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Plain::String;
    }
    u128::from_str_radix(digits, radix).map_or(Plain::NoJson, |it| Plain::Number(Cow::Owned(it.to_string())))
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn decimal(text: &str) -> Plain<'_> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Plain::NoJson;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.map(|it| it.strip_prefix(['-', '+']).unwrap_or(it));
    if !is_digits(whole)
        || !fraction.is_none_or(is_digits)
        || whole.is_empty() && fraction.is_none_or(str::is_empty)
        || !power.is_none_or(|power| !power.is_empty() && is_digits(power))
    {
        return Plain::String;
    }
    Plain::Number(spelt_as_json(text, whole, fraction, exponent))
}

/// JSON has no leading zeros, no leading plus, and digits on both sides of the point.
fn spelt_as_json<'t>(text: &'t str, whole: &str, fraction: Option<&str>, exponent: Option<&str>) -> Cow<'t, str> {
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if !text.starts_with('+') && !whole.is_empty() && !leading_zero && fraction != Some("") {
        return Cow::Borrowed(text);
    }
    let mut number = String::from(if text.starts_with('-') { "-" } else { "" });
    let trimmed = whole.trim_start_matches('0');
    number.push_str(if trimmed.is_empty() { "0" } else { trimmed });
    if let Some(fraction) = fraction.filter(|it| !it.is_empty()) {
        number.push('.');
        number.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        number.push('e');
        number.push_str(exponent);
    }
    Cow::Owned(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelt_as_json_spells_them() {
        for (text, number) in [
            ("0", "0"),
            ("-19", "-19"),
            ("+12", "12"),
            ("012", "12"),
            ("-00", "-0"),
            ("0o17", "15"),
            ("0x3A", "58"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("1.", "1"),
            ("1.E3", "1e3"),
            ("12e03", "12e03"),
            ("-2E+05", "-2E+05"),
            ("1.10", "1.10"),
        ] {
            assert_eq!(resolve(text), Plain::Number(number.into()), "{text}");
            assert!(serde_json::from_str::<serde_json::Number>(number).is_ok(), "{number}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_a_text() {
        for text in [
            "1.2.3",
            "2020-01-01",
            "-",
            "+",
            ".",
            "-.",
            "1_000",
            "0x",
            "0xg",
            "0o8",
            "-0x1",
            "1e",
            "1e+",
            "e1",
            "..",
            "1 2",
        ] {
            assert_eq!(resolve(text), Plain::String, "{text}");
        }
    }

    #[test]
    fn words_of_older_yaml_are_texts() {
        for text in ["yes", "no", "on", "off", "y", "nUll", "tRue", "<<"] {
            assert_eq!(resolve(text), Plain::String, "{text}");
        }
        assert_eq!((resolve("~"), resolve("True")), (Plain::Null, Plain::Bool(true)));
        assert_eq!((resolve("-.inf"), resolve(".NaN")), (Plain::NoJson, Plain::NoJson));
        assert_eq!(resolve("0x100000000000000000000000000000000"), Plain::NoJson);
    }
}
