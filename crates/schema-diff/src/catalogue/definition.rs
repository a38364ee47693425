//! Objects that one statement creates and one drops, and that the model holds as that statement.

use serde::{Deserialize, Serialize};

use super::{DataType, Expression, Grants, QualifiedName};

/// The kind of an object that is held as its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefinitionKind {
    /// `LANGUAGE`.
    Language,
    /// `COLLATION`.
    Collation,
    /// `TYPE … AS (…)`.
    CompositeType,
    /// `TYPE … AS RANGE`.
    RangeType,
    /// `TYPE` with functions of its own, or a shell.
    BaseType,
    /// `ACCESS METHOD`.
    AccessMethod,
    /// `OPERATOR`.
    Operator,
    /// `OPERATOR FAMILY`.
    OperatorFamily,
    /// `OPERATOR CLASS`.
    OperatorClass,
    /// `AGGREGATE`.
    Aggregate,
    /// `CAST`.
    Cast,
    /// `CONVERSION`.
    Conversion,
    /// `TRANSFORM`.
    Transform,
    /// `TEXT SEARCH PARSER`.
    TextSearchParser,
    /// `TEXT SEARCH TEMPLATE`.
    TextSearchTemplate,
    /// `TEXT SEARCH DICTIONARY`.
    TextSearchDictionary,
    /// `TEXT SEARCH CONFIGURATION`.
    TextSearchConfiguration,
    /// `FOREIGN DATA WRAPPER`.
    ForeignDataWrapper,
    /// `SERVER`.
    Server,
    /// `USER MAPPING`.
    UserMapping,
    /// `FOREIGN TABLE`.
    ForeignTable,
    /// `STATISTICS`.
    Statistics,
    /// `RULE`.
    Rule,
    /// `POLICY`.
    Policy,
    /// `EVENT TRIGGER`.
    EventTrigger,
    /// `PUBLICATION`.
    Publication,
    /// `SUBSCRIPTION`.
    Subscription,
}

impl DefinitionKind {
    /// All kinds, what others may be made of first.
    pub const ALL: [Self; 27] = [
        Self::Language,
        Self::Collation,
        Self::CompositeType,
        Self::RangeType,
        Self::BaseType,
        Self::AccessMethod,
        Self::Operator,
        Self::OperatorFamily,
        Self::OperatorClass,
        Self::Aggregate,
        Self::Cast,
        Self::Conversion,
        Self::Transform,
        Self::TextSearchParser,
        Self::TextSearchTemplate,
        Self::TextSearchDictionary,
        Self::TextSearchConfiguration,
        Self::ForeignDataWrapper,
        Self::Server,
        Self::UserMapping,
        Self::ForeignTable,
        Self::Statistics,
        Self::Rule,
        Self::Policy,
        Self::EventTrigger,
        Self::Publication,
        Self::Subscription,
    ];

    /// The words of SQL between `CREATE` or `DROP` and the name.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Language => "LANGUAGE",
            Self::Collation => "COLLATION",
            Self::CompositeType | Self::RangeType | Self::BaseType => "TYPE",
            Self::AccessMethod => "ACCESS METHOD",
            Self::Operator => "OPERATOR",
            Self::OperatorFamily => "OPERATOR FAMILY",
            Self::OperatorClass => "OPERATOR CLASS",
            Self::Aggregate => "AGGREGATE",
            Self::Cast => "CAST",
            Self::Conversion => "CONVERSION",
            Self::Transform => "TRANSFORM",
            Self::TextSearchParser => "TEXT SEARCH PARSER",
            Self::TextSearchTemplate => "TEXT SEARCH TEMPLATE",
            Self::TextSearchDictionary => "TEXT SEARCH DICTIONARY",
            Self::TextSearchConfiguration => "TEXT SEARCH CONFIGURATION",
            Self::ForeignDataWrapper => "FOREIGN DATA WRAPPER",
            Self::Server => "SERVER",
            Self::UserMapping => "USER MAPPING",
            Self::ForeignTable => "FOREIGN TABLE",
            Self::Statistics => "STATISTICS",
            Self::Rule => "RULE",
            Self::Policy => "POLICY",
            Self::EventTrigger => "EVENT TRIGGER",
            Self::Publication => "PUBLICATION",
            Self::Subscription => "SUBSCRIPTION",
        }
    }

    /// The word for messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Collation => "collation",
            Self::CompositeType => "composite type",
            Self::RangeType => "range type",
            Self::BaseType => "base type",
            Self::AccessMethod => "access method",
            Self::Operator => "operator",
            Self::OperatorFamily => "operator family",
            Self::OperatorClass => "operator class",
            Self::Aggregate => "aggregate",
            Self::Cast => "cast",
            Self::Conversion => "conversion",
            Self::Transform => "transform",
            Self::TextSearchParser => "text search parser",
            Self::TextSearchTemplate => "text search template",
            Self::TextSearchDictionary => "text search dictionary",
            Self::TextSearchConfiguration => "text search configuration",
            Self::ForeignDataWrapper => "foreign data wrapper",
            Self::Server => "server",
            Self::UserMapping => "user mapping",
            Self::ForeignTable => "foreign table",
            Self::Statistics => "statistics object",
            Self::Rule => "rule",
            Self::Policy => "policy",
            Self::EventTrigger => "event trigger",
            Self::Publication => "publication",
            Self::Subscription => "subscription",
        }
    }

    /// Whether columns can be of it.
    pub fn is_type(self) -> bool {
        matches!(self, Self::CompositeType | Self::RangeType | Self::BaseType)
    }

    /// Whether it lies in a schema.
    pub fn has_schema(self) -> bool {
        !self.is_attached()
            && !matches!(
                self,
                Self::Language
                    | Self::AccessMethod
                    | Self::Cast
                    | Self::Transform
                    | Self::ForeignDataWrapper
                    | Self::Server
                    | Self::UserMapping
                    | Self::EventTrigger
                    | Self::Publication
                    | Self::Subscription
            )
    }

    /// Whether it is part of a table or view, and goes with it.
    pub fn is_attached(self) -> bool {
        matches!(self, Self::Rule | Self::Policy)
    }

    /// Whether only a superuser can make it.
    pub fn needs_superuser(self) -> bool {
        matches!(
            self,
            Self::BaseType
                | Self::AccessMethod
                | Self::OperatorFamily
                | Self::OperatorClass
                | Self::TextSearchParser
                | Self::TextSearchTemplate
                | Self::ForeignDataWrapper
                | Self::EventTrigger
                | Self::Subscription
        )
    }
}

