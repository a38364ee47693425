//! Solves goals, with memory: each goal once, and goals that lead back to themselves.
//!
//! A value is finite, so a goal that can be met only by meeting itself is met by no value. So every goal begins as empty
//! and counts as such where it is met while it is being solved, or before it was (coinduction, as for recursive types).
//! Who relied on that is remembered: once a goal turns out to be met, those that relied on it are solved again, and so
//! on until nothing changes. A goal changes at most twice, from empty to undecided to met, and is looked at again only
//! where one changed that it relied on: the cost is linear in what refers to what.
//!
//! The native stack bounds how deep goals nest; a goal that lies deeper waits for its turn.

use std::collections::VecDeque;
use std::rc::Rc;

use super::goal::{Goal, Literal, Outcome, Search, Stop};
use super::hidden::Hidden;
use super::pattern::Patterns;
use super::same::Sameness;
use crate::change::Role;
use crate::hash::HashMap;
use crate::schema::{Library, SchemaRef};

/// Goals that may lie within each other before the stack is left.
const DEPTH: usize = 24;

/// Levels of a value from which on it is worth while to look for another one.
const FAR: usize = 10;

/// Steps that one judgement may take, and those that each goal adds which it solves on its way: many schemas may take
/// long, combinations of a few may not.
const FUEL: u64 = 60_000;
const FUEL_OF_GOAL: u64 = 200;

/// Parts of what is known of a value that are copied or gone through in the time of a step.
const ITEMS_OF_STEP: u64 = 8;

/// Goals that may add steps.
const GOALS: u64 = 50_000;

/// Steps that all judgements together may take; then each may take no more than a plain one does.
const ALL_FUEL: u64 = 40_000_000;
const PLAIN_FUEL: u64 = 2_000;
const PLAIN_GOALS: u64 = 100;

/// What is known of a goal.
#[derive(Debug)]
struct Entry {
    goal: Goal,
    /// What is assumed as long as the judgement runs, and known afterwards.
    outcome: Outcome,
    /// Goals that relied on it.
    relied: Vec<usize>,
    /// Whether it waits to be solved, or to be solved again.
    waits: bool,
}

/// Solves goals about the schemas of a library.
pub(crate) struct Solver<'a> {
    pub(crate) library: Library<'a>,
    pub(crate) role: Role,
    /// Whether nothing is sent that is not declared.
    pub(super) closed: bool,
    pub(crate) patterns: Patterns,
    pub(crate) sameness: Sameness,
    pub(super) hidden: HashMap<(Role, SchemaRef), Hidden>,
    pub(super) nothing_hidden: Hidden,
    /// Schemas of which one value is the only one, by its text.
    pub(super) exact: HashMap<String, SchemaRef>,
    fuel: u64,
    /// Steps that all judgements took.
    spent: u64,
    /// Constraints that values were held against.
    pub(super) held: u64,
    /// Whether schemas that look at the same value lay too deep within each other for it to be looked at.
    pub(super) overrun: bool,
    /// Goals that may still add to the fuel.
    goals: u64,
    pub(super) depth: usize,
    /// Choices that lie within each other, those of goals around included.
    pub(super) nested: usize,
    /// Goals by their index in `entries`.
    memory: HashMap<(Role, Goal), usize>,
    entries: Vec<Entry>,
    /// Entries before this one were there before the judgement, and are known.
    first: usize,
    /// Goals that are being solved, each on behalf of the one before.
    open: Vec<usize>,
    waiting: VecDeque<usize>,
    /// Goals that may lie within each other now.
    most: usize,
}

impl<'a> Solver<'a> {
    pub(crate) fn new(library: Library<'a>, closed: bool) -> Self {
        Self {
            library,
            role: Role::Neither,
            closed,
            patterns: Patterns::default(),
            sameness: Sameness::default(),
            hidden: HashMap::default(),
            nothing_hidden: Hidden::default(),
            exact: HashMap::default(),
            fuel: FUEL,
            spent: 0,
            held: 0,
            overrun: false,
            goals: GOALS,
            depth: 0,
            nested: 0,
            memory: HashMap::default(),
            entries: Vec::new(),
            first: 0,
            open: Vec::new(),
            waiting: VecDeque::new(),
            most: DEPTH,
        }
    }

    /// Solves a goal from the start.
    pub(crate) fn run(&mut self, literals: Vec<Literal>, role: Role) -> Outcome {
        self.role = role;
        let goal = self.canonical(literals);
        if let Some(entry) = self.memory.get(&(role, goal.clone())).and_then(|index| self.entries.get(*index)) {
            return entry.outcome.clone();
        }
        let (root, outcome) = self.found(&goal);
        let Outcome::Value(value) = &outcome else { return outcome };
        let smaller = Outcome::Value(Rc::new(self.shrunk(&goal, (**value).clone())));
        self.put(root, smaller)
    }

