//! What is set on tables and columns after they are created: row security, replica identity, storage.

use super::Writer;
use crate::catalogue::{
    Column, ColumnSettings, DataType, Object, ObjectPath, QualifiedName, ReplicaIdentity, RowSecurity, Table,
    TableOptions,
};

impl Writer {
    /// Every statement that sets something on `object`, its columns included, as it is when it is made. Nothing on
    /// SQLite.
    pub fn settings(self, path: &ObjectPath, object: &Object) -> Vec<String> {
        match (path, object) {
            _ if self.is_sqlite() => Vec::new(),
            (ObjectPath::Table(name), Object::Table(table)) => self.table_settings(name, table),
            (ObjectPath::Column(table, _), Object::Column(column)) => self.of_column(table, column),
            _ => Vec::new(),
        }
    }

    fn table_settings(self, name: &QualifiedName, table: &Table) -> Vec<String> {
        let mut statements: Vec<String> = table.columns.iter().flat_map(|it| self.of_column(name, it)).collect();
        let usual = TableOptions::default();
        statements.extend(self.replica_identity(name, &usual.replica_identity, &table.options.replica_identity));
        statements.extend(self.cluster_on(name, None, table.options.cluster_on.as_deref()));
        statements.extend(self.row_security(name, RowSecurity::default(), table.row_security));
        statements
    }

    fn of_column(self, table: &QualifiedName, column: &Column) -> Vec<String> {
        self.column_settings(table, (&column.name, &column.data_type), &ColumnSettings::default(), &column.settings)
    }

    /// `ALTER TABLE … ROW LEVEL SECURITY`, from one to the other.
    pub fn row_security(self, table: &QualifiedName, from: RowSecurity, to: RowSecurity) -> Vec<String> {
        let alter = |word: &str| format!("ALTER TABLE {} {word} ROW LEVEL SECURITY", self.name(table));
        let mut statements = Vec::new();
        if from.enabled != to.enabled {
            statements.push(alter(if to.enabled { "ENABLE" } else { "DISABLE" }));
        }
        if from.forced != to.forced {
            statements.push(alter(if to.forced { "FORCE" } else { "NO FORCE" }));
        }
        statements
    }

    /// `ALTER TABLE … REPLICA IDENTITY`, where it changes.
    pub fn replica_identity(
        self,
        table: &QualifiedName,
        from: &ReplicaIdentity,
        to: &ReplicaIdentity,
    ) -> Option<String> {
        let what = match to {
            _ if from == to => return None,
            ReplicaIdentity::Default => "DEFAULT".to_owned(),
            ReplicaIdentity::Full => "FULL".to_owned(),
            ReplicaIdentity::Nothing => "NOTHING".to_owned(),
            ReplicaIdentity::Index(index) => format!("USING INDEX {}", self.ident(index)),
        };
        Some(format!("ALTER TABLE {} REPLICA IDENTITY {what}", self.name(table)))
    }

    /// `ALTER TABLE … CLUSTER ON`, where it changes.
    pub fn cluster_on(self, table: &QualifiedName, from: Option<&str>, to: Option<&str>) -> Option<String> {
        let what = match to {
            _ if from == to => return None,
            Some(index) => format!("CLUSTER ON {}", self.ident(index)),
            None => "SET WITHOUT CLUSTER".to_owned(),
        };
        Some(format!("ALTER TABLE {} {what}", self.name(table)))
    }

    /// `ALTER TABLE … ALTER COLUMN … SET …` for what is not part of a column's definition, from one to the other.
    pub fn column_settings(
        self,
        table: &QualifiedName,
        (column, data_type): (&str, &DataType),
        from: &ColumnSettings,
        to: &ColumnSettings,
    ) -> Vec<String> {
        let alter = |what: &str| format!("ALTER TABLE {} ALTER COLUMN {} {what}", self.name(table), self.ident(column));
        let mut statements = Vec::new();
        if from.storage != to.storage {
            // `DEFAULT` is known from version 16 on only.
            statements
                .push(alter(&format!("SET STORAGE {}", to.storage.as_deref().unwrap_or(usual_storage(data_type)))));
        }
        if from.compression != to.compression {
            statements.push(alter(&format!("SET COMPRESSION {}", to.compression.as_deref().unwrap_or("DEFAULT"))));
        }
        if from.statistics != to.statistics {
            statements.push(alter(&format!("SET STATISTICS {}", to.statistics.unwrap_or(-1))));
        }
        let gone: Vec<_> = from.options.keys().filter(|it| !to.options.contains_key(*it)).map(String::as_str).collect();
        if !gone.is_empty() {
            statements.push(alter(&format!("RESET ({})", gone.join(", "))));
        }
        let set = to.options.iter().filter(|(key, value)| from.options.get(*key) != Some(*value));
        let set: Vec<_> = set.map(|(key, value)| format!("{key} = {value}")).collect();
        if !set.is_empty() {
            statements.push(alter(&format!("SET ({})", set.join(", "))));
        }
        statements
    }
}

/// How the engine keeps values of a type that can be kept in more than one way (`pg_type.typstorage`).
pub(crate) fn usual_storage(data_type: &DataType) -> &'static str {
    match data_type.name.as_str() {
        "numeric" | "inet" | "cidr" if !data_type.array => "MAIN",
        _ => "EXTENDED",
    }
}
