//! A table comes to be a partition beside others, or ceases to be one, while both versions write.
//!
//! One version writes any row to the table itself, the other those of its bound through the partitioned table. In between
//! the table is one of its own, and a partition of the workshop stands in its place; triggers keep it equal with the rows
//! of the table that belong to the bound.

use schema_diff::catalogue::{
    Catalogue, ConstraintKind, Object, ObjectPath, PartitionBound, PartitionOf, QualifiedName, Table,
};
use schema_diff::diff::{Aspect, ChangeKind};

use super::common::{table, transaction};
use super::partition::{self, default_of};
use super::place::rank::{BUILD, DROP, RELEASE, TIGHTEN};
use super::reattach::{offenders, proved};
use super::repartition::sync::{Equal, Way};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation, Placed};
use crate::plan::PhaseName::{Contract, Expand};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};
use crate::row_key::row_key;

/// A table that is a partition on one side only.
#[derive(Clone)]
pub(super) struct StandIn {
    /// The table.
    pub(super) name: QualifiedName,
    /// What it is, or was.
    pub(super) part: PartitionOf,
    /// Whether it comes to be one.
    pub(super) attaches: bool,
}

/// A partition of the workshop comes to stand for the table.
struct Come(StandIn);

/// It goes: the table is its own, or a partition itself.
struct Go(StandIn);

impl StandIn {
    pub(super) fn place(self) -> Vec<Placed> {
        let (come, go) = if self.attaches { (BUILD, TIGHTEN) } else { (RELEASE, DROP) };
        vec![Placed::new(Expand, come, Come(self.clone())), Placed::new(Contract, go, Go(self))]
    }

    /// Refuses what the two tables cannot be kept equal with.
    pub(super) fn refuse(&self, path: &ObjectPath, context: &Context<'_>) -> Result<(), Refusal> {
        let (name, parent) = (&self.name, &self.part.parent);
        let refused = |reason: String, help: &str| Err(Refusal::new(path, reason, help));
        let tables: Vec<&Table> = [context.before, context.after]
            .into_iter()
            .flat_map(|side| [side.tables.get(name), side.tables.get(parent)])
            .flatten()
            .collect();
        if let Some(trigger) = tables.iter().flat_map(|it| it.triggers.keys()).next() {
            return refused(
                format!("changes its place in {parent} while the trigger {trigger} would fire twice for a row of it"),
                "drop the trigger in a migration before this one, and create it again after it",
            );
        }
        if self.key(context).is_none() {
            return refused(
                format!(
                    "changes its place beside other partitions of {parent}, and nothing tells its rows apart while a copy is kept of them"
                ),
                "give the partitioned table and it a primary key in a migration before this one",
            );
        }
        if self.attaches
            && (default_of(context.before, parent).is_some() || default_of(context.after, parent).is_some())
        {
            return refused(
                format!(
                    "comes to {parent}, whose default partition may have rows of its bound: a way back could not tell these from its own"
                ),
                "make it a new partition under another name, which takes these rows, and copy its own into it",
            );
        }
        if matches!(self.part.bound, PartitionBound::Hash { .. }) {
            return refused(
                format!("is one of the hash partitions of {parent} on one side only: the others do not take its rows"),
                "let the table have its hash partitions anew, under another name",
            );
        }
        if self.part.bound == PartitionBound::Default {
            return refused(
                format!("is the default partition of {parent} on one side only, beside others"),
                "make a new default partition, and move the rows in a migration of its own",
            );
        }
        if context.after.tables.get(name).is_some_and(|it| it.partition_by.is_some()) {
            return refused(
                format!("changes its place in {parent} and has partitions itself"),
                "attach or detach its partitions one by one",
            );
        }
        let other = context.diff.changes.iter().find(|change| {
            let small = matches!(change.kind, ChangeKind::Altered { aspect: Aspect::Comment | Aspect::Privileges, .. });
            !small && change.path.relation() == Some(parent)
        });
        match other {
            Some(change) => refused(
                format!(
                    "changes its place in {parent} together with {}, of which the partition that stands in for it would not know",
                    change.path
                ),
                "attach or detach it in a migration of its own",
            ),
            None => Ok(()),
        }
    }

    fn key(&self, context: &Context<'_>) -> Option<Vec<String>> {
        let (before, after) = (context.before.tables.get(&self.name)?, context.after.tables.get(&self.name)?);
        row_key(context.writer.dialect(), after, before)
    }

