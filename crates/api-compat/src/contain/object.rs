//! The smallest object for which everything that is known holds.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::goal::{Literal, Outcome, Search};
use super::solve::{Solver, unknown};
use super::state::{Demand, Objects, State};
use crate::schema::{Atom, Types, ValueSet};

/// Patterns of names whose combinations are gone through.
const PATTERNS: usize = 4;

/// Properties that a witness may have.
const MOST: u64 = 512;

/// An object that is being put together.
#[derive(Debug, Default)]
struct Draft {
    /// Names that are there, with what their values are to be beyond what is known anyway.
    extra: BTreeMap<Rc<str>, Vec<Literal>>,
}

impl Solver<'_> {
    /// What the value of the property is to be; none where it cannot be told which patterns its name matches.
    pub(super) fn property_literals(&mut self, state: &State, name: &Rc<str>) -> Option<Vec<Literal>> {
        let objects = &state.objects;
        let mut literals = objects.properties.get(name).map(|it| it.literals.clone()).unwrap_or_default();
        literals.extend(objects.looked_up(name));
        self.charge(objects.patterns.len());
        for (pattern, literal) in &objects.patterns {
            if self.patterns.matches(pattern, name)? {
                literals.push(*literal);
            }
        }
        for (names, literal) in &objects.others {
            if !self.declares(names, name)? {
                literals.push(*literal);
            }
        }
        if self.is_undeclared(state, name)? {
            literals.push(Literal::accepted(self.library.never()));
        }
        if state.is_hidden(name, true) {
            literals.push(Literal::accepted(self.library.never()));
        }
        Some(literals)
    }

    /// Whether it is known that the property is not sent, as nothing declares it; none where that cannot be told.
    fn is_undeclared(&mut self, state: &State, name: &Rc<str>) -> Option<bool> {
        let objects = &state.objects;
        // What an alternative declares is sent once it is chosen; before that nobody knows what is not.
        if !self.closed || !objects.sent || objects.open || state.unsettled {
            return Some(false);
        }
        // An object of which nothing is declared holds what its writer likes, but for what the other side names.
        let mut declared = match objects.properties.get(name) {
            Some(known) => known.stated,
            None => objects.is_free() && objects.looked_up(name).next().is_none(),
        };
        for names in &objects.declared {
            declared = declared || self.declares(names, name)?;
        }
        Some(!declared)
    }

    /// Whether the value is an object that has to have a property which is not sent.
    pub(super) fn wants_undeclared(&mut self, state: &State) -> bool {
        let mut wanted = state.objects.properties.iter().filter(|(_, property)| property.required && !property.stated);
        state.is_only(Types::OBJECT)
            && wanted.any(|(name, _)| !state.is_hidden(name, false) && self.is_undeclared(state, name) == Some(true))
    }

    pub(super) fn declares(&mut self, names: &crate::schema::Names, name: &str) -> Option<bool> {
        if names.has_name(name) {
            return Some(true);
        }
        for pattern in &names.patterns {
            if self.patterns.matches(pattern, name)? {
                return Some(true);
            }
        }
        Some(false)
    }

    pub(super) fn object(&mut self, state: &State) -> Search<Outcome> {
        let objects = Rc::clone(&state.objects);
        let mut draft = Draft::default();
        for (name, property) in &objects.properties {
            if property.required && !state.is_hidden(name, false) {
                draft.extra.insert(Rc::clone(name), Vec::new());
            }
        }
        if objects.max.is_some_and(|max| max < objects.min || max < draft.extra.len() as u64) {
            return Ok(Outcome::Empty);
        }
        if objects.min > MOST {
            return Ok(unknown("the object that would show it is too large to be written"));
        }
        let mut reason = None;
        let required: Vec<_> = draft.extra.keys().cloned().collect();
        for name in &required {
            match self.property(state, name, &[])? {
                Outcome::Empty => return Ok(Outcome::Empty),
                Outcome::Unknown(why) => reason = Some(why),
                Outcome::Value(_) => {}
            }
        }
        if let Some(outcome) = self.demands(state, &objects, &mut draft)? {
            return Ok(outcome);
        }
        match reason {
            Some(why) => Ok(Outcome::Unknown(why)),
            None => self.complete(state, &objects, draft),
        }
    }

    /// A value of the property under which `extra` holds too; empty where its name is refused.
    fn property(&mut self, state: &State, name: &Rc<str>, extra: &[Literal]) -> Search<Outcome> {
        let objects = Rc::clone(&state.objects);
        for literal in &objects.names {
            match self.literal_holds(*literal, &Json::from(&**name)) {
                Some(true) => {}
                Some(false) => return Ok(Outcome::Empty),
                None => return Ok(unknown("whether the name of a property is accepted cannot be told")),
            }
        }
        let Some(mut literals) = self.property_literals(state, name) else {
            return Ok(unknown("a pattern of property names is not one that can be compared"));
        };
        literals.extend(extra);
        self.solve(literals)
    }

    /// Meets what is demanded of some property; an outcome where that cannot be done.
    fn demands(&mut self, state: &State, objects: &Objects, draft: &mut Draft) -> Search<Option<Outcome>> {
        for (count, demand) in objects.demands.iter().enumerate() {
            let mut reason = None;
            let mut met = false;
            let full = objects.max.is_some_and(|max| draft.extra.len() as u64 >= max);
            let (names, complete) = self.candidates(state, objects, demand)?;
            for name in names {
                if full && !draft.extra.contains_key(&name) {
                    continue;
                }
                let mut extra = draft.extra.get(&name).cloned().unwrap_or_default();
                extra.extend(demand.value());
                match self.property(state, &name, &extra)? {
                    Outcome::Value(_) => {
                        draft.extra.insert(name, extra);
                        met = true;
                        break;
                    }
                    Outcome::Unknown(why) => reason = Some(why),
                    Outcome::Empty => {}
                }
            }
            if met {
                continue;
            }
            return Ok(Some(match reason {
                Some(why) => Outcome::Unknown(why),
                None if !complete => unknown("a pattern of property names is not one that can be compared"),
                None if count > 0 => unknown("several properties are asked for at once"),
                None => Outcome::Empty,
            }));
        }
        Ok(None)
    }

    /// Names that meet a demand, and whether they stand for all that do.
    fn candidates(&mut self, state: &State, objects: &Objects, demand: &Demand) -> Search<(Vec<Rc<str>>, bool)> {
        let known = known_names(objects);
        let mut names = Vec::new();
        let mut complete = true;
        for name in &known {
            let meets = match demand {
                Demand::Other(declared, _) => self.declares(declared, name).map(|it| !it),
                Demand::Matching(pattern, _) => self.patterns.matches(pattern, name),
                Demand::Named(literal) => self.literal_holds(*literal, &Json::from(&**name)),
            };
            match meets {
                Some(true) => names.push(Rc::clone(name)),
                Some(false) => {}
                None => complete = false,
            }
        }
        // Required ones first: they make the object no larger.
        names.sort_by_key(|name| !objects.properties.get(name).is_some_and(|it| it.required));
        let (fresh, all) = self.fresh_names(state, objects, Some(demand), &known)?;
        names.extend(fresh);
        Ok((names, complete && all))
    }

    /// One name for each kind of names that are not known: each combination of patterns that match or not.
    fn fresh_names(
        &mut self,
        state: &State,
        objects: &Objects,
        demand: Option<&Demand>,
        known: &BTreeSet<Rc<str>>,
    ) -> Search<(Vec<Rc<str>>, bool)> {
        let patterns = name_patterns(state, objects, demand);
        if patterns.len() > PATTERNS {
            return Ok((Vec::new(), false));
        }
        if patterns.is_empty() && objects.names.is_empty() && !matches!(demand, Some(Demand::Named(_))) {
            return Ok((fresh_name(known).into_iter().collect(), true));
        }
        let known = known.iter().map(|name| Json::from(&**name)).collect();
        let known = self.library.make(vec![Atom::Values(Rc::new(ValueSet::new(known)))]);
        let mut found = Vec::new();
        let mut complete = true;
        for combination in 0..1_u32 << patterns.len() {
            let matches = |index: usize| combination & (1 << index) != 0;
            let demanded = match demand {
                Some(Demand::Matching(pattern, _)) => patterns.iter().position(|it| it == pattern).is_some_and(matches),
                Some(Demand::Other(names, _)) => {
                    !patterns.iter().enumerate().any(|(index, it)| matches(index) && names.patterns.contains(it))
                }
                _ => true,
            };
            if !demanded {
                continue;
            }
            let mut literals = vec![Literal::refused(known)];
            literals.push(Literal::accepted(self.library.make(vec![Atom::Types(Types::STRING)])));
            for (index, pattern) in patterns.iter().enumerate() {
                let schema = self.library.make(vec![Atom::Pattern(Rc::clone(pattern))]);
                literals.push(Literal::accepted(schema).signed(matches(index)));
            }
            literals.extend(&objects.names);
            if let Some(Demand::Named(literal)) = demand {
                literals.push(*literal);
            }
            let written = self.library.make(vec![Atom::MinLength(1)]);
            let named = literals.iter().copied().chain([Literal::accepted(written)]).collect();
            let outcome = match self.solve(named)? {
                Outcome::Value(name) => Outcome::Value(name),
                // The empty name is one, too.
                _ => self.solve(literals)?,
            };
            match outcome {
                Outcome::Value(name) => found.extend(name.as_str().map(Rc::from)),
                Outcome::Empty => {}
                Outcome::Unknown(_) => complete = false,
            }
        }
        Ok((found, complete))
    }

    /// Adds as many properties as there must be, and solves them.
    fn complete(&mut self, state: &State, objects: &Objects, mut draft: Draft) -> Search<Outcome> {
        let mut complete = objects.demands.len() <= 1;
        let mut names = None;
        loop {
            if draft.extra.len() as u64 >= objects.min {
                let outcome = self.written(state, &draft)?;
                match &outcome {
                    Outcome::Value(value) if state.is_excluded(value) => {}
                    _ => return Ok(outcome),
                }
            }
            // Mostly nobody asks for more than is there.
            let (more, taken) = names.get_or_insert_with(|| {
                let known = known_names(objects);
                (known.clone().into_iter(), known)
            });
            if draft.extra.len() as u64 >= objects.min {
                if objects.max.is_some_and(|max| draft.extra.len() as u64 >= max) || taken.len() > 600 {
                    return Ok(if complete && objects.max == Some(0) {
                        Outcome::Empty
                    } else {
                        unknown("no object was found that shows the difference")
                    });
                }
                complete = false;
            }
            let name = if let Some(name) = more.next() {
                name
            } else {
                let (fresh, all) = self.fresh_names(state, objects, None, taken)?;
                complete &= all;
                let mut usable = None;
                for name in fresh {
                    match self.property(state, &name, &[])? {
                        Outcome::Value(_) => usable = usable.or(Some(name)),
                        Outcome::Unknown(_) => complete = false,
                        Outcome::Empty => {}
                    }
                }
                match usable {
                    Some(name) => name,
                    None if complete => return Ok(Outcome::Empty),
                    None => return Ok(unknown("no object with so many properties was found")),
                }
            };
            taken.insert(Rc::clone(&name));
            if draft.extra.contains_key(&name) {
                continue;
            }
            match self.property(state, &name, &[])? {
                Outcome::Value(_) => {
                    draft.extra.insert(name, Vec::new());
                }
                Outcome::Empty => {}
                Outcome::Unknown(_) => complete = false,
            }
        }
    }

    fn written(&mut self, state: &State, draft: &Draft) -> Search<Outcome> {
        let mut members = Map::new();
        for (name, extra) in &draft.extra {
            match self.property(state, name, extra)? {
                Outcome::Value(value) => {
                    members.insert(name.to_string(), (*value).clone());
                }
                other => return Ok(other),
            }
        }
        Ok(Outcome::Value(Rc::new(Json::Object(members))))
    }
}

