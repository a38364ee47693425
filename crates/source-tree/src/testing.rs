//! What tests of the readers share.

use findings::{Diagnostic, DiagnosticLevel, SourceText};

use crate::{NodeId, Options, Tree};

pub(crate) struct Read {
    pub(crate) tree: Tree,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Read {
    pub(crate) fn with(name: &str, text: &str, options: &Options) -> Self {
        let mut tree = Tree::default();
        let diagnostics = tree.add("", SourceText::new(name, text), options);
        Self { tree, diagnostics }
    }

    pub(crate) fn root(&self) -> NodeId {
        self.tree.root().unwrap()
    }

    /// Code, line and column of each diagnostic, all of which are of the `level`.
    pub(crate) fn codes(&self, level: DiagnosticLevel) -> Vec<String> {
        let all = self.diagnostics.iter();
        all.inspect(|it| assert_eq!(it.level, level, "{it:?}"))
            .map(|it| {
                let start = it.location.as_ref().unwrap().start;
                format!("{} {}:{}", it.code, start.line, start.column)
            })
            .collect()
    }
}

pub(crate) fn read(name: &str, text: &str) -> Read {
    Read::with(name, text, &Options::default())
}
