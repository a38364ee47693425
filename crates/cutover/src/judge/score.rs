//! The classifications of many metrics in one figure, as Kayenta's weighted sum has it.

use std::collections::BTreeMap;

use super::classify::{Classification, Label};

/// The share of metrics without data from which nothing is told.
const TOO_MUCH_WITHOUT_DATA: f64 = 0.5;

/// What a group of metrics came to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GroupScore {
    /// The group.
    pub group: String,
    /// The share of its metrics that passed, from 0 to 100; none where none has data.
    pub score: Option<f64>,
}

/// The score of each group, in the order of their names; a metric that belongs to none is in the group of the empty name.
pub(super) fn groups<'a>(metrics: impl Iterator<Item = (&'a [String], &'a Classification)>) -> Vec<GroupScore> {
    let nameless = [String::new()];
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (groups, classification) in metrics {
        for group in if groups.is_empty() { &nameless } else { groups } {
            let (passed, all) = counts.entry(group.clone()).or_default();
            *passed += u32::from(classification.label == Label::Pass);
            *all += u32::from(classification.label != Label::NoData);
        }
    }
    let score = |(passed, all)| (all > 0).then(|| f64::from(passed) / f64::from(all) * 100.0);
    counts.into_iter().map(|(group, counts)| GroupScore { group, score: score(counts) }).collect()
}

/// The sum of the groups' scores by their weights, which are of 100; what the weights leave of it is shared by the groups
/// that have none. A group without data counts as passed. Rounded to two places.
pub(super) fn summary(groups: &[GroupScore], weights: &BTreeMap<String, f64>) -> f64 {
    let unweighted = groups.iter().filter(|group| !weights.contains_key(&group.group)).count();
    #[expect(clippy::cast_precision_loss, reason = "groups are few")]
    let shared = if unweighted > 0 { (100.0 - weights.values().sum::<f64>()) / unweighted as f64 } else { 0.0 };
    let weigh = |group: &GroupScore| {
        group.score.unwrap_or(100.0) * (weights.get(&group.group).copied().unwrap_or(shared) / 100.0)
    };
    (groups.iter().map(weigh).sum::<f64>() * 100.0).round() / 100.0
}

/// Whether half of the metrics or more have no data.
pub(super) fn has_too_little(classifications: &[&Classification]) -> bool {
    let without = classifications.iter().filter(|it| it.label == Label::NoData).count();
    #[expect(clippy::cast_precision_loss, reason = "metrics are few")]
    let share = without as f64 / classifications.len() as f64;
    classifications.is_empty() || share >= TOO_MUCH_WITHOUT_DATA
}
