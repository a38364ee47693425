//! Versioned views: one name shows two shapes, chosen by `search_path`.
//!
//! The new version works with a schema of views, one for each table that has two shapes; the engine writes through them
//! (manual, CREATE VIEW, "Updatable Views"). Once the old version is gone the table itself has the new shape, and the
//! schema goes in the same transaction: what is left of the `search_path` then finds the table.

use std::rc::Rc;

use schema_diff::catalogue::{Catalogue, Expression, QualifiedName, Table};

use super::group::{Form, Group, Pair, Shape};
use crate::Refusal;
use crate::operation::postgres::common::transaction;
use crate::operation::{Context, Draft, Operation};
use crate::plan::Facts;

/// The views for the new version come.
pub(super) struct Publish(pub(super) Rc<Group>);

/// Tables of the group that the new version sees through a view.
pub(super) fn tables(group: &Group) -> Vec<&QualifiedName> {
    if group.form != Form::VersionedViews {
        return Vec::new();
    }
    let shown = group.tables().into_iter().filter(|table| group.of(table).any(Pair::same_name));
    shown.flat_map(|table| group.tree(table)).collect()
}

fn view_of(table: &QualifiedName, context: &Context<'_>) -> QualifiedName {
    QualifiedName::new(context.workshop.version_schema(), &table.name)
}

/// Statements that make the views, over the tables as they are in `now`; none where there are none.
pub(super) fn publish(now: &Catalogue, group: &Group, context: &Context<'_>) -> Vec<String> {
    let tables = tables(group);
    if tables.is_empty() {
        return Vec::new();
    }
    let mut statements = make_schema(context).to_vec();
    for name in tables {
        let (Some(table), Some(after)) = (now.tables.get(name), context.after.tables.get(name)) else { continue };
        statements.extend(view(name, table, after, group, context));
    }
    statements
}

fn view(name: &QualifiedName, table: &Table, after: &Table, group: &Group, context: &Context<'_>) -> Vec<String> {
    let writer = context.writer;
    let view = writer.name(&view_of(name, context));
    let pairs = || group.pairs.iter().filter(|pair| group.tree(&pair.table).any(|it| it == name));
    let twin = |column: &str| pairs().find(|pair| pair.new.name == column);
    let columns = after.columns.iter().filter_map(|column| {
        let ident = writer.ident(&column.name);
        match twin(&column.name) {
            Some(pair) => Some(format!("t.{} AS {ident}", writer.ident(&pair.name(Shape::New, Shape::Old)))),
            None => table.column(&column.name).map(|_| format!("t.{ident}")),
        }
    });
    let columns: Vec<String> = columns.collect();
    let sql_name = writer.name(name);
    let mut statements =
        vec![format!("CREATE OR REPLACE VIEW {view} AS SELECT {} FROM {sql_name} AS t", columns.join(", "))];
    let guarded = table.row_security.enabled || after.row_security.enabled;
    statements.extend(like_the_table(&view, (&sql_name, guarded), context));
    statements.extend(pairs().filter_map(|pair| {
        let default = default(pair, context)?;
        Some(format!("ALTER VIEW {view} ALTER COLUMN {} SET DEFAULT {default}", writer.ident(&pair.new.name)))
    }));
    statements
}

/// Grants and row level security of a view are those of the table that it shows. Version 14 cannot look at the row level
/// security of whoever uses the view: where the table is `guarded` by it, the plan needs 15.
fn like_the_table(view: &str, (table, guarded): (&str, bool), context: &Context<'_>) -> Vec<String> {
    let invoker = format!("ALTER VIEW {view} SET (security_invoker = true)");
    let where_known = format!(
        "DO $invoker$ BEGIN IF current_setting('server_version_num')::int >= 150000 THEN EXECUTE {}; END IF; END $invoker$",
        context.writer.literal(&invoker)
    );
    vec![if guarded { invoker } else { where_known }, grants_of(view, table, context)]
}

/// A statement that grants on a view what is granted on the table that it shows.
pub(in crate::operation::postgres) fn grants_of(view: &str, table: &str, context: &Context<'_>) -> String {
    let literal = |text: &str| context.writer.literal(text);
    format!(
        "DO $grant$ DECLARE it record; BEGIN FOR it IN SELECT a.privilege_type, a.grantee FROM pg_catalog.pg_class AS c, aclexplode(c.relacl) AS a \
         WHERE c.oid = {}::regclass AND a.grantee <> c.relowner AND a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') LOOP \
         EXECUTE format('GRANT %s ON %s TO %s', it.privilege_type, {}, CASE WHEN it.grantee = 0 THEN 'PUBLIC' ELSE it.grantee::regrole::text END); END LOOP; END $grant$",
        literal(table),
        literal(view)
    )
}

/// What a row gets that the new version inserts without the column; none where the old default says the same.
fn default(pair: &Pair, context: &Context<'_>) -> Option<String> {
    let canonical = |it: &Option<Expression>| it.as_ref().map(|it| it.canonical.clone());
    if pair.new.identity.is_some() || canonical(&pair.new.default) == canonical(&pair.old.default) {
        return None;
    }
    Some(match &pair.new.default {
        Some(it) => context.writer.default(it),
        // A bare NULL would not be kept as a default.
        None => format!("(CASE WHEN false THEN NULL::{} END)", context.writer.data_type(&pair.new.data_type)),
    })
}

/// Statements that take the views away, and their schema once it is empty.
pub(super) fn withdraw(group: &Group, context: &Context<'_>) -> Vec<String> {
    let writer = context.writer;
    let mut statements: Vec<String> = tables(group)
        .into_iter()
        .map(|table| format!("DROP VIEW IF EXISTS {}", writer.name(&view_of(table, context))))
        .collect();
    if !statements.is_empty() {
        statements.push(drop_empty_schema(context));
    }
    statements
}

/// A statement that takes the schema of the views away, once nothing is in it.
pub(in crate::operation::postgres) fn drop_empty_schema(context: &Context<'_>) -> String {
    let (writer, schema) = (context.writer, context.workshop.version_schema());
    format!(
        "DO $empty$ BEGIN IF to_regnamespace({literal}) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = to_regnamespace({literal})) THEN EXECUTE {drop}; END IF; END $empty$",
        literal = writer.literal(&writer.ident(&schema)),
        drop = writer.literal(&format!("DROP SCHEMA {}", writer.ident(&schema))),
    )
}

/// Statements that make the schema of the views.
pub(in crate::operation::postgres) fn make_schema(context: &Context<'_>) -> [String; 2] {
    let schema = context.writer.ident(&context.workshop.version_schema());
    [format!("CREATE SCHEMA IF NOT EXISTS {schema}"), format!("GRANT USAGE ON SCHEMA {schema} TO PUBLIC")]
}

impl Operation for Publish {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let group = &*self.0;
        let publish = publish(now, group, context);
        if publish.is_empty() {
            return Ok(Vec::new());
        }
        let schema = context.workshop.version_schema();
        let why = "The new version finds its shape under the one name: it is deployed with this schema first in its search_path, and names the table without a schema.";
        Ok(vec![
            super::steps::draft(
                group,
                "publish_views",
                format!("Show {} to the new version in its own shape, in schema {schema}", group.subject()),
                why,
            )
            .forward([transaction(publish)])
            .facts(Facts::default())
            .back("Take the views of the new version away", [transaction(withdraw(group, context))], []),
        ])
    }
}
