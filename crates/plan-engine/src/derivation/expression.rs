//! Expressions that a user wrote, read as the reader of schemas reads them.

use findings::SourceText;
use schema_diff::Dialect;
use schema_diff::catalogue::Expression;
use schema_diff::read::{Limits, read};

/// Reads `text` as one expression; says what is wrong where it is none.
pub(crate) fn read_expression(text: &str) -> Result<Expression, String> {
    if !is_closed(text) {
        return Err("a quote or bracket in it is not closed, or closed too often".to_owned());
    }
    // No column of the user's is called like it, so that the expression does not seem to mention one.
    let statement = format!("CREATE VIEW v AS SELECT ({text}) AS migration_architect_value");
    let reading = read(Dialect::Postgres, &[SourceText::new("expression", statement)], &Limits::default());
    if let Some(diagnostic) = reading.diagnostics.first() {
        return Err(diagnostic.message.clone());
    }
    let mut views = reading.catalogue.views.into_values();
    match (views.next(), reading.statements.len()) {
        (Some(view), 1) => Ok(Expression::new(text, view.query.canonical)),
        _ => Err("it is more than one expression".to_owned()),
    }
}

/// What the expression calls that gives another value from time to time: two shapes would not stay equal.
pub(crate) fn unsteady(expression: &Expression) -> Option<&str> {
    const CALLS: [&str; 17] = [
        "random",
        "random_normal",
        "clock_timestamp",
        "statement_timestamp",
        "transaction_timestamp",
        "timeofday",
        "now",
        "gen_random_uuid",
        "gen_random_bytes",
        "uuidv4",
        "uuidv7",
        "uuid_generate_v1",
        "uuid_generate_v4",
        "nextval",
        "currval",
        "lastval",
        "txid_current",
    ];
    const NAMES: [&str; 5] = ["current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"];
    // Every second part lies between quotes; a doubled quote only begins the next literal.
    let text: String = expression.canonical.to_ascii_lowercase().split('\'').step_by(2).collect();
    let is_called = |word: &str| text.split(word).skip(1).any(|behind| behind.trim_start().starts_with('('));
    expression.words().find(|word| {
        let word = word.to_ascii_lowercase();
        NAMES.contains(&word.as_str()) || CALLS.contains(&word.as_str()) && is_called(&word)
    })
}

/// Whether quotes and brackets are closed in the order in which they are opened.
fn is_closed(text: &str) -> bool {
    let (mut open, mut quote) = (Vec::new(), None);
    for character in text.chars() {
        match (quote, character) {
            (Some(it), _) if character == it => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '(' | '[') => open.push(character),
            (None, ')') if open.pop() != Some('(') => return false,
            (None, ']') if open.pop() != Some('[') => return false,
            _ => {}
        }
    }
    quote.is_none() && open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_knows_what_it_mentions() {
        let expression = read_expression("concat_ws(' both ', first_name, \"Last\")").unwrap();
        assert!(expression.mentions("first_name") && expression.mentions("Last") && !expression.mentions("both"));
        assert!(!expression.mentions("x"));
    }

    #[test]
    fn what_gives_another_value_is_found() {
        let of = |text: &str| read_expression(text).ok().and_then(|it| unsteady(&it).map(str::to_owned));
        assert_eq!(of("name || random()").as_deref(), Some("random"));
        assert!(of("at + current_date").is_some());
        assert_eq!(of("now || random || 'now()'"), None);
    }

    #[test]
    fn what_is_no_expression_is_told() {
        for text in ["a +", "a) , (b", "a; DROP TABLE b", "'a", "a, b FROM c", "a -- b"] {
            assert!(read_expression(text).is_err(), "{text}");
        }
    }
}
