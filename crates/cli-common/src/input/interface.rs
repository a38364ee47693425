//! Documents of interfaces, with the files that they refer to.

use std::path::{Path, PathBuf};

use api_compat::{Document, Kind, Limits, Sources};
use findings::SourceText;
use schema_diff::read::predecessor::is_predecessor_json;

use super::{Content, Input, file, git};
use crate::Failure;

/// Files that a document may lead to.
const FILES: usize = 10_000;

impl Input {
    /// The folder at `argument` (on disk, or `REV:path`) as the files of an interface.
    pub(super) fn folder(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        let files = if path.is_dir() { super::folder::read_interface(path)? } else { git::read_interface(argument)? };
        Ok(Self { name: argument.to_owned(), content: Content::Folder(files) })
    }

    /// The input as an interface, whatever else lies beside it: a folder is read again, without its `*.sql` files.
    ///
    /// # Errors
    /// Where it is the folder of no interface, or an engine.
    pub fn into_interface(self) -> Result<Self, Failure> {
        let many = matches!(&self.content, Content::Sources(sources) if sources.len() != 1);
        let is_folder = many || Path::new(&self.name).is_dir();
        if is_folder && !matches!(self.content, Content::Folder(_)) { Self::folder(&self.name) } else { Ok(self) }
    }

    /// The texts of its files, in the order of their paths.
    pub fn texts(&self) -> Vec<SourceText> {
        match &self.content {
            Content::Folder(files) => files.iter().map(|(_, source)| source.clone()).collect(),
            Content::Sources(sources) => sources.clone(),
            #[cfg(feature = "engine")]
            Content::Engine(_) => Vec::new(),
        }
    }

    /// One side of a comparison: a folder, a file of text, or a document with the files that it refers to (see
    /// [`document`](Self::document)).
    ///
    /// # Errors
    /// Those of [`document`](Self::document).
    pub fn sources(&self, kind: Option<Kind>, mirror: Option<&Path>) -> Result<Sources, Failure> {
        if let Content::Folder(files) = &self.content {
            return Ok(Sources::folder(self.name.as_str(), files.iter().cloned(), &Limits::default()));
        }
        let text = self.only_source().filter(|source| match kind {
            Some(kind) => !kind.is_document(),
            None => is_text_of_interface(&self.name, source.text()),
        });
        match text {
            Some(source) => Ok(Sources::file(source.clone(), &Limits::default())),
            None => Ok(Sources::document(self.document(mirror)?)),
        }
    }

    /// Whether it looks like the document of an interface (JSON or YAML) rather than like the schema of a database.
    pub fn is_interface(&self) -> bool {
        if matches!(self.content, Content::Folder(_)) {
            return true;
        }
        let Some(source) = self.only_source() else { return false };
        if is_text_of_interface(&self.name, source.text()) {
            return true;
        }
        let text = source.text().trim_start_matches('\u{feff}').trim_start();
        let json = text.starts_with('{');
        if json
            && !["\"openapi\"", "\"swagger\"", "\"$schema\"", "\"asyncapi\"", "\"__schema\""]
                .iter()
                .any(|word| text.contains(word))
        {
            return !is_predecessor_json(text);
        }
        let extension = Path::new(&self.name).extension().and_then(|it| it.to_str()).unwrap_or_default();
        let marks = ["openapi:", "swagger:", "asyncapi:", "$schema:", "\"openapi\":", "\"$schema\":"];
        json || ["yaml", "yml", "json", "avsc", "avpr"].contains(&extension.to_ascii_lowercase().as_str())
            || text.lines().take(100).any(|line| marks.iter().any(|mark| line.starts_with(mark)))
    }

    fn only_source(&self) -> Option<&SourceText> {
        match &self.content {
            Content::Sources(sources) if sources.len() == 1 => sources.first(),
            _ => None,
        }
    }

