//! What the tests of rules share: a plan from a specification in YAML.

use super::super::{Circumstances, Risk, assess};
use crate::migration::{Inputs, MigrationPlan, make};
use crate::specification::read;

/// The plan of a specification.
pub(in crate::risk) fn plan(yaml: &str) -> MigrationPlan {
    let (specification, said) = read(&findings::SourceText::new("trial.yaml", yaml));
    make(&specification.unwrap_or_else(|| panic!("{said:#?}")), Inputs::new()).unwrap()
}

/// What `rule` finds in the plan of a specification.
pub(in crate::risk) fn found(rule: &str, yaml: &str) -> Vec<Risk> {
    found_in(rule, &plan(yaml), &Circumstances::new())
}

/// What `rule` finds in a plan.
pub(in crate::risk) fn found_in(rule: &str, plan: &MigrationPlan, circumstances: &Circumstances) -> Vec<Risk> {
    assess(plan, circumstances).risks.into_iter().filter(|it| it.rule == rule).collect()
}
