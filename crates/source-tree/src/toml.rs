//! TOML, by way of the spanned tables of the `toml` crate, which limits how deep they are.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeFloat, DeInteger, DeString, DeTable, DeValue};
use findings::Span;

use super::builder::Builder;
use super::fault::Fault;
use super::json::is_finite;
use super::scalar::{self, Plain};

const CODE: &str = "toml-syntax";

/// Reads `text` into the builder.
pub(crate) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Fault> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some((last, before)) = errors.split_last() {
        for error in before {
            builder.tell(fault(error));
        }
        return Err(fault(last));
    }
    members(table.get_ref(), range(&table.span()), builder)
}

fn fault(error: &::toml::de::Error) -> Fault {
    let span = error.span().map_or_else(Span::default, |it| range(&it));
    let message = error.message();
    if message.starts_with("duplicate key") {
        return Fault::new("duplicate-key", "the key stands twice in one table", span, "keep one of the two");
    }
    Fault::new(CODE, message, span, "correct the text: it is not TOML 1.1 here")
}

fn range(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

/// Recurses as deep as the parser's limit.
fn members(table: &DeTable<'_>, span: Span, builder: &mut Builder<'_>) -> Result<(), Fault> {
    builder.open(true, 0, span)?;
    // The table is sorted by name; the tree is in the order of the text.
    let mut sorted: Vec<(&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)> = table.iter().collect();
    sorted.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in sorted {
        let span = range(&key.span());
        let text = builder.found(key.get_ref(), span);
        builder.key(text, span);
        node(value, builder)?;
    }
    builder.close(span.end);
    Ok(())
}

fn node(value: &Spanned<DeValue<'_>>, builder: &mut Builder<'_>) -> Result<(), Fault> {
    let span = range(&value.span());
    match value.get_ref() {
        DeValue::Table(table) => return members(table, span, builder),
        DeValue::Array(items) => {
            builder.open(false, 0, span)?;
            for item in items {
                node(item, builder)?;
            }
            builder.close(span.end);
        }
        DeValue::String(text) => string(text, span, builder)?,
        DeValue::Boolean(it) => {
            builder.bool(*it, span)?;
        }
        DeValue::Datetime(time) => string(&time.to_string(), span, builder)?,
        DeValue::Integer(it) => number(&integer(it), span, builder)?,
        DeValue::Float(it) => number(&float(it), span, builder)?,
    }
    Ok(())
}

fn string(text: &str, span: Span, builder: &mut Builder<'_>) -> Result<(), Fault> {
    let text = builder.found(text, span);
    builder.string(text, span).map(|_| ())
}

fn number(number: &str, span: Span, builder: &mut Builder<'_>) -> Result<(), Fault> {
    if number.is_empty() || builder.strict().is_some() && !is_finite(number) {
        return Err(Fault::new(CODE, "the number is not finite", span, "write a finite number"));
    }
    let text = builder.found(number, span);
    builder.number(number, text, span).map(|_| ())
}

/// As JSON spells it; empty for what no 128 bits hold.
fn integer(number: &DeInteger<'_>) -> String {
    i128::from_str_radix(number.as_str(), number.radix()).map_or_else(|_| String::new(), |it| it.to_string())
}

/// As JSON spells it; empty for an infinity, or none at all.
fn float(number: &DeFloat<'_>) -> String {
    match scalar::resolve(number.as_str()) {
        Plain::Number(number) => number.into_owned(),
        _ => String::new(),
    }
}
