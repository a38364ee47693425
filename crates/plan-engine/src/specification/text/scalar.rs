//! What a plain scalar is: YAML 1.2.2, section 10.3.2 (the core schema).

use super::Value;

/// What the plain scalar `text` is by the core schema; none for a number that is not finite.
pub(super) fn resolve(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    let Some(number) = number(text) else { return Some(Value::String(text.to_owned())) };
    number.is_finite().then_some(Value::Number(number))
}

fn number(text: &str) -> Option<f64> {
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(f64::NAN);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(f64::INFINITY);
    }
    is_decimal(unsigned).then(|| text.parse().ok()).flatten()
}

#[expect(clippy::cast_precision_loss, reason = "a specification's figures are floating point numbers")]
fn radix(digits: &str, radix: u32) -> Option<f64> {
    let all = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    all.then(|| u128::from_str_radix(digits, radix).map_or(f64::INFINITY, |it| it as f64))
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, power) = text.split_once(['e', 'E']).map_or((text, None), |(it, power)| (it, Some(power)));
    let power = power.map(|power| power.strip_prefix(['-', '+']).unwrap_or(power));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && power.is_none_or(|power| !power.is_empty() && digits(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_core_schema() {
        for (text, number) in [
            ("0", 0.0),
            ("-19", -19.0),
            ("+12", 12.0),
            ("012", 12.0),
            ("0o17", 15.0),
            ("0x3A", 58.0),
            (".5", 0.5),
            ("1.", 1.0),
            ("12e03", 12000.0),
        ] {
            assert_eq!(resolve(text), Some(Value::Number(number)), "{text}");
        }
        for text in ["1.2.3", "2020-01-01", "-", ".", "-.", "1_000", "0x", "0xg", "1e", "e1", "inf", "NaN", "09:30"] {
            assert_eq!(resolve(text), Some(Value::String(text.to_owned())), "{text}");
        }
        for text in [".inf", "-.INF", ".nan", "1e999"] {
            assert_eq!(resolve(text), None, "{text}");
        }
    }
}
