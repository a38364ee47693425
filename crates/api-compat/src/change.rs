//! A difference between two versions of an interface: what was found, before any rule has judged it.

use std::rc::Rc;

use crate::document::NodeId;
use crate::schema::Edges;

/// What a change is about: the objects of the OpenAPI specification, and JSON Schema's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Element {
    /// The document as a whole.
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    Path,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Link,
    Example,
    Callback,
    Webhook,
    /// One alternative of `security`, of the document or of an operation.
    SecurityRequirement,
    SecurityScheme,
    OAuthFlow,
    /// A member of `components` as such (nobody calls it; what uses it is judged where it is used).
    Component,
    Discriminator,
    Schema,
}

/// What happened to it. Of a flag (`required`, `deprecated`, …): [`Edit::Added`] where it became true, [`Edit::Removed`]
/// where it became false, whether or not that was spelt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Edit {
    Added,
    Removed,
    /// A bound went up; of a set of what is allowed: it grew.
    Raised,
    /// A bound went down; of a set of what is allowed: it shrank.
    Lowered,
    /// Any other difference.
    Changed,
}

/// On which side of an exchange of messages something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum Role {
    /// The client writes it: the old one on the new system must be understood.
    Request,
    /// The client reads it: what the new system says must be understood by the old client.
    Response,
    /// Neither: a schema alone, a text, the document.
    #[default]
    Neither,
}

/// Where in the interface a change stands; shared by the changes of one place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// For example `GET /pets/{id}` (template as the new document writes it; the old one's where it is gone).
    pub(crate) operation: Option<String>,
    pub(crate) role: Role,
    /// Words for people, from the operation inwards: `query parameter limit`, `response 200 (application/json)`.
    pub(crate) subject: String,
    /// Whether the old document says that what stands here (the operation, the parameter, the header) is deprecated.
    pub(crate) deprecated: bool,
    /// The date, as written, from which the old document says that what stands here may be gone (`x-sunset`).
    pub(crate) sunset: Option<String>,
    /// How far the old document says that clients can rely on the operation.
    pub(crate) stability: Stability,
    /// Whether both documents say that the parameter that stands here must be there.
    pub(crate) demanded: bool,
    /// How values that stand here travel.
    pub(crate) wire: Wire,
}

/// How values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Wire {
    /// As values of JSON, or of what stands for it.
    #[default]
    Values,
    /// As text, written by a style.
    Text {
        /// Whether an array is written as the same parameter once for each item.
        repeated: bool,
    },
}

/// How far clients can rely on an operation (`x-stability-level`); the order is that of reliance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum Stability {
    Draft,
    Alpha,
    Beta,
    /// What is said where nothing is said.
    #[default]
    Stable,
}

impl Stability {
    /// The level that `word` names, where it names one.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "draft" => Some(Self::Draft),
            "alpha" => Some(Self::Alpha),
            "beta" => Some(Self::Beta),
            "stable" => Some(Self::Stable),
            _ => None,
        }
    }
}

/// A difference between two versions of an interface.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) element: Element,
    /// The field of the element, by its name in the specification; empty where the element itself came or went.
    pub(crate) field: &'static str,
    /// The member of the field, where it is a collection: a scope, an enum value as JSON, the name of a property.
    pub(crate) item: Option<String>,
    pub(crate) edit: Edit,
    pub(crate) place: Rc<Place>,
    /// What it was, on the old side; for what was added, where it would stand (the object that lacks it).
    pub(crate) before: Option<NodeId>,
    /// What it is, on the new side; for what was removed, the object that lacks it.
    pub(crate) after: Option<NodeId>,
    /// Of schemas: where in the message it stands, and what containment says of this change alone.
    pub(crate) schema: Option<Rc<SchemaChange>>,
}

impl Change {
    /// Whether it is this edit of this field.
    pub(crate) fn is(&self, element: Element, field: &str, edit: Edit) -> bool {
        self.element == element && self.field == field && self.edit == edit
    }
}

/// What is known besides of a change in a schema.
#[derive(Debug, Clone)]
pub(crate) struct SchemaChange {
    /// The place in the message as a path of names: `items/*/name`; empty for the message itself.
    pub(crate) path: String,
    /// Whether what the old schema accepts is accepted by the new one at this place, and the other way round.
    pub(crate) edges: Edges,
    /// The whole messages that hold what escapes: of the old side, of the new side.
    pub(crate) messages: (Option<serde_json::Value>, Option<serde_json::Value>),
    /// Of a property that came or went: whether it is required where it is.
    pub(crate) required: bool,
    /// Of a property that came or went: whether messages of this role do not hold it (`readOnly`, `writeOnly`).
    pub(crate) hidden: bool,
}
