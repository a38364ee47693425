//! What shows that a field breaks.

use super::Lab;
use super::exchange::{Shown, Writer, in_bytes, in_json, together, where_absent};
use super::slot::Slot;
use crate::protobuf::change::{Change, Edit};
use crate::protobuf::model::Cardinality;

impl Lab {
    pub(super) fn field(&self, change: &Change<'_>) -> Option<Shown> {
        match (change.field, change.edit) {
            ("", Edit::Removed) => self.field_removed(change),
            ("", _) => self.field_added(change),
            ("extendee", _) => self.extension_target(change),
            ("utf8_validation" | "java_utf8_validation", _) => {
                self.unchecked(change).or_else(|| self.of_syntax(change))
            }
            ("ctype", _) => self.of_syntax(change),
            _ => {
                let old = Slot::find(&self.old.pool, change.before?)?;
                let new = Slot::find(&self.new.pool, change.after?)?;
                Self::field_changed(change, &old, &new)
            }
        }
    }

    fn field_changed(change: &Change<'_>, old: &Slot, new: &Slot) -> Option<Shown> {
        let (was, is) = change.fields()?;
        let messages = (old.message(), new.message());
        let bytes = || {
            in_bytes(old, Some(new), &messages.1, Writer::Old)
                .or_else(|| in_bytes(new, Some(old), &messages.0, Writer::New))
        };
        let json = || {
            in_json(old, Some(new), &messages.1, Writer::Old)
                .or_else(|| in_json(new, Some(old), &messages.0, Writer::New))
        };
        let required = [was, is].iter().any(|it| it.cardinality == Cardinality::Required);
        match change.field {
            "default_value" => where_absent(old, new),
            "oneof_index" => lost_together(old, new, Writer::Old)
                // Fields that may be sent together on one side and stand in one oneof on the other.
                .or_else(|| lost_together(new, old, Writer::New))
                .or_else(|| oneof_names(old, new)),
            "label" if required => required_differs(old, new),
            "label" => bytes().or_else(json).or_else(|| presence(old, new)),
            "type" => bytes().or_else(json).or_else(|| type_names(old, new)),
            "name" | "json_name" => json().or_else(|| names(old, new)),
            _ => None,
        }
    }

    /// What stands under the old number is no field of the new descriptor.
    fn extension_target(&self, change: &Change<'_>) -> Option<Shown> {
        let old = Slot::find(&self.old.pool, change.before?)?;
        let new = self.new.pool.get_message_by_name(old.message().full_name())?;
        let there = new.get_extension(u32::try_from(change.before?.field()?.number).ok()?);
        in_bytes(&old, there.map(Slot::Extension).as_ref(), &new, Writer::Old)
    }

    fn field_removed(&self, change: &Change<'_>) -> Option<Shown> {
        let old = Slot::find(&self.old.pool, change.before?)?;
        let new = self.new.pool.get_message_by_name(&change.after?.message()?.full_name)?;
        let field = change.before?.field()?;
        if field.cardinality == Cardinality::Required {
            let statement = format!("{} in no bytes at all, as the new definition may write it", new.full_name());
            let fails_with = format!("the old definition requires `{}`, and it is not there", field.name);
            let number = u32::try_from(field.number).ok()?;
            let is_lost = is_required(&old) && new.get_field(number).is_none();
            return is_lost.then(|| Shown { statement, instance: Some("{}".to_owned()), fails_with });
        }
        in_bytes(&old, None, &new, Writer::Old)
    }

    /// What came breaks where new writers write it to old readers, or old ones do not write what is required.
    fn field_added(&self, change: &Change<'_>) -> Option<Shown> {
        let new = Slot::find(&self.new.pool, change.after?)?;
        let old = self.old.pool.get_message_by_name(&change.before?.message()?.full_name)?;
        if is_required(&new) {
            let statement = format!("{} in no bytes at all, as the old definition may write it", old.full_name());
            let fails_with =
                format!("the new definition requires `{}`, and it is not there", change.after?.field()?.name);
            return Some(Shown { statement, instance: Some("{}".to_owned()), fails_with });
        }
        in_json(&new, None, &old, Writer::New)
    }

