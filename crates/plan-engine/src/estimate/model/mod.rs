//! The models, a file each: figures in, an [`Estimate`] out.

mod batches;
mod copy;
mod index;
mod lock;
mod people;
mod rewrite;
mod scan;
mod schema_step;
mod transfer;

pub use batches::{Batching, batches, in_place};
pub use copy::{copy, copy_while_changing};
pub use index::{OLDEST_TRANSACTION, concurrent_index, index};
pub use lock::{LOCK_WAIT, lock_only};
pub use people::{Activity, Points, hold, person, program, stated, three_points};
pub use rewrite::rewrite;
pub use scan::{gate, validation};
pub use schema_step::for_schema_step;
pub use transfer::transfer;

use schedule::Distribution;

use super::terms::{self, Term};
use super::{Amount, Estimate, Model, Rate, TableSize};
use crate::specification::model::{Fact, FactSource};

/// A part of an estimate: what it takes, why, and from what.
#[derive(Debug, Clone)]
struct Part {
    model: Model,
    term: Term,
    explanation: String,
    inputs: Vec<Fact>,
    free_disk: Option<f64>,
    /// Where the term only stands for it in a sum.
    exact: Option<Distribution>,
}

impl Part {
    fn new(model: Model, term: Term, explanation: impl Into<String>, inputs: Vec<Fact>) -> Self {
        Self { model, term, explanation: explanation.into(), inputs, free_disk: None, exact: None }
    }

    fn needing_disk(mut self, bytes: f64) -> Self {
        self.free_disk = (bytes > 0.0).then_some(bytes);
        self
    }

    fn estimate(self) -> Estimate {
        Estimate {
            model: self.model,
            distribution: self.exact.unwrap_or_else(|| self.term.distribution()),
            explanation: self.explanation,
            inputs: self.inputs,
            drivers: self.term.drivers(),
            free_disk_bytes: self.free_disk,
            convergence: None,
        }
    }

    /// Parts one after the other: the model is the one of the longest where that is most of it.
    fn in_sequence(parts: Vec<Self>) -> Estimate {
        let mut parts = parts;
        if parts.len() <= 1 {
            return match parts.pop() {
                Some(only) => only.estimate(),
                None => Self::new(Model::Gate, Term::fixed(0.0), "nothing to wait for", Vec::new()).estimate(),
            };
        }
        let terms: Vec<Term> = parts.iter().map(|part| part.term.clone()).collect();
        let term = terms::sum(&terms);
        let longest = parts.iter().max_by(|a, b| a.term.median().total_cmp(&b.term.median()));
        let model =
            longest.map_or(Model::Sum, |it| if it.term.median() * 2.0 > term.median() { it.model } else { Model::Sum });
        let disk = parts.iter().filter_map(|part| part.free_disk).fold(0.0, f64::max);
        let mut inputs: Vec<Fact> = Vec::new();
        let mut said: Vec<(String, usize)> = Vec::new();
        for part in parts {
            for fact in part.inputs {
                if !inputs.contains(&fact) {
                    inputs.push(fact);
                }
            }
            match said.iter_mut().find(|(text, _)| *text == part.explanation) {
                Some((_, times)) => *times += 1,
                None => said.push((part.explanation, 1)),
            }
        }
        let said = said.into_iter().map(|(text, times)| if times > 1 { format!("{times} × {text}") } else { text });
        let explanation = said.collect::<Vec<_>>().join("; then ");
        Self::new(model, term, explanation, inputs).needing_disk(disk).estimate()
    }
}

/// The facts of amounts and rates, each once.
fn inputs<'a>(amounts: impl IntoIterator<Item = &'a Amount>, rates: impl IntoIterator<Item = &'a Rate>) -> Vec<Fact> {
    let mut facts = TableSize::facts(amounts);
    for rate in rates {
        if !facts.contains(&rate.basis) {
            facts.push(rate.basis.clone());
        }
    }
    facts
}

/// A default of this program as a fact.
fn prior(says: impl Into<String>, cites: &str) -> Fact {
    Fact { source: FactSource::Prior { cites: cites.to_owned() }, pointer: String::new(), says: says.into() }
}

#[cfg(test)]
mod testing {
    use crate::estimate::{Amount, Estimate, Figure, Rate};
    use schedule::Distribution;

    pub(super) fn amount(value: f64, what: &str) -> Amount {
        Amount::known(value, what, super::prior(what, "a test"))
    }

    pub(super) fn rate(figure: Figure, median: f64, sigma: f64) -> Rate {
        Rate { median, sigma, ..Rate::prior(figure) }
    }

    /// The median, in seconds.
    pub(super) fn median(estimate: &Estimate) -> f64 {
        match estimate.distribution {
            Distribution::Fixed { seconds } => seconds,
            Distribution::Lognormal { median, .. } => median,
            Distribution::ThreePoint { .. } => f64::NAN,
        }
    }
}
