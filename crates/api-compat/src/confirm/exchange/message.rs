//! Messages, and what an operation says of them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::interface::{Alternative, Interface, Missing, Operation, Response};
use crate::change::Element;

/// Why a message is refused: what it is about, the name of that, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) element: Element,
    pub(super) name: String,
    pub(super) words: String,
}

impl Refusal {
    fn new(element: Element, name: impl Into<String>, words: impl Into<String>) -> Self {
        Self { element, name: name.into(), words: words.into() }
    }
}

/// A request as a client of the old document sends it.
#[derive(Debug, Clone)]
pub(super) struct Request<'t> {
    pub(super) method: &'t str,
    pub(super) path: &'t str,
    /// Parameters that are there: location, name, and the text in which they are written.
    pub(super) parameters: Vec<(&'t str, &'t str, String)>,
    /// The media type of the body, and its text.
    pub(super) body: Option<(&'t str, String)>,
    pub(super) credentials: Alternative<'t>,
    /// The media type that the client reads.
    pub(super) accept: Option<&'t str>,
    pub(super) server: String,
}

/// A response as the new document's system sends it.
#[derive(Debug, Clone)]
pub(super) struct Answer<'t> {
    pub(super) status: &'t str,
    pub(super) media: Option<&'t str>,
    pub(super) headers: Vec<String>,
}

/// What `interface` has against `request`.
pub(super) fn refusals(interface: &Interface<'_>, request: &Request<'_>) -> Vec<Refusal> {
    let (method, path) = (request.method, request.path);
    match interface.operation(method, path) {
        Err(missing) => vec![self::missing(missing, method, path)],
        Ok(operation) => against(interface, &operation, request),
    }
}

/// That there is no such operation.
pub(super) fn missing(missing: Missing, method: &str, path: &str) -> Refusal {
    match missing {
        Missing::Path => Refusal::new(Element::Path, path, format!("no path is {path}: 404 Not Found")),
        Missing::Method => {
            Refusal::new(Element::Operation, method, format!("{path} has no {method}: 405 Method Not Allowed"))
        }
    }
}

/// What `operation` of `interface` has against `request`.
pub(super) fn against(interface: &Interface<'_>, operation: &Operation<'_>, request: &Request<'_>) -> Vec<Refusal> {
    let mut found = Vec::new();
    // Where a name is sent twice, the first one counts.
    let sent = request.parameters.iter().rev().map(|it| ((it.0, plain(it.0, it.1)), it));
    let sent: HashMap<_, _> = sent.collect();
    for parameter in &operation.parameters {
        let sent = sent.get(&(parameter.location, plain(parameter.location, parameter.name)));
        match sent {
            // Names of variables of a path do not matter: the template fits.
            None if parameter.location == "path" => {}
            None if parameter.is_required => found.push(Refusal::new(
                Element::Parameter,
                parameter.name,
                format!("the {} parameter `{}` is required: 400 Bad Request", parameter.location, parameter.name),
            )),
            None => {}
            Some((_, _, text)) => {
                let expected = super::sample::parameter(interface.tree, parameter);
                if shape(text) != shape(&expected) {
                    let words = format!("`{}` would be written `{expected}`", parameter.name);
                    found.push(Refusal::new(Element::Parameter, parameter.name, words));
                }
            }
        }
    }
    body(operation, request, &mut found);
    security(operation, request, &mut found);
    if let Some(accept) = request.accept
        && !operation.responses.iter().filter(|it| is_success(it.status)).any(|it| offers(it, accept))
    {
        found.push(Refusal::new(
            Element::MediaType,
            accept,
            format!("nothing is answered as {accept}: 406 Not Acceptable"),
        ));
    }
    if !operation.servers.iter().any(|it| it.trim_end_matches('/') == request.server.trim_end_matches('/')) {
        found.push(Refusal::new(Element::Server, &request.server, format!("no server is at {}", request.server)));
    }
    found
}

fn body(operation: &Operation<'_>, request: &Request<'_>, found: &mut Vec<Refusal>) {
    match (&operation.body, &request.body) {
        (Some(body), None) if body.is_required => {
            found.push(Refusal::new(Element::RequestBody, "", "a body is required: 400 Bad Request"));
        }
        (Some(body), Some((media, _))) if !body.content.iter().any(|(range, _)| covers(range, media)) => {
            let words = format!("a body is not read as {media}: 415 Unsupported Media Type");
            found.push(Refusal::new(Element::MediaType, *media, words));
        }
        _ => {}
    }
}

