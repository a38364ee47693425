//! How a user states what a column is made of.

use schema_diff::diff::stated_name::{sides, unquoted};

/// What a column that comes or goes is made of: `table.column=expression` or `schema.table.column=expression`.
///
/// The expression of a column that comes reads columns that go, and the other way round. Columns that are joined so are
/// two shapes of one thing: a split, a merge, or n columns that become m.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derive {
    /// The column, as `table.column` or `schema.table.column`.
    pub column: String,
    /// An SQL expression over the columns of the other shape.
    pub expression: String,
}

impl std::str::FromStr for Derive {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |what: &str| {
            format!(
                "`{text}` derives nothing: {what}; write table.column=EXPRESSION, for example \
                 people.first_name=split_part(name, ' ', 1)"
            )
        };
        let (column, expression) = sides(text).ok_or_else(|| wrong("there is no `=`"))?;
        let column = unquoted(column);
        if !column.contains('.') || column.split('.').any(str::is_empty) {
            return Err(wrong("before the `=` stands no table.column"));
        }
        if expression.is_empty() {
            return Err(wrong("behind the `=` stands nothing"));
        }
        Ok(Self { column, expression: expression.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_equals_sign_ends_the_column() {
        let derive: Derive = "people.adult = age >= 18".parse().unwrap();
        assert_eq!((derive.column.as_str(), derive.expression.as_str()), ("people.adult", "age >= 18"));
    }

    #[test]
    fn what_is_no_derivation_says_why() {
        for (text, why) in [("people.name", "no `=`"), ("name=a", "no table.column"), ("people.name= ", "nothing")] {
            let error = text.parse::<Derive>().unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
