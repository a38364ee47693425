//! Gates around each phase of a schema plan: nothing old holds locks before it, nothing waits or is left broken behind it.

use crate::migration::context::{Context, prior};
use crate::migration::draft::StepDraft;
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, ProbeSide, Work};
use crate::migration::part::probe::sql;
use crate::migration::part::{consumers, watch};
use crate::migration::time;
use crate::plan::{Action, Phase};
use crate::specification::model::{Fact, FactSource};
use schema_diff::Dialect;

/// Seconds that a transaction may have been open when a lock is asked for.
const OLDEST: f64 = 60.0;
/// Seconds for which a session may wait for a lock.
const WAITS: f64 = 2.0;

const OLDEST_SQL: &str = "SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0) FROM pg_stat_activity WHERE \
backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database()";
const WAITING_SQL: &str = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = \
current_database() AND now() - query_start > interval '2 seconds'";
const INVALID_SQL: &str = "SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indrelid IN (SELECT oid FROM pg_class WHERE \
relkind = 'r')";
const BROKEN_SQL: &str = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'";

/// Before a phase whose steps take locks that are felt: no transaction is old.
pub(super) fn quiet(context: &Context<'_>, phase: &Phase) -> Option<StepDraft> {
    let plan = context.schema_plan.filter(|it| it.dialect == Dialect::Postgres)?;
    let locks = |it: &&crate::plan::Step| !it.facts.locks.is_empty() && super::schema::is_felt(it);
    phase.steps.iter().find(locks)?;
    let fact = prior(
        format!("a lock is asked for while no transaction is older than {OLDEST} s"),
        "default of this program; PostgreSQL manual, Explicit Locking: a lock waits for every transaction before it",
    );
    let measure = Measure::Query("age of the oldest transaction, in seconds".to_owned());
    let criterion = watch::none_of(measure, sql(ProbeSide::Target, OLDEST_SQL), 0.0, vec![fact.clone()]);
    let criterion = Criterion { holds: Holds::AtMost, bound: OLDEST, ..criterion };
    let otherwise = "wait until it is done, or end it together with whoever runs it".to_owned();
    let basis = vec![plan_fact(context, &plan.digest, phase), fact];
    let title = format!("No transaction is old when {} begins", phase.name.as_str());
    let step = asked("quiet", title, MigrationGate { criteria: vec![criterion], otherwise }, basis);
    Some(step.why("Whoever waits for a lock makes all others wait behind."))
}

/// Behind a phase: no session waits, nothing is left half built.
pub(super) fn settled(context: &Context<'_>, phase: &Phase) -> Option<StepDraft> {
    let plan = context.schema_plan?;
    let changes =
        |it: &crate::plan::Step| it.forward.iter().any(|it| matches!(it, Action::Sql(_) | Action::Batches(_)));
    phase.steps.iter().find(|it| changes(it))?;
    let basis = vec![plan_fact(context, &plan.digest, phase)];
    let of = |what: &str, statement: &str, basis: Vec<Fact>| {
        watch::none_of(Measure::Query(what.to_owned()), sql(ProbeSide::Target, statement), 0.0, basis)
    };
    let criteria = match plan.dialect {
        Dialect::Postgres => {
            let fact = prior(
                format!("no session waits longer than {WAITS} s for a lock"),
                "default of this program, pattern expand-contract: lock wait below 2 s",
            );
            vec![
                of("sessions that wait longer than 2 s for a lock", WAITING_SQL, vec![fact]),
                of("indexes that are not valid", INVALID_SQL, basis.clone()),
            ]
        }
        Dialect::Sqlite => vec![of("faults that the engine finds in its file", BROKEN_SQL, basis.clone())],
        _ => return None,
    };
    let otherwise = format!("take {} back, and find out what waits or broke", phase.name.as_str());
    let title = format!("Nothing waits or is broken behind {}", phase.name.as_str());
    let step = asked("settled", title, MigrationGate { criteria, otherwise }, basis);
    Some(step.why("What goes wrong in a phase is found before the next one builds on it."))
}

fn asked(slug: &str, title: String, gate: MigrationGate, basis: Vec<Fact>) -> StepDraft {
    let estimate = time::by_program("a question to the engine");
    StepDraft::new(slug, title, Work::Gate(gate), consumers::monitoring(), estimate, basis)
}

fn plan_fact(context: &Context<'_>, digest: &str, phase: &Phase) -> Fact {
    Fact {
        source: FactSource::SchemaPlan { migration: context.migration.id.clone(), step: None },
        pointer: String::new(),
        says: format!(
            "{} of the schema plan with digest {}",
            phase.name.as_str(),
            digest.get(..12).unwrap_or_default()
        ),
    }
}
