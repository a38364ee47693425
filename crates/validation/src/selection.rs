//! What is read of a side.

/// What is read of a side: the columns compared, in the same order on both sides, the key, and which rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// The columns compared, the key's among them.
    pub fields: Vec<Field>,
    /// The places in `fields` of the key's columns, in the key's order; empty where rows are compared as a multiset.
    pub key: Vec<usize>,
    /// A condition in the side's own SQL that rows have to meet, as the user wrote it.
    pub filter: Option<String>,
}

/// A column that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What both sides and every output call it.
    pub name: String,
    /// The column of this side, where it is one.
    pub column: Option<String>,
    /// Where it is not: an expression in the side's own SQL, as the user wrote it.
    pub expression: Option<String>,
}
