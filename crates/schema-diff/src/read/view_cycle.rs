//! Views that read from each other: engines refuse them, or fail on every query of them.

use std::collections::{BTreeMap, BTreeSet};

use findings::{Diagnostic, DiagnosticLevel};
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::Reading;
use crate::Dialect;
use crate::catalogue::{Catalogue, ObjectPath, QualifiedName, View};

/// An error for each cycle.
pub(super) fn diagnostics(reading: &Reading) -> Vec<Diagnostic> {
    let catalogue = &reading.catalogue;
    let tables: BTreeSet<&str> = catalogue.tables.keys().map(|it| it.name.as_str()).collect();
    let mut graph = DiGraph::new();
    let nodes: BTreeMap<_, _> = catalogue.views.keys().map(|name| (name, graph.add_node(name))).collect();
    let mut found = Vec::new();
    for (name, view) in &catalogue.views {
        for read in views_read(name, view, catalogue, &tables) {
            if read == *name {
                found.push(diagnostic(reading, &[name]));
            } else if let (Some(from), Some(to)) = (nodes.get(name), nodes.get(&read)) {
                graph.update_edge(*from, *to, ());
            }
        }
    }
    for component in tarjan_scc(&graph).into_iter().filter(|it| it.len() > 1) {
        let mut cycle: Vec<_> = component.into_iter().filter_map(|it| graph.node_weight(it).copied()).collect();
        cycle.sort();
        found.push(diagnostic(reading, &cycle));
    }
    found
}

fn diagnostic(reading: &Reading, cycle: &[&QualifiedName]) -> Diagnostic {
    let names: Vec<_> = cycle.iter().map(|it| format!("`{}`", it.name)).collect();
    let message = match names.as_slice() {
        [one] => format!("View {one} reads from itself."),
        several => format!("The views {} read from each other.", several.join(", ")),
    };
    let place = cycle.first().and_then(|first| reading.origins.0.get(&ObjectPath::View((*first).clone())));
    let location = place.and_then(|(source, span)| reading.sources.get(*source).map(|source| source.locate(*span)));
    Diagnostic {
        level: DiagnosticLevel::Error,
        code: "view-cycle".to_owned(),
        message,
        location,
        help: Some("let one of them read from tables only".to_owned()),
    }
}

/// The views that a view certainly reads from: what stands behind `FROM` and `JOIN`, where no table and no `WITH` has
/// that name.
fn views_read(own: &QualifiedName, view: &View, catalogue: &Catalogue, tables: &BTreeSet<&str>) -> Vec<QualifiedName> {
    let text = view.query.canonical.replace(['(', ')', ',', ';'], " ").replace(['"', '`'], "");
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.iter().any(|word| word.eq_ignore_ascii_case("with")) {
        return Vec::new();
    }
    let reads = |word: &str| word.eq_ignore_ascii_case("from") || word.eq_ignore_ascii_case("join");
    let read = words.windows(2).filter_map(|pair| match pair {
        [before, name] if reads(before) => relation(name, own, catalogue, tables),
        _ => None,
    });
    // PostgreSQL has recursive views.
    read.filter(|name| name != own || catalogue.dialect == Dialect::Sqlite).collect()
}

fn relation(name: &str, own: &QualifiedName, catalogue: &Catalogue, tables: &BTreeSet<&str>) -> Option<QualifiedName> {
    let found = match name.split_once('.') {
        Some((schema, name)) => QualifiedName::new(schema, name),
        None if tables.contains(name) => return None,
        None => QualifiedName::new(own.schema.as_str(), name),
    };
    catalogue.views.contains_key(&found).then_some(found)
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use crate::Dialect;
    use crate::read::{Limits, read};

    fn messages(dialect: Dialect, sql: &str) -> Vec<String> {
        let reading = read(dialect, &[SourceText::new("a.sql", sql)], &Limits::default());
        reading.diagnostics.into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn a_cycle_is_told_once() {
        let sql = "CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM c JOIN d; CREATE VIEW c AS SELECT * FROM a;
            CREATE VIEW e AS SELECT * FROM a;";
        for dialect in [Dialect::Postgres, Dialect::Sqlite] {
            let sql = sql.replace("JOIN d", if dialect == Dialect::Postgres { "JOIN d ON true" } else { "JOIN d" });
            assert_eq!(messages(dialect, &sql), ["The views `a`, `b`, `c` read from each other."], "{dialect}");
        }
    }

    #[test]
    fn a_name_alone_is_no_cycle() {
        let sql = "CREATE TABLE t (x int); CREATE VIEW a AS SELECT x AS b FROM t; CREATE VIEW b AS SELECT b FROM a;
            CREATE VIEW c AS WITH d AS (SELECT 1) SELECT * FROM d; CREATE VIEW d AS SELECT * FROM c;";
        for dialect in [Dialect::Postgres, Dialect::Sqlite] {
            assert_eq!(messages(dialect, sql), Vec::<String>::new(), "{dialect}");
        }
    }
}