/// What tells an object that is held as its statement from all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefinitionId {
    /// Its kind.
    pub kind: DefinitionKind,
    /// The schema in which it lies; none where its kind lies in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Its name, folded, without quotes; the role of a user mapping; empty for a cast and a transform.
    pub name: String,
    /// What follows the name in SQL and tells it from others of that name: `(integer, text)` of an aggregate or
    /// operator, `USING btree` of an operator class, `(text AS integer)` of a cast, `SERVER s` of a user mapping.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The table or view of which it is a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<QualifiedName>,
}

impl DefinitionId {
    /// Its qualified name, where it lies in a schema.
    pub fn qualified(&self) -> Option<QualifiedName> {
        self.schema.as_ref().map(|schema| QualifiedName::new(schema, &self.name))
    }
}

impl std::fmt::Display for DefinitionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        if let Some(schema) = &self.schema {
            text.push_str(schema);
            text.push('.');
        }
        text.push_str(&self.name);
        if !self.detail.is_empty() {
            if !text.is_empty() && !self.detail.starts_with('(') {
                text.push(' ');
            }
            text.push_str(&self.detail);
        }
        if let Some(relation) = &self.relation {
            text.push_str(" on ");
            text.push_str(&relation.to_string());
        }
        f.write_str(&text)
    }
}

/// An object that is held as the statement that creates it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The `CREATE` statement, with the object's name qualified; the canonical form is what the engine would print.
    pub statement: Expression,
    /// Statements that say more of it (`ALTER TEXT SEARCH CONFIGURATION … ADD MAPPING`), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Expression>,
    /// What it is made of: the attributes of a composite type, the columns of a foreign table, the `subtype` of a range
    /// type; none for other kinds. The statement says it too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    /// `COMMENT ON`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `GRANT` and `REVOKE`.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

/// A part of what is held as its statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Name.
    pub name: String,
    /// Type.
    pub data_type: DataType,
    /// Collation, where it is not that of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
}

impl Definition {
    /// A definition by its statement alone.
    pub fn new(statement: Expression) -> Self {
        Self { statement, also: Vec::new(), attributes: Vec::new(), comment: None, grants: Grants::default() }
    }

    /// Its statements.
    pub fn statements(&self) -> impl Iterator<Item = &Expression> {
        std::iter::once(&self.statement).chain(&self.also)
    }

    /// Whether `name` is a word of one of its statements.
    pub fn mentions(&self, name: &str) -> bool {
        self.statements().any(|statement| statement.mentions(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_reads_as_it_is_written() {
        let id = |kind, schema: Option<&str>, name: &str, detail: &str| DefinitionId {
            kind,
            schema: schema.map(str::to_owned),
            name: name.to_owned(),
            detail: detail.to_owned(),
            relation: None,
        };
        let aggregate = id(DefinitionKind::Aggregate, Some("app"), "total", "(integer)");
        assert_eq!(aggregate.to_string(), "app.total(integer)");
        assert_eq!(id(DefinitionKind::Cast, None, "", "(text AS integer)").to_string(), "(text AS integer)");
        assert_eq!(id(DefinitionKind::UserMapping, None, "bob", "SERVER s").to_string(), "bob SERVER s");
        assert_eq!(DefinitionKind::ALL.len(), 27);
    }
}
