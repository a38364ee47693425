//! The point of no return.

use std::collections::BTreeSet;

use plan_engine::plan::{Loss, PhaseName, Plan, Step};

/// The first step of a plan that cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointOfNoReturn {
    /// Its phase.
    pub phase: PhaseName,
    /// Its id.
    pub step: String,
    /// What it does, in one line.
    pub title: String,
    /// Why there is no way back.
    pub reason: String,
}

/// Where the point of no return of `plan` lies; none where there is a way back from every step.
///
/// It is the first step whose inverse loses everything, or that changes the schema and has no inverse, neither of its
/// own nor through the inverse of a step before it (what adds a constraint takes its validation back too).
pub fn point_of_no_return(plan: &Plan) -> Option<PointOfNoReturn> {
    let mut restored = BTreeSet::new();
    for (phase, step) in plan.phases.iter().flat_map(|phase| phase.steps.iter().map(move |step| (phase.name, step))) {
        restored.extend(step.inverse.effect.iter().map(|edit| &edit.path));
        let covered = || step.effect.iter().all(|edit| restored.contains(&edit.path));
        let reason = match &step.inverse.loss {
            Loss::Everything(reason) => reason.clone(),
            _ if !has_inverse(step) && !covered() => "the plan holds nothing that takes it back".to_owned(),
            _ => continue,
        };
        return Some(PointOfNoReturn { phase, step: step.id.clone(), title: step.title.clone(), reason });
    }
    None
}

fn has_inverse(step: &Step) -> bool {
    step.effect.is_empty() || !step.inverse.actions.is_empty()
}

#[cfg(test)]
pub(crate) mod tests {
    use plan_engine::plan::{Action, Edit, Facts, Inverse, Phase, Side, Sql};
    use schema_diff::Dialect;
    use schema_diff::catalogue::{Catalogue, ObjectPath};

    use super::*;

    /// A step that removes the schema `id` and whose inverse does something.
    pub(crate) fn step(id: &str) -> Step {
        Step {
            id: id.to_owned(),
            operation: "test".to_owned(),
            title: format!("do {id}"),
            subject: None,
            why: String::new(),
            facts: Facts::default(),
            forward: vec![Action::Sql(Sql::in_transaction(vec![format!("DROP SCHEMA \"{id}\"")]))],
            effect: vec![Edit::remove(ObjectPath::Schema(id.to_owned()))],
            inverse: Inverse {
                title: format!("undo {id}"),
                actions: vec![Action::Sql(Sql::in_transaction(vec![format!("CREATE SCHEMA \"{id}\"")]))],
                effect: Vec::new(),
                facts: Facts::default(),
                loss: Loss::Nothing,
            },
        }
    }

    pub(crate) fn plan(phases: Vec<(PhaseName, Vec<Step>)>) -> Plan {
        let side = Side { sources: Vec::new(), statements: Vec::new(), catalogue: Catalogue::empty(Dialect::Postgres) };
        let phases = phases.into_iter().map(|(name, steps)| Phase { name, versions: name.versions().to_vec(), steps });
        Plan {
            schema_version: "1.0".to_owned(),
            digest: String::new(),
            dialect: Dialect::Postgres,
            before: side.clone(),
            after: side,
            changes: Vec::new(),
            phases: phases.collect(),
            archives: Vec::new(),
            conversions: Vec::new(),
            derivations: Vec::new(),
            relocations: Vec::new(),
            versioned_views: None,
            notes: Vec::new(),
        }
    }

    #[test]
    fn it_is_the_first_step_that_loses_everything() {
        let mut gone = step("purge-1");
        gone.inverse.loss = Loss::Everything("the archive is dropped".to_owned());
        let plan = plan(vec![(PhaseName::Contract, vec![step("contract-1")]), (PhaseName::Purge, vec![gone])]);
        let point = point_of_no_return(&plan).unwrap();
        assert_eq!((point.step.as_str(), point.phase), ("purge-1", PhaseName::Purge));
    }

    #[test]
    fn a_change_without_an_inverse_is_one_unless_an_earlier_inverse_covers_it() {
        let mut silent = step("expand-2");
        silent.inverse.actions.clear();
        let alone = plan(vec![(PhaseName::Expand, vec![silent.clone()])]);
        assert_eq!(point_of_no_return(&alone).unwrap().step, "expand-2");

        let mut adds = step("expand-1");
        adds.inverse.effect = silent.effect.clone();
        let covered = plan(vec![(PhaseName::Expand, vec![adds, silent])]);
        assert_eq!(point_of_no_return(&covered), None);
    }
}
