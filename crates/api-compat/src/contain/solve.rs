//! Solves goals, with memory: each goal once, and goals that lead back to themselves.
//!
//! A value is finite, so a goal that can be met only by meeting itself is met by no value: while a goal is being
//! solved, it counts as empty where it is met again. What was concluded from that holds once the goal itself has
//! turned out to be empty, and is forgotten where it has not (coinduction, as for recursive types).
//!
//! The native stack bounds how deep goals nest; a goal that lies deeper is put on a stack of its own, solved first, and
//! the one that asked is begun again.

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

/// Steps that one judgement may take, and those that each goal adds which it solves on its way: many schemas may take
/// long, combinations of a few may not.
const FUEL: u64 = 60_000;
const FUEL_OF_GOAL: u64 = 200;

/// Goals that may add steps.
const GOALS: u64 = 50_000;

/// Steps that all judgements together may take; then each may take no more than a plain one does.
const ALL_FUEL: u64 = 40_000_000;
const PLAIN_FUEL: u64 = 2_000;

#[derive(Debug)]
struct Entry {
    outcome: Outcome,
    /// Whether it was concluded from a goal in progress being empty.
    tentative: bool,
}

#[derive(Debug)]
struct Frame {
    goal: Goal,
    /// The lowest goal in progress that was assumed to be empty on the way.
    assumes: usize,
    /// How many tentative entries there were when it began.
    tentative: usize,
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
    fuel: u64,
    /// Steps that all judgements took.
    spent: u64,
    /// Goals that may still add to the fuel.
    goals: u64,
    pub(super) depth: usize,
    /// Choices that lie within each other, those of goals around included.
    pub(super) nested: usize,
    memory: HashMap<(Role, Goal), Entry>,
    stack: Vec<Frame>,
    in_progress: HashMap<Goal, usize>,
    tentative: Vec<Goal>,
    /// Not above the lowest goal in progress that a tentative entry depends on.
    lowest: usize,
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
            fuel: FUEL,
            spent: 0,
            goals: GOALS,
            depth: 0,
            nested: 0,
            memory: HashMap::default(),
            stack: Vec::new(),
            in_progress: HashMap::default(),
            tentative: Vec::new(),
            lowest: usize::MAX,
        }
    }

    /// Solves a goal from the start.
    pub(crate) fn run(&mut self, literals: Vec<Literal>, role: Role) -> Outcome {
        self.role = role;
        self.fuel = if self.spent < ALL_FUEL { FUEL } else { PLAIN_FUEL };
        self.goals = GOALS;
        let goal = self.canonical(literals);
        if let Some(entry) = self.memory.get(&(role, goal.clone())) {
            return entry.outcome.clone();
        }
        let mut outcome = self.driven(goal.clone());
        if let Outcome::Value(value) = &outcome {
            outcome = Outcome::Value(Rc::new(self.shrunk(&goal, (**value).clone())));
            if let Some(entry) = self.memory.get_mut(&(role, goal)) {
                entry.outcome = outcome.clone();
            }
        }
        self.stack.clear();
        self.in_progress.clear();
        outcome
    }

    fn driven(&mut self, goal: Goal) -> Outcome {
        self.push(goal);
        loop {
            let base = self.stack.len();
            let kept = self.tentative.len();
            let Some(frame) = self.stack.last() else { return Outcome::Empty };
            let goal = frame.goal.clone();
            (self.depth, self.nested) = (0, 0);
            match self.expand(&goal) {
                Ok(outcome) => {
                    self.pop(&outcome);
                    if self.stack.is_empty() {
                        return outcome;
                    }
                }
                Err(Stop::TooDeep(deeper)) => {
                    self.abandon(base, kept);
                    self.push(deeper);
                }
                Err(Stop::OutOfFuel) => {
                    self.abandon(0, 0);
                    return Outcome::Unknown("there are too many combinations to go through".into());
                }
            }
        }
    }

    /// The outcome of a goal that is a part of another.
    pub(super) fn solve(&mut self, literals: Vec<Literal>) -> Search<Outcome> {
        let goal = self.canonical(literals);
        self.burn(1)?;
        if let Some(entry) = self.memory.get(&(self.role, goal.clone())) {
            let (outcome, tentative) = (entry.outcome.clone(), entry.tentative);
            if tentative {
                self.assume(self.lowest);
            }
            return Ok(outcome);
        }
        if let Some(index) = self.in_progress.get(&goal).copied() {
            self.assume(index);
            return Ok(Outcome::Empty);
        }
        if self.depth >= DEPTH {
            return Err(Stop::TooDeep(goal));
        }
        self.push(goal.clone());
        self.depth += 1;
        let outcome = self.expand(&goal)?;
        self.depth -= 1;
        self.pop(&outcome);
        if self.goals > 0 {
            self.goals -= 1;
            self.fuel += FUEL_OF_GOAL;
        }
        Ok(outcome)
    }

    /// Takes steps out of what is left of the fuel.
    pub(super) fn burn(&mut self, steps: u64) -> Search<()> {
        self.fuel = self.fuel.saturating_sub(steps);
        self.spent = self.spent.saturating_add(steps);
        if self.fuel == 0 { Err(Stop::OutOfFuel) } else { Ok(()) }
    }

    /// The goal with references followed, so that equal goals are recognised.
    fn canonical(&mut self, literals: Vec<Literal>) -> Goal {
        let follow = |literal: Literal| match literal.group {
            None => Literal { schema: self.library.follow(literal.schema), ..literal },
            Some(_) => literal,
        };
        Goal::new(literals.into_iter().map(follow).collect())
    }

    fn assume(&mut self, index: usize) {
        if let Some(frame) = self.stack.last_mut() {
            frame.assumes = frame.assumes.min(index);
        }
    }

    fn push(&mut self, goal: Goal) {
        self.in_progress.insert(goal.clone(), self.stack.len());
        self.stack.push(Frame { goal, assumes: usize::MAX, tentative: self.tentative.len() });
    }

    /// Ends the innermost goal.
    fn pop(&mut self, outcome: &Outcome) {
        let Some(frame) = self.stack.pop() else { return };
        let index = self.stack.len();
        self.in_progress.remove(&frame.goal);
        let depends = frame.assumes < index;
        if depends {
            self.assume(frame.assumes);
        }
        match outcome {
            Outcome::Empty if depends => {
                self.tentative.push(frame.goal.clone());
                self.lowest = self.lowest.min(frame.assumes);
            }
            Outcome::Empty => self.settle(frame.tentative),
            // What was concluded from its being empty does not hold.
            _ => self.forget(frame.tentative),
        }
        let keep = match outcome {
            Outcome::Empty | Outcome::Value(_) => true,
            Outcome::Unknown(_) => !depends,
        };
        if keep {
            let tentative = depends && matches!(outcome, Outcome::Empty);
            self.memory.insert((self.role, frame.goal), Entry { outcome: outcome.clone(), tentative });
        }
    }

    fn settle(&mut self, from: usize) {
        for goal in self.tentative.drain(from.min(self.tentative.len())..) {
            if let Some(entry) = self.memory.get_mut(&(self.role, goal)) {
                entry.tentative = false;
            }
        }
        self.reset_lowest();
    }

    fn forget(&mut self, from: usize) {
        for goal in self.tentative.drain(from.min(self.tentative.len())..) {
            self.memory.remove(&(self.role, goal));
        }
        self.reset_lowest();
    }

    fn reset_lowest(&mut self) {
        if self.tentative.is_empty() {
            self.lowest = usize::MAX;
        }
    }

    /// Leaves all goals above the first `frames`, with what was concluded since there were `kept` tentative entries.
    fn abandon(&mut self, frames: usize, kept: usize) {
        self.forget(kept);
        for frame in self.stack.drain(frames.min(self.stack.len())..) {
            self.in_progress.remove(&frame.goal);
        }
    }

    fn expand(&mut self, goal: &Goal) -> Search<Outcome> {
        self.burn(1)?;
        let state = super::state::State::new(goal.clone(), self.hidden_of(goal));
        self.search(state)
    }
}

/// The reason as an outcome.
pub(super) fn unknown(reason: &str) -> Outcome {
    Outcome::Unknown(Rc::from(reason))
}
