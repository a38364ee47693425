//! A plan in every format.

use findings::SourceText;
use plan_engine::migration::model::{ApiFinding, ApiReport};
use plan_engine::migration::schedule::{ScheduleOptions, schedule};
use plan_engine::migration::{Inputs, MigrationPlan, make};
use plan_engine::specification::read;

const SPECIFICATION: &str = "\
name: seats, \"new\"
type: service
pattern: strangler_fig
source: old seats
target: new seats
constraints: {dependencies: [till, 'a|b <c>'], compliance: [SOX]}
windows: [{name: night, hours: '01:00-05:00'}]
flags: [{name: seats_new, stages: [{percentage: 10%, hold: 2h}, {percentage: 100%}]}]
monitoring: {critical_metrics: [error_rate], alert_thresholds: {error_rate: 0.01}}
triggers: [{metric: error_rate, threshold: 0.02, for: 5m, action: automatic_rollback}]
";

fn plan() -> MigrationPlan {
    let (specification, said) = read(&SourceText::new("folder/seats.yaml", SPECIFICATION));
    make(&specification.unwrap_or_else(|| panic!("{said:#?}")), Inputs::new()).unwrap()
}

#[test]
fn lines_for_people_fit_on_a_screen_and_tell_where_things_come_from() {
    let plan = plan();
    let text = super::human(&plan, false);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    for wanted in ["seats.yaml:8:", "seats_new", "TRIGGERS", "POINT OF NO RETURN", "error_rate: at most 0.01"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    for step in plan.steps() {
        assert!(super::markdown(&plan).contains(&format!("`{}`", step.id)));
    }
}

#[test]
fn the_verdict_on_an_interface_stands_on_the_step_of_its_route() {
    let text = SPECIFICATION.replace(
        "windows:",
        "service: {legacy: {endpoints: ['GET /v1/seats/{id}', 'POST /v1/seats']}, new: {endpoints: ['GET /v2/seats/{id}']}}\nwindows:",
    );
    let (specification, said) = read(&SourceText::new("folder/seats.yaml", &text));
    let finding = ApiFinding {
        rule: "response-property-removed".to_owned(),
        severity: findings::Severity::Breaking,
        operation: Some("GET /v1/seats/{seat}".to_owned()),
        message: "the property `row` is gone".to_owned(),
        fingerprint: "f00d".to_owned(),
        place: Some("seats-2.yaml:31:9".to_owned()),
    };
    let report = ApiReport {
        migration: "service".to_owned(),
        kind: "openapi".to_owned(),
        before: "seats-1.yaml".to_owned(),
        after: "seats-2.yaml".to_owned(),
        verdict: findings::Verdict::Breaking,
        findings: vec![finding],
    };
    let plan = make(&specification.unwrap_or_else(|| panic!("{said:#?}")), Inputs::new().report(report)).unwrap();
    // Between the title of the route's step and the line below it, in a table for people.
    let human = super::human(&plan, false);
    let row = human.split_once("Route GET").unwrap().1.split_once("────").unwrap().0;
    assert!(row.contains("! breaking: the") && row.contains("`row`"), "{human}");
    assert!(human.contains("interface (openapi) seats-1.yaml → seats-2.yaml: breaking"), "{human}");
    assert!(human.contains("[seats-2.yaml:31:9]"), "{human}");
    let markdown = super::markdown(&plan);
    let step = markdown.split_once("intercept-route-get-v1-seats-id").unwrap().1.split_once("- [ ]").unwrap().0;
    assert!(step.contains("the property \\`row\\` is gone"), "{step}");
}

#[test]
fn what_nothing_is_stated_of_is_not_called_low() {
    let text = "type: service\npattern: canary\nsource: a\ntarget: b\n";
    let (specification, said) = read(&SourceText::new("bare.yaml", text));
    let plan = make(&specification.unwrap_or_else(|| panic!("{said:#?}")), Inputs::new()).unwrap();
    for text in [super::human(&plan, false), super::markdown(&plan)] {
        assert!(text.contains("nothing that it counts is stated") && !text.contains("(low)"), "{text}");
    }
}

#[test]
fn names_of_phases_break_between_their_words() {
    let found =
        schedule(&plan(), &ScheduleOptions::new("2027-01-11T09:00:00Z".parse().unwrap()).draws(200, 1)).unwrap();
    let text = super::schedule(&found, false);
    let when = text.split_once("WHEN").unwrap().1.split_once("everything").unwrap().0;
    let names: Vec<&str> = when.lines().skip(4).filter_map(|line| line.split_whitespace().next()).collect();
    for name in names.iter().filter(|it| it.contains('/')) {
        let whole = found.phases.iter().any(|it| it.id == *name);
        assert!(whole || name.ends_with(['-', '_', '/', '.']), "{name}: {when}");
    }
    assert!(when.contains("service/decommission"), "{when}");
}

#[test]
fn a_row_of_the_table_is_a_step() {
    let plan = plan();
    let text = super::csv(&plan);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let ids: Vec<&str> = rows.iter().map(|it| &it[1]).collect();
    assert_eq!(ids, plan.steps().map(|it| it.id.as_str()).collect::<Vec<_>>());
    assert!(text.contains("\r\n") && rows.iter().all(|it| !it[13].is_empty()));
}

#[test]
fn a_calendar_has_the_same_bytes_twice_and_lines_of_75_bytes() {
    let plan = plan();
    let found = schedule(&plan, &ScheduleOptions::new("2027-01-11T09:00:00Z".parse().unwrap()).draws(200, 1)).unwrap();
    let text = super::ics(&plan, &found);
    assert_eq!(text, super::ics(&plan, &found));
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), text.matches("DTSTAMP:20270111T090000Z").count());
    assert!(text.matches("BEGIN:VEVENT").count() > plan.phases.len());
    assert!(super::schedule(&found, false).lines().all(|line| line.chars().count() <= 100));
    let gantt = super::gantt(&plan, &found);
    assert_eq!(gantt.matches(", 2027-").count(), 2 * plan.steps().count());
}

#[test]
fn patterns_side_by_side_break_no_word_at_any_width() {
    use plan_engine::migration::comparison::{ComparisonOptions, compare};
    let specification = "\
name: allotments
type: infrastructure
pattern: hybrid
source: a cellar
target: AWS
inventory: [{name: gate, type: network}, {name: cards, type: virtual_machine, depends_on: gate}]
";
    let (specification, said) = read(&SourceText::new("allotments.yaml", specification));
    let specification = specification.unwrap_or_else(|| panic!("{said:#?}"));
    let comparison = compare(&specification, &Inputs::new(), &ComparisonOptions::new().draws(20, 1)).unwrap();
    for width in [80, 100, 120] {
        let text = super::patterns(&comparison, false, width);
        assert!(text.lines().all(|line| line.chars().count() <= width), "{width}:\n{text}");
        for fit in &comparison.migrations[0].patterns {
            let phase = fit.point_of_no_return.as_ref().map_or("none", |it| it.phase.as_str());
            let table: String = text.split("\n\n").next().unwrap().to_owned();
            for word in phase.split_inclusive(['-', '_', '/']).chain(fit.pattern.split_inclusive('_')) {
                assert!(table.contains(word), "{width}: {word}\n{table}");
            }
        }
    }
}
