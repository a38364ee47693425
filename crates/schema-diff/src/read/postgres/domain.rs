//! Domains.

use squawk_syntax::SyntaxNode;

use crate::catalogue::{Domain, DomainCheck, Expression, ObjectPath, QualifiedName};

use super::cursor::{Cursor, Read, Unreadable};
use super::expression::{self, Columns};
use super::replay::Replay;
use super::syntax;
use super::tokens::{Token, spanned};
use super::types;

/// A text with its tokens, of which a cursor reads one after the other.
struct Source<'a> {
    text: &'a str,
    spans: Vec<std::ops::Range<usize>>,
}

impl Source<'_> {
    /// The text from one token up to another.
    fn slice(&self, from: usize, to: usize) -> String {
        let (Some(first), Some(last)) = (self.spans.get(from), to.checked_sub(1).and_then(|at| self.spans.get(at)))
        else {
            return String::new();
        };
        self.text.get(first.start..last.end).unwrap_or_default().trim().to_owned()
    }

    /// What stands in the parentheses that come next.
    fn inside(&self, cursor: &mut Cursor<'_>) -> Read<String> {
        let from = cursor.mark() + 1;
        cursor.expect_sign('(')?;
        let mut depth = 1_usize;
        while depth > 0 {
            match cursor.next().ok_or(Unreadable)? {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth -= 1,
                _ => {}
            }
        }
        Ok(self.slice(from, cursor.mark() - 1))
    }

    /// An expression without parentheses around it: up to what can follow it in a domain.
    fn expression(&self, cursor: &mut Cursor<'_>) -> String {
        let from = cursor.mark();
        let mut depth = 0_usize;
        while let Some(token) = cursor.peek() {
            let ends = cursor.is_any(&["constraint", "check", "null"]) || cursor.are(&["not", "null"]);
            if depth == 0 && ends && cursor.mark() > from {
                break;
            }
            match token {
                Token::Sign('(' | '[') => depth += 1,
                Token::Sign(')' | ']') => depth = depth.saturating_sub(1),
                _ => {}
            }
            cursor.next();
        }
        self.slice(from, cursor.mark())
    }
}

