//! From texts to the schema of one side.

mod comments;
mod cycles;
mod editions;
mod tokens;

use std::collections::HashSet;

use findings::{Diagnostic, DiagnosticLevel, LineColumn, SourceText, Span};
use prost_reflect::prost_types::FileDescriptorProto;
use protox::file::File as Parsed;

use super::model::{self, File, Schema};
use super::threads;
pub(super) use editions::Rewritten;

/// A text, and its path below the folder that imports are relative to.
pub(crate) type Named = (String, SourceText);

/// Files that were parsed, and what is to be said of the others.
#[derive(Debug, Default)]
pub(super) struct Unlinked {
    files: Vec<File>,
    diagnostics: Vec<Diagnostic>,
    /// The paths of those that could not be read.
    unread: Vec<String>,
}

/// Parses `files`. What cannot be read is a diagnostic, and the rest is read.
pub(super) fn parse(files: &[Named]) -> Unlinked {
    let mut parsed = Unlinked::default();
    for (one, (path, _)) in threads::map(files, one).into_iter().zip(files) {
        match one {
            Ok(file) => parsed.files.push(file),
            Err(diagnostic) => {
                parsed.diagnostics.push(diagnostic);
                parsed.unread.push(path.clone());
            }
        }
    }
    parsed
}

/// Both sides, without the files that could not be read on one of them: what is missing from such a file is not gone. None
/// where nothing is left of a side.
pub(super) fn link(mut old: Unlinked, mut new: Unlinked) -> (Schema, Schema, bool) {
    let unread: HashSet<String> = old.unread.iter().chain(&new.unread).cloned().collect();
    let had = !unread.is_empty();
    for side in [&mut old, &mut new] {
        side.files.retain(|file| !unread.contains(&file.path));
    }
    let is_left = !had || !(old.files.is_empty() || new.files.is_empty());
    (schema(old, &unread), schema(new, &unread), is_left)
}

fn schema(mut parsed: Unlinked, unread: &HashSet<String>) -> Schema {
    root_imports(&mut parsed.files);
    let mut told = missing(&parsed.files);
    // Of those that could not be read it is said already why.
    told.retain(|it| !unread.iter().any(|path| it.message.starts_with(&format!("`{path}`"))));
    parsed.diagnostics.extend(told);
    parsed.diagnostics.extend(cycles::cycles(&parsed.files));
    model::link(parsed.files, parsed.diagnostics)
}

fn one((path, source): &Named) -> Result<File, Diagnostic> {
    let rewritten = editions::rewrite(source.text());
    let descriptor = parsed(path, source.text(), rewritten.as_ref())
        .map_err(|error| unreadable(&error, path, source, rewritten.as_ref()))?;
    Ok(model::file(path.clone(), source.clone(), &descriptor, rewritten.as_ref()))
}

/// What the parser makes of a text. Comments are kept from it: nothing is made of them.
fn parsed(path: &str, text: &str, rewritten: Option<&Rewritten>) -> Result<FileDescriptorProto, protox::Error> {
    let text = rewritten.map_or(text, |it| it.text.as_str());
    let plain = comments::without(text);
    Parsed::from_source(path, plain.as_deref().unwrap_or(text)).map(FileDescriptorProto::from)
}

/// What the parser makes of a file that was read before, without places. Descriptors are not kept: they are larger than the
/// model, and few of them are looked at.
pub(super) fn descriptor(file: &File) -> Option<FileDescriptorProto> {
    let text = file.source.text();
    let mut descriptor = parsed(&file.path, text, editions::rewrite(text).as_ref()).ok()?;
    descriptor.source_code_info = None;
    Some(descriptor)
}

fn unreadable(error: &protox::Error, path: &str, source: &SourceText, rewritten: Option<&Rewritten>) -> Diagnostic {
    let text = rewritten.map_or(source.text(), |it| it.text.as_str());
    // Only the representation for debugging tells the place: `path:line:column: message`.
    let told = format!("{error:?}");
    let place = told.strip_prefix(path).and_then(|rest| rest.strip_prefix(':')).and_then(|rest| {
        let mut numbers = rest.splitn(3, ':').map(|part| part.trim().parse::<usize>());
        Some(LineColumn { line: numbers.next()?.ok()?, column: numbers.next()?.ok()? })
    });
    let offset = place.map(|place| {
        let before: usize = text.split_inclusive('\n').take(place.line.saturating_sub(1)).map(str::len).sum();
        let offset = before + place.column.saturating_sub(1);
        rewritten.map_or(offset, |it| it.original(offset))
    });
    Diagnostic {
        level: DiagnosticLevel::Error,
        code: "malformed-proto".to_owned(),
        message: format!("`{path}` is no Protobuf file that can be read: {error}"),
        location: offset.map(|at| source.locate(Span::new(at, at))),
        help: Some("correct the file, or leave it out: nothing is said of what it declares".to_owned()),
    }
}

