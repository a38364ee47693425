//! Coverage of the object model: every element of a schema (October 2021, 3) comes, goes and changes, and each time there
//! is a rule that says so. What stands here as one line of a table is all that a schema consists of.

use super::testing::found;

/// A schema in which every element stands, as a template: `<name>` is what a case replaces.
const SCHEMA: &str = r"<schema text>schema<schema use> { query: <query> <mutation> <subscription> }
<directive text>directive @mark(<mark arguments>) <repeatable> on <locations>
directive @other repeatable on OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | SCALAR | UNION | INTERFACE | SCHEMA
<query text>type Query<query use> <implements> { <field text>node<arguments>: <type><field use> <fields> id: ID when: When kind: Kind any: Any }
type Root { node: Int } type Write { a: Int } type Listen { a: Int }
<interface text>interface Node<interface use> { id: ID <interface fields> }
interface Other { id: ID }
<union text>union Any<union use> = <members>
type Cat { id: ID } type Dog { id: ID }
<enum text>enum Kind<enum use> { <value text>CAT<value use> <values> }
<input text>input Filter<input use> { <input field text>name: <input type><input default><input field use> <input fields> }
<scalar text>scalar When<scalar use>
<types>
";

/// What stands at a place of the template where a case says nothing else.
const USUAL: &[(&str, &str)] = &[
    ("query", "Query"),
    ("locations", "FIELD | OBJECT"),
    ("mark arguments", "one: Int"),
    ("arguments", "(by: Filter, first: Int = 1)"),
    ("type", "String"),
    ("members", "Cat | Dog"),
    ("values", "DOG"),
    ("input type", "String"),
];

fn schema(place: &str, text: &str) -> String {
    let mut schema = SCHEMA.replace(&format!("<{place}>"), text);
    for (name, usual) in USUAL {
        schema = schema.replace(&format!("<{name}>"), usual);
    }
    while let Some((start, end)) = schema.find('<').zip(schema.find('>')) {
        schema.replace_range(start..=end, "");
    }
    schema
}

