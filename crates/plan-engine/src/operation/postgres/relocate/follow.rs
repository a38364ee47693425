//! The triggers that keep columns equal where the table that they come to is there already: rows of both tables belong to
//! both versions, and neither table loses one by what is written to the other.
//!
//! - A value of a row that has none in the other table waits where it is. Where rows are made, a value that is written
//!   makes one, and what nobody has written to since gives way: to a row that a version inserts itself, and where it would
//!   keep a row of the other table from being deleted or given another key. Which these are stands in the workshop.
//! - A row that comes without a value for a column gets that of its row in the other table. A default tells it from a
//!   row that is given NULL.
//! - Who inserts a row locks that of the other table first, so that none is made at the same moment; and the one that is
//!   to give way before looking whether it was written to, so that nothing is written to it in between.

use super::tables::Tables;
use crate::operation::postgres::common::alter_column;
use crate::operation::postgres::twin::sync::search_path;
use crate::relocation::Moved;
use crate::workshop::WORKSHOP;

impl Tables<'_> {
    /// The table of the workshop with the keys of rows that were made and not written to since.
    pub(super) fn made(&self) -> String {
        self.function("made")
    }

    fn mark(&self, moved: &Moved) -> String {
        let name = self.context.workshop.name("unwritten", &self.relocation.to, &[&moved.to.name]).name;
        name.to_lowercase().replace(|it: char| !it.is_ascii_alphanumeric() && it != '_', "_")
    }

    fn default(&self, what: impl Fn(&Moved) -> String) -> impl Iterator<Item = String> {
        self.relocation
            .columns
            .iter()
            .map(move |it| alter_column(self.context, &self.relocation.to, &it.to.name, &what(it)))
    }

    /// Statements after which what is written to one table is written to the other.
    pub(super) fn start_both(&self) -> Vec<String> {
        let (ahead, there, back, meet) = (
            self.function("move_ahead"),
            self.function("move"),
            self.function("move_back"),
            self.function("move_meet"),
        );
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
        let mut statements = Vec::new();
        if self.makes() {
            let keys = self.each_key(", ", |own, _| own);
            statements.push(format!(
                "CREATE TABLE IF NOT EXISTS {made} AS SELECT {keys} FROM {from} WITH NO DATA",
                made = self.made()
            ));
            statements.push(format!("CREATE UNIQUE INDEX IF NOT EXISTS {} ON {} ({keys})", self.index(), self.made()));
            statements.push(function(&ahead, self.ahead()));
            statements.push(trigger("ahead", "BEFORE UPDATE OR DELETE", &from, "ROW", &ahead));
        }
        statements.extend([
            function(&there, self.there_beside()),
            function(&back, self.back_beside()),
            function(&meet, self.meet()),
            trigger("there", "AFTER INSERT OR UPDATE", &from, "ROW", &there),
            trigger("meet", "BEFORE INSERT OR UPDATE", &to, "ROW", &meet),
            trigger("back", "AFTER INSERT OR UPDATE OR DELETE", &to, "ROW", &back),
        ]);
        if self.makes() {
            statements.push(trigger("none", "AFTER TRUNCATE", &to, "STATEMENT", &back));
        }
        statements.extend(self.default(|it| {
            let data_type = self.context.writer.data_type(&it.to.data_type);
            format!("SET DEFAULT {WORKSHOP}.unwritten(NULL::{data_type}, '{}')", self.mark(it))
        }));
        statements
    }

    /// Statements after which neither table follows the other. A row that was made is one as any other then.
    pub(super) fn stop_both(&self) -> Vec<String> {
        let drop = |kind: &str, table: &str| format!("DROP TRIGGER IF EXISTS {} ON {table}", self.trigger(kind));
        let (from, to) = (self.from(), self.to());
        let mut statements: Vec<String> = ["ahead", "there"].iter().map(|it| drop(it, &from)).collect();
        statements.extend(["meet", "back", "none"].iter().map(|it| drop(it, &to)));
        let functions = ["move_ahead", "move", "move_back", "move_meet"];
        statements.extend(functions.map(|it| format!("DROP FUNCTION IF EXISTS {}()", self.function(it))));
        statements.extend(self.default(|_| "DROP DEFAULT".to_owned()));
        statements.push(format!("DROP TABLE IF EXISTS {}", self.made()));
        statements
    }

    /// A row that was made gives way to what is done to its row of the other table.
    fn ahead(&self) -> String {
        format!(
            "BEGIN\n  IF TG_OP = 'UPDATE' THEN\n    IF {keys_same} THEN\n      RETURN NEW;\n    END IF;\n  \
             ELSIF current_setting('{WORKSHOP}.backfill', true) = 'on' THEN\n    RETURN OLD;\n  END IF;\n  \
             PERFORM FROM {to} AS b WHERE {of_old} FOR UPDATE;\n  \
             IF EXISTS (SELECT FROM {made} AS m WHERE {marked}) THEN\n    DELETE FROM {to} AS b WHERE {of_old};\n  END IF;\n  \
             IF TG_OP = 'UPDATE' THEN\n    RETURN NEW;\n  END IF;\n  RETURN OLD;\nEND\n",
            keys_same = self.its_keys_same(),
            made = self.made(),
            marked = self.each_key(" AND ", |own, _| format!("m.{own} = OLD.{own}")),
            to = self.to(),
            of_old = self.joined("OLD", "b"),
        )
    }

    fn its_keys_same(&self) -> String {
        self.each_key(" AND ", |own, _| format!("NEW.{own} IS NOT DISTINCT FROM OLD.{own}"))
    }

    fn to_keys_same(&self) -> String {
        self.each_key(" AND ", |_, other| format!("NEW.{other} IS NOT DISTINCT FROM OLD.{other}"))
    }

    /// What is written to the table that columns go from.
    fn there_beside(&self) -> String {
        let (from, to) = (self.from(), self.to());
        let columns_same = self.each(" AND ", |it, own, _| {
            format!("({})", it.equality.of_values(&format!("NEW.{own}"), &format!("OLD.{own}")))
        });
        let set = |row: &str| self.each(", ", |_, own, other| format!("{other} = {row}.{own}"));
        let own_row = self.each_key(" AND ", |own, _| format!("t.{own} = NEW.{own}"));
        let of_new = self.joined("NEW", "b");
        let make = if self.makes() {
            format!(
                "  IF {has_any} AND NOT EXISTS (SELECT FROM {to} AS b WHERE {of_new}) THEN\n    \
                 PERFORM set_config('{WORKSHOP}.making', 'on', true);\n    \
                 INSERT INTO {to} AS b ({names}) VALUES ({values}) ON CONFLICT ({keys}) DO UPDATE SET {set} WHERE NOT {same};\n    \
                 PERFORM set_config('{WORKSHOP}.making', '', true);\n  END IF;\n",
                has_any = self.has_any("NEW"),
                names = self.names(),
                values = self.values("NEW"),
                keys = self.each_key(", ", |_, other| other),
                set = set("NEW"),
                same = self.same("NEW", "b"),
            )
        } else {
            String::new()
        };
        format!(
            "DECLARE\n  migration_architect_rekeyed boolean := true;\nBEGIN\n  IF current_setting('{WORKSHOP}.backfill', true) = 'on' THEN\n    RETURN NULL;\n  END IF;\n  \
             IF TG_OP = 'UPDATE' THEN\n    IF {keys_same} AND {columns_same} THEN\n      RETURN NULL;\n    END IF;\n    \
             migration_architect_rekeyed := NOT ({keys_same});\n  END IF;\n  IF migration_architect_rekeyed THEN\n    \
             UPDATE {from} AS t SET {pull} FROM {to} AS b WHERE {own_row} AND {of_new} AND ({lacks});\n  END IF;\n  \
             PERFORM set_config('{WORKSHOP}.moving', 'on', true);\n  \
             UPDATE {to} AS b SET {set_t} FROM {from} AS t WHERE {own_row} AND {of_new} AND NOT {t_same};\n  \
             PERFORM set_config('{WORKSHOP}.moving', '', true);\n{make}  RETURN NULL;\nEND\n",
            keys_same = self.its_keys_same(),
            pull = self.each(", ", |_, own, other| format!("{own} = coalesce(t.{own}, b.{other})")),
            lacks = self.each(" OR ", |_, own, other| format!("t.{own} IS NULL AND b.{other} IS NOT NULL")),
            set_t = set("t"),
            t_same = self.same("t", "b"),
        )
    }

    /// A row is about to come to the table that columns come to, or to get another key.
    fn meet(&self) -> String {
        let (from, to) = (self.from(), self.to());
        let of_new = self.joined("t", "NEW");
        let there = self.each_key(" AND ", |_, other| format!("b.{other} = NEW.{other}"));
        let unwritten = |it: &Moved, other: &str| {
            format!("(NEW.{other} IS NULL AND current_setting('{WORKSHOP}.{}', true) = 't')", self.mark(it))
        };
        let give_way = if self.makes() {
            format!(
                "    PERFORM FROM {to} AS b WHERE {there} FOR UPDATE;\n    \
                 IF EXISTS (SELECT FROM {made} AS m WHERE {marked}) THEN\n      DELETE FROM {to} AS b WHERE {there};\n    END IF;\n",
                made = self.made(),
                marked = self.each_key(" AND ", |own, other| format!("m.{own} = NEW.{other}")),
            )
        } else {
            String::new()
        };
        let pull: String = self.each("", |it, own, other| {
            format!(
                "      IF {} IS TRUE OR TG_OP = 'UPDATE' AND {} THEN\n        NEW.{other} := migration_architect_row.{own};\n      END IF;\n",
                unwritten(it, &other),
                self.has_any("migration_architect_row")
            )
        });
        let unmark =
            self.each("", |it, _, _| format!("  PERFORM set_config('{WORKSHOP}.{}', '', true);\n", self.mark(it)));
        format!(
            "DECLARE\n  migration_architect_row record;\nBEGIN\n  IF TG_OP = 'UPDATE' THEN\n    IF {keys_same} THEN\n      RETURN NEW;\n    END IF;\n  END IF;\n  \
             IF current_setting('{WORKSHOP}.backfill', true) = 'on' OR current_setting('{WORKSHOP}.making', true) = 'on' THEN\n    RETURN NEW;\n  END IF;\n  \
             FOR migration_architect_row IN SELECT t.* FROM {from} AS t WHERE {of_new} FOR NO KEY UPDATE LOOP\n{give_way}    \
             IF NOT EXISTS (SELECT FROM {to} AS b WHERE {there}) THEN\n{pull}    END IF;\n  END LOOP;\n{unmark}  RETURN NEW;\nEND\n",
            keys_same = self.to_keys_same(),
        )
    }

    /// What is written to the table that columns come to.
    fn back_beside(&self) -> String {
        let from = self.from();
        let columns_same = self.each(" AND ", |it, _, other| {
            format!("({})", it.equality.of_values(&format!("NEW.{other}"), &format!("OLD.{other}")))
        });
        let of = |row: &str| self.each_key(" AND ", |own, other| format!("m.{own} = {row}.{other}"));
        let (made, own) = (self.made(), self.each_key(", ", |own, _| own));
        let (none, gone, came, written) = if self.makes() {
            (
                format!("  IF TG_OP = 'TRUNCATE' THEN\n    DELETE FROM {made};\n    RETURN NULL;\n  END IF;\n"),
                format!("    DELETE FROM {made} AS m WHERE {};\n", of("OLD")),
                format!(
                    "    IF TG_OP = 'INSERT' THEN\n      INSERT INTO {made} ({own}) VALUES ({}) ON CONFLICT DO NOTHING;\n    END IF;\n",
                    self.each_key(", ", |_, other| format!("NEW.{other}"))
                ),
                format!(
                    "    IF current_setting('{WORKSHOP}.moving', true) IS DISTINCT FROM 'on' THEN\n      DELETE FROM {made} AS m WHERE {};\n    END IF;\n",
                    of("OLD")
                ),
            )
        } else {
            Default::default()
        };
        format!(
            "BEGIN\n{none}  IF TG_OP = 'DELETE' THEN\n{gone}    RETURN NULL;\n  END IF;\n  \
             IF current_setting('{WORKSHOP}.backfill', true) = 'on' OR TG_OP = 'INSERT' AND current_setting('{WORKSHOP}.making', true) = 'on' THEN\n{came}    RETURN NULL;\n  END IF;\n  \
             IF TG_OP = 'UPDATE' THEN\n{written}    IF {keys_same} AND {columns_same} THEN\n      RETURN NULL;\n    END IF;\n  END IF;\n  \
             UPDATE {from} AS t SET {set} WHERE {of_new} AND NOT {same};\n  RETURN NULL;\nEND\n",
            keys_same = self.to_keys_same(),
            of_new = self.joined("t", "NEW"),
            set = self.each(", ", |_, own, other| format!("{own} = NEW.{other}")),
            same = self.same("t", "NEW"),
        )
    }
}
