//! What kind of interface a document or a folder of files describes.

/// What kind of interface a document or a folder of files describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// OpenAPI 2.0 (Swagger), 3.0, 3.1, 3.2.
    OpenApi,
    /// JSON Schema, draft 4 to 2020-12.
    JsonSchema,
    /// GraphQL, schemas written in its schema definition language.
    GraphQl,
    /// Protocol Buffers: proto2, proto3, editions.
    Protobuf,
    /// Apache Avro, schemas and protocols written in JSON.
    Avro,
    /// `AsyncAPI` 2 and 3.
    AsyncApi,
}

impl Kind {
    /// All kinds, whether or not this build has their formats.
    pub const ALL: [Self; 6] =
        [Self::OpenApi, Self::JsonSchema, Self::GraphQl, Self::Protobuf, Self::Avro, Self::AsyncApi];

    /// The word used in every output, for example `openapi`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenApi => "openapi",
            Self::JsonSchema => "json-schema",
            Self::GraphQl => "graphql",
            Self::Protobuf => "protobuf",
            Self::Avro => "avro",
            Self::AsyncApi => "asyncapi",
        }
    }

    /// Whether its documents are JSON or YAML, read by [`Document::read`](crate::Document::read).
    pub fn is_document(self) -> bool {
        !matches!(self, Self::GraphQl | Self::Protobuf)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = || Self::ALL.map(Self::as_str).join(", ");
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("unknown kind `{text}`: expected one of {}", known()))
    }
}
