//! In every state that a plan of linked migrations can be in, on its way there, back or by a trigger, every version of the
//! application that runs is one that the schema serves.

use std::collections::{BTreeMap, BTreeSet};

use super::{plan, position};
use crate::migration::model::{MigrationPhase, MigrationPlan, MigrationStep, Work};
use crate::plan::{AppVersion, Loss};
use crate::specification::model::Kind;

/// How far each phase is: nothing, something or all of it is done.
type State = Vec<Done>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Done {
    Nothing,
    Something,
    All,
}

/// A plan as a machine that is stepped forwards and back.
struct Machine<'a> {
    plan: &'a MigrationPlan,
    /// For each phase, positions of those that are done before it.
    before: Vec<Vec<usize>>,
    /// For each phase, positions of those that are taken back before it.
    taken_back_first: Vec<Vec<usize>>,
}

fn is_final(step: &MigrationStep) -> bool {
    matches!(step.inverse.loss, Loss::Everything(_))
}

impl<'a> Machine<'a> {
    fn of(plan: &'a MigrationPlan) -> Self {
        let positions: BTreeMap<&str, usize> =
            plan.phases.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
        let mut before = vec![Vec::new(); plan.phases.len()];
        let mut taken_back_first = vec![Vec::new(); plan.phases.len()];
        for (at, phase) in plan.phases.iter().enumerate() {
            for id in &phase.way_back.first_take_back {
                before[positions[id.as_str()]].push(at);
                taken_back_first[at].push(positions[id.as_str()]);
            }
        }
        Self { plan, before, taken_back_first }
    }

    fn can_begin(&self, state: &State, at: usize) -> bool {
        state[at] == Done::Nothing && self.before[at].iter().all(|it| state[*it] == Done::All)
    }

    fn can_take_back(&self, state: &State, at: usize) -> bool {
        let free = self.taken_back_first[at].iter().all(|it| state[*it] == Done::Nothing);
        let possible = state[at] == Done::Something || !self.plan.phases[at].steps.iter().any(is_final);
        state[at] != Done::Nothing && free && possible
    }

    /// The states one move away: a phase begun, done or taken back, or a trigger that sounds.
    fn next(&self, state: &State) -> Vec<State> {
        let mut all = Vec::new();
        let mut with = |at: usize, done: Done| {
            let mut next = state.clone();
            next[at] = done;
            all.push(next);
        };
        for at in 0..state.len() {
            if self.can_begin(state, at) {
                with(at, Done::Something);
            }
            if state[at] == Done::Something {
                with(at, Done::All);
            }
            if self.can_take_back(state, at) {
                with(at, Done::Nothing);
            }
        }
        all.extend(self.sounded(state));
        all
    }

    /// The states that triggers lead through.
    fn sounded(&self, state: &State) -> Vec<State> {
        let at = |id: &String| self.plan.phases.iter().position(|it| it.id == *id).unwrap();
        let mut all = Vec::new();
        for trigger in &self.plan.triggers {
            if !trigger.armed_in.iter().any(|it| state[at(it)] == Done::Something) {
                continue;
            }
            let (mut now, mut stopped) = (state.clone(), false);
            for phase in trigger.takes_back.iter().map(at) {
                if now[phase] == Done::Nothing || stopped {
                    continue;
                }
                // Only a step without a way back stops a trigger: whatever else is in its way, it takes back, too.
                if !self.can_take_back(&now, phase) {
                    stopped = true;
                    let ended = self.plan.phases.iter().zip(&now);
                    let ended =
                        ended.filter(|(it, done)| **done != Done::Nothing && it.steps.iter().any(is_final)).count();
                    assert!(ended > 0, "{} cannot take back {}", trigger.id, self.plan.phases[phase].id);
                    continue;
                }
                now[phase] = Done::Nothing;
                all.push(now.clone());
            }
        }
        all
    }

    fn done(&self, state: &State, wanted: impl Fn(&MigrationPhase, &MigrationStep) -> bool) -> Vec<Done> {
        let phases = self.plan.phases.iter().zip(state);
        phases.filter(|(phase, _)| phase.steps.iter().any(|it| wanted(phase, it))).map(|(_, done)| *done).collect()
    }

    /// Versions of the application that may run: those of the contraction once it has begun; both once everything is done
    /// that only the old one may see; else the old one.
    fn permitted(&self, state: &State) -> BTreeSet<AppVersion> {
        let schema: Vec<(&MigrationPhase, Done)> =
            self.plan.phases.iter().zip(state.iter().copied()).filter(|(it, _)| self.is_schema(it)).collect();
        let contracted = schema.iter().rfind(|(it, done)| *done != Done::Nothing && it.versions == [AppVersion::New]);
        if let Some((it, _)) = contracted {
            return it.versions.iter().copied().collect();
        }
        let expanded = schema.iter().all(|(it, done)| *done == Done::All || it.versions != [AppVersion::Old]);
        if expanded { [AppVersion::Old, AppVersion::New].into() } else { [AppVersion::Old].into() }
    }

    fn is_schema(&self, phase: &MigrationPhase) -> bool {
        let migrations = &self.plan.specification.migrations;
        migrations.iter().any(|it| it.id == phase.migration && it.kind == Kind::Database)
    }

    /// Versions that run: the old one until it is deleted, the new one from its deployment on.
    fn running(&self, state: &State) -> BTreeSet<AppVersion> {
        let mut running = BTreeSet::new();
        let deleted = self.done(state, |_, step| step.id.ends_with("/decommission-delete"));
        if deleted.iter().any(|it| *it != Done::All) {
            running.insert(AppVersion::Old);
        }
        let started = self.done(state, |phase, step| {
            !self.is_schema(phase) && matches!(step.work, Work::Deployment { .. }) && phase.name != "intercept"
        });
        if started.iter().any(|it| *it != Done::Nothing) {
            running.insert(AppVersion::New);
        }
        running
    }

