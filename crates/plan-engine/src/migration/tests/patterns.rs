//! Every pattern, made of its fixture and of generated specifications: whole plans, with gates, ways back and points of no
//! return where the pattern has them.

use std::path::Path;

use super::plan;
use crate::migration::MigrationPlan;
use crate::migration::model::Work;
use crate::migration::pattern::known;
use crate::plan::Loss;
use crate::specification::model::Kind;

/// The patterns of databases.
const DATA: [&str; 8] = [
    "schema_change",
    "parallel_schema",
    "event_sourcing",
    "bulk_snapshot",
    "incremental_sync",
    "stream",
    "dual_write",
    "change_data_capture",
];

/// The specifications of `fixtures/patterns`: the pattern and the text.
pub(super) fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/patterns");
    let mut found: Vec<(String, String)> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|it| {
            let name = it.unwrap().file_name().into_string().unwrap();
            let text = std::fs::read_to_string(folder.join(&name).join("spec.yaml")).ok()?;
            // What lies in a file beside the specification is read by the program, not by the library.
            (!text.contains("inventory_file")).then_some((name, text))
        })
        .collect();
    found.sort();
    found
}

fn position(plan: &MigrationPlan, suffix: &str) -> usize {
    let found = plan.steps().position(|it| it.id.ends_with(suffix));
    found.unwrap_or_else(|| panic!("no step {suffix} among {:#?}", plan.steps().map(|it| &it.id).collect::<Vec<_>>()))
}

#[test]
fn every_fixture_of_a_pattern_gives_a_whole_plan() {
    let all = fixtures();
    for pattern in DATA {
        assert!(all.iter().any(|(name, _)| name == pattern), "{pattern} has no fixture");
    }
    for (name, text) in all {
        let plan = plan(&text);
        for (at, phase) in plan.phases.iter().enumerate() {
            assert!(!phase.purpose.is_empty() && !phase.steps.is_empty(), "{name}: {}", phase.id);
            assert!(at == 0 || !phase.entry.is_empty(), "{name}: {} has no entry", phase.id);
            assert!(!phase.exit.is_empty(), "{name}: {} has no exit", phase.id);
            assert!(!phase.moments.is_empty(), "{name}: {}", phase.id);
        }
        for step in plan.steps() {
            assert!(!step.basis.is_empty() && !step.title.is_empty() && !step.why.is_empty(), "{name}: {}", step.id);
            if let Work::Gate(gate) = &step.work {
                assert!(!gate.criteria.is_empty(), "{name}: {} asks nothing", step.id);
            }
        }
        let unused: Vec<&str> =
            plan.notes.iter().map(|it| it.says.as_str()).filter(|it| it.starts_with("stated, not used")).collect();
        assert!(unused.is_empty() || !DATA.contains(&name.as_str()), "{name}: {unused:#?}");
        assert!(plan.phases.iter().any(|it| it.point_of_no_return.is_some()) || name == "schema_change", "{name}");
    }
}

#[test]
fn an_approval_stands_before_every_step_without_a_way_back() {
    for (name, text) in fixtures() {
        let plan = plan(&text);
        for phase in &plan.phases {
            let lost = phase.steps.iter().position(|it| matches!(it.inverse.loss, Loss::Everything(_)));
            let Some(at) = lost else { continue };
            let is_schema = matches!(phase.steps[at].work, Work::SchemaStep { .. });
            let approved = phase.steps[..at].iter().any(|it| matches!(it.work, Work::Approval { .. }));
            assert!(approved || is_schema, "{name}: {}", phase.steps[at].id);
        }
    }
}

#[test]
fn the_position_of_the_feed_back_lies_between_the_last_flush_and_the_switch() {
    for pattern in ["change_data_capture", "stream", "incremental_sync", "schema_change"] {
        let (_, text) = fixtures().into_iter().find(|(name, _)| name == pattern).unwrap();
        let plan = plan(&text);
        let order = [
            "cut-fence",
            "cut-drained",
            "cut-position",
            "cut-feed-back",
            "cut-switch",
            "cut-reverse-verified",
            "cut-unfence",
        ];
        let places: Vec<usize> = order.iter().map(|it| position(&plan, it)).collect();
        assert!(places.is_sorted(), "{pattern}: {places:?}");
        let one_go = plan.steps().skip(places[0]).take(places[6] - places[0] + 1);
        assert!(one_go.into_iter().all(|it| it.timing.in_one_go.as_deref() == Some("downtime")), "{pattern}");
    }
}

#[test]
fn without_a_feed_back_the_first_write_of_the_target_is_the_point_of_no_return() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "change_data_capture").unwrap();
    let with = plan(&text);
    let ends = |plan: &MigrationPlan| plan.phases.iter().find_map(|it| it.point_of_no_return.clone()).unwrap().step;
    assert!(ends(&with).ends_with("release-stop-feed"), "{}", ends(&with));
    let without = plan(&text.replace("  log_rate: 900 kB/s", "  reverse: false\n  log_rate: 900 kB/s"));
    assert!(ends(&without).ends_with("cut-unfence"), "{}", ends(&without));
    assert!(without.steps().all(|it| !it.id.contains("feed-back")));
}

