//! What a caller can choose.

use std::collections::BTreeMap;

use findings::{Acceptance, Date, Severity, SourceText};

use crate::Kind;

/// Which of the two sides must go on working with the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Old clients with the new system; of a JSON Schema: what was valid stays valid.
    Backward,
    /// New clients with the old system; of a JSON Schema: what is valid now was valid before.
    Forward,
    /// Both.
    Full,
    /// What is customary for the kind: backward for an interface with requests and responses, full for a schema alone.
    #[default]
    Customary,
}

impl Direction {
    /// All directions that can be stated.
    pub const ALL: [Self; 3] = [Self::Backward, Self::Forward, Self::Full];

    /// The word for it, for example `backward`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Backward => "backward",
            Self::Forward => "forward",
            Self::Full => "full",
            Self::Customary => "customary",
        }
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Direction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|direction| direction.as_str() == text)
            .ok_or_else(|| format!("unknown direction `{text}`: expected backward, forward or full"))
    }
}

/// What readers do with a value that an `enum` did not have when they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NewValues {
    /// They refuse it: a value that comes to an `enum` of a response breaks them.
    #[default]
    Break,
    /// They take it: such a value is additive.
    Taken,
}

/// What the writers of an OpenAPI interface send besides the properties that its schemas declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// Nothing: a property that is not declared, in a schema without `additionalProperties`, is not sent. So a property
    /// that comes with a type does not clash with one that somebody may have sent under its name.
    #[default]
    Closed,
    /// Anything that the schema accepts, as JSON Schema has it.
    Open,
}

/// At which level definitions of Protocol Buffers have to stay compatible, the strictest first; each but the first two
/// holds for what the next one holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum ProtobufLevel {
    /// Code that is generated from a file: types stay in their files.
    #[default]
    File,
    /// Code that is generated from a package: types may move between its files.
    Package,
    /// Messages in bytes and in JSON.
    WireJson,
    /// Messages in bytes.
    Wire,
}

impl ProtobufLevel {
    /// All levels.
    pub const ALL: [Self; 4] = [Self::File, Self::Package, Self::WireJson, Self::Wire];

    /// The word for it, for example `wire-json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Package => "package",
            Self::WireJson => "wire-json",
            Self::Wire => "wire",
        }
    }
}

impl std::fmt::Display for ProtobufLevel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for ProtobufLevel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| format!("unknown level `{text}`: expected file, package, wire-json or wire"))
    }
}

/// What a caller can choose. Made by [`Options::default`] and the methods that start with `with`.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// What the documents describe, where they do not tell it themselves.
    pub kind: Option<Kind>,
    /// Which side must go on working with the other.
    pub direction: Direction,
    /// What readers of responses do with values that come to an `enum`.
    pub response_enums: NewValues,
    /// What writers send that is not declared. A JSON Schema alone is always read as its specification says.
    pub content: Content,
    /// At which level definitions of Protocol Buffers have to stay compatible.
    pub protobuf_level: ProtobufLevel,
    /// Severities of rules other than those that the rules give.
    pub levels: BTreeMap<String, Severity>,
    /// Findings that were accepted.
    pub accepted: Vec<Acceptance>,
    /// Paths of an interface that nothing is said of, such as `/internal/**`: `*` stands for one part, `**` for any
    /// number of them.
    pub left_out: Vec<String>,
    /// Which day it is, for sunsets and acceptances; without it neither has passed.
    pub today: Option<Date>,
    /// Whether the version that the document claims (`info.version`) is checked against the one needed.
    pub declared_version: bool,
    /// All operations of the clients of a GraphQL schema: what none of them uses does not break.
    pub queries: Option<Vec<SourceText>>,
}

impl Options {
    /// The documents are of `kind`, whatever they look like.
    pub fn with_kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// That side must go on working with the other.
    pub fn with_direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// That is what readers of responses do with values that come to an `enum`.
    pub fn with_response_enums(mut self, new_values: NewValues) -> Self {
        self.response_enums = new_values;
        self
    }

    /// That is what writers send besides what is declared.
    pub fn with_content(mut self, content: Content) -> Self {
        self.content = content;
        self
    }

    /// That is the level at which definitions of Protocol Buffers have to stay compatible.
    pub fn with_protobuf_level(mut self, level: ProtobufLevel) -> Self {
        self.protobuf_level = level;
        self
    }

    /// What `rule` finds has this severity.
    pub fn with_level(mut self, rule: impl Into<String>, severity: Severity) -> Self {
        self.levels.insert(rule.into(), severity);
        self
    }

    /// The finding is accepted.
    pub fn with_accepted(mut self, acceptance: Acceptance) -> Self {
        self.accepted.push(acceptance);
        self
    }

    /// Nothing is said of the paths that match the pattern; see [`Options::left_out`].
    pub fn with_left_out(mut self, pattern: impl Into<String>) -> Self {
        self.left_out.push(pattern.into());
        self
    }

    /// These are all operations of the clients of a GraphQL schema: what none of them uses does not break.
    pub fn with_queries(mut self, files: impl IntoIterator<Item = SourceText>) -> Self {
        self.queries = Some(files.into_iter().collect());
        self
    }

    /// It is that day.
    pub fn with_today(mut self, today: Date) -> Self {
        self.today = Some(today);
        self
    }

    /// The version that the document claims is checked, or is not.
    pub fn with_declared_version(mut self, checked: bool) -> Self {
        self.declared_version = checked;
        self
    }
}
