//! Names that are defined in one place and referred to in others.

use std::marker::PhantomData;

use serde_json::Value as Json;

use super::{Form, Text};
use crate::specification::names::Kind;
use crate::specification::node::Node;
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

/// What names are of.
pub(in crate::specification) trait Register: 'static {
    /// The kind of names.
    const KIND: Kind;
}

macro_rules! registers {
    ($($name:ident, $word:literal, $field:literal;)*) => {$(
        #[doc = concat!("Names of `", $field, "`.")]
        pub(in crate::specification) struct $name;

        impl Register for $name {
            const KIND: Kind = Kind { word: $word, field: $field };
        }
    )*};
}

registers! {
    Migrations, "migration", "migrations";
    Roles, "role", "roles";
    Calendars, "calendar", "calendars";
    Windows, "window", "windows";
    BusinessHours, "hours", "business_hours";
    Resources, "resource", "resources";
    Figures, "throughput figure", "throughput";
}

/// A name that is defined here.
pub(in crate::specification) struct Name<R>(PhantomData<R>);

impl<R: Register> Form for Name<R> {
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let name = Text::read(node, reader)?;
        let pointer = reader.pointer().to_owned();
        reader.names.define(R::KIND, &name, node.span, &pointer);
        Some(name)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Text::schema(definitions)
    }

    fn shown() -> String {
        "name".to_owned()
    }

    fn same(one: &String, other: &String) -> bool {
        one == other
    }
}

/// A name that is defined elsewhere.
pub(in crate::specification) struct Reference<R>(PhantomData<R>);

impl<R: Register> Form for Reference<R> {
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let name = Text::read(node, reader)?;
        let pointer = reader.pointer().to_owned();
        reader.names.refer(R::KIND, &name, node.span, &pointer);
        Some(name)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        Text::schema(definitions)
    }

    fn shown() -> String {
        format!("name of `{}`", R::KIND.field)
    }

    fn same(one: &String, other: &String) -> bool {
        one == other
    }
}
