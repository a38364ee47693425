//! Schemas made up at random, and edits of them.

use std::fmt::Write as _;

use super::super::witness::Chance;

/// A field, an argument or an input field: name, type, default, arguments.
#[derive(Debug, Clone)]
struct Member {
    name: String,
    ty: String,
    default: Option<String>,
    arguments: Vec<Member>,
}

/// A type: keyword, name, what it implements, and its members, values or types.
#[derive(Debug, Clone)]
struct Part {
    keyword: &'static str,
    name: &'static str,
    implements: Vec<&'static str>,
    members: Vec<Member>,
    words: Vec<&'static str>,
}

/// A schema.
#[derive(Debug, Clone)]
pub(super) struct MadeUp {
    parts: Vec<Part>,
    directive: Member,
    locations: Vec<&'static str>,
}

const OUTPUTS: [&str; 11] = ["Int", "String", "Boolean", "ID", "Float", "Mood", "Cat", "Dog", "Any", "Named", "When"];
const INPUTS: [&str; 8] = ["Int", "String", "Boolean", "ID", "Float", "Mood", "Filter", "When"];
const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const MOODS: [&str; 4] = ["GOOD", "BAD", "SLEEPY", "ANGRY"];
const LOCATIONS: [&str; 5] = ["FIELD", "QUERY", "OBJECT", "INLINE_FRAGMENT", "FIELD_DEFINITION"];

fn wrapped(chance: &mut Chance, name: &str) -> String {
    let form = *chance.pick(&["T", "T", "T!", "[T]", "[T!]", "[T!]!", "[[T]]"]);
    form.replace('T', name)
}

fn input(chance: &mut Chance, name: &str) -> Member {
    let ty = *chance.pick(&INPUTS);
    let ty = wrapped(chance, ty);
    let default = match ty.trim_matches(['!', '[', ']']) {
        "Int" if chance.below(2) == 0 => Some(chance.below(9).to_string()),
        "Mood" if chance.below(2) == 0 => Some("GOOD".to_owned()),
        _ => None,
    };
    Member { name: name.to_owned(), default, ty, arguments: Vec::new() }
}

fn inputs(chance: &mut Chance, most: usize) -> Vec<Member> {
    let count = chance.below(most);
    NAMES.iter().take(count).map(|name| input(chance, name)).collect()
}

fn output(chance: &mut Chance, name: &str) -> Member {
    let ty = *chance.pick(&OUTPUTS);
    Member { name: name.to_owned(), ty: wrapped(chance, ty), default: None, arguments: inputs(chance, 3) }
}

impl MadeUp {
    pub(super) fn new(chance: &mut Chance) -> Self {
        let name = Member { name: "name".into(), ty: "String".into(), default: None, arguments: Vec::new() };
        let part = |keyword, name, implements: &[&'static str], words: &[&'static str]| Part {
            keyword,
            name,
            implements: implements.to_vec(),
            members: Vec::new(),
            words: words.to_vec(),
        };
        let mut parts = vec![
            part("type", "Query", &[], &[]),
            part("type", "Cat", &["Named"], &[]),
            part("type", "Dog", &[], &[]),
            part("interface", "Named", &[], &[]),
            part("union", "Any", &[], &["Cat", "Dog"]),
            part("enum", "Mood", &[], &MOODS[..2]),
            part("input", "Filter", &[], &[]),
            part("scalar", "When", &[], &[]),
        ];
        for part in &mut parts {
            let count = 1 + chance.below(4);
            part.members = match part.keyword {
                "type" => NAMES.iter().take(count).map(|name| output(chance, name)).collect(),
                "input" => {
                    let mut members = inputs(chance, 4);
                    members.push(Member { name: "z".into(), ty: "Int".into(), default: None, arguments: Vec::new() });
                    // A required field of its own type could not be given.
                    for it in &mut members {
                        it.ty = it.ty.replace("Filter!", "Filter");
                    }
                    members
                }
                _ => Vec::new(),
            };
            if ["Cat", "Dog", "Named"].contains(&part.name) {
                part.members.push(name.clone());
            }
        }
        let directive = Member { name: "show".into(), ty: String::new(), default: None, arguments: inputs(chance, 3) };
        Self { parts, directive, locations: LOCATIONS[..3].to_vec() }
    }

