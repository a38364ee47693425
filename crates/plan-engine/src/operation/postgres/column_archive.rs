//! A column, taken out of its table into the archive and brought back.
//!
//! With a key, the archive is kept current by a trigger while it is filled in batches, and the drop happens under the
//! same lock as the last check. Without one, whole rows are copied under the lock, and matched by content on the way
//! back.

use schema_diff::catalogue::{Catalogue, Column, QualifiedName, Table};

use super::toolkit::{in_batches, quietly};
use super::tree::place_of_row;
use super::values::{key_columns, same_key};
use crate::operation::Context;
use crate::plan::{Action, Archive, ArchiveKind, Facts, LockMode, Sql};
use crate::row_key::row_key;
use crate::workshop::{WORKSHOP, own_name};

/// Whether other tables inherit from the table.
fn inherited_from(context: &Context<'_>, name: &QualifiedName) -> bool {
    [context.before, context.after].iter().any(|side| side.children(name).any(|(_, it)| it.inherits.contains(name)))
}

/// A column and where it goes.
pub(super) struct ColumnArchive<'a> {
    context: &'a Context<'a>,
    name: &'a QualifiedName,
    /// The table with the column.
    table: &'a Table,
    column: &'a Column,
    key: Option<Vec<String>>,
    archive: String,
}

impl<'a> ColumnArchive<'a> {
    /// The archive of `column` of `table`, which is called `name`; the rows are told apart by columns that stay.
    pub(super) fn new(context: &'a Context<'a>, name: &'a QualifiedName, table: &'a Table, column: &'a Column) -> Self {
        let other = |side: &'a Catalogue| side.tables.get(name);
        let key = match (other(context.before), other(context.after)) {
            // A key holds for the table's own rows only, not for those of tables that inherit from it.
            (Some(before), Some(after)) if !inherited_from(context, name) => {
                let dialect = context.writer.dialect();
                // What came before the column goes still is there when the column comes back.
                let key = row_key(dialect, after, before).or_else(|| row_key(dialect, table, after));
                key.filter(|key| !key.contains(&column.name))
            }
            _ => None,
        };
        let archive = context.workshop.sql("dropped", name, &[&column.name]);
        Self { context, name, table, column, key, archive }
    }

    /// Whether rows can be told apart.
    pub(super) fn keyed(&self) -> bool {
        self.key.is_some()
    }

    /// The archive as the plan lists it.
    pub(super) fn listed(&self) -> Archive {
        let (table, column) = (self.name.clone(), self.column.name.clone());
        let key = self.key.clone().unwrap_or_default();
        Archive { relation: self.archive.clone(), kind: ArchiveKind::DroppedColumn { table, column, key } }
    }

    /// What taking it out takes from the engine.
    pub(super) fn facts(&self) -> Facts {
        let name = self.context.writer.name(self.name);
        let facts = Facts::lock(&name, LockMode::AccessExclusive).scanning(&name);
        let facts = facts
            .hazard("sessions that prepared SELECT * must prepare again (cached plan must not change result type)");
        if self.keyed() {
            facts.outside_transaction()
        } else {
            facts.hazard("no key: copied as a whole under the lock")
        }
    }

    /// Archives the column and drops it.
    pub(super) fn take_out(&self) -> Vec<Action> {
        if self.column.generated.is_some() {
            return vec![Action::Sql(Sql::in_transaction(vec![self.drop()]))];
        }
        match &self.key {
            Some(key) => self.take_out_by_key(key),
            None => vec![Action::Sql(Sql::in_transaction(vec![
                self.lock(),
                format!("DROP TABLE IF EXISTS {}", self.archive),
                format!("CREATE TABLE {} AS SELECT * FROM {}", self.archive, self.context.writer.name(self.name)),
                self.drop(),
            ]))],
        }
    }

    fn lock(&self) -> String {
        format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", self.context.writer.name(self.name))
    }

    fn drop(&self) -> String {
        let writer = self.context.writer;
        format!("ALTER TABLE {} DROP COLUMN {}", writer.name(self.name), writer.ident(&self.column.name))
    }