#[test]
fn stages_of_dual_write_follow_one_another_and_the_old_side_is_a_fallback_while_it_is_current() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "dual_write").unwrap();
    let plan = plan(&text);
    let names: Vec<&str> = plan.phases.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["off", "dual-write", "shadow", "live", "ramp-down", "complete"]);
    let end = plan.phases.iter().position(|it| it.point_of_no_return.is_some()).unwrap();
    assert_eq!(plan.phases[end].name, "complete");
    // 3/rate comparisons.
    let parity = plan.steps().find(|it| it.id.ends_with("shadow-parity")).unwrap();
    let Work::Gate(gate) = &parity.work else { panic!("{parity:?}") };
    assert_eq!(gate.criteria[0].samples, Some(30_000.0));
}

#[test]
fn the_freeze_of_a_bulk_copy_is_held_against_the_downtime() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "bulk_snapshot").unwrap();
    let says = |text: &str| {
        let plan = plan(text);
        let window = plan.phases.iter().find(|it| it.name == "window").unwrap();
        window.notes.iter().find(|it| it.says.starts_with("the freeze takes")).unwrap().says.clone()
    };
    assert!(says(&text).ends_with("and 8 h are allowed"), "{}", says(&text));
    let short = says(&text.replace("max_downtime: 8h", "max_downtime: 5m"));
    assert!(short.contains("a pattern that copies while writes go on is needed"), "{short}");
}

#[test]
fn deltas_shrink_by_what_is_written_over_what_is_applied() {
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "incremental_sync").unwrap();
    let says = |text: &str| {
        let plan = plan(text);
        let step = plan.steps().find(|it| it.id.ends_with("deltas-rounds")).unwrap();
        step.notes[0].says.clone()
    };
    // 240M rows take 2.9 h at P80; each delta a twentieth (210/4,200) of the one before; 12.5 min may be taken.
    assert!(says(&text).starts_with("1 delta by the figures"), "{}", says(&text));
    let busy = text.replace("writes_per_second: 210", "writes_per_second: 2100");
    assert!(says(&busy).starts_with("6 deltas"), "{}", says(&busy));
    let drowned = text.replace("writes_per_second: 210", "writes_per_second: 9000");
    assert!(says(&drowned).starts_with("deltas do not shrink"), "{}", says(&drowned));
}

/// Specifications made up at random: every pattern, with more and less told.
struct Generator(u64);

impl Generator {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = self.next(of.len() as u64);
        of[usize::try_from(at).unwrap()]
    }

    /// Each line, or not.
    fn some(&mut self, lines: &[&str]) -> String {
        lines.iter().filter(|_| self.next(2) == 0).map(|it| format!("{it}\n")).collect()
    }

    fn database(&mut self) -> String {
        let sides = self.one(&[
            "source: PostgreSQL 12 on premises\n    target: PostgreSQL 16 on AWS",
            "source: MySQL 5.7\n    target: MySQL 8",
            "source: Oracle 11\n    target: PostgreSQL 15",
            "source: SQLite 3 at the till\n    target: PostgreSQL 17",
            "source: the old store\n    target: the new store",
        ]);
        let tables: String = (0..self.next(4))
            .map(|at| {
                let more = self.some(&[", rows: 700k", ", size: 3 GB", ", writes_per_second: 12", ", critical: true"]);
                format!("    - {{name: table_{at}{}}}\n", more.replace('\n', ""))
            })
            .collect();
        let tables = if tables.is_empty() { tables } else { format!("    tables:\n{tables}") };
        let data = self.some(&[
            "      reverse: false",
            "      mismatch_rate: 0.1%",
            "      watermark: changed_at",
            "      deletes: tombstones",
            "      connector: Debezium",
            "      event_store: happened",
            "      log_disk: 50 GB",
        ]);
        let data = if data.is_empty() { data } else { format!("    data:\n{data}") };
        let changes = "    schema_changes: [{table: table_9, changes: [{type: add_column, column: a, data_type: text, nullable: true}]}]\n";
        format!("    {sides}\n{tables}{data}{}", self.some(&[changes.trim_end()]))
    }

    fn service(&mut self) -> String {
        let flags = "    flags: [{name: part, stages: [{percentage: 10, hold: 1h}, {percentage: 100}]}]";
        let routes =
            "    service: {legacy: {endpoints: [GET /a, POST /a, GET /gone]}, new: {endpoints: [GET /a, POST /a]}}";
        format!("    source: One\n    target: Two\n{}", self.some(&[flags, routes]))
    }

    /// A migration of `kind` by `pattern`.
    fn migration(&mut self, id: &str, kind: Kind, pattern: &str) -> String {
        let (word, own) = match kind {
            Kind::Database => ("database", self.database()),
            Kind::Service => ("service", self.service()),
            Kind::Infrastructure => {
                ("infrastructure", "    source: machines on premises\n    target: AWS\n".to_owned())
            }
        };
        let constraints = self.some(&[
            "      max_downtime: 20m",
            "      dependencies: [printing, backup_job]",
            "      compliance: [GDPR]",
            "      special_requirements: [zero_data_loss, data_residency, something_else]",
            "      data_volume: 40 GB",
        ]);
        let constraints = if constraints.is_empty() { constraints } else { format!("    constraints:\n{constraints}") };
        let more = self.some(&[
            "    monitoring: {alert_thresholds: {error_rate: 1%}}",
            "    triggers: [{metric: error_rate, threshold: 5%, for: 2m, action: automatic_rollback}]",
        ]);
        format!("  - id: {id}\n    type: {word}\n    pattern: {pattern}\n{own}{constraints}{more}")
    }

    fn whole(&mut self, kind: Kind, pattern: &str) -> String {
        let head = self.some(&["objectives: {rto: 30m}", "objectives_: "]).replace("objectives_: \n", "");
        let mut text = format!("{head}migrations:\n{}", self.migration("first", kind, pattern));
        if self.next(3) == 0 {
            let link = self.one(&["together_with: [first]", "after: [first]"]);
            text += &self.migration("second", Kind::Service, "canary").replacen(
                "type: service",
                &format!("type: service\n    {link}"),
                1,
            );
        }
        text
    }
}

