//! The JSON Schemas of plans, rollbacks, proofs and calibrations.
//!
//! The types here say what is in the files. A plan is read back by its own model, so it is not written from them; a
//! test keeps the two together: what is written must be read by the type here, field by field.

mod calibration;
mod estimate;
mod gates;
mod inventory;
mod migration;
mod patterns;
mod plan;
mod proof;
mod risk;
mod rollback;
mod schedule;
mod status;
mod way_back;
mod work;

use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value};

/// The schemas: name of the file, and its text.
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        #[cfg(feature = "artefacts")]
        ("artefacts.schema.json", text::<crate::artefact::Manifest>()),
        ("calibration.schema.json", text::<calibration::Calibration>()),
        ("gate-report.schema.json", text::<gates::GateReport>()),
        ("migration-plan.schema.json", text::<migration::MigrationPlan>()),
        ("migration-progress.schema.json", text::<schedule::MigrationProgress>()),
        ("migration-rollback.schema.json", text::<way_back::MigrationRollback>()),
        ("migration-schedule.schema.json", text::<schedule::MigrationSchedule>()),
        ("migration-status.schema.json", text::<status::MigrationStatus>()),
        ("pattern-comparison.schema.json", text::<patterns::PatternComparison>()),
        ("plan.schema.json", text::<plan::Plan>()),
        ("proof.schema.json", text::<proof::Proof>()),
        ("risk.schema.json", text::<risk::Assessment>()),
        ("rollback.schema.json", text::<rollback::Rollback>()),
    ]
}

