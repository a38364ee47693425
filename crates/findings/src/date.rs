//! A day, as ISO 8601 writes it.

/// A day of the calendar, written `2026-03-31`. Days come from the caller: nothing here looks at a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, where the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=days).contains(&day) && year <= 9999).then_some(Self { year, month, day })
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }
}

impl std::str::FromStr for Date {
    type Err = String;

    /// Reads `2026-03-31`; a time behind it (`2026-03-31T12:00:00Z`, RFC 3339) is passed over.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is no day: write it as in 2026-03-31");
        let (day, rest) = text.split_at_checked(10).ok_or_else(wrong)?;
        let number = |part: Option<&str>, length: usize| {
            let part = part.filter(|it| it.len() == length && it.bytes().all(|byte| byte.is_ascii_digit()))?;
            part.parse::<u16>().ok()
        };
        let mut parts = day.split('-');
        let (year, month, day) = (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2));
        let (Some(year), Some(month), Some(day), true) = (year, month, day, rest.is_empty() || rest.starts_with('T'))
        else {
            return Err(wrong());
        };
        let small = |it: u16| u8::try_from(it).unwrap_or(0);
        Self::new(year, small(month), small(day)).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_written_and_ordered() {
        let read = |text: &str| text.parse::<Date>();
        assert_eq!(read("2026-03-31").unwrap().to_string(), "2026-03-31");
        assert!(read("2026-03-31").unwrap() < read("2026-04-01T00:00:00Z").unwrap());
        assert!(read("2024-02-29").is_ok() && read("2000-02-29").is_ok());
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2026-3-1",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-32",
            "tomorrow",
            "2026-01-01x",
            "+026-01-01",
            "2026-01-0é",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
