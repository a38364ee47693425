//! What people do, as three points, and what is only waited for.

use schedule::Distribution;

use super::{Part, prior};
use crate::estimate::{Estimate, Model, Term, words};
use crate::specification::model::Fact;

/// Three points, in seconds of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    /// At least.
    pub least: f64,
    /// Most likely.
    pub likely: f64,
    /// At most.
    pub most: f64,
}

/// What people do in a migration, with how long it takes where nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Activity {
    /// Agree to something that is at hand.
    Approve,
    /// Look at a dashboard, a diff or a report and decide.
    Review,
    /// Run a prepared command or switch and look at what it does.
    Operate,
    /// Deploy a version through its pipeline.
    Deploy,
    /// Tell those concerned, and hear from them.
    Notify,
    /// Write or change configuration, a dashboard, an alert, a route.
    Configure,
    /// Set up a system: an instance, a proxy, a pipeline of changes.
    Provision,
    /// Rehearse, the way back included.
    Rehearse,
    /// Find out why results differ, and mend it.
    Reconcile,
    /// Build: code for a route, an adapter.
    Build,
}

impl Activity {
    /// What it is called in an explanation.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Review => "review",
            Self::Operate => "operate",
            Self::Deploy => "deploy",
            Self::Notify => "notify",
            Self::Configure => "configure",
            Self::Provision => "provision",
            Self::Rehearse => "rehearse",
            Self::Reconcile => "reconcile",
            Self::Build => "build",
        }
    }

    /// Its prior: a proposal of this program, in working time.
    pub fn points(self) -> Points {
        const MINUTE: f64 = 60.0;
        const HOUR: f64 = 3_600.0;
        let (least, likely, most) = match self {
            Self::Approve => (5.0 * MINUTE, 30.0 * MINUTE, 8.0 * HOUR),
            Self::Review => (15.0 * MINUTE, HOUR, 4.0 * HOUR),
            Self::Operate => (5.0 * MINUTE, 15.0 * MINUTE, HOUR),
            Self::Deploy => (10.0 * MINUTE, 30.0 * MINUTE, 2.0 * HOUR),
            Self::Notify => (HOUR, 4.0 * HOUR, 16.0 * HOUR),
            Self::Configure => (HOUR, 4.0 * HOUR, 12.0 * HOUR),
            Self::Provision => (4.0 * HOUR, 12.0 * HOUR, 40.0 * HOUR),
            Self::Rehearse => (2.0 * HOUR, 6.0 * HOUR, 16.0 * HOUR),
            Self::Reconcile => (HOUR, 4.0 * HOUR, 24.0 * HOUR),
            Self::Build => (8.0 * HOUR, 24.0 * HOUR, 80.0 * HOUR),
        };
        Points { least, likely, most }
    }
}

const PRIOR: &str = "proposal of this program for what people do; state an estimate for the phase";
/// What people's own estimates miss by: from a fifth less to twice as much. The cost overruns of Flyvbjerg and others
/// (median 1.2 to 1.3, a long tail upwards) lie in it.
const STATED: (f64, f64) = (0.8, 2.0);
const STATED_CITES: &str = "proposal of this program: an estimate stated by its author is met from a fifth early to twice \
                            as late (planning fallacy)";

/// How long a person of `role` takes for `activity`.
pub fn person(role: &str, activity: Activity) -> Estimate {
    let points = activity.points();
    let says = format!("to {} takes {}", activity.as_str(), three_words(&points));
    three_points(role, &points, prior(says, PRIOR))
}

/// How long a person of `role` takes, by three points that `basis` states.
pub fn three_points(role: &str, points: &Points, basis: Fact) -> Estimate {
    let Points { least, likely, most } = ordered(points);
    let explanation = format!("{role}: {}", three_words(points));
    let term = Term::three_points(least, likely, most);
    let drivers = term.drivers();
    let mut estimate = Part::new(Model::Person, term, explanation, vec![basis]).estimate();
    estimate.distribution = distribution(&ordered(points));
    estimate.drivers = drivers;
    estimate
}

/// How long a program takes for `what`, which does not depend on sizes, by three points that `basis` states. It has no pace
/// in common with people, nor with other programs.
pub fn program(what: &str, points: &Points, basis: Fact) -> Estimate {
    let mut estimate = three_points(what, points, basis);
    estimate.model = Model::Program;
    estimate.drivers.clear();
    estimate
}

/// A duration that the specification's author states, `basis`, taken as what is most likely.
pub fn stated(seconds: f64, basis: Fact) -> Estimate {
    let likely = if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
    let points = Points { least: STATED.0 * likely, likely, most: STATED.1 * likely };
    let mut estimate = three_points("as stated", &points, basis);
    estimate.model = Model::Stated;
    let says = format!("an estimate is met between {} and {} times its length", STATED.0, STATED.1);
    estimate.inputs.push(prior(says, STATED_CITES));
    estimate
}

/// A wait of `seconds`, which `basis` states.
pub fn hold(seconds: f64, basis: Fact) -> Estimate {
    let seconds = if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
    let explanation = format!("held for {}", words::duration(seconds));
    Part::new(Model::Hold, Term::fixed(seconds), explanation, vec![basis]).estimate()
}

pub(super) fn part(role: &str, activity: Activity) -> Part {
    let points = activity.points();
    let says = format!("to {} takes {}", activity.as_str(), three_words(&points));
    let explanation = format!("{role}: {}", three_words(&points));
    let term = Term::three_points(points.least, points.likely, points.most);
    let exact = Some(distribution(&points));
    Part { exact, ..Part::new(Model::Person, term, explanation, vec![prior(says, PRIOR)]) }
}

fn three_words(points: &Points) -> String {
    let Points { least, likely, most } = ordered(points);
    let [least, likely, most] = [least, likely, most].map(words::duration);
    format!("{likely}, at least {least}, at most {most}")
}

/// In order, none below zero.
fn ordered(points: &Points) -> Points {
    let mut all = [points.least, points.likely, points.most].map(|it| if it.is_finite() { it.max(0.0) } else { 0.0 });
    all.sort_by(f64::total_cmp);
    let [least, likely, most] = all;
    Points { least, likely, most }
}

fn distribution(points: &Points) -> Distribution {
    let Points { least, likely, most } = *points;
    if most > least {
        Distribution::ThreePoint { least, likely, most }
    } else {
        Distribution::Fixed { seconds: likely }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_put_in_order_and_kept() {
        let estimate = three_points("dba", &Points { least: 4.0, likely: 2.0, most: 12.0 }, prior("", "a test"));
        assert_eq!(estimate.distribution, Distribution::ThreePoint { least: 2.0, likely: 4.0, most: 12.0 });
        assert!(matches!(estimate.drivers.as_slice(), [only] if (only.loading - 0.3).abs() < 1e-9));
    }

    #[test]
    fn a_stated_duration_is_the_most_likely_one() {
        let estimate = stated(3_600.0, prior("the phase takes 1 h", "a test"));
        assert_eq!(estimate.distribution, Distribution::ThreePoint { least: 2_880.0, likely: 3_600.0, most: 7_200.0 });
        assert_eq!(estimate.inputs.len(), 2);
        assert_eq!(stated(0.0, prior("", "a test")).distribution, Distribution::Fixed { seconds: 0.0 });
    }

    #[test]
    fn a_wait_is_fixed() {
        let estimate = hold(86_400.0, prior("5 % for 24 h", "a test"));
        assert_eq!(estimate.distribution, Distribution::Fixed { seconds: 86_400.0 });
        assert_eq!(estimate.explanation, "held for 24 h");
    }
}
