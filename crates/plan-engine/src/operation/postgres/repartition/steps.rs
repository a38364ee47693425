//! The steps: the new tree grows beside the old one, and takes its place.

use std::rc::Rc;

use schema_diff::catalogue::{
    Catalogue, IndexElement, IndexKey, Object, ObjectPath, PartitionBound, PartitionStrategy, QualifiedName, Table,
};

use super::Repartition;
use super::sync::Way;
use crate::Refusal;
use crate::operation::postgres::bracket::around;
use crate::operation::postgres::common::{alone, owned_sequences, transaction};
use crate::operation::postgres::partition::default_of;
use crate::operation::postgres::rows::Offenders;
use crate::operation::postgres::tree::place_of_row;
use crate::operation::postgres::twin::publish::{drop_empty_schema, make_schema};
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Archive, ArchiveKind, Edit, Facts, LockMode, Loss};
use crate::workshop::{WORKSHOP, own_name};

/// The new tree comes, for the new version, and is kept equal with the old one.
pub(super) struct Grow(pub(super) Rc<Repartition>);

/// The new tree takes the place of the old one.
pub(super) struct Swap(pub(super) Rc<Repartition>);

/// What both steps speak of.
struct Trees<'a> {
    of: &'a Repartition,
    context: &'a Context<'a>,
    /// The old tree's catalogue.
    old: &'a Catalogue,
}

impl<'a> Trees<'a> {
    fn aside(&self) -> String {
        self.context.workshop.version_schema()
    }

    fn top_in(&self, schema: &str) -> QualifiedName {
        QualifiedName::new(schema, &self.of.equal.name.name)
    }

