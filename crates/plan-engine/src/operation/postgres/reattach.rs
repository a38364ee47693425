//! A table of rows becomes a partition, ceases to be one, or holds other rows than before, while both versions write. In
//! between it is the *default* partition: it takes what is written to it directly, whatever the key is, and what is
//! written through the partitioned table. Its bound comes when the old version is gone, through a validated check.

use schema_diff::catalogue::{
    Bounds, Catalogue, Index, Object, ObjectPath, PartitionBound, PartitionOf, QualifiedName, Table,
};

use super::common::{alone, table, transaction};
use super::partition;
use super::rows::Offenders;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};
use crate::workshop::own_name;

/// The table comes to be the partition `to`, or none.
pub(super) struct Reattach {
    /// The table.
    pub(super) name: QualifiedName,
    /// What it is from then on.
    pub(super) to: Option<PartitionOf>,
}

/// Statements that make the table what `to` says; `now` is the catalogue before.
fn turn(now: &Catalogue, context: &Context<'_>, name: &QualifiedName, to: Option<&PartitionOf>) -> Vec<String> {
    let mut statements = Vec::new();
    if let Some(part) = now.tables.get(name).and_then(|table| table.partition_of.as_ref()) {
        statements.extend(partition::detach(now, context, name, part));
    }
    statements.extend(to.map(|part| partition::attach(context, name, part)));
    statements
}

/// Rows that do not belong to the bound.
pub(super) fn offenders(
    now: &Catalogue,
    context: &Context<'_>,
    name: &QualifiedName,
    part: &PartitionOf,
) -> Option<Offenders> {
    let belongs = belongs(now, context, part)?;
    Some(Offenders {
        table: name.clone(),
        what: part.parent.name.clone(),
        condition: format!("({belongs}) IS NOT TRUE"),
        reason: format!("does not belong to the partition {} of {}", part.bound, part.parent),
    })
}

/// The condition that a row belongs to the bound; none where every row does.
fn belongs(now: &Catalogue, context: &Context<'_>, part: &PartitionOf) -> Option<String> {
    let (mut conditions, mut at) = (Vec::new(), Some(part));
    // What the partitioned table is a partition of has a say, too. As many steps as there are tables suffice.
    for _ in 0..now.tables.len() {
        let Some(part) = at else { break };
        let Some(above) = now.tables.get(&part.parent) else { break };
        conditions.extend(above.partition_by.as_ref().and_then(|by| partition::condition(context, by, &part.bound)));
        at = above.partition_of.as_ref();
    }
    (!conditions.is_empty()).then(|| conditions.join(" AND "))
}

/// The actions before `turn` after which the engine knows that all rows belong, and the name of the check.
pub(super) fn proved(
    now: &Catalogue,
    context: &Context<'_>,
    name: &QualifiedName,
    part: &PartitionOf,
) -> (Vec<Action>, Vec<String>) {
    let Some(belongs) = belongs(now, context, part) else { return (Vec::new(), Vec::new()) };
    let writer = context.writer;
    let (own, check) = (writer.name(name), writer.ident(&own_name(&[&name.name, "bound"])));
    let drop = format!("ALTER TABLE {own} DROP CONSTRAINT IF EXISTS {check}");
    let add = format!("{drop}, ADD CONSTRAINT {check} CHECK (({belongs}) IS TRUE) NOT VALID");
    let first = format!("{drop}, ADD CONSTRAINT {check} CHECK ({belongs}) NOT VALID");
    let add = if matches!(part.bound, PartitionBound::Range { .. }) { first } else { add };
    (vec![transaction([add]), transaction([format!("ALTER TABLE {own} VALIDATE CONSTRAINT {check}")])], vec![drop])
}

/// Indexes that the partitioned table has and the table lacks, by the names that they have in the end.
fn missing_indexes(now: &Catalogue, context: &Context<'_>, name: &QualifiedName, part: &PartitionOf) -> Vec<Index> {
    let (Some(above), Some(own)) = (now.tables.get(&part.parent), now.tables.get(name)) else { return Vec::new() };
    let mut own = own.clone();
    let mut missing = Vec::new();
    for index in above.indexes.values() {
        if own.attach_index(index) {
            continue;
        }
        let link = Some(index.name.clone());
        let named = context.after.tables.get(name).and_then(|it| it.indexes.values().find(|it| it.parent == link));
        let chosen = named.map_or_else(|| own_name(&[&name.name, &index.name]), |it| it.name.clone());
        missing.push(Index { name: chosen, parent: None, comment: None, ..index.clone() });
    }
    missing
}