/// Phases that are taken back when `from` is, of those at `done`: first what waits for it, then itself.
fn visited<'a>(plan: &'a MigrationPlan, from: &'a str, done: &[&'a str], seen: &mut Vec<&'a str>) {
    if seen.contains(&from) {
        return;
    }
    let phase = plan.phases.iter().find(|it| it.id == from).unwrap();
    for before in &phase.way_back.first_take_back {
        if done.contains(&before.as_str()) {
            visited(plan, before, done, seen);
        }
    }
    if !seen.contains(&from) {
        seen.push(from);
    }
}

#[test]
fn rolling_back_from_any_phase_visits_exactly_the_phases_done_in_reverse() {
    let mut generator = Generator(7);
    let (mut plans, mut ways) = (0, 0);
    let mut texts: Vec<String> = fixtures().into_iter().map(|(_, text)| text).collect();
    for pattern in known() {
        for kind in pattern.kinds {
            for _ in 0..12 {
                texts.push(generator.whole(*kind, pattern.names[0]));
            }
        }
    }
    for text in texts {
        let (specification, diagnostics) = crate::specification::read(&findings::SourceText::new("a.yaml", &text));
        let Some(specification) = specification else {
            let idle = diagnostics
                .iter()
                .any(|it| matches!(it.code.as_str(), "no-change" | "inventory-missing" | "missing-field"));
            assert!(idle, "{text}\n{diagnostics:#?}");
            continue;
        };
        let plan = crate::migration::make(&specification, crate::migration::Inputs::new())
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        plans += 1;
        for number in 1..=plan.phases.len() {
            let done: Vec<&str> = plan.phases.iter().take(number).map(|it| it.id.as_str()).collect();
            let mut seen = Vec::new();
            for first in &done {
                visited(&plan, first, &done, &mut seen);
            }
            let mut sorted = seen.clone();
            sorted.sort_unstable();
            let mut all = done.clone();
            all.sort_unstable();
            assert_eq!(sorted, all, "{text}");
            // What waits for a phase is taken back before it, and of one migration that is the order turned round.
            for (at, id) in seen.iter().enumerate() {
                let phase = plan.phases.iter().find(|it| it.id == *id).unwrap();
                let later = |it: &&String| done.contains(&it.as_str());
                for waits in phase.way_back.first_take_back.iter().filter(later) {
                    assert!(seen[..at].contains(&waits.as_str()), "{waits} is taken back behind {id}\n{text}");
                }
                let inverses: Vec<&str> = phase
                    .steps
                    .iter()
                    .rev()
                    .filter(|it| !it.inverse.title.is_empty())
                    .map(|it| it.id.as_str())
                    .collect();
                assert_eq!(phase.way_back.steps, inverses, "{text}");
            }
            if plan.summaries.len() == 1 {
                let turned: Vec<&str> = done.iter().rev().copied().collect();
                assert_eq!(seen, turned, "{text}");
            }
            ways += 1;
        }
        assert_eq!(
            plan.to_json().unwrap(),
            MigrationPlan::from_json(&plan.to_json().unwrap()).unwrap().to_json().unwrap()
        );
    }
    assert!(plans > 100 && ways > 800, "{plans} plans, {ways} ways back");
}
