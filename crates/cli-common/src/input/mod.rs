//! Schemas and interfaces as input: a file, a folder, standard input, `REV:path` in git, a live engine.

#[cfg(feature = "engine")]
pub mod engine;
mod file;
mod folder;
mod git;
mod guess;
#[cfg(feature = "interface")]
pub mod interface;

use findings::SourceText;
use schema_diff::Dialect;
use schema_diff::read::{Limits, Reading, read};

use crate::Failure;

/// An input that was found, but is not read as a schema yet.
#[derive(Debug)]
pub struct Input {
    name: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Sources(Vec<SourceText>),
    /// The files of an interface in a folder, by their paths below it.
    #[cfg(feature = "interface")]
    Folder(Vec<(String, SourceText)>),
    #[cfg(feature = "engine")]
    Engine(Box<database::EngineUrl>),
}

impl Input {
    /// Finds what `argument` names: `-` (standard input), the URL of an engine, a file, a folder of `*.sql` files in the
    /// order of their names, or `REV:path` in the git repository around the working directory. A folder without `*.sql`
    /// files is one of an interface.
    ///
    /// # Errors
    /// Where it cannot be read, or is no text.
    pub fn find(argument: &str) -> Result<Self, Failure> {
        #[cfg(feature = "engine")]
        if database::EngineUrl::recognises(argument) {
            // The argument may hold a password; the parsed URL knows to leave it out.
            let url: database::EngineUrl =
                argument.parse().map_err(|error| engine::failure("the URL of the engine", &error))?;
            return Ok(Self { name: url.to_string(), content: Content::Engine(Box::new(url)) });
        }
        let path = std::path::Path::new(argument);
        let sources = if argument == "-" {
            vec![file::standard_input()?]
        } else if path.is_dir() {
            #[cfg(feature = "interface")]
            if !folder::has_schema(path)? {
                return Self::folder(argument);
            }
            folder::read(path)?
        } else if !path.exists() && git::recognises(argument) {
            #[cfg(feature = "interface")]
            if git::is_folder_without_schema(argument)? {
                return Self::folder(argument);
            }
            git::read(argument)?
        } else {
            vec![file::read(path)?]
        };
        Ok(Self { name: argument.to_owned(), content: Content::Sources(sources) })
    }

    /// What it is called in messages: the argument, without the password of an engine's URL.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The dialect that the URL, the name or the text itself tells, where one does.
    pub fn dialect(&self) -> Option<Dialect> {
        match &self.content {
            #[cfg(feature = "engine")]
            Content::Engine(url) => url.dialect(),
            Content::Sources(sources) => guess::dialect(&self.name, sources),
            #[cfg(feature = "interface")]
            Content::Folder(_) => None,
        }
    }

    /// Reads the schema. What the text holds that cannot be read is told by the reading's diagnostics.
    ///
    /// # Errors
    /// Where an engine cannot be reached or has another dialect.
    pub fn read(&self, dialect: Dialect) -> Result<Reading, Failure> {
        match &self.content {
            Content::Sources(sources) => Ok(read(dialect, sources, &Limits::default())),
            #[cfg(feature = "interface")]
            Content::Folder(_) => Err(folder::empty(&self.name, "/")),
            #[cfg(feature = "engine")]
            Content::Engine(url) => engine::read(url, dialect),
        }
    }
}

/// Reads both schemas, each on a thread of its own.
///
/// # Errors
/// Where an engine cannot be reached or has another dialect.
pub fn read_both(before: &Input, after: &Input, dialect: Dialect) -> Result<(Reading, Reading), Failure> {
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || after.read(dialect));
        let before = before.read(dialect)?;
        // Without a thread, and where one died, it is read here.
        let after = match other.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(after)) => after,
            _ => after.read(dialect),
        };
        Ok((before, after?))
    })
}

/// The text of the file at `argument`, of standard input where it is `-`, or of `REV:path` in the git repository around
/// the working directory.
///
/// # Errors
/// Where it cannot be read, or is no text.
pub fn text(argument: &str) -> Result<SourceText, Failure> {
    let path = std::path::Path::new(argument);
    if argument == "-" {
        return file::standard_input();
    }
    if path.exists() || !git::recognises(argument) {
        return file::read(path);
    }
    let mut sources = git::read(argument)?;
    match sources.len() {
        1 => Ok(sources.remove(0)),
        count => {
            Err(Failure::new(format!("{argument}: one file was expected, here are {count}"))
                .help("give the file itself"))
        }
    }
}

/// What an input that names `given` means by it: a path is relative to the folder of `argument`, the input; an engine's
/// URL, a full path, `-` and `REV:path` stand for themselves.
pub fn beside(argument: &str, given: &str) -> String {
    #[cfg(feature = "engine")]
    if database::EngineUrl::recognises(given) {
        return given.to_owned();
    }
    let in_git = |it: &str| !std::path::Path::new(it).exists() && git::recognises(it);
    if given == "-" || argument == "-" || given.starts_with('/') || in_git(given) {
        return given.to_owned();
    }
    if in_git(argument) {
        let (revision, path) = argument.split_once(':').unwrap_or((argument, ""));
        return format!("{revision}:{}", git::joined(path, given));
    }
    let folder = std::path::Path::new(argument).parent().unwrap_or(std::path::Path::new(""));
    folder.join(given).to_string_lossy().into_owned()
}

/// The dialect of both sides: the one stated, or the one that the inputs tell.
///
/// # Errors
/// Where nothing tells it, or the two sides tell different ones.
pub fn dialect(stated: Option<Dialect>, before: &Input, after: &Input) -> Result<Dialect, Failure> {
    if let Some(dialect) = stated {
        return Ok(dialect);
    }
    match (before.dialect(), after.dialect()) {
        (Some(one), Some(other)) if one != other => {
            Err(Failure::new(format!("{} looks like {one}, {} like {other}", before.name, after.name))
                .help("say which one it is with --dialect postgres or --dialect sqlite"))
        }
        (Some(dialect), _) | (None, Some(dialect)) => Ok(dialect),
        (None, None) => Err(Failure::new(format!("nothing tells the dialect of {}", before.name))
            .help("say which one it is with --dialect postgres or --dialect sqlite")),
    }
}
