//! Constraints of tables.

use super::{Writer, spaced};
use crate::catalogue::{
    Check, Constraint, ConstraintKind, Deferrability, Exclusion, ForeignKey, Key, MatchType, QualifiedName,
    ReferentialAction,
};

impl Writer {
    /// A table constraint as it stands in `CREATE TABLE` and behind `ALTER TABLE … ADD`, `NOT VALID` included.
    pub fn constraint(self, constraint: &Constraint) -> String {
        let name =
            if constraint.named { format!("CONSTRAINT {}", self.ident(&constraint.name)) } else { String::new() };
        let body = match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => self.key("PRIMARY KEY", key),
            ConstraintKind::Unique(key) => self.key("UNIQUE", key),
            ConstraintKind::ForeignKey(key) => self.foreign_key(key),
            ConstraintKind::Check(check) => self.check(check),
            ConstraintKind::Exclusion(exclusion) => self.exclusion(exclusion),
        };
        let validity = if constraint.validated || self.is_sqlite() { "" } else { "NOT VALID" };
        spaced([name.as_str(), &body, deferrability(constraint.deferrability), validity])
    }

    /// `ALTER TABLE … ADD CONSTRAINT …` (PostgreSQL; SQLite rebuilds the table).
    pub fn add_constraint(self, table: &QualifiedName, constraint: &Constraint) -> String {
        format!("ALTER TABLE {} ADD {}", self.name(table), self.constraint(constraint))
    }

    /// `ALTER TABLE … ADD CONSTRAINT … PRIMARY KEY|UNIQUE USING INDEX …` (PostgreSQL): the index takes the constraint's name.
    pub fn add_key_using_index(self, table: &QualifiedName, constraint: &Constraint, index: &str) -> String {
        let using = format!("USING INDEX {}", self.ident(index));
        format!(
            "ALTER TABLE {} ADD CONSTRAINT {} {}",
            self.name(table),
            self.ident(&constraint.name),
            spaced([constraint.kind.title(), using.as_str(), deferrability(constraint.deferrability)])
        )
    }

    fn key(self, title: &str, key: &Key) -> String {
        if self.is_sqlite() {
            return self.sqlite_key(title, key);
        }
        let nulls = if key.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
        let include =
            if key.include.is_empty() { String::new() } else { format!(" INCLUDE ({})", self.idents(&key.include)) };
        let overlaps = if key.without_overlaps { " WITHOUT OVERLAPS" } else { "" };
        format!("{title}{nulls} ({}{overlaps}){include}", self.idents(&key.columns))
    }

    /// On SQLite `detail` holds the whole list of columns where one of them is decorated.
    fn sqlite_key(self, title: &str, key: &Key) -> String {
        if key.detail.starts_with('(') {
            return format!("{title} {}", key.detail);
        }
        spaced([title, &format!("({})", self.idents(&key.columns)), &key.detail])
    }

    fn foreign_key(self, key: &ForeignKey) -> String {
        let action = |when: &str, action: ReferentialAction| match action {
            ReferentialAction::NoAction => String::new(),
            other => format!("ON {when} {}", other.as_sql()),
        };
        let referenced = if key.referenced_columns.is_empty() {
            String::new()
        } else {
            format!("({})", self.referring(&key.referenced_columns, key.period))
        };
        let delete_columns = if key.on_delete_columns.is_empty() {
            String::new()
        } else {
            format!("({})", self.idents(&key.on_delete_columns))
        };
        spaced([
            format!("FOREIGN KEY ({}) REFERENCES", self.referring(&key.columns, key.period)).as_str(),
            &self.name(&key.references),
            &referenced,
            if key.match_type == MatchType::Full { "MATCH FULL" } else { "" },
            &action("UPDATE", key.on_update),
            &action("DELETE", key.on_delete),
            &delete_columns,
        ])
    }

    /// The columns of one side of a foreign key, the last one behind `PERIOD` where it is a period.
    fn referring(self, columns: &[String], period: bool) -> String {
        match columns.split_last() {
            Some((last, [])) if period => format!("PERIOD {}", self.ident(last)),
            Some((last, others)) if period => format!("{}, PERIOD {}", self.idents(others), self.ident(last)),
            _ => self.idents(columns),
        }
    }

    fn check(self, check: &Check) -> String {
        let inherit = if check.no_inherit && !self.is_sqlite() { " NO INHERIT" } else { "" };
        format!("CHECK ({}){inherit}", check.expression.text)
    }

    fn exclusion(self, exclusion: &Exclusion) -> String {
        let elements: Vec<_> =
            exclusion.elements.iter().map(|it| format!("{} WITH {}", it.expression.text, it.operator)).collect();
        let predicate = exclusion.predicate.as_ref().map(|it| format!(" WHERE ({})", it.text)).unwrap_or_default();
        format!("EXCLUDE USING {} ({}){predicate}", self.ident(&exclusion.method), elements.join(", "))
    }
}

fn deferrability(deferrability: Deferrability) -> &'static str {
    match deferrability {
        Deferrability::NotDeferrable => "",
        Deferrability::InitiallyImmediate => "DEFERRABLE",
        Deferrability::InitiallyDeferred => "DEFERRABLE INITIALLY DEFERRED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::catalogue::Expression;

    #[test]
    fn a_foreign_key_names_only_what_is_not_the_default() {
        let key = ForeignKey {
            columns: vec!["user".into()],
            references: QualifiedName::new("public", "users"),
            referenced_columns: vec!["id".into()],
            match_type: MatchType::Simple,
            on_delete: ReferentialAction::Cascade,
            on_delete_columns: Vec::new(),
            on_update: ReferentialAction::NoAction,
            period: false,
        };
        let constraint = Constraint {
            name: "fk".into(),
            named: true,
            kind: ConstraintKind::ForeignKey(key),
            deferrability: Deferrability::InitiallyDeferred,
            validated: false,
            parent: None,
            comment: None,
        };
        assert_eq!(
            Writer::new(Dialect::Postgres).constraint(&constraint),
            "CONSTRAINT fk FOREIGN KEY (\"user\") REFERENCES public.users (id) ON DELETE CASCADE \
             DEFERRABLE INITIALLY DEFERRED NOT VALID"
        );
    }

    #[test]
    fn a_constraint_without_a_name_of_its_own_is_written_without_one() {
        let check = Check { expression: Expression::new("a > 0", "a > 0"), no_inherit: false };
        let constraint = Constraint {
            name: "check(a > 0)".into(),
            named: false,
            kind: ConstraintKind::Check(check),
            deferrability: Deferrability::NotDeferrable,
            validated: true,
            parent: None,
            comment: None,
        };
        assert_eq!(Writer::new(Dialect::Sqlite).constraint(&constraint), "CHECK (a > 0)");
    }

    #[test]
    fn the_last_column_of_a_key_over_a_period_says_so() {
        let key = Key { columns: vec!["a".into(), "p".into()], without_overlaps: true, ..Key::default() };
        let writer = Writer::new(Dialect::Postgres);
        assert_eq!(writer.key("PRIMARY KEY", &key), "PRIMARY KEY (a, p WITHOUT OVERLAPS)");
        assert_eq!(writer.referring(&key.columns, true), "a, PERIOD p");
        assert_eq!(writer.referring(&["p".into()], true), "PERIOD p");
    }
}
