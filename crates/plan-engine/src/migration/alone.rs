//! A schema plan that stands alone, as a plan of one migration of which no figures are known.

use super::model::{MigrationPlan, Note};
use super::{Inputs, make};
use crate::Error;
use crate::plan::Plan;
use crate::specification::Specification;
use crate::specification::model::{Kind, Migration, Places};

/// The plan of one migration, `schema`, that `plan` alone makes: rows and speeds are priors, named as such.
///
/// # Errors
/// As [`make`]; none for a plan that was made.
pub fn of_schema_plan(plan: Plan) -> Result<MigrationPlan, Error> {
    let engine = plan.dialect;
    let side = |sources: &[String]| format!("{engine} schema {}", sources.first().map_or("", String::as_str));
    let migration = Migration {
        id: "schema".to_owned(),
        kind: Kind::Database,
        pattern: "schema_change".to_owned(),
        source: side(&plan.before.sources),
        target: side(&plan.after.sources),
        ..Migration::default()
    };
    let specification = Specification {
        name: plan.after.sources.first().cloned().unwrap_or_else(|| "schema".to_owned()),
        migrations: vec![migration],
        places: Places { source: "schema plan".to_owned(), ..Places::default() },
        ..Specification::default()
    };
    let mut made = make(&specification, Inputs::new().schema_plan("schema", plan))?;
    let says = "the plan was made of two schemas alone: nobody has told rows, speeds, people or windows; make it with \
                `plan make --spec` to have them used";
    made.notes.insert(0, Note::new(says, Vec::new()));
    made.seal()?;
    Ok(made)
}
