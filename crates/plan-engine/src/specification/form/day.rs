//! Days of the week.

use schedule::Weekday;

/// The days in their order, with their names: a word that begins like one and has three letters or more is that day.
pub(super) const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// A day, as a group of a regular expression.
pub(super) const PATTERN: &str =
    "([Mm]on(day)?|[Tt]ue(sday)?|[Ww]ed(nesday)?|[Tt]hu(rsday)?|[Ff]ri(day)?|[Ss]at(urday)?|[Ss]un(day)?)";

/// All seven.
pub(super) fn all() -> Vec<Weekday> {
    DAYS.iter().map(|(_, day)| *day).collect()
}

/// `Mon`, `monday`, `Mon-Fri`, `Mon,Wed,Sat-Sun`; each day once, in the order of the week.
pub(super) fn read(text: &str) -> Option<Vec<Weekday>> {
    let mut open = [false; 7];
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (index(from.trim())?, index(to.trim())?);
        // `Fri-Mon` runs over the end of the week.
        let days = (to + 7 - from) % 7;
        for day in 0..=days {
            *open.get_mut((from + day) % 7)? = true;
        }
    }
    Some(DAYS.iter().zip(open).filter(|(_, open)| *open).map(|((_, day), _)| *day).collect())
}

fn index(word: &str) -> Option<usize> {
    let mut letters = word.chars();
    let lower: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    DAYS.iter().position(|(name, _)| *name == lower || name.get(..3) == Some(lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_ranges_of_them() {
        use Weekday::{Friday, Monday, Saturday, Sunday};
        assert_eq!(read("Mon"), Some(vec![Monday]));
        assert_eq!(read("sat, Sun"), Some(vec![Saturday, Sunday]));
        assert_eq!(read("Friday-Monday"), Some(vec![Monday, Friday, Saturday, Sunday]));
        assert_eq!(read("Mon-Fri").map(|days| days.len()), Some(5));
        for text in ["", "Mo", "Mon-", "Mond", "Mon Tue", "MON"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
