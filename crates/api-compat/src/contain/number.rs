//! The smallest number for which everything that is known holds.

use std::rc::Rc;

use super::decimal::Decimal;
use super::goal::Outcome;
use super::solve::unknown;
use super::state::{Numbers, State};

/// Candidates that are looked at.
const CANDIDATES: i64 = 2_000;

/// The integer that is nearest to zero.
pub(super) fn integer(state: &State) -> Outcome {
    among_multiples(state, Decimal::ONE, false)
}

/// A number that is no integer.
pub(super) fn fraction(state: &State) -> Outcome {
    let numbers = &state.numbers;
    if numbers.multiples.is_empty() {
        return between(state);
    }
    let Some(step) = numbers.multiples.iter().try_fold(None, |step: Option<Decimal>, it| match step {
        Some(step) => step.common_multiple(*it).map(Some),
        None => Some(Some(*it)),
    }) else {
        return unknown("the numbers of `multipleOf` are too long to compute with");
    };
    match step {
        Some(step) if step.is_integer() => Outcome::Empty,
        Some(step) => among_multiples(state, step, true),
        None => Outcome::Empty,
    }
}

fn fits(numbers: &Numbers, value: Decimal) -> bool {
    let above = numbers.lower.is_none_or(|(bound, exclusive)| value > bound || (value == bound && !exclusive));
    let below = numbers.upper.is_none_or(|(bound, exclusive)| value < bound || (value == bound && !exclusive));
    above && below
}

/// Whether the value is what `state` says apart from the bounds; none where that cannot be computed.
fn suits(state: &State, value: Decimal) -> Option<bool> {
    for step in &state.numbers.multiples {
        if !value.is_multiple_of(*step)? {
            return Some(false);
        }
    }
    for step in &state.numbers.no_multiples {
        if value.is_multiple_of(*step)? {
            return Some(false);
        }
    }
    Some(!state.is_excluded(&value.to_json()?))
}

/// Goes through the multiples of all steps from the one nearest to zero.
fn among_multiples(state: &State, unit: Decimal, fraction: bool) -> Outcome {
    let numbers = &state.numbers;
    let step = numbers.multiples.iter().try_fold(unit, |step, it| step.common_multiple(*it));
    let Some(step) = step else { return unknown("the numbers of `multipleOf` are too long to compute with") };
    if numbers.no_multiples.iter().any(|it| step.is_multiple_of(*it) == Some(true)) {
        return Outcome::Empty;
    }
    let Some(range) = factors(numbers, step) else {
        return unknown("the bounds are too long to compute with");
    };
    let mut complete = false;
    let mut uncertain = false;
    for index in 0..CANDIDATES {
        let Some(factor) = range.at(index) else {
            complete = true;
            break;
        };
        let Some(value) = factor.times(step) else { break };
        if fraction && value.is_integer() {
            continue;
        }
        match suits(state, value) {
            Some(true) => {
                if let Some(json) = value.to_json() {
                    return Outcome::Value(Rc::new(json));
                }
            }
            Some(false) => {}
            None => uncertain = true,
        }
    }
    if complete && !uncertain { Outcome::Empty } else { unknown("no number was found that shows the difference") }
}

/// Integers between two bounds, from the one nearest to zero.
struct Factors {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl Factors {
    fn at(&self, index: i64) -> Option<Decimal> {
        let index = Decimal::from(index);
        let within = |value: Decimal| {
            (self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)).then_some(value)
        };
        match (self.low, self.high) {
            (Some(low), _) if low > Decimal::ZERO => within(low.plus(index)?),
            (_, Some(high)) if high.is_negative() => within(high.minus(index)?),
            _ => self.around_zero(index),
        }
    }

    /// 0, 1, -1, 2, -2, … and what is left on the longer side.
    fn around_zero(&self, index: Decimal) -> Option<Decimal> {
        let two = Decimal::from(2);
        let shorter = match (self.low, self.high) {
            (Some(low), Some(high)) => Some((Decimal::ZERO.minus(low)?.min(high), Decimal::ZERO.minus(low)? > high)),
            (Some(low), None) => Some((Decimal::ZERO.minus(low)?, false)),
            (None, Some(high)) => Some((high, true)),
            (None, None) => None,
        };
        let half = index.plus(Decimal::ONE)?.floor_div(two)?;
        let positive = !index.is_multiple_of(two)?;
        if let Some((both, down)) = shorter
            && half > both
        {
            let further = index.minus(both)?;
            let end = if down { self.low.map(|low| Decimal::ZERO.minus(low)) } else { self.high.map(Some) };
            let end = end.flatten();
            if end.is_some_and(|end| further > end) {
                return None;
            }
            return if down { Decimal::ZERO.minus(further) } else { Some(further) };
        }
        if positive { Some(half) } else { Decimal::ZERO.minus(half) }
    }
}

