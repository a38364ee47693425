//! The verdict over all metrics of a canary.

use std::collections::BTreeMap;

use super::classify::{Classification, Label};
use super::rule::MetricRule;
use super::score::{GroupScore, groups, has_too_little, summary};

/// What is to become of the canary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum JudgeVerdict {
    /// It is as good as the control.
    Pass,
    /// It is worse, but not so much that it has to go: hold.
    Marginal,
    /// It is worse.
    Fail,
    /// There are too few observations to tell; so many more of each side and metric are needed.
    NotEnoughData {
        /// Observations of the metric that misses most, 1 at least.
        missing: usize,
    },
}

/// The verdict over a canary, and what it is made of.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Judgement {
    /// What is to become of the canary.
    pub verdict: JudgeVerdict,
    /// From 0 to 100; 0 where a critical metric failed.
    pub score: f64,
    /// Why the verdict is no pass.
    pub reason: Option<String>,
    /// The scores of the groups.
    pub groups: Vec<GroupScore>,
    /// The classifications, by the names of their metrics, in the order in which these were given.
    pub metrics: Vec<(String, Classification)>,
}

/// Puts the classifications of several metrics into one verdict, by weighted groups as Kayenta does.
///
/// ```
/// use cutover::judge::{CanaryJudge, Direction, JudgeVerdict, MetricRule};
///
/// let errors = MetricRule::default().direction(Direction::Increase).critical(true);
/// let judge = CanaryJudge::new(95.0, 75.0).metric("error_rate", errors, ["errors"]);
/// let values: Vec<f64> = (0..20).map(|i| f64::from(i % 5)).collect();
/// let worse: Vec<f64> = values.iter().map(|value| value + 20.0).collect();
/// let judgement = judge.judge(|_| (values.clone(), worse.clone()));
/// assert_eq!(judgement.verdict, JudgeVerdict::Fail);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CanaryJudge {
    pass: f64,
    marginal: f64,
    metrics: Vec<(String, MetricRule, Vec<String>)>,
    weights: BTreeMap<String, f64>,
}

impl CanaryJudge {
    /// Scores from `pass` (of 100) pass, and from `marginal` are marginal.
    pub fn new(pass: f64, marginal: f64) -> Self {
        Self { pass, marginal, metrics: Vec::new(), weights: BTreeMap::new() }
    }

    /// Judges a metric too, which belongs to these groups.
    pub fn metric<G: Into<String>>(
        mut self,
        name: impl Into<String>,
        rule: MetricRule,
        groups: impl IntoIterator<Item = G>,
    ) -> Self {
        self.metrics.push((name.into(), rule, groups.into_iter().map(Into::into).collect()));
        self
    }

    /// What a group weighs, of 100.
    pub fn weight(mut self, group: impl Into<String>, weight: f64) -> Self {
        self.weights.insert(group.into(), weight);
        self
    }

    /// The verdict over the samples that `samples` gives for each metric: the control's, then the canary's.
    pub fn judge(&self, mut samples: impl FnMut(&str) -> (Vec<f64>, Vec<f64>)) -> Judgement {
        let classify = |(name, rule, _): &(String, MetricRule, Vec<String>)| {
            let (control, canary) = samples(name);
            (name.clone(), rule.classify(&control, &canary))
        };
        let metrics: Vec<(String, Classification)> = self.metrics.iter().map(classify).collect();
        let of_groups = self.metrics.iter().zip(&metrics).map(|((_, _, groups), (_, it))| (groups.as_slice(), it));
        let groups = groups(of_groups);
        let (verdict, score, reason) = self.verdict(&metrics, &groups);
        Judgement { verdict, score, reason, groups, metrics }
    }

    fn verdict(
        &self,
        metrics: &[(String, Classification)],
        groups: &[GroupScore],
    ) -> (JudgeVerdict, f64, Option<String>) {
        let missing = metrics.iter().map(|(_, it)| it.missing).max().unwrap_or(1);
        let failed = |(_, it): &&(String, Classification)| it.is_critical && it.label != Label::Pass && it.missing == 0;
        if let Some((name, it)) = metrics.iter().find(failed) {
            let why = it.reason.as_deref().unwrap_or("it failed");
            return (JudgeVerdict::Fail, 0.0, Some(format!("metric `{name}` is critical: {why}")));
        }
        if missing > 0 {
            let reason = format!("{missing} more observations of each side are needed before a difference could show");
            return (JudgeVerdict::NotEnoughData { missing }, 0.0, Some(reason));
        }
        if has_too_little(&metrics.iter().map(|(_, it)| it).collect::<Vec<_>>()) {
            let reason = Some("half of the metrics or more have no data".to_owned());
            return (JudgeVerdict::NotEnoughData { missing: 1 }, 0.0, reason);
        }
        let score = summary(groups, &self.weights);
        let reason = |bound: f64| Some(format!("a score of {score} is below {bound}"));
        if score >= self.pass {
            (JudgeVerdict::Pass, score, None)
        } else if score >= self.marginal {
            (JudgeVerdict::Marginal, score, reason(self.pass))
        } else {
            (JudgeVerdict::Fail, score, reason(self.marginal))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Direction;

    fn steady() -> Vec<f64> {
        (0..24).map(|i| f64::from(i * 7 % 24)).collect()
    }

    fn judge(worse: &[&str]) -> Judgement {
        let rule = MetricRule::default().direction(Direction::Increase);
        let judge = CanaryJudge::new(90.0, 50.0)
            .metric("errors", rule.clone().critical(true), ["errors"])
            .metric("p50", rule.clone(), ["latency"])
            .metric("p99", rule, ["latency"])
            .weight("errors", 60.0);
        judge.judge(|name| {
            let worse: Vec<f64> =
                steady().iter().map(|it| if worse.contains(&name) { it + 50.0 } else { *it }).collect();
            (steady(), worse)
        })
    }

    #[test]
    fn groups_count_by_their_weights() {
        assert_eq!((judge(&[]).verdict, judge(&[]).score), (JudgeVerdict::Pass, 100.0));
        let half = judge(&["p99"]);
        assert_eq!((half.verdict, half.score), (JudgeVerdict::Marginal, 80.0));
        assert_eq!(half.groups.iter().map(|it| it.score).collect::<Vec<_>>(), [Some(100.0), Some(50.0)]);
    }

    #[test]
    fn a_critical_metric_fails_alone() {
        let failed = judge(&["errors"]);
        assert_eq!((failed.verdict, failed.score), (JudgeVerdict::Fail, 0.0));
        assert!(failed.reason.is_some_and(|reason| reason.starts_with("metric `errors` is critical")));
    }

    #[test]
    fn too_few_observations_are_no_verdict() {
        let judge = CanaryJudge::new(90.0, 50.0).metric("errors", MetricRule::default(), ["errors"]);
        let few = judge.judge(|_| (vec![1.0, 2.0], vec![8.0, 9.0]));
        assert_eq!(few.verdict, JudgeVerdict::NotEnoughData { missing: 3 });
        assert_eq!(judge.judge(|_| (Vec::new(), Vec::new())).verdict, JudgeVerdict::NotEnoughData { missing: 5 });
    }
}
