//! What a name in a body can mean: the relations of the statement in which it stands, then those around it.

use std::collections::BTreeSet;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::syntax;

/// Statements that have relations of their own.
const STATEMENTS: &[SyntaxKind] =
    &[SyntaxKind::SELECT, SyntaxKind::INSERT, SyntaxKind::UPDATE, SyntaxKind::DELETE, SyntaxKind::MERGE];

/// What holds for the whole body.
pub(super) struct Scope {
    /// Names of `WITH`: no relations of the schema.
    common: BTreeSet<String>,
    /// Relations of which `NEW` and `OLD` are rows.
    of_trigger: Vec<Vec<String>>,
}

impl Scope {
    /// The scope of a body.
    pub(super) fn new(body: &SyntaxNode, of_trigger: Vec<Vec<String>>) -> Self {
        let names = body.descendants().filter(|node| node.kind() == SyntaxKind::CTE_NAME);
        Self { common: names.map(|node| syntax::name(&node)).collect(), of_trigger }
    }

    /// Whether the path is a name of `WITH`.
    pub(super) fn is_common(&self, path: &[String]) -> bool {
        matches!(path, [name] if self.common.contains(name))
    }
}

/// The columns, each with the path of its relation, that a name in an expression can mean; `has` says whether a relation
/// has a column. None for variables, functions, and names of relations.
pub(super) fn column_of(
    node: &SyntaxNode,
    scope: &Scope,
    has: &dyn Fn(&[String], &str) -> bool,
) -> Vec<(Vec<String>, String)> {
    let parent = node.parent().map(|it| it.kind());
    let is_callee = parent == Some(SyntaxKind::CALL_EXPR)
        && node.parent().and_then(|it| it.children().next()).is_some_and(|first| first == *node);
    if parent == Some(SyntaxKind::FIELD_EXPR) || is_callee {
        return Vec::new();
    }
    let path = syntax::path(node);
    let Some((column, qualifier)) = path.split_last() else { return Vec::new() };
    if matches!(qualifier, [row] if row == "new" || row == "old") {
        let rows = scope.of_trigger.iter().filter(|it| has(it, column));
        return rows.map(|relation| (relation.clone(), column.clone())).collect();
    }
    for statement in node.ancestors().filter(|it| STATEMENTS.contains(&it.kind())) {
        let found: Vec<_> = relations(&statement)
            .into_iter()
            .filter(|(_, relation)| !scope.is_common(relation))
            .filter(|(alias, relation)| {
                let named = match qualifier {
                    [] => true,
                    [name] => alias == name,
                    _ => relation.ends_with(qualifier),
                };
                named && has(relation, column)
            })
            .map(|(_, relation)| (relation, column.clone()))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The relations of a statement itself, with the names that they go by; not those of statements inside it.
fn relations(statement: &SyntaxNode) -> Vec<(String, Vec<String>)> {
    let own = |node: &SyntaxNode| {
        node.ancestors().skip(1).find(|it| STATEMENTS.contains(&it.kind())).as_ref() == Some(statement)
    };
    let references = statement.descendants().filter(|node| node.kind() == SyntaxKind::RELATION_NAME_REF).filter(own);
    references
        .map(|node| {
            let path = syntax::path(&node);
            let alias = node
                .ancestors()
                .skip(1)
                .take(2)
                .take_while(|it| !STATEMENTS.contains(&it.kind()))
                .chain(node.parent().filter(|it| STATEMENTS.contains(&it.kind())))
                .find_map(|it| it.children().find(|child| is_alias(child.kind())))
                .map(|it| syntax::path(&it).into_iter().filter(|word| word != "as").collect::<Vec<_>>());
            let alias = alias.and_then(|words| words.first().cloned());
            (alias.or_else(|| path.last().cloned()).unwrap_or_default(), path)
        })
        .collect()
}

fn is_alias(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::FROM_ALIAS | SyntaxKind::TABLE_ALIAS)
}
