//! A constraint comes or goes. What comes is `NOT VALID` first and validated in a later transaction; keys come through an
//! index built concurrently.

use schema_diff::catalogue::{
    Catalogue, Constraint, ConstraintKind, Exclusion, ForeignKey, Key, MatchType, Object, ObjectPath, QualifiedName,
};

use super::common::{alone, table, transaction};
use super::rows::Offenders;
use super::temporal;
use super::tree::{is_partitioned, place_of_row};
use super::tree_index::{self, Item};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};

/// A constraint comes.
pub(super) struct AddConstraint {
    /// The table.
    pub(super) table: QualifiedName,
    /// The constraint.
    pub(super) constraint: Constraint,
}

/// A constraint goes.
pub(super) struct DropConstraint {
    /// The table.
    pub(super) table: QualifiedName,
    /// Its name.
    pub(super) name: String,
}

/// A constraint that was `NOT VALID` is validated.
pub(super) struct ValidateConstraint {
    /// The table.
    pub(super) table: QualifiedName,
    /// The constraint, validated.
    pub(super) constraint: Constraint,
}

/// What keeps new rows out, and the actions after which the constraint holds for every row.
fn establish(context: &Context<'_>, name: &QualifiedName, constraint: &Constraint) -> (Vec<Action>, Vec<Action>) {
    let (writer, sql_name) = (context.writer, context.writer.name(name));
    let ident = writer.ident(&constraint.name);
    let path = ObjectPath::Constraint(name.clone(), constraint.name.clone());
    let mut first = Vec::new();
    let mut actions = match &constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if key.without_overlaps => {
            vec![transaction([add(context, name, constraint)])]
        }
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => establish_key(context, name, constraint, key),
        ConstraintKind::Exclusion(_) => vec![transaction([add(context, name, constraint)])],
        ConstraintKind::Check(_) | ConstraintKind::ForeignKey(_) => {
            let unproven = Constraint { validated: false, ..constraint.clone() };
            first.push(transaction([add(context, name, &unproven)]));
            let validate = format!("ALTER TABLE {sql_name} VALIDATE CONSTRAINT {ident}");
            constraint.validated.then(|| transaction([validate])).into_iter().collect()
        }
    };
    let comments = writer.comments(&path, &Object::Constraint(constraint.clone()));
    if !comments.is_empty() {
        actions.push(transaction(comments));
    }
    (first, actions)
}

/// A key of a partitioned table.
fn tree_key(now: &Catalogue, name: &QualifiedName, constraint: &Constraint) -> Option<Item> {
    let is_key = matches!(constraint.kind, ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_));
    (is_key && is_partitioned(now, name)).then(|| Item::Key(constraint.clone()))
}

/// How a constraint comes and goes.
struct Ways {
    /// What keeps new rows out, before those that are there are looked at.
    keep_out: Vec<Action>,
    build: Vec<Action>,
    built: Vec<Edit>,
    build_facts: Facts,
    away: Vec<Action>,
    gone: Vec<Edit>,
    away_facts: Facts,
}

impl Ways {
    /// Of `constraint`, where the catalogue is `now`, with it or without; `names` has the names of those of partitions.
    fn of(
        now: &Catalogue,
        names: &Catalogue,
        context: &Context<'_>,
        name: &QualifiedName,
        constraint: &Constraint,
    ) -> Self {
        let path = ObjectPath::Constraint(name.clone(), constraint.name.clone());
        let Some(item) = tree_key(now, name, constraint) else {
            let (keep_out, build) =
                if is_partitioned(now, name) && matches!(constraint.kind, ConstraintKind::ForeignKey(_)) {
                    establish_in_partitions(now, context, name, constraint)
                } else {
                    establish(context, name, constraint)
                };
            return Self {
                keep_out,
                build,
                built: vec![Edit::put(path.clone(), Object::Constraint(constraint.clone()))],
                build_facts: facts(context, name, constraint),
                away: vec![transaction([drop_statement(context, name, &constraint.name)])],
                gone: vec![Edit::remove(path)],
                away_facts: drop_facts(context, name, constraint),
            };
        };
        let mut without = now.clone();
        without.remove(&path);
        let (build, built) = tree_index::establish(&without, names, context, name, &item);
        let mut with = without.clone();
        for edit in &built {
            edit.apply(&mut with);
        }
        let (away, gone) = tree_index::take_away(&without, &with, context, name, &item);
        let build_facts = tree_index::facts(now, context, name, &item);
        let away_facts = tree_index::drop_facts(now, context, name);
        Self { keep_out: Vec::new(), build, built, build_facts, away, gone, away_facts }
    }
}

