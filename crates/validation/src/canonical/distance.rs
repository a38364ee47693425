//! How far two exact numbers are from one another, whatever their number of digits.

use database::Decimal;

/// The magnitude of the difference; none where one of them is no finite number.
pub(crate) fn distance(one: &Decimal, other: &Decimal) -> Option<Decimal> {
    let (one_negative, one) = digits(one)?;
    let (other_negative, other) = digits(other)?;
    let fraction = one.1.len().max(other.1.len());
    let whole = one.0.len().max(other.0.len());
    let aligned = |(int, frac): (&str, &str)| -> Vec<u8> {
        format!("{int:0>whole$}{frac:0<fraction$}").bytes().map(|it| it - b'0').collect()
    };
    let (one, other) = (aligned(one), aligned(other));
    let magnitude = match (one_negative == other_negative, one >= other) {
        (false, _) => sum(&one, &other),
        (true, true) => subtract(&one, &other),
        (true, false) => subtract(&other, &one),
    };
    let text: String = magnitude.iter().map(|it| char::from(b'0' + it)).collect();
    let (whole, fraction) = text.split_at_checked(text.len().checked_sub(fraction)?)?;
    Decimal::parse(&format!("{whole}.{fraction}"))
}

/// The sign and the digits before and behind the point.
fn digits(number: &Decimal) -> Option<(bool, (&str, &str))> {
    let text = number.as_str();
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let parts = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let finite = parts.0.bytes().chain(parts.1.bytes()).all(|it| it.is_ascii_digit());
    finite.then_some((text.starts_with('-'), parts))
}

/// Of digits of the same number, with one more in front.
fn sum(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let pairs = one.iter().zip(other).rev();
    let mut digits: Vec<u8> = pairs
        .map(|(one, other)| {
            let all = one + other + carry;
            carry = all / 10;
            all % 10
        })
        .collect();
    digits.push(carry);
    digits.reverse();
    digits
}

/// The larger one without the smaller one.
fn subtract(larger: &[u8], smaller: &[u8]) -> Vec<u8> {
    let mut borrowed = 0;
    let pairs = larger.iter().zip(smaller).rev();
    let mut digits: Vec<u8> = pairs
        .map(|(larger, smaller)| {
            let taken = smaller + borrowed;
            borrowed = u8::from(*larger < taken);
            larger + 10 * borrowed - taken
        })
        .collect();
    digits.reverse();
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_exact() {
        let far = |one: &str, other: &str| {
            let number = |it: &str| Decimal::parse(it).expect("a number");
            distance(&number(one), &number(other)).map(|it| it.normalised().to_string())
        };
        assert_eq!(far("1.00000000000000000001", "1").as_deref(), Some("0.00000000000000000001"));
        assert_eq!(far("-0.5", "99.75").as_deref(), Some("100.25"));
        assert_eq!(far("100", "99.99").as_deref(), Some("0.01"));
        assert_eq!(far("7", "7.00").as_deref(), Some("0"));
        assert_eq!(far("-1000", "-1"), far("1", "1000"));
        assert_eq!(far("NaN", "1"), None);
    }
}