/// A place, two texts for it, the rule of the way from the first to the second, and that of the way back.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    ("mutation", "", "mutation: Write", "root-operation-added", "root-operation-removed"),
    ("subscription", "", "subscription: Listen", "root-operation-added", "root-operation-removed"),
    ("query", "Query", "Root", "root-operation-changed", "root-operation-changed"),
    ("schema text", "", "\"a\" ", "schema-description-changed", "schema-description-changed"),
    ("schema text", "\"b\" ", "\"a\" ", "schema-description-changed", "schema-description-changed"),
    ("schema use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("types", "", "type New { a: Int }", "graphql-type-added", "graphql-type-removed"),
    ("types", "", "interface New { a: Int }", "graphql-type-added", "graphql-type-removed"),
    ("types", "", "union New = Cat", "graphql-type-added", "graphql-type-removed"),
    ("types", "", "enum New { A }", "graphql-type-added", "graphql-type-removed"),
    ("types", "", "input New { a: Int }", "graphql-type-added", "graphql-type-removed"),
    ("types", "", "scalar New", "graphql-type-added", "graphql-type-removed"),
    ("types", "scalar New", "enum New { A }", "type-kind-changed", "type-kind-changed"),
    ("types", "type New { a: Int }", "interface New { a: Int }", "type-kind-changed", "type-kind-changed"),
    ("types", "input New { a: Int }", "type New { a: Int }", "type-kind-changed", "type-kind-changed"),
    ("types", "type New { a: Int }", "union New = Cat", "type-kind-changed", "type-kind-changed"),
    ("query text", "", "\"a\" ", "type-description-changed", "type-description-changed"),
    ("interface text", "", "\"a\" ", "type-description-changed", "type-description-changed"),
    ("union text", "", "\"a\" ", "type-description-changed", "type-description-changed"),
    ("enum text", "", "\"a\" ", "type-description-changed", "type-description-changed"),
    ("input text", "", "\"a\" ", "type-description-changed", "type-description-changed"),
    ("scalar text", "\"b\" ", "\"a\" ", "type-description-changed", "type-description-changed"),
    ("query use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("interface use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("union use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("enum use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("input use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("input use", "", " @oneOf", "one-of-applied", "directive-no-longer-applied"),
    ("scalar use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("scalar use", "", " @specifiedBy(url: \"a\")", "directive-applied", "directive-no-longer-applied"),
    (
        "scalar use",
        " @specifiedBy(url: \"a\")",
        " @specifiedBy(url: \"b\")",
        "applied-argument-changed",
        "applied-argument-changed",
    ),
    ("query use", " @mark", " @mark(one: 1)", "applied-argument-added", "applied-argument-removed"),
    ("query use", " @other", " @other @other", "directive-applied", "directive-no-longer-applied"),
    ("implements", "", "implements Node", "implemented-interface-added", "implemented-interface-removed"),
    ("implements", "implements Node", "implements Other", "implemented-interface-added", "implemented-interface-added"),
    ("members", "Cat", "Cat | Dog", "union-member-added", "union-member-removed"),
    ("fields", "", "more: Int", "field-added", "field-removed"),
    ("interface fields", "", "more: Int", "field-added", "field-removed"),
    ("type", "String", "Int", "field-type-changed", "field-type-changed"),
    ("type", "String", "String!", "field-type-narrowed", "field-type-changed"),
    ("type", "String", "[String]", "field-type-changed", "field-type-changed"),
    ("field text", "", "\"a\" ", "field-description-changed", "field-description-changed"),
    ("field use", "", " @deprecated", "field-deprecated", "field-reinstated"),
    (
        "field use",
        " @deprecated",
        " @deprecated(reason: \"a\")",
        "field-deprecation-reason-changed",
        "field-deprecation-reason-changed",
    ),
    ("field use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("arguments", "", "(a: Int)", "argument-added", "argument-removed"),
    ("arguments", "", "(a: Int!)", "required-argument-added", "argument-removed"),
    ("arguments", "", "(a: Int! = 1)", "argument-added", "argument-removed"),
    ("arguments", "(a: Int)", "(a: Int!)", "argument-type-changed", "argument-type-widened"),
    ("arguments", "(a: Int)", "(a: [Int])", "argument-type-changed", "argument-type-changed"),
    ("arguments", "(a: Int)", "(a: Int = 1)", "argument-default-changed", "argument-default-changed"),
    ("arguments", "(a: Int = 2)", "(a: Int = 1)", "argument-default-changed", "argument-default-changed"),
    ("arguments", "(a: Int)", "(\"a\" a: Int)", "argument-description-changed", "argument-description-changed"),
    ("arguments", "(a: Int)", "(a: Int @other)", "directive-applied", "directive-no-longer-applied"),
    ("arguments", "(a: Int)", "(a: Int @deprecated)", "directive-applied", "directive-no-longer-applied"),
    ("values", "", "MOUSE", "enum-type-value-added", "enum-type-value-removed"),
    ("value text", "", "\"a\" ", "enum-type-value-description-changed", "enum-type-value-description-changed"),
    ("value use", "", " @deprecated", "enum-type-value-deprecated", "enum-type-value-reinstated"),
    (
        "value use",
        " @deprecated",
        " @deprecated(reason: \"a\")",
        "enum-type-value-deprecation-reason-changed",
        "enum-type-value-deprecation-reason-changed",
    ),
    ("value use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("input fields", "", "more: Int", "input-field-added", "input-field-removed"),
    ("input fields", "", "more: Int!", "required-input-field-added", "input-field-removed"),
    ("input type", "String", "Int", "input-field-type-changed", "input-field-type-changed"),
    ("input type", "String", "String!", "input-field-type-changed", "input-field-type-widened"),
    ("input default", "", " = \"a\"", "input-field-default-changed", "input-field-default-changed"),
    ("input field text", "", "\"a\" ", "input-field-description-changed", "input-field-description-changed"),
    ("input field use", "", " @other", "directive-applied", "directive-no-longer-applied"),
    ("types", "", "directive @new on FIELD", "directive-added", "directive-removed"),
    ("directive text", "", "\"a\" ", "directive-description-changed", "directive-description-changed"),
    ("repeatable", "", "repeatable", "directive-became-repeatable", "directive-no-longer-repeatable"),
    ("locations", "FIELD", "FIELD | OBJECT", "directive-location-added", "directive-location-removed"),
    ("mark arguments", "one: Int", "one: Int, two: Int", "directive-argument-added", "directive-argument-removed"),
    (
        "mark arguments",
        "one: Int",
        "one: Int, two: Int!",
        "required-directive-argument-added",
        "directive-argument-removed",
    ),
    ("mark arguments", "one: Int", "one: Int!", "directive-argument-type-changed", "directive-argument-type-widened"),
    (
        "mark arguments",
        "one: Int",
        "one: Int = 1",
        "directive-argument-default-changed",
        "directive-argument-default-changed",
    ),
    (
        "mark arguments",
        "one: Int",
        "\"a\" one: Int",
        "directive-argument-description-changed",
        "directive-argument-description-changed",
    ),
    ("mark arguments", "one: Int", "one: Int @other", "directive-applied", "directive-no-longer-applied"),
];

#[test]
fn every_element_has_rules_for_what_happens_to_it() {
    let mut wrong = Vec::new();
    for (place, first, second, forth, back) in CASES {
        let (first, second) = (schema(place, first), schema(place, second));
        for (before, after, rule) in [(&first, &second, forth), (&second, &first, back)] {
            let rules: Vec<String> = found(before, after).into_iter().map(|it| it.rule).collect();
            if !rules.iter().any(|it| it == rule) || rules.iter().any(|it| it.starts_with("unclassified")) {
                wrong.push(format!("{place}: {rule} expected, {rules:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_one_that_something_of_the_model_leads_to() {
    let mut tried: Vec<&str> = CASES.iter().flat_map(|(_, _, _, forth, back)| [*forth, *back]).collect();
    tried.push("unclassified-graphql-change");
    let missing: Vec<&str> =
        super::rules::families().flatten().map(|it| it.id).filter(|id| !tried.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A place of the template that no case fills would be an element without a rule.
#[test]
fn every_place_of_the_model_has_a_case() {
    let mut rest = SCHEMA;
    while let Some((place, after)) = rest.split_once('<').and_then(|(_, it)| it.split_once('>')) {
        assert!(CASES.iter().any(|it| it.0 == place), "{place}");
        rest = after;
    }
}

#[test]
fn hostile_schemas_are_compared_in_time_that_grows_with_them() {
    let chain: Vec<String> = (0..20_000).map(|at| format!("type T{at} {{ a: T{} }}", at + 1)).collect();
    let wide: Vec<String> = (0..20_000).map(|at| format!("f{at}: Int")).collect();
    let (chain, wide) = (chain.join("\n"), wide.join(" "));
    let old = format!("type Query {{ t: T0 {wide} }} {chain} type T20000 {{ a: Int b: Int }}");
    let new = old.replace(" b: Int", "").replace(" f7: Int ", " ");
    let rules: Vec<String> = found(&old, &new).into_iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["field-removed", "field-removed"]);
    let circle = "type Query { a(by: In): Int } input In { a: In! b: Int }";
    assert_eq!(found(circle, &circle.replace(" b: Int", ""))[0].rule, "input-field-removed");
}