/// A foreign key of a partitioned table cannot be `NOT VALID` before version 18: it is made and validated in every
/// partition, and that of the table finds these there and scans nothing.
fn establish_in_partitions(
    now: &Catalogue,
    context: &Context<'_>,
    name: &QualifiedName,
    constraint: &Constraint,
) -> (Vec<Action>, Vec<Action>) {
    let (writer, ident) = (context.writer, context.writer.ident(&constraint.name));
    let unproven = Constraint { validated: false, comment: None, ..constraint.clone() };
    let (mut first, mut actions) = (Vec::new(), Vec::new());
    let is_old = context.before.tables.contains_key(name) && constraint.validated;
    for leaf in now.leaves(name).into_iter().filter(|_| is_old) {
        // A name that is taken there is the engine's to choose.
        if now.tables.get(&leaf).is_none_or(|table| table.constraints.contains_key(&constraint.name)) {
            continue;
        }
        first.push(transaction([add(context, &leaf, &unproven)]));
        actions.push(transaction([format!("ALTER TABLE {} VALIDATE CONSTRAINT {ident}", writer.name(&leaf))]));
    }
    actions.push(transaction([add(context, name, constraint)]));
    let path = ObjectPath::Constraint(name.clone(), constraint.name.clone());
    let comments = writer.comments(&path, &Object::Constraint(constraint.clone()));
    if !comments.is_empty() {
        actions.push(transaction(comments));
    }
    (first, actions)
}

/// Can be run again: what an earlier attempt left is dropped in the same statement. A foreign key that is there is left
/// instead, since dropping would take ACCESS EXCLUSIVE where adding takes SHARE ROW EXCLUSIVE.
fn add(context: &Context<'_>, name: &QualifiedName, constraint: &Constraint) -> String {
    let writer = context.writer;
    if matches!(constraint.kind, ConstraintKind::ForeignKey(_)) {
        return format!(
            "DO $add$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = {}::regclass AND conname = {}) THEN\n    {};\n  END IF;\nEND $add$",
            writer.literal(&writer.name(name)),
            writer.literal(&constraint.name),
            writer.add_constraint(name, constraint)
        );
    }
    format!(
        "ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}, ADD {}",
        writer.name(name),
        writer.ident(&constraint.name),
        writer.constraint(constraint)
    )
}

fn establish_key(context: &Context<'_>, name: &QualifiedName, constraint: &Constraint, key: &Key) -> Vec<Action> {
    let (writer, sql_name) = (context.writer, context.writer.name(name));
    let ident = writer.ident(&constraint.name);
    let index = writer.name(&QualifiedName::new(&name.schema, &constraint.name));
    let include =
        if key.include.is_empty() { String::new() } else { format!(" INCLUDE ({})", writer.idents(&key.include)) };
    let nulls = if key.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    vec![
        alone([
            format!("DROP INDEX CONCURRENTLY IF EXISTS {index}"),
            format!(
                "CREATE UNIQUE INDEX CONCURRENTLY {ident} ON {sql_name} ({}){include}{nulls}",
                writer.idents(&key.columns)
            ),
        ]),
        transaction([writer.add_key_using_index(name, constraint, &constraint.name)]),
    ]
}

