//! What is held as its statement comes, goes, or is defined differently: composite types, aggregates, rules and the like.

use schema_diff::catalogue::{
    Catalogue, Definition, DefinitionId, DefinitionKind, Object, ObjectPath, QualifiedName, Table, View,
};
use schema_diff::diff::ChangeKind;

use super::bracket;
use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};
use crate::workshop::WORKSHOP;

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
        let create = create.iter().map(|it| format!("    EXECUTE {};\n", writer.literal(it))).collect::<String>();
        let block = format!(
            "DO $come$ BEGIN\n  ALTER {} SET SCHEMA {schema};\n  ALTER {} RENAME TO {};\nEXCEPTION WHEN undefined_object OR undefined_function OR undefined_table OR invalid_schema_name THEN\n{create}END $come$",
            writer.definition(&archived),
            writer.definition(&renamed),
            writer.ident(&self.id.name),
        );
        statements.insert(0, block);
        statements
    }

    /// Dropped, or moved to the workshop where archived columns may need it.
    fn go(&self, context: &Context<'_>) -> Vec<String> {
        let writer = context.writer;
        match self.in_workshop(context) {
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

    /// In place where the engine can, otherwise dropped and created, with the views that use it around it.
    fn replace(&self, context: &Context<'_>, now: &Catalogue, from: &Definition, to: &Definition) -> Vec<String> {
        if matches!(self.id.kind, DefinitionKind::Rule | DefinitionKind::Aggregate | DefinitionKind::Language)
            && from.also.is_empty()
        {
            let mut statements = vec![to.statement.text.replacen("CREATE ", "CREATE OR REPLACE ", 1)];
            statements.extend(to.also.iter().map(|it| it.text.clone()));
            return statements;
        }
        let swap = std::iter::once(context.writer.drop(&self.path())).chain(self.create(context, to)).collect();
        match self.id.qualified() {
            Some(name) => bracket::around(now, context, &name, |_: &View| true, swap),
            None => swap,
        }
    }

    fn facts(&self, context: &Context<'_>, replaced: bool) -> Facts {
        let mut facts = Facts::default();
        if let Some(relation) = &self.id.relation {
            facts = Facts::lock(context.writer.name(relation), LockMode::AccessExclusive);
        }
        if replaced && self.id.kind == DefinitionKind::Publication {
            facts = facts
                .hazard("subscribers have to refresh their subscription (`ALTER SUBSCRIPTION … REFRESH PUBLICATION`)");
        }
        facts
    }

    /// Why it cannot be dropped and created again; none where it can.
    fn held_by(&self, now: &Catalogue) -> Option<String> {
        let name = &self.id.name;
        let uses = |table: &Table| {
            let found = table.columns.iter().find(|column| {
                let mut computed = column.default.iter().chain(column.generated.as_ref().map(|it| &it.expression));
                is_of(&column.data_type.name, &self.id) || computed.any(|it| it.mentions(name))
            });
            found.map(|column| column.name.clone())
        };
        if matches!(self.id.kind, DefinitionKind::Aggregate | DefinitionKind::Rule | DefinitionKind::Language)
            || self.id.qualified().is_none()
        {
            return None;
        }
        let column =
            now.tables.iter().find_map(|(table, it)| uses(it).map(|column| format!("column {table}.{column}")));
        let function = || {
            let mut functions = now.functions.iter();
            let found = functions.find(|(signature, it)| {
                is_of(&it.returns, &self.id) || signature.arguments.split(", ").any(|it| is_of(it, &self.id))
            });
            found.map(|(signature, _)| format!("function {signature}"))
        };
        let definition = || {
            let mut others = now.definitions.iter();
            let found = others.find(|(id, it)| **id != self.id && it.mentions(name));
            found.map(|(id, _)| ObjectPath::Definition(id.clone()).to_string())
        };
        column.or_else(function).or_else(definition)
    }
}

/// Whether the spelt type is the one that `id` tells, or an array of it.
fn is_of(spelt: &str, id: &DefinitionId) -> bool {
    let Some(name) = id.qualified() else { return false };
    let spelt = spelt.trim_start_matches("SETOF ").trim_end_matches("[]");
    spelt.replace('"', "") == name.to_string()
}

/// Whether a table or column that comes or goes, and so may lie in the archive, mentions the name.
pub(super) fn archives_need(context: &Context<'_>, name: &str) -> bool {
    let mentions = |object: &Object| {
        let table = match object {
            Object::Table(table) => table.clone(),
            Object::Column(column) => Table { columns: vec![column.clone()], ..Table::default() },
            _ => return false,
        };
        table.columns.iter().any(|column| {
            let mut computed = column.default.iter().chain(column.generated.as_ref().map(|it| &it.expression));
            column.data_type.name.rsplit('.').next() == Some(name)
                || column.collation.as_deref().and_then(|it| it.rsplit('.').next()) == Some(name)
                || computed.any(|it| it.mentions(name))
        })
    };
    context.diff.changes.iter().any(|change| match &change.kind {
        ChangeKind::Added(object) | ChangeKind::Dropped(object) => mentions(object),
        _ => false,
    })
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
            // A comment that changes has a step of its own.
            Some(from) => Definition { comment: from.comment.clone(), ..to.clone() },
            None => to.clone(),
        });
        if from.is_none() && to.is_none() {
            return Ok(Vec::new());
        }
        let replaced = from.is_some() && to.is_some();
        if replaced && let Some(user) = self.held_by(now) {
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
        let facts = self.facts(context, replaced);
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
