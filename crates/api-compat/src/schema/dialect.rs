//! The dialects in which schemas are written.

/// The dialect in which a schema is written: which keywords it has and what stands beside `$ref`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Dialect {
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
    /// OpenAPI 2.0: a subset of draft 4, `discriminator` a name, `x-nullable`.
    OpenApi20,
    /// OpenAPI 3.0: draft 5's ancestor with `nullable`.
    OpenApi30,
    /// OpenAPI 3.1 and 3.2: 2020-12 and a vocabulary.
    OpenApi31,
}

impl Dialect {
    /// The dialect that `$schema` states, where it is known.
    pub(crate) fn stated(uri: &str) -> Option<Self> {
        let uri = uri.trim_end_matches('#').trim_start_matches("https://").trim_start_matches("http://");
        Some(match uri {
            "json-schema.org/draft-04/schema" => Self::Draft4,
            "json-schema.org/draft-06/schema" => Self::Draft6,
            "json-schema.org/draft-07/schema" => Self::Draft7,
            "json-schema.org/draft/2019-09/schema" => Self::Draft2019,
            "json-schema.org/draft/2020-12/schema" => Self::Draft2020,
            _ if uri.starts_with("spec.openapis.org/oas/3.") => Self::OpenApi31,
            _ => return None,
        })
    }

    /// Whether the schemas of an interface description are written in it.
    pub(crate) fn is_openapi(self) -> bool {
        matches!(self, Self::OpenApi20 | Self::OpenApi30 | Self::OpenApi31)
    }

    /// OpenAPI 2.0 and 3.0 have `$ref` as in JSON Reference, and nothing of `$id` or anchors.
    pub(crate) fn has_identifiers(self) -> bool {
        !matches!(self, Self::OpenApi20 | Self::OpenApi30)
    }

    /// Whether what stands beside `$ref` is ignored (draft 7 core, 8.3; OpenAPI 3.0.3, Reference Object).
    pub(crate) fn reference_stands_alone(self) -> bool {
        self.year() < 2019
    }

    /// Exclusive bounds are booleans beside the bound.
    pub(crate) fn has_boolean_exclusive(self) -> bool {
        matches!(self, Self::Draft4 | Self::OpenApi20 | Self::OpenApi30)
    }

    /// Has `const`, `contains`, `propertyNames` (draft 6).
    pub(crate) fn has_draft6(self) -> bool {
        !self.has_boolean_exclusive()
    }

    /// Has `if` (draft 7).
    pub(crate) fn has_conditional(self) -> bool {
        self.has_draft6() && self != Self::Draft6
    }

    /// Has `dependencies` and `patternProperties`, which OpenAPI before 3.1 left out.
    pub(super) fn has_json_schema_objects(self) -> bool {
        self.has_identifiers()
    }

    /// Has `unevaluatedProperties`, `dependentRequired`, `minContains` (2019-09).
    pub(crate) fn has_2019(self) -> bool {
        self.year() >= 2019
    }

    /// `prefixItems` instead of a list in `items`, `$dynamicRef` instead of `$recursiveRef` (2020-12).
    pub(crate) fn has_2020(self) -> bool {
        self.year() >= 2020
    }

    fn year(self) -> u16 {
        match self {
            Self::Draft4 | Self::OpenApi20 | Self::OpenApi30 => 2013,
            Self::Draft6 => 2017,
            Self::Draft7 => 2018,
            Self::Draft2019 => 2019,
            Self::Draft2020 | Self::OpenApi31 => 2020,
        }
    }
}