fn factors(numbers: &Numbers, step: Decimal) -> Option<Factors> {
    let low = match numbers.lower {
        None => None,
        Some((bound, exclusive)) => {
            let floor = bound.floor_div(step)?;
            let exact = floor.times(step)? == bound;
            Some(if exact && !exclusive { floor } else { floor.plus(Decimal::ONE)? })
        }
    };
    let high = match numbers.upper {
        None => None,
        Some((bound, exclusive)) => {
            let floor = bound.floor_div(step)?;
            let exact = floor.times(step)? == bound;
            Some(if exact && exclusive { floor.minus(Decimal::ONE)? } else { floor })
        }
    };
    Some(Factors { low, high })
}

/// A number between the bounds that is no integer; nothing says of what it is to be a multiple.
fn between(state: &State) -> Outcome {
    let numbers = &state.numbers;
    if let (Some((low, _)), Some((high, _))) = (numbers.lower, numbers.upper) {
        if low > high {
            return Outcome::Empty;
        }
        if low == high {
            return match (fits(numbers, low) && !low.is_integer(), suits(state, low)) {
                (false, _) | (_, Some(false)) => Outcome::Empty,
                (true, Some(true)) => low.to_json().map_or_else(too_long, |json| Outcome::Value(Rc::new(json))),
                (true, None) => too_long(),
            };
        }
    }
    for value in fractions(numbers) {
        if fits(numbers, value)
            && !value.is_integer()
            && suits(state, value) == Some(true)
            && let Some(json) = value.to_json()
        {
            return Outcome::Value(Rc::new(json));
        }
    }
    unknown("no number was found that shows the difference")
}

fn too_long() -> Outcome {
    unknown("the number is too long to be written as a float")
}

/// Numbers with a fraction, near zero, near the bounds, and between them.
fn fractions(numbers: &Numbers) -> Vec<Decimal> {
    let half = Decimal::new(5, -1);
    let mut found = vec![half, Decimal::new(-5, -1), Decimal::new(15, -1), Decimal::new(1, -1), Decimal::new(123, -3)];
    let offsets = [half, Decimal::new(1, -1), Decimal::new(1, -3), Decimal::new(1, -6), Decimal::new(123, -4)];
    for (bound, _) in numbers.lower.into_iter().chain(numbers.upper) {
        found.push(bound);
        found.extend(offsets.iter().flat_map(|offset| [bound.plus(*offset), bound.minus(*offset)]).flatten());
    }
    if let (Some((low, _)), Some((high, _))) = (numbers.lower, numbers.upper)
        && let Some(sum) = low.plus(high)
    {
        let mut middle = sum.times(half);
        for _ in 0..8 {
            found.extend(middle);
            middle = middle.and_then(|it| it.plus(low)).and_then(|it| it.times(half));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(low: Option<i64>, high: Option<i64>) -> Vec<String> {
        let range = Factors { low: low.map(Decimal::from), high: high.map(Decimal::from) };
        (0..9).map_while(|index| range.at(index)).map(|it| it.to_json().unwrap().to_string()).collect()
    }

    #[test]
    fn integers_are_gone_through_from_zero() {
        assert_eq!(all(None, None)[..5], ["0", "1", "-1", "2", "-2"]);
        assert_eq!(all(Some(3), Some(5)), ["3", "4", "5"]);
        assert_eq!(all(Some(-5), Some(-4)), ["-4", "-5"]);
        assert_eq!(all(Some(-1), Some(3)), ["0", "1", "-1", "2", "3"]);
        assert_eq!(all(Some(-3), Some(1)), ["0", "1", "-1", "-2", "-3"]);
        assert_eq!(all(Some(0), Some(2)), ["0", "1", "2"]);
        assert_eq!(all(Some(-2), Some(0)), ["0", "-1", "-2"]);
    }
}
