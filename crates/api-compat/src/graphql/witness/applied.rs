//! Uses of directives: in operations, and in schemas that build on this one.

use super::super::change::{Aspect, Change, Data, Edit, Element};
use super::super::model::Directive;
use super::candidate::{Candidate, Candidates};
use super::literal::{arguments, literal};

impl Candidates<'_> {
    /// The directive used as it may be by the old schema: at a place that is gone, or else at each place in turn, with
    /// the arguments that are of matter.
    pub(super) fn directive(&mut self, change: &Change<'_>, found: &mut Vec<Candidate>) -> Option<()> {
        if change.edit == Edit::Added && change.element != Element::DirectiveArgument {
            return None;
        }
        let directive = self.old().directive(change.at.owner?)?;
        let given = self.given(change, directive);
        let gone = match (change.element, change.data) {
            (Element::DirectiveLocation, Data::Names(Some(gone), _)) => Some(gone),
            _ => None,
        };
        let mut locations: Vec<&str> = match gone {
            Some(gone) => vec![gone],
            None => directive.locations.iter().map(|it| it.text).collect(),
        };
        // What clients write comes first.
        locations.sort_by_key(|location| !EXECUTABLE.contains(location));
        for given in &given {
            let arguments = arguments(self.old(), &directive.arguments, given)?;
            let once = format!("@{}{arguments}", directive.head.name.text);
            let applied = if change.aspect == Aspect::Repeatable { format!("{once} {once}") } else { once };
            found.extend(locations.iter().take(2).filter_map(|location| used(location, &applied)));
        }
        Some(())
    }

    /// Arguments with which to try: `null` first where it is refused now.
    fn given(&self, change: &Change<'_>, directive: &Directive<'_>) -> Vec<Vec<(&str, String)>> {
        // What shows that a default is gone leaves the value out.
        let name = change.at.argument.filter(|_| change.edit != Edit::Added && change.aspect != Aspect::Default);
        let argument = name.and_then(|name| directive.arguments.iter().find(|it| it.head.name.text == name));
        let Some(argument) = argument else { return vec![Vec::new()] };
        // Names live as long as the schema.
        let name = self
            .old()
            .directive(directive.head.name.text)
            .and_then(|it| it.arguments.iter().map(|it| it.head.name.text).find(|it| *it == argument.head.name.text));
        let null = matches!(change.data, Data::Types(old, new) if !old.is_non_null() && new.is_non_null());
        let values = null.then(|| "null".to_owned()).into_iter().chain(literal(self.old(), argument.ty));
        values.filter_map(|value| Some(vec![(name?, value)])).collect()
    }
}

/// Places in operations (October 2021, 3.13).
const EXECUTABLE: [&str; 8] = [
    "FIELD",
    "QUERY",
    "INLINE_FRAGMENT",
    "FRAGMENT_SPREAD",
    "VARIABLE_DEFINITION",
    "MUTATION",
    "SUBSCRIPTION",
    "FRAGMENT_DEFINITION",
];

/// The directive used at a place.
fn used(location: &str, applied: &str) -> Option<Candidate> {
    let operation = |text: String| Some(Candidate::operation(None, text));
    let definitions = |text: String| Some(Candidate::definitions(text));
    match location {
        "FIELD" => operation(format!("{{ __typename {applied} }}")),
        "QUERY" => operation(format!("query {applied} {{ __typename }}")),
        "INLINE_FRAGMENT" => operation(format!("{{ ... {applied} {{ __typename }} }}")),
        "FRAGMENT_SPREAD" => {
            operation(format!("{{ ...Example {applied} }} fragment Example on Query {{ __typename }}"))
        }
        "FRAGMENT_DEFINITION" => {
            operation(format!("{{ ...Example }} fragment Example on Query {applied} {{ __typename }}"))
        }
        "VARIABLE_DEFINITION" => {
            operation(format!("query ($flag: Boolean! {applied}) {{ __typename @include(if: $flag) }}"))
        }
        "MUTATION" => operation(format!("mutation {applied} {{ __typename }}")),
        "SUBSCRIPTION" => operation(format!("subscription {applied} {{ __typename }}")),
        "SCHEMA" => definitions(format!("extend schema {applied}")),
        "SCALAR" => definitions(format!("scalar Example {applied}")),
        "OBJECT" => definitions(format!("type Example {applied} {{ a: Int }}")),
        "FIELD_DEFINITION" => definitions(format!("type Example {{ a: Int {applied} }}")),
        "ARGUMENT_DEFINITION" => definitions(format!("type Example {{ a(b: Int {applied}): Int }}")),
        "INTERFACE" => definitions(format!("interface Example {applied} {{ a: Int }}")),
        "UNION" => definitions(format!("union Example {applied} = ExampleMember type ExampleMember {{ a: Int }}")),
        "ENUM" => definitions(format!("enum Example {applied} {{ A }}")),
        "ENUM_VALUE" => definitions(format!("enum Example {{ A {applied} }}")),
        "INPUT_OBJECT" => definitions(format!("input Example {applied} {{ a: Int }}")),
        "INPUT_FIELD_DEFINITION" => definitions(format!("input Example {{ a: Int {applied} }}")),
        _ => None,
    }
}
