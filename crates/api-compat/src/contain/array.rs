//! The smallest array for which everything that is known holds.

use std::rc::Rc;

use serde_json::Value as Json;

use super::goal::{Literal, Outcome, Search};
use super::solve::{Solver, unknown};
use super::state::{Arrays, State};
use crate::schema::{Atom, ValueSet};

/// Items that a witness may have.
const MOST: u64 = 512;

/// An array that is being put together: what each of its items is to be, beyond what all are.
#[derive(Debug, Clone, Default)]
struct Draft {
    extra: Vec<Vec<Literal>>,
}

impl Solver<'_> {
    pub(super) fn array(&mut self, state: &State) -> Search<Outcome> {
        let arrays = Rc::clone(&state.arrays);
        let least = arrays.counted.iter().map(|(_, least, _)| *least).fold(arrays.min, u64::max);
        let least = least.max(if arrays.repeated { 2 } else { 0 });
        if arrays.max.is_some_and(|max| max < least) || (arrays.unique && arrays.repeated) {
            return Ok(Outcome::Empty);
        }
        if least > MOST {
            return Ok(unknown("the array that would show it is too long to be written"));
        }
        if let Some(outcome) = self.too_many(&arrays)? {
            return Ok(outcome);
        }
        let mut draft = Draft::default();
        draft.extra.resize(usize::try_from(arrays.min).unwrap_or(0), Vec::new());
        let mut wanted = 0;
        for (from, literal) in &arrays.some {
            wanted += 1;
            if let Some(outcome) = self.place(&arrays, &mut draft, *from, *literal, wanted > 1)? {
                return Ok(outcome);
            }
        }
        for (literal, least, _) in &arrays.counted {
            for count in 0..*least {
                wanted += 1;
                let from = if count == 0 { 0 } else { usize::try_from(count).unwrap_or(0) };
                if let Some(outcome) = self.place(&arrays, &mut draft, from, *literal, wanted > 1)? {
                    return Ok(outcome);
                }
            }
        }
        if arrays.repeated
            && let Some(outcome) = self.repeat(&arrays, &draft)?
        {
            return Ok(outcome);
        }
        self.fill(state, &arrays, &draft)
    }

    /// Whether more items are so than may be: by what is asked for, or where each of those that must be there is so.
    fn too_many(&mut self, arrays: &Arrays) -> Search<Option<Outcome>> {
        for (literal, _, most) in &arrays.counted {
            let Some(most) = *most else { continue };
            for (other, least, _) in &arrays.counted {
                // All that the other one finds counts here, too.
                let finds = vec![*other, literal.signed(!literal.positive)];
                if *least > most && matches!(self.solve(finds)?, Outcome::Empty) {
                    return Ok(Some(Outcome::Empty));
                }
            }
            if most >= arrays.min {
                continue;
            }
            let mut forced = 0;
            for index in 0..usize::try_from(arrays.min).unwrap_or(0) {
                let mut literals = item_literals(arrays, index);
                literals.push(literal.signed(!literal.positive));
                if matches!(self.solve(literals)?, Outcome::Empty) {
                    forced += 1;
                }
            }
            if forced > most {
                return Ok(Some(Outcome::Empty));
            }
        }
        Ok(None)
    }

    /// Puts an item that is so into the draft, at the first place where it can be; an outcome where it cannot.
    fn place(
        &mut self,
        arrays: &Arrays,
        draft: &mut Draft,
        from: usize,
        literal: Literal,
        not_first: bool,
    ) -> Search<Option<Outcome>> {
        // Behind the last index of which something is said, all places are the same.
        let last = special(arrays).max(from).max(draft.extra.len());
        let mut reason = None;
        for index in from..=last {
            if arrays.max.is_some_and(|max| index as u64 >= max) || index as u64 >= MOST {
                break;
            }
            let mut literals = item_literals(arrays, index);
            literals.extend(draft.extra.get(index).into_iter().flatten());
            literals.push(literal);
            match self.solve(literals)? {
                Outcome::Value(_) => {
                    if draft.extra.len() <= index {
                        draft.extra.resize(index + 1, Vec::new());
                    }
                    if let Some(extra) = draft.extra.get_mut(index) {
                        extra.push(literal);
                    }
                    return Ok(None);
                }
                Outcome::Empty => {}
                Outcome::Unknown(why) => reason = Some(why),
            }
        }
        Ok(Some(match reason {
            Some(why) => Outcome::Unknown(why),
            // Another place of the items before might have left room.
            None if not_first => unknown("several items of an array are asked for at once"),
            None => Outcome::Empty,
        }))
    }

    /// Whether two items can be equal; the values are chosen when the draft is filled.
    fn repeat(&mut self, arrays: &Arrays, draft: &Draft) -> Search<Option<Outcome>> {
        let last = special(arrays).max(draft.extra.len()) + 1;
        let last = arrays.max.map_or(last, |max| last.min(usize::try_from(max).unwrap_or(last).saturating_sub(1)));
        let mut reason = None;
        for one in 0..=last.min(8) {
            for other in one + 1..=last.min(8) {
                let mut literals = item_literals(arrays, one);
                literals.extend(item_literals(arrays, other));
                match self.solve(literals)? {
                    Outcome::Value(value) => return Ok(Some(self.repeated(arrays, draft, (one, other), &value)?)),
                    Outcome::Empty => {}
                    Outcome::Unknown(why) => reason = Some(why),
                }
            }
        }
        Ok(Some(match reason {
            Some(why) => Outcome::Unknown(why),
            None if last > 8 => unknown("the array that would show it is too long to be looked for"),
            None => Outcome::Empty,
        }))
    }

    fn repeated(&mut self, arrays: &Arrays, draft: &Draft, pair: (usize, usize), value: &Json) -> Search<Outcome> {
        let length = draft.extra.len().max(pair.1 + 1);
        let mut items = Vec::new();
        for index in 0..length {
            if index == pair.0 || index == pair.1 {
                items.push(value.clone());
                continue;
            }
            match self.solve(item_literals(arrays, index))? {
                Outcome::Value(item) => items.push((*item).clone()),
                other => return Ok(other),
            }
        }
        Ok(Outcome::Value(Rc::new(Json::Array(items))))
    }

    /// Solves item by item.
    fn fill(&mut self, state: &State, arrays: &Arrays, draft: &Draft) -> Search<Outcome> {
        let mut items: Vec<Json> = Vec::new();
        let exact = draft.extra.iter().all(Vec::is_empty);
        let mut index = 0;
        loop {
            if index >= draft.extra.len() {
                let value = Json::Array(items.clone());
                if !state.is_excluded(&value) && self.holds(&state.goal, &value) == Some(true) {
                    return Ok(Outcome::Value(Rc::new(value)));
                }
                // A longer one may do where this one is excluded or what is counted does not come out.
                if index >= draft.extra.len() + 3 || arrays.max.is_some_and(|max| index as u64 >= max) {
                    let empty = items.is_empty() && exact && arrays.max == Some(0);
                    return Ok(if empty {
                        Outcome::Empty
                    } else {
                        unknown("no array was found that shows the difference")
                    });
                }
            }
            let mut literals = item_literals(arrays, index);
            literals.extend(draft.extra.get(index).into_iter().flatten());
            let outcome =
                if arrays.unique { self.distinct(literals, &items)? } else { self.sparing(arrays, literals)? };
            match outcome {
                Outcome::Value(item) => items.push((*item).clone()),
                // Items that must be there and cannot be.
                Outcome::Empty if index < draft.extra.len() && exact && !arrays.unique => return Ok(Outcome::Empty),
                Outcome::Empty => return Ok(unknown("no array was found that shows the difference")),
                other @ Outcome::Unknown(_) => return Ok(other),
            }
            index += 1;
        }
    }

    /// A value that does not count where only so many may, if there is one.
    fn sparing(&mut self, arrays: &Arrays, literals: Vec<Literal>) -> Search<Outcome> {
        let limited = arrays.counted.iter().filter(|(literal, _, most)| most.is_some() && !literals.contains(literal));
        let refused: Vec<_> = limited.map(|(literal, ..)| literal.signed(!literal.positive)).collect();
        if !refused.is_empty() {
            let sparing = literals.iter().copied().chain(refused).collect();
            if let found @ Outcome::Value(_) = self.solve(sparing)? {
                return Ok(found);
            }
        }
        self.solve(literals)
    }

    /// A value that is none of the items so far.
    fn distinct(&mut self, mut literals: Vec<Literal>, items: &[Json]) -> Search<Outcome> {
        let outcome = self.solve(literals.clone())?;
        match &outcome {
            Outcome::Value(value) if items.contains(value) => {}
            _ => return Ok(outcome),
        }
        let known = self.library.make(vec![Atom::Values(Rc::new(ValueSet::new(items.to_vec())))]);
        literals.push(Literal::refused(known));
        self.solve(literals)
    }
}

/// The first index behind all of which something special is said.
fn special(arrays: &Arrays) -> usize {
    let at = arrays.at.keys().next_back().map_or(0, |index| index + 1);
    arrays.from.iter().map(|(index, _)| *index).fold(at, usize::max)
}

/// What the item at an index is to be.
pub(super) fn item_literals(arrays: &Arrays, index: usize) -> Vec<Literal> {
    let at = arrays.at.get(&index).into_iter().flatten().copied();
    at.chain(arrays.from.iter().filter(|(from, _)| *from <= index).map(|(_, literal)| *literal)).collect()
}
