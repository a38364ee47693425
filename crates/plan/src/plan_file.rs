//! Reads `plan.json`: of a schema, or of migrations.

use clap::Args;
use cli_common::{Failure, input};
use plan_engine::migration::{AnyPlan, MigrationPlan, of_schema_plan};
use plan_engine::plan::Plan;

/// Which schema plan is meant, where a plan of migrations holds several.
#[derive(Debug, Args)]
pub(crate) struct Chosen {
    /// Of a plan of several migrations, the one whose schema is meant
    #[arg(long, value_name = "ID")]
    migration: Option<String>,
}

impl Chosen {
    /// Whether one is named.
    pub(crate) fn is_named(&self) -> bool {
        self.migration.is_some()
    }

    /// The plan of a schema in the file at `path`, or on standard input where that is `-`; of a plan of migrations the one
    /// that is part of it, with what `look` sees in the whole.
    pub(crate) fn read<T: Default>(
        &self,
        path: &str,
        look: impl FnOnce(&MigrationPlan) -> T,
    ) -> Result<(Plan, T), Failure> {
        match any(path)? {
            AnyPlan::Schema(_) if self.is_named() => Err(alone(path)),
            AnyPlan::Schema(plan) => Ok((*plan, T::default())),
            AnyPlan::Migration(plan) => {
                let seen = look(&plan);
                Ok((self.schema_of(path, *plan)?, seen))
            }
        }
    }

    /// The plan of a schema that is part of `plan`, which was read at `path`.
    pub(crate) fn schema_of(&self, path: &str, plan: MigrationPlan) -> Result<Plan, Failure> {
        let mut all = plan.schema_plans;
        let ids: Vec<&str> = all.iter().map(|it| it.migration.as_str()).collect();
        if ids.is_empty() {
            return Err(Failure::new(format!("{path}: no migration of this plan has a schema"))
                .help("this command is about schemas; state `schema` or `schema_changes` of a migration"));
        }
        let ids = ids.join(", ");
        let at = match &self.migration {
            Some(id) => all.iter().position(|it| it.migration == *id).ok_or_else(|| {
                Failure::new(format!("{path}: no migration `{id}` of this plan has a schema"))
                    .help(format!("those with a schema are {ids}: name one with --migration"))
            })?,
            None if all.len() == 1 => 0,
            None => {
                return Err(Failure::new(format!("{path}: the migrations {ids} each have a schema plan"))
                    .help("name one of them with --migration ID"));
            }
        };
        Ok(all.swap_remove(at).plan)
    }
}

/// That `--migration` chooses of nothing.
pub(crate) fn alone(path: &str) -> Failure {
    Failure::new(format!("{path}: this is the plan of one schema, not of migrations")).help("leave --migration out")
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
        Failure::new(format!("{path}: {error}")).help(
            "make a plan with `plan make --spec FILE -o plan.json`, or of two schemas with --before OLD --after NEW",
        )
    })
}