    /// As [`Solver::run`] with all literals. The value that `literals` lead to is mostly refused as `refused` asks, and
    /// nothing has to be chosen then.
    pub(crate) fn run_beside(&mut self, mut literals: Vec<Literal>, refused: Literal, role: Role) -> Outcome {
        self.role = role;
        let without = self.canonical(literals.clone());
        let outcome = self.found(&without).1;
        literals.push(refused);
        match outcome {
            Outcome::Empty => Outcome::Empty,
            Outcome::Value(value) if self.literal_holds(refused, &value) == Some(true) => {
                let goal = self.canonical(literals);
                Outcome::Value(Rc::new(self.shrunk(&goal, (*value).clone())))
            }
            _ => self.run(literals, role),
        }
    }

    /// Where a goal of which nothing is known stands among the entries, and what came of it.
    fn found(&mut self, goal: &Goal) -> (usize, Outcome) {
        self.first = self.entries.len();
        let mut root = self.attempt(goal, DEPTH);
        if self.entries.get(root).is_some_and(|entry| is_deep(&entry.outcome)) {
            // The first way that was found is a long one. Where no goal is solved within another, values come up in the
            // order of how deep they are.
            self.forget();
            root = self.attempt(goal, 0);
        }
        for entry in self.entries.iter_mut().skip(self.first) {
            entry.relied = Vec::new();
        }
        self.first = self.entries.len();
        let is_known = self.memory.contains_key(&(self.role, goal.clone()));
        let Some(entry) = self.entries.get(root) else { return (root, Outcome::Empty) };
        if is_known || matches!(entry.outcome, Outcome::Value(_)) {
            return (root, entry.outcome.clone());
        }
        self.memory.insert((self.role, goal.clone()), root);
        (root, self.put(root, unknown("there are too many combinations to go through")))
    }

    /// Solves a goal and all that it leads to, with so many goals within each other.
    fn attempt(&mut self, goal: &Goal, most: usize) -> usize {
        self.most = most;
        self.overrun = false;
        (self.fuel, self.goals) = if self.spent < ALL_FUEL { (FUEL, GOALS) } else { (PLAIN_FUEL, PLAIN_GOALS) };
        let root = self.enter(goal.clone());
        self.wait(root);
        if self.work().is_err() {
            self.give_up();
        }
        root
    }

    /// Forgets what this judgement has found so far.
    fn forget(&mut self) {
        for entry in self.entries.drain(self.first..) {
            self.memory.remove(&(self.role, entry.goal));
        }
    }

    /// How much was done so far: steps of searches, and constraints that values were held against.
    #[cfg(test)]
    pub(super) fn steps(&self) -> u64 {
        self.spent + self.held
    }

    /// The number of goals that are remembered.
    pub(super) fn remembered(&self) -> usize {
        self.entries.len()
    }

    /// Forgets, of the goals from `first` on, those about schemas made since there were `made` of them: a message that
    /// was sought is sought once, and what was found on the way to it may be as large as all its parts together.
    pub(super) fn forget_made(&mut self, first: usize, made: u32) {
        let is_made = |literal: &Literal| matches!(literal.schema, SchemaRef::Made(index) if index >= made);
        for entry in self.entries.split_off(first.min(self.entries.len())) {
            let key = (self.role, entry.goal.clone());
            let is_known = self.memory.remove(&key).is_some();
            if is_known && !entry.goal.literals().iter().any(is_made) {
                self.memory.insert(key, self.entries.len());
                self.entries.push(entry);
            }
        }
        self.first = self.entries.len();
    }

    fn put(&mut self, index: usize, outcome: Outcome) -> Outcome {
        if let Some(entry) = self.entries.get_mut(index) {
            entry.outcome = outcome.clone();
        }
        outcome
    }

    /// Solves what waits until nothing does: then all that was assumed holds.
    fn work(&mut self) -> Search<()> {
        loop {
            let next = if self.most == 0 { self.waiting.pop_front() } else { self.waiting.pop_back() };
            let Some(index) = next else { return Ok(()) };
            (self.depth, self.nested) = (0, 0);
            self.conclude(index)?;
        }
    }

    /// The outcome of a goal that is a part of another.
    pub(super) fn solve(&mut self, literals: Vec<Literal>) -> Search<Outcome> {
        let goal = self.canonical(literals);
        self.burn(1)?;
        let known = self.memory.get(&(self.role, goal.clone())).copied();
        let index = known.unwrap_or_else(|| self.enter(goal));
        if known.is_none() {
            if self.depth >= self.most {
                self.wait(index);
            } else {
                self.depth += 1;
                self.conclude(index)?;
                self.depth -= 1;
            }
        }
        Ok(self.rely(index))
    }