    /// Changes something.
    pub(super) fn edit(&mut self, chance: &mut Chance) {
        if chance.below(8) == 0 {
            match chance.below(3) {
                0 => self.locations = LOCATIONS[chance.below(4)..].to_vec(),
                1 => self.directive.arguments = inputs(chance, 3),
                _ => self.directive.name = if self.directive.name == "show" { "hide" } else { "show" }.into(),
            }
            return;
        }
        let at = chance.below(self.parts.len());
        let Some(part) = self.parts.get_mut(at) else { return };
        match part.keyword {
            "enum" => part.words = MOODS[..=chance.below(MOODS.len())].to_vec(),
            "union" => part.words = if part.words.len() == 2 { vec!["Cat"] } else { vec!["Cat", "Dog"] },
            "scalar" => {}
            keyword => {
                if part.name == "Dog" && chance.below(4) == 0 {
                    part.implements = if part.implements.is_empty() { vec!["Named"] } else { Vec::new() };
                    return;
                }
                let name = *chance.pick(&NAMES);
                let made = if keyword == "input" { input(chance, name) } else { output(chance, name) };
                match (part.members.iter().position(|it| it.name == name), chance.below(3)) {
                    (Some(at), 0) if part.members.len() > 1 => {
                        part.members.remove(at);
                    }
                    (Some(at), 1) => {
                        if let Some(member) = part.members.get_mut(at) {
                            member.arguments = made.arguments;
                            member.default = made.default.filter(|_| member.ty == made.ty);
                        }
                    }
                    (Some(at), _) => {
                        if let Some(member) = part.members.get_mut(at) {
                            (member.ty, member.default) = (made.ty, made.default);
                        }
                    }
                    (None, _) => part.members.push(made),
                }
            }
        }
    }

    pub(super) fn definitions(&self) -> Vec<String> {
        let mut all: Vec<String> = self.parts.iter().map(|part| definition(part, &part.members, &part.words)).collect();
        let arguments = arguments(&self.directive.arguments);
        all.push(format!("directive @{}{arguments} on {}", self.directive.name, self.locations.join(" | ")));
        all
    }

    pub(super) fn text(&self) -> String {
        self.definitions().join("\n")
    }

    /// The same, the last member of each type in an extension.
    pub(super) fn in_extensions(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            let Some((last, rest)) = part.members.split_last().filter(|(_, rest)| !rest.is_empty()) else {
                let _ = writeln!(text, "{}", definition(part, &part.members, &part.words));
                continue;
            };
            let bare = Part { implements: Vec::new(), ..part.clone() };
            let _ = writeln!(text, "extend {}", definition(&bare, std::slice::from_ref(last), &[]));
            let _ = writeln!(text, "{}", definition(part, rest, &part.words));
        }
        let directive = self.definitions().pop().unwrap_or_default();
        format!("{text}{directive}")
    }
}

fn arguments(all: &[Member]) -> String {
    let all: Vec<String> = all.iter().map(member).collect();
    if all.is_empty() { String::new() } else { format!("({})", all.join(", ")) }
}

fn member(it: &Member) -> String {
    let default = it.default.as_ref().map(|it| format!(" = {it}")).unwrap_or_default();
    // A list takes one value.
    format!("{}{}: {}{default}", it.name, arguments(&it.arguments), it.ty)
}

fn definition(part: &Part, members: &[Member], words: &[&str]) -> String {
    let implements = match part.implements.as_slice() {
        [] => String::new(),
        all => format!(" implements {}", all.join(" & ")),
    };
    let body = match part.keyword {
        "scalar" => String::new(),
        "union" => format!(" = {}", words.join(" | ")),
        "enum" => format!(" {{ {} }}", words.join(" ")),
        _ => format!(" {{\n  {}\n}}", members.iter().map(member).collect::<Vec<_>>().join("\n  ")),
    };
    format!("{} {}{implements}{body}", part.keyword, part.name)
}
