//! Which object a statement speaks of.

use crate::catalogue::{DefinitionId, DefinitionKind, QualifiedName};
use crate::read::postgres::cursor::{Cursor, Read, Unreadable};
use crate::read::postgres::replay::Replay;
use crate::read::postgres::tokens::Token;
use crate::read::postgres::types;

use super::{WRITER, ensure, head, is_name};

/// What a statement speaks of, and how its text is to be changed so that it means the same anywhere.
pub(super) struct Parsed {
    pub(super) id: DefinitionId,
    /// Tokens from, to, and what stands there instead.
    pub(super) edits: Vec<(usize, usize, String)>,
    pub(super) replace: bool,
    pub(super) optional: bool,
}

impl Replay<'_> {
    /// What a `CREATE` makes.
    pub(super) fn created(&self, tokens: &[Token]) -> Read<Parsed> {
        let mut cursor = Cursor::new(tokens);
        cursor.expect("create")?;
        let mut edits = Vec::new();
        let replace = cursor.eat_all(&["or", "replace"]);
        if replace {
            edits.push((1, 3, String::new()));
        }
        let kind = head::kind(&mut cursor)?;
        let start = cursor.mark();
        let optional = cursor.eat_all(&["if", "not", "exists"]);
        if optional {
            edits.push((start, cursor.mark(), String::new()));
        }
        let from = cursor.mark();
        let id = match kind {
            DefinitionKind::Policy | DefinitionKind::Rule => return self.attached(kind, cursor, edits, replace),
            DefinitionKind::Statistics => self.statistics(&mut cursor, &mut edits)?,
            DefinitionKind::Cast | DefinitionKind::Transform | DefinitionKind::UserMapping => {
                self.reference(kind, &mut cursor)?
            }
            DefinitionKind::Operator => {
                let (schema, name) = self.operator_name(&mut cursor)?;
                edits.push((from, cursor.mark(), format!("{}.{name}", WRITER().ident(&schema))));
                let detail = self.operands_in_options(&mut cursor)?;
                DefinitionId { kind, schema: Some(schema), name, detail, relation: None }
            }
            _ if !kind.has_schema() => {
                DefinitionId { kind, schema: None, name: cursor.name()?, detail: String::new(), relation: None }
            }
            _ => {
                let name = self.names.created(&cursor.path()?);
                edits.push((from, cursor.mark(), WRITER().name(&name)));
                let (kind, detail) = self.detail_of_created(kind, &mut cursor)?;
                DefinitionId { kind, schema: Some(name.schema), name: name.name, detail, relation: None }
            }
        };
        Ok(Parsed { id, edits, replace, optional })
    }

    /// `name ON table`, or `name AS ON event TO table`.
    fn attached(
        &self,
        kind: DefinitionKind,
        mut cursor: Cursor<'_>,
        mut edits: Vec<(usize, usize, String)>,
        replace: bool,
    ) -> Read<Parsed> {
        let name = cursor.name()?;
        if kind == DefinitionKind::Rule {
            cursor.expect("as")?;
            cursor.expect("on")?;
            cursor.next();
            cursor.expect("to")?;
        } else {
            cursor.expect("on")?;
        }
        let from = cursor.mark();
        let relation = self.names.relation(&cursor.path()?);
        edits.push((from, cursor.mark(), WRITER().name(&relation)));
        let id = DefinitionId { kind, schema: None, name, detail: String::new(), relation: Some(relation) };
        Ok(Parsed { id, edits, replace, optional: false })
    }

    /// The engine names statistics after the table and the columns where the statement does not.
    fn statistics(&self, cursor: &mut Cursor<'_>, edits: &mut Vec<(usize, usize, String)>) -> Read<DefinitionId> {
        let from = cursor.mark();
        ensure(is_name(cursor.peek()) && !cursor.is("on"))?;
        let name = self.names.created(&cursor.path()?);
        edits.push((from, cursor.mark(), WRITER().name(&name)));
        while !cursor.eat("from") {
            cursor.next().ok_or(Unreadable)?;
        }
        let from = cursor.mark();
        let relation = self.names.relation(&cursor.path()?);
        edits.push((from, cursor.mark(), WRITER().name(&relation)));
        let kind = DefinitionKind::Statistics;
        Ok(DefinitionId { kind, schema: Some(name.schema), name: name.name, detail: String::new(), relation: None })
    }

    /// What follows the name in `CREATE`: the kind of a type, and what is part of the identity.
    fn detail_of_created(&self, kind: DefinitionKind, cursor: &mut Cursor<'_>) -> Read<(DefinitionKind, String)> {
        Ok(match kind {
            DefinitionKind::BaseType if cursor.are(&["as", "range"]) => (DefinitionKind::RangeType, String::new()),
            DefinitionKind::BaseType if cursor.is("as") => (DefinitionKind::CompositeType, String::new()),
            DefinitionKind::Aggregate => {
                // The old form has its argument among the options.
                let old =
                    cursor.is_sign('(') && matches!(cursor.peek_at(2), Some(Token::Operator(sign)) if sign == "=");
                (kind, if old { self.operands_in_options(cursor)? } else { self.arguments(cursor)? })
            }
            DefinitionKind::OperatorClass => {
                cursor.eat("default");
                ensure(cursor.eat_all(&["for", "type"]))?;
                types::parse(cursor, &self.names)?;
                (kind, using(cursor)?)
            }
            DefinitionKind::OperatorFamily => (kind, using(cursor)?),
            _ => (kind, String::new()),
        })
    }

    /// What `ALTER`, `DROP` or `COMMENT ON` speaks of, and at which token the statement goes on.
    pub(super) fn referred(&self, tokens: &[Token], verb: &str) -> Read<(Parsed, usize)> {
        let mut cursor = Cursor::new(tokens);
        cursor.expect(verb)?;
        if verb == "comment" {
            cursor.expect("on")?;
        }
        let kind = head::kind(&mut cursor)?;
        let optional = cursor.eat_all(&["if", "exists"]);
        let from = cursor.mark();
        let id = self.reference(kind, &mut cursor)?;
        let written = WRITER().definition(&id);
        let own = written.strip_prefix(id.kind.as_sql()).unwrap_or(&written).trim_start().to_owned();
        let edits = vec![(from, cursor.mark(), own)];
        Ok((Parsed { id, edits, replace: false, optional }, cursor.mark()))
    }

    /// An identity as `DROP` takes it.
    pub(super) fn reference(&self, kind: DefinitionKind, cursor: &mut Cursor<'_>) -> Read<DefinitionId> {
        let bare = |name: String, detail: String| DefinitionId { kind, schema: None, name, detail, relation: None };
        Ok(match kind {
            DefinitionKind::Policy | DefinitionKind::Rule => {
                let name = cursor.name()?;
                cursor.expect("on")?;
                let relation = Some(self.names.relation(&cursor.path()?));
                DefinitionId { relation, ..bare(name, String::new()) }
            }
            DefinitionKind::Cast => {
                cursor.expect_sign('(')?;
                let from = self.spelt_type(cursor)?;
                cursor.expect("as")?;
                let to = self.spelt_type(cursor)?;
                cursor.expect_sign(')')?;
                bare(String::new(), format!("({from} AS {to})"))
            }
            DefinitionKind::Transform => {
                cursor.expect("for")?;
                let data_type = self.spelt_type(cursor)?;
                cursor.expect("language")?;
                let language = WRITER().ident(&cursor.name()?);
                bare(String::new(), format!("FOR {data_type} LANGUAGE {language}"))
            }
            DefinitionKind::UserMapping => {
                cursor.expect("for")?;
                let role = cursor.name()?;
                cursor.expect("server")?;
                let server = WRITER().ident(&cursor.name()?);
                bare(if role == "user" { "current_user".to_owned() } else { role }, format!("SERVER {server}"))
            }
            DefinitionKind::Operator => {
                let mark = cursor.mark();
                let (schema, name) = self.operator_name(cursor)?;
                let qualified = cursor.mark() - mark > 1;
                let detail = self.operands(cursor)?;
                let path = if qualified { vec![schema, name] } else { vec![name] };
                self.find(kind, &path, &detail)
            }
            DefinitionKind::Aggregate => {
                let path = cursor.path()?;
                let detail = self.arguments(cursor)?;
                self.find(kind, &path, &detail)
            }
            DefinitionKind::OperatorClass | DefinitionKind::OperatorFamily => {
                let path = cursor.path()?;
                let detail = using(cursor)?;
                self.find(kind, &path, &detail)
            }
            _ if kind.has_schema() => self.find(kind, &cursor.path()?, ""),
            _ => bare(cursor.name()?, String::new()),
        })
    }

    /// The object of that name on the search path; where there is none, where it would be made.
    fn find(&self, kind: DefinitionKind, path: &[String], detail: &str) -> DefinitionId {
        let at = |name: QualifiedName, kind| DefinitionId {
            kind,
            schema: Some(name.schema),
            name: name.name,
            detail: detail.to_owned(),
            relation: None,
        };
        let kinds: Vec<_> =
            DefinitionKind::ALL.into_iter().filter(|it| *it == kind || (kind.is_type() && it.is_type())).collect();
        let created = self.names.created(path);
        let mut candidates = match path {
            [name] => self.names.path().iter().map(|schema| QualifiedName::new(schema, name)).collect(),
            _ => vec![created.clone()],
        }
        .into_iter();
        candidates
            .find_map(|name| {
                kinds.iter().map(|kind| at(name.clone(), *kind)).find(|id| self.catalogue.definitions.contains_key(id))
            })
            .unwrap_or_else(|| at(created, kind))
    }

    /// An operator's symbol with its schema.
    fn operator_name(&self, cursor: &mut Cursor<'_>) -> Read<(String, String)> {
        let mut schema = None;
        while is_name(cursor.peek()) && cursor.is_sign_at(1, '.') {
            schema = Some(cursor.name()?);
            cursor.next();
        }
        match cursor.next() {
            Some(Token::Operator(name)) => Ok((schema.unwrap_or_else(|| self.names.creation_schema()), name.clone())),
            _ => Err(Unreadable),
        }
    }

    /// `(left, right)`, `NONE` for an operand that is not there.
    fn operands(&self, cursor: &mut Cursor<'_>) -> Read<String> {
        let operands = cursor
            .parenthesised(|cursor| if cursor.eat("none") { Ok("NONE".to_owned()) } else { self.spelt_type(cursor) })?;
        Ok(format!("({})", operands.join(", ")))
    }

    /// The operands of `CREATE OPERATOR`, or the argument of an aggregate in its old form.
    fn operands_in_options(&self, cursor: &mut Cursor<'_>) -> Read<String> {
        let (mut left, mut right, mut base) = (None, None, None);
        cursor.expect_sign('(')?;
        let mut depth = 1_usize;
        while depth > 0 {
            let place = match cursor.peek() {
                Some(Token::Word(word))
                    if depth == 1 && matches!(cursor.peek_at(1), Some(Token::Operator(sign)) if sign == "=") =>
                {
                    match word.as_str() {
                        "leftarg" => Some(&mut left),
                        "rightarg" => Some(&mut right),
                        "basetype" => Some(&mut base),
                        _ => None,
                    }
                }
                _ => None,
            };
            if let Some(place) = place {
                cursor.next();
                cursor.next();
                *place = Some(match cursor.peek() {
                    Some(Token::Text(text)) => {
                        cursor.next();
                        text.clone()
                    }
                    _ => self.spelt_type(cursor)?,
                });
                continue;
            }
            match cursor.next().ok_or(Unreadable)? {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth -= 1,
                _ => {}
            }
        }
        let none = || "NONE".to_owned();
        Ok(match base {
            Some(base) if base.eq_ignore_ascii_case("any") => "(*)".to_owned(),
            Some(base) => format!("({base})"),
            None => format!("({}, {})", left.unwrap_or_else(none), right.unwrap_or_else(none)),
        })
    }

    /// The arguments of an aggregate: their types, `*` where there are none.
    fn arguments(&self, cursor: &mut Cursor<'_>) -> Read<String> {
        cursor.expect_sign('(')?;
        let mut types = Vec::new();
        while !cursor.eat_sign(')') {
            if cursor.eat_operator("*") || cursor.eat_sign(',') || cursor.eat_all(&["order", "by"]) {
                continue;
            }
            if cursor.is_any(&["variadic", "in"]) {
                cursor.next();
            }
            let mark = cursor.mark();
            let ends = |cursor: &Cursor<'_>| cursor.is_sign(',') || cursor.is_sign(')') || cursor.is("order");
            let mut data_type = self.spelt_type(cursor);
            if data_type.is_err() || !ends(cursor) {
                cursor.reset(mark);
                cursor.name()?;
                data_type = self.spelt_type(cursor);
            }
            types.push(data_type?);
        }
        Ok(if types.is_empty() { "(*)".to_owned() } else { format!("({})", types.join(", ")) })
    }

    fn spelt_type(&self, cursor: &mut Cursor<'_>) -> Read<String> {
        let spelt = WRITER().data_type(&types::parse(cursor, &self.names)?);
        // The one name of a pseudo-type that is reserved.
        Ok(if spelt == "any" { "\"any\"".to_owned() } else { spelt })
    }
}

fn using(cursor: &mut Cursor<'_>) -> Read<String> {
    cursor.expect("using")?;
    Ok(format!("USING {}", WRITER().ident(&cursor.name()?)))
}
