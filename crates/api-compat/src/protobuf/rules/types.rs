//! What types and cardinalities are read as each other, on the wire and in JSON.

use std::collections::BTreeSet;

use super::{BOTH_WAYS, Broken, Context, Levels, NEW_TO_OLD, OLD_TO_NEW, ProtobufLevel, Who};
use crate::protobuf::model::{Cardinality, Field, FieldKind};

const GROUPS: &str = "it is written on the wire as another type is";

impl FieldKind {
    /// Types of one group are read as each other on the wire (Language Guide, Updating A Message Type).
    fn on_the_wire(self) -> u8 {
        match self {
            Self::Int32 | Self::Int64 | Self::Uint32 | Self::Uint64 | Self::Bool => 1,
            Self::Sint32 | Self::Sint64 => 2,
            Self::Fixed32 | Self::Sfixed32 => 3,
            Self::Fixed64 | Self::Sfixed64 => 4,
            Self::String => 5,
            Self::Bytes => 6,
            Self::Double => 7,
            Self::Float => 8,
            Self::Group => 9,
            Self::Message | Self::Unknown => 10,
            Self::Enum => 11,
        }
    }

    /// Types of one group are read as each other on the wire and in JSON, where 64 bits are a string.
    fn in_json(self) -> u8 {
        match self {
            Self::Int32 | Self::Uint32 => 20,
            Self::Int64 | Self::Uint64 => 21,
            Self::Sint64 => 22,
            Self::Bool => 23,
            other => other.on_the_wire(),
        }
    }

    /// Whether it is a number of 64 bits.
    pub(in crate::protobuf) fn is_64_bits(self) -> bool {
        matches!(self, Self::Int64 | Self::Uint64 | Self::Sint64 | Self::Fixed64 | Self::Sfixed64)
    }
}

impl Context<'_> {
    /// At which levels a field of the one type cannot become one of the other, who breaks, and why.
    pub(in crate::protobuf) fn types(&self, old: &Field, new: &Field) -> (Broken, &'static str) {
        let (levels, why) = self.levels_of_types(old, new);
        // Text is read as bytes; bytes that are no text are not read as a string.
        let to_text = (old.kind, new.kind) == (FieldKind::Bytes, FieldKind::String);
        let wire = if to_text { OLD_TO_NEW } else { BOTH_WAYS };
        (levels.whom(Who::data(BOTH_WAYS, wire)), why)
    }

    fn levels_of_types(&self, old: &Field, new: &Field) -> (Levels, &'static str) {
        let unknown = old.kind == FieldKind::Unknown || new.kind == FieldKind::Unknown;
        if old.kind != new.kind && !(unknown && old.kind.is_named() && new.kind.is_named()) {
            return kinds(old.kind, new.kind);
        }
        if old.kind == FieldKind::Enum && self.holds_enum(&old.type_name, &new.type_name) {
            let why = "it holds the same numbers with the same names, and code has another type";
            return (Levels::up_to(ProtobufLevel::Package), why);
        }
        (Levels::up_to(ProtobufLevel::Wire), "numbers mean what the other type says")
    }

    /// Whether the new enum is called as the old one is, wherever it is declared, and has all its values.
    fn holds_enum(&self, old: &str, new: &str) -> bool {
        let (Some((_, old)), Some((_, new))) = (self.before.enumeration(old), self.after.enumeration(new)) else {
            return false;
        };
        let values: BTreeSet<(i32, &str)> = new.values.iter().map(|it| (it.number, it.name.as_str())).collect();
        old.name == new.name && old.values.iter().all(|it| values.contains(&(it.number, it.name.as_str())))
    }

    /// At which levels a field cannot come another number of times, who breaks, and why.
    #[expect(clippy::unused_self, reason = "rules ask their context")]
    pub(in crate::protobuf) fn cardinalities(&self, old: Cardinality, new: Cardinality) -> (Broken, &'static str) {
        use Cardinality::{Explicit, Implicit, Map, Repeated, Required};
        // Who reads one value takes the last of many; who reads many takes one as well.
        let refuses = |writer: Cardinality, reader: Cardinality| {
            (reader == Required && writer != Required) || (writer.is_many() && !reader.is_many())
        };
        let wire = match (refuses(old, new), refuses(new, old)) {
            (true, false) => OLD_TO_NEW,
            (false, true) => NEW_TO_OLD,
            _ => BOTH_WAYS,
        };
        let is_list_in_json = |it: Cardinality| (it.is_many(), it == Map);
        let json = if is_list_in_json(old) == is_list_in_json(new) { &[][..] } else { BOTH_WAYS };
        let (levels, why) = match (old, new) {
            (Explicit, Implicit) | (Implicit, Explicit) => {
                let why = "whether it was set can be told on one side only, and code looks different";
                (Levels::up_to(ProtobufLevel::Package), why)
            }
            (Repeated, Map) | (Map, Repeated) => {
                (Levels::up_to(ProtobufLevel::WireJson), "a map is an object in JSON, and what is repeated an array")
            }
            (Required, _) | (_, Required) => {
                (Levels::up_to(ProtobufLevel::Wire), "who takes it for required refuses a message without it")
            }
            _ => (
                Levels::up_to(ProtobufLevel::Wire),
                "of many values only the last one is kept, or packed ones are not read",
            ),
        };
        (levels.whom(Who::data(json, wire)), why)
    }

    /// At which levels something cannot be removed whose number or names are reserved, or are not; and the words for it.
    #[expect(clippy::unused_self, reason = "rules ask their context")]
    pub(in crate::protobuf) fn reserved(&self, number: bool, names: bool) -> (Levels, &'static str) {
        match (number, names) {
            (false, false) => (Levels::up_to(ProtobufLevel::Wire), "and neither its number nor its name is reserved"),
            (false, true) => (Levels::up_to(ProtobufLevel::Wire), "and its number is not reserved"),
            (true, false) => (Levels::up_to(ProtobufLevel::WireJson), "and its name is not reserved"),
            (true, true) => (Levels::up_to(ProtobufLevel::Package), "its number and its name are reserved"),
        }
    }
}

fn kinds(old: FieldKind, new: FieldKind) -> (Levels, &'static str) {
    if (old, new) == (FieldKind::String, FieldKind::Bytes) {
        let why = "its text is read as bytes on the wire, and as base 64 in JSON";
        return (Levels::up_to(ProtobufLevel::WireJson), why);
    }
    if old.on_the_wire() != new.on_the_wire() {
        return (Levels::up_to(ProtobufLevel::Wire), GROUPS);
    }
    if old.in_json() != new.in_json() {
        return (Levels::up_to(ProtobufLevel::WireJson), "it is read on the wire, and written in another way in JSON");
    }
    (Levels::up_to(ProtobufLevel::Package), "it is read on the wire and in JSON as long as the value fits")
}
