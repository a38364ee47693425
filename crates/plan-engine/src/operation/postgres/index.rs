//! An index comes, goes or is replaced, always concurrently.

use schema_diff::catalogue::{Catalogue, Index, IndexKey, Object, ObjectPath, QualifiedName};

use super::common::{alone, transaction};
use super::constraint::repeated;
use super::rows::Offenders;
use super::tree::is_partitioned;
use super::tree_index::{self, Item};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};
use crate::workshop::own_name;

/// An index comes.
pub(super) struct AddIndex {
    /// The table or materialised view.
    pub(super) relation: QualifiedName,
    /// The index.
    pub(super) index: Index,
}

/// An index goes.
pub(super) struct DropIndex {
    /// The table or materialised view.
    pub(super) relation: QualifiedName,
    /// Its name.
    pub(super) name: String,
}

/// An index is replaced by another of its name; queries have one of them at any time.
pub(super) struct ReplaceIndex {
    /// The table or materialised view.
    pub(super) relation: QualifiedName,
    /// The index that comes.
    pub(super) index: Index,
}

fn drop_statement(context: &Context<'_>, relation: &QualifiedName, name: &str) -> String {
    let name = context.writer.name(&QualifiedName::new(&relation.schema, name));
    format!("DROP INDEX CONCURRENTLY IF EXISTS {name}")
}

/// Builds the index; what a failed build left is dropped first.
fn build(context: &Context<'_>, relation: &QualifiedName, index: &Index) -> Vec<Action> {
    let mut actions = vec![alone([
        drop_statement(context, relation, &index.name),
        context.writer.create_index(relation, index, true, false),
    ])];
    let path = ObjectPath::Index(relation.clone(), index.name.clone());
    let comments = context.writer.comments(&path, &Object::Index(index.clone()));
    if !comments.is_empty() {
        actions.push(transaction(comments));
    }
    actions
}

fn build_facts(context: &Context<'_>, relation: &QualifiedName) -> Facts {
    let name = context.writer.name(relation);
    Facts::lock(&name, LockMode::ShareUpdateExclusive).scanning(&name).outside_transaction()
}

/// How an index comes and goes.
struct Ways {
    build: Vec<Action>,
    built: Vec<Edit>,
    build_facts: Facts,
    away: Vec<Action>,
    gone: Vec<Edit>,
    away_facts: Facts,
}

impl Ways {
    /// Of `index`, where the catalogue is `now`, with it or without; `names` has the names of those of partitions.
    fn of(now: &Catalogue, names: &Catalogue, context: &Context<'_>, relation: &QualifiedName, index: &Index) -> Self {
        let path = ObjectPath::Index(relation.clone(), index.name.clone());
        if !is_partitioned(now, relation) {
            return Self {
                build: build(context, relation, index),
                built: vec![Edit::put(path.clone(), Object::Index(index.clone()))],
                build_facts: build_facts(context, relation),
                away: vec![alone([drop_statement(context, relation, &index.name)])],
                gone: vec![Edit::remove(path)],
                away_facts: build_facts(context, relation),
            };
        }
        let item = Item::Index(index.clone());
        let mut without = now.clone();
        without.remove(&path);
        let (build, built) = tree_index::establish(&without, names, context, relation, &item);
        let mut with = without.clone();
        for edit in &built {
            edit.apply(&mut with);
        }
        let (away, gone) = tree_index::take_away(&without, &with, context, relation, &item);
        Self {
            build,
            built,
            build_facts: tree_index::facts(now, context, relation, &item),
            away,
            gone,
            away_facts: tree_index::drop_facts(now, context, relation),
        }
    }
}

/// Rows that a unique index does not accept.
fn offenders(now: &Catalogue, context: &Context<'_>, relation: &QualifiedName, index: &Index) -> Option<Offenders> {
    if !index.unique || !now.tables.contains_key(relation) {
        return None;
    }
    let element = |key: &IndexKey| match key {
        IndexKey::Column(name) => context.writer.ident(name),
        IndexKey::Expression(it) => format!("({})", it.text),
    };
    let elements: Vec<_> = index.elements.iter().map(|it| element(&it.key)).collect();
    let predicate = index.predicate.as_ref().map(|it| it.text.as_str());
    Some(Offenders {
        table: relation.clone(),
        what: index.name.clone(),
        condition: repeated(context, relation, &elements, predicate, index.nulls_not_distinct),
        reason: format!("repeats the key {}", index.name),
    })
}

fn put_back(now: &Catalogue, context: &Context<'_>, offenders: Option<&Offenders>) -> Vec<Action> {
    offenders.map(|it| transaction(it.put_back(now, context))).into_iter().collect()
}

