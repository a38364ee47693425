//! The way back over whole plans: whatever the plan and wherever it stands, it visits exactly what was done, in reverse.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use findings::SourceText;
use plan_engine::migration::record::{Entry, record};
use plan_engine::migration::schedule::ProgressReport;
use plan_engine::migration::{Inputs, MigrationPlan, Work, make};
use plan_engine::plan::{Action, Loss};
use plan_engine::specification::model::{Kind, PATTERNS};
use rollback_gen::migration::{MigrationRollback, Situation, StepState, Verdict, WayBackOptions, no_return, way_back};

/// Small numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound as u64).unwrap()
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const CHANGES: [&str; 5] = [
    "{type: modify_column, column: pieces, old_type: integer, new_type: bigint}",
    "{type: add_column, column: shelf, data_type: text, nullable: false, default: \"'none'\"}",
    "{type: add_constraint, kind: check, name: some_pieces, definition: pieces >= 0}",
    "{type: drop_column, column: remark}",
    "{type: rename_column, column: pieces, new_name: amount}",
];

fn migration(dice: &mut Dice, id: usize, pattern: &str, kind: Kind) -> String {
    let (word, body) = match kind {
        Kind::Database => {
            let sides = *dice.one_of(&[("PostgreSQL 13", "PostgreSQL 16"), ("PostgreSQL 15", "PostgreSQL 15")]);
            let change = *dice.one_of(&CHANGES);
            let body = format!(
                "  source: {}\n  target: {}\n  tables: [{{name: stock, rows: 90000, size: 40 MB}}]\n  schema_changes: \
                 [{{table: stock, changes: [{change}]}}]\n",
                sides.0, sides.1
            );
            ("database", body)
        }
        Kind::Service => {
            let flags = *dice.one_of(&[
                "",
                "  flags: [{name: f, stages: [{percentage: 20, hold: 1h}, {percentage: 100}]}]\n",
                "  flags: [{name: f, stages: [{percentage: 100}]}, {name: g, stages: [{percentage: 5}, {percentage: 60}]}]\n",
            ]);
            ("service", format!("  source: Stock {id} old\n  target: Stock {id} new\n{flags}"))
        }
        Kind::Infrastructure => ("infrastructure", format!("  source: hall {id}\n  target: AWS eu-central-1\n")),
    };
    let trigger =
        *dice.one_of(&["", "  triggers: [{metric: error_rate, threshold: 5%, for: 2m, action: automatic_rollback}]\n"]);
    format!("- id: m{id}\n  type: {word}\n  pattern: {pattern}\n{body}{trigger}")
}

/// A specification of one to three migrations, some of them linked.
fn specification(dice: &mut Dice) -> String {
    let mut text =
        (*dice.one_of(&["", "objectives: {rto: 30s}\n", "objectives: {rto: 5m}\n", "objectives: {rto: 3h, rpo: 0}\n"]))
            .to_owned();
    text.push_str("migrations:\n");
    for id in 0..=dice.below(3) {
        let pattern = dice.one_of(&PATTERNS);
        let kind = *dice.one_of(pattern.kinds);
        text.push_str(&migration(dice, id, pattern.name, kind));
        if id > 0 {
            let other = dice.below(id);
            text.push_str(match dice.below(3) {
                0 => "",
                1 => "  together_with: ",
                _ => "  after: ",
            });
            if text.ends_with(": ") {
                text.push_str(&format!("[m{other}]\n"));
            }
        }
    }
    text
}

/// The plan of a specification; none where it is refused: not every pattern can be had with so little.
fn plan(text: &str) -> Option<MigrationPlan> {
    let (specification, _) = plan_engine::specification::read(&SourceText::new("stock.yaml", text));
    make(&specification?, Inputs::new()).ok()
}

/// One plan for each pattern, and many at random.
fn plans() -> &'static [MigrationPlan] {
    static PLANS: OnceLock<Vec<MigrationPlan>> = OnceLock::new();
    PLANS.get_or_init(made)
}

fn made() -> Vec<MigrationPlan> {
    let mut dice = Dice(20_270);
    let mut all = Vec::new();
    for pattern in PATTERNS {
        for kind in pattern.kinds {
            all.extend(plan(&format!("migrations:\n{}", migration(&mut dice, 0, pattern.name, *kind))));
        }
    }
    let patterns: BTreeSet<String> = all.iter().map(|it| it.summaries[0].pattern.clone()).collect();
    assert!(patterns.len() >= 8, "only {patterns:?} were planned");
    for _ in 0..120 {
        all.extend(plan(&specification(&mut dice)));
    }
    assert!(all.len() > 80, "only {} plans were made", all.len());
    all
}