impl Replay<'_> {
    /// `CREATE DOMAIN`.
    pub(super) fn create_domain(&mut self, node: &SyntaxNode) {
        let text = syntax::text(node);
        let (tokens, spans) = spanned(&text);
        let source = Source { text: &text, spans };
        let mut cursor = Cursor::new(&tokens);
        let Ok((name, domain)) = self.domain(&source, &mut cursor) else {
            return self.unmodelled("CREATE DOMAIN", "");
        };
        if self.names.has_type(&name) {
            return self.duplicate("type", &name);
        }
        if self.require_schema(&name) {
            self.names.add_type(name.clone());
            self.catalogue.domains.insert(name.clone(), domain);
            self.origin_here(ObjectPath::Domain(name));
        }
    }

    fn domain(&self, source: &Source<'_>, cursor: &mut Cursor<'_>) -> Read<(QualifiedName, Domain)> {
        cursor.expect("create")?;
        cursor.expect("domain")?;
        let name = self.names.created(&cursor.path()?);
        cursor.eat("as");
        let mut domain = Domain::over(types::parse(cursor, &self.names)?);
        let mut named = None;
        while !cursor.at_end() {
            if cursor.eat("collate") {
                domain.collation = Some(collation(&cursor.path()?));
            } else if cursor.eat("constraint") {
                named = Some(cursor.name()?);
            } else if cursor.eat_all(&["not", "null"]) {
                domain.not_null = true;
                named = None;
            } else if cursor.eat("null") {
                named = None;
            } else if cursor.eat("default") {
                let text = source.expression(cursor);
                domain.default = self.domain_default(&domain, &text);
            } else if cursor.eat("check") {
                let check = self.domain_check(&domain, source, cursor)?;
                let name = named.take().unwrap_or_else(|| free_name(&domain, &name));
                domain.checks.insert(name, check);
            } else {
                return Err(Unreadable);
            }
        }
        Ok((name, domain))
    }

    fn domain_default(&self, domain: &Domain, text: &str) -> Option<Expression> {
        let target = domain.data_type.to_string();
        let read = expression::read(text, &self.names, &Columns::default(), Some(&target));
        Some(read).filter(|it| !it.canonical.eq_ignore_ascii_case("null"))
    }

    /// `CHECK (…) [NOT VALID]`, of which `CHECK` is read.
    fn domain_check(&self, domain: &Domain, source: &Source<'_>, cursor: &mut Cursor<'_>) -> Read<DomainCheck> {
        let text = source.inside(cursor)?;
        let mut columns = Columns::default();
        columns.types.insert("value".to_owned(), domain.data_type.to_string());
        let expression = expression::read(&text, &self.names, &columns, None);
        Ok(DomainCheck { expression, validated: !cursor.eat_all(&["not", "valid"]), comment: None })
    }

    /// `ALTER DOMAIN`.
    pub(super) fn alter_domain(&mut self, node: &SyntaxNode) {
        let text = syntax::text(node);
        let (tokens, spans) = spanned(&text);
        let source = Source { text: &text, spans };
        let mut cursor = Cursor::new(&tokens);
        if self.domain_action(&source, &mut cursor).is_err() {
            self.unmodelled("ALTER DOMAIN", "");
        }
    }

    fn domain_action(&mut self, source: &Source<'_>, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.expect("alter")?;
        cursor.expect("domain")?;
        let name = self.names.type_name(&cursor.path()?);
        let Some(mut domain) = self.catalogue.domains.get(&name).cloned() else {
            self.unknown("domain", &name);
            return Ok(());
        };
        if cursor.eat_all(&["owner", "to"]) {
            self.owner();
            return Ok(());
        } else if cursor.eat_all(&["rename", "to"]) {
            let to = QualifiedName::new(&name.schema, cursor.name()?);
            self.move_domain(&name, &to);
            return Ok(());
        } else if cursor.eat_all(&["set", "schema"]) {
            let to = QualifiedName::new(cursor.name()?, &name.name);
            self.move_domain(&name, &to);
            return Ok(());
        } else if cursor.eat_all(&["set", "default"]) {
            domain.default = self.domain_default(&domain, &source.expression(cursor));
        } else if cursor.eat_all(&["drop", "default"]) {
            domain.default = None;
        } else if cursor.eat_all(&["set", "not", "null"]) {
            domain.not_null = true;
        } else if cursor.eat_all(&["drop", "not", "null"]) {
            domain.not_null = false;
        } else if cursor.eat("add") {
            let named = if cursor.eat("constraint") { Some(cursor.name()?) } else { None };
            if cursor.eat_all(&["not", "null"]) {
                domain.not_null = true;
            } else {
                cursor.expect("check")?;
                let check = self.domain_check(&domain, source, cursor)?;
                let check_name = named.unwrap_or_else(|| free_name(&domain, &name));
                domain.checks.insert(check_name, check);
            }
        } else if cursor.eat_all(&["drop", "constraint"]) {
            let optional = cursor.eat_all(&["if", "exists"]);
            let check = cursor.name()?;
            if domain.checks.remove(&check).is_none() && !optional {
                self.unknown("constraint", &format!("{check} of {name}"));
            }
        } else if cursor.eat_all(&["rename", "constraint"]) {
            let from = cursor.name()?;
            cursor.expect("to")?;
            if let Some(check) = domain.checks.remove(&from) {
                domain.checks.insert(cursor.name()?, check);
            }
        } else if cursor.eat_all(&["validate", "constraint"]) {
            if let Some(check) = domain.checks.get_mut(&cursor.name()?) {
                check.validated = true;
            }
        } else {
            return Err(Unreadable);
        }
        self.catalogue.domains.insert(name, domain);
        Ok(())
    }

    fn move_domain(&mut self, from: &QualifiedName, to: &QualifiedName) {
        if self.names.has_type(to) {
            return self.duplicate("type", to);
        }
        let (old, new) = (ObjectPath::Domain(from.clone()), ObjectPath::Domain(to.clone()));
        self.catalogue.rename(&old, &new);
        self.names.remove_type(from);
        self.names.add_type(to.clone());
        self.origins.0.remove(&old);
        self.origin_here(new);
    }

    /// `COMMENT ON CONSTRAINT … ON DOMAIN`.
    pub(super) fn comment_on_domain_check(&mut self, part: &str, path: &[String], comment: Option<String>) {
        let name = self.names.type_name(path);
        match self.catalogue.domains.get_mut(&name).and_then(|domain| domain.checks.get_mut(part)) {
            Some(check) => check.comment = comment,
            None => self.unknown("constraint", &format!("{part} of domain {name}")),
        }
    }
}