fn security(operation: &Operation<'_>, request: &Request<'_>, found: &mut Vec<Refusal>) {
    let has = |name: &str| request.credentials.get(name);
    let is_met = |alternative: &Alternative<'_>| {
        alternative.iter().all(|(name, (credential, scopes))| {
            has(name)
                .is_some_and(|(shown, granted)| shown == credential && scopes.iter().all(|it| granted.contains(it)))
        })
    };
    if operation.security.is_empty() || operation.security.iter().any(is_met) {
        return;
    }
    let wanted: Vec<String> = operation.security.iter().map(|it| words(it)).collect();
    let words = format!("it takes {}: 401 Unauthorized or 403 Forbidden", wanted.join(" or "));
    // Where the same schemes were shown in another form, the scheme is what changed.
    let is_other_form = operation.security.iter().any(|alternative| {
        alternative.iter().any(|(name, (credential, _))| has(name).is_some_and(|(shown, _)| shown != credential))
    });
    let element = if is_other_form { Element::SecurityScheme } else { Element::SecurityRequirement };
    found.push(Refusal::new(element, "", words));
}

/// An alternative in words.
pub(super) fn words(alternative: &Alternative<'_>) -> String {
    let schemes = alternative.iter().map(|(name, (credential, scopes))| match scopes.as_slice() {
        [] => format!("`{name}` ({credential})"),
        scopes => format!("`{name}` with {}", scopes.join(", ")),
    });
    schemes.collect::<Vec<_>>().join(" and ")
}

/// What one document's operation has against an answer of the other one.
pub(super) fn unread(operation: &Operation<'_>, answer: &Answer<'_>) -> Vec<Refusal> {
    let Some(response) = response_for(&operation.responses, answer.status) else {
        let words = format!("the other document knows no status {}", answer.status);
        return vec![Refusal::new(Element::Response, answer.status, words)];
    };
    let mut found = Vec::new();
    if let Some(media) = answer.media
        && !response.content.is_empty()
        && !offers(response, media)
    {
        let words = format!("the other document knows no {media} of status {}", answer.status);
        found.push(Refusal::new(Element::MediaType, media, words));
    }
    if answer.media.is_none() && !response.content.is_empty() {
        found.push(Refusal::new(
            Element::MediaType,
            "",
            format!("the other document has a body with {}", answer.status),
        ));
    }
    for (name, _) in response.headers.iter().filter(|(name, required)| **required && !answer.headers.contains(name)) {
        let words = format!("the other document has the header {name} with {}", answer.status);
        found.push(Refusal::new(Element::Header, name.as_str(), words));
    }
    found
}

/// A status itself, or its range, or the default one (3.1, 4.8.16).
fn response_for<'r, 't>(responses: &'r [Response<'t>], status: &str) -> Option<&'r Response<'t>> {
    let range = status.chars().next().map(|first| format!("{first}XX")).unwrap_or_default();
    let named = |wanted: &str| responses.iter().find(|it| it.status.eq_ignore_ascii_case(wanted));
    named(status).or_else(|| named(&range)).or_else(|| named("default"))
}

pub(super) fn is_success(status: &str) -> bool {
    status.starts_with('2') || status == "default"
}

fn offers(response: &Response<'_>, media: &str) -> bool {
    response.content.iter().any(|(range, _)| covers(range, media))
}

/// Whether the media range takes the media type: parameters of the range must be there, case says nothing.
fn covers(range: &str, media: &str) -> bool {
    let split = |text: &str| -> (String, String, Vec<String>) {
        let mut parts = text.split(';').map(|it| it.trim().to_ascii_lowercase());
        let name = parts.next().unwrap_or_default();
        let (kind, subtype) = name.split_once('/').unwrap_or((&name, "*"));
        (kind.to_owned(), subtype.to_owned(), parts.filter(|it| !it.is_empty()).collect())
    };
    let (range, media) = (split(range), split(media));
    (range.0 == "*" || range.0 == media.0)
        && (range.1 == "*" || range.1 == media.1)
        && range.2.iter().all(|it| media.2.contains(it))
}

/// Names of headers have no case.
fn plain<'n>(location: &str, name: &'n str) -> Cow<'n, str> {
    if location == "header" { name.to_ascii_lowercase().into() } else { name.into() }
}

/// How a value is written, whatever it is: its separators.
fn shape(text: &str) -> String {
    let separators = |it: &char| "=&,;.| []{}\":%".contains(*it);
    text.chars().filter(separators).collect()
}
