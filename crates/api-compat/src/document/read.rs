//! Reads a text, JSON or YAML, into a tree.

use findings::{Diagnostic, SourceText, Span};

use super::builder::Builder;
use super::fault::Fault;
use super::tree::{File, NodeId};
use super::{Limits, Tree, json, yaml};

/// Adds a file to the tree. Where it cannot be read, it is there without a value.
pub(super) fn read(tree: &mut Tree, path: &str, source: SourceText, limits: &Limits) -> Vec<Diagnostic> {
    let base = tree.files.last().map_or(0, |file| file.base as usize + file.source.text().len() + 1);
    let length = source.text().len();
    let fits = length <= limits.bytes && base + length < u32::MAX as usize;
    let Some(base) = u32::try_from(base).ok().filter(|_| fits) else {
        let diagnostic = too_large(limits).error(&source);
        // Without its text, but there: nobody has to ask for it again.
        let base = tree.files.last().map_or(0, |file| file.base);
        let source = SourceText::new(source.name(), "");
        tree.files.push(File { path: path.to_owned(), source, base, root: None });
        return vec![diagnostic];
    };
    let (root, diagnostics) = read_text(tree, base, &source, limits);
    tree.files.push(File { path: path.to_owned(), source, base, root });
    diagnostics
}

/// JSON where it can be; what only begins like JSON (YAML in flow style) as YAML.
fn read_text(tree: &mut Tree, base: u32, source: &SourceText, limits: &Limits) -> (Option<NodeId>, Vec<Diagnostic>) {
    if !looks_like_json(source.text()) {
        return attempt(tree, base, source, limits, yaml::read)
            .unwrap_or_else(|fault| (None, vec![fault.error(source)]));
    }
    let as_json = match attempt(tree, base, source, limits, json::read) {
        Ok(read) => return read,
        Err(fault) => fault,
    };
    if as_json.code == json::CODE && !is_named(source, &["json"]) {
        match attempt(tree, base, source, limits, yaml::read) {
            Ok(read) => return read,
            Err(fault) if is_named(source, &["yaml", "yml"]) => return (None, vec![fault.error(source)]),
            Err(_) => {}
        }
    }
    (None, vec![as_json.error(source)])
}

type Reader = fn(&str, &mut Builder<'_>) -> Result<(), Fault>;

/// What `reader` makes of the text. Where it fails, the tree is as it was.
fn attempt(
    tree: &mut Tree,
    base: u32,
    source: &SourceText,
    limits: &Limits,
    reader: Reader,
) -> Result<(Option<NodeId>, Vec<Diagnostic>), Fault> {
    let (nodes, items, entries, decoded, sorted) =
        (tree.nodes.len(), tree.items.len(), tree.entries.len(), tree.decoded.len(), tree.sorted.len());
    let mut builder = Builder::new(tree, source, base, limits);
    if let Err(fault) = reader(source.text(), &mut builder) {
        tree.nodes.truncate(nodes);
        tree.items.truncate(items);
        tree.entries.truncate(entries);
        tree.decoded.truncate(decoded);
        tree.sorted.truncate(sorted);
        return Err(fault);
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

fn too_large(limits: &Limits) -> Fault {
    let message = format!("the text is larger than {} bytes", limits.bytes.min(u32::MAX as usize));
    Fault::new("too-large", message, Span::new(0, 0), "split the document, or raise the limit of bytes")
}