impl Demand {
    /// What the value of the property is to be.
    fn value(&self) -> Option<Literal> {
        match self {
            Self::Other(_, literal) | Self::Matching(_, literal) => Some(*literal),
            Self::Named(_) => None,
        }
    }
}

/// A name that is not known.
fn fresh_name(known: &BTreeSet<Rc<str>>) -> Option<Rc<str>> {
    let letters = ('a'..='z').map(|letter| letter.to_string());
    let numbered = (1..=1_000).map(|number| format!("property{number}"));
    letters.chain(numbered).find(|name| !known.contains(name.as_str())).map(Rc::from)
}

/// The names of which something is said.
fn known_names(objects: &Objects) -> BTreeSet<Rc<str>> {
    let properties = objects.properties.keys().chain(objects.names_to_look_up());
    let others = objects.others.iter().flat_map(|(names, _)| &names.names);
    let declared = objects.declared.iter().flat_map(|names| &names.names);
    let demanded = objects.demands.iter().flat_map(|demand| match demand {
        Demand::Other(names, _) => names.names.as_slice(),
        _ => &[],
    });
    properties.chain(others).chain(declared).chain(demanded).cloned().collect()
}

/// All patterns of names that make a difference.
fn name_patterns(state: &State, objects: &Objects, demand: Option<&Demand>) -> Vec<Rc<str>> {
    let mut patterns: BTreeSet<&Rc<str>> = BTreeSet::new();
    for (pattern, _) in &objects.patterns {
        patterns.insert(pattern);
        if patterns.len() > PATTERNS {
            // Too many already.
            break;
        }
    }
    patterns.extend(objects.others.iter().flat_map(|(names, _)| &names.patterns).take(PATTERNS + 1));
    if state.objects.sent && !state.objects.open {
        patterns.extend(objects.declared.iter().flat_map(|names| &names.patterns));
    }
    match demand {
        Some(Demand::Matching(pattern, _)) => {
            patterns.insert(pattern);
        }
        Some(Demand::Other(names, _)) => patterns.extend(&names.patterns),
        _ => {}
    }
    patterns.into_iter().cloned().collect()
}
