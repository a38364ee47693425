//! Two trees kept equal: a row that is written to one is written to the other in the same transaction.
//!
//! The triggers run after all others. While one of them writes, the other tree's stand still: a setting of the
//! transaction says so, which a savepoint that is rolled back takes back, too.

use schema_diff::catalogue::QualifiedName;

use crate::operation::Context;
use crate::operation::postgres::toolkit::in_batches;
use crate::plan::Action;

const TRIGGER: &str = "~migration_architect_partitions";
const FLAG: &str = "migration_architect.partitions";

/// What is kept equal.
pub(in crate::operation::postgres) struct Equal {
    /// The table by whose name the functions are called.
    pub(in crate::operation::postgres) name: QualifiedName,
    /// Columns, all of which either version writes.
    pub(in crate::operation::postgres) columns: Vec<String>,
    /// Those that tell rows apart.
    pub(in crate::operation::postgres) key: Vec<String>,
}

/// One direction.
pub(in crate::operation::postgres) struct Way<'a> {
    pub(in crate::operation::postgres) of: &'a Equal,
    pub(in crate::operation::postgres) context: &'a Context<'a>,
    /// Tables at the top.
    pub(in crate::operation::postgres) from: QualifiedName,
    pub(in crate::operation::postgres) to: QualifiedName,
    /// Whether a row that the other tree cannot hold stays out of it; else its write is refused.
    pub(in crate::operation::postgres) lenient: bool,
}

impl Way<'_> {
    fn function(&self, kind: &str) -> String {
        let way = if self.lenient { "there" } else { "back" };
        self.context.workshop.sql(kind, &self.of.name, &[way])
    }

    fn sql(&self, name: &QualifiedName) -> String {
        self.context.writer.name(name)
    }

    fn list(&self, columns: &[String], alias: &str) -> String {
        let columns = columns.iter().map(|it| format!("{alias}{}", self.context.writer.ident(it)));
        columns.collect::<Vec<_>>().join(", ")
    }

    fn same_key(&self, one: &str, other: &str) -> String {
        let pair = |it: &String| {
            let it = self.context.writer.ident(it);
            format!("{one}.{it} = {other}.{it}")
        };
        self.of.key.iter().map(pair).collect::<Vec<_>>().join(" AND ")
    }

    /// A row of `alias` as one of the table at the top, whatever the order of its columns in a partition.
    fn row(&self, alias: &str) -> String {
        let table = self.context.before.tables.get(&self.of.name).filter(|_| self.lenient);
        let table = table.or_else(|| self.context.after.tables.get(&self.of.name));
        let columns: Vec<String> = table.into_iter().flat_map(|it| &it.columns).map(|it| it.name.clone()).collect();
        format!("ROW({})::{}", self.list(&columns, &format!("{alias}.")), self.sql(&self.from))
    }

    /// Statements that make the functions and the triggers.
    pub(in crate::operation::postgres) fn begin(&self) -> Vec<String> {
        let from = self.sql(&self.from);
        let run = format!("EXECUTE FUNCTION {}()", self.function("sync"));
        vec![
            self.put(),
            self.trigger(),
            format!("CREATE TRIGGER \"{TRIGGER}\" AFTER INSERT OR UPDATE OR DELETE ON {from} FOR EACH ROW {run}"),
            format!("CREATE TRIGGER \"{TRIGGER}_truncated\" AFTER TRUNCATE ON {from} FOR EACH STATEMENT {run}"),
        ]
    }

    /// Statements that take them away.
    pub(in crate::operation::postgres) fn end(&self) -> Vec<String> {
        let from = self.sql(&self.from);
        vec![
            format!("DROP TRIGGER IF EXISTS \"{TRIGGER}\" ON {from}"),
            format!("DROP TRIGGER IF EXISTS \"{TRIGGER}_truncated\" ON {from}"),
            format!("DROP FUNCTION IF EXISTS {}()", self.function("sync")),
            format!("DROP FUNCTION IF EXISTS {}({from})", self.function("put")),
        ]
    }

    /// The function that makes a row of the other tree equal to `r`; whether it had to.
    fn put(&self) -> String {
        let (put, from, to) = (self.function("put"), self.sql(&self.from), self.sql(&self.to));
        let columns = self.list(&self.of.columns, "");
        let (own, given) = (self.list(&self.of.columns, "t."), self.list(&self.of.columns, "r."));
        let same = self.same_key("t", "r");
        let otherwise = if self.lenient {
            format!(
                "\nEXCEPTION WHEN integrity_constraint_violation THEN\n  DELETE FROM {to} AS t WHERE {same};\n  RETURN false;"
            )
        } else {
            String::new()
        };
        format!(
            "CREATE OR REPLACE FUNCTION {put}(r {from}) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $put$\n\
             BEGIN\n  UPDATE {to} AS t SET ({columns}) = ROW({given}) WHERE {same} AND ROW({own})::text IS DISTINCT FROM ROW({given})::text;\n  \
             IF FOUND THEN RETURN true; END IF;\n  IF EXISTS (SELECT FROM {to} AS t WHERE {same}) THEN RETURN false; END IF;\n  \
             INSERT INTO {to} ({columns}) VALUES ({given});\n  RETURN true;{otherwise}\nEND\n$put$"
        )
    }

    fn trigger(&self) -> String {
        let (sync, put, from, to) =
            (self.function("sync"), self.function("put"), self.sql(&self.from), self.sql(&self.to));
        let (old, new) = (self.list(&self.of.key, "OLD."), self.list(&self.of.key, "NEW."));
        // Of two rows that only the other tree's key tells no longer apart, one is left.
        let another = if self.lenient {
            format!(
                "\n      PERFORM {put}({}) FROM {from} AS t WHERE {} LIMIT 1;",
                self.row("t"),
                self.same_key("t", "OLD")
            )
        } else {
            String::new()
        };
        format!(
            "CREATE OR REPLACE FUNCTION {sync}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $sync$\n\
             BEGIN\n  IF current_setting('{FLAG}', true) = 't' THEN RETURN NULL; END IF;\n  PERFORM set_config('{FLAG}', 't', true);\n  \
             IF TG_OP = 'TRUNCATE' THEN\n    DELETE FROM {to};\n  ELSE\n    \
             IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND ROW({old}) IS DISTINCT FROM ROW({new})) THEN\n      \
             DELETE FROM {to} AS t WHERE {};{another}\n    END IF;\n    \
             IF TG_OP <> 'DELETE' THEN\n      PERFORM {put}({});\n    END IF;\n  END IF;\n  \
             PERFORM set_config('{FLAG}', '', true);\n  RETURN NULL;\nEND\n$sync$",
            self.same_key("t", "OLD"),
            self.row("NEW")
        )
    }

    /// Copies what was there before the triggers. A row is locked until it is copied, so that whoever deletes it waits and
    /// then finds the copy.
    pub(in crate::operation::postgres) fn copy(&self) -> Action {
        let (from, to) = (self.sql(&self.from), self.sql(&self.to));
        let statement = format!(
            "SELECT FROM (SELECT {}({}) AS done FROM (SELECT t.* FROM {from} AS t WHERE {{range}} \
             AND NOT EXISTS (SELECT FROM {to} AS n WHERE {}) FOR SHARE OF t) AS t) AS copied WHERE done",
            self.function("put"),
            self.row("t"),
            self.same_key("n", "t")
        );
        in_batches(self.context, &from, format!("copy the rows of {}", self.from), &statement, None)
    }
}