    fn equal(&self, context: &Context<'_>) -> Equal {
        let columns = context.before.tables.get(&self.name).into_iter().flat_map(|it| &it.columns);
        Equal {
            name: self.name.clone(),
            columns: columns.filter(|it| it.generated.is_none()).map(|it| it.name.clone()).collect(),
            key: self.key(context).unwrap_or_default(),
        }
    }

    fn copy(&self, context: &Context<'_>) -> QualifiedName {
        context.workshop.name("stands_in", &self.name, &[])
    }

    /// The table as one of its own.
    fn alone(&self, now: &Catalogue) -> Result<Table, Refusal> {
        let mut then = now.clone();
        then.detach(&self.name);
        table(&then, &self.name).cloned()
    }

    /// The actions after which the partition of the workshop stands in, where the table is what `now` says.
    fn come(&self, now: &Catalogue, context: &Context<'_>) -> Vec<Action> {
        let (writer, equal, copy) = (context.writer, self.equal(context), self.copy(context));
        let there = Way { of: &equal, context, from: self.name.clone(), to: copy.clone(), lenient: true };
        let back = Way { of: &equal, context, from: copy.clone(), to: self.name.clone(), lenient: false };
        let own = writer.name(&copy);
        let (checked, uncheck) = bound_check(now, context, &copy, &self.part);
        let mut make =
            vec![format!("CREATE TABLE {own} (LIKE {} INCLUDING ALL EXCLUDING IDENTITY)", writer.name(&self.name))];
        make.extend(checked);
        make.extend(there.begin());
        let mut enter = Vec::new();
        if let Some(part) = now.tables.get(&self.name).and_then(|it| it.partition_of.as_ref()) {
            enter.extend(partition::detach(now, context, &self.name, part));
        }
        enter.extend(back.begin());
        // What the default partition took meanwhile belongs to the table again.
        enter.extend(partition::take_from_default(now, context, &copy, &self.part).unwrap_or_default());
        enter.push(writer.attach(&self.part.parent, &copy, &self.part.bound));
        enter.extend(uncheck);
        vec![transaction(make), there.copy(), transaction(enter)]
    }

    /// The actions after which it stands in no more, and the table is a partition where `attached` says so.
    fn go(&self, now: &Catalogue, context: &Context<'_>, attached: bool) -> Vec<Action> {
        let (writer, equal, copy) = (context.writer, self.equal(context), self.copy(context));
        let there = Way { of: &equal, context, from: self.name.clone(), to: copy.clone(), lenient: true };
        let back = Way { of: &equal, context, from: copy.clone(), to: self.name.clone(), lenient: false };
        let mut actions = Vec::new();
        let mut leave = [there.end(), back.end()].concat();
        let own = writer.name(&copy);
        leave.push(format!("ALTER TABLE {} DETACH PARTITION {own}", writer.name(&self.part.parent)));
        leave.push(format!("DROP TABLE {own}"));
        if attached {
            let (proof, drop) = proved(now, context, &self.name, &self.part);
            actions.extend(proof);
            leave.push(partition::attach(context, &self.name, &self.part));
            leave.extend(drop);
        }
        actions.push(transaction(leave));
        actions
    }

    fn facts(&self, context: &Context<'_>) -> Facts {
        let writer = context.writer;
        Facts::lock(writer.name(&self.name), LockMode::AccessExclusive)
            .and_lock(writer.name(&self.part.parent), LockMode::AccessExclusive)
            .scanning(writer.name(&self.name))
    }
}

/// A check of the bound on the empty copy, which spares a scan when it is attached, and what takes it away.
fn bound_check(
    now: &Catalogue,
    context: &Context<'_>,
    copy: &QualifiedName,
    part: &PartitionOf,
) -> (Vec<String>, Vec<String>) {
    let (proof, drop) = proved(now, context, copy, part);
    let statements = proof.into_iter().flat_map(|action| match action {
        Action::Sql(sql) => sql.statements,
        _ => Vec::new(),
    });
    (statements.collect(), drop)
}

