//! Reads `plan.json`: of a schema, or of migrations.

use cli_common::{Failure, input};
use plan_engine::migration::{AnyPlan, MigrationPlan, of_schema_plan};
use plan_engine::plan::Plan;

/// The plan of a schema in the file at `path`, or on standard input where that is `-`; of a plan of migrations the one
/// that is part of it.
pub(crate) fn read(path: &str) -> Result<Plan, Failure> {
    let plan = match any(path)? {
        AnyPlan::Schema(plan) => return Ok(*plan),
        AnyPlan::Migration(plan) => plan,
    };
    let ids: Vec<String> = plan.schema_plans.iter().map(|it| it.migration.clone()).collect();
    let mut all = plan.schema_plans.into_iter().map(|it| it.plan);
    match (all.next(), all.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Failure::new(format!("{path}: no migration of this plan has a schema"))
            .help("this command is about schemas; state `schema` or `schema_changes` of a migration")),
        _ => Err(Failure::new(format!("{path}: the migrations {} each have a schema plan", ids.join(", ")))
            .help("make a plan of one of them with `plan make --before OLD --after NEW`")),
    }
}

/// The plan of migrations in the file at `path`; that of a schema alone as one of a migration of which nothing is known.
pub(crate) fn read_migrations(path: &str) -> Result<MigrationPlan, Failure> {
    match any(path)? {
        AnyPlan::Migration(plan) => Ok(*plan),
        AnyPlan::Schema(plan) => of_schema_plan(*plan).map_err(|error| Failure::new(format!("{path}: {error}"))),
    }
}

/// The plan of either kind in the file at `path`.
pub(crate) fn any(path: &str) -> Result<AnyPlan, Failure> {
    let source = input::text(path)?;
    AnyPlan::from_json(source.text()).map_err(|error| {
        Failure::new(format!("{path}: {error}"))
            .help("make a plan with `plan make --before OLD --after NEW -o plan.json`")
    })
}