    /// Reads the document, and the files that it refers to: those beside it, and of other hosts those that lie in
    /// `mirror` as `HOST/PATH`. What the text holds that cannot be read is told by the document's diagnostics.
    ///
    /// # Errors
    /// Where it is no single file, or a file that it refers to cannot be read.
    pub fn document(&self, mirror: Option<&Path>) -> Result<Document, Failure> {
        let source = self.only_source().ok_or_else(|| {
            Failure::new(format!("{}: the document of an interface is one file", self.name))
                .help("give the file itself; what it refers to is found from there")
        })?;
        let mut document = Document::read(source.clone(), &Limits::default());
        let mut files = 0;
        loop {
            let mut wanted = Vec::new();
            for path in document.missing_files() {
                let source = self.beside(&path)?;
                wanted.push((path, source));
            }
            if let Some(mirror) = mirror {
                let found = document.missing_remotes().into_iter().filter_map(|url| {
                    let source = file::read(&mirrored(mirror, &url)?).ok()?;
                    Some((url, source))
                });
                wanted.extend(found);
            }
            if wanted.is_empty() {
                return Ok(document);
            }
            files += wanted.len();
            if files > FILES {
                return Err(Failure::new(format!("{}: it leads to more than {FILES} files", self.name)));
            }
            for (path, source) in wanted {
                document.add_file(&path, source);
            }
        }
    }

    /// The file at `path` seen from the document.
    fn beside(&self, path: &str) -> Result<SourceText, Failure> {
        let own = Path::new(&self.name);
        let result = if self.name == "-" {
            file::read(Path::new(path))
        } else if !own.exists() && git::recognises(&self.name) {
            git::read_beside(&self.name, path)
        } else {
            file::read(&own.parent().unwrap_or(Path::new("")).join(path))
        };
        result.map_err(|failure| {
            failure
                .within(&format!("{} refers to a file", self.name))
                .help("put the file there, or correct the reference")
        })
    }
}

/// Whether a text is that of an interface, but no document of JSON or YAML: by its name, or else by a keyword with which a
/// line begins, and which SQL does not have there.
fn is_text_of_interface(name: &str, text: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase();
    if ["graphql", "graphqls", "gql", "proto"].contains(&extension.as_str()) {
        return true;
    }
    let marks = ["syntax =", "syntax=", "edition =", "edition=", "extend type ", "schema {", "type Query", "scalar "];
    let known = ["yaml", "yml", "json", "avsc", "avpr", "sql"].contains(&extension.as_str());
    !known && text.lines().take(100).any(|line| marks.iter().any(|mark| line.starts_with(mark)))
}

/// Where the document at `url` lies in the folder that stands for other hosts.
fn mirrored(mirror: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split_once("://")?.1;
    let plain = path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains('\\'));
    plain.then(|| mirror.join(path))
}

/// Reads both sides, of `kind` where it is stated, each on a thread of its own.
///
/// # Errors
/// Where one refers to a file that cannot be read.
pub fn read_both(
    before: &Input,
    after: &Input,
    kind: Option<Kind>,
    mirror: Option<&Path>,
) -> Result<(Sources, Sources), Failure> {
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || after.sources(kind, mirror));
        let before = before.sources(kind, mirror)?;
        // Without a thread, and where one died, it is read here.
        let after = match other.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(after)) => after,
            _ => after.sources(kind, mirror),
        };
        Ok((before, after?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(name: &str, text: &str) -> Input {
        Input { name: name.to_owned(), content: Content::Sources(vec![SourceText::new(name, text)]) }
    }

    #[test]
    fn an_interface_is_told_from_a_schema() {
        let is = |name: &str, text: &str| input(name, text).is_interface();
        assert!(is("-", "openapi: 3.1.0\n") && is("a", "# comment\nswagger: '2.0'\n") && is("a.yml", ""));
        assert!(is("-", "{\"openapi\": \"3.0.0\", \"x\": \"tables\", \"y\": {\"tables\": 1}}"));
        assert!(is("a.json", "{\"type\": \"object\"}"));
        assert!(!is("a.json", "{\"tables\": {}}") && !is("a.sql", "CREATE TABLE t (id int);") && !is("-", ""));
    }

    #[test]
    fn a_mirror_holds_hosts_and_nothing_leads_out_of_it() {
        let folder = Path::new("m");
        assert_eq!(mirrored(folder, "https://host:80/a/b.json"), Some(PathBuf::from("m/host:80/a/b.json")));
        assert_eq!(mirrored(folder, "https://host/../b.json"), None);
        assert_eq!(mirrored(folder, "https:///etc/x"), None);
    }
}
