//! What is held as its statement comes, goes, or is defined differently: composite types, aggregates, rules and the like.

mod in_place;
mod policy;

use std::collections::BTreeSet;

use schema_diff::catalogue::{
    Catalogue, Column, Definition, DefinitionId, DefinitionKind, Expression, Object, ObjectPath, QualifiedName,
    RefusedChanges,
};
use schema_diff::diff::{Aspect, ChangeKind};

use super::common::transaction;
use super::dependents::{Dependents, held_through};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};
use crate::workshop::WORKSHOP;

/// What an operator has to see to where a connection or password is not known.
const SECRETS: &str =
    "its connection or options may hold a password and are not read: give them again where it is made";

/// Whether it may hold a password that is not read.
pub(super) fn has_secrets(id: &DefinitionId, definition: &Definition) -> bool {
    match id.kind {
        DefinitionKind::UserMapping => !definition.mentions("options"),
        DefinitionKind::Subscription => definition.statement.text.contains("CONNECTION ''"),
        _ => false,
    }
}

/// What a publication does to statements on a table that it publishes.
pub(super) fn refused_changes(it: &RefusedChanges) -> String {
    format!("UPDATE and DELETE of {} fail from here on: the publication {}", it.table, it.reason)
}

/// What becomes of an object that is held as its statement.
pub(super) struct SetDefinition {
    /// Which.
    pub(super) id: DefinitionId,
    /// As it is to be; none where it goes.
    pub(super) to: Option<Definition>,
}

impl SetDefinition {
    fn path(&self) -> ObjectPath {
        ObjectPath::Definition(self.id.clone())
    }

    fn edit(&self, to: Option<&Definition>) -> Edit {
        Edit { path: self.path(), object: to.map(|it| Object::Definition(it.clone())) }
    }

    /// The statements that lead from one form to the other where the catalogue is `now` but for this object.
    fn statements(
        &self,
        context: &Context<'_>,
        now: &Catalogue,
        from: Option<&Definition>,
        to: Option<&Definition>,
    ) -> Vec<String> {
        match (from, to) {
            (None, None) => Vec::new(),
            (None, Some(to)) => self.come(context, to),
            (Some(_), None) => self.go(context),
            (Some(from), Some(to)) => self.replace(context, now, from, to),
        }
    }

    fn create(&self, context: &Context<'_>, to: &Definition) -> Vec<String> {
        context.writer.create(&self.path(), &Object::Definition(to.clone()))
    }

    /// Created, or brought back from the workshop where it waited with archived columns that need it.
    fn come(&self, context: &Context<'_>, to: &Definition) -> Vec<String> {
        let mut statements = self.create(context, to);
        let Some((archived, renamed)) = self.in_workshop(context) else { return statements };
        let writer = context.writer;
        let schema = writer.ident(self.id.schema.as_deref().unwrap_or_default());
        let also = to.also.len() + 1;
        let create: Vec<_> = statements.drain(..also.min(statements.len())).collect();
        let create =
            create.iter().map(|it| format!("    EXECUTE {};", writer.literal(it))).collect::<Vec<_>>().join("\n")
                + "\n";
        let block = format!(
            "DO $come$ BEGIN\n  ALTER {} SET SCHEMA {schema};\n  ALTER {} RENAME TO {};\nEXCEPTION WHEN undefined_object OR undefined_function OR undefined_table OR invalid_schema_name THEN\n{create}END $come$",
            writer.definition(&archived),
            writer.definition(&renamed),
            writer.ident(&self.id.name),
        );
        statements.insert(0, block);
        statements
    }

    /// Dropped, or moved to the workshop where archived columns may need it. A subscription lets go of its slot first,
    /// since dropping it would call the publisher, which no transaction can.
    fn go(&self, context: &Context<'_>) -> Vec<String> {
        let writer = context.writer;
        match self.in_workshop(context) {
            None if self.id.kind == DefinitionKind::Subscription => {
                let name = writer.definition(&self.id);
                vec![
                    format!("ALTER {name} DISABLE"),
                    format!("ALTER {name} SET (slot_name = NONE)"),
                    writer.drop(&self.path()),
                ]
            }
            None => vec![writer.drop(&self.path())],
            Some((_, renamed)) => vec![
                format!("ALTER {} RENAME TO {}", writer.definition(&self.id), writer.ident(&renamed.name)),
                format!("ALTER {} SET SCHEMA {WORKSHOP}", writer.definition(&renamed)),
            ],
        }
    }

