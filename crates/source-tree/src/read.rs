//! Reads a text, JSON or YAML, into a tree.

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};

use super::builder::Builder;
use super::fault::Fault;
use super::tree::{File, NodeId};
use super::{Format, Options, Tree, json, yaml};

/// Adds a file to the tree. Where it cannot be read, it is there without a value.
pub(crate) fn read(tree: &mut Tree, path: &str, source: SourceText, options: &Options) -> Vec<Diagnostic> {
    let base = tree.files.last().map_or(0, |file| file.base as usize + file.source.text().len() + 1);
    let length = source.text().len();
    let fits = length <= options.limits.bytes && base + length < u32::MAX as usize;
    let Some(base) = u32::try_from(base).ok().filter(|_| fits) else {
        let diagnostic = too_large(options).error(&source);
        // Without its text, but there: nobody has to ask for it again.
        let base = tree.files.last().map_or(0, |file| file.base);
        let source = SourceText::new(source.name(), "");
        tree.files.push(File { path: path.to_owned(), source, base, root: None });
        return vec![diagnostic];
    };
    let (root, diagnostics) = read_text(tree, base, &source, options);
    tree.files.push(File { path: path.to_owned(), source, base, root });
    diagnostics
}

/// What a text holds, and what there is to say of it.
type Outcome = (Option<NodeId>, Vec<Diagnostic>);

fn read_text(tree: &mut Tree, base: u32, source: &SourceText, options: &Options) -> Outcome {
    let reader: Reader = match options.format {
        None => return recognised(tree, base, source, options),
        Some(Format::Json) => json::read,
        #[cfg(feature = "toml")]
        Some(Format::Toml) => super::toml::read,
        Some(Format::Yaml) => yaml::read,
    };
    attempt(tree, base, source, options, reader).unwrap_or_else(|failure| failure.outcome(source))
}

/// JSON where it can be; what only begins like JSON (YAML in flow style) as YAML.
fn recognised(tree: &mut Tree, base: u32, source: &SourceText, options: &Options) -> Outcome {
    if !looks_like_json(source.text()) {
        return attempt(tree, base, source, options, yaml::read).unwrap_or_else(|failure| failure.outcome(source));
    }
    let as_json = match attempt(tree, base, source, options, json::read) {
        Ok(read) => return read,
        Err(failure) => failure,
    };
    if as_json.fault.code == json::CODE && !is_named(source, &["json"]) {
        match attempt(tree, base, source, options, yaml::read) {
            Ok(read) => return read,
            Err(failure) if is_named(source, &["yaml", "yml"]) => return failure.outcome(source),
            Err(_) => {}
        }
    }
    as_json.outcome(source)
}

type Reader = fn(&str, &mut Builder<'_>) -> Result<(), Fault>;

/// Why a text cannot be read.
struct Failure {
    fault: Fault,
    /// Errors that were told before; warnings are not worth telling of what cannot be read.
    errors: Vec<Diagnostic>,
}

impl Failure {
    fn outcome(mut self, source: &SourceText) -> Outcome {
        self.errors.push(self.fault.error(source));
        (None, self.errors)
    }
}

/// What `reader` makes of the text. Where it fails, the tree is as it was.
fn attempt(
    tree: &mut Tree,
    base: u32,
    source: &SourceText,
    options: &Options,
    reader: Reader,
) -> Result<Outcome, Failure> {
    let (nodes, items, entries, decoded, sorted) =
        (tree.nodes.len(), tree.items.len(), tree.entries.len(), tree.decoded.len(), tree.sorted.len());
    let mut builder = Builder::new(tree, source, base, options);
    if let Err(fault) = reader(source.text(), &mut builder) {
        let (_, mut errors) = builder.finish();
        errors.retain(|it| it.level == DiagnosticLevel::Error);
        tree.nodes.truncate(nodes);
        tree.items.truncate(items);
        tree.entries.truncate(entries);
        tree.decoded.truncate(decoded);
        tree.sorted.truncate(sorted);
        return Err(Failure { fault, errors });
    }
    Ok(builder.finish())
}

/// JSON starts with a brace, a bracket or a quote; its other scalars are YAML's too.
fn looks_like_json(text: &str) -> bool {
    matches!(text.trim_start_matches('\u{feff}').trim_start().as_bytes().first(), Some(b'{' | b'[' | b'"'))
}

fn is_named(source: &SourceText, extensions: &[&str]) -> bool {
    let extension = source.name().rsplit_once('.').map_or("", |(_, extension)| extension);
    extensions.iter().any(|it| extension.eq_ignore_ascii_case(it))
}

fn too_large(options: &Options) -> Fault {
    let bytes = options.limits.bytes.min(u32::MAX as usize);
    if let Some(what) = options.strict {
        let message = format!("the text is larger than {} MiB", bytes >> 20);
        return Fault::new("too-large", message, Span::new(0, 0), format!("{what} that large has to be split"));
    }
    let message = format!("the text is larger than {bytes} bytes");
    Fault::new("too-large", message, Span::new(0, 0), "split the document, or raise the limit of bytes")
}
