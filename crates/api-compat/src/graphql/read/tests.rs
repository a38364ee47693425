//! Documents as people and servers write them.

use findings::{DiagnosticLevel, SourceText};

use super::super::model::Root;
use super::read;

fn said(text: &str) -> Vec<String> {
    let files = [SourceText::new("a.graphql", text)];
    let (_, said) = read(&files);
    said.iter().map(|it| format!("{} {}", it.code, it.location.as_ref().map_or(0, |at| at.start.line))).collect()
}

#[test]
fn every_kind_of_definition_is_read() {
    let text = r#"
        "A shop" schema @link(url: "x", import: ["a", {name: "b"}]) { query: Root mutation: Write }
        directive @tag(name: String! = "x") repeatable on | FIELD_DEFINITION | OBJECT
        """ The root """ type Root implements & Node & Named @tag { id: ID! items(first: Int = 10, by: [Order!] = [UP]): [[Item!]]! }
        interface Node { id: ID! } interface Named implements Node { id: ID! }
        type Write { buy(what: Basket = {item: 1, many: -2.5e1}): Boolean }
        union Item = | A | B type A { a: Int } type B { b: Int }
        enum Order { UP @deprecated(reason: "no") DOWN }
        input Basket @oneOf { item: ID many: Float }
        scalar When @specifiedBy(url: "https://example.org/when")
        extend type A @tag { more: When } extend union Item = C type C { c: Int }"#;
    let files = [SourceText::new("a.graphql", text)];
    let (schema, said) = read(&files);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(schema.root(Root::Query).unwrap().text, "Root");
    assert!(schema.root(Root::Subscription).is_none());
    assert_eq!(schema.types.len(), 11);
    let field = schema.get("Root").unwrap().field("items").unwrap();
    assert_eq!((field.ty.to_string().as_str(), field.arguments.len()), ("[[Item!]]!", 2));
    assert_eq!(field.arguments[1].default.as_ref().unwrap().to_string(), "[UP]");
    assert!(schema.get("A").unwrap().field("more").is_some());
    assert_eq!(schema.get("Item").unwrap().members.len(), 3);
}

#[test]
fn faults_are_told_and_the_rest_is_read() {
    assert_eq!(said("type A {\n a: Int\n a: Int\n}\ntype A { b: Int }"), ["field-twice 3", "type-twice 5"]);
    assert_eq!(said("type A { a: Missing }"), ["unknown-type 1"]);
    let files = [SourceText::new("a.graphql", "type A { a Int }\ntype B { b: Int }\n")];
    let (schema, said) = read(&files);
    assert_eq!((said[0].level, schema.types.len(), schema.faulty.as_slice()), (DiagnosticLevel::Error, 1, &["A"][..]));
    assert!(said[0].message.contains("`:`") && said[0].message.contains("`Int`"), "{}", said[0].message);
}

#[test]
fn hostile_texts_end_with_an_error() {
    for text in [
        format!("type A {{ a: {}Int{} }}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("type A {{ a(b: X = {}): Int }}", "[".repeat(100_000)),
        "{".repeat(100_000),
        "type A { a(b: Int = \"".to_owned(),
        "extend".to_owned(),
        "\"".to_owned(),
        "type A implements".to_owned(),
    ] {
        assert!(!said(&text).is_empty(), "{}", &text[..20.min(text.len())]);
    }
    assert!(said("").is_empty());
}