/// What holds of every way back.
fn check(plan: &MigrationPlan, back: &MigrationRollback, begun: &BTreeSet<&str>) {
    let mut done: Vec<&str> = plan
        .phases
        .iter()
        .filter(|it| it.steps.iter().any(|it| begun.contains(it.id.as_str())))
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(back.done, done, "{}", plan.name);
    done.reverse();
    let visited: Vec<&str> = back.phases.iter().map(|it| it.takes_back.as_str()).collect();
    assert_eq!(visited, done, "{}", plan.name);
    // Exactly the inverses of what was begun, in reverse.
    let wanted: Vec<&str> = plan
        .phases
        .iter()
        .rev()
        .flat_map(|it| it.steps.iter().rev())
        .filter(|it| begun.contains(it.id.as_str()))
        .filter(|it| !it.inverse.title.is_empty() || matches!(it.inverse.loss, Loss::Everything(_)))
        .map(|it| it.id.as_str())
        .collect();
    let taken: Vec<&str> = back.phases.iter().flat_map(|it| &it.steps).map(|it| it.takes_back.as_str()).collect();
    assert_eq!(taken, wanted, "{}", plan.name);
    // What waits for a phase is taken back before it.
    for (at, id) in visited.iter().enumerate() {
        let phase = plan.phases.iter().find(|it| it.id == *id).unwrap();
        for first in &phase.way_back.first_take_back {
            let before = visited[..at].contains(&first.as_str());
            assert!(before || !visited.contains(&first.as_str()), "{id} is taken back before {first}");
        }
    }
    // What lies before something that cannot be taken back is not reached.
    for phase in back.phases.iter().filter(|it| it.reachable) {
        let own = plan.phases.iter().find(|it| it.id == phase.takes_back).unwrap();
        let behind = back.phases.iter().filter(|it| own.way_back.first_take_back.contains(&it.takes_back));
        assert!(behind.into_iter().all(|it| it.reachable && it.time.is_some()), "{} is reached", phase.takes_back);
    }
    let lost = back.phases.iter().flat_map(|it| &it.steps).any(|it| matches!(it.loss, Loss::Everything(_)));
    assert_eq!(lost, back.recovery.is_none() && !back.phases.is_empty());
    assert!(!lost || back.decision.verdict == Verdict::GoForward, "{:?}", back.decision);
    assert!(back.recovery.zip(back.whole).is_none_or(|(some, all)| some.p80 <= all.p80 + 0.2));
    for phase in back.phases.iter().filter(|it| !it.steps.is_empty()) {
        let checked = !phase.exit.is_empty() || phase.time.is_none();
        assert!(checked, "nothing shows that {} is taken back", phase.takes_back);
    }
}

#[test]
fn from_every_phase_exactly_the_phases_done_are_taken_back_in_reverse() {
    for plan in plans() {
        for phase in &plan.phases {
            let situation = Situation::after(plan, &phase.id).unwrap();
            let back = way_back(plan, &situation, &WayBackOptions::new());
            let at = plan.phases.iter().position(|it| it.id == phase.id).unwrap();
            let begun = plan.phases[..=at].iter().flat_map(|it| &it.steps).map(|it| it.id.as_str()).collect();
            check(plan, &back, &begun);
            assert_eq!(back.from.as_deref(), Some(phase.id.as_str()));
        }
    }
}

#[test]
fn from_every_state_only_what_was_begun_is_taken_back() {
    let mut dice = Dice(7);
    for plan in plans() {
        let at = "2027-05-03T07:00:00Z".parse().unwrap();
        let mut state = ProgressReport::new(plan, at);
        let stop = dice.below(plan.steps().count() + 1);
        for step in plan.steps().take(stop) {
            let approves = |it: &Work| matches!(it, Work::Approval { .. });
            let entries = match &step.work {
                Work::Gate(_) => vec![Entry::Gate { passed: true, measured: None }],
                it if approves(it) || asks_a_person(plan, it) => vec![Entry::Approved("Ida".to_owned())],
                _ => vec![Entry::Started, Entry::Finished],
            };
            for entry in entries {
                record(plan, &mut state, &step.id, entry, at).unwrap();
            }
        }
        // The next step is begun and not finished.
        if let Some(step) = plan.steps().nth(stop) {
            record(plan, &mut state, &step.id, Entry::Started, at).unwrap();
        }
        let back = way_back(plan, &Situation::of(plan, &state), &WayBackOptions::new());
        let begun = state.steps.iter().map(|it| it.step.as_str()).collect();
        check(plan, &back, &begun);
        let under_way = back.phases.iter().flat_map(|it| &it.steps).filter(|it| it.was == StepState::UnderWay).count();
        assert!(under_way <= 1);
        // Walked step by step in the order told, nothing is refused, until something cannot be taken back.
        for step in plan.steps().collect::<Vec<_>>().into_iter().rev() {
            let begun = state.steps.iter().any(|it| it.step == step.id);
            if !begun || record(plan, &mut state, &step.id, Entry::TakenBack, at).is_ok() {
                continue;
            }
            assert!(matches!(step.inverse.loss, Loss::Everything(_)), "{} is refused", step.id);
            break;
        }
    }
}

fn asks_a_person(plan: &MigrationPlan, work: &Work) -> bool {
    let Work::SchemaStep { migration, step } = work else { return false };
    let steps = plan.schema_plan(migration).unwrap().phases.iter().flat_map(|it| &it.steps);
    let found = steps.into_iter().find(|it| it.id == *step).unwrap();
    found.forward.iter().any(|it| matches!(it, Action::Approval { .. }))
}

#[test]
fn somebody_agrees_before_the_point_of_no_return() {
    let mut points = 0;
    for plan in plans() {
        if let Some(point) = no_return(plan, &Situation::default()) {
            points += 1;
            assert!(point.approval.is_some(), "nobody agrees to {}: {}", point.step, point.because);
            assert!(!point.passed);
        }
    }
    assert!(points > 60, "{points}");
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_nothing_is_blank() {
    for plan in plans().iter().take(40) {
        let made = || way_back(plan, &Situation::furthest(plan), &WayBackOptions::new());
        let text = serde_json::to_string(&made()).unwrap();
        assert_eq!(text, serde_json::to_string(&made()).unwrap());
        let back = made();
        let steps = back.phases.iter().flat_map(|it| &it.steps);
        assert!(steps.clone().all(|it| !it.title.is_empty() && !it.expected.is_empty() && !it.by.is_empty()));
        let checks = back.phases.iter().flat_map(|it| it.entry.iter().chain(&it.exit)).chain(&back.end);
        assert!(checks.clone().all(|it| !it.says.is_empty() && !it.otherwise.is_empty()));
    }
}
