//! A whole schema, in the order of its dependencies.

use std::collections::{BTreeMap, BTreeSet};

use super::{TableParts, Writer};
use crate::catalogue::{
    Catalogue, ConstraintKind, Definition, DefinitionId, Domain, Expression, Function, Grants, Index, IndexKey, Object,
    ObjectPath, QualifiedName, Signature, Table, View, words,
};

/// What `CREATE` statements depend on by mentioning it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Definition(DefinitionId),
    Domain(QualifiedName),
    Function(Signature),
    Table(QualifiedName),
    View(QualifiedName),
}

impl Node {
    fn name(&self) -> &str {
        match self {
            Self::Definition(id) => &id.name,
            Self::Function(signature) => &signature.name,
            Self::Domain(name) | Self::Table(name) | Self::View(name) => &name.name,
        }
    }
}

impl Writer {
    /// The statements that make the whole schema on an empty database. What the catalogue holds as unmodelled is left
    /// out: its place among the others is not known.
    pub fn create_all(self, catalogue: &Catalogue) -> Vec<String> {
        let mut statements = self.preamble(catalogue);
        for node in in_order(catalogue) {
            match &node {
                Node::Definition(id) => {
                    let found = catalogue.definitions.get(id);
                    statements.extend(found.into_iter().flat_map(|it| it.statements().map(|it| it.text.clone())));
                }
                Node::Domain(name) => {
                    let found = catalogue.domains.get(name);
                    statements.extend(found.into_iter().flat_map(|it| self.domain_statements(name, it)));
                }
                Node::Function(key) => {
                    statements.extend(catalogue.functions.get(key).map(|it| self.create_function(it)));
                }
                Node::Table(name) => {
                    let parts = TableParts { foreign_keys: self.is_sqlite(), ..TableParts::default() };
                    let table = catalogue.tables.get(name);
                    statements.extend(table.map(|it| self.create_table(name, it, parts)));
                    let part = table.and_then(|it| it.partition_of.as_ref());
                    statements.extend(part.map(|it| self.attach(&it.parent, name, &it.bound)));
                }
                Node::View(name) => {
                    if let Some(view) = catalogue.views.get(name) {
                        statements.push(self.create_view(name, view));
                        statements
                            .extend(view.indexes.values().map(|index| self.create_index(name, index, false, false)));
                    }
                }
            }
        }
        self.around_tables(catalogue, &mut statements);
        self.triggers_and_comments(catalogue, &mut statements);
        statements
    }

    fn preamble(self, catalogue: &Catalogue) -> Vec<String> {
        let mut statements = Vec::new();
        if !catalogue.functions.is_empty() {
            // Bodies may mention what comes later.
            statements.push("SET check_function_bodies = off".to_owned());
        }
        let default = self.dialect.default_schema();
        statements
            .extend(catalogue.schemas.keys().filter(|name| *name != default).map(|name| self.create_schema(name)));
        statements.extend(catalogue.extensions.iter().map(|(name, it)| self.create_extension(name, it)));
        statements.extend(catalogue.enums.iter().map(|(name, it)| self.create_enum(name, it)));
        statements.extend(catalogue.sequences.iter().map(|(name, it)| self.create_sequence(name, it)));
        statements
    }

    fn around_tables(self, catalogue: &Catalogue, statements: &mut Vec<String>) {
        for (name, sequence) in &catalogue.sequences {
            statements.extend(sequence.owned_by.as_ref().map(|owner| self.alter_sequence_owner(name, Some(owner))));
        }
        for (name, table) in &catalogue.tables {
            statements.extend(table.indexes.values().map(|index| match table.partition_by {
                Some(_) => self.create_index_only(name, index, false),
                None => self.create_index(name, index, false, false),
            }));
        }
        self.attach_indexes(catalogue, statements);
        let is_foreign = |kind: &ConstraintKind| matches!(kind, ConstraintKind::ForeignKey(_));
        if self.is_sqlite() {
            return;
        }
        for (name, table) in &catalogue.tables {
            let later = table.constraints.values().filter(|it| is_foreign(&it.kind) || !it.validated);
            statements.extend(later.map(|it| self.add_constraint(name, it)));
        }
    }