    /// Every state that can be reached.
    fn check(&self) -> usize {
        let start = vec![Done::Nothing; self.plan.phases.len()];
        let (mut seen, mut waiting) = (BTreeSet::from([start.clone()]), vec![start]);
        while let Some(state) = waiting.pop() {
            let (running, permitted) = (self.running(&state), self.permitted(&state));
            let told = || {
                let done = self.plan.phases.iter().zip(&state).filter(|(_, done)| **done != Done::Nothing);
                done.map(|(it, done)| format!("{} {done:?}", it.id)).collect::<Vec<_>>().join(", ")
            };
            assert!(running.is_subset(&permitted), "{running:?} run where {permitted:?} may: {}", told());
            for next in self.next(&state) {
                if seen.insert(next.clone()) {
                    waiting.push(next);
                }
            }
        }
        seen.len()
    }
}

const SCHEMAS: [&str; 6] = [
    "{type: modify_column, column: pieces, old_type: integer, new_type: bigint}",
    "{type: add_column, column: shelf, data_type: text, nullable: false, default: \"'none'\"}",
    "{type: add_constraint, kind: check, name: some_pieces, definition: pieces >= 0}",
    "{type: add_index, name: stock_shelf, columns: [shelf]}",
    "{type: drop_column, column: remark}",
    "{type: rename_column, column: pieces, new_name: amount}",
];

const PATTERNS: [(&str, &str); 6] = [
    ("service", "strangler_fig"),
    ("service", "parallel_run"),
    ("service", "canary"),
    ("service", "blue_green"),
    ("infrastructure", "lift_and_shift"),
    ("infrastructure", "blue_green"),
];

const BACK: &str = "\n    triggers: [{metric: error_rate, threshold: 5%, for: 2m, action: automatic_rollback}]";

fn text(schema: &str, (kind, pattern): (&str, &str), moves: bool, second: &str) -> String {
    let (from, to) = if moves { ("PostgreSQL 13", "PostgreSQL 16") } else { ("PostgreSQL 15", "PostgreSQL 15") };
    let flags = if kind == "service" && pattern != "blue_green" {
        "\n    flags: [{name: stock_two, stages: [{percentage: 20, hold: 1h}, {percentage: 100}]}]"
    } else {
        ""
    };
    let second = match second {
        "" => String::new(),
        more => format!(
            "\n  - id: tills\n    type: service\n    pattern: canary\n    source: Tills 1\n    target: Tills 2\n    \
             together_with: [stock-db]\n    {more}{BACK}"
        ),
    };
    format!(
        "migrations:\n  - id: stock-db\n    type: database\n    pattern: schema_change\n    source: {from}\n    target: {to}\n    \
         tables: [{{name: stock, rows: 90000, size: 40 MB}}]\n    monitoring: {{alert_thresholds: {{error_rate: 1%}}}}\n    \
         schema_changes: [{{table: stock, changes: [{schema}]}}]{BACK}\n  - id: stock-app\n    type: {kind}\n    \
         pattern: {pattern}\n    source: Stock 1\n    target: Stock 2\n    together_with: [stock-db]{flags}{BACK}{second}\n"
    )
}

#[test]
fn every_version_that_runs_is_one_that_the_schema_serves() {
    let mut states = 0;
    for schema in SCHEMAS {
        for pattern in PATTERNS {
            for (moves, second) in [(false, ""), (true, ""), (false, "description: b"), (false, "after: [stock-app]")] {
                let plan = plan(&text(schema, pattern, moves, second));
                states += Machine::of(&plan).check();
            }
        }
    }
    assert!(states > 5_000, "{states}");
}

/// Steps that are done before the one called `id`.
fn ancestors<'a>(plan: &'a MigrationPlan, id: &'a str) -> BTreeSet<&'a str> {
    let steps: BTreeMap<&str, &MigrationStep> = plan.steps().map(|it| (it.id.as_str(), it)).collect();
    let (mut found, mut waiting) = (BTreeSet::new(), vec![id]);
    while let Some(id) = waiting.pop() {
        for before in &steps[id].after {
            if found.insert(before.as_str()) {
                waiting.push(before);
            }
        }
    }
    found
}

#[test]
fn steps_wait_as_their_phases_do() {
    for schema in SCHEMAS {
        for pattern in PATTERNS {
            let plan = plan(&text(schema, pattern, false, "description: b"));
            let contracts = plan.phases.iter().filter(|it| it.id == "stock-db/contract");
            for step in contracts.flat_map(|it| &it.steps) {
                let before = ancestors(&plan, &step.id);
                for deleted in ["stock-app/decommission-delete", "tills/decommission-delete"] {
                    assert!(before.contains(deleted), "{} does not wait for {deleted}", step.id);
                }
            }
            let traffic = plan.steps().filter(|it| matches!(it.work, Work::Traffic { to, .. } if to > 0.0));
            for step in traffic {
                let noted = plan.steps().filter(|it| it.id.starts_with("stock-db/cutover-"));
                for it in noted.filter(|it| matches!(it.work, Work::SchemaStep { .. })) {
                    assert!(position(&plan, &it.id) < position(&plan, &step.id), "{}", step.id);
                    assert!(ancestors(&plan, &step.id).contains(it.id.as_str()), "{}", step.id);
                }
            }
        }
    }
}
