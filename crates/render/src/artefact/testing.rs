//! Plans for tests.

use plan_engine::migration::{Inputs, MigrationPlan, make};

/// The plan of a specification.
pub(super) fn plan_of(text: &str) -> MigrationPlan {
    let source = findings::SourceText::new("trial.yaml", text);
    let (specification, diagnostics) = plan_engine::specification::read(&source);
    make(&specification.unwrap_or_else(|| panic!("{diagnostics:#?}")), Inputs::new()).unwrap()
}
