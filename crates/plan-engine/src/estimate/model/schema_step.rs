//! A step of a schema plan: its actions and facts tell which models hold for it.

use super::people::Activity;
use super::{Part, batches, copy, index, lock, people, rewrite, scan};
use crate::estimate::{Estimate, Figure, Model, Statistics, Throughputs};
use crate::plan::{Action, Facts, Sql, Step};
use crate::specification::model::{Fact, FactSource};

/// How long `step` of the schema plan of `migration` takes on tables as `statistics` says.
///
/// Action by action: batches that change rows, indexes, validations, gates, approvals; then what the step's facts say
/// besides: relations rewritten, and scanned where no action accounts for it; then a lock for each transaction.
pub fn for_schema_step(migration: &str, step: &Step, statistics: &Statistics, speeds: &Throughputs) -> Estimate {
    let mut work =
        Work { statistics, speeds, facts: &step.facts, parts: Vec::new(), scanned: Vec::new(), transactions: 0 };
    for action in &step.forward {
        work.action(action);
    }
    work.rest();
    let mut estimate = Part::in_sequence(work.parts);
    let says = format!("step {}: {}", step.id, step.title);
    let source = FactSource::SchemaPlan { migration: migration.to_owned(), step: Some(step.id.clone()) };
    estimate.inputs.insert(0, Fact { source, pointer: String::new(), says });
    estimate
}

struct Work<'a> {
    statistics: &'a Statistics,
    speeds: &'a Throughputs,
    facts: &'a Facts,
    parts: Vec<Part>,
    /// Relations whose scan an action accounts for.
    scanned: Vec<String>,
    transactions: usize,
}

impl Work<'_> {
    fn action(&mut self, action: &Action) {
        match action {
            Action::Sql(sql) => self.sql(sql),
            Action::Batches(it) => self.batches(&it.call),
            Action::Gate(gate) => self.gate(&gate.query),
            Action::Approval { role, .. } => self.parts.push(people::part(role, Activity::Approve)),
            Action::Manual { .. } => self.parts.push(people::part("operator", Activity::Deploy)),
        }
    }

    fn sql(&mut self, sql: &Sql) {
        let mut worked = false;
        for statement in &sql.statements {
            worked |= self.statement(statement);
            self.trigger(statement);
        }
        if !worked || sql.transaction && !self.facts.locks.is_empty() {
            self.transactions += 1;
        }
    }

    /// Whether the statement's time depends on the size of a table, by its text.
    fn statement(&mut self, statement: &str) -> bool {
        let words: Vec<String> = statement.split_whitespace().take(8).map(str::to_ascii_uppercase).collect();
        let starts = |wanted: &[&str]| wanted.iter().zip(&words).all(|(a, b)| *a == b.as_str());
        let is_index = starts(&["CREATE", "INDEX"]) || starts(&["CREATE", "UNIQUE", "INDEX"]);
        if is_index && let Some(relation) = self.named_in(statement) {
            let table = self.statistics.table(&relation);
            let size = table.one_index();
            let (scan, sort) = (self.speeds.get(Figure::ScanBytes), self.speeds.get(Figure::IndexBytes));
            self.parts.push(if words.iter().any(|it| it == "CONCURRENTLY") {
                index::concurrent_part(&table, &size, &scan, &sort)
            } else {
                index::part(&table, &size, &scan, &sort)
            });
            self.scanned.push(relation);
            return true;
        }
        let validates = starts(&["ALTER", "TABLE"]) && statement.contains(" VALIDATE CONSTRAINT ");
        if validates && let Some(relation) = self.named_in(statement) {
            let (table, speed) = (self.statistics.table(&relation), self.speeds.get(Figure::ValidateBytes));
            self.parts.push(scan::part(Model::Validation, "held against a constraint", &table, &speed));
            self.scanned.push(relation);
            return true;
        }
        let fills =
            starts(&["CREATE", "TABLE"]) && statement.contains(" AS SELECT ") && !statement.ends_with("WITH NO DATA");
        if (fills || starts(&["INSERT", "INTO"]) && statement.contains("SELECT"))
            && let Some(relation) = self.named_in(statement)
        {
            let table = self.statistics.table(&relation);
            self.parts.push(copy::part(&table.rows, &self.speeds.get(Figure::InsertRows).on(&table)));
            self.scanned.push(relation);
            return true;
        }
        false
    }

    /// What a trigger adds to the writes of a busy table from then on; it takes no time of the step.
    fn trigger(&mut self, statement: &str) {
        let makes = ["CREATE TRIGGER", "CREATE OR REPLACE TRIGGER"].iter().any(|it| statement.starts_with(it));
        let Some(relation) = self.named_in(statement).filter(|_| makes) else { return };
        let table = self.statistics.table(&relation);
        if let Some(writes) = &table.writes {
            self.parts.push(lock::trigger_part(&table, writes, &self.speeds.get(Figure::TriggerRows)));
        }
    }

    /// `CALL migration_architect.in_batches('table', 'statement'[, 'archive'])`: with an archive it does nothing on the way
    /// forwards, since there is none yet. On SQLite it is one statement.
    fn batches(&mut self, call: &str) {
        let arguments = literals(call);
        if arguments.len() > 2 {
            self.transactions += 1;
            return;
        }
        let Some(relation) = arguments.first().cloned().or_else(|| self.named_in(call)) else {
            self.transactions += 1;
            return;
        };
        let table = self.statistics.table(&relation);
        let update = self.speeds.get(Figure::UpdateRows);
        self.parts.push(batches::in_place_part(&table, &update));
        self.scanned.push(relation);
    }

    fn gate(&mut self, query: &str) {
        match self.named_in(query) {
            Some(relation) => {
                let (table, speed) = (self.statistics.table(&relation), self.speeds.get(Figure::ScanBytes));
                self.parts.push(scan::part(Model::Gate, "asked by the gate", &table, &speed));
                self.scanned.push(relation);
            }
            None => self.transactions += 1,
        }
    }

    /// What the facts say and no action accounts for.
    fn rest(&mut self) {
        for relation in &self.facts.rewrites {
            let part = rewrite::part(&self.statistics.table(relation), &self.speeds.get(Figure::WriteBytes));
            self.parts.push(part);
            self.scanned.push(relation.clone());
        }
        for relation in self.facts.scans.iter().filter(|it| !self.scanned.contains(it)) {
            let (table, speed) = (self.statistics.table(relation), self.speeds.get(Figure::ValidateBytes));
            self.parts.push(scan::part(Model::Validation, "looked at", &table, &speed));
        }
        if self.transactions > 0 {
            self.parts.push(lock::part(self.transactions));
        }
    }

    /// The relation of the step's facts that `text` names: of those scanned first, then of those locked.
    fn named_in(&self, text: &str) -> Option<String> {
        let scanned = self.facts.scans.iter();
        let locked = self.facts.locks.iter().map(|lock| &lock.relation);
        scanned.chain(locked).find(|relation| names(text, relation)).cloned()
    }
}

