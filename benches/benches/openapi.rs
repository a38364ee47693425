//! Reading and comparing OpenAPI documents of growing size: the time should grow with it and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::hint::black_box;

use api_compat::{Document, Limits, Options, compare};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;
use schema_benches::openapi;

/// Resources: some 25 kB, 1 MB and 10 MB of text.
const SIZES: [usize; 3] = [8, 310, 3_100];

fn read(name: &str, text: &str) -> Document {
    Document::read(SourceText::new(name, text), &Limits::default())
}

/// The same document as YAML: JSON in flow style behind a comment goes to that reader, but measures little of it.
fn yaml(text: &str) -> String {
    let document = read("a.json", text).to_json().expect("a document");
    openapi::to_yaml(&document)
}

fn bench_read(criterion: &mut Criterion) {
    for (name, convert) in [("json", str::to_owned as fn(&str) -> String), ("yaml", yaml)] {
        let mut group = criterion.benchmark_group(format!("read/{name}"));
        group.sample_size(10);
        for resources in SIZES {
            let text = convert(&openapi::before(resources));
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(resources), &text, |bencher, text| {
                bencher.iter(|| black_box(read(&format!("a.{name}"), text)));
            });
        }
    }
}

fn bench_compare(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compare/openapi");
    group.sample_size(10);
    for resources in SIZES {
        let before = read("before.json", &openapi::before(resources));
        let after = read("after.json", &openapi::after(resources, 100));
        group.throughput(Throughput::Elements(resources as u64));
        group.bench_function(BenchmarkId::from_parameter(resources), |bencher| {
            bencher.iter(|| black_box(compare(&before, &after, &Options::default()).expect("both are OpenAPI")));
        });
    }
}

/// Schemas that lead from one to the next in a circle, and each back to the first; the last has a text that may be as
/// long as given.
fn circle(count: usize, longest: usize) -> String {
    let schema = |index: usize| {
        let (next, text) = ((index + 1) % count, if index + 1 == count { longest } else { 9 });
        format!(
            r##""s{index}": {{"type": "object", "properties": {{"next": {{"$ref": "#/components/schemas/s{next}"}},
            "first": {{"$ref": "#/components/schemas/s0"}}, "text": {{"type": "string", "maxLength": {text}}}}}}}"##
        )
    };
    let schemas: Vec<String> = (0..count).map(schema).collect();
    let content = r##"{"application/json": {"schema": {"$ref": "#/components/schemas/s0"}}}"##;
    format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "Circle", "version": "1.0.0"}},
        "paths": {{"/p": {{"post": {{"requestBody": {{"content": {content}}},
        "responses": {{"200": {{"description": "ok", "content": {content}}}}}}}}}}},
        "components": {{"schemas": {{{}}}}}}}"#,
        schemas.join(",")
    )
}

fn bench_circle(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compare/circle");
    group.sample_size(10);
    for count in [500, 5_000] {
        let before = read("before.json", &circle(count, 9));
        let after = read("after.json", &circle(count, 8));
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            bencher.iter(|| black_box(compare(&before, &after, &Options::default()).expect("both are OpenAPI")));
        });
    }
}

/// One object with so many properties, all of which change, in a request and in an answer.
fn wide(count: usize, longest: usize) -> String {
    let property = |index: usize| format!(r#""p{index}": {{"type": "string", "maxLength": {longest}}}"#);
    let properties: Vec<String> = (0..count).map(property).collect();
    interface(&format!(r#"{{"type": "object", "properties": {{{}}}}}"#, properties.join(",")))
}

/// An enumeration of so many values, half of which become others.
fn enumeration(count: usize, first: usize) -> String {
    let values: Vec<String> = (first..first + count).map(|index| format!(r#""v{index}""#)).collect();
    interface(&format!(r#"{{"enum": [{}]}}"#, values.join(",")))
}

/// So many alternatives that a constant tells apart, all of which change.
fn alternatives(count: usize, longest: usize) -> String {
    let alternative = |index: usize| {
        format!(
            r#"{{"type": "object", "required": ["kind"], "properties": {{"kind": {{"const": "k{index}"}},
            "text": {{"type": "string", "maxLength": {longest}}}}}}}"#
        )
    };
    let alternatives: Vec<String> = (0..count).map(alternative).collect();
    interface(&format!(r#"{{"oneOf": [{}]}}"#, alternatives.join(",")))
}

fn interface(schema: &str) -> String {
    let content = format!(r#"{{"application/json": {{"schema": {schema}}}}}"#);
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "Sizes", "version": "1.0.0"}},
        "paths": {{"/p": {{"post": {{"requestBody": {{"content": {content}}},
        "responses": {{"200": {{"description": "ok", "content": {content}}}}}}}}}}}}}"#
    )
}

/// Writes an interface of so many parts, before or after the change.
type Shape = fn(usize, bool) -> String;

fn bench_shapes(criterion: &mut Criterion) {
    let shapes: [(&str, Shape, [usize; 3]); 3] = [
        ("wide", |count, changed| wide(count, if changed { 8 } else { 9 }), [250, 500, 1_000]),
        (
            "enumeration",
            |count, changed| enumeration(count, if changed { count / 2 } else { 0 }),
            [2_500, 5_000, 10_000],
        ),
        ("alternatives", |count, changed| alternatives(count, if changed { 8 } else { 9 }), [25, 50, 100]),
    ];
    for (name, shape, sizes) in shapes {
        let mut group = criterion.benchmark_group(format!("compare/{name}"));
        group.sample_size(10);
        for count in sizes {
            let (before, after) = (read("before.json", &shape(count, false)), read("after.json", &shape(count, true)));
            group.throughput(Throughput::Elements(count as u64));
            group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
                bencher.iter(|| black_box(compare(&before, &after, &Options::default()).expect("both are OpenAPI")));
            });
        }
    }
}

criterion_group!(benches, bench_read, bench_compare, bench_circle, bench_shapes);
criterion_main!(benches);