    fn way(&self, from: QualifiedName, to: QualifiedName, lenient: bool) -> Way<'a> {
        Way { of: &self.of.equal, context: self.context, from, to, lenient }
    }

    /// From the old tree in its place to the new one aside.
    fn there(&self) -> Way<'a> {
        self.way(self.of.equal.name.clone(), self.top_in(&self.aside()), true)
    }

    /// From the new tree aside to the old one in its place.
    fn back(&self) -> Way<'a> {
        self.way(self.top_in(&self.aside()), self.of.equal.name.clone(), false)
    }

    fn make(&self, side: &Catalogue, names: &[QualifiedName]) -> Vec<String> {
        let tree = Repartition::moved(side, names, &self.aside());
        make_schema(self.context).into_iter().chain(self.context.writer.create_all(&tree)).collect()
    }

    /// Rows that the new version writes and no partition of the old tree takes go to this table.
    fn rest(&self) -> Option<QualifiedName> {
        let by = self.old.tables.get(&self.of.equal.name)?.partition_by.as_ref()?;
        let needed = by.strategy != PartitionStrategy::Hash && default_of(self.old, &self.of.equal.name).is_none();
        needed.then(|| self.context.workshop.name("rest", &self.of.equal.name, &[]))
    }

    /// Statements that let the old tree, which has its top at `top`, take every row.
    fn open(&self, top: &QualifiedName) -> Vec<String> {
        let Some(rest) = self.rest() else { return Vec::new() };
        let writer = self.context.writer;
        vec![
            format!("CREATE TABLE IF NOT EXISTS {} (LIKE {} INCLUDING ALL)", writer.name(&rest), writer.name(top)),
            writer.attach(top, &rest, &PartitionBound::Default),
        ]
    }

    /// Statements after which the old tree takes no more than it did; the rows that it took besides stay in the workshop.
    fn close(&self) -> Vec<String> {
        let Some(rest) = self.rest() else { return Vec::new() };
        let writer = self.context.writer;
        let (table, literal) = (writer.name(&rest), writer.literal(&writer.name(&rest)));
        let keys = format!(
            "DO $keys$ DECLARE it record; BEGIN FOR it IN SELECT conname FROM pg_catalog.pg_constraint WHERE conrelid = {literal}::regclass AND contype = 'f' LOOP \
             EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', it.conname); END LOOP; END $keys$"
        );
        vec![
            format!("ALTER TABLE {} DETACH PARTITION {table}", writer.name(&self.of.equal.name)),
            keys,
            format!(
                "DO $empty$ BEGIN IF NOT EXISTS (SELECT FROM {table}) THEN DROP TABLE {table}; END IF; END $empty$"
            ),
        ]
    }

    /// Moves the tree of `names` from one schema to another.
    fn relocate(&self, names: &[QualifiedName], from: &str, to: &str) -> Vec<String> {
        let writer = self.context.writer;
        let each = |it: &QualifiedName| {
            format!("ALTER TABLE {} SET SCHEMA {}", writer.name(&QualifiedName::new(from, &it.name)), writer.ident(to))
        };
        names.iter().map(each).collect()
    }

    /// Takes the sequences of the table from it, and statements that give them to whatever has its name then.
    fn sequences(&self) -> (Vec<String>, Vec<String>) {
        let writer = self.context.writer;
        let owned = owned_sequences(self.old, &self.of.equal.name, |_| true);
        let each = |(path, object): &(ObjectPath, Object)| match (path, object) {
            (ObjectPath::Sequence(name), Object::Sequence(it)) => {
                Some((writer.alter_sequence_owner(name, None), writer.alter_sequence_owner(name, it.owned_by.as_ref())))
            }
            _ => None,
        };
        owned.iter().filter_map(each).unzip()
    }

    /// Rows of the old tree that the new one does not hold.
    fn offenders(&self) -> Offenders {
        let (aside, writer) = (self.context.writer.name(&self.top_in(&self.aside())), self.context.writer);
        let pairs = |other: &str| {
            let pair = |it: &String| format!("{other}.{0} = t.{0}", writer.ident(it));
            self.of.equal.key.iter().map(pair).collect::<Vec<_>>().join(" AND ")
        };
        let (place, _) = place_of_row(self.context, &self.of.equal.name, "o");
        let (own, _) = place_of_row(self.context, &self.of.equal.name, "t");
        Offenders {
            table: self.of.equal.name.clone(),
            what: "partitions".to_owned(),
            condition: format!(
                "NOT EXISTS (SELECT FROM {aside} AS n WHERE {}) OR EXISTS (SELECT FROM {} AS o WHERE {} AND {place} < {own})",
                pairs("n"),
                writer.name(&self.of.equal.name),
                pairs("o")
            ),
            reason: "lies outside the partitions or keys of the new table".to_owned(),
        }
    }

    fn facts(&self) -> Facts {
        let (writer, aside) = (self.context.writer, self.aside());
        let new = self.of.new.iter().map(|it| QualifiedName::new(&aside, &it.name));
        let all = self.of.old.iter().cloned().chain(new);
        all.fold(Facts::default(), |facts, it| facts.and_lock(writer.name(&it), LockMode::AccessExclusive))
    }

    /// Tables of the old tree in which nothing leads to a row of that key, with an index of ours that does, in `schema`.
    fn lookups(&self, schema: &str) -> Vec<(QualifiedName, String)> {
        let writer = self.context.writer;
        let led_to = |table: &Table| {
            let keys = table.constraints.values().filter(|it| it.kind.has_index()).map(|it| it.kind.columns().to_vec());
            let column = |it: &IndexElement| match &it.key {
                IndexKey::Column(name) => name.clone(),
                IndexKey::Expression(_) => String::new(),
            };
            let whole = table.indexes.values().filter(|it| it.valid && it.predicate.is_none());
            let indexes = whole.map(|it| it.elements.iter().map(column).collect::<Vec<_>>());
            keys.chain(indexes)
                .any(|columns| !columns.is_empty() && columns.iter().all(|it| self.of.equal.key.contains(it)))
        };
        let leaves = self.old.leaves(&self.of.equal.name).into_iter();
        let without = leaves.filter(|it| self.old.tables.get(it).is_some_and(|table| !led_to(table)));
        let key = writer.idents(&self.of.equal.key);
        without
            .map(|it| {
                let index = own_name(&[&it.name, "partitions"]);
                let on = writer.name(&QualifiedName::new(schema, &it.name));
                (QualifiedName::new(schema, &index), format!("{} ON {on} ({key})", writer.ident(&index)))
            })
            .collect()
    }

    fn edits(side: &Catalogue, gone: &[QualifiedName], names: &[QualifiedName], from: &Catalogue) -> Vec<Edit> {
        let attached = |side: &Catalogue, names: &[QualifiedName]| {
            let own =
                side.definitions.iter().filter(|(id, _)| id.relation.as_ref().is_some_and(|it| names.contains(it)));
            own.map(|(id, it)| (ObjectPath::Definition(id.clone()), Object::Definition(it.clone()))).collect::<Vec<_>>()
        };
        let mut edits: Vec<Edit> = attached(from, gone).into_iter().map(|(path, _)| Edit::remove(path)).collect();
        edits.extend(gone.iter().rev().map(|it| Edit::remove(ObjectPath::Table(it.clone()))));
        let tables = names.iter().filter_map(|it| Some((it, side.tables.get(it)?)));
        edits.extend(tables.map(|(it, table)| Edit::put(ObjectPath::Table(it.clone()), Object::Table(table.clone()))));
        edits.extend(attached(side, names).into_iter().map(|(path, it)| Edit::put(path, it)));
        edits
    }
}