/// Rows that the constraint does not accept.
fn offenders(context: &Context<'_>, name: &QualifiedName, constraint: &Constraint) -> Offenders {
    let (condition, reason) = match &constraint.kind {
        ConstraintKind::Check(check) => {
            (format!("({}) IS FALSE", check.expression.text), format!("fails the check {}", constraint.name))
        }
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if key.without_overlaps => {
            let exclusion = temporal::as_exclusion(context, key);
            let empty = key.columns.last().map(|it| format!("isempty(t.{}) OR ", context.writer.ident(it)));
            let overlaps = excluded(context, name, &exclusion);
            let condition = format!("({}{overlaps})", empty.unwrap_or_default());
            (condition, format!("is empty or overlaps another by the key {}", constraint.name))
        }
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            let columns: Vec<_> = key.columns.iter().map(|column| context.writer.ident(column)).collect();
            let repeated = repeated(context, name, &columns, None, key.nulls_not_distinct);
            (repeated, format!("repeats the key {}", constraint.name))
        }
        ConstraintKind::ForeignKey(key) => {
            (orphans(context, key), format!("references nothing by {}", constraint.name))
        }
        ConstraintKind::Exclusion(exclusion) => {
            (excluded(context, name, exclusion), format!("is excluded by {}", constraint.name))
        }
    };
    Offenders { table: name.clone(), what: constraint.name.clone(), condition, reason }
}

/// A condition over `t` for rows whose `elements` repeat those of an earlier row.
pub(super) fn repeated(
    context: &Context<'_>,
    name: &QualifiedName,
    elements: &[String],
    predicate: Option<&str>,
    nulls_not_distinct: bool,
) -> String {
    let mut conditions: Vec<String> = predicate.map(|it| format!("({it})")).into_iter().collect();
    if !nulls_not_distinct {
        conditions.extend(elements.iter().map(|it| format!("{it} IS NOT NULL")));
    }
    let filter = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    let (place, places) = place_of_row(context, name, "t");
    let inner = if places == "ctid AS place" { "place" } else { "home, place" };
    format!(
        "{place} IN (SELECT {inner} FROM (SELECT {places}, row_number() OVER (PARTITION BY {} ORDER BY ctid) AS nth FROM {}{filter}) AS d WHERE nth > 1)",
        elements.join(", "),
        context.writer.name(name)
    )
}

/// Rows that an exclusion does not accept beside an earlier row.
fn excluded(context: &Context<'_>, name: &QualifiedName, exclusion: &Exclusion) -> String {
    let values =
        exclusion.elements.iter().enumerate().map(|(at, it)| format!("({}) AS e{at}", bare(&it.expression.text)));
    let filter = exclusion.predicate.as_ref().map(|it| format!(" WHERE ({})", it.text)).unwrap_or_default();
    let side = format!(
        "(SELECT ctid AS place, {} FROM {}{filter})",
        values.collect::<Vec<_>>().join(", "),
        context.writer.name(name)
    );
    let meets = exclusion.elements.iter().enumerate().map(|(at, it)| format!("a.e{at} {} b.e{at}", it.operator));
    let meets = meets.collect::<Vec<_>>().join(" AND ");
    format!("t.ctid IN (SELECT b.place FROM {side} AS a JOIN {side} AS b ON a.place < b.place AND {meets})")
}

/// An element without the collation, operator class and order behind it.
pub(super) fn bare(element: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in element.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && depth == 0 => return &element[..at],
            _ => {}
        }
    }
    element
}

fn orphans(context: &Context<'_>, key: &ForeignKey) -> String {
    let ident = |name: &String| context.writer.ident(name);
    let pairs: Vec<_> = key
        .columns
        .iter()
        .zip(&key.referenced_columns)
        .map(|(own, other)| format!("p.{} = t.{}", ident(other), ident(own)))
        .collect();
    let given: Vec<_> = key.columns.iter().map(|own| format!("t.{} IS NOT NULL", ident(own))).collect();
    let absent = if key.period {
        format!("NOT {}", temporal::is_covered(context, "t", key))
    } else {
        format!("NOT EXISTS (SELECT FROM {} AS p WHERE {})", context.writer.name(&key.references), pairs.join(" AND "))
    };
    let orphan = format!("{} AND {absent}", given.join(" AND "));
    if key.match_type == MatchType::Full && key.columns.len() > 1 {
        let nulls: Vec<_> = key.columns.iter().map(|own| format!("t.{} IS NULL", ident(own))).collect();
        return format!("(({orphan}) OR (({}) AND ({})))", given.join(" OR "), nulls.join(" OR "));
    }
    orphan
}

