//! What is told of each migration as a whole.

use super::assemble::Built;
use crate::migration::context::Context;
use crate::migration::control::PlacedControl;
use crate::migration::model::{Complexity, Control, MigrationSummary};
use crate::specification::Specification;

/// The summary of a migration; what waits for it is added by [`complete`].
pub(super) fn summary(
    context: &Context<'_>,
    complexity: Complexity,
    controls: &[PlacedControl],
    phases: &[Built],
) -> MigrationSummary {
    let migration = context.migration;
    let control = |it: &PlacedControl| {
        let steps = phases.iter().filter(|phase| phase.phase.name == it.phase).flat_map(|phase| &phase.phase.steps);
        let ends = format!("-{}", it.slug);
        Control {
            regime: it.regime.clone(),
            asks: it.asks.clone(),
            steps: steps.filter(|step| step.id.ends_with(&ends)).map(|step| step.id.clone()).collect(),
            evidence: it.evidence.clone(),
            basis: vec![it.basis.clone()],
        }
    };
    MigrationSummary {
        migration: migration.id.clone(),
        kind: migration.kind,
        pattern: migration.pattern.clone(),
        source: migration.source.clone(),
        target: migration.target.clone(),
        reaches: migration.constraints.dependencies.clone(),
        complexity,
        controls: controls.iter().map(control).collect(),
    }
}

/// Adds the migrations that wait for each, or are deployed with it.
pub(super) fn complete(specification: &Specification, summaries: &mut [MigrationSummary]) {
    for summary in summaries {
        for other in &specification.migrations {
            let waits = other.after.iter().chain(&other.together_with).any(|it| *it == summary.migration);
            if waits && !summary.reaches.contains(&other.id) {
                summary.reaches.push(other.id.clone());
            }
        }
    }
}