/// An index that the engine attaches to one of the partitioned table, though the new schema has it as the table's own.
fn taken_into_the_parents(is: &Table, wanted: Option<&Table>) -> Option<String> {
    let stays_own = |name: &String| wanted.is_some_and(|it| it.indexes.get(name).is_some_and(|it| it.parent.is_none()));
    is.indexes.values().find(|it| it.parent.is_some() && stays_own(&it.name)).map(|it| it.name.clone())
}

impl Reattach {
    /// What the table is after it, attached as the engine does it; refused where it would get more than its place.
    fn becomes(
        &self,
        now: &Catalogue,
        context: &Context<'_>,
        path: &ObjectPath,
    ) -> Result<(Vec<Index>, Table), Refusal> {
        let name = &self.name;
        let mut then = now.clone();
        then.detach(name);
        let alone = table(&then, name)?.clone();
        let Some(part) = &self.to else { return Ok((Vec::new(), alone)) };
        let missing = missing_indexes(&then, context, name, part);
        for index in &missing {
            then.put(&ObjectPath::Index(name.clone(), index.name.clone()), Object::Index(index.clone()));
        }
        then.attach(name, &part.parent, part.bound.clone());
        let is = table(&then, name)?.clone();
        // Where it is a partition only in between, the engine gives the index back when it is detached.
        let wanted = context.after.tables.get(name).filter(|it| it.partition_of.is_some());
        if let Some(taken) = taken_into_the_parents(&is, wanted) {
            return Err(Refusal::new(
                path,
                format!(
                    "has an index {taken} that is to stay its own, but equals one of {}: the engine makes it a part of that one when the table is attached",
                    part.parent
                ),
                "attach the table in a migration of its own, and make that index anew in the next",
            ));
        }
        let above = table(&then, &part.parent)?;
        let has = |link: &String| {
            is.constraints.values().any(|it| it.parent.as_ref() == Some(link))
                || is.indexes.values().any(|it| it.parent.as_ref() == Some(link))
        };
        let lacks_key = above.constraints.values().any(|it| it.kind.has_index() && !has(&it.name));
        let bare = |table: &Table| {
            let constraints = table.constraints.iter();
            (table.columns.clone(), constraints.map(|(name, it)| (name.clone(), it.kind.clone())).collect::<Vec<_>>())
        };
        if lacks_key || missing.iter().any(|it| it.unique) || bare(&is) != bare(&alone) {
            return Err(Refusal::new(
                path,
                format!(
                    "has not all that {} demands of a partition: a column, its NOT NULL, a check or a key",
                    part.parent
                ),
                "give the table the same columns, checks and keys in a migration before this one",
            ));
        }
        Ok((missing, is))
    }

    fn facts(&self, now: &Catalogue, context: &Context<'_>) -> Facts {
        let (own, writer) = (context.writer.name(&self.name), context.writer);
        let was = now.tables.get(&self.name).and_then(|table| table.partition_of.as_ref());
        let facts = Facts::lock(&own, LockMode::AccessExclusive).scanning(&own);
        match (was, &self.to) {
            (Some(part), _) => facts
                .and_lock(writer.name(&part.parent), LockMode::AccessExclusive)
                .hazard("DETACH waits for every query of the partitioned table, and queries wait for it"),
            (None, Some(part)) => facts.and_lock(writer.name(&part.parent), LockMode::ShareUpdateExclusive),
            (None, None) => facts,
        }
    }
}

/// Whether rows of the partition `was` all belong to `is`, too.
fn holds_all(now: &Catalogue, was: Option<&PartitionOf>, is: &PartitionOf) -> bool {
    let parent = now.tables.get(&is.parent);
    let includes = |was: &PartitionOf, parent| Bounds::of(parent).includes(&is.bound, &was.bound) == Some(true);
    was.zip(parent).is_some_and(|(was, parent)| was.bound != PartitionBound::Default && includes(was, parent))
}

