//! The swap: the other shape takes over the name and all that hangs on it, in one short transaction.
//!
//! What takes time happens before (indexes on the twin, a validated check in place of `NOT NULL`) or after (validating
//! the constraints that come back `NOT VALID`).

use schema_diff::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Grants, Index, Object, ObjectPath, QualifiedName, ReplicaIdentity,
};

use super::group::{Group, Pair, Shape};
use super::hang::{Hanging, hanging};
use super::next::on_twin;
use super::sync::{self, Direction};
use crate::operation::Context;
use crate::operation::postgres::common::{alone, alter_column, transaction};
use crate::operation::postgres::rows::Offenders;
use crate::operation::postgres::toolkit::{functions_read_anew, has_triggers};
use crate::operation::postgres::tree_index::index_of;
use crate::plan::{Action, Facts, Gate, LockMode};
use crate::workshop::own_name;

/// A swap from the shape that is live to the other one.
pub(super) struct Swap<'a> {
    pub(super) now: &'a Catalogue,
    /// What the catalogue is afterwards.
    pub(super) next: &'a Catalogue,
    pub(super) group: &'a Group,
    pub(super) live: Shape,
    pub(super) context: &'a Context<'a>,
}

impl Swap<'_> {
    fn hanging(&self) -> Hanging {
        hanging(self.now, self.group, self.live)
    }

    /// The catalogue as the twin's shape would be written under the twin's names.
    pub(super) fn on_twin(&self) -> Catalogue {
        on_twin(self.now, self.group, self.live, self.context)
    }

    /// Builds the indexes of the twin, under names of ours, beside those that are there.
    pub(super) fn build(&self) -> Vec<Action> {
        let (writer, twin) = (self.context.writer, self.on_twin());
        let hanging = self.hanging();
        let mut actions = Vec::new();
        let mut build = |name: &QualifiedName, index: Index| {
            let hidden = Index { name: own_name(&[&index.name]), comment: None, ..index };
            let drop = writer.name(&QualifiedName::new(&name.schema, &hidden.name));
            actions.push(alone([
                format!("DROP INDEX CONCURRENTLY IF EXISTS {drop}"),
                writer.create_index(name, &hidden, true, false),
            ]));
        };
        for (name, index) in &hanging.indexes {
            let path = ObjectPath::Index(name.clone(), index.name.clone());
            if let Some(Object::Index(index)) = twin.get(&path) {
                build(name, index);
            }
        }
        for (name, constraint) in &hanging.keys {
            let path = ObjectPath::Constraint(name.clone(), constraint.name.clone());
            let Some(Object::Constraint(constraint)) = twin.get(&path) else { continue };
            build(name, index_of(&constraint));
        }
        actions
    }

    /// Builds what the shape that is live has by itself once more, so that it is there when the other takes over: a
    /// constraint takes its index with it.
    pub(super) fn build_again(&self) -> Vec<Action> {
        let writer = self.context.writer;
        let build = |(name, index, own): (QualifiedName, Index, String)| {
            let kept = Index { name: kept_name(&own), comment: None, ..index };
            let drop = writer.name(&QualifiedName::new(&name.schema, &kept.name));
            alone([format!("DROP INDEX CONCURRENTLY IF EXISTS {drop}"), writer.create_index(&name, &kept, true, false)])
        };
        self.own_indexes().map(build).collect()
    }

    /// Statements by which what [`build_again`](Self::build_again) built becomes what [`build`](Self::build) builds for
    /// the way there.
    pub(super) fn keep(&self) -> Vec<String> {
        let writer = self.context.writer;
        let rename = |(name, _, own): (QualifiedName, Index, String)| {
            let kept = writer.name(&QualifiedName::new(&name.schema, kept_name(&own)));
            format!("ALTER INDEX {kept} RENAME TO {}", writer.ident(&own_name(&[&own])))
        };
        self.own_indexes().map(rename).collect()
    }

    /// Indexes and keys of the shape that is live: table, index and name.
    fn own_indexes(&self) -> impl Iterator<Item = (QualifiedName, Index, String)> {
        let Hanging { indexes, keys, .. } = self.hanging();
        let indexes = indexes.into_iter().map(|(name, index)| {
            let own = index.name.clone();
            (name, index, own)
        });
        indexes.chain(keys.into_iter().map(|(name, it)| (name, index_of(&it), it.name)))
    }

    /// Takes the indexes of the twin away.
    pub(super) fn unbuild(&self) -> Vec<Action> {
        let hanging = self.hanging();
        let names = hanging.indexes.iter().map(|(name, it)| (name, &it.name));
        let names = names.chain(hanging.keys.iter().map(|(name, it)| (name, &it.name)));
        let drop = |(name, index): (&QualifiedName, &String)| {
            let hidden = QualifiedName::new(&name.schema, own_name(&[index]));
            alone([format!("DROP INDEX CONCURRENTLY IF EXISTS {}", self.context.writer.name(&hidden))])
        };
        names.map(drop).collect()
    }

    /// No row in which the two shapes differ.
    pub(super) fn gates(&self) -> Vec<Action> {
        let (group, live, context) = (self.group, self.live, self.context);
        let shape = live.other();
        let gate = |pair: &Pair| {
            let mut differs = pair.differs(shape, live, "t", context);
            if group.form.both_ways() {
                // A value that the other shape cannot hold may stand in either.
                differs = format!("({differs}) AND ({})", pair.differs(live, live, "t", context));
            }
            let name = context.writer.name(&pair.table);
            Action::Gate(Gate {
                title: format!("both shapes of {}.{} are equal in every row", pair.table, pair.column(live).name),
                query: format!("SELECT count(*) FROM {name} AS t WHERE {differs}"),
                expected: 0,
                help: "run the backfill again; a row that stays different was written around the triggers".to_owned(),
                remedy: Vec::new(),
            })
        };
        group.pairs.iter().filter(|it| !it.is_computed()).map(gate).collect()
    }

    /// Checks that stand for `NOT NULL` until the swap, validated without blocking writers.
    pub(super) fn check_not_null(&self) -> Vec<Action> {
        let mut actions = Vec::new();
        for pair in self.group.pairs.iter().filter(|it| self.is_not_null(it)) {
            let (writer, twin) = (self.context.writer, pair.name(self.live.other(), self.live));
            let (name, check) = (writer.name(&pair.table), writer.ident(&not_null_check(pair)));
            let ident = writer.ident(&twin);
            actions.push(transaction([format!(
                "ALTER TABLE {name} DROP CONSTRAINT IF EXISTS {check}, ADD CONSTRAINT {check} CHECK ({ident} IS NOT NULL) NOT VALID"
            )]));
            actions.push(transaction([format!("ALTER TABLE {name} VALIDATE CONSTRAINT {check}")]));
        }
        actions
    }

    pub(super) fn is_not_null(&self, pair: &Pair) -> bool {
        let table = self.now.tables.get(&pair.table);
        table.and_then(|it| it.column(&pair.name(self.live, self.live))).is_some_and(|it| it.not_null)
    }

    /// The transaction, with `first` and `last` in it, and what is validated behind it. Afterwards the former shape
    /// follows as `direction` says.
    pub(super) fn exchange(&self, direction: Direction, first: Vec<String>, last: Vec<String>) -> Vec<Action> {
        let (group, context, hanging) = (self.group, self.context, self.hanging());
        let next = self.next;
        // Whoever reads a view locks it first and the table behind it next: so does this.
        let mut statements = first;
        statements.extend(hanging.take_down_views(context));
        statements.push(self.lock(&hanging));
        for table in group.tables() {
            statements.extend(sync::stop(table, context));
        }
        statements.extend(group.pairs.iter().filter_map(|pair| self.remember_identity(pair)));
        statements.extend(hanging.take_down(context));
        statements.extend(group.pairs.iter().flat_map(|pair| self.undress(pair)));
        statements.extend(group.pairs.iter().flat_map(|pair| self.rename(pair)));
        statements.extend(group.pairs.iter().flat_map(|pair| self.dress(pair, next)));
        let (put_up, validate) = self.put_up(&hanging, next);
        statements.extend(put_up);
        for table in group.tables() {
            if has_triggers(context, next, table) {
                statements.push(functions_read_anew(context, &context.writer.name(table)));
            }
            statements.extend(sync::start(group, table, direction, context));
        }
        statements.extend(last);
        std::iter::once(transaction(statements)).chain(validate.into_iter().map(|it| transaction([it]))).collect()
    }

    fn lock(&self, hanging: &Hanging) -> String {
        let tables = self.group.tables().into_iter().cloned().chain(hanging.other_tables(self.group));
        let mut names: Vec<String> = tables.map(|it| self.context.writer.name(&it)).collect();
        names.sort();
        format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", names.join(", "))
    }

    /// The number that the identity has reached, kept for the one that takes its place.
    fn remember_identity(&self, pair: &Pair) -> Option<String> {
        let column = self.now.tables.get(&pair.table).and_then(|it| it.column(&pair.name(self.live, self.live)))?;
        column.identity.as_ref()?;
        let literal = |text: &str| self.context.writer.literal(text);
        Some(format!(
            "DO $carry$ DECLARE reached text; BEGIN EXECUTE format('SELECT last_value || CASE WHEN is_called THEN ''+'' ELSE '''' END FROM %s', pg_get_serial_sequence({}, {})) INTO reached; PERFORM set_config('migration_architect.reached', reached, true); END $carry$",
            literal(&self.context.writer.name(&pair.table)),
            literal(&pair.name(self.live, self.live)),
        ))
    }

    fn undress(&self, pair: &Pair) -> Vec<String> {
        let (context, live, table) = (self.context, self.live, &pair.table);
        let name = pair.name(live, live);
        let alter = |what: &str| alter_column(context, table, &name, what);
        let mut statements = Vec::new();
        for (sequence, it) in &self.now.sequences {
            if it.owned_by.as_ref().is_some_and(|(owner, column)| owner == table && *column == name) {
                statements.push(context.writer.alter_sequence_owner(sequence, None));
            }
        }
        let column = self.now.tables.get(table).and_then(|it| it.column(&name));
        let Some(column) = column else { return statements };
        if column.identity.is_some() {
            statements.push(alter("DROP IDENTITY"));
        }
        if column.default.is_some() {
            statements.push(alter("DROP DEFAULT"));
        }
        if column.not_null {
            statements.push(alter("DROP NOT NULL"));
        }
        let path = ObjectPath::Column(table.clone(), name.clone());
        statements.extend(context.writer.change_grants(&path, &column.grants, &Grants::default()));
        if column.comment.is_some() {
            statements.push(format!(
                "COMMENT ON COLUMN {}.{} IS NULL",
                context.writer.name(table),
                context.writer.ident(&name)
            ));
        }
        statements
    }

    /// The twin takes the name; the former one gets the twin's.
    fn rename(&self, pair: &Pair) -> Vec<String> {
        if !pair.same_name() {
            return Vec::new();
        }
        let writer = self.context.writer;
        let (name, twin) = (pair.name(self.live, self.live), pair.name(self.live.other(), self.live));
        let between = own_name(&["former", &name]);
        let rename = |from: &str, to: &str| {
            format!(
                "ALTER TABLE {} RENAME COLUMN {} TO {}",
                writer.name(&pair.table),
                writer.ident(from),
                writer.ident(to)
            )
        };
        vec![rename(&name, &between), rename(&twin, &name), rename(&between, &twin)]
    }

    fn dress(&self, pair: &Pair, next: &Catalogue) -> Vec<String> {
        let (context, table, to) = (self.context, &pair.table, self.live.other());
        let name = pair.name(to, to);
        let alter = |what: &str| alter_column(context, table, &name, what);
        let Some(column) = next.tables.get(table).and_then(|it| it.column(&name)) else { return Vec::new() };
        let mut statements = match &column.default {
            Some(default) => vec![alter(&format!("SET DEFAULT {}", context.writer.default(default)))],
            None if column.generated.is_some() => Vec::new(),
            None => vec![alter("DROP DEFAULT")],
        };
        if column.not_null {
            statements.push(alter("SET NOT NULL"));
            statements.push(context.writer.drop(&ObjectPath::Constraint(table.clone(), not_null_check(pair))));
        }
        statements.extend(self.identity(pair, column, &alter));
        for (sequence, it) in &next.sequences {
            if it.owned_by.as_ref().is_some_and(|(owner, column)| owner == table && *column == name) {
                statements.push(context.writer.alter_sequence_owner(sequence, it.owned_by.as_ref()));
            }
        }
        let path = ObjectPath::Column(table.clone(), name.clone());
        let object = Object::Column(column.clone());
        statements.extend(context.writer.settings(&path, &object));
        statements.extend(context.writer.comments(&path, &object));
        statements.extend(context.writer.grants(&path, &object));
        statements
    }

    fn identity(&self, pair: &Pair, column: &Column, alter: &dyn Fn(&str) -> String) -> Vec<String> {
        let Some(identity) = &column.identity else { return Vec::new() };
        let mut statements = vec![alter(&format!("ADD {}", self.context.writer.identity(identity)))];
        if self.remember_identity(pair).is_some() {
            let literal = |text: &str| self.context.writer.literal(text);
            statements.push(format!(
                "SELECT setval(pg_get_serial_sequence({}, {}), rtrim(current_setting('migration_architect.reached'), '+')::bigint, current_setting('migration_architect.reached') LIKE '%+')",
                literal(&self.context.writer.name(&pair.table)),
                literal(&column.name)
            ));
        }
        statements
    }

    /// Statements that put everything up again, and those that validate it later.
    fn put_up(&self, hanging: &Hanging, next: &Catalogue) -> (Vec<String>, Vec<String>) {
        let (writer, mut statements, mut validate) = (self.context.writer, Vec::new(), Vec::new());
        let mut comments = Vec::new();
        for (name, index) in &hanging.indexes {
            let path = ObjectPath::Index(name.clone(), index.name.clone());
            let hidden = QualifiedName::new(&name.schema, own_name(&[&index.name]));
            statements.push(format!("ALTER INDEX {} RENAME TO {}", writer.name(&hidden), writer.ident(&index.name)));
            comments.extend(next.get(&path).into_iter().flat_map(|it| writer.comments(&path, &it)));
        }
        let constraints = hanging.keys.iter().chain(&hanging.exclusions).chain(&hanging.unproven);
        for (name, old) in constraints {
            let path = ObjectPath::Constraint(name.clone(), old.name.clone());
            let Some(Object::Constraint(constraint)) = next.get(&path) else { continue };
            match &constraint.kind {
                ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if key.without_overlaps => {
                    statements.push(writer.add_constraint(name, &constraint));
                }
                ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => {
                    statements.push(writer.add_key_using_index(name, &constraint, &own_name(&[&constraint.name])));
                }
                ConstraintKind::Exclusion(_) => statements.push(writer.add_constraint(name, &constraint)),
                ConstraintKind::Check(_) | ConstraintKind::ForeignKey(_) => {
                    let unproven = Constraint { validated: false, ..constraint.clone() };
                    statements.push(writer.add_constraint(name, &unproven));
                    if constraint.validated {
                        validate.push(format!(
                            "ALTER TABLE {} VALIDATE CONSTRAINT {}",
                            writer.name(name),
                            writer.ident(&constraint.name)
                        ));
                    }
                }
            }
            comments.extend(writer.comments(&path, &Object::Constraint(constraint)));
        }
        statements.extend(self.on_indexes());
        for (path, _) in &hanging.named {
            statements.extend(next.get(path).into_iter().flat_map(|it| writer.create(path, &it)));
        }
        for (name, _) in hanging.views.iter().rev() {
            let path = ObjectPath::View(name.clone());
            statements.extend(next.get(&path).into_iter().flat_map(|it| writer.create(&path, &it)));
        }
        statements.extend(comments);
        (statements, validate)
    }

    /// What a table says of its indexes goes with them.
    fn on_indexes(&self) -> Vec<String> {
        let writer = self.context.writer;
        let tables = self.group.tables().into_iter().filter_map(|name| Some((name, self.next.tables.get(name)?)));
        let mut statements = Vec::new();
        for (name, table) in tables {
            if let it @ ReplicaIdentity::Index(_) = &table.options.replica_identity {
                statements.extend(writer.replica_identity(name, &ReplicaIdentity::Default, it));
            }
            statements.extend(writer.cluster_on(name, None, table.options.cluster_on.as_deref()));
        }
        statements
    }

    /// What it takes from the engine.
    pub(super) fn facts(&self) -> Facts {
        let (writer, hanging) = (self.context.writer, self.hanging());
        let mut facts = Facts::default();
        for table in self.group.tables() {
            facts = facts.and_lock(writer.name(table), LockMode::AccessExclusive).scanning(writer.name(table));
        }
        for table in hanging.other_tables(self.group) {
            facts = facts.and_lock(writer.name(&table), LockMode::AccessExclusive);
        }
        if hanging.views.iter().any(|(_, view)| view.materialized) {
            facts = facts.hazard("a materialised view that reads the table is filled again under the lock");
        }
        if !hanging.exclusions.is_empty() {
            facts = facts.hazard("an exclusion constraint is built again under the lock");
        }
        facts
            .outside_transaction()
            .hazard("sessions that prepared SELECT * must prepare again (cached plan must not change result type)")
            .hazard("statements that name no columns (INSERT INTO t VALUES …, COPY t) meet another order of columns: let them name columns")
    }
}

fn kept_name(index: &str) -> String {
    own_name(&["kept", index])
}

fn not_null_check(pair: &Pair) -> String {
    own_name(&[&pair.new.name, "not_null"])
}

/// Rows whose value in `shape` the other shape cannot hold.
pub(super) fn misfits(pair: &Pair, shape: Shape, live: Shape, context: &Context<'_>) -> Option<Offenders> {
    let name = &pair.column(shape).name;
    Some(Offenders {
        table: pair.table.clone(),
        // The archive holds rows of one shape.
        what: if shape == Shape::Old { name.clone() } else { format!("{name}_renewed") },
        condition: pair.unfit(shape, live, "t", context)?,
        reason: format!(
            "has a value in {} that {} cannot hold",
            pair.column(shape).name,
            pair.column(shape.other()).data_type
        ),
    })
}