    fn take_out_by_key(&self, key: &[String]) -> Vec<Action> {
        let writer = self.context.writer;
        let (name, archive, column) = (writer.name(self.name), &self.archive, writer.ident(&self.column.name));
        let keys = writer.idents(key);
        let keeper = writer.name(&self.context.workshop.name("keep", self.name, &[&self.column.name]));
        let trigger = writer.ident(&own_name(&["keep", &self.column.name]));
        let new_key: Vec<_> = key.iter().map(|it| format!("NEW.{}", writer.ident(it))).collect();
        let make = format!(
            "CREATE TABLE IF NOT EXISTS {archive} ({}, {column} {}, PRIMARY KEY ({keys}))",
            key_columns(self.table, key, self.context),
            writer.data_type(&self.column.data_type)
        );
        let keep = format!(
            "CREATE OR REPLACE FUNCTION {keeper}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $keep$\n\
             BEGIN\n  IF TG_OP <> 'INSERT' THEN\n    DELETE FROM {archive} AS a WHERE {old};\n  END IF;\n  IF TG_OP <> 'DELETE' THEN\n    \
             INSERT INTO {archive} VALUES ({new_key}, NEW.{column}) ON CONFLICT ({keys}) DO UPDATE SET {column} = excluded.{column};\n  \
             END IF;\n  RETURN NULL;\nEND\n$keep$",
            old = same_key("a", "OLD", key, self.context),
            new_key = new_key.join(", "),
        );
        let attach = format!(
            "CREATE OR REPLACE TRIGGER {trigger} AFTER INSERT OR UPDATE OR DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION {keeper}()"
        );
        let copy = format!(
            "INSERT INTO {archive} SELECT {}, t.{column} FROM {name} AS t WHERE {{range}} ON CONFLICT ({keys}) DO NOTHING",
            key.iter().map(|it| format!("t.{}", writer.ident(it))).collect::<Vec<_>>().join(", ")
        );
        let same = same_key("a", "t", key, self.context);
        let check = format!(
            "DO $check$ BEGIN IF EXISTS (SELECT FROM {name} AS t WHERE NOT EXISTS (SELECT FROM {archive} AS a WHERE {same} \
             AND a.{column}::text IS NOT DISTINCT FROM t.{column}::text)) THEN RAISE EXCEPTION \
             'the archive % does not hold every value of the column: run the step again', {}; END IF; END $check$",
            writer.literal(archive)
        );
        let finish = vec![
            self.lock(),
            format!("DELETE FROM {archive} AS a WHERE NOT EXISTS (SELECT FROM {name} AS t WHERE {same})"),
            check,
            format!("DROP TRIGGER {trigger} ON {name}"),
            format!("DROP FUNCTION {keeper}()"),
            self.drop(),
        ];
        vec![
            Action::Sql(Sql::in_transaction(vec![make, keep, attach])),
            in_batches(
                self.context,
                &name,
                format!("copy {}.{} to the archive", self.name, self.column.name),
                &copy,
                None,
            ),
            Action::Sql(Sql::in_transaction(finish)),
        ]
    }

    /// Brings the values back into the column, which is there again; nothing where there is no archive.
    pub(super) fn bring_back(&self) -> Vec<Action> {
        if self.column.generated.is_some() {
            return Vec::new();
        }
        let writer = self.context.writer;
        let (name, archive, column) = (writer.name(self.name), &self.archive, writer.ident(&self.column.name));
        let title = format!("bring back {}.{} from the archive, where there is one", self.name, self.column.name);
        let Some(key) = &self.key else {
            // Once only: rows that moved would be matched otherwise a second time.
            let statement = quietly(self.context, &name, &self.match_by_content(), Some(archive));
            return vec![Action::Sql(Sql::in_transaction(vec![statement]))];
        };
        let statement = format!(
            "UPDATE {name} AS t SET {column} = a.{column} FROM {archive} AS a WHERE {{range}} AND {} \
             AND t.{column}::text IS DISTINCT FROM a.{column}::text",
            same_key("a", "t", key, self.context)
        );
        vec![in_batches(self.context, &name, title, &statement, Some(archive))]
    }

    /// The n-th of equal rows gets the value of the n-th of the same rows in the archive.
    fn match_by_content(&self) -> String {
        let writer = self.context.writer;
        let (name, archive, column) = (writer.name(self.name), &self.archive, writer.ident(&self.column.name));
        let has = |side: &Catalogue, name: &String| {
            side.tables.get(self.name).is_some_and(|table| table.column(name).is_some())
        };
        let (before, after) = (self.context.before, self.context.after);
        // Of several columns that go, the last comes back first: then it tells rows apart for those before it.
        let goes = !has(after, &self.column.name);
        let tells = |it: &&Column| {
            let stays = has(after, &it.name) || goes;
            it.name != self.column.name && it.generated.is_none() && has(before, &it.name) && stays
        };
        let content = writer.idents(self.table.columns.iter().filter(tells).map(|it| &it.name));
        let content = format!("ROW({content})::text");
        let (place, places) = place_of_row(self.context, self.name, "t");
        let live =
            place_of_row(self.context, self.name, "").0.replace("tableoid", "live.home").replace("ctid", "live.place");
        format!(
            "WITH live AS (SELECT {places}, {content} AS content, row_number() OVER (PARTITION BY {content} ORDER BY ctid) AS nth FROM {name}), \
             kept AS (SELECT {column} AS value, {content} AS content, row_number() OVER (PARTITION BY {content} ORDER BY ctid) AS nth FROM {archive}) \
             UPDATE {name} AS t SET {column} = kept.value FROM live JOIN kept USING (content, nth) \
             WHERE {place} = {live} AND t.{column}::text IS DISTINCT FROM kept.value::text"
        )
    }

    /// Drops the archive.
    pub(super) fn forget(&self) -> String {
        format!("DROP TABLE IF EXISTS {}", self.archive)
    }

    /// What the way back cannot bring back.
    pub(super) fn loss(&self) -> Option<String> {
        (!self.keyed() && self.column.generated.is_none()).then(|| {
            format!(
                "{} has no key: rows changed since are not matched with the archive {WORKSHOP}, which keeps their old values",
                self.name
            )
        })
    }
}