fn text<T: JsonSchema>() -> String {
    let mut schema = SchemaSettings::default().into_generator().into_root_schema_for::<T>();
    // A newer minor version adds fields, and what it writes still is valid.
    RecursiveTransform(|schema: &mut Schema| {
        schema.remove("additionalProperties");
    })
    .transform(&mut schema);
    // A schema is plain data with string keys.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// An object whose insides this schema leaves open.
type Open = Map<String, Value>;

#[cfg(test)]
mod tests {
    use plan_engine::MakeOptions;
    use plan_engine::plan as model;
    use plan_engine::plan::{Action, PhaseName, Side};
    use schema_diff::Dialect;
    use schema_diff::catalogue::{Catalogue, Column, DataType, QualifiedName, Table};
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::*;

    /// That `written` is read by `W`, with every field known, and written again as it was.
    fn is_told_by<W: Serialize + DeserializeOwned>(written: &impl Serialize) {
        let written = serde_json::to_value(written).unwrap();
        let read: W = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), written);
    }

    #[test]
    fn the_schema_tells_what_risks_are_written() {
        let text = "{type: service, pattern: strangler_fig, source: a, target: b, constraints: {dependencies: [x, y, z], \
                    compliance: [SOX]}, triggers: [{metric: error_rate, threshold: 0.1, for: 5m, action: \
                    automatic_rollback}]}";
        let (specification, _) = plan_engine::specification::read(&::findings::SourceText::new("a.yaml", text));
        let plan =
            plan_engine::migration::make(&specification.unwrap(), plan_engine::migration::Inputs::new()).unwrap();
        let assessment = plan_engine::risk::assess(&plan, &plan_engine::risk::Circumstances::new());
        assert!(assessment.risks.len() > 5);
        is_told_by::<risk::Assessment>(&assessment);
    }

    /// A side with the table `t` of these columns.
    fn side(columns: &[&str]) -> Side {
        let column = |name: &&str| Column {
            name: (*name).to_owned(),
            data_type: DataType::named("text"),
            collation: None,
            not_null: false,
            default: None,
            identity: None,
            generated: None,
            comment: None,
            grants: schema_diff::catalogue::Grants::default(),
            settings: schema_diff::catalogue::ColumnSettings::default(),
        };
        let mut catalogue = Catalogue::empty(Dialect::Postgres);
        let table = Table { columns: columns.iter().map(column).collect(), ..Table::default() };
        catalogue.tables.insert(QualifiedName::new("public", "t"), table);
        Side { sources: vec!["a.sql".to_owned()], statements: Vec::new(), catalogue }
    }

    #[test]
    fn a_plan_and_its_way_back_are_told() {
        let options = MakeOptions::new().purge(true);
        let plan = plan_engine::make(side(&["a", "b"]), side(&["a", "c"]), &options).unwrap();
        assert!(plan.phases.len() > 2);
        is_told_by::<plan::Plan>(&plan);
        is_told_by::<rollback::Rollback>(&rollback_gen::compose(&plan, PhaseName::Contract));
    }

    #[test]
    fn a_plan_of_migrations_and_its_schedule_are_told() {
        use plan_engine::migration::record::Entry;
        use plan_engine::migration::schedule::{
            ProgressReport, RecordedApproval, RecordedGate, RecordedPosition, RecordedTrouble, ScheduleOptions,
            StepProgress, TakenBack, schedule,
        };
        use plan_engine::migration::status::{StatusOptions, status};

        let made = plan_engine::make(side(&["a", "b"]), side(&["a", "c"]), &MakeOptions::new()).unwrap();
        let plan = plan_engine::migration::of_schema_plan(made).unwrap();
        is_told_by::<migration::MigrationPlan>(&plan);
        let start = "2027-01-11T09:00Z".parse().unwrap();
        let found = schedule(&plan, &ScheduleOptions::new(start).draws(20, 1).iterations(5)).unwrap();
        is_told_by::<super::schedule::MigrationSchedule>(&found);
        let step = StepProgress { step: "a/b-1".to_owned(), started: start, finished: Some(start), share: 1.0 };
        let (it, told) = (|| "x".to_owned(), || "y".to_owned());
        let mut state = ProgressReport::new(&plan, start);
        state.steps.push(step);
        state.approvals.push(RecordedApproval { step: it(), by: told(), at: start });
        state.gates.push(RecordedGate { step: it(), at: start, passed: false, measured: Some(told()) });
        state.positions.push(RecordedPosition { step: it(), at: start, name: it(), position: told() });
        state.taken_back.push(TakenBack { step: it(), started: start, finished: Some(start), at: start });
        state.troubles.push(RecordedTrouble { step: it(), at: start, says: told(), settled: Some(start) });
        is_told_by::<super::schedule::MigrationProgress>(&state);
        let first = plan.steps().next().unwrap().id.clone();
        let mut state = ProgressReport::new(&plan, start);
        plan_engine::migration::record::record(&plan, &mut state, &first, Entry::Started, start).unwrap();
        let trouble = Entry::Trouble(told());
        plan_engine::migration::record::record(&plan, &mut state, &first, trouble, start).unwrap();
        let options = StatusOptions::new(start).draws(20, 1);
        is_told_by::<super::status::MigrationStatus>(&status(&plan, &state, &options).unwrap());
    }

    #[test]
    fn a_way_back_over_a_plan_of_migrations_is_told() {
        use rollback_gen::migration::{Situation, WayBackOptions, way_back};

        let made = plan_engine::make(side(&["a", "b"]), side(&["a", "c"]), &MakeOptions::new().purge(true)).unwrap();
        let plan = plan_engine::migration::of_schema_plan(made).unwrap();
        for phase in &plan.phases {
            let situation = Situation::after(&plan, &phase.id).unwrap();
            let back = rollback_gen::migration::way_back(&plan, &situation, &WayBackOptions::new());
            is_told_by::<super::way_back::MigrationRollback>(&back);
        }
        is_told_by::<super::way_back::MigrationRollback>(&way_back(
            &plan,
            &Situation::default(),
            &WayBackOptions::new(),
        ));
    }

    #[test]
    fn a_comparison_of_patterns_is_told() {
        use plan_engine::migration::comparison::{ComparisonOptions, compare};

        let text = "{type: database, pattern: cdc, source: PostgreSQL 13, target: PostgreSQL 16, tables: [{name: t, rows: 1M}], \
                    constraints: {max_downtime: 10m}}";
        let (specification, _) = plan_engine::specification::read(&::findings::SourceText::new("a.yaml", text));
        let inputs = plan_engine::migration::Inputs::new();
        let made = compare(&specification.unwrap(), &inputs, &ComparisonOptions::new().draws(20, 1)).unwrap();
        assert!(made.migrations[0].patterns.len() > 6);
        is_told_by::<patterns::PatternComparison>(&made);
    }

    #[test]
    fn every_action_is_told() {
        let text = || "x".to_owned();
        let gate = model::Gate { title: text(), query: text(), expected: -1, help: text(), remedy: vec![text()] };
        is_told_by::<Vec<plan::Action>>(&vec![
            Action::Sql(model::Sql { statements: vec![text()], transaction: true, foreign_keys_off: true }),
            Action::Batches(model::Batches { title: text(), call: text() }),
            Action::Gate(gate),
            Action::Approval { role: text(), reason: text() },
            Action::Manual { instruction: text() },
        ]);
        is_told_by::<Vec<plan::PhaseName>>(&PhaseName::ALL);
    }

    #[test]
    fn a_proof_is_told() {
        is_told_by::<proof::Proof>(&crate::proof::sample::failed());
    }

    #[test]
    fn what_came_of_gates_is_told() {
        is_told_by::<gates::GateReport>(&crate::gates::sample::unmet());
    }

    #[test]
    fn a_calibration_is_told() {
        use plan_engine::estimate::{Calibration, Figure, MeasuredTable, Sample};
        let table = MeasuredTable {
            name: "a".to_owned(),
            statements: vec!["CREATE TABLE a (id integer)".to_owned()],
            rows: 1e4,
            row_bytes: 60.5,
            index_row_bytes: 25.5,
        };
        let sample = || vec![Sample { table: "a".to_owned(), amount: 1e4, seconds: vec![0.5, 0.75] }];
        let samples = Figure::ALL.map(|figure| (figure, sample()));
        let settings = std::iter::once(("fsync".to_owned(), "on".to_owned())).collect();
        let calibration = Calibration::of("PostgreSQL 15.1", "postgres://host/a", settings, vec![table], samples);
        assert_eq!(calibration.figures.len(), Figure::ALL.len());
        is_told_by::<calibration::Calibration>(&calibration);
    }
}
