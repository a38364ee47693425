//! Messages worth trying: every choice that an operation leaves, one at a time.

use std::collections::BTreeMap;

use super::interface::{Alternative, Interface, Operation};
use super::message::{Answer, Request, is_success};
use super::sample;

/// Messages tried for one finding.
const MOST: usize = 200;

/// Requests that the operation takes: each body, each way in, each form of answer, each server; first with what is
/// required alone, then with all parameters.
pub(super) fn requests<'t>(
    interface: &Interface<'t>,
    method: &'t str,
    path: &'t str,
    operation: &Operation<'t>,
) -> Vec<Request<'t>> {
    let tree = interface.tree;
    let written = |all: bool| {
        let sent = operation.parameters.iter().filter(move |it| all || it.is_required || it.location == "path");
        sent.map(|it| (it.location, it.name, sample::parameter(tree, it))).collect::<Vec<_>>()
    };
    let bodies = || {
        let body = operation.body.as_ref();
        let none = body.is_none_or(|it| !it.is_required).then_some(None);
        let content = body.into_iter().flat_map(|it| &it.content);
        let some = content.map(|(media, schema)| {
            let text = schema.map_or(String::new(), |node| sample::value(tree, node, 0).to_string());
            Some((concrete(media), text))
        });
        none.into_iter().chain(some)
    };
    let nobody: Vec<Alternative<'t>> = vec![BTreeMap::new()];
    let ways = if operation.security.is_empty() { &nobody } else { &operation.security };
    let read = operation.responses.iter().filter(|it| is_success(it.status)).flat_map(|it| &it.content);
    let accepts: Vec<_> = std::iter::once(None).chain(read.map(|(media, _)| Some(concrete(media)))).collect();
    let mut all = Vec::new();
    for has_all in [false, true] {
        for body in bodies() {
            for credentials in ways {
                for accept in &accepts {
                    for server in &operation.servers {
                        let (body, credentials, server) = (body.clone(), credentials.clone(), server.clone());
                        let parameters = written(has_all);
                        all.push(Request { method, path, parameters, body, credentials, accept: *accept, server });
                        if all.len() >= MOST {
                            return all;
                        }
                    }
                }
            }
        }
    }
    all
}

/// A media type of the range.
fn concrete(range: &str) -> &str {
    match range {
        "*/*" | "application/*" => "application/json",
        "text/*" => "text/plain",
        "image/*" => "image/png",
        other => other,
    }
}

/// Answers that the operation gives: each status with each media type and no header that is not required.
pub(super) fn answers<'t>(operation: &Operation<'t>) -> Vec<Answer<'t>> {
    let mut all = Vec::new();
    for response in &operation.responses {
        let Some(status) = status(response.status, operation) else { continue };
        let required = response.headers.iter().filter(|(_, required)| **required);
        let headers: Vec<String> = required.map(|(name, _)| name.clone()).collect();
        let media: Vec<_> = response.content.iter().map(|(media, _)| Some(concrete(media))).collect();
        let media = if media.is_empty() { vec![None] } else { media };
        all.extend(media.into_iter().map(|media| Answer { status, media, headers: headers.clone() }));
    }
    all.truncate(MOST);
    all
}

/// A status of the range; of the default response one that no other describes.
fn status<'s>(status: &'s str, operation: &Operation<'_>) -> Option<&'s str> {
    let is_other = |code: &&&str| {
        let range = format!("{}XX", code.get(..1).unwrap_or_default());
        operation.responses.iter().all(|it| it.status != **code && !it.status.eq_ignore_ascii_case(&range))
    };
    match status.to_ascii_uppercase().as_str() {
        "DEFAULT" => ["200", "400", "500", "404", "503", "301"].iter().find(is_other).copied(),
        "1XX" => Some("100"),
        "2XX" => Some("200"),
        "3XX" => Some("302"),
        "4XX" => Some("400"),
        "5XX" => Some("500"),
        _ => Some(status),
    }
}
