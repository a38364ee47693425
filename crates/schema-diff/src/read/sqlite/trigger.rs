//! `CREATE TRIGGER`: read for its head, kept as text.

use super::cursor::{Cursor, Fault, text_of};
use super::token::Token;
use crate::catalogue::{Expression, Trigger};

/// Reads from behind the trigger's name; gives the name of its table or view and the trigger.
///
/// The text is put together anew, so that `IF NOT EXISTS`, a schema and what is the default anyway do not count.
pub(super) fn trigger(cursor: &mut Cursor<'_>, name: String) -> Result<(String, Trigger), Fault> {
    let source = cursor.source();
    let timing = if cursor.eat(&["AFTER"]) {
        "AFTER"
    } else if cursor.eat(&["INSTEAD", "OF"]) {
        "INSTEAD OF"
    } else {
        cursor.eat(&["BEFORE"]);
        "BEFORE"
    };
    let event = event(cursor)?;
    cursor.expect("ON")?;
    let start = cursor.position();
    let relation = cursor.name()?;
    let written_relation = text_of(source, cursor.since(start));
    cursor.eat(&["FOR", "EACH", "ROW"]);
    let condition = if cursor.eat(&["WHEN"]) { format!(" WHEN {}", condition(cursor)?) } else { String::new() };
    let body = cursor.rest();
    cursor.expect("BEGIN")?;
    let writer = crate::write::Writer::new(crate::Dialect::Sqlite);
    let text = format!(
        "CREATE TRIGGER {} {timing} {event} ON {written_relation}{condition} {}",
        writer.ident(&name),
        text_of(source, body)
    );
    let trigger = Trigger { name, definition: Expression::new(text, ""), function: None, firing: None, comment: None };
    Ok((relation, trigger))
}

fn event(cursor: &mut Cursor<'_>) -> Result<String, Fault> {
    if cursor.eat(&["DELETE"]) {
        return Ok("DELETE".to_owned());
    }
    if cursor.eat(&["INSERT"]) {
        return Ok("INSERT".to_owned());
    }
    if !cursor.eat(&["UPDATE"]) {
        return Err(cursor.fault("`INSERT`, `UPDATE` or `DELETE`"));
    }
    if !cursor.is("OF") {
        return Ok("UPDATE".to_owned());
    }
    let start = cursor.position();
    while !cursor.is_done() && !cursor.is("ON") {
        cursor.next();
    }
    Ok(format!("UPDATE {}", text_of(cursor.source(), cursor.since(start))))
}

/// The condition, up to the `BEGIN` of the body.
fn condition<'a>(cursor: &mut Cursor<'a>) -> Result<&'a str, Fault> {
    let start = cursor.position();
    while !cursor.is("BEGIN") {
        if cursor.next().is_none() {
            return Err(cursor.fault("`BEGIN`"));
        }
    }
    let tokens: &[Token] = cursor.since(start);
    Ok(text_of(cursor.source(), tokens))
}
