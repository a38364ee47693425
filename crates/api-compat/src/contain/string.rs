//! The shortest string for which everything that is known holds.

use std::rc::Rc;

use serde_json::Value as Json;

use super::goal::Outcome;
use super::pattern::Matching;
use super::solve::{Solver, unknown};
use super::state::{State, Strings};

/// Characters that a witness may have.
const LONGEST: u64 = 4_096;

impl Solver<'_> {
    pub(super) fn string(&mut self, state: &State) -> Outcome {
        let strings = &state.strings;
        if strings.max.is_some_and(|max| max < strings.min) {
            return Outcome::Empty;
        }
        let contrary =
            |(text, wanted): &(Rc<str>, bool)| *wanted && strings.patterns.contains(&(Rc::clone(text), false));
        if strings.patterns.iter().any(contrary) || super::format::contradict(&strings.formats) {
            return Outcome::Empty;
        }
        if strings.min > LONGEST {
            return unknown("the string that would show it is too long to be written");
        }
        let (patterns, opaque) = super::format::as_patterns(strings);
        let range = (strings.min, strings.max);
        let refused = |text: &str| state.is_excluded(&Json::from(text));
        for candidate in super::format::samples(&strings.formats, range) {
            let value = Json::from(candidate);
            if self.holds(&state.goal, &value) == Some(true) {
                return Outcome::Value(Rc::new(value));
            }
        }
        if patterns.is_empty() {
            let found = plain(range, &refused);
            return match found {
                Some(_) if opaque => unknown("a format is not known well enough to tell"),
                Some(text) => Outcome::Value(Rc::new(text.into())),
                None if strings.max == Some(0) => Outcome::Empty,
                None => unknown("no string was found that shows the difference"),
            };
        }
        match self.patterns.find(&patterns, range, &refused) {
            Matching::None if self.is_certain(strings, range) => Outcome::Empty,
            Matching::None => unknown("a format has no pattern that says exactly what it refuses"),
            Matching::Text(text) if !opaque => Outcome::Value(Rc::new(text.into())),
            Matching::Text(_) => unknown("a format is not known well enough to tell"),
            Matching::Unknown => unknown("a pattern is not one that can be compared"),
        }
    }

    /// Whether there is no string even if those formats that their patterns say too much of refuse nothing.
    fn is_certain(&mut self, strings: &Strings, range: (u64, Option<u64>)) -> bool {
        let mut known = strings.clone();
        known.formats.retain(|(format, positive)| *positive || !super::format::is_approximate(format));
        if known.formats.len() == strings.formats.len() {
            return true;
        }
        let (patterns, _) = super::format::as_patterns(&known);
        matches!(self.patterns.find(&patterns, range, &|_| false), Matching::None)
    }
}

/// The shortest strings, until one is not refused.
fn plain((min, max): (u64, Option<u64>), refused: &dyn Fn(&str) -> bool) -> Option<String> {
    let letters = || ('a'..='z').chain('A'..='Z').chain('0'..='9');
    for length in min..=max.unwrap_or(u64::MAX).min(min + 2) {
        let length = usize::try_from(length).ok()?;
        let Some(stem) = length.checked_sub(1).map(|stem| "a".repeat(stem)) else {
            if !refused("") {
                return Some(String::new());
            }
            continue;
        };
        let found = letters().map(|letter| format!("{stem}{letter}")).find(|text| !refused(text));
        if found.is_some() {
            return found;
        }
    }
    None
}
