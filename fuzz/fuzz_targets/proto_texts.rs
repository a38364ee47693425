//! Two `.proto` files, parted by a line of equals signs: they are compared whatever they hold, at the strictest level and
//! at the loosest; a file that can be read does not differ from itself.
#![no_main]

use api_compat::{Kind, Limits, Options, ProtobufLevel, Sources, compare_sources};
use findings::{SourceText, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (before, after) = text.split_once("\n====\n").unwrap_or((text, text));
    let side = |text: &str| Sources::file(SourceText::new("a.proto", text), &Limits::default());
    let (before, after) = (side(before), side(after));
    for level in [ProtobufLevel::File, ProtobufLevel::Wire] {
        let options = Options::default().with_kind(Kind::Protobuf).with_protobuf_level(level);
        let _ = compare_sources(&before, &after, &options);
        let itself = compare_sources(&after, &after, &options).expect("files of one kind are compared");
        assert_eq!(itself.verdict, Verdict::Identical, "{:?}", itself.findings);
    }
});