    /// Its identity in the workshop, and on the way there, where archived tables or columns may need it.
    fn in_workshop(&self, context: &Context<'_>) -> Option<(DefinitionId, DefinitionId)> {
        let name = self.id.qualified()?;
        let movable = !matches!(self.id.kind, DefinitionKind::Operator | DefinitionKind::ForeignTable);
        if !movable || !archives_need(context, &self.id.name) {
            return None;
        }
        let archive = context.workshop.name("dropped", &name, &[self.id.kind.word(), &self.id.detail]);
        let renamed = DefinitionId { name: archive.name, ..self.id.clone() };
        Some((DefinitionId { schema: Some(WORKSHOP.to_owned()), ..renamed.clone() }, renamed))
    }

    fn is_replaceable(&self) -> bool {
        matches!(self.id.kind, DefinitionKind::Rule | DefinitionKind::Aggregate | DefinitionKind::Language)
    }

    /// In place where the engine can, otherwise dropped and created, with the views that use it around it.
    fn replace(&self, context: &Context<'_>, now: &Catalogue, from: &Definition, to: &Definition) -> Vec<String> {
        if let Some(statements) = in_place::alter(context, &self.id, from, to) {
            return statements;
        }
        if self.is_replaceable() && from.also.is_empty() {
            let mut statements = vec![to.statement.text.replacen("CREATE ", "CREATE OR REPLACE ", 1)];
            statements.extend(to.also.iter().map(|it| it.text.clone()));
            return statements;
        }
        let swap = std::iter::once(context.writer.drop(&self.path())).chain(self.create(context, to)).collect();
        Dependents::of(now, &self.path()).around(context, swap)
    }

    fn facts(&self, context: &Context<'_>, replaced: bool) -> Facts {
        let mut facts = Facts::default();
        if let Some(relation) = &self.id.relation {
            facts = Facts::lock(context.writer.name(relation), LockMode::AccessExclusive);
        }
        if self.id.kind == DefinitionKind::Subscription && !replaced {
            facts = facts.hazard("the replication slot at the publisher is made and dropped there, by hand");
        }
        if replaced && self.id.kind == DefinitionKind::Policy {
            facts = facts.hazard("both versions see the rows that the new policy admits from here on");
        }
        if replaced && self.id.kind == DefinitionKind::Publication {
            facts = facts
                .hazard("subscribers have to refresh their subscription (`ALTER SUBSCRIPTION … REFRESH PUBLICATION`)");
        }
        facts
    }
}

/// Whether a table or column that comes or goes, and so may lie in the archive, or one that changes its type, mentions
/// the name, directly or through the types that it is of.
pub(super) fn archives_need(context: &Context<'_>, name: &str) -> bool {
    let mut needed = BTreeSet::new();
    let mut mention = |object: &Object| {
        let columns: Vec<&Column> = match object {
            Object::Table(table) => table.columns.iter().collect(),
            Object::Column(column) => vec![column],
            _ => return,
        };
        for column in columns {
            let computed = column.default.iter().chain(column.generated.as_ref().map(|it| &it.expression));
            needed.extend(computed.flat_map(Expression::words).map(str::to_owned));
            let names = std::iter::once(column.data_type.name.as_str()).chain(column.collation.as_deref());
            needed.extend(names.filter_map(|it| it.rsplit('.').next()).map(str::to_owned));
        }
    };
    for change in &context.diff.changes {
        match &change.kind {
            ChangeKind::Added(object) | ChangeKind::Dropped(object) => mention(object),
            // Statements stay prepared with parameters of the type that the column had.
            ChangeKind::Altered { aspect: Aspect::ColumnType, before, after } => {
                mention(before);
                mention(after);
            }
            _ => {}
        }
    }
    loop {
        let before = needed.len();
        for side in [context.before, context.after] {
            let through = through_types(side, &needed);
            needed.extend(through);
        }
        if needed.len() == before {
            return needed.contains(name);
        }
    }
}

