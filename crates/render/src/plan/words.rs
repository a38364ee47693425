//! Words that every format says the same way.

use plan_engine::plan::{
    Action, AppVersion, ArchiveKind, ColumnConversion, DerivedColumn, DerivedColumns, Facts, Loss, MovedColumns,
    PhaseName, Plan, Sql,
};

/// What a phase is for.
pub(crate) fn purpose(phase: PhaseName) -> &'static str {
    match phase {
        PhaseName::Prepare => "Set up the workshop that archives and batches need.",
        PhaseName::Expand => "Add and loosen: nothing that the old version relies on goes away.",
        PhaseName::DualWrite => "Keep both shapes current while the old version writes.",
        PhaseName::Backfill => "Bring the rows that were there into the new shape.",
        PhaseName::Validate => "Check the new shape while nobody relies on it yet.",
        PhaseName::Cutover => "Deploy the new version. Both versions run meanwhile.",
        PhaseName::Contract => "Tighten and take out what only the old version needed; this reaches the target schema.",
        PhaseName::Purge => "Drop the archive. From here on there is no way back.",
    }
}

/// What has to be true of the application in a phase.
pub(crate) fn versions(versions: &[AppVersion]) -> &'static str {
    match (versions.contains(&AppVersion::Old), versions.contains(&AppVersion::New)) {
        (true, true) => "old and new version run",
        (true, false) => "old version runs",
        (false, true) => "only the new version runs",
        (false, false) => "no version runs",
    }
}

/// The locks, strongest first, a line each.
pub(crate) fn locks(facts: &Facts) -> Vec<String> {
    let mut locks: Vec<_> = facts.locks.iter().collect();
    locks.sort_by(|a, b| b.mode.cmp(&a.mode).then_with(|| a.relation.cmp(&b.relation)));
    locks.into_iter().map(|lock| format!("{} {}", lock.mode.as_sql(), lock.relation)).collect()
}

/// Rewrites and scans, and the version that it needs, a line each.
pub(crate) fn work(facts: &Facts) -> Vec<String> {
    let rewrites = facts.rewrites.iter().map(|relation| format!("rewrites {relation}"));
    let scans = facts.scans.iter().map(|relation| format!("scans {relation}"));
    let version = facts.needs_version.map(|version| format!("needs PostgreSQL {version}"));
    rewrites.chain(scans).chain(version).collect()
}

/// Whether the actions run in a transaction; none where they do not run on the engine.
pub(crate) fn transaction(actions: &[Action]) -> Option<bool> {
    let mut answer = None;
    for action in actions {
        match action {
            Action::Sql(sql) => answer = Some(answer.unwrap_or(true) && sql.transaction),
            Action::Batches(_) => answer = Some(false),
            Action::Gate(_) | Action::Approval { .. } | Action::Manual { .. } => {}
        }
    }
    answer
}

/// What the way back loses, in a few words.
pub(crate) fn loss(loss: &Loss) -> &'static str {
    match loss {
        Loss::Nothing => "nothing",
        Loss::Policy(_) => "policy",
        Loss::Everything(_) => "ALL",
    }
}

/// What is asked of people and of the engine before or between statements, a line each.
pub(crate) fn conditions(actions: &[Action]) -> Vec<String> {
    let line = |action: &Action| match action {
        Action::Gate(gate) => Some(format!("gate: {}", gate.title)),
        Action::Approval { role, reason } => Some(format!("approval by {role}: {reason}")),
        Action::Manual { instruction } => Some(format!("by hand: {instruction}")),
        Action::Batches(batches) => Some(format!("in batches: {}", batches.title)),
        Action::Sql(_) => None,
    };
    actions.iter().filter_map(line).collect()
}

/// How the statements of an action run.
pub(crate) fn how(sql: &Sql) -> &'static str {
    match (sql.transaction, sql.foreign_keys_off) {
        (true, true) => "in one transaction, foreign keys switched off around it and checked before it commits",
        (true, false) => "in one transaction",
        (false, _) => "each alone, outside any transaction",
    }
}

/// What a plan states of a column in two shapes, line by line: which, the form and its reason, both ways, when values are
/// equal, and what happens to those that do not fit.
fn conversion(it: &ColumnConversion) -> Vec<String> {
    let way = |template: &str, name: &str| template.replace("{value}", name);
    let new_name = if it.old_name == it.new_name { String::new() } else { format!("{} ", it.new_name) };
    vec![
        format!("{}.{}: {} becomes {new_name}{}", it.table, it.old_name, it.old_type, it.new_type),
        it.form.clone(),
        format!("up {}, down {}", way(&it.up, &it.old_name), way(&it.down, &it.new_name)),
        format!("values are the same where they are {}", it.equality),
        it.policy.clone(),
    ]
}

