//! Files that mean harm: they end in diagnostics.

use super::compared;
use crate::Options;

fn is_survived(text: &str) -> bool {
    let good = "syntax = \"proto3\";\nmessage A { string a = 1; }";
    let report = compared(&[("a.proto", good)], &[("a.proto", text)], &Options::default());
    let _ = compared(&[("a.proto", text)], &[("a.proto", good)], &Options::default());
    report.could_not_tell() || !report.findings.is_empty()
}

#[test]
fn depth_is_no_harm() {
    let deep = 20_000;
    let nested = format!("{}{}", "message A {".repeat(deep), "}".repeat(deep));
    assert!(is_survived(&nested));
    assert!(is_survived(&format!("edition = \"2023\";{nested}")));
    for (open, close) in [("a {", "}"), ("a: [", "]"), ("a <", ">"), ("a: {", "}")] {
        let block = format!("{}{}", open.repeat(deep), close.repeat(deep));
        for option in ["features", "(custom)", "go_package"] {
            assert!(is_survived(&format!("syntax = \"proto3\";option {option} = {{ {block} }}; message B {{}}")));
        }
        assert!(is_survived(&format!("edition = \"2023\"; message B {{ string a = 1 [features = {{ {block} }}]; }}")));
    }
    assert!(is_survived(&format!("syntax = \"proto3\"; message B {{ {}C c = 1; }}", "a.".repeat(deep))));
    assert!(is_survived(&format!("syntax = \"proto3\"; package {}a;", "a.".repeat(deep))));
}

#[test]
fn imports_that_go_round_are_no_harm() {
    let file =
        |imports: &str, name: &str| format!("syntax = \"proto3\";\n{imports}\nmessage {name} {{ A a = 1; B b = 2; }}");
    let (a, b) = (file("import public \"b.proto\";", "A"), file("import public \"a.proto\"; import \"b.proto\";", "B"));
    let changed = b.replace("A a = 1", "int64 a = 1");
    let report = compared(
        &[("a.proto", a.as_str()), ("b.proto", b.as_str())],
        &[("a.proto", a.as_str()), ("b.proto", changed.as_str())],
        &Options::default(),
    );
    assert!(report.findings.iter().any(|it| it.rule == "message-field-type-changed"), "{report:?}");
    let chain: Vec<(String, String)> = (0..3000)
        .map(|at| (format!("{at}.proto"), format!("import \"{}.proto\"; message M{at} {{}}", at + 1)))
        .collect();
    let chain: Vec<(&str, &str)> = chain.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let report = compared(&chain, chain.get(1..).unwrap(), &Options::default());
    assert!(report.findings.iter().any(|it| it.rule == "proto-file-removed"));
}

#[test]
fn numbers_and_names_out_of_bounds_are_no_harm() {
    let texts = [
        "syntax = \"proto3\"; message A { string a = 0; }",
        "syntax = \"proto3\"; message A { string a = 99999999999; }",
        "syntax = \"proto3\"; message A { string a = 1; string a = 1; int32 b = 1; }",
        "syntax = \"proto2\"; message A { extensions 5 to 3; reserved 9 to 2; }",
        "syntax = \"proto2\"; message A { extensions -5 to 3; reserved 0 to max; }",
        "syntax = \"proto3\"; enum A { }",
        "syntax = \"proto3\"; enum A { B = -2147483648; C = 2147483647; reserved -2147483648 to max; }",
        "syntax = \"proto3\"; message A { A a = 1; .A b = 2; ..A c = 3; }",
        "syntax = \"proto3\"; message A { map<A, A> a = 1; map<string, map<string, string>> b = 2; }",
        "syntax = \"proto2\"; message A { optional int32 a = 1 [default = \"x\"]; optional bytes b = 2 [default = \"\\777\"]; }",
        "syntax = \"proto3\"; service A { rpc a(A) returns (A); rpc a(B) returns (stream C); }",
        "syntax = \"proto4\";",
        "edition = \"1999\"; message A { string a = 1; }",
        "edition = ; message A { string a = 1; }",
        "\u{feff}syntax = \"proto3\"; message \u{e9} {}",
        "\0",
        "",
    ];
    for text in texts {
        let good = "syntax = \"proto3\"; message A { string a = 1; enum E { X = 0; } E e = 2; }";
        let _ = compared(&[("a.proto", good)], &[("a.proto", text)], &Options::default());
        let _ = compared(&[("a.proto", text)], &[("a.proto", good)], &Options::default());
        let _ = compared(&[("a.proto", text)], &[("a.proto", text)], &Options::default());
    }
}

#[test]
fn many_of_anything_are_compared_in_one_go() {
    let fields = |kind: &str| -> String { (1..=5_000).map(|at| format!("{kind} f{at} = {at};")).collect() };
    let message = |kind: &str| format!("syntax = \"proto3\"; message A {{ {} }}", fields(kind));
    let report = compared(&[("a.proto", &message("int32"))], &[("a.proto", &message("string"))], &Options::default());
    assert_eq!(report.findings.len(), 5_000);
    let ranges = |step: usize| -> String { (0..5_000).map(|at| format!("reserved {};", at * step + 1)).collect() };
    let message = |step: usize| format!("syntax = \"proto3\"; message A {{ {} }}", ranges(step));
    let report = compared(&[("a.proto", &message(2))], &[("a.proto", &message(3))], &Options::default());
    assert!(report.findings.len() > 1_000);
}

#[test]
fn of_several_declarations_of_one_name_the_first_is_compared() {
    let text =
        "syntax = \"proto3\"; message A { string a = 1; } message A { int32 a = 1; } enum A { X = 0; } service A {}";
    let report = compared(&[("a.proto", text)], &[("a.proto", text)], &Options::default());
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
}