/// The name that the engine gives a check that has none.
fn free_name(domain: &Domain, name: &QualifiedName) -> String {
    let base = format!("{}_check", name.name);
    let mut names = std::iter::once(base.clone()).chain((1_u32..).map(|at| format!("{base}{at}")));
    names.find(|it| !domain.checks.contains_key(it)).unwrap_or(base)
}

fn collation(path: &[String]) -> String {
    match path {
        [schema, name] if schema != "pg_catalog" => format!("{schema}.{name}"),
        _ => path.last().cloned().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use crate::Dialect;
    use crate::catalogue::{Catalogue, QualifiedName};
    use crate::read::{Limits, read};

    fn catalogue(text: &str) -> Catalogue {
        let reading = read(Dialect::Postgres, &[SourceText::new("a", text)], &Limits::default());
        assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
        reading.catalogue
    }

    #[test]
    fn a_domain_reads_the_same_however_it_is_written() {
        let one = catalogue(
            "CREATE DOMAIN d int DEFAULT 1 + 1 NOT NULL CHECK (VALUE > 0) CONSTRAINT small CHECK (VALUE < 9)",
        );
        let other = catalogue(
            "CREATE DOMAIN public.e AS integer; ALTER DOMAIN e SET DEFAULT (1 + 1); ALTER DOMAIN e SET NOT NULL;
             ALTER DOMAIN e ADD CONSTRAINT d_check CHECK ((VALUE > 0)) NOT VALID; ALTER DOMAIN e VALIDATE CONSTRAINT d_check;
             ALTER DOMAIN e ADD CONSTRAINT tiny CHECK (VALUE < 9); ALTER DOMAIN e RENAME CONSTRAINT tiny TO small;
             ALTER DOMAIN e RENAME TO d",
        );
        assert_eq!(one, other);
        let domain = &one.domains[&QualifiedName::new("public", "d")];
        assert_eq!(domain.checks.keys().collect::<Vec<_>>(), ["d_check", "small"]);
    }

    #[test]
    fn a_domain_that_is_renamed_takes_its_columns_along() {
        let renamed = catalogue("CREATE DOMAIN a AS text; CREATE TABLE t (x a, y a[]); ALTER DOMAIN a RENAME TO b");
        assert_eq!(renamed, catalogue("CREATE DOMAIN b AS text; CREATE TABLE t (x b, y b[])"));
    }

    #[test]
    fn comments_and_drops_find_their_domain() {
        let left = catalogue(
            "CREATE DOMAIN a AS text CONSTRAINT c CHECK (VALUE <> ''); COMMENT ON DOMAIN a IS 'x';
             COMMENT ON CONSTRAINT c ON DOMAIN a IS 'y'; DROP DOMAIN a",
        );
        assert_eq!(left, Catalogue::empty(Dialect::Postgres));
    }
}