impl Operation for Grow {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let trees = Trees { of: &self.0, context, old: now };
        let (name, writer) = (&self.0.equal.name, context.writer);
        let (there, back) = (trees.there(), trees.back());
        let lookups = trees.lookups(&name.schema);
        let built = lookups.iter().flat_map(|(index, text)| {
            let drop = format!("DROP INDEX CONCURRENTLY IF EXISTS {}", writer.name(index));
            [drop, format!("CREATE INDEX CONCURRENTLY {text}")]
        });
        let mut forward = if lookups.is_empty() { Vec::new() } else { vec![alone(built)] };
        forward.extend([
            transaction([trees.make(context.after, &self.0.new), there.begin()].concat()),
            there.copy(),
            transaction([trees.open(name), back.begin()].concat()),
        ]);
        let top = writer.name(&trees.top_in(&trees.aside()));
        let mut away = back.end();
        away.extend(there.end());
        away.extend(lookups.iter().map(|(index, _)| format!("DROP INDEX IF EXISTS {}", writer.name(index))));
        away.extend(trees.close());
        away.extend([format!("DROP TABLE {top}"), drop_empty_schema(context)]);
        let why = "The rows of a table do not move to partitions, or from them, in place: triggers keep a table of the new shape equal with the old one, and the new version works with it.";
        let facts = Facts::lock(writer.name(name), LockMode::ShareRowExclusive)
            .scanning(writer.name(name))
            .hazard("every row is there twice until the old version is gone");
        let mut draft = Draft::new(
            "grow_partitions",
            &ObjectPath::Table(name.clone()),
            format!("Copy {name}, partitioned as it is to be, into schema {}", trees.aside()),
            why,
        )
        .forward(forward)
        .facts(facts)
        .back(format!("Take the copy of {name} away"), [transaction(away)], [])
        .back_facts(Facts::lock(writer.name(name), LockMode::AccessExclusive));
        if let Some(rest) = trees.rest() {
            let relation = writer.name(&rest);
            let policy = format!("a row that no partition of the old table takes is kept in {relation}");
            draft = draft
                .loss(Loss::Policy(policy))
                .archives([Archive { relation, kind: ArchiveKind::SetAside { table: name.clone() } }]);
        }
        Ok(vec![draft])
    }
}

impl Operation for Swap {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let of = &*self.0;
        let trees = Trees { of, context, old: now };
        let (name, aside, home) = (&of.equal.name, trees.aside(), of.equal.name.schema.clone());
        let writer = context.writer;
        let (free, own) = trees.sequences();
        let offenders = trees.offenders();
        let mut exchange = [trees.there().end(), trees.back().end(), free.clone()].concat();
        exchange.push(format!("DROP TABLE {}", writer.name(name)));
        exchange.extend(trees.relocate(&of.new, &aside, &home));
        exchange.extend(own.clone());
        // A row whose twin by the new key went may fit by now.
        let mut forward = vec![trees.there().copy(), crate::plan::Action::Gate(offenders.gate(now, context))];
        let mut swap = around(now, context, name, |_| true, exchange);
        swap.push(drop_empty_schema(context));
        forward.push(transaction(swap));

        // The way back is the same, with the old tree made anew and filled from the new one.
        let grow_back = trees.way(name.clone(), trees.top_in(&aside), false);
        let mut make = trees.make(now, &of.old);
        make.extend(trees.lookups(&aside).into_iter().map(|(_, text)| format!("CREATE INDEX {text}")));
        make.extend(trees.open(&trees.top_in(&aside)));
        make.extend(grow_back.begin());
        let mut exchange = [grow_back.end(), free].concat();
        exchange.extend(trees.relocate(&of.new, &home, WORKSHOP));
        exchange.extend(trees.relocate(&of.old, &aside, &home));
        exchange.extend(trees.relocate(&of.new, WORKSHOP, &aside));
        exchange.extend(own);
        let mut after = now.clone();
        let effect = Trees::edits(context.after, &of.old, &of.new, now);
        for edit in &effect {
            edit.apply(&mut after);
        }
        let mut swap = around(&after, context, name, |_| true, exchange);
        swap.extend([trees.there().begin(), trees.back().begin()].concat());
        let back =
            [transaction(make), grow_back.copy(), transaction(swap), transaction(offenders.put_back(now, context))];
        let policy =
            format!("a row of {name} that {} is set aside in {}", offenders.reason, offenders.archive(context));
        Ok(vec![
            Draft::new(
                "swap_partitions",
                &ObjectPath::Table(name.clone()),
                format!("Put the copy of {name} in its place"),
                "Only the new version writes now, and it works with the copy, which holds every row: names change in one short transaction.",
            )
            .forward(forward)
            .effect(effect)
            .facts(trees.facts())
            .loss(Loss::Policy(policy))
            .archives(offenders.listed(now, context))
            .back(
                format!("Make {name} as it was again, and fill it"),
                back,
                Trees::edits(now, &of.new, &of.old, context.after),
            )
            .back_facts(trees.facts().scanning(writer.name(name))),
        ])
    }
}
