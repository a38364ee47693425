//! Documents of AsyncAPI as a whole.

mod object_model;

use findings::{Report, Severity, SourceText};
use source_tree::Limits;

use crate::{Document, Options, compare};

fn compared(old: &str, new: &str) -> Report {
    let read = |name: &'static str, text: &str| Document::read(SourceText::new(name, text), &Limits::default());
    compare(&read("old.yaml", old), &read("new.yaml", new), &Options::default()).unwrap()
}

/// The rules that found something, the worst first, with how bad it is.
fn rules(report: &Report) -> Vec<(&str, Severity)> {
    report.findings.iter().map(|it| (it.rule.as_str(), it.severity)).collect()
}

const TWO: &str = "\
asyncapi: 2.6.0
info: {title: Depot, version: '1'}
defaultContentType: application/json
channels:
  parcels/{size}:
    parameters: {size: {schema: {type: string}}}
    publish:
      message: {$ref: '#/components/messages/Parcel'}
    subscribe:
      message:
        oneOf:
          - {$ref: '#/components/messages/Parcel'}
          - {name: Lost, payload: {type: object, properties: {id: {type: integer}}}}
components:
  messages:
    Parcel:
      traits: [{headers: {type: object, required: [trace], properties: {trace: {type: string}}}}]
      payload: {type: object, required: [id], properties: {id: {type: integer}, kg: {type: number}}}
";

const THREE: &str = "\
asyncapi: 3.0.0
info: {title: Depot, version: '1'}
defaultContentType: application/json
channels:
  sized:
    address: parcels/{kind}
    parameters: {kind: {}}
    messages:
      Parcel: {$ref: '#/components/messages/Parcel'}
      Lost: {payload: {type: object, properties: {id: {type: integer}}}}
operations:
  take: {action: receive, channel: {$ref: '#/channels/sized'}, messages: [{$ref: '#/channels/sized/messages/Parcel'}]}
  tell: {action: send, channel: {$ref: '#/channels/sized'}}
components:
  messages:
    Parcel:
      traits: [{headers: {type: object, required: [trace], properties: {trace: {type: string}}}}]
      payload: {type: object, required: [id], properties: {id: {type: integer}, kg: {type: number}}}
";

#[test]
fn the_same_in_words_of_version_3_is_no_break() {
    let report = compared(TWO, THREE);
    assert!(report.findings.iter().all(|it| it.severity <= Severity::NonBreaking), "{:#?}", rules(&report));
    assert!(rules(&report).iter().any(|(rule, _)| *rule == "asyncapi-version-changed"));
    assert!(compared(TWO, TWO).findings.is_empty() && compared(THREE, THREE).findings.is_empty());
}

#[test]
fn a_payload_breaks_by_who_writes_it() {
    // Clients publish it, and clients read it: each breaks by another change.
    let narrowed = TWO.replace("kg: {type: number}", "kg: {type: integer}");
    let report = compared(TWO, &narrowed);
    let breaking: Vec<_> = report.findings.iter().filter(|it| it.severity == Severity::Breaking).collect();
    assert_eq!(breaking.len(), 1, "{:#?}", rules(&report));
    assert_eq!(breaking[0].operation.as_deref(), Some("receive parcels/{size}"));
    assert!(breaking[0].rule.starts_with("request-type"), "{}", breaking[0].rule);
    assert!(breaking[0].witness.as_ref().is_some_and(|it| it.instance.is_some()));
    let report = compared(&narrowed, TWO);
    let breaking: Vec<_> = report.findings.iter().filter(|it| it.severity == Severity::Breaking).collect();
    assert_eq!(breaking.len(), 1, "{:#?}", rules(&report));
    assert_eq!(breaking[0].operation.as_deref(), Some("send parcels/{size}"));
}

#[test]
fn headers_of_traits_are_looked_at() {
    let other = THREE.replace("trace: {type: string}", "trace: {type: string, minLength: 4}");
    let report = compared(THREE, &other);
    assert!(report.findings.iter().any(|it| it.severity == Severity::Breaking && it.subject.contains("headers")));
}

#[cfg(feature = "avro")]
#[test]
fn avro_in_a_payload_is_resolved() {
    let avro = |fields: &str| {
        THREE.replace(
            "{type: object, required: [id], properties: {id: {type: integer}, kg: {type: number}}}",
            &format!(
                "{{schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', schema: {{type: record, name: Parcel, \
                 fields: [{fields}]}}}}"
            ),
        )
    };
    let old = avro("{name: id, type: long}");
    let report = compared(&old, &avro("{name: id, type: long}, {name: kg, type: double}"));
    let found = report.findings.iter().find(|it| it.severity == Severity::Breaking).expect("it breaks");
    assert_eq!(
        (found.rule.as_str(), found.operation.as_deref()),
        ("record-field-added", Some("receive parcels/{kind}"))
    );
    assert!(
        compared(&old, &avro("{name: id, type: long}, {name: kg, type: double, default: 0}")).verdict
            < findings::Verdict::Breaking
    );
    assert!(rules(&compared(THREE, &old)).iter().any(|(rule, _)| *rule == "payload-format-changed"));
}

#[cfg(feature = "protobuf")]
#[test]
fn protobuf_in_a_payload_is_compared() {
    let proto = |field: &str| {
        THREE.replace(
            "      payload: {type: object, required: [id], properties: {id: {type: integer}, kg: {type: number}}}\n",
            &format!(
                "      payload:\n        schemaFormat: application/vnd.google.protobuf;version=3\n        schema: |\n          \
                 syntax = \"proto3\";\n          message Parcel {{ {field} }}\n"
            ),
        )
    };
    let report = compared(&proto("int64 id = 1;"), &proto("string id = 1;"));
    assert!(report.findings.iter().any(|it| it.severity == Severity::Breaking), "{report:#?}");
    assert!(!report.could_not_tell(), "{:#?}", report.diagnostics);
}

#[test]
fn what_nothing_leads_to_is_told() {
    let spare = format!("{THREE}    Spare: {{payload: {{type: string}}}}\n");
    assert_eq!(rules(&compared(THREE, &spare)), [("asyncapi-text-changed", Severity::NonBreaking)]);
}