impl Operation for Come {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let it = &self.0;
        let (name, path) = (&it.name, ObjectPath::Table(it.name.clone()));
        let was = table(now, name)?;
        let alone = it.alone(now)?;
        let attached = was.partition_of.is_some();
        let mut then = now.clone();
        then.tables.insert(name.clone(), alone.clone());
        let mut back = Vec::new();
        let mut draft = Draft::new(
            "stand_in_partition",
            &path,
            format!("Let a partition of the workshop stand for {name} in {}", it.part.parent),
            "One version writes any row to the table itself, the other those of its bound through the partitioned table: triggers keep the two equal.",
        );
        if attached {
            let rows = offenders(now, context, name, &it.part);
            if let Some(rows) = &rows {
                back.push(transaction(rows.set_aside(&then, context)));
                let policy = format!("a row of {name} that {} is set aside in {}", rows.reason, rows.archive(context));
                draft = draft.loss(Loss::Policy(policy)).archives(rows.listed(now, context));
            }
            back.extend(it.go(now, context, true));
        } else {
            back.extend(it.go(now, context, false));
        }
        let mut forward = it.come(now, context);
        if let Some(rows) = offenders(now, context, name, &it.part).filter(|_| attached) {
            forward.push(transaction(rows.put_back(&then, context)));
        }
        Ok(vec![
            draft
                .forward(forward)
                .effect([Edit::put(path.clone(), Object::Table(alone))])
                .facts(it.facts(context))
                .back(format!("Make {name} what it was"), back, [Edit::put(path, Object::Table(was.clone()))])
                .back_facts(it.facts(context)),
        ])
    }
}

impl Operation for Go {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let it = &self.0;
        let (name, path) = (&it.name, ObjectPath::Table(it.name.clone()));
        let was = table(now, name)?.clone();
        if !it.attaches {
            return Ok(vec![
                Draft::new(
                    "drop_stand_in",
                    &path,
                    format!("Let nothing stand for {name} in {} any more", it.part.parent),
                    "Only the new version writes now, and it writes to the table itself.",
                )
                .forward(it.go(now, context, false))
                .facts(it.facts(context))
                .back(format!("Let a partition of the workshop stand for {name} again"), it.come(now, context), [])
                .back_facts(it.facts(context)),
            ]);
        }
        let mut then = now.clone();
        then.attach(name, &it.part.parent, it.part.bound.clone());
        let is = table(&then, name)?.clone();
        it.demands_nothing_else(&path, &was, &is, table(now, &it.part.parent)?)?;
        let mut forward = Vec::new();
        let mut back = it.come(&then, context);
        let mut draft = Draft::new(
            "attach_partition",
            &path,
            format!("Make {name} the partition {} of {}", it.part.bound, it.part.parent),
            "Only the new version writes now; a validated check spares the scan under lock.",
        );
        if let Some(rows) = offenders(now, context, name, &it.part) {
            forward.push(Action::Gate(rows.gate(now, context)));
            back.push(transaction(rows.put_back(now, context)));
            draft = draft.archives(rows.listed(now, context));
        }
        forward.extend(it.go(now, context, true));
        Ok(vec![
            draft
                .forward(forward)
                .effect([Edit::put(path.clone(), Object::Table(is))])
                .facts(it.facts(context))
                .back(format!("Make {name} a table of its own"), back, [Edit::put(path, Object::Table(was))])
                .back_facts(it.facts(context)),
        ])
    }
}

impl StandIn {
    /// Refuses a table that would get more than its place with it.
    fn demands_nothing_else(&self, path: &ObjectPath, was: &Table, is: &Table, above: &Table) -> Result<(), Refusal> {
        let has = |link: &String| {
            is.constraints.values().any(|it| it.parent.as_ref() == Some(link))
                || is.indexes.values().any(|it| it.parent.as_ref() == Some(link))
        };
        let keys = above.constraints.values().filter(|it| it.kind.has_index()).map(|it| &it.name);
        let lacks = keys.chain(above.indexes.keys()).any(|it| !has(it));
        let bare = |table: &Table| -> Vec<(String, ConstraintKind)> {
            table.constraints.iter().map(|(name, it)| (name.clone(), it.kind.clone())).collect()
        };
        if lacks || was.columns != is.columns || bare(was) != bare(is) {
            return Err(Refusal::new(
                path,
                format!(
                    "has not all that {} demands of a partition: a column, its NOT NULL, a check, a key or an index",
                    self.part.parent
                ),
                "give the table the same columns, checks, keys and indexes in a migration before this one",
            ));
        }
        Ok(())
    }
}
