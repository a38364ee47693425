//! How a user states that a column moves to another table.

use schema_diff::diff::stated_name::{sides, unquoted};

/// A column that moves: `table.column=other_table.column`, each side with its schema where that is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Where the column goes from, as `table.column` or `schema.table.column`.
    pub from: String,
    /// Where it comes to.
    pub to: String,
}

/// What joins the rows of the table that columns move to with those of the table that they move from:
/// `other_table.column=table.column`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// A key column of the table that columns move to.
    pub to: String,
    /// The key column of the table that they move from.
    pub from: String,
}

/// The two columns of `text`.
fn columns(text: &str) -> Option<(String, String)> {
    let (left, right) = sides(text)?;
    let is_column = |it: &str| it.contains('.') && !it.split('.').any(str::is_empty);
    let (left, right) = (unquoted(left), unquoted(right));
    (is_column(&left) && is_column(&right)).then_some((left, right))
}

impl std::str::FromStr for Move {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = columns(text).ok_or_else(|| {
            format!("`{text}` moves nothing: write table.column=other_table.column, for example customers.street=addresses.street")
        })?;
        Ok(Self { from, to })
    }
}

impl std::str::FromStr for By {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (to, from) = columns(text).ok_or_else(|| {
            format!("`{text}` joins nothing: write other_table.column=table.column, for example addresses.customer_id=customers.id")
        })?;
        Ok(Self { to, from })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_columns() {
        let it: Move = "customers.street = sales.addresses.street".parse().unwrap();
        assert_eq!((it.from.as_str(), it.to.as_str()), ("customers.street", "sales.addresses.street"));
        assert!("street=addresses.street".parse::<Move>().is_err() && "a.b=c.".parse::<By>().is_err());
    }
}
