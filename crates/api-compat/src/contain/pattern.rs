//! Patterns as automata: what ECMA-262 expressions and Rust's have in common.
//!
//! An expression with something that the two read differently, or that no automaton can do (look-around, references
//! back), is not decided; two of the same text are equal nevertheless.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use crate::hash::HashSet;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

/// Bytes that one automaton may have.
const SIZE: usize = 2 << 20;

/// States of a product that are gone through.
const STATES: usize = 20_000;

type Machine = Rc<dense::DFA<Vec<u32>>>;

/// Automata by the text of their expression; none for those that are not decided.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    known: HashMap<Rc<str>, Option<Machine>>,
}

/// What is found out about a string that is to match some patterns and not others.
pub(super) enum Matching {
    None,
    Text(String),
    Unknown,
}

impl Patterns {
    fn machine(&mut self, pattern: &str) -> Option<Machine> {
        if let Some(known) = self.known.get(pattern) {
            return known.clone();
        }
        let machine = super::ecma::translated(pattern).and_then(|text| compile(&text)).map(Rc::new);
        self.known.insert(pattern.into(), machine.clone());
        machine
    }

    /// Whether the pattern is found in the text; none where that is not decided.
    pub(crate) fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        let machine = self.machine(pattern)?;
        let mut state = start_of(&machine)?;
        for byte in text.bytes() {
            state = machine.next_state(state, byte);
        }
        Some(machine.is_match_state(machine.next_eoi_state(state)))
    }

    /// The shortest text of at least `least` characters in which the pattern is found, where that can be decided.
    #[cfg(feature = "confirm")]
    pub(crate) fn text(&mut self, pattern: &Rc<str>, least: u64) -> Option<String> {
        match self.find(&[(Rc::clone(pattern), true)], (least, None), &|_| false) {
            Matching::Text(text) => Some(text),
            Matching::None | Matching::Unknown => None,
        }
    }

    /// The shortest text of `min` to `max` characters for which each pattern is found or not, as is said of it.
    pub(super) fn find(
        &mut self,
        patterns: &[(Rc<str>, bool)],
        (min, max): (u64, Option<u64>),
        refused: &dyn Fn(&str) -> bool,
    ) -> Matching {
        let mut machines = Vec::new();
        let mut all = true;
        for (pattern, wanted) in patterns {
            match self.machine(pattern) {
                Some(machine) => machines.push((machine, *wanted)),
                None => all = false,
            }
        }
        // Every byte string that the machines take must be text.
        if let Some(machine) = self.machine("^[\\s\\S]*$") {
            machines.push((machine, true));
        }
        match (Product { machines, min, max }.shortest(refused), all) {
            (Matching::Text(_), false) => Matching::Unknown,
            (found, _) => found,
        }
    }
}

/// Machines side by side from which on fewer nodes are gone through.
const SIDE_BY_SIDE: usize = 4;

/// Several machines that run side by side, and how many characters were read.
struct Product {
    machines: Vec<(Machine, bool)>,
    min: u64,
    max: Option<u64>,
}

type Node = (Box<[StateID]>, u64);

impl Product {
    fn shortest(&self, refused: &dyn Fn(&str) -> bool) -> Matching {
        let Some(start) = self.machines.iter().map(|(machine, _)| start_of(machine)).collect::<Option<Box<[_]>>>()
        else {
            return Matching::Unknown;
        };
        // For each node, from which it was reached and by which byte.
        let mut nodes: Vec<(Node, usize, u8)> = vec![((start, 0), usize::MAX, 0)];
        let mut seen: HashSet<Node> = nodes.iter().map(|(node, ..)| node.clone()).collect();
        let mut queue = VecDeque::from([0]);
        let mut excluded_some = false;
        // A node costs as much as there are machines; so many are seldom asked once.
        let crowd = self.machines.len().div_ceil(SIDE_BY_SIDE).pow(2).max(1);
        let mut next = Vec::new();
        while let Some(index) = queue.pop_front() {
            let Some(((states, length), ..)) = nodes.get(index).cloned() else { break };
            if self.accepts(&states, length) {
                match text(&nodes, index) {
                    Some(text) if !refused(&text) => return Matching::Text(text),
                    _ => excluded_some = true,
                }
            }
            if nodes.len().saturating_mul(crowd) > STATES {
                return Matching::Unknown;
            }
            // Bytes that follow each other mostly lead to the same node.
            let mut last: Option<Node> = None;
            for byte in bytes() {
                let Some(length) = self.step(&states, length, byte, &mut next) else { continue };
                if last.as_ref().is_some_and(|(states, counted)| **states == *next && *counted == length) {
                    continue;
                }
                let node: Node = (next.as_slice().into(), length);
                if !seen.contains(&node) {
                    seen.insert(node.clone());
                    queue.push_back(nodes.len());
                    nodes.push((node.clone(), index, byte));
                }
                last = Some(node);
            }
        }
        // A node that was passed over may have had other texts.
        if excluded_some { Matching::Unknown } else { Matching::None }
    }