    /// Indexes of partitions become part of their parents'. Keys do so when the partition is attached, unless it is an
    /// index of the parent that they belong to.
    fn attach_indexes(self, catalogue: &Catalogue, statements: &mut Vec<String>) {
        for (name, table) in &catalogue.tables {
            let Some(part) = &table.partition_of else { continue };
            let of_index =
                |parent: &String| catalogue.tables.get(&part.parent).is_some_and(|it| it.indexes.contains_key(parent));
            let keys = table.constraints.values().filter_map(|it| Some((it.parent.as_ref()?, &it.name)));
            let indexes = table.indexes.values().filter_map(|it| Some((it.parent.as_ref()?, &it.name)));
            for (parent, own) in keys.chain(indexes).filter(|(parent, _)| of_index(parent)) {
                statements.push(self.attach_index(&part.parent, parent, name, own));
            }
        }
    }

    fn triggers_and_comments(self, catalogue: &Catalogue, statements: &mut Vec<String>) {
        let of_tables = catalogue.tables.iter().map(|(name, table)| (name, &table.triggers));
        let of_views = catalogue.views.iter().map(|(name, view)| (name, &view.triggers));
        for (name, triggers) in of_tables.chain(of_views) {
            for trigger in triggers.values() {
                self.trigger_statements(name, trigger, statements);
            }
        }
        for (path, object) in objects(catalogue) {
            statements.extend(self.settings(&path, &object));
            statements.extend(self.comments(&path, &object));
            statements.extend(self.grants(&path, &object));
        }
        // Last: what is made above has its own privileges.
        for (of, grants) in &catalogue.default_privileges {
            statements.extend(self.change_default_privileges(of, &Grants::default(), grants));
        }
    }
}

/// The objects that can carry a comment or privileges, by path.
fn objects(catalogue: &Catalogue) -> impl Iterator<Item = (ObjectPath, Object)> {
    let paths = (catalogue.schemas.keys().cloned().map(ObjectPath::Schema))
        .chain(catalogue.extensions.keys().cloned().map(ObjectPath::Extension))
        .chain(catalogue.enums.keys().cloned().map(ObjectPath::Enum))
        .chain(catalogue.domains.keys().cloned().map(ObjectPath::Domain))
        .chain(catalogue.sequences.keys().cloned().map(ObjectPath::Sequence))
        .chain(catalogue.functions.keys().cloned().map(ObjectPath::Function))
        .chain(catalogue.definitions.keys().cloned().map(ObjectPath::Definition))
        .chain(catalogue.tables.keys().cloned().map(ObjectPath::Table))
        .chain(catalogue.views.keys().cloned().map(ObjectPath::View));
    paths.filter_map(|path| catalogue.get(&path).map(|object| (path, object)))
}

/// Functions, tables and views such that what is mentioned comes first; ties and cycles go by name.
fn in_order(catalogue: &Catalogue) -> Vec<Node> {
    let nodes: BTreeSet<Node> = (catalogue.functions.keys().cloned().map(Node::Function))
        .chain(catalogue.tables.keys().cloned().map(Node::Table))
        .chain(catalogue.views.keys().cloned().map(Node::View))
        .chain(catalogue.definitions.keys().cloned().map(Node::Definition))
        .chain(catalogue.domains.keys().cloned().map(Node::Domain))
        .collect();
    let mut by_name: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    for node in &nodes {
        by_name.entry(node.name()).or_default().push(node);
    }
    let mut waits_for: BTreeMap<&Node, BTreeSet<&Node>> = BTreeMap::new();
    let mut needed_by: BTreeMap<&Node, Vec<&Node>> = BTreeMap::new();
    for node in &nodes {
        let needs = mentioned(catalogue, node);
        let needs: BTreeSet<&Node> =
            needs.iter().filter_map(|word| by_name.get(word)).flatten().copied().filter(|it| *it != node).collect();
        for need in &needs {
            needed_by.entry(need).or_default().push(node);
        }
        waits_for.insert(node, needs);
    }
    let mut ready: BTreeSet<&Node> =
        waits_for.iter().filter(|(_, needs)| needs.is_empty()).map(|(node, _)| *node).collect();
    let mut order = Vec::with_capacity(nodes.len());
    let mut waiting: BTreeSet<&Node> = nodes.iter().filter(|node| !ready.contains(node)).collect();
    while let Some(node) = ready.pop_first().or_else(|| waiting.pop_first()) {
        order.push(node.clone());
        for dependent in needed_by.get(node).into_iter().flatten() {
            if let Some(needs) = waits_for.get_mut(dependent) {
                needs.remove(node);
                if needs.is_empty() && waiting.remove(dependent) {
                    ready.insert(dependent);
                }
            }
        }
    }
    order
}

