//! `CREATE INDEX`.

use super::{Writer, spaced};
use crate::catalogue::{Index, IndexElement, IndexKey, NullsOrder, QualifiedName};

impl Writer {
    /// `CREATE INDEX` on `relation`. SQLite knows no `CONCURRENTLY`; there the flag has no effect.
    pub fn create_index(
        self,
        relation: &QualifiedName,
        index: &Index,
        concurrently: bool,
        if_not_exists: bool,
    ) -> String {
        let elements: Vec<_> = index.elements.iter().map(|element| self.index_element(element)).collect();
        let using = if self.is_sqlite() || index.method.is_empty() {
            String::new()
        } else {
            format!("USING {}", self.ident(&index.method))
        };
        let include =
            if index.include.is_empty() { String::new() } else { format!("INCLUDE ({})", self.idents(&index.include)) };
        let predicate = index.predicate.as_ref().map(|it| format!("WHERE {}", self.predicate(&it.text)));
        spaced([
            "CREATE",
            if index.unique { "UNIQUE" } else { "" },
            "INDEX",
            if concurrently && !self.is_sqlite() { "CONCURRENTLY" } else { "" },
            if if_not_exists { "IF NOT EXISTS" } else { "" },
            &self.ident(&index.name),
            "ON",
            &self.name(relation),
            &using,
            &format!("({})", elements.join(", ")),
            &include,
            if index.nulls_not_distinct { "NULLS NOT DISTINCT" } else { "" },
            &self.storage_parameters(&index.storage_parameters),
            predicate.as_deref().unwrap_or(""),
        ])
    }

    /// On SQLite the text of a predicate is kept as it is; PostgreSQL prints parentheses around it.
    fn predicate(self, text: &str) -> String {
        if self.is_sqlite() { text.to_owned() } else { format!("({text})") }
    }

    /// An element of an index.
    pub fn index_element(self, element: &IndexElement) -> String {
        let key = match &element.key {
            IndexKey::Column(name) => self.ident(name),
            IndexKey::Expression(expression) => format!("({})", expression.text),
        };
        let collate = element.collation.as_ref().map(|it| format!("COLLATE {}", self.collation(it)));
        let nulls = match element.nulls {
            None => "",
            Some(NullsOrder::First) => "NULLS FIRST",
            Some(NullsOrder::Last) => "NULLS LAST",
        };
        spaced([
            key.as_str(),
            collate.as_deref().unwrap_or(""),
            element.operator_class.as_deref().unwrap_or(""),
            if element.descending { "DESC" } else { "" },
            nulls,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::catalogue::Expression;

    #[test]
    fn an_index_with_everything() {
        let element = IndexElement {
            key: IndexKey::Expression(Expression::new("lower(name)", "")),
            collation: Some("C".into()),
            operator_class: Some("text_pattern_ops".into()),
            descending: true,
            nulls: Some(NullsOrder::Last),
        };
        let index = Index {
            name: "i".into(),
            unique: true,
            method: "btree".into(),
            elements: vec![element],
            include: vec!["id".into()],
            nulls_not_distinct: true,
            predicate: Some(Expression::new("id > 0", "")),
            storage_parameters: [("fillfactor".to_owned(), "70".to_owned())].into(),
            valid: true,
            parent: None,
            comment: None,
        };
        let table = QualifiedName::new("public", "t");
        assert_eq!(
            Writer::new(Dialect::Postgres).create_index(&table, &index, true, true),
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON public.t USING btree ((lower(name)) COLLATE \"C\" \
             text_pattern_ops DESC NULLS LAST) INCLUDE (id) NULLS NOT DISTINCT WITH (fillfactor=70) WHERE (id > 0)"
        );
    }
}
