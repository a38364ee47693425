//! Request bodies and content.

use super::media_range::MediaRange;
use super::parameter::Parameter;
use super::part::Part;
use super::path_item::Operation;
use crate::document::NodeId;
use crate::openapi::objects::Version;

/// What a client sends as the body.
#[derive(Debug, Clone)]
pub(crate) struct Body<'a> {
    /// The Request Body Object; of 2.0 the body parameter, or the first field of a form.
    pub(crate) part: Part<'a>,
    pub(crate) required: bool,
    pub(crate) content: Vec<Media<'a>>,
    /// Of 2.0: the fields of a form.
    pub(crate) fields: Vec<Parameter<'a>>,
}

/// A body of one media type.
#[derive(Debug, Clone)]
pub(crate) struct Media<'a> {
    /// As written.
    pub(crate) name: &'a str,
    pub(crate) range: MediaRange,
    /// The Media Type Object; of 2.0 the object that has the schema. None where a reference leads nowhere.
    pub(crate) part: Option<Part<'a>>,
    /// What to show for it.
    pub(crate) node: NodeId,
}

impl<'a> Body<'a> {
    /// The body of `operation`, whose parameters are `parameters`.
    pub(crate) fn of(operation: &Operation<'a>, parameters: &[Parameter<'a>]) -> Option<Self> {
        if operation.part.api.version == Version::V20 {
            return Self::of_parameters(operation, parameters);
        }
        let part = operation.part.part("requestBody")?;
        let required = part.flag("required") == Some(true);
        Some(Self { part, required, content: contents(&part), fields: Vec::new() })
    }

    /// 2.0, Parameter Object: `body` is the whole body, `formData` a field of it.
    fn of_parameters(operation: &Operation<'a>, parameters: &[Parameter<'a>]) -> Option<Self> {
        if let Some(body) = parameters.iter().find(|it| it.location == "body") {
            let content = media_types(operation, "consumes", body.part, "*/*");
            return Some(Self { part: body.part, required: body.required(), content, fields: Vec::new() });
        }
        let fields: Vec<_> = parameters.iter().filter(|it| it.location == "formData").cloned().collect();
        let part = fields.first()?.part;
        let file = fields.iter().any(|it| it.part.str("type") == Some("file"));
        let usual = if file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        // What a form holds are its fields.
        let mut content = media_types(operation, "consumes", part, usual);
        for media in &mut content {
            media.part = None;
        }
        Some(Self { part, required: fields.iter().any(Parameter::required), content, fields })
    }
}

/// The media types of `content`.
pub(crate) fn contents<'a>(part: &Part<'a>) -> Vec<Media<'a>> {
    let api = part.api;
    part.map("content")
        .map(|(name, node)| Media { name, range: MediaRange::parse(name), part: api.part(node), node })
        .collect()
}

/// 2.0: what the operation consumes or produces, or else the document, with what `part` has for a schema.
pub(super) fn media_types<'a>(
    operation: &Operation<'a>,
    key: &str,
    part: Part<'a>,
    usual: &'static str,
) -> Vec<Media<'a>> {
    let document = part.api.document();
    let stated = [operation.part, document].into_iter().find(|it| it.get(key).is_some());
    let media = |name: &'a str, node| Media { name, range: MediaRange::parse(name), part: Some(part), node };
    let stated: Vec<_> =
        stated.into_iter().flat_map(|it| it.words(key)).map(|(name, node)| media(name, node)).collect();
    if stated.is_empty() { vec![media(usual, part.node)] } else { stated }
}