fn facts(context: &Context<'_>, name: &QualifiedName, constraint: &Constraint) -> Facts {
    let sql_name = context.writer.name(name);
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) => Facts::lock(&sql_name, LockMode::ShareRowExclusive)
            .and_lock(context.writer.name(&key.references), LockMode::ShareRowExclusive)
            .scanning(&sql_name),
        ConstraintKind::Check(_) => Facts::lock(&sql_name, LockMode::AccessExclusive).scanning(&sql_name),
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if key.without_overlaps => {
            Facts::lock(&sql_name, LockMode::AccessExclusive)
                .scanning(&sql_name)
                .hazard("a key without overlaps has no form that lets writers go on while it is built")
        }
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => {
            Facts::lock(&sql_name, LockMode::AccessExclusive).scanning(&sql_name).outside_transaction()
        }
        ConstraintKind::Exclusion(_) => Facts::lock(&sql_name, LockMode::AccessExclusive)
            .scanning(&sql_name)
            .hazard("an exclusion constraint has no form that lets writers go on while it is built"),
    }
}

fn drop_facts(context: &Context<'_>, name: &QualifiedName, constraint: &Constraint) -> Facts {
    let facts = Facts::lock(context.writer.name(name), LockMode::AccessExclusive);
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) => {
            facts.and_lock(context.writer.name(&key.references), LockMode::AccessExclusive)
        }
        _ => facts,
    }
}

pub(super) fn drop_statement(context: &Context<'_>, name: &QualifiedName, constraint: &str) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", context.writer.name(name), context.writer.ident(constraint))
}

impl Operation for AddConstraint {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, &self.constraint);
        let path = ObjectPath::Constraint(name.clone(), it.name.clone());
        let offenders = it.validated.then(|| offenders(context, name, it));
        let gate = offenders.as_ref().map(|offenders| Action::Gate(offenders.gate(now, context)));
        let mut ways = Ways::of(now, context.after, context, name, it);
        // A row written between the gate and what keeps it out would stop the validation.
        let again = gate.clone().filter(|_| !ways.keep_out.is_empty());
        let mut back = ways.away;
        if let Some(offenders) = &offenders {
            back.push(transaction(offenders.put_back(now, context)));
        }
        if let (ConstraintKind::Exclusion(_), Some(offenders)) = (&it.kind, &offenders) {
            // Nothing builds it beforehand: what was written since the gate is dealt with under its own lock.
            let lock = format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", context.writer.name(name));
            let aside = offenders.set_aside(now, context);
            let build = std::iter::once(lock).chain(aside).chain([add(context, name, it)]);
            ways.build = vec![transaction(build)];
        }
        Ok(vec![
            Draft::new(
                "add_constraint",
                &path,
                format!("Add {} {} to {name}", it.kind.title(), it.name),
                "Tightening: only the new version writes now, and it keeps to it.",
            )
            .forward(gate.into_iter().chain(ways.keep_out).chain(again).chain(ways.build))
            .effect(ways.built)
            .facts(ways.build_facts)
            .back(format!("Drop {} {}", it.kind.title(), it.name), back, ways.gone)
            .back_facts(ways.away_facts)
            .archives(offenders.iter().flat_map(|it| it.listed(now, context))),
        ])
    }
}