/// What a plan states of columns that become others, line by line: which, the form, each expression, when rows are equal,
/// and what happens to values that do not fit.
fn derivation(it: &DerivedColumns) -> Vec<String> {
    let names = |columns: &[DerivedColumn]| {
        columns.iter().map(|it| format!("{} {}", it.name, it.data_type)).collect::<Vec<_>>().join(", ")
    };
    let verb = if it.going.len() == 1 { "becomes" } else { "become" };
    let mut lines = vec![format!("{}: {} {verb} {}", it.table, names(&it.going), names(&it.coming)), it.form.clone()];
    lines.extend(it.coming.iter().chain(&it.going).map(|it| format!("{} = {}", it.name, it.expression)));
    lines.push(format!("values are the same where they are {}", it.equality));
    lines.push(it.policy.clone());
    lines
}

/// What a plan states of columns that move, line by line: which, joined by what, the form, when values are equal, and what
/// happens to rows that only one table has.
fn relocation(it: &MovedColumns) -> Vec<String> {
    let columns = it.columns.iter().map(|column| format!("{} {} to {}", column.from, column.data_type, column.to));
    let keys = it.keys.iter().map(|key| format!("{}.{} = {}.{}", it.to, key.to, it.from, key.from));
    vec![
        format!("{} to {}: {}", it.from, it.to, columns.collect::<Vec<_>>().join(", ")),
        it.form.clone(),
        format!("rows belong together where {}", keys.collect::<Vec<_>>().join(" and ")),
        format!("values are the same where they are {}", it.equality),
        it.policy.clone(),
    ]
}

/// What a plan states of all columns that are there in two shapes, a list of lines for each.
pub(crate) fn shapes(plan: &Plan) -> Vec<Vec<String>> {
    let moved = plan.relocations.iter().map(relocation);
    plan.conversions.iter().map(conversion).chain(plan.derivations.iter().map(derivation)).chain(moved).collect()
}

/// What a reader has to know of archives before they are listed.
pub(crate) const ARCHIVES: &str = "Each is there while it holds something; the query lists what. A value that is kept is the mark of its row, by the row's key; \
     on the way back, or forwards again, a row in which what stands in its place still stands gets it back.";

/// What an archive holds, in one line.
pub(crate) fn archive(kind: &ArchiveKind) -> String {
    match kind {
        ArchiveKind::DroppedTable { table } => format!("the rows of table {table}"),
        ArchiveKind::DroppedColumn { table, column, key } if key.is_empty() => {
            format!("column {table}.{column}, with whole rows, since the table has no key")
        }
        ArchiveKind::DroppedColumn { table, column, key } => {
            format!("column {table}.{column}, by {}", key.join(", "))
        }
        ArchiveKind::SetAside { table } => format!("rows of {table} that a constraint would not accept"),
        ArchiveKind::Replaced { table, column, .. } => {
            format!("values of {table}.{column} that the column could not hold")
        }
        ArchiveKind::Misfit { table, column, .. } => {
            format!("values of {table}.{column} that its new shape cannot hold")
        }
        ArchiveKind::Unfit { table, column, .. } => {
            format!("values of the new shape of {table}.{column} that the old one could not hold")
        }
    }
}

/// `1 step`, `2 steps`.
pub(crate) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// The first characters of a digest, enough to compare by eye.
pub(crate) fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

#[cfg(test)]
mod tests {
    use plan_engine::plan::{Lock, LockMode};

    use super::*;

    #[test]
    fn the_strongest_lock_comes_first() {
        let lock = |relation: &str, mode| Lock { relation: relation.to_owned(), mode };
        let facts = Facts {
            locks: vec![lock("public.a", LockMode::Share), lock("public.b", LockMode::AccessExclusive)],
            ..Facts::default()
        };
        assert_eq!(locks(&facts), ["ACCESS EXCLUSIVE public.b", "SHARE public.a"]);
    }

    #[test]
    fn one_statement_outside_a_transaction_decides() {
        let inside = Action::Sql(Sql::in_transaction(Vec::new()));
        let outside = Action::Sql(Sql::outside_transaction(Vec::new()));
        assert_eq!(transaction(&[inside.clone(), outside]), Some(false));
        assert_eq!(transaction(&[inside]), Some(true));
        assert_eq!(transaction(&[Action::Manual { instruction: String::new() }]), None);
    }
}
