//! What tables have from their parents: columns and checks, keys and indexes of partitions.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{
    Constraint, ConstraintKind, Expression, Index, IndexKey, Object, ObjectPath, QualifiedName, Table,
};

use super::replay::Replay;
use super::{auto_name, expression, index, query, syntax};

impl Replay<'_> {
    /// The name of the column that a node defines, where `table` has it from a parent.
    pub(super) fn inherited_column(&self, table: &QualifiedName, node: &SyntaxNode) -> Option<String> {
        let name = syntax::child_name(node, SyntaxKind::COLUMN_NAME)?;
        let found = self.catalogue.tables.get(table)?;
        let may_merge = !found.inherits.is_empty() || syntax::type_of(node).is_none();
        (may_merge && found.column(&name).is_some()).then_some(name)
    }

    /// Gives a column that is there from a parent what its child says of it.
    pub(super) fn redefine_column(&mut self, table: &QualifiedName, name: &str, node: &SyntaxNode) {
        let Some(mut column) = self.catalogue.tables.get(table).and_then(|it| it.column(name)).cloned() else { return };
        for part in node.children() {
            match part.kind() {
                SyntaxKind::NOT_NULL_CONSTRAINT => column.not_null = true,
                SyntaxKind::DEFAULT_CONSTRAINT => column.default = self.default(&part, &column.data_type),
                SyntaxKind::GENERATED_CONSTRAINT => self.generated(&part, &mut column),
                _ => {}
            }
        }
        let Some(found) = self.catalogue.tables.get_mut(table) else { return };
        if syntax::type_of(node).is_some() {
            found.inherited.remove(name);
        }
        if let Some(it) = found.column_mut(name) {
            *it = column;
        }
    }

    /// Forgets the indexes that went with those of a partitioned table.
    pub(super) fn drop_attached_indexes(&mut self, home: &QualifiedName, name: &str) {
        self.catalogue.take_attached(home, name);
        let tables = &self.catalogue.tables;
        let lost = self.index_homes.iter().filter(|(index, home)| {
            tables.get(home).is_some_and(|table| {
                !table.indexes.contains_key(&index.name) && !table.constraints.contains_key(&index.name)
            })
        });
        for index in lost.map(|(index, _)| index.clone()).collect::<Vec<_>>() {
            self.forget_index(&index);
        }
    }

    /// Attaches a partition's keys and indexes to those of its parent that they equal, and makes those that it lacks.
    pub(super) fn take_over(&mut self, parent: &QualifiedName, child: &QualifiedName) {
        let Some(table) = self.catalogue.tables.get(parent) else { return };
        let constraints: Vec<_> = table.constraints.values().filter(|it| it.kind.has_index()).cloned().collect();
        let indexes: Vec<_> = table.indexes.values().cloned().collect();
        for constraint in constraints {
            self.hand_down_key(child, &constraint);
        }
        for index in indexes {
            self.hand_down_index(child, &index);
        }
    }

    /// Hands a new key of `parent` down to its partitions.
    pub(super) fn spread_key(&mut self, parent: &QualifiedName, name: &str) {
        let Some(table) = self.catalogue.tables.get(parent).filter(|it| it.partition_by.is_some()) else { return };
        let Some(constraint) = table.constraints.get(name).filter(|it| it.kind.has_index()).cloned() else { return };
        for child in self.partitions(parent) {
            self.hand_down_key(&child, &constraint);
        }
    }

    /// Hands a new index of `parent` down to its partitions.
    pub(super) fn spread_index(&mut self, parent: &QualifiedName, index: &Index) {
        for child in self.partitions(parent) {
            self.hand_down_index(&child, index);
        }
    }

    fn partitions(&self, parent: &QualifiedName) -> Vec<QualifiedName> {
        let children = self.catalogue.children(parent).filter(|(_, table)| table.partition_of.is_some());
        children.map(|(name, _)| name.clone()).collect()
    }

    fn hand_down_key(&mut self, child: &QualifiedName, constraint: &Constraint) {
        let Some(table) = self.catalogue.tables.get_mut(child) else { return };
        if table.attach_key(constraint) {
            return;
        }
        let primary = matches!(constraint.kind, ConstraintKind::PrimaryKey(_));
        let columns = match &constraint.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                [key.columns.clone(), key.include.clone()].concat()
            }
            _ => Vec::new(),
        };
        let name = match &constraint.kind {
            _ if primary => self.free_name(child, None, "pkey"),
            ConstraintKind::Exclusion(_) => self.free_name(child, None, "excl"),
            _ => self.free_name(child, Some(&auto_name::joined(&columns)), "key"),
        };
        let parent = Some(constraint.name.clone());
        let own = Constraint { name: name.clone(), parent, comment: None, ..constraint.clone() };
        self.add_constraint(child, own);
        self.spread_key(child, &name);
    }

    fn hand_down_index(&mut self, child: &QualifiedName, index: &Index) {
        let Some(table) = self.catalogue.tables.get_mut(child) else { return };
        if table.attach_index(index) {
            return;
        }
        let columns = self.columns(child);
        let of_expression = |it: &Expression| {
            let tree = expression::tree(&it.text, &self.names, &columns);
            let name = tree.map(|tree| query::output_name(&tree)).filter(|name| name != "?column?");
            name.unwrap_or_else(|| "expr".to_owned())
        };
        let names = index.elements.iter().map(|element| match &element.key {
            IndexKey::Column(name) => name.clone(),
            IndexKey::Expression(it) => of_expression(it),
        });
        let names = index::distinct_names(names.chain(index.include.clone()).collect());
        let name = self.free_name(child, Some(&auto_name::joined(&names)), "idx");
        let own = Index { name: name.clone(), parent: Some(index.name.clone()), comment: None, ..index.clone() };
        self.add_index(child, own.clone());
        self.spread_index(child, &own);
    }

    /// `ALTER INDEX … ATTACH PARTITION`: the index of a partition becomes part of that of its parent.
    pub(super) fn attach_index(&mut self, parent: &str, action: &SyntaxNode) {
        let path = syntax::child(action, SyntaxKind::INDEX_REF).map(|node| syntax::path(&node)).unwrap_or_default();
        let name = self.names.relation(&path);
        let home = self.index_homes.get(&name).cloned();
        let Some(table) = home.and_then(|home| self.catalogue.tables.get_mut(&home)) else {
            return self.unknown("index", &name);
        };
        let parent = Some(parent.to_owned());
        match (table.indexes.get_mut(&name.name), table.constraints.get_mut(&name.name)) {
            (Some(index), _) => index.parent = parent,
            (None, Some(constraint)) => constraint.parent = parent,
            (None, None) => self.unknown("index", &name),
        }
    }

    /// `INHERIT`.
    pub(super) fn inherit(&mut self, child: &QualifiedName, action: &SyntaxNode) {
        let path = syntax::child(action, SyntaxKind::TABLE_NAME_REF).map(|node| syntax::path(&node));
        let Some(parent) = self.existing_table(&path.unwrap_or_default(), "ALTER TABLE … INHERIT") else { return };
        self.catalogue.inherit(child, &parent, false);
        if let Some(table) = self.catalogue.tables.get_mut(child) {
            table.inherits.push(parent);
        }
    }

    /// `NO INHERIT`.
    pub(super) fn no_inherit(&mut self, child: &QualifiedName, action: &SyntaxNode) {
        let path = syntax::child(action, SyntaxKind::TABLE_NAME_REF).map(|node| syntax::path(&node));
        let parent = self.names.relation(&path.unwrap_or_default());
        match self.catalogue.tables.get(child) {
            Some(table) if table.inherits.contains(&parent) => self.catalogue.disinherit(child, &parent),
            _ => self.unknown("parent", &parent),
        }
    }

    /// Follows in the children of `name` what a statement has made of `was`.
    pub(super) fn follow(&mut self, name: &QualifiedName, was: &Table) {
        let Some(is) = self.catalogue.tables.get(name).cloned() else { return };
        for old in &was.columns {
            if is.column(&old.name) != Some(old) {
                let path = ObjectPath::Column(name.clone(), old.name.clone());
                self.catalogue.follow(&path, Some(&Object::Column(old.clone())));
            }
        }
        for new in is.columns.iter().filter(|new| was.column(&new.name).is_none()) {
            self.catalogue.follow(&ObjectPath::Column(name.clone(), new.name.clone()), None);
        }
        let checks = |table: &Table| -> Vec<Constraint> {
            let is_check = |it: &&Constraint| matches!(it.kind, ConstraintKind::Check(_));
            table.constraints.values().filter(is_check).cloned().collect()
        };
        for old in checks(was) {
            if is.constraints.get(&old.name) != Some(&old) {
                let path = ObjectPath::Constraint(name.clone(), old.name.clone());
                self.catalogue.follow(&path, Some(&Object::Constraint(old)));
            }
        }
        for new in checks(&is).into_iter().filter(|new| !was.constraints.contains_key(&new.name)) {
            self.catalogue.follow(&ObjectPath::Constraint(name.clone(), new.name), None);
        }
    }
}

