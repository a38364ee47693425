//! Changes in batches: each is looked at with the files that it is about and what these import, so that at no time all
//! files are held as the library has them.

use std::collections::HashSet;

use super::super::change::Change;
use super::super::model::{File, Schema};
use super::super::rules::Judged;

/// Bytes of the files of a batch above which it is full.
const FULL: usize = 8_000_000;

/// Findings whose witnesses are looked for together.
pub(super) struct Batch<'a> {
    /// Their places among all findings.
    pub(super) findings: Vec<usize>,
    pub(super) old: Needed<'a>,
    pub(super) new: Needed<'a>,
}

/// Files of one side, and those that they import.
pub(super) struct Needed<'a> {
    schema: &'a Schema,
    seen: HashSet<&'a str>,
    /// Those that nobody imported.
    roots: Vec<&'a File>,
    bytes: usize,
}

/// The findings at `wanted`, in their order.
pub(super) fn batches<'a>(
    wanted: impl Iterator<Item = usize>,
    judged: &[Judged],
    changes: &[Change<'a>],
    (before, after): (&'a Schema, &'a Schema),
) -> Vec<Batch<'a>> {
    let empty = || Batch { findings: Vec::new(), old: Needed::of(before), new: Needed::of(after) };
    let mut all = Vec::new();
    let mut batch = empty();
    for at in wanted {
        let Some(change) = judged.get(at).and_then(|it| changes.get(it.change)) else { continue };
        if batch.old.bytes + batch.new.bytes > FULL {
            all.push(std::mem::replace(&mut batch, empty()));
        }
        batch.findings.push(at);
        // What moved is looked for on either side in the file where it was.
        for node in [change.before, change.after].into_iter().flatten() {
            batch.old.add(&node.file().path);
            batch.new.add(&node.file().path);
        }
    }
    all.push(batch);
    all
}

impl<'a> Needed<'a> {
    fn of(schema: &'a Schema) -> Self {
        Self { schema, seen: HashSet::new(), roots: Vec::new(), bytes: 0 }
    }

    fn add(&mut self, path: &str) {
        let Some(file) = self.schema.file(path).filter(|it| self.seen.insert(&it.path)) else { return };
        self.roots.push(file);
        let mut todo = vec![file];
        while let Some(file) = todo.pop() {
            self.bytes += file.source.text().len();
            let imports = file.imports.iter().filter_map(|it| self.schema.file(&it.path));
            todo.extend(imports.filter(|it| self.seen.insert(&it.path)));
        }
    }

    /// Whether all files of the side are together no more than `count`.
    pub(super) fn is_of_at_most(&self, count: usize) -> bool {
        self.schema.files.len() <= count
    }

    /// Whether the side has the file, in the batch or not.
    pub(super) fn has(&self, path: &str) -> bool {
        self.schema.file(path).is_some()
    }

    /// The files, behind those that they import; of a cycle nothing is left out.
    pub(super) fn in_order(&self) -> Vec<&'a File> {
        let mut done: HashSet<&str> = HashSet::new();
        let mut open: HashSet<&str> = HashSet::new();
        let mut order = Vec::with_capacity(self.seen.len());
        let mut roots = self.roots.clone();
        roots.sort_by(|a, b| a.path.cmp(&b.path));
        for file in roots {
            let mut stack = vec![(file, false)];
            while let Some((file, is_back)) = stack.pop() {
                if is_back {
                    if done.insert(&file.path) {
                        order.push(file);
                    }
                } else if open.insert(&file.path) {
                    stack.push((file, true));
                    let imports = file.imports.iter().filter_map(|it| self.schema.file(&it.path));
                    stack.extend(imports.map(|it| (it, false)));
                }
            }
        }
        order
    }
}
