//! The swap: the other shape takes over the name and all that hangs on it, in one short transaction.
//!
//! What takes time happens before (indexes on the twin, a validated check in place of `NOT NULL`) or after (validating
//! the constraints that come back `NOT VALID`).

use schema_diff::catalogue::{
    Catalogue, Column, ColumnSettings, Constraint, ConstraintKind, Grants, Object, ObjectPath, QualifiedName,
    ReplicaIdentity,
};

use super::group::{Group, Pair, Shape};
use super::hang::{Hanging, hanging};
use super::sync::{self, Direction};
use super::tree::hidden_name;
use crate::operation::Context;
use crate::operation::postgres::common::{alter_column, transaction};
use crate::operation::postgres::toolkit::{functions_read_anew, has_triggers};
use crate::operation::postgres::tree::is_partitioned;
use crate::operation::postgres::tree_index::{self, Item};
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
    pub(super) fn hanging(&self) -> Hanging {
        hanging(self.now, self.group, self.live)
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
            statements.extend(sync::stop(group, table, context));
        }
        statements.extend(group.pairs.iter().filter_map(|pair| self.remember_identity(pair)));
        statements.extend(hanging.take_down(context));
        statements.extend(group.pairs.iter().flat_map(|pair| self.undress(pair)));
        statements.extend(group.pairs.iter().flat_map(|pair| self.rename(pair)));
        statements.extend(group.pairs.iter().flat_map(|pair| self.dress(pair, next)));
        statements.extend(group.pairs.iter().flat_map(|pair| self.speak_below(pair)));
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
        if !pair.same_name() {
            let (of, bare) = ((name.as_str(), &column.data_type), ColumnSettings::default());
            statements.extend(context.writer.column_settings(table, of, &column.settings, &bare));
        }
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

    /// Comments and grants of the column in the tables below, which the engine does not carry down.
    fn speak_below(&self, pair: &Pair) -> Vec<String> {
        let (writer, name) = (self.context.writer, |shape| pair.name(shape, shape));
        let mut statements = Vec::new();
        for table in self.group.tree(&pair.table).skip(1) {
            let of = |side: &Catalogue, name: &str| side.tables.get(table).and_then(|it| it.column(name)).cloned();
            let Some(old) = of(self.now, &name(self.live)) else { continue };
            let Some(new) = of(self.next, &name(self.live.other())) else { continue };
            let path = |name: String| ObjectPath::Column(table.clone(), name);
            let former = path(pair.name(self.live, self.live.other()));
            statements.extend(writer.change_grants(&former, &old.grants, &Grants::default()));
            if old.comment.is_some() {
                let ident = writer.ident(former.name());
                statements.push(format!("COMMENT ON COLUMN {}.{ident} IS NULL", writer.name(table)));
            }
            let path = path(name(self.live.other()));
            let object = Object::Column(new);
            statements.extend(writer.comments(&path, &object));
            statements.extend(writer.grants(&path, &object));
        }
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
            let mut rename = |table: &QualifiedName, index: &str| {
                let hidden = QualifiedName::new(&table.schema, hidden_name(index));
                statements.push(format!("ALTER INDEX {} RENAME TO {}", writer.name(&hidden), writer.ident(index)));
                let path = ObjectPath::Index(table.clone(), index.to_owned());
                comments.extend(next.get(&path).into_iter().flat_map(|it| writer.comments(&path, &it)));
            };
            rename(name, &index.name);
            if is_partitioned(next, name) {
                let below = tree_index::below(next, next, name, &Item::Index(index.clone()));
                for (table, index) in &below {
                    rename(table, index);
                }
            }
        }
        let constraints = hanging.keys.iter().chain(&hanging.exclusions).chain(&hanging.unproven);
        for (name, old) in constraints {
            let path = ObjectPath::Constraint(name.clone(), old.name.clone());
            let Some(Object::Constraint(constraint)) = next.get(&path) else { continue };
            match &constraint.kind {
                ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if key.without_overlaps => {
                    statements.push(writer.add_constraint(name, &constraint));
                }
                ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) if is_partitioned(next, name) => {
                    let item = Item::Key(constraint.clone());
                    statements.extend(tree_index::take_over(next, next, self.context, name, &item, hidden_name));
                }
                ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => {
                    statements.push(writer.add_key_using_index(name, &constraint, &own_name(&[&constraint.name])));
                }
                ConstraintKind::Exclusion(_) => statements.push(writer.add_constraint(name, &constraint)),
                ConstraintKind::ForeignKey(_) if is_partitioned(next, name) => {
                    let (now, later) = self.reference_of_partitions(name, &constraint);
                    statements.extend(now);
                    validate.extend(later);
                }
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

    /// A foreign key of a partitioned table cannot be `NOT VALID` before version 18: it holds in the partitions from now
    /// on, and that of the table finds it there once it is validated.
    fn reference_of_partitions(&self, name: &QualifiedName, constraint: &Constraint) -> (Vec<String>, Vec<String>) {
        let (writer, ident) = (self.context.writer, self.context.writer.ident(&constraint.name));
        let unproven = Constraint { validated: false, comment: None, ..constraint.clone() };
        let leaves = self.next.leaves(name);
        let now = leaves.iter().map(|leaf| writer.add_constraint(leaf, &unproven)).collect();
        let validate =
            leaves.iter().map(|leaf| format!("ALTER TABLE {} VALIDATE CONSTRAINT {ident}", writer.name(leaf)));
        let path = ObjectPath::Constraint(name.clone(), constraint.name.clone());
        let comments = writer.comments(&path, &Object::Constraint(constraint.clone()));
        (now, validate.chain([writer.add_constraint(name, constraint)]).chain(comments).collect())
    }

    /// What a table says of its indexes goes with them.
    fn on_indexes(&self) -> Vec<String> {
        let writer = self.context.writer;
        let tables = self.group.all_tables().into_iter().filter_map(|name| Some((name, self.next.tables.get(name)?)));
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
        for table in self.group.all_tables() {
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
        let retyped = self.group.pairs.iter().any(|it| it.same_name() && it.old.data_type != it.new.data_type);
        facts
            .outside_transaction()
            .hazard(if retyped {
                RETURNS_IT
            } else {
                "sessions that prepared SELECT * must prepare again (cached plan must not change result type)"
            })
            .hazard("statements that name no columns (INSERT INTO t VALUES …, COPY t) meet another order of columns: let them name columns")
    }
}

/// What a type that changes under one name means to prepared statements.
pub(in crate::operation::postgres) const RETURNS_IT: &str = "sessions that prepared a statement which returns the column must prepare it again (cached plan must not change result type)";

fn not_null_check(pair: &Pair) -> String {
    own_name(&[&pair.new.name, "not_null"])
}
