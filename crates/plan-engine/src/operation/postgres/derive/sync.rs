//! The trigger that keeps both shapes equal: last of all, on every insert and update, without a look at the depth of
//! triggers. It writes to the row itself only.

use super::shapes::{Shape, Shapes};
use crate::derivation::Derived;
use crate::operation::postgres::common::alter_column;
use crate::operation::postgres::twin::sync::search_path;
use crate::workshop::{WORKSHOP, own_name};

impl Shapes<'_> {
    /// The name of the trigger: `~` sorts behind letters, digits and `_`.
    fn trigger(&self) -> String {
        let columns: Vec<&str> = self.derivation.coming.iter().map(|it| it.column.name.as_str()).collect();
        self.context.writer.ident(&format!("~{}", own_name(&["derive", &columns.join("_")])))
    }

    fn function(&self) -> String {
        let columns: Vec<&str> = self.derivation.coming.iter().map(|it| it.column.name.as_str()).collect();
        self.context.workshop.sql("derive", &self.derivation.table, &columns)
    }

    /// The setting by which a default tells that a row came without a value for a column.
    fn mark(&self, derived: &Derived) -> String {
        let name = self.context.workshop.name("unwritten", &self.derivation.table, &[&derived.column.name]).name;
        name.to_lowercase().replace(|it: char| !it.is_ascii_alphanumeric() && it != '_', "_")
    }

    /// Statements after which each shape follows the other.
    pub(super) fn start(&self) -> Vec<String> {
        let (name, function, trigger) = (self.table(), self.function(), self.trigger());
        let mut statements = vec![
            format!(
                "CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = {path} AS $derive$\n{}$derive$",
                self.body(),
                path = search_path(&self.derivation.table, self.context),
            ),
            format!(
                "CREATE OR REPLACE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {function}()"
            ),
        ];
        statements.extend(self.derivation.coming.iter().map(|it| {
            let data_type = self.context.writer.data_type(&it.column.data_type);
            let unwritten = format!("SET DEFAULT {WORKSHOP}.unwritten(NULL::{data_type}, '{}')", self.mark(it));
            alter_column(self.context, &self.derivation.table, &it.column.name, &unwritten)
        }));
        statements
    }

    /// Statements after which neither follows; the columns that come get the defaults that `defaults` says.
    pub(super) fn stop(&self, defaults: bool) -> Vec<String> {
        let mut statements = vec![
            format!("DROP TRIGGER IF EXISTS {} ON {}", self.trigger(), self.table()),
            format!("DROP FUNCTION IF EXISTS {}()", self.function()),
        ];
        statements.extend(self.derivation.coming.iter().map(|it| {
            let what = match &it.column.default {
                Some(default) if defaults => format!("SET DEFAULT {}", self.context.writer.default(default)),
                _ => "DROP DEFAULT".to_owned(),
            };
            alter_column(self.context, &self.derivation.table, &it.column.name, &what)
        }));
        statements
    }

    /// The shape that a statement wrote is the one that the other follows: on `INSERT` the defaults of the new one tell
    /// whether any of it was written, on `UPDATE` the former row does. Where both were written and agree, both stay.
    fn body(&self) -> String {
        // The mark may be that of a row which another trigger has turned away.
        let unwritten = |it: &Derived| {
            format!("NEW.{} IS NULL AND current_setting('{WORKSHOP}.{}', true) = 't'", self.ident(it), self.mark(it))
        };
        let none_written: Vec<String> =
            self.derivation.coming.iter().map(|it| format!("({}) IS TRUE", unwritten(it))).collect();
        let follow = |shape: Shape, indent: &str| -> String {
            let lines = self.assignments(shape, "NEW");
            lines
                .into_iter()
                .map(|(column, made)| format!("{indent}NEW.{column} := {made};\n"))
                .collect::<Vec<_>>()
                .concat()
        };
        let unmark = |it: &Derived, indent: &str| {
            format!("{indent}PERFORM set_config('{WORKSHOP}.{}', '', true);\n", self.mark(it))
        };
        let clear: String = self.derivation.coming.iter().map(|it| unmark(it, "      ")).collect();
        let defaults: String = self
            .derivation
            .coming
            .iter()
            .map(|it| {
                let default = it.column.default.as_ref();
                let set = default.map(|default| format!("        NEW.{} := {};\n", self.ident(it), default.text));
                let (set, unmark) = (set.unwrap_or_default(), unmark(it, "        "));
                format!("      IF {} THEN\n{unmark}{set}      END IF;\n", unwritten(it))
            })
            .collect::<Vec<_>>()
            .concat();
        format!(
            "BEGIN\n  IF current_setting('{WORKSHOP}.backfill', true) = 'on' THEN\n    RETURN NEW;\n  END IF;\n  \
             IF TG_OP = 'INSERT' THEN\n    IF {none_written} THEN\n{clear}{neither}{up}    ELSE\n{defaults}      \
             IF NOT {follows} THEN\n{down_insert}      END IF;\n    END IF;\n  \
             ELSIF {new_changed} THEN\n    IF NOT {follows} THEN\n{down}    END IF;\n  \
             ELSIF {former_changed} THEN\n{up_update}  END IF;\n  RETURN NEW;\nEND\n",
            none_written = none_written.join(" AND "),
            neither = self.neither_written(),
            up = follow(Shape::New, "      "),
            follows = self.follows(Shape::New, "NEW"),
            down_insert = follow(Shape::Former, "        "),
            new_changed = self.changed(Shape::New, "NEW", "OLD"),
            down = follow(Shape::Former, "      "),
            former_changed = self.changed(Shape::Former, "NEW", "OLD"),
            up_update = follow(Shape::New, "    "),
        )
    }

    /// A row that has neither shape, though the old version always writes its own, is the new version's: it gets the
    /// defaults of the new columns.
    fn neither_written(&self) -> String {
        let demanded = |it: &Derived| it.column.not_null && it.column.default.is_none() && it.column.identity.is_none();
        let Some(demanded) = self.derivation.going.iter().find(|it| demanded(it)) else { return String::new() };
        let defaults =
            self.derivation.coming.iter().filter_map(|it| Some((self.ident(it), it.column.default.as_ref()?)));
        let set: String = defaults
            .map(|(column, default)| format!("        NEW.{column} := {};\n", default.text))
            .collect::<Vec<_>>()
            .concat();
        if set.is_empty() {
            return String::new();
        }
        let down = self.assignments(Shape::Former, "NEW");
        let down: String = down
            .into_iter()
            .map(|(column, made)| format!("        NEW.{column} := {made};\n"))
            .collect::<Vec<_>>()
            .concat();
        format!("      IF NEW.{} IS NULL THEN\n{set}{down}        RETURN NEW;\n      END IF;\n", self.ident(demanded))
    }
}
