//! What shows that a value of an enum breaks: its name in JSON.

use super::exchange::{Shown, read_json};
use super::names::uses;
use super::{LIBRARY, Lab, Side};
use crate::protobuf::change::{Change, Edit, Node};
use crate::protobuf::model::Enum;

impl Lab {
    /// A message in JSON with the name of the value, which the other side does not know.
    pub(super) fn value(&mut self, change: &Change<'_>) -> Option<(Shown, &'static str)> {
        let (old, new) = (change.before?, change.after?);
        let (old_enum, new_enum) = (old.enumeration()?, new.enumeration()?);
        let (name, forward) = match (change.edit, old, new) {
            (Edit::Added, _, Node::EnumValue(_, _, value)) => (value.name.clone(), true),
            (_, Node::EnumValue(_, _, value), _) => (value.name.clone(), false),
            _ => return None,
        };
        let paths = (old.file().path.clone(), new.file().path.clone());
        let text = serde_json::json!({ "value": name }).to_string();
        let takes_clients = self.old.takes_clients() && self.new.takes_clients();
        let (before, after) = if takes_clients {
            (read(&mut self.old, &paths.0, old_enum, &text)?, read(&mut self.new, &paths.1, new_enum, &text)?)
        } else {
            (has(&self.old, old_enum, &name)?, has(&self.new, new_enum, &name)?)
        };
        let (works, fails) = if forward { (after, before) } else { (before, after) };
        works.ok()?;
        let statement = format!("a message in JSON with a value of {}: {text}", old_enum.full_name);
        let reader = if forward { "the old definition" } else { "the new definition" };
        let fails_with = format!("{reader} refuses it: {}", fails.err()?);
        Some((Shown { statement, instance: Some(text), fails_with }, LIBRARY))
    }
}

/// What the side makes of the message; none where no client of the enum compiles.
fn read(side: &mut Side, path: &str, of: &Enum, text: &str) -> Option<Result<(), String>> {
    let package = side.compile(&uses(path, &of.full_name)).ok()?;
    let message = side.with_clients().get_message_by_name(&format!("{package}.Client"))?;
    Some(read_json(&message, text).map(|_| ()))
}

/// Whether the side knows the name.
fn has(side: &Side, of: &Enum, name: &str) -> Option<Result<(), String>> {
    let of = side.pool.get_enum_by_name(&of.full_name)?;
    Some(of.get_value_by_name(name).map(|_| ()).ok_or_else(|| format!("`{name}` is not among its values")))
}