fn is_bound(part: Option<&PartitionOf>) -> Option<&PartitionOf> {
    part.filter(|it| it.bound != PartitionBound::Default)
}

impl Operation for Reattach {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, path) = (&self.name, ObjectPath::Table(self.name.clone()));
        let was = table(now, name)?;
        let (missing, is) = self.becomes(now, context, &path)?;
        let facts = self.facts(now, context);
        let mut then = now.clone();
        then.tables.insert(name.clone(), is.clone());
        let mut forward = Vec::new();
        let mut back = Vec::new();
        let mut draft = Draft::new("reattach_partition", &path, self.title(), self.why());
        let writer = context.writer;
        let drops: Vec<String> = missing
            .iter()
            .map(|it| {
                format!(
                    "DROP INDEX CONCURRENTLY IF EXISTS {}",
                    writer.name(&QualifiedName::new(&name.schema, &it.name))
                )
            })
            .collect();
        for (index, drop) in missing.iter().zip(&drops) {
            forward.push(alone([drop.clone(), writer.create_index(name, index, true, false)]));
        }
        let mut there = turn(now, context, name, self.to.as_ref());
        if let Some((part, rows)) =
            is_bound(self.to.as_ref()).and_then(|it| Some((it, offenders(now, context, name, it)?)))
        {
            if !holds_all(now, was.partition_of.as_ref(), part) {
                forward.push(Action::Gate(rows.gate(now, context)));
            }
            let (proof, drop) = proved(now, context, name, part);
            let mut proof = proof.into_iter();
            if let Some(keep_out) = proof.next() {
                // A row written between the gate and what keeps it out would stop the validation.
                forward.extend([keep_out, Action::Gate(rows.gate(now, context))]);
            }
            forward.extend(proof);
            back.extend(drop.clone().into_iter().map(|it| transaction([it])));
            there.extend(drop);
            draft = draft.archives(rows.listed(now, context));
        }
        forward.push(transaction(there));
        let mut here = turn(&then, context, name, was.partition_of.as_ref());
        if let Some((part, rows)) =
            is_bound(was.partition_of.as_ref()).and_then(|it| Some((it, offenders(now, context, name, it)?)))
        {
            let (proof, drop) = proved(now, context, name, part);
            let mut proof = proof.into_iter();
            // What is written until the check keeps it out is set aside too.
            back.push(transaction(rows.set_aside(&then, context)));
            back.extend(proof.next());
            back.push(transaction(rows.set_aside(&then, context)));
            back.extend(proof);
            here.extend(drop);
            forward.push(transaction(rows.put_back(&then, context)));
            let policy = format!("a row of {name} that {} is set aside in {}", rows.reason, rows.archive(context));
            draft = draft.loss(Loss::Policy(policy)).archives(rows.listed(now, context));
        }
        back.push(transaction(here));
        if let Some(rows) = is_bound(self.to.as_ref()).and_then(|it| offenders(now, context, name, it)) {
            back.push(transaction(rows.put_back(now, context)));
        }
        back.extend((!drops.is_empty()).then(|| alone(drops)));
        let undo = Edit::put(path.clone(), Object::Table(was.clone()));
        let back_facts = Self { name: name.clone(), to: was.partition_of.clone() }.facts(&then, context);
        Ok(vec![
            draft
                .forward(forward)
                .effect([Edit::put(path, Object::Table(is))])
                .facts(if missing.is_empty() { facts } else { facts.outside_transaction() })
                .back(format!("Make {name} what it was"), back, [undo])
                .back_facts(back_facts),
        ])
    }
}

impl Reattach {
    fn title(&self) -> String {
        match &self.to {
            None => format!("Make {} a table of its own", self.name),
            Some(part) => format!("Make {} the partition {} of {}", self.name, part.bound, part.parent),
        }
    }

    fn why(&self) -> &'static str {
        match &self.to {
            Some(part) if part.bound == PartitionBound::Default => {
                "As the default partition it takes the rows that one version writes to it and the other to the partitioned table."
            }
            Some(_) => "Its rows fit, and are checked before: a validated check spares the scan under lock.",
            None => "Only the new version writes now, and it writes to the table itself.",
        }
    }
}
