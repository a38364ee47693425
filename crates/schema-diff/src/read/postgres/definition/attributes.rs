//! What composite types, foreign tables and range types are made of.

use crate::catalogue::{Attribute, DefinitionId, DefinitionKind, Expression};
use crate::read::postgres::cursor::{Cursor, Read, Unreadable};
use crate::read::postgres::replay::Replay;
use crate::read::postgres::tokens::{Token, tokens};
use crate::read::postgres::types;

use super::WRITER;

impl Replay<'_> {
    /// The parts of what `text` creates.
    pub(super) fn attributes(&self, kind: DefinitionKind, text: &str) -> Vec<Attribute> {
        let tokens = tokens(text);
        let mut cursor = Cursor::new(&tokens);
        let read = match kind {
            DefinitionKind::CompositeType | DefinitionKind::ForeignTable => self.columns_in(&mut cursor),
            DefinitionKind::RangeType => self.subtype_in(&mut cursor),
            _ => return Vec::new(),
        };
        read.unwrap_or_default()
    }

    fn columns_in(&self, cursor: &mut Cursor<'_>) -> Read<Vec<Attribute>> {
        while !cursor.eat_sign('(') {
            cursor.next().ok_or(Unreadable)?;
        }
        let mut attributes = Vec::new();
        while !cursor.eat_sign(')') {
            if cursor.is_any(&["constraint", "check", "like"]) {
                skip_element(cursor)?;
            } else {
                attributes.push(self.attribute(cursor)?);
                skip_element(cursor)?;
            }
            cursor.eat_sign(',');
        }
        Ok(attributes)
    }

    /// `name type [COLLATE collation]`.
    fn attribute(&self, cursor: &mut Cursor<'_>) -> Read<Attribute> {
        let name = cursor.name()?;
        let data_type = types::parse(cursor, &self.names)?;
        let collation = if cursor.eat("collate") {
            let path = cursor.path()?;
            Some(match path.as_slice() {
                [schema, name] if schema != "pg_catalog" => format!("{schema}.{name}"),
                _ => path.last().cloned().unwrap_or_default(),
            })
        } else {
            None
        };
        Ok(Attribute { name, data_type, collation })
    }

    fn subtype_in(&self, cursor: &mut Cursor<'_>) -> Read<Vec<Attribute>> {
        while !cursor.eat("subtype") {
            cursor.next().ok_or(Unreadable)?;
        }
        cursor.next();
        let data_type = types::parse(cursor, &self.names)?;
        Ok(vec![Attribute { name: "subtype".to_owned(), data_type, collation: None }])
    }

    /// `ALTER TYPE … ADD ATTRIBUTE` and its like, of which the actions are at hand.
    pub(super) fn alter_composite(&mut self, id: &DefinitionId, cursor: &mut Cursor<'_>) -> Read<()> {
        let Some(mut attributes) = self.catalogue.definitions.get(id).map(|it| it.attributes.clone()) else {
            return Ok(());
        };
        cursor.list(|cursor| self.composite_action(&mut attributes, cursor))?;
        let text = composite(id, &attributes);
        let statement = Expression::new(&text, self.canonical_definition(id, &text));
        if let Some(definition) = self.catalogue.definitions.get_mut(id) {
            definition.statement = statement;
            definition.attributes = attributes;
        }
        Ok(())
    }

    fn composite_action(&self, attributes: &mut Vec<Attribute>, cursor: &mut Cursor<'_>) -> Read<()> {
        if cursor.eat_all(&["add", "attribute"]) {
            attributes.push(self.attribute(cursor)?);
        } else if cursor.eat_all(&["drop", "attribute"]) {
            cursor.eat_all(&["if", "exists"]);
            let name = cursor.name()?;
            attributes.retain(|it| it.name != name);
        } else if cursor.eat_all(&["rename", "attribute"]) {
            let from = cursor.name()?;
            cursor.expect("to")?;
            let to = cursor.name()?;
            attributes.iter_mut().filter(|it| it.name == from).for_each(|it| it.name.clone_from(&to));
        } else if cursor.eat_all(&["alter", "attribute"]) {
            let name = cursor.name()?;
            cursor.eat_all(&["set", "data"]);
            cursor.expect("type")?;
            let data_type = types::parse(cursor, &self.names)?;
            attributes.iter_mut().filter(|it| it.name == name).for_each(|it| it.data_type = data_type.clone());
        } else {
            return Err(Unreadable);
        }
        if !cursor.eat("cascade") {
            cursor.eat("restrict");
        }
        Ok(())
    }
}

/// The statement that creates a composite type.
pub(super) fn composite(id: &DefinitionId, attributes: &[Attribute]) -> String {
    let writer = WRITER();
    let one = |it: &Attribute| {
        let collation = it.collation.as_ref().map(|name| format!(" COLLATE {}", writer.collation(name)));
        format!("{} {}{}", writer.ident(&it.name), writer.data_type(&it.data_type), collation.unwrap_or_default())
    };
    let attributes = attributes.iter().map(one).collect::<Vec<_>>().join(", ");
    format!("CREATE {} AS ({attributes})", writer.definition(id))
}

/// Passes over the rest of an element of a list in parentheses.
fn skip_element(cursor: &mut Cursor<'_>) -> Read<()> {
    let mut depth = 0_usize;
    while depth > 0 || !(cursor.is_sign(',') || cursor.is_sign(')')) {
        match cursor.next().ok_or(Unreadable)? {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use crate::Dialect;
    use crate::catalogue::Catalogue;
    use crate::read::{Limits, read};

    fn catalogue(text: &str) -> Catalogue {
        let reading = read(Dialect::Postgres, &[SourceText::new("a", text)], &Limits::default());
        assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
        reading.catalogue
    }

    #[test]
    fn changes_of_attributes_are_folded_into_the_type() {
        let one = catalogue(
            "CREATE TYPE c AS (a int, b text, x numeric(5, 2)); ALTER TYPE c DROP ATTRIBUTE b, ADD ATTRIBUTE d varchar(3) COLLATE \"C\";
             ALTER TYPE c RENAME ATTRIBUTE a TO e; ALTER TYPE c ALTER ATTRIBUTE e TYPE bigint CASCADE",
        );
        assert_eq!(
            one,
            catalogue(
                "CREATE TYPE public.c AS (e int8, x numeric(5,2), d character varying(3) COLLATE pg_catalog.\"C\")"
            )
        );
        assert_eq!(one.definitions.values().map(|it| it.attributes.len()).sum::<usize>(), 3);
    }

    #[test]
    fn foreign_tables_have_columns() {
        let one = catalogue(
            "CREATE FOREIGN TABLE f (a int OPTIONS (column_name 'x') NOT NULL, b timestamptz(3)) SERVER s;
             CREATE VIEW v AS SELECT * FROM f",
        );
        let attributes = one.definitions.values().next().map(|it| it.attributes.clone()).unwrap_or_default();
        assert_eq!(attributes.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        let view = one.views.values().next().and_then(|view| view.columns.as_ref()).map(Vec::len);
        assert_eq!(view, Some(2));
    }
}