/// Imports are relative to a folder that need not be the one that was given: where a file ends as an import does and no
/// file is called so, that file is meant, and is called so from here on.
fn root_imports(files: &mut [File]) {
    let known: HashSet<&str> = files.iter().map(|it| it.path.as_str()).collect();
    let wanted = files.iter().flat_map(|file| file.imports.iter().map(|it| it.path.as_str()));
    let mut prefixes: Vec<String> = Vec::new();
    for import in wanted.filter(|it| !known.contains(it)) {
        if prefixes.iter().any(|prefix| known.contains(format!("{prefix}{import}").as_str())) {
            continue;
        }
        let found = known.iter().filter_map(|path| path.strip_suffix(import)).filter(|prefix| prefix.ends_with('/'));
        prefixes.extend(found.min().map(str::to_owned));
    }
    // The longest folder first: `a/b/` is meant where both it and `a/` are roots.
    prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
    for file in files.iter_mut() {
        if let Some(prefix) = prefixes.iter().find(|prefix| file.path.starts_with(prefix.as_str())) {
            file.path = file.path.split_off(prefix.len());
        }
    }
}

/// Imports that no file is there for.
fn missing(files: &[File]) -> Vec<Diagnostic> {
    let known: HashSet<&str> = files.iter().map(|it| it.path.as_str()).collect();
    let mut told = std::collections::BTreeSet::new();
    let mut diagnostics = Vec::new();
    for file in files {
        for import in &file.imports {
            if known.contains(import.path.as_str()) || is_bundled(&import.path) || !told.insert(&import.path) {
                continue;
            }
            diagnostics.push(Diagnostic {
                level: DiagnosticLevel::Warning,
                code: "missing-import".to_owned(),
                message: format!("`{}` is imported and is not among the files", import.path),
                location: Some(file.source.locate(import.span)),
                help: Some("give the folder that holds it as well: what depends on it is compared by name".to_owned()),
            });
        }
    }
    diagnostics
}

/// Whether the file comes with every compiler.
pub(super) fn is_bundled(path: &str) -> bool {
    /// Files that declare the features of languages, of which the model knows those that matter.
    const OF_LANGUAGES: [&str; 3] = [
        "google/protobuf/cpp_features.proto",
        "google/protobuf/go_features.proto",
        "google/protobuf/java_features.proto",
    ];
    let known = || prost_reflect::DescriptorPool::global().get_file_by_name(path).is_some();
    OF_LANGUAGES.contains(&path) || path.starts_with("google/protobuf/") && known()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(files: &[(&str, &str)]) -> Schema {
        let named: Vec<Named> =
            files.iter().map(|(path, text)| ((*path).to_owned(), SourceText::new(*path, *text))).collect();
        schema(parse(&named), &HashSet::new())
    }

    #[test]
    fn a_file_that_is_malformed_is_told_with_its_place_and_the_rest_is_read() {
        let schema = read_all(&[("a.proto", "edition = \"2023\";\nmessage A {\n  string x = ;\n}"), ("b.proto", "")]);
        let told = &schema.diagnostics[0];
        assert_eq!((told.code.as_str(), schema.files.len()), ("malformed-proto", 1));
        assert_eq!(told.location.as_ref().map(|it| (it.start.line, it.start.column)), Some((3, 14)), "{told:?}");
    }

    #[test]
    fn imports_that_go_round_are_told_once() {
        let file = |imports: &[&str]| imports.iter().map(|it| format!("import \"{it}.proto\";\n")).collect::<String>();
        let (a, b, c, d) = (file(&["b", "d"]), file(&["d", "c"]), file(&["a"]), file(&["d"]));
        let schema = read_all(&[("a.proto", &a), ("b.proto", &b), ("c.proto", &c), ("d.proto", &d), ("e.proto", &a)]);
        let places = schema.diagnostics.iter().map(|it| {
            let place = it.location.as_ref().map(|it| (it.source.clone(), it.start.line));
            (it.code.as_str(), place)
        });
        let of = |name: &str| ("circular-import", Some((name.to_owned(), 1)));
        assert_eq!(places.collect::<Vec<_>>(), [of("c.proto"), of("d.proto")]);
    }

    #[test]
    fn imports_are_found_below_another_folder_and_missing_ones_are_named() {
        let user = "syntax = \"proto3\";\nimport \"p/a.proto\";\nimport \"gone.proto\";\nimport \
                    \"google/protobuf/empty.proto\";\nmessage B { p.A a = 1; x.Gone b = 2; google.protobuf.Empty c = 3; }";
        let schema = read_all(&[("api/p/a.proto", "package p; message A {}"), ("api/b.proto", user)]);
        let codes: Vec<&str> = schema.diagnostics.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["missing-import", "undeclared-type"]);
        let paths: Vec<&str> = schema.files.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["b.proto", "p/a.proto"]);
    }
}
