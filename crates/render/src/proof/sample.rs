//! A proof that holds one of everything, for the tests.

use plan_engine::plan::{AppVersion, PhaseName};
use rollback_gen::RollbackPhaseName;
use runner::{
    ApplicationError, BlockedRecord, Concurrency, Failure, LockRecord, LongestWait, Outcome, PhaseBack, PolicyRecord,
    Proof, Stage, StepRecord, UnprovenTable, WayBack,
};

/// A proof in which something went wrong.
pub(crate) fn failed() -> Proof {
    let step = StepRecord {
        step: "contract-2".to_owned(),
        phase: PhaseName::Contract,
        title: "Drop column public.users.phone".to_owned(),
        duration_us: 12_345,
        lock_retries: 1,
        locks: vec![LockRecord {
            relation: "public.users".to_owned(),
            mode: "AccessExclusiveLock".to_owned(),
            held_us: 900,
        }],
        application_statements: 40,
        longest_wait_us: Some(12_000),
        passed: false,
    };
    Proof {
        schema_version: runner::PROOF_SCHEMA_VERSION.to_owned(),
        plan_digest: "0123456789abcdef".to_owned(),
        engine: "PostgreSQL 15.18".to_owned(),
        seed: 1,
        rows_per_table: 20,
        outcome: Outcome::Failed,
        failures: vec![Failure {
            stage: Stage::WayBack,
            run: Some(PhaseName::Contract),
            phase: Some(PhaseName::Contract),
            step: Some("contract-2".to_owned()),
            message: "2 rows of public.users are not there".to_owned(),
            statement: Some("SELECT\n  1".to_owned()),
        }],
        steps: vec![step.clone()],
        ways_back: vec![WayBack {
            from: PhaseName::Contract,
            phases: vec![PhaseBack {
                name: RollbackPhaseName::SwitchBack,
                versions: vec![AppVersion::Old, AppVersion::New],
            }],
            steps: vec![step],
            rows_compared: 40,
            passed: false,
            forwards_again: Some(false),
        }],
        unproven_tables: vec![UnprovenTable {
            table: "public.odd".to_owned(),
            version: Some(AppVersion::New),
            reason: "no row is accepted".to_owned(),
        }],
        policies: vec![PolicyRecord {
            stage: Stage::Forwards,
            run: PhaseName::Contract,
            step: "contract-1".to_owned(),
            gate: "no e-mail is NULL".to_owned(),
            found: 3,
            rows_archived: 3,
        }],
        application_errors: vec![ApplicationError {
            version: AppVersion::Old,
            phase: PhaseName::Expand,
            step: Some("expand-1".to_owned()),
            statement: "SELECT * FROM users".to_owned(),
            message: "cached plan must not change result type".to_owned(),
            succeeded_when_prepared_again: true,
        }],
        concurrent: Some(Concurrency {
            writers: 4,
            transactions: 90,
            statements: 360,
            retried: 1,
            rows_checked: 75,
            longest_wait: Some(LongestWait {
                us: 12_000,
                stage: Stage::Forwards,
                step: "expand-3".to_owned(),
                statement: "SELECT 1".to_owned(),
            }),
        }),
        blocked: vec![BlockedRecord {
            step: "contract-2".to_owned(),
            relation: "public.users".to_owned(),
            held: "ACCESS SHARE".to_owned(),
            wanted: "ACCESS EXCLUSIVE".to_owned(),
            lock_timeout_us: 100_000,
            lock_retries: 1,
            longest_wait_us: Some(101_000),
        }],
        skipped: vec!["the phase purge".to_owned()],
        duration_ms: 1234,
    }
}
