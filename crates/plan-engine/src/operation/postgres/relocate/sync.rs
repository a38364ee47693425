//! The triggers that keep columns of two tables equal, where one of them comes with the columns. They run behind the rows that are written, on every insert, update,
//! delete and `TRUNCATE`, and write only what differs: so they end, without a look at the depth of triggers.
//!
//! A row that comes where its row of the other table is there already gets what that one has.
//!
//! A row that goes takes its row of the other table along before it goes itself, since a foreign key may lead to it; only
//! then the other table's trigger, which would write to the row that is going, keeps still.

use super::tables::Tables;
use crate::operation::postgres::twin::sync::search_path;
use crate::workshop::{WORKSHOP, own_name};

impl Tables<'_> {
    pub(super) fn trigger(&self, kind: &str) -> String {
        let name = own_name(&["move", kind, &self.relocation.from.name, &self.relocation.to.name]);
        self.context.writer.ident(&format!("~{name}"))
    }

    pub(super) fn function(&self, kind: &str) -> String {
        self.context.workshop.sql(kind, &self.relocation.from, &[&self.relocation.to.name])
    }

    /// Statements after which what is written to one table is written to the other.
    pub(super) fn start(&self) -> Vec<String> {
        if self.is_there() {
            return self.start_both();
        }
        let (there, back) = (self.function("move"), self.function("move_back"));
        let function = |name: &str, body: String| {
            format!(
                "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = {path} AS $move$\n{body}$move$",
                path = search_path(&self.relocation.from, self.context),
            )
        };
        let trigger = |kind: &str, when: &str, table: &str, each: &str, function: &str| {
            format!(
                "CREATE OR REPLACE TRIGGER {} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
                self.trigger(kind)
            )
        };
        let (from, to) = (self.from(), self.to());
        vec![
            function(&there, self.there()),
            function(&back, self.back()),
            trigger("there", "AFTER INSERT OR UPDATE", &from, "ROW", &there),
            trigger("along", "BEFORE DELETE", &from, "ROW", &there),
            trigger("all", "AFTER TRUNCATE", &from, "STATEMENT", &there),
            trigger("back", "AFTER INSERT OR UPDATE OR DELETE", &to, "ROW", &back),
            trigger("none", "AFTER TRUNCATE", &to, "STATEMENT", &back),
        ]
    }

    /// Statements after which neither table follows the other.
    pub(super) fn stop(&self) -> Vec<String> {
        if self.is_there() {
            return self.stop_both();
        }
        let drop = |kind: &str, table: &str| format!("DROP TRIGGER IF EXISTS {} ON {table}", self.trigger(kind));
        let (from, to) = (self.from(), self.to());
        let mut statements: Vec<String> = ["there", "along", "all"].iter().map(|it| drop(it, &from)).collect();
        statements.extend(["back", "none"].iter().map(|it| drop(it, &to)));
        statements.extend(["move", "move_back"].map(|it| format!("DROP FUNCTION IF EXISTS {}()", self.function(it))));
        statements
    }

    /// What is written to the table that columns go from.
    fn there(&self) -> String {
        let (from, to) = (self.from(), self.to());
        let of = |row: &str| self.joined(row, "b");
        let keys_same = self.each_key(" AND ", |own, _| format!("NEW.{own} IS NOT DISTINCT FROM OLD.{own}"));
        let columns_same = self.each(" AND ", |it, own, _| {
            format!("({})", it.equality.of_values(&format!("NEW.{own}"), &format!("OLD.{own}")))
        });
        let set = self.each(", ", |_, own, other| format!("{other} = NEW.{own}"));
        format!(
            "BEGIN\n  IF TG_OP = 'TRUNCATE' THEN\n    DELETE FROM {to};\n    RETURN NULL;\n  \
             ELSIF TG_OP = 'DELETE' THEN\n    IF current_setting('{WORKSHOP}.backfill', true) IS DISTINCT FROM 'on' THEN\n      \
             PERFORM set_config('{WORKSHOP}.moving', 'on', true);\n      DELETE FROM {to} AS b WHERE {of_old};\n      \
             PERFORM set_config('{WORKSHOP}.moving', '', true);\n    END IF;\n    RETURN OLD;\n  \
             END IF;\n  IF current_setting('{WORKSHOP}.backfill', true) = 'on' THEN\n    RETURN NULL;\n  END IF;\n  \
             IF TG_OP = 'UPDATE' THEN\n    IF NOT ({keys_same}) THEN\n      UPDATE {to} AS b SET {rekey} WHERE {of_old};\n    \
             ELSIF {columns_same} THEN\n      RETURN NULL;\n    END IF;\n  END IF;\n  \
             IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM {to} AS b WHERE {of_new}) THEN\n    \
             UPDATE {from} AS t SET {pull} FROM {to} AS b WHERE {own_row} AND {of_new} AND NOT {t_same};\n    RETURN NULL;\n  END IF;\n  \
             UPDATE {to} AS b SET {set} WHERE {of_new} AND NOT {same};\n  \
             IF {has_any} AND NOT EXISTS (SELECT FROM {to} AS b WHERE {of_new}) THEN\n    \
             INSERT INTO {to} AS b ({names}) VALUES ({values}) ON CONFLICT ({keys}) DO UPDATE SET {set} WHERE NOT {same};\n  \
             END IF;\n  RETURN NULL;\nEND\n",
            of_old = of("OLD"),
            of_new = of("NEW"),
            rekey = self.each_key(", ", |own, other| format!("{other} = NEW.{own}")),
            has_any = self.has_any("NEW"),
            pull = self.each(", ", |_, own, other| format!("{own} = b.{other}")),
            own_row = self.each_key(" AND ", |own, _| format!("t.{own} = NEW.{own}")),
            t_same = self.same("t", "b"),
            same = self.same("NEW", "b"),
            names = self.names(),
            values = self.values("NEW"),
            keys = self.each_key(", ", |_, other| other),
        )
    }

    /// What is written to the table that columns come to.
    fn back(&self) -> String {
        let from = self.from();
        let clear = self.each(", ", |_, own, _| format!("{own} = NULL"));
        let of = |row: &str| self.joined("t", row);
        let keys_same = self.each_key(" AND ", |_, other| format!("NEW.{other} IS NOT DISTINCT FROM OLD.{other}"));
        format!(
            "BEGIN\n  IF current_setting('{WORKSHOP}.backfill', true) = 'on' OR current_setting('{WORKSHOP}.moving', true) = 'on' THEN\n    \
             RETURN NULL;\n  END IF;\n  IF TG_OP = 'TRUNCATE' THEN\n    UPDATE {from} AS t SET {clear} WHERE {any};\n    RETURN NULL;\n  END IF;\n  \
             IF TG_OP = 'DELETE' THEN\n    UPDATE {from} AS t SET {clear} WHERE {of_old} AND {any};\n    RETURN NULL;\n  END IF;\n  \
             IF TG_OP = 'UPDATE' THEN\n    IF NOT ({keys_same}) THEN\n      UPDATE {from} AS t SET {clear} WHERE {of_old} AND {any};\n    END IF;\n  END IF;\n  \
             UPDATE {from} AS t SET {set} WHERE {of_new} AND NOT {same};\n  RETURN NULL;\nEND\n",
            any = self.has_any("t"),
            of_old = of("OLD"),
            of_new = of("NEW"),
            set = self.each(", ", |_, own, other| format!("{own} = NEW.{other}")),
            same = self.same("t", "NEW"),
        )
    }

    /// The columns of a row that is made in the table that columns come to.
    pub(super) fn names(&self) -> String {
        format!("{}, {}", self.each_key(", ", |_, other| other), self.each(", ", |_, _, other| other))
    }

    /// Their values, of a row of the table that columns go from.
    pub(super) fn values(&self, row: &str) -> String {
        let keys = self.each_key(", ", |own, _| format!("{row}.{own}"));
        format!("{keys}, {}", self.each(", ", |_, own, _| format!("{row}.{own}")))
    }
}