    pub(super) fn oneof(&self, change: &Change<'_>) -> Option<Shown> {
        let super::super::change::Node::Oneof(_, message, oneof) = change.before? else { return None };
        self.new.pool.get_message_by_name(&message.full_name)?;
        let full_name = format!("{}.{}", message.full_name, oneof.name);
        let gone = self.old.has_oneof(&full_name) && !self.new.has_oneof(&full_name);
        gone.then(|| Shown {
            statement: format!("which field of `{}` is set in {}", oneof.name, message.full_name),
            instance: None,
            fails_with: format!("the new descriptor of the message has no oneof `{}`", oneof.name),
        })
    }

    /// What changed is read from the syntax or the features of both sides.
    pub(super) fn of_syntax(&self, change: &Change<'_>) -> Option<Shown> {
        self.features(change).or_else(|| self.syntax(change))
    }
}

/// Another field of the reader's oneof that the writer sends as well.
fn lost_together(from: &Slot, to: &Slot, writer: Writer) -> Option<Shown> {
    let Slot::Field(there) = to else { return None };
    let oneof = there.containing_oneof().filter(|it| !it.is_synthetic())?;
    let here = from.message();
    let others = oneof.fields().filter(|it| it.number() != there.number());
    let others: Vec<Slot> = others.filter_map(|it| here.get_field(it.number()).map(Slot::Field)).collect();
    together(from, &others, to, writer)
}

fn oneof_name(slot: &Slot) -> Option<String> {
    let Slot::Field(field) = slot else { return None };
    let oneof = field.containing_oneof().filter(|it| !it.is_synthetic());
    Some(oneof.map_or_else(|| "none".to_owned(), |it| it.name().to_owned()))
}

fn oneof_names(old: &Slot, new: &Slot) -> Option<Shown> {
    let (was, is) = (oneof_name(old)?, oneof_name(new)?);
    (was != is).then(|| descriptor(old, format!("the oneof of the field was {was} in the descriptor, and is {is}")))
}

fn is_required(slot: &Slot) -> bool {
    matches!(slot, Slot::Field(field) if field.is_required())
}

fn required_differs(old: &Slot, new: &Slot) -> Option<Shown> {
    let (who, wants) = match (is_required(old), is_required(new)) {
        (true, false) => ("new", "old"),
        (false, true) => ("old", "new"),
        _ => return None,
    };
    Some(Shown {
        statement: format!("{} in no bytes at all, as the {who} definition may write it", old.message().full_name()),
        instance: Some("{}".to_owned()),
        fails_with: format!("the {wants} definition requires the field, and it is not there"),
    })
}

/// Whether absence can be told, where no value shows it.
fn presence(old: &Slot, new: &Slot) -> Option<Shown> {
    let told = |slot: &Slot| match slot {
        Slot::Field(it) => (it.supports_presence(), it.is_list(), it.is_map()),
        Slot::Extension(it) => (it.supports_presence(), it.is_list(), it.is_map()),
    };
    let words = |(presence, list, map): (bool, bool, bool)| match (list, map, presence) {
        (true, ..) => "repeated",
        (_, true, _) => "a map",
        (_, _, true) => "one that can be told to be absent",
        _ => "one that cannot be told to be absent",
    };
    let (was, is) = (told(old), told(new));
    (was != is).then(|| descriptor(old, format!("the descriptor's field was {}, and is {}", words(was), words(is))))
}

fn type_names(old: &Slot, new: &Slot) -> Option<Shown> {
    let (was, is) = (format!("{:?}", old.kind()), format!("{:?}", new.kind()));
    (was != is).then(|| descriptor(old, format!("the type in the descriptor was {was}, and is {is}")))
}

fn names(old: &Slot, new: &Slot) -> Option<Shown> {
    let name = |slot: &Slot| match slot {
        Slot::Field(it) => it.name().to_owned(),
        Slot::Extension(it) => it.full_name().to_owned(),
    };
    let (was, is) = (name(old), name(new));
    (was != is).then(|| descriptor(old, format!("the descriptor has no `{was}`, but `{is}`")))
}

/// What code that was generated from the old definition names.
fn descriptor(old: &Slot, fails_with: String) -> Shown {
    let name = match old {
        Slot::Field(it) => it.full_name().to_owned(),
        Slot::Extension(it) => it.full_name().to_owned(),
    };
    Shown { statement: format!("code that uses `{name}` as the old definition has it"), instance: None, fails_with }
}
