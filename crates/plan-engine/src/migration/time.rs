//! Estimates of what patterns do themselves: people, programs, waits, several one after the other.

use schedule::Distribution;

use super::context::prior;
use super::model::Performer;
use crate::estimate::model::{Activity, Points, hold, person, program};
use crate::estimate::{Estimate, Model};
use crate::specification::model::Fact;

/// A person does something.
pub(crate) fn by_person(who: &Performer, activity: Activity) -> Estimate {
    person(who.name(), activity)
}

/// A program does something that does not depend on sizes: a switch, a question to a monitoring, a reload.
pub(crate) fn by_program(what: &str) -> Estimate {
    let points = Points { least: 1.0, likely: 10.0, most: 120.0 };
    let says = format!("{what} takes a program 10 s, at least 1 s, at most 2 min");
    program(what, &points, prior(says, "proposal of this program for what programs do"))
}

/// Something that people have rehearsed and do by a script, with the clock running.
pub(crate) fn rehearsed(what: &str) -> Estimate {
    let points = Points { least: 30.0, likely: 120.0, most: 600.0 };
    let says = format!("{what} takes rehearsed hands 2 min, at least 30 s, at most 10 min");
    program(
        what,
        &points,
        prior(says, "proposal of this program for what a rehearsal has shown to work; see its own times"),
    )
}

/// A question is asked until the answer has been right for `seconds`.
pub(crate) fn gate(seconds: f64, basis: Fact) -> Estimate {
    Estimate { model: Model::Gate, ..hold(seconds, basis) }
}

/// Estimates one after the other, as if they were independent: the lognormal of the sums of means and variances.
pub fn sum<'a>(estimates: impl IntoIterator<Item = &'a Estimate>) -> Option<Estimate> {
    let (mut mean, mut variance, mut number) = (0.0, 0.0, 0_usize);
    let (mut inputs, mut only): (Vec<Fact>, Option<&Estimate>) = (Vec::new(), None);
    let mut disk = 0.0_f64;
    for estimate in estimates {
        mean += estimate.distribution.mean();
        variance += estimate.distribution.standard_deviation().powi(2);
        number += 1;
        disk = disk.max(estimate.free_disk_bytes.unwrap_or(0.0));
        only = Some(estimate);
        inputs.extend(estimate.inputs.iter().take(FACTS.saturating_sub(inputs.len())).cloned());
    }
    if number <= 1 {
        return only.cloned();
    }
    let mut unique: Vec<Fact> = Vec::with_capacity(inputs.len());
    for fact in inputs {
        if !unique.contains(&fact) {
            unique.push(fact);
        }
    }
    Some(Estimate {
        model: Model::Sum,
        distribution: lognormal(mean, variance),
        explanation: format!("{number} steps one after the other"),
        inputs: unique,
        drivers: Vec::new(),
        free_disk_bytes: (disk > 0.0).then_some(disk),
        convergence: None,
    })
}

/// Facts that a sum keeps of its parts; the parts have all of theirs.
const FACTS: usize = 24;

fn lognormal(mean: f64, variance: f64) -> Distribution {
    if mean <= 0.0 || variance <= 0.0 {
        return Distribution::Fixed { seconds: mean.max(0.0) };
    }
    let square = (variance / (mean * mean)).ln_1p();
    Distribution::Lognormal { median: mean / (square / 2.0).exp(), sigma: square.sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_do_not_share_the_pace_of_people() {
        assert!(by_program("a switch").drivers.is_empty());
        assert!(!by_person(&Performer::Role("dba".to_owned()), Activity::Operate).drivers.is_empty());
    }

    #[test]
    fn a_sum_has_the_mean_of_its_parts() {
        let fact = || prior("", "");
        let parts = [hold(60.0, fact()), hold(30.0, fact())];
        assert_eq!(sum(&parts).unwrap().distribution, Distribution::Fixed { seconds: 90.0 });
        let people = [person("a", Activity::Approve), person("a", Activity::Review)];
        let whole = sum(&people).unwrap();
        let means: f64 = people.iter().map(|it| it.distribution.mean()).sum();
        assert!((whole.distribution.mean() - means).abs() < 1e-6 * means);
        assert!(sum(&[]).is_none());
    }
}
