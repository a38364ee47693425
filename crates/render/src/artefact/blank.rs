//! Finds texts that stand where a value is missing: none may leave.

use super::refused::Blank;
use super::scene::Scene;
use super::{Artefact, ArtefactFormat};

/// Words that people put where a value is missing, in capitals; each is looked for as a word of its own.
const CAPITALS: [&str; 6] = ["TODO", "FIXME", "TBD", "XXX", "PLACEHOLDER", "REPLACEME"];
/// The same in any letters, wherever they stand.
const ANYWHERE: [&str; 9] = [
    "changeme",
    "change_me",
    "change-me",
    "replace_me",
    "replace-me",
    "example.com",
    "example.org",
    "example.net",
    "lorem ipsum",
];
/// Blanks that a reader finds are no more than this.
const MOST: usize = 50;

/// The blanks in `artefacts`. What the author of the specification says in prose is taken as it is.
pub(super) fn find(scene: &Scene<'_>, artefacts: &[Artefact]) -> Vec<Blank> {
    let prose = prose(scene);
    let mut blanks = Vec::new();
    for artefact in artefacts {
        for (number, line) in artefact.text.lines().enumerate() {
            let mut line = line.to_owned();
            for said in &prose {
                line = line.replace(said.as_str(), " ");
            }
            if let Some(text) = blank_in(&line, artefact.format) {
                blanks.push(Blank { path: artefact.path.clone(), line: number + 1, text });
            }
            if blanks.len() >= MOST {
                return blanks;
            }
        }
    }
    blanks
}

/// Names and descriptions of the specification that look like blanks and are none.
fn prose(scene: &Scene<'_>) -> Vec<String> {
    let specification = &scene.plan.specification;
    let mut all = vec![specification.name.clone(), scene.plan.name.clone()];
    for migration in scene.migrations() {
        all.extend([migration.id.clone(), migration.source.clone(), migration.target.clone()]);
        all.extend(migration.description.clone());
        all.extend(migration.flags.iter().flat_map(|it| [Some(it.name.clone()), it.description.clone()]).flatten());
    }
    all.retain(|it| blank_in(it, ArtefactFormat::Markdown).is_some());
    // The longest first, so that none is cut into by another.
    all.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    all.dedup();
    all
}

fn blank_in(line: &str, format: ArtefactFormat) -> Option<String> {
    let words = || line.split(|c: char| !c.is_alphanumeric());
    if let Some(word) = words().find(|word| CAPITALS.contains(word)) {
        return Some(word.to_owned());
    }
    let small = line.to_lowercase();
    if let Some(word) = ANYWHERE.iter().find(|word| small.contains(*word)) {
        return Some((*word).to_owned());
    }
    bracketed(line).or_else(|| empty(line, format))
}

/// `<image-name>`, but neither `Vec<T>` nor `a < b`.
fn bracketed(line: &str) -> Option<String> {
    let mut rest = line;
    let mut before = ' ';
    while let Some((head, tail)) = rest.split_once('<') {
        before = head.chars().last().unwrap_or(before);
        let inside = tail.split_once('>').map(|(inside, _)| inside);
        let is_blank = |text: &str| {
            let name = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '…'));
            let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '.' || c == '…');
            name && begins && text.len() <= 60
        };
        if let Some(text) = inside.filter(|it| is_blank(it))
            && !before.is_alphanumeric()
            && before != '<'
        {
            return Some(format!("<{text}>"));
        }
        before = '<';
        rest = tail;
    }
    None
}

/// A value that is empty, where the format has keys and values.
fn empty(line: &str, format: ArtefactFormat) -> Option<String> {
    if format == ArtefactFormat::Markdown {
        return None;
    }
    let value = line.trim_end().trim_end_matches(',');
    [": \"\"", ": ''", ": null"].iter().any(|it| value.ends_with(it)).then(|| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<String> {
        blank_in(line, ArtefactFormat::Rollout)
    }

    #[test]
    fn blanks_are_told_from_what_looks_like_one() {
        for line in
            ["image: TODO", "server <backend address>;", "host: db.example.com", "password: ChangeMe", "\"a\": \"\","]
        {
            assert!(found(line).is_some(), "{line}");
        }
        for line in
            ["a < b and c > d", "Vec<String>", "cat <<END", "todo-service", "if (x<y) z>1", "\"a\": \"b\"", "0 <p> "]
        {
            assert_eq!(found(line).is_some(), line == "0 <p> ", "{line}");
        }
    }
}
