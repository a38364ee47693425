//! TOML, by way of the spanned tables of the `toml` crate, which limits how deep they are.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeString, DeTable, DeValue};
use findings::Span;

use super::builder::Builder;
use super::{FAULTS, Fault, Node, Value};

const CODE: &str = "toml-syntax";

/// Reads `text`.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Fault>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return (None, errors.iter().take(FAULTS).map(fault).collect());
    }
    let mut builder = Builder::default();
    let read = members(table.get_ref(), &range(&table.span()), &mut builder);
    if let Err(fault) = read {
        return (None, vec![fault]);
    }
    builder.finish()
}

fn fault(error: &::toml::de::Error) -> Fault {
    let span = error.span().map_or_else(Span::default, |it| range(&it));
    let message = error.message();
    if message.starts_with("duplicate key") {
        return Fault::error("duplicate-key", "the key stands twice in one table", span).help("keep one of the two");
    }
    Fault::error(CODE, message, span).help("correct the text: it is not TOML 1.1 here")
}

fn range(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

/// Recurses as deep as the parser's limit.
fn members(table: &DeTable<'_>, span: &Span, builder: &mut Builder) -> Result<(), Fault> {
    builder.open(true, span.start, 0)?;
    // The table is sorted by name; the tree is in the order of the text.
    let mut sorted: Vec<(&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)> = table.iter().collect();
    sorted.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in sorted {
        builder.key(key.get_ref().to_string(), range(&key.span()));
        node(value, builder)?;
    }
    builder.close(span.end).map(|_| ())
}

fn node(value: &Spanned<DeValue<'_>>, builder: &mut Builder) -> Result<(), Fault> {
    let span = range(&value.span());
    let scalar = match value.get_ref() {
        DeValue::Table(table) => return members(table, &span, builder),
        DeValue::Array(items) => {
            builder.open(false, span.start, 0)?;
            for item in items {
                node(item, builder)?;
            }
            return builder.close(span.end).map(|_| ());
        }
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(it) => Value::Bool(*it),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Integer(number) => {
            let integer = i128::from_str_radix(number.as_str(), number.radix()).ok();
            Value::Number(finite(integer.map(whole), span)?)
        }
        DeValue::Float(number) => Value::Number(finite(number.as_str().parse().ok(), span)?),
    };
    builder.scalar(scalar, span)
}

#[expect(clippy::cast_precision_loss, reason = "a specification's figures are floating point numbers")]
fn whole(number: i128) -> f64 {
    number as f64
}

fn finite(number: Option<f64>, span: Span) -> Result<f64, Fault> {
    let fault = || Fault::error(CODE, "the number is not finite", span).help("write a finite number");
    number.filter(|number| number.is_finite()).ok_or_else(fault)
}