/// Whether `ONLY` stands with the name of the table.
pub(super) fn is_only(node: &SyntaxNode) -> bool {
    syntax::child(node, SyntaxKind::TABLE_RELATION_NAME).is_some_and(|it| syntax::has(&it, SyntaxKind::ONLY_KW))
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use crate::Dialect;
    use crate::catalogue::{Catalogue, PartitionBound, QualifiedName, Table};
    use crate::read::{Limits, read};
    use crate::write::Writer;

    fn catalogue(text: &str) -> Catalogue {
        let reading = read(Dialect::Postgres, &[SourceText::new("a", text)], &Limits::default());
        assert_eq!(reading.diagnostics, [], "{text}");
        reading.catalogue
    }

    fn table(catalogue: &Catalogue, name: &str) -> Table {
        catalogue.tables.get(&QualifiedName::new("public", name)).cloned().unwrap_or_default()
    }

    const TREE: &str = "CREATE TABLE p (id int NOT NULL, at timestamp NOT NULL, n int DEFAULT 1, CHECK (n > 0),
            PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE INDEX p_n ON p (n);
        CREATE TABLE p1 PARTITION OF p (n DEFAULT 2 NOT NULL) FOR VALUES FROM ('2024-01-01') TO (MAXVALUE)
            PARTITION BY LIST (id);
        CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1, -2, NULL);
        CREATE TABLE p12 PARTITION OF p1 DEFAULT;";

    #[test]
    fn a_partition_has_what_its_parent_has() {
        let catalogue = catalogue(TREE);
        let leaf = table(&catalogue, "p11");
        assert_eq!(leaf.columns.len(), 3);
        let n = leaf.column("n").expect("a column");
        assert_eq!((n.not_null, n.default.as_ref().map(|it| it.canonical.as_str())), (true, Some("2")));
        assert!(leaf.constraints.contains_key("p_n_check"));
        assert_eq!(leaf.constraints.get("p11_pkey").and_then(|it| it.parent.as_deref()), Some("p1_pkey"));
        assert_eq!(leaf.indexes.get("p11_n_idx").and_then(|it| it.parent.as_deref()), Some("p1_n_idx"));
        let bound = leaf.partition_of.map(|it| it.bound);
        assert_eq!(bound, Some(PartitionBound::In(vec!["1".into(), "-2".into(), "NULL".into()])));
        let from = table(&catalogue, "p1").partition_of.map(|it| it.bound.to_string());
        assert_eq!(from.as_deref(), Some("FOR VALUES FROM ('2024-01-01 00:00:00') TO (MAXVALUE)"));
    }

    #[test]
    fn what_is_written_reads_back() {
        let inheritance = "CREATE TABLE a (x int CHECK (x > 0), y int); CREATE TABLE b (y int, z int) INHERITS (a);";
        for text in [TREE, inheritance] {
            let before = catalogue(text);
            let written = Writer::new(Dialect::Postgres).create_all(&before).join(";\n");
            assert_eq!(before, catalogue(&written), "{written}");
        }
    }

    #[test]
    fn what_becomes_of_a_parent_becomes_of_its_children() {
        let one = catalogue(&format!(
            "{TREE} ALTER TABLE p ADD COLUMN m int; ALTER TABLE p ALTER COLUMN n SET DEFAULT 5;
             ALTER TABLE p ADD CONSTRAINT q CHECK (m > 0); ALTER TABLE p DROP CONSTRAINT p_n_check;
             DROP INDEX p_n; ALTER TABLE p ADD UNIQUE (id, at, n)"
        ));
        let leaf = table(&one, "p12");
        assert!(leaf.column("m").is_some() && leaf.constraints.contains_key("q") && leaf.indexes.is_empty());
        assert!(!leaf.constraints.contains_key("p_n_check") && leaf.constraints.contains_key("p12_id_at_n_key"));
    }

    #[test]
    fn a_child_keeps_what_it_defines_itself() {
        let text = "CREATE TABLE a (x int, y int); CREATE TABLE b (y int) INHERITS (a);
             ALTER TABLE a DROP COLUMN x; ALTER TABLE a DROP COLUMN y;";
        let columns: Vec<String> = table(&catalogue(text), "b").columns.into_iter().map(|it| it.name).collect();
        assert_eq!(columns, ["y"]);
    }

    #[test]
    fn a_detached_partition_keeps_its_keys() {
        let catalogue = catalogue(&format!("{TREE} ALTER TABLE p1 DETACH PARTITION p11; DROP TABLE p;"));
        assert_eq!(catalogue.tables.keys().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["p11"]);
        assert!(table(&catalogue, "p11").constraints.values().all(|it| it.parent.is_none()));
    }
}