impl Operation for DropConstraint {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, path) = (&self.table, ObjectPath::Constraint(self.table.clone(), self.name.clone()));
        let Some(it) = table(now, name)?.constraints.get(&self.name) else { return Ok(Vec::new()) };
        needed_by_foreign_key(now, name, it, &path)?;
        let ways = Ways::of(now, now, context, name, it);
        let mut forward = ways.away;
        let mut back = Vec::new();
        let offenders = it.validated.then(|| offenders(context, name, it));
        if let Some(offenders) = &offenders {
            forward.push(transaction(offenders.put_back(now, context)));
            back.push(transaction(offenders.set_aside(now, context)));
        }
        let keeps_out = !ways.keep_out.is_empty();
        back.extend(ways.keep_out);
        if let Some(offenders) = offenders.as_ref().filter(|_| keeps_out) {
            // What was written in between is set aside too: the constraint keeps further such rows out by now.
            back.push(transaction(offenders.set_aside(now, context)));
        }
        back.extend(ways.build);
        let draft = Draft::new(
            "drop_constraint",
            &path,
            format!("Drop {} {} of {name}", it.kind.title(), it.name),
            "Loosening: the new version writes rows that it does not accept.",
        )
        .forward(forward)
        .effect(ways.gone)
        .facts(ways.away_facts)
        .back(format!("Add {} {} again", it.kind.title(), it.name), back, ways.built)
        .back_facts(ways.build_facts);
        Ok(vec![match offenders {
            None => draft,
            Some(offenders) => draft
                .loss(Loss::Policy(format!(
                    "a row of {name} that {} is set aside in {}",
                    offenders.reason,
                    offenders.archive(context)
                )))
                .archives(offenders.listed(now, context)),
        }])
    }
}

/// A key that a foreign key relies on cannot go before that foreign key.
fn needed_by_foreign_key(
    now: &Catalogue,
    name: &QualifiedName,
    constraint: &Constraint,
    path: &ObjectPath,
) -> Result<(), Refusal> {
    let (ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)) = &constraint.kind else { return Ok(()) };
    let same = |columns: &[String]| {
        columns.len() == key.columns.len() && columns.iter().all(|column| key.columns.contains(column))
    };
    for (child, table) in &now.tables {
        let foreign = table.constraints.values().find(|it| match &it.kind {
            ConstraintKind::ForeignKey(foreign) => foreign.references == *name && same(&foreign.referenced_columns),
            _ => false,
        });
        if let Some(foreign) = foreign {
            return Err(Refusal::new(
                path,
                format!("the foreign key {} of {child} relies on this key", foreign.name),
                "drop that foreign key in a migration of its own first",
            ));
        }
    }
    Ok(())
}

impl Operation for ValidateConstraint {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, &self.constraint);
        let path = ObjectPath::Constraint(name.clone(), it.name.clone());
        let sql_name = context.writer.name(name);
        let offenders = offenders(context, name, it);
        let validate = format!("ALTER TABLE {sql_name} VALIDATE CONSTRAINT {}", context.writer.ident(&it.name));
        let forward = [Action::Gate(offenders.gate(now, context)), transaction([validate])];
        let unproven = Constraint { validated: false, ..it.clone() };
        let back = [
            transaction([drop_statement(context, name, &it.name)]),
            transaction(offenders.put_back(now, context)),
            transaction([add(context, name, &unproven)]),
        ];
        Ok(vec![
            Draft::new(
                "validate_constraint",
                &path,
                format!("Validate {} {} of {name}", it.kind.title(), it.name),
                "Rows that were there before are known to satisfy it afterwards.",
            )
            .forward(forward)
            .effect([Edit::put(path.clone(), Object::Constraint(it.clone()))])
            .facts(Facts::lock(&sql_name, LockMode::ShareUpdateExclusive).scanning(&sql_name))
            .back(
                format!("Make {} NOT VALID again", it.name),
                back,
                [Edit::put(path.clone(), Object::Constraint(unproven.clone()))],
            )
            .back_facts(Facts::lock(&sql_name, LockMode::AccessExclusive))
            .archives(offenders.listed(now, context)),
        ])
    }
}
