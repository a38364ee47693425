//! Parameters, and how they are written into requests.

use std::collections::HashSet;

use super::part::Part;
use super::path_item::Operation;
use super::template::Template;
use crate::document::NodeId;
use crate::openapi::objects::Version;

/// A parameter of an operation, or a field of a form in OpenAPI 2.0.
#[derive(Debug, Clone)]
pub(crate) struct Parameter<'a> {
    pub(crate) part: Part<'a>,
    pub(crate) name: &'a str,
    /// `query`, `header`, `path`, `cookie`, `querystring`; of 2.0 `formData` and `body` too.
    pub(crate) location: &'a str,
    /// What tells it from the others of its operation.
    pub(crate) key: Key,
}

/// What tells a parameter from the others of its operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A path parameter by the place of its name in the template.
    Position(usize),
    /// Names of headers have no case.
    Name(String, String),
}

/// How a value is written: the effective `style` and `explode`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Serialisation<'a> {
    pub(crate) style: &'a str,
    pub(crate) explode: bool,
}

impl<'a> Parameter<'a> {
    /// The parameters of `operation`: its own, and those of the path that it does not override.
    pub(crate) fn all(operation: &Operation<'a>, template: &Template) -> Vec<Self> {
        let own = operation.part.list("parameters");
        let shared = operation.item.list("parameters");
        let mut known = HashSet::new();
        let api = operation.part.api;
        own.chain(shared)
            .filter_map(|node| Self::of(api.part(node)?, template))
            .filter(|parameter| known.insert(parameter.key.clone()))
            .collect()
    }

    /// The parameter that `part` describes; none where it lacks what tells it from others.
    pub(crate) fn of(part: Part<'a>, template: &Template) -> Option<Self> {
        let (name, location) = (part.str("name")?, part.str("in")?);
        let position = match location {
            "path" => template.position(name).map(Key::Position),
            _ => None,
        };
        let named = || {
            let name = if location == "header" { name.to_ascii_lowercase() } else { name.to_owned() };
            Key::Name(location.to_owned(), name)
        };
        let key = position.unwrap_or_else(named);
        Some(Self { part, name, location, key })
    }

    /// The three headers that are described elsewhere: the definition says nothing (3.1, 4.8.12 Parameter Object).
    pub(crate) fn is_ignored(&self) -> bool {
        let named = |name: &str| self.name.eq_ignore_ascii_case(name);
        self.location == "header"
            && self.part.api.version >= Version::V30
            && (named("accept") || named("content-type") || named("authorization"))
    }

    pub(crate) fn required(&self) -> bool {
        self.location == "path" || self.part.flag("required") == Some(true)
    }

    /// Its schema: of 2.0 the parameter itself, which has the keywords.
    pub(crate) fn schema(&self) -> Option<NodeId> {
        schema_of(&self.part)
    }

    pub(crate) fn serialisation(&self) -> Serialisation<'a> {
        Serialisation::of(&self.part, self.location)
    }
}

/// The schema of a parameter or header.
pub(crate) fn schema_of(part: &Part<'_>) -> Option<NodeId> {
    match part.get("schema") {
        None if part.api.version == Version::V20 && part.get("type").is_some() => Some(part.node),
        schema => schema,
    }
}

impl<'a> Serialisation<'a> {
    /// The effective one of a parameter in `location`, of a header (`header`), of a part of a form (`query`): 3.1, 4.8.12.2.
    pub(crate) fn of(part: &Part<'a>, location: &str) -> Self {
        let usual = match location {
            "query" | "cookie" | "formData" => "form",
            _ => "simple",
        };
        if part.api.version == Version::V20 {
            return Self::of_collection(part.str("collectionFormat"), part.str("type") == Some("array"), usual);
        }
        let style = part.str("style").unwrap_or(usual);
        let explode = part.flag("explode").unwrap_or(style == "form" || style == "cookie");
        Self { style, explode }
    }

    /// 2.0, Parameter Object, `collectionFormat`: it concerns arrays, `csv` where nothing is said.
    fn of_collection(format: Option<&'a str>, array: bool, usual: &'static str) -> Self {
        match format {
            _ if !array => Self { style: usual, explode: usual == "form" },
            Some("multi") => Self { style: usual, explode: true },
            Some("ssv") => Self { style: "spaceDelimited", explode: false },
            Some("pipes") => Self { style: "pipeDelimited", explode: false },
            Some("tsv") => Self { style: "tabDelimited", explode: false },
            _ => Self { style: usual, explode: false },
        }
    }
}