    /// A new goal, of which nothing is known.
    fn enter(&mut self, goal: Goal) -> usize {
        let index = self.entries.len();
        self.memory.insert((self.role, goal.clone()), index);
        self.entries.push(Entry { goal, outcome: Outcome::Empty, relied: Vec::new(), waits: false });
        if self.goals > 0 {
            self.goals -= 1;
            self.fuel += FUEL_OF_GOAL;
        }
        index
    }

    fn wait(&mut self, index: usize) {
        if let Some(entry) = self.entries.get_mut(index).filter(|entry| !entry.waits) {
            entry.waits = true;
            self.waiting.push_back(index);
        }
    }

    /// The outcome of a goal as far as it is known, on which the innermost open goal relies from now on.
    fn rely(&mut self, index: usize) -> Outcome {
        let Some(entry) = self.entries.get_mut(index) else { return Outcome::Empty };
        let is_open = index >= self.first && !matches!(entry.outcome, Outcome::Value(_));
        if let Some(by) = self.open.last().filter(|by| is_open && entry.relied.last() != Some(*by)) {
            entry.relied.push(*by);
        }
        entry.outcome.clone()
    }

    /// Solves a goal by what is known; where it turns out to be met, those that relied on the contrary wait again.
    fn conclude(&mut self, index: usize) -> Search<()> {
        let Some(entry) = self.entries.get_mut(index) else { return Ok(()) };
        entry.waits = false;
        if matches!(entry.outcome, Outcome::Value(_)) {
            return Ok(());
        }
        let goal = entry.goal.clone();
        self.open.push(index);
        let outcome = self.expand(&goal)?;
        self.open.pop();
        let Some(entry) = self.entries.get_mut(index).filter(|entry| rank(&entry.outcome) < rank(&outcome)) else {
            return Ok(());
        };
        entry.outcome = outcome;
        for by in std::mem::take(&mut entry.relied) {
            self.wait_again(by);
        }
        Ok(())
    }

    fn wait_again(&mut self, index: usize) {
        // One that is being solved may have looked already.
        if self.entries.get(index).is_some_and(|entry| !matches!(entry.outcome, Outcome::Value(_))) {
            self.wait(index);
        }
    }

    /// Forgets what was concluded to be empty from goals that were not finished.
    fn give_up(&mut self) {
        let mut unfinished: Vec<usize> = self.open.drain(..).chain(self.waiting.drain(..)).collect();
        while let Some(index) = unfinished.pop() {
            let Some(entry) = self.entries.get_mut(index) else { continue };
            unfinished.append(&mut entry.relied);
            if let Outcome::Empty = entry.outcome {
                self.memory.remove(&(self.role, entry.goal.clone()));
            }
        }
    }

    /// Takes steps out of what is left of the fuel.
    pub(super) fn burn(&mut self, steps: u64) -> Search<()> {
        self.fuel = self.fuel.saturating_sub(steps);
        self.spent = self.spent.saturating_add(steps);
        if self.fuel == 0 { Err(Stop::OutOfFuel) } else { Ok(()) }
    }

    /// Takes steps out of what is left of the fuel, for work that is being done anyway: it was a lot where it was long.
    pub(super) fn charge(&mut self, items: usize) {
        let steps = items as u64 / ITEMS_OF_STEP;
        self.fuel = self.fuel.saturating_sub(steps);
        self.spent = self.spent.saturating_add(steps);
    }

    /// The goal with references followed, so that equal goals are recognised.
    fn canonical(&mut self, literals: Vec<Literal>) -> Goal {
        let follow = |literal: Literal| match literal.group {
            None => Literal { schema: self.library.follow(literal.schema), ..literal },
            Some(_) => literal,
        };
        Goal::new(literals.into_iter().map(follow).collect())
    }

    fn expand(&mut self, goal: &Goal) -> Search<Outcome> {
        self.burn(1)?;
        let literals = goal.literals();
        if literals.iter().any(|literal| !literal.positive && self.clash(literals.iter().copied(), *literal)) {
            return Ok(Outcome::Empty);
        }
        let state = super::state::State::new(goal.clone(), self.hidden_of(goal));
        self.search(state)
    }
}

/// What a goal is known by can only grow.
fn rank(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Empty => 0,
        Outcome::Unknown(_) => 1,
        Outcome::Value(_) => 2,
    }
}

/// Whether a value is nested deeper than most messages are, or too deep to be looked at.
fn is_deep(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Value(value) => super::search::levels(value, FAR),
        Outcome::Unknown(reason) => **reason == *super::search::TOO_DEEP,
        Outcome::Empty => false,
    }
}

/// The reason as an outcome.
pub(super) fn unknown(reason: &str) -> Outcome {
    Outcome::Unknown(Rc::from(reason))
}