/// Whether `relation` stands in `text` as a whole word.
fn names(text: &str, relation: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(relation).any(|(at, found)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(|c| is_word(c) || c == '.') && !after.is_some_and(|c| is_word(c) || c == '.')
    })
}

/// The string literals of the arguments of a call, with their quotes undone.
fn literals(call: &str) -> Vec<String> {
    let (mut all, mut current, mut inside) = (Vec::new(), String::new(), false);
    let mut chars = call.chars().peekable();
    while let Some(c) = chars.next() {
        match (inside, c) {
            (true, '\'') if chars.peek() == Some(&'\'') => {
                chars.next();
                current.push('\'');
            }
            (true, '\'') => {
                all.push(std::mem::take(&mut current));
                inside = false;
            }
            (true, c) => current.push(c),
            (false, '\'') => inside = true,
            (false, _) => {}
        }
    }
    if call.trim_start().starts_with("CALL ") { all } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::median;
    use super::*;
    use crate::estimate::{Rate, TableSize};
    use crate::plan::{Batches, Gate, Inverse, LockMode, Loss};

    fn step(facts: Facts, forward: Vec<Action>) -> Step {
        Step {
            id: "backfill-1".into(),
            operation: "test".into(),
            title: "a test".into(),
            subject: None,
            why: String::new(),
            facts: facts.clone(),
            forward,
            effect: Vec::new(),
            inverse: Inverse {
                title: String::new(),
                actions: Vec::new(),
                effect: Vec::new(),
                facts,
                loss: Loss::Nothing,
            },
        }
    }

    fn estimate(facts: Facts, forward: Vec<Action>) -> Estimate {
        let known = |value, what: &str| super::super::testing::amount(value, what);
        let table = TableSize::completed(
            "visits",
            Some(known(2e6, "rows")),
            Some(known(3e8, "heap")),
            Some(known(1e8, "indexes")),
            None,
        );
        let mut statistics = Statistics::default();
        statistics.put(table);
        let mut speeds = Throughputs::default();
        for (figure, median) in [
            (Figure::UpdateRows, 2e4),
            (Figure::ScanBytes, 1e8),
            (Figure::ValidateBytes, 5e7),
            (Figure::WriteBytes, 4e7),
            (Figure::IndexBytes, 2e7),
        ] {
            speeds.put(Rate { median, sigma: 0.0, ..Rate::prior(figure) });
        }
        for_schema_step("m", &step(facts, forward), &statistics, &speeds)
    }

    fn scanning() -> Facts {
        Facts::lock("public.visits", LockMode::RowExclusive).scanning("public.visits")
    }

    #[test]
    fn a_backfill_counts_rows_and_cites_its_step() {
        let call = "CALL migration_architect.in_batches('public.visits', 'UPDATE public.visits AS t SET b = ''x'' WHERE {range}')";
        let backfill = Action::Batches(Batches { title: "b".into(), call: call.into() });
        let it = estimate(scanning().outside_transaction(), vec![backfill]);
        assert_eq!(it.model, Model::Batches);
        assert!((median(&it) - 100.0).abs() < 1e-9, "{it:?}");
        assert!(matches!(&it.inputs[0].source, FactSource::SchemaPlan { step: Some(id), .. } if id == "backfill-1"));
        assert!(it.inputs.iter().any(|fact| fact.says == "rows"));
    }

    #[test]
    fn what_comes_back_from_an_archive_that_is_not_there_takes_no_time() {
        let call = "CALL migration_architect.in_batches('public.visits', 'UPDATE …', 'migration_architect.archive')";
        let it = estimate(scanning(), vec![Action::Batches(Batches { title: "b".into(), call: call.into() })]);
        assert_eq!(it.model, Model::Validation, "the scan that its facts state: {it:?}");
    }

    #[test]
    fn a_concurrent_index_and_a_plain_one() {
        let build = |text: &str| Action::Sql(Sql::outside_transaction(vec![text.to_owned()]));
        let it = estimate(scanning(), vec![build("CREATE INDEX CONCURRENTLY i ON public.visits (a)")]);
        assert_eq!(it.model, Model::ConcurrentIndex);
        let it = estimate(scanning(), vec![build("CREATE UNIQUE INDEX i ON public.visits (a)")]);
        // 3e8/1e8 + 2e6·30/2e7, the entry's width believed: the mean is 3 + 3·exp(0.08).
        assert_eq!(it.model, Model::Index);
        assert!((median(&it) - 6.0).abs() < 0.3, "{it:?}");
    }

    #[test]
    fn a_validation_behind_a_gate_is_two_scans() {
        let gate = Gate {
            title: "none".into(),
            query: "SELECT count(*) FROM public.visits AS t WHERE a IS NULL".into(),
            expected: 0,
            help: String::new(),
            remedy: Vec::new(),
        };
        let validate = Sql::in_transaction(vec!["ALTER TABLE public.visits VALIDATE CONSTRAINT c".into()]);
        let it = estimate(scanning(), vec![Action::Gate(gate), Action::Sql(validate)]);
        assert!((median(&it) - 9.2).abs() < 0.5, "3 + 6 and a lock: {it:?}");
        assert!(it.explanation.contains("; then "), "{}", it.explanation);
    }

    #[test]
    fn a_rewrite_needs_disk_and_a_lock_needs_little() {
        let alter = Sql::in_transaction(vec!["ALTER TABLE public.visits ALTER a TYPE text".into()]);
        let facts = Facts::lock("public.visits", LockMode::AccessExclusive).rewriting("public.visits");
        let it = estimate(facts, vec![Action::Sql(alter.clone())]);
        assert_eq!((it.model, it.free_disk_bytes), (Model::Rewrite, Some(4e8)));
        let facts = Facts::lock("public.visits", LockMode::AccessExclusive);
        assert_eq!(estimate(facts, vec![Action::Sql(alter)]).model, Model::LockOnly);
    }

    #[test]
    fn a_trigger_tells_what_writes_cost_from_then_on() {
        let writes = super::super::testing::amount(500.0, "writes");
        let mut statistics = Statistics::default();
        statistics.put(TableSize { writes: Some(writes), ..TableSize::unknown("visits") });
        let mut speeds = Throughputs::default();
        speeds.put(Rate { median: 50_000.0, sigma: 0.0, ..Rate::prior(Figure::TriggerRows) });
        let create =
            "CREATE OR REPLACE TRIGGER s BEFORE INSERT OR UPDATE ON public.visits FOR EACH ROW EXECUTE FUNCTION f()";
        let facts = Facts::lock("public.visits", LockMode::AccessExclusive);
        let sql = Action::Sql(Sql::in_transaction(vec![create.to_owned()]));
        let it = for_schema_step("m", &step(facts, vec![sql]), &statistics, &speeds);
        assert_eq!(it.model, Model::LockOnly);
        // 1/50,000 s · 500/s = 1 %.
        assert!(it.explanation.contains("0.02 ms longer") && it.explanation.contains("1 % of a core"), "{it:?}");
    }

    #[test]
    fn an_approval_keeps_its_three_points() {
        let approval = Action::Approval { role: "release-manager".into(), reason: String::new() };
        let it = estimate(Facts::default(), vec![approval]);
        assert!(
            matches!(it.distribution, schedule::Distribution::ThreePoint { likely, .. } if (likely - 1_800.0).abs() < 1e-9)
        );
    }

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(names("UPDATE public.a SET", "public.a") && !names("public.ab", "public.a"));
        assert!(names("ON a(b)", "a") && !names("x.a", "a"));
        assert_eq!(literals("CALL f('a', 'it''s')"), ["a", "it's"]);
    }
}
