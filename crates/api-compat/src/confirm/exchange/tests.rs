//! Messages between two small documents.

use findings::SourceText;

use super::candidates;
use super::interface::Interface;
use super::message::{self, Refusal};
use crate::change::Element;
use crate::{Document, Limits};

fn read(text: &str) -> Document {
    let text = format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\n{text}");
    Document::read(SourceText::new("api.yaml", text), &Limits::default())
}

/// What the second document has against requests that the first one takes.
fn refused(before: &str, after: &str) -> Vec<Refusal> {
    let (before, after) = (read(before), read(after));
    let (old, new) = (Interface::new(&before.tree), Interface::new(&after.tree));
    let operation = old.operation("POST", "/pets/{id}").unwrap_or_else(|why| panic!("{why:?}"));
    let mut all = Vec::new();
    for request in candidates::requests(&old, "POST", "/pets/{id}", &operation) {
        assert_eq!(message::refusals(&old, &request), [], "a document takes its own requests");
        all.extend(message::refusals(&new, &request));
    }
    all.dedup();
    all
}

/// What the first document has against answers that the second one gives.
fn unread(before: &str, after: &str) -> Vec<Element> {
    let (before, after) = (read(before), read(after));
    let operation = |document| Interface::new(document).operation("POST", "/pets/{id}");
    let (Ok(old), Ok(new)) = (operation(&before.tree), operation(&after.tree)) else { panic!("no operation") };
    let answers = candidates::answers(&new);
    answers.iter().flat_map(|it| message::unread(&old, it)).map(|it| it.element).collect()
}

/// A document of one operation.
fn operation(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(|line| format!("      {line}")).collect();
    format!("paths:\n  /pets/{{id}}:\n    post:\n{}\n", lines.join("\n"))
}

fn elements(refusals: &[Refusal]) -> Vec<(Element, &str)> {
    refusals.iter().map(|it| (it.element, it.name.as_str())).collect()
}

const PLAIN: &str = "responses: {'200': {description: it}}";

#[test]
fn what_is_the_same_refuses_nothing() {
    let text = operation(
        "parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: q, in: query, schema: {type: array}}]\n\
         requestBody: {required: true, content: {application/json: {schema: {type: object, required: [a]}}}}\n\
         security: [{a: [x]}, {b: []}]\nresponses: {'200': {description: it, content: {text/plain: {}}}}",
    );
    assert_eq!(refused(&text, &text), []);
    assert_eq!(unread(&text, &text), []);
}

#[test]
fn paths_and_methods_that_are_gone_are_not_found() {
    let gone = refused(&operation(PLAIN), "paths: {}");
    assert_eq!(elements(&gone), [(Element::Path, "/pets/{id}")]);
    let other = "paths:\n  /pets/{key}:\n    get:\n      responses: {'200': {description: it}}";
    assert_eq!(elements(&refused(&operation(PLAIN), other)), [(Element::Operation, "POST")]);
}

#[test]
fn a_variable_may_have_another_name() {
    let other = "paths:\n  /pets/{key}:\n    post:\n      responses: {'200': {description: it}}";
    assert_eq!(refused(&operation(PLAIN), other), []);
}

#[test]
fn what_is_required_now_was_not_sent() {
    let with = |more: &str| operation(&format!("{more}\n{PLAIN}"));
    let header = with("parameters: [{name: X-Key, in: header, required: true, schema: {type: string}}]");
    assert_eq!(elements(&refused(&operation(PLAIN), &header)), [(Element::Parameter, "X-Key")]);
    let body = with("requestBody: {required: true, content: {application/json: {}}}");
    assert_eq!(elements(&refused(&operation(PLAIN), &body)), [(Element::RequestBody, "")]);
    let optional = with("requestBody: {content: {application/json: {}}}");
    assert_eq!(refused(&operation(PLAIN), &optional), []);
}

#[test]
fn a_media_type_is_read_by_its_range() {
    let with = |media: &str| operation(&format!("requestBody: {{content: {{'{media}': {{}}}}}}\n{PLAIN}"));
    assert_eq!(refused(&with("application/json"), &with("application/*")), []);
    let json =
        elements(&refused(&with("text/csv"), &with("application/json"))).contains(&(Element::MediaType, "text/csv"));
    assert!(json);
}

#[test]
fn a_list_written_otherwise_is_read_otherwise() {
    let with = |explode: bool| {
        let parameter = format!("{{name: ids, in: query, explode: {explode}, schema: {{type: array}}}}");
        operation(&format!("parameters: [{parameter}]\n{PLAIN}"))
    };
    assert_eq!(refused(&with(true), &with(true)), []);
    assert!(elements(&refused(&with(true), &with(false))).contains(&(Element::Parameter, "ids")));
}

#[test]
fn who_was_let_in_may_stay_outside() {
    let with = |security: &str| operation(&format!("security: {security}\n{PLAIN}"));
    let asked = |before: &str, after: &str| !refused(&with(before), &with(after)).is_empty();
    assert!(asked("[]", "[{key: []}]"));
    assert!(asked("[{key: [read]}]", "[{key: [read, write]}]"));
    assert!(asked("[{key: []}, {other: []}]", "[{key: []}]"));
    assert!(!asked("[{key: []}]", "[{key: []}, {other: []}]"));
    assert!(!asked("[{key: [read, write]}]", "[{key: [read]}]"));
}

#[test]
fn answers_that_the_old_document_does_not_know_are_not_read() {
    let with = |responses: &str| operation(&format!("responses: {{{responses}}}"));
    assert_eq!(unread(&with("'200': {description: it}"), &with("'201': {description: it}")), [Element::Response]);
    assert_eq!(unread(&with("2XX: {description: it}"), &with("'201': {description: it}")), []);
    let media = |name: &str| with(&format!("'200': {{description: it, content: {{{name}: {{}}}}}}"));
    assert_eq!(unread(&media("text/plain"), &media("text/csv")), [Element::MediaType]);
    let header = |required: bool| {
        with(&format!("'200': {{description: it, headers: {{ETag: {{required: {required}, schema: {{}}}}}}}}"))
    };
    assert_eq!(unread(&header(true), &header(false)), [Element::Header]);
    assert_eq!(unread(&header(false), &header(true)), []);
}