/// The words by which `node` may mention what must be there before it.
fn mentioned<'a>(catalogue: &'a Catalogue, node: &Node) -> BTreeSet<&'a str> {
    match node {
        Node::Definition(id) => catalogue.definitions.get(id).map(of_definition),
        Node::Domain(name) => catalogue.domains.get(name).map(of_domain),
        Node::Function(key) => catalogue.functions.get(key).map(of_function),
        Node::Table(name) => catalogue.tables.get(name).map(of_table),
        Node::View(name) => catalogue.views.get(name).map(of_view),
    }
    .unwrap_or_default()
}

/// A body in a string is bound late; a body in SQL proper, the arguments and the result are bound at once.
fn of_function(function: &Function) -> BTreeSet<&str> {
    let mut found: BTreeSet<&str> = words(&function.returns).chain(words(&function.parameters)).collect();
    if function.language == "sql" && function.definition.words().any(|word| word.eq_ignore_ascii_case("atomic")) {
        found.extend(words(&function.body));
    }
    found
}

fn of_definition(definition: &Definition) -> BTreeSet<&str> {
    definition.statements().flat_map(Expression::words).collect()
}

fn of_domain(domain: &Domain) -> BTreeSet<&str> {
    let checks = domain.checks.values().map(|check| &check.expression);
    let expressions = domain.default.iter().chain(checks).flat_map(Expression::words);
    words(&domain.data_type.name).chain(expressions).collect()
}

fn of_table(table: &Table) -> BTreeSet<&str> {
    let mut found: BTreeSet<&str> = table.parents().map(|parent| parent.name.as_str()).collect();
    for column in &table.columns {
        found.extend(words(&column.data_type.name));
        found.extend(column.default.iter().flat_map(Expression::words));
        found.extend(column.generated.iter().flat_map(|it| it.expression.words()));
    }
    for constraint in table.constraints.values() {
        if let ConstraintKind::Check(check) = &constraint.kind {
            found.extend(check.expression.words());
        }
    }
    found
}

fn of_view(view: &View) -> BTreeSet<&str> {
    view.query.words().chain(view.indexes.values().flat_map(of_index)).collect()
}

fn of_index(index: &Index) -> impl Iterator<Item = &str> {
    let keys = index.elements.iter().filter_map(|element| match &element.key {
        IndexKey::Expression(expression) => Some(expression),
        IndexKey::Column(_) => None,
    });
    keys.chain(&index.predicate).flat_map(Expression::words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;

    fn view(query: &str) -> View {
        View {
            materialized: false,
            columns: None,
            query: Expression::new(query, query),
            options: BTreeMap::new(),
            indexes: BTreeMap::new(),
            triggers: BTreeMap::new(),
            comment: None,
            grants: Grants::default(),
        }
    }

    #[test]
    fn views_come_behind_what_they_read_and_cycles_end() {
        let mut catalogue = Catalogue::empty(Dialect::Postgres);
        let name = |name: &str| QualifiedName::new("public", name);
        catalogue.tables.insert(name("t"), Table::default());
        catalogue.views.insert(name("a"), view("SELECT * FROM b"));
        catalogue.views.insert(name("b"), view("SELECT * FROM t"));
        catalogue.views.insert(name("x"), view("SELECT * FROM y"));
        catalogue.views.insert(name("y"), view("SELECT * FROM x"));
        let order: Vec<_> = in_order(&catalogue).iter().map(|node| node.name().to_owned()).collect();
        assert_eq!(order, ["t", "b", "a", "x", "y"]);
    }
}
