//! Names that are defined in one place and referred to in others.

use std::marker::PhantomData;

use findings::Span;
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
    /// How many levels above a name the list lies in which it is the only one; none where that is the specification.
    const WITHIN: Option<usize>;
}

macro_rules! registers {
    ($($name:ident, $word:literal, $field:literal, $within:expr, $twice:literal, $mend:literal;)*) => {$(
        #[doc = concat!("Names of `", $field, "`.")]
        pub(in crate::specification) struct $name;

        impl Register for $name {
            const KIND: Kind = Kind { word: $word, field: $field, twice: $twice, mend: $mend };
            const WITHIN: Option<usize> = $within;
        }
    )*};
}

registers! {
    Migrations, "migration", "migrations", None, "are called", "rename one";
    Roles, "role", "roles", None, "are called", "rename one";
    Calendars, "calendar", "calendars", None, "are called", "rename one";
    Windows, "window", "windows", None, "are called", "rename one";
    BusinessHours, "hours", "business_hours", None, "are called", "rename one";
    Resources, "resource", "resources", None, "are called", "rename one";
    Figures, "throughput figure", "throughput", None, "are called", "keep one of the two";
    Tables, "table", "tables", Some(2), "are called", "put what is known of it in one place";
    Flags, "flag", "flags", Some(2), "are called", "rename one, or put all stages in one";
    Phases, "phase", "phases", Some(1), "are called", "rename one";
    Triggers, "trigger", "triggers", Some(1), "are for", "keep one of the two";
    InventoryNames, "resource", "inventory", Some(2), "are called", "put what is known of it in one place";
    Contexts, "context", "contexts", Some(2), "are called", "rename one";
    Services, "service", "dependencies", Some(1), "are called", "name it once";
}

/// A name that is defined here.
pub(in crate::specification) struct Name<R>(PhantomData<R>);

impl<R: Register> Name<R> {
    /// Notes that the value that is read is called `name`, which stands at `span`.
    pub(in crate::specification) fn define(name: &str, span: Span, reader: &mut Reader<'_>) {
        let pointer = reader.pointer().to_owned();
        match R::WITHIN {
            Some(levels) => reader.names.define_within(levels, R::KIND, name, span, &pointer),
            None => reader.names.define(R::KIND, name, span, &pointer),
        }
    }
}

impl<R: Register> Form for Name<R> {
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let name = Text::read(node, reader)?;
        Self::define(&name, node.span, reader);
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