    fn accepts(&self, states: &[StateID], length: u64) -> bool {
        let fits = length >= self.min && self.max.is_none_or(|max| length <= max);
        fits && self
            .machines
            .iter()
            .zip(states)
            .all(|((machine, wanted), state)| machine.is_match_state(machine.next_eoi_state(*state)) == *wanted)
    }

    /// Where `byte` leads to: the states, into `next`, and how many characters were read then.
    fn step(&self, states: &[StateID], length: u64, byte: u8, next: &mut Vec<StateID>) -> Option<u64> {
        // Bytes of the form 10xxxxxx go on with a character.
        let length = if byte & 0xC0 == 0x80 { length } else { length + 1 };
        if self.max.is_some_and(|max| length > max) {
            return None;
        }
        next.clear();
        for ((machine, wanted), state) in self.machines.iter().zip(states) {
            let state = machine.next_state(*state, byte);
            if *wanted && machine.is_dead_state(state) {
                return None;
            }
            next.push(state);
        }
        Some(if self.max.is_some() { length } else { length.min(self.min) })
    }
}

/// Bytes in the order in which they are tried: what people read first.
fn bytes() -> impl Iterator<Item = u8> {
    let plain = |byte: &u8| byte.is_ascii_lowercase();
    let first = (0..=255).filter(plain);
    let second = (0..=255).filter(|byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let rest = (32..=255).filter(|byte: &u8| !byte.is_ascii_alphanumeric());
    first.chain(second).chain(rest).chain(0..32)
}

fn text(nodes: &[(Node, usize, u8)], index: usize) -> Option<String> {
    let mut bytes = Vec::new();
    let mut at = index;
    while let Some((_, from, byte)) = nodes.get(at).filter(|(_, from, _)| *from != usize::MAX) {
        bytes.push(*byte);
        at = *from;
    }
    bytes.reverse();
    String::from_utf8(bytes).ok()
}

fn start_of(machine: &Machine) -> Option<StateID> {
    machine.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()
}

/// The automaton of all texts in which the expression is found.
fn compile(expression: &str) -> Option<dense::DFA<Vec<u32>>> {
    let config = dense::Config::new()
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Anchored)
        .accelerate(false)
        .dfa_size_limit(Some(SIZE))
        .determinize_size_limit(Some(SIZE));
    let nfa = regex_automata::nfa::thompson::Config::new().nfa_size_limit(Some(SIZE));
    let whole = format!("(?s:.)*(?:{expression})(?s:.)*");
    dense::Builder::new().configure(config).thompson(nfa).build(&whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(patterns: &[(&str, bool)], range: (u64, Option<u64>)) -> Option<String> {
        let patterns: Vec<_> = patterns.iter().map(|(text, wanted)| ((*text).into(), *wanted)).collect();
        match Patterns::default().find(&patterns, range, &|_| false) {
            Matching::Text(text) => Some(text),
            Matching::None => None,
            Matching::Unknown => Some("unknown".to_owned()),
        }
    }

    #[test]
    fn patterns_are_found_anywhere_unless_anchored() {
        let mut patterns = Patterns::default();
        assert_eq!(patterns.matches("b", "abc"), Some(true));
        assert_eq!(patterns.matches("^b", "abc"), Some(false));
        assert_eq!(patterns.matches("^a|c$", "xc"), Some(true));
        assert_eq!(patterns.matches("^\\d+$", "٣"), Some(false));
        assert_eq!(patterns.matches("^.$", "ü"), Some(true));
        assert_eq!(patterns.matches("(?=a)", "a"), None);
        assert_eq!(patterns.matches("\\bfoo\\b", "a foo b"), Some(true));
    }

    #[test]
    fn one_pattern_within_another() {
        assert_eq!(find(&[("^[a-f]+$", true), ("^[a-z]+$", false)], (0, None)), None);
        assert_eq!(find(&[("^[a-z]+$", true), ("^[a-f]+$", false)], (0, None)).as_deref(), Some("g"));
        assert_eq!(find(&[("^[a-z]+$", true), ("^[a-f]+$", false)], (3, None)).map(|it| it.len()), Some(3));
        assert_eq!(find(&[("^[a-z]{2,4}$", true)], (5, None)), None);
        assert_eq!(find(&[("^x", true), ("x", false)], (0, None)), None);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(find(&[("^[ü]+$", true)], (2, Some(2))).as_deref(), Some("üü"));
    }
}
