//! What a decision sticks to.

/// A value whose bytes decide: a text as it is, a whole number as its decimal digits.
///
/// Numbers are written to the stack, so that a decision does not allocate.
pub trait Key {
    /// Calls `use_bytes` with the bytes.
    fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T;
}

impl Key for str {
    #[inline]
    fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
        use_bytes(self.as_bytes())
    }
}

impl Key for String {
    #[inline]
    fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
        use_bytes(self.as_bytes())
    }
}

impl<K: Key + ?Sized> Key for &K {
    #[inline]
    fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
        (**self).with_bytes(use_bytes)
    }
}

impl Key for u128 {
    fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
        with_digits(false, *self, use_bytes)
    }
}

impl Key for i128 {
    fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
        with_digits(*self < 0, self.unsigned_abs(), use_bytes)
    }
}

macro_rules! unsigned {
    ($($number:ty),*) => {$(
        impl Key for $number {
            #[inline]
            fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
                with_short_digits(false, u64::from(*self), use_bytes)
            }
        }
    )*};
}

macro_rules! signed {
    ($($number:ty),*) => {$(
        impl Key for $number {
            #[inline]
            fn with_bytes<T>(&self, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
                with_short_digits(*self < 0, u64::from(self.unsigned_abs()), use_bytes)
            }
        }
    )*};
}

unsigned!(u8, u16, u32, u64);
signed!(i8, i16, i32, i64);

/// Writes the digits of numbers that the type holds, the last first.
macro_rules! digits {
    ($name:ident, $number:ty, $most:literal) => {
        #[inline]
        fn $name<T>(is_negative: bool, mut number: $number, use_bytes: impl FnOnce(&[u8]) -> T) -> T {
            // One more than the digits, for the sign.
            let mut text = [0_u8; $most + 1];
            let mut start = text.len();
            for place in text.iter_mut().rev() {
                // A digit.
                *place = b'0' + (number % 10) as u8;
                number /= 10;
                start -= 1;
                if number == 0 {
                    break;
                }
            }
            if is_negative {
                start = start.saturating_sub(1);
                if let Some(place) = text.get_mut(start) {
                    *place = b'-';
                }
            }
            use_bytes(text.get(start..).unwrap_or_default())
        }
    };
}

digits!(with_short_digits, u64, 20);
digits!(with_digits, u128, 39);

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: impl Key) -> String {
        key.with_bytes(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    #[test]
    fn numbers_are_their_decimal_digits() {
        for number in [0, 7, 10, 4711, i64::MAX, -1, -10, i64::MIN] {
            assert_eq!(text(number), number.to_string());
            assert_eq!(text(i128::from(number)), number.to_string());
        }
        assert_eq!(text(u64::MAX), u64::MAX.to_string());
        assert_eq!(text(u128::MAX), u128::MAX.to_string());
        assert_eq!(text(i128::MIN), i128::MIN.to_string());
        assert_eq!(text(-128_i8), "-128");
    }

    #[test]
    fn texts_are_as_they_are() {
        assert_eq!(text(" zoë "), " zoë ");
        assert_eq!(text(String::from("007")), "007");
    }
}