impl Operation for AddIndex {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (relation, it) = (&self.relation, &self.index);
        let path = ObjectPath::Index(relation.clone(), it.name.clone());
        let offenders = offenders(now, context, relation, it);
        let gate = offenders.as_ref().map(|it| Action::Gate(it.gate(now, context)));
        let ways = Ways::of(now, context.after, context, relation, it);
        let mut back = ways.away;
        back.extend(put_back(now, context, offenders.as_ref()));
        Ok(vec![
            Draft::new(
                "add_index",
                &path,
                format!("Build index {} on {relation}", it.name),
                if it.unique {
                    "Tightening: only the new version writes now, and it keeps to it."
                } else {
                    "The new version's queries want it; writers go on while it is built."
                },
            )
            .forward(gate.into_iter().chain(ways.build))
            .effect(ways.built)
            .facts(ways.build_facts)
            .back(format!("Drop index {}", it.name), back, ways.gone)
            .back_facts(ways.away_facts)
            .archives(offenders.iter().flat_map(|it| it.listed(now, context))),
        ])
    }
}

impl Operation for DropIndex {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (relation, path) = (&self.relation, ObjectPath::Index(self.relation.clone(), self.name.clone()));
        let Some(Object::Index(it)) = now.get(&path) else { return Ok(Vec::new()) };
        let offenders = offenders(now, context, relation, &it);
        let ways = Ways::of(now, now, context, relation, &it);
        let mut forward = ways.away;
        forward.extend(put_back(now, context, offenders.as_ref()));
        let aside = offenders.as_ref().map(|it| transaction(it.set_aside(now, context)));
        let draft = Draft::new(
            "drop_index",
            &path,
            format!("Drop index {} of {relation}", it.name),
            if it.unique {
                "Loosening: the new version writes rows that it does not accept."
            } else {
                "Only the old version's queries wanted it."
            },
        )
        .forward(forward)
        .effect(ways.gone)
        .facts(ways.away_facts)
        .back(format!("Build index {} again", it.name), aside.into_iter().chain(ways.build), ways.built)
        .back_facts(ways.build_facts);
        Ok(vec![match offenders {
            None => draft,
            Some(it) => draft
                .loss(Loss::Policy(format!(
                    "a row of {relation} that {} is set aside in {}",
                    it.reason,
                    it.archive(context)
                )))
                .archives(it.listed(now, context)),
        }])
    }
}

/// Builds `index` beside the one of its name, then puts it in its place.
fn swap(context: &Context<'_>, relation: &QualifiedName, index: &Index) -> Vec<Action> {
    let beside = Index { name: own_name(&[&index.name]), ..index.clone() };
    let writer = context.writer;
    let mut actions = vec![
        alone([
            drop_statement(context, relation, &beside.name),
            writer.create_index(relation, &beside, true, false),
            drop_statement(context, relation, &index.name),
        ]),
        transaction([format!(
            "ALTER INDEX {} RENAME TO {}",
            writer.name(&QualifiedName::new(&relation.schema, &beside.name)),
            writer.ident(&index.name)
        )]),
    ];
    let path = ObjectPath::Index(relation.clone(), index.name.clone());
    let comments = writer.comments(&path, &Object::Index(index.clone()));
    if !comments.is_empty() {
        actions.push(transaction(comments));
    }
    actions
}

impl Operation for ReplaceIndex {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (relation, it) = (&self.relation, &self.index);
        let path = ObjectPath::Index(relation.clone(), it.name.clone());
        let Some(Object::Index(old)) = now.get(&path) else { return Ok(Vec::new()) };
        if old == *it {
            return Ok(Vec::new());
        }
        if is_partitioned(now, relation) {
            let mut drafts = DropIndex { relation: relation.clone(), name: it.name.clone() }.lower(now, context)?;
            let mut without = now.clone();
            without.remove(&path);
            drafts.extend(AddIndex { relation: relation.clone(), index: it.clone() }.lower(&without, context)?);
            return Ok(drafts);
        }
        Ok(vec![
            Draft::new(
                "replace_index",
                &path,
                format!("Replace index {} of {relation}", it.name),
                "The new one is built beside the old one, so that queries always have one of them.",
            )
            .forward(swap(context, relation, it))
            .effect([Edit::put(path.clone(), Object::Index(it.clone()))])
            .facts(build_facts(context, relation))
            .back(
                format!("Put the former index {} back", it.name),
                swap(context, relation, &old),
                [Edit::put(path, Object::Index(old))],
            )
            .back_facts(build_facts(context, relation)),
        ])
    }
}
