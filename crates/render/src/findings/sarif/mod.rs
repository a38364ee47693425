//! SARIF 2.1.0, for code scanning.

mod model;

use std::collections::{HashMap, HashSet};

use findings::{
    Allowed, AllowedBy, Confirmation, Diagnostic, DiagnosticLevel, Finding, Report, RuleMetadata, RuleRegistry,
    Severity,
};

use super::group::object;
use super::{Tool, WireWitness, place, rule_page, rules, words};
use model::{
    Allowance, Configuration, Descriptor, Driver, Fingerprints, Help, Invocation, Log, Logical, Notification, Outcome,
    Place, Properties, Rule, Run, Text, ToolOf,
};

/// The report as SARIF, with the rules of `registry` that it names.
pub fn sarif(report: &Report, registry: &RuleRegistry, tool: &Tool<'_>) -> String {
    let all = report.findings.iter().chain(report.allowed.iter().map(|it| &it.finding));
    let named: HashSet<&str> = all.map(|finding| finding.rule.as_str()).collect();
    let rules: Vec<Rule> = registry.iter().filter(|rule| named.contains(rule.id)).map(described).collect();
    let index: HashMap<&str, usize> = rules.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
    let index = |finding: &Finding| index.get(finding.rule.as_str()).copied();
    let open = report.findings.iter().map(|finding| result(finding, index(finding), None));
    let allowed = report.allowed.iter().map(|it| result(&it.finding, index(&it.finding), Some(it)));
    let results = open.chain(allowed).collect();
    let invocation = Invocation {
        execution_successful: !report.could_not_tell(),
        tool_execution_notifications: report.diagnostics.iter().map(notification).collect(),
    };
    let driver = Driver { name: tool.name.to_owned(), version: tool.version.to_owned(), rules };
    let run = Run { tool: ToolOf { driver }, column_kind: "unicodeCodePoints", invocations: [invocation], results };
    rules::pretty(&Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })
}

fn described(rule: &'static RuleMetadata) -> Rule<'static> {
    Rule {
        id: rule.id,
        short_description: Text::new(rule.summary),
        full_description: Text::new(rule.explanation),
        help: Help { text: rule.explanation.to_owned(), markdown: rule_page(rule) },
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "error",
        Severity::PotentiallyBreaking => "warning",
        Severity::Additive => "note",
        Severity::NonBreaking => "none",
    }
}

fn notification(diagnostic: &Diagnostic) -> Notification {
    Notification {
        descriptor: Descriptor { id: diagnostic.code.clone() },
        level: if diagnostic.level == DiagnosticLevel::Error { "error" } else { "warning" },
        message: Text::new(&diagnostic.message),
        locations: diagnostic.location.iter().map(Place::from).collect(),
    }
}

fn result(finding: &Finding, rule_index: Option<usize>, allowed: Option<&Allowed>) -> Outcome {
    let other = match (&finding.before, &finding.after) {
        (Some(before), Some(_)) => vec![Place { message: Some(Text::new("before")), ..Place::from(before) }],
        _ => Vec::new(),
    };
    Outcome {
        rule_id: finding.rule.clone(),
        rule_index,
        kind: if finding.severity == Severity::NonBreaking { "informational" } else { "fail" },
        level: level(finding.severity),
        message: Text::new(&words::whole(finding)),
        locations: location(finding).into_iter().collect(),
        related_locations: other,
        partial_fingerprints: Fingerprints { finding: finding.fingerprint.clone() },
        suppressions: allowed.into_iter().map(allowance).collect(),
        properties: properties(finding),
    }
}

/// Where it stands in the text, and in the interface.
fn location(finding: &Finding) -> Option<Place> {
    let mut place = place::main(finding).map(Place::from);
    if finding.operation.is_some() {
        let none = Place { physical_location: None, logical_locations: Vec::new(), message: None };
        let place = place.get_or_insert(none);
        place.logical_locations.push(Logical { fully_qualified_name: object(finding), kind: "resource" });
    }
    place
}

fn allowance(allowed: &Allowed) -> Allowance {
    Allowance {
        kind: match allowed.by {
            AllowedBy::Comment => "inSource",
            AllowedBy::Configuration => "external",
        },
        status: "accepted",
        justification: words::reason(allowed),
    }
}

fn properties(finding: &Finding) -> Properties {
    let confirmed_by = finding.witness.as_ref().and_then(|witness| match &witness.confirmation {
        Confirmation::ConfirmedBy(validator) => Some(validator.clone()),
        Confirmation::Unconfirmed(_) => None,
    });
    Properties {
        severity: finding.severity.as_str(),
        breaks: finding.who_breaks.iter().map(|party| party.as_str()).collect(),
        operation: finding.operation.clone(),
        subject: finding.subject.clone(),
        witness: finding.witness.as_ref().map(WireWitness::from),
        confirmed_by,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::sample::interface;
    use super::*;

    const RULE: RuleMetadata = RuleMetadata {
        id: "required-parameter-added",
        severity: Severity::Breaking,
        kinds: &["openapi"],
        who_breaks: &[],
        summary: "A required parameter came.",
        explanation: "A request without it is refused.",
        bad: ("", ""),
        good: ("", ""),
    };

    const OTHER: RuleMetadata = RuleMetadata { id: "a-rule-that-found-nothing", ..RULE };

    #[test]
    fn only_rules_that_found_something_are_described() {
        let log = written(&interface());
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect::<Vec<_>>(), [RULE.id]);
    }

    fn written(report: &Report) -> Value {
        let text = sarif(report, &RuleRegistry::new(&[&OTHER, &RULE]), &Tool { name: "compat", version: "1.0" });
        serde_json::from_str(&text).unwrap()
    }

    /// The schema that OASIS publishes with the standard.
    fn problems(log: &Value) -> Vec<String> {
        let text = include_str!("../../../tests/sarif/sarif-schema-2.1.0.json");
        let mut schema: Value = serde_json::from_str(text).unwrap();
        // A bracket that nothing opens, which not every engine of regular expressions takes.
        for place in ["run", "toolComponent"] {
            schema["definitions"][place]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
        }
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        validator.iter_errors(log).map(|error| error.to_string()).collect()
    }

    #[test]
    fn what_is_written_is_valid() {
        let mut log = written(&interface());
        assert_eq!(problems(&log), [""; 0]);
        assert_eq!(problems(&written(&Report::new("sqlite", Vec::new(), Vec::new()))), [""; 0]);
        log["runs"][0]["results"][0]["level"] = "bad".into();
        assert_eq!(problems(&log).len(), 1, "the schema is at work");
    }

    #[test]
    fn a_result_has_both_places_the_operation_and_what_it_is_recognised_by() {
        let report = interface();
        let log = written(&report);
        let results = log["runs"][0]["results"].as_array().unwrap();
        let result = &results[0];
        assert_eq!(result["ruleIndex"], 0);
        assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "new.yaml");
        assert_eq!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "/paths/~1pets/get/0");
        assert_eq!(
            result["locations"][0]["logicalLocations"][1]["fullyQualifiedName"],
            "GET /pets: query parameter `limit`"
        );
        assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 3);
        assert_eq!(result["partialFingerprints"]["migrationArchitect/v2"], report.findings[0].fingerprint.as_str());
        assert_eq!(result["properties"]["confirmedBy"], "a validator 1.0");
        assert_eq!(results[3]["suppressions"][0]["kind"], "external");
    }
}
