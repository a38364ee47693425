//! `numeric` in binary: digits of base 10,000, the weight of the first, the sign, and how many decimal digits are shown.

use crate::Decimal;

const NEGATIVE: u16 = 0x4000;

/// The number, with as many digits behind the point as the engine shows.
pub(super) fn decode(raw: &[u8]) -> Option<Decimal> {
    let (header, digits) = raw.split_first_chunk::<8>()?;
    let [count_high, count_low, weight_high, weight_low, sign_high, sign_low, scale_high, scale_low] = *header;
    let count = usize::from(u16::from_be_bytes([count_high, count_low]));
    let weight = i32::from(i16::from_be_bytes([weight_high, weight_low]));
    let sign = u16::from_be_bytes([sign_high, sign_low]);
    let scale = usize::from(u16::from_be_bytes([scale_high, scale_low]) & 0x3fff);
    match sign {
        0 | NEGATIVE => {}
        0xc000 => return Decimal::parse("NaN"),
        0xd000 => return Decimal::parse("Infinity"),
        0xf000 => return Decimal::parse("-Infinity"),
        _ => return None,
    }
    if digits.len() != count * 2 {
        return None;
    }
    let digit = |place: i32| {
        let at = usize::try_from(weight - place).ok()? * 2;
        Some(u16::from_be_bytes([*digits.get(at)?, *digits.get(at + 1)?]))
    };
    let mut text = String::with_capacity(count * 4 + scale + 4);
    if sign == NEGATIVE {
        text.push('-');
    }
    let whole = text.len();
    for place in (0..=weight).rev() {
        push_digit(&mut text, digit(place).unwrap_or(0), whole);
    }
    if text.len() == whole {
        text.push('0');
    }
    if scale > 0 {
        text.push('.');
        let end = text.len() + scale;
        let mut place = -1;
        while text.len() < end {
            push_digit(&mut text, digit(place).unwrap_or(0), usize::MAX);
            place -= 1;
        }
        text.truncate(end);
    }
    Some(Decimal::of_digits(text))
}

/// Four decimal digits; without the zeros in front where the text is only `leading` long yet.
fn push_digit(text: &mut String, digit: u16, leading: usize) {
    let mut seen = text.len() > leading || leading == usize::MAX;
    for unit in [1000, 100, 10, 1] {
        let decimal = (digit / unit % 10) as u8;
        seen |= decimal != 0;
        if seen {
            text.push(char::from(b'0' + decimal));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(weight: i16, sign: u16, scale: u16, digits: &[u16]) -> Option<String> {
        let count = u16::try_from(digits.len()).ok()?;
        let words = [count, weight.cast_unsigned(), sign, scale];
        let raw: Vec<u8> = words.iter().chain(digits).flat_map(|it| it.to_be_bytes()).collect();
        decode(&raw).map(|it| it.to_string())
    }

    #[test]
    fn numbers_are_written_with_their_scale() {
        let cases = [
            ((0, 0, 0, &[5][..]), "5"),
            ((1, 0, 0, &[1][..]), "10000"),
            ((1, 0, 2, &[12, 34, 5000][..]), "120034.50"),
            ((-1, NEGATIVE, 4, &[12][..]), "-0.0012"),
            ((-2, 0, 9, &[9, 1000][..]), "0.000000091"),
            ((0, 0, 2, &[][..]), "0.00"),
            ((0, 0xc000, 0, &[][..]), "NaN"),
            ((0, 0xf000, 0, &[][..]), "-Infinity"),
        ];
        for ((weight, sign, scale, digits), text) in cases {
            assert_eq!(decoded(weight, sign, scale, digits).as_deref(), Some(text));
        }
        assert_eq!(decoded(0, 0x1234, 0, &[1]), None);
        assert_eq!(decode(&[0, 2, 0, 0, 0, 0, 0, 0, 0, 1]), None);
    }
}
