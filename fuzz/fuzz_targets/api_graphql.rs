//! Any two texts as schemas of GraphQL, and as operations: nothing panics, and nothing differs from itself.
#![no_main]

use api_compat::{Kind, Limits, Options, Sources, compare_sources};
use findings::SourceText;
use libfuzzer_sys::fuzz_target;

fn file(name: &str, text: &str) -> Sources {
    Sources::file(SourceText::new(name, text), &Limits::default())
}

fuzz_target!(|input: (&str, &str, &str)| {
    let (old, new, queries) = input;
    let (before, after) = (file("old.graphql", old), file("new.graphql", new));
    let options = Options::default().with_kind(Kind::GraphQl);
    compare_sources(&before, &after, &options).expect("both are GraphQL");
    let same = compare_sources(&before, &before, &options).expect("both are GraphQL");
    assert!(same.findings.is_empty(), "{:?}", same.findings);
    let options = options.with_queries([SourceText::new("a.graphql", queries)]);
    compare_sources(&before, &after, &options).expect("both are GraphQL");
});
