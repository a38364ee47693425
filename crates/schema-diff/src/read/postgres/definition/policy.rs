//! Policies: what is left out is filled in, and `ALTER POLICY` is folded into the statement.

use crate::catalogue::{DefinitionId, Expression, QualifiedName};
use crate::read::postgres::cursor::Cursor;
use crate::read::postgres::expression;
use crate::read::postgres::replay::Replay;
use crate::read::postgres::tokens::{Token, spanned};

use super::WRITER;

/// What a policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    restrictive: bool,
    command: String,
    roles: Vec<String>,
    using: Option<String>,
    check: Option<String>,
}

impl Replay<'_> {
    /// The statement that the engine would print.
    pub(super) fn canonical_policy(&self, name: &str, relation: &QualifiedName, parts: &Parts) -> String {
        let columns = self.columns(relation);
        let canonical = |text: &String| expression::canonical(text, &self.names, &columns, None);
        let using = parts.using.as_ref().map(canonical);
        let check = parts.check.as_ref().map(canonical);
        spell(name, relation, &Parts { using, check, ..parts.clone() })
    }

    /// `ALTER POLICY … TO … USING … WITH CHECK`, of which what follows token `rest` of `text` is at hand.
    pub(super) fn alter_policy(&mut self, id: &DefinitionId, text: &str, rest: usize) -> bool {
        let Some(definition) = self.catalogue.definitions.get(id) else { return false };
        let (Some(old), Some(relation)) = (parts(&definition.statement.text), id.relation.clone()) else {
            return false;
        };
        let Some(new) = clauses(text, rest, old) else { return false };
        let statement =
            Expression::new(spell(&id.name, &relation, &new), self.canonical_policy(&id.name, &relation, &new));
        if let Some(definition) = self.catalogue.definitions.get_mut(id) {
            definition.statement = statement;
        }
        true
    }
}

/// What `text`, a `CREATE POLICY`, says.
pub(super) fn parts(text: &str) -> Option<Parts> {
    let (tokens, _) = spanned(text);
    let mut cursor = Cursor::new(&tokens);
    (cursor.eat("create") && cursor.eat("policy")).then_some(())?;
    cursor.name().ok()?;
    cursor.eat("on").then_some(())?;
    cursor.path().ok()?;
    let none = Parts {
        restrictive: false,
        command: "ALL".to_owned(),
        roles: vec!["public".to_owned()],
        using: None,
        check: None,
    };
    clauses(text, cursor.mark(), none)
}

/// `parts` with the clauses that follow token `from`.
fn clauses(text: &str, from: usize, mut parts: Parts) -> Option<Parts> {
    let (tokens, spans) = spanned(text);
    let mut cursor = Cursor::new(&tokens);
    cursor.reset(from);
    let inside = |cursor: &mut Cursor<'_>| -> Option<String> {
        let open = cursor.mark();
        cursor.expect_sign('(').ok()?;
        let mut depth = 1_usize;
        while depth > 0 {
            match cursor.next()? {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth -= 1,
                _ => {}
            }
        }
        let close = spans.get(cursor.mark() - 1)?;
        Some(text.get(spans.get(open)?.end..close.start)?.trim().to_owned())
    };
    while !cursor.at_end() {
        if cursor.eat("as") {
            parts.restrictive = cursor.name().ok()? == "restrictive";
        } else if cursor.eat("for") {
            parts.command = cursor.name().ok()?.to_uppercase();
        } else if cursor.eat("to") {
            parts.roles = cursor.list(Cursor::name).ok()?;
            parts.roles.sort();
        } else if cursor.eat("using") {
            parts.using = Some(inside(&mut cursor)?);
        } else if cursor.eat_all(&["with", "check"]) {
            parts.check = Some(inside(&mut cursor)?);
        } else {
            return None;
        }
    }
    Some(parts)
}

fn spell(name: &str, relation: &QualifiedName, parts: &Parts) -> String {
    let writer = WRITER();
    let kind = if parts.restrictive { "RESTRICTIVE" } else { "PERMISSIVE" };
    let role = |name: &String| match name.as_str() {
        "public" | "current_user" | "current_role" | "session_user" => name.to_uppercase(),
        _ => writer.ident(name),
    };
    let roles = parts.roles.iter().map(role).collect::<Vec<_>>().join(", ");
    let using = parts.using.as_ref().map(|it| format!(" USING ({it})")).unwrap_or_default();
    let check = parts.check.as_ref().map(|it| format!(" WITH CHECK ({it})")).unwrap_or_default();
    format!(
        "CREATE POLICY {} ON {} AS {kind} FOR {} TO {roles}{using}{check}",
        writer.ident(name),
        writer.name(relation),
        parts.command
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_filled_in() {
        let parts = parts("CREATE POLICY p ON t USING ((a) > (1)) WITH CHECK (f(a))").expect("a policy");
        assert_eq!(
            spell("p", &QualifiedName::new("app", "t"), &parts),
            "CREATE POLICY p ON app.t AS PERMISSIVE FOR ALL TO PUBLIC USING ((a) > (1)) WITH CHECK (f(a))"
        );
    }
}