/// The words of the types among `needed`.
fn through_types(side: &Catalogue, needed: &BTreeSet<String>) -> Vec<String> {
    let definitions = side.definitions.iter().filter(|(id, _)| id.kind.is_type() && needed.contains(&id.name));
    let definitions = definitions.flat_map(|(_, it)| it.statements()).flat_map(Expression::words);
    let domains: Vec<_> = side.domains.iter().filter(|(it, _)| needed.contains(&it.name)).map(|(_, it)| it).collect();
    let under = domains.iter().filter_map(|it| it.data_type.name.rsplit('.').next());
    let checks = domains.iter().flat_map(|it| it.checks.values()).flat_map(|check| check.expression.words());
    definitions.chain(under).chain(checks).map(str::to_owned).collect()
}

/// What is part of a relation and held as its statement: it goes when the relation is dropped and created again.
pub(super) fn attached(now: &Catalogue, relation: &QualifiedName) -> Vec<(ObjectPath, Object)> {
    let own = now.definitions.iter().filter(|(id, _)| id.relation.as_ref() == Some(relation));
    own.map(|(id, it)| (ObjectPath::Definition(id.clone()), Object::Definition(it.clone()))).collect()
}

impl Operation for SetDefinition {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = self.path();
        let from = now.definitions.get(&self.id);
        let to = self.to.as_ref().map(|to| match from {
            // A comment or privileges that change have a step of their own.
            Some(from) => Definition { comment: from.comment.clone(), grants: from.grants.clone(), ..to.clone() },
            None => to.clone(),
        });
        if from == to.as_ref() {
            return Ok(Vec::new());
        }
        let replaced = from.is_some() && to.is_some();
        let in_place = self.is_replaceable()
            || from.zip(to.as_ref()).is_some_and(|(from, to)| in_place::alter(context, &self.id, from, to).is_some());
        let user = held_through(now, &path).filter(|_| replaced && !in_place);
        if let Some(user) = user {
            return Err(Refusal::new(
                &path,
                format!("is defined differently while {user} uses it, and the engine cannot change it in place"),
                "create it under a new name, move what uses it there, and drop the old one in a later migration",
            ));
        }
        let (operation, verb, why) = match (from, &to) {
            (None, _) => ("add_definition", "Create", "The new version finds it when it is deployed."),
            (_, None) => ("drop_definition", "Drop", "Nothing needs it any more."),
            _ => ("replace_definition", "Change", "One transaction: every statement meets one of the two."),
        };
        let mut facts = self.facts(context, replaced);
        if replaced && !in_place {
            let dependents = Dependents::of(now, &path);
            facts = dependents.facts(context, facts);
            if dependents.has_secrets() {
                facts = facts.hazard(SECRETS);
            }
        }
        for it in to.iter().filter(|_| self.id.kind == DefinitionKind::Publication) {
            let refused = now.refused_by_publication(it);
            facts.hazards.extend(refused.iter().map(refused_changes));
        }
        if let Some(definition) = from.or(to.as_ref()).filter(|_| !replaced)
            && has_secrets(&self.id, definition)
        {
            facts = facts.hazard(SECRETS);
        }
        Ok(vec![
            Draft::new(operation, &path, format!("{verb} {path}"), why)
                .forward([transaction(self.statements(context, now, from, to.as_ref()))])
                .effect([self.edit(to.as_ref())])
                .facts(facts.clone())
                .back(
                    match (from, &to) {
                        (None, _) => format!("Drop {path}"),
                        (_, None) => format!("Create {path} again"),
                        _ => format!("Restore {path} as it was"),
                    },
                    [transaction(self.statements(context, now, to.as_ref(), from))],
                    [self.edit(from)],
                )
                .back_facts(facts),
        ])
    }
}
