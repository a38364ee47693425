//! Resources from `terraform show -json`, of a state or of a plan.
//!
//! Both forms hold resources in modules inside modules, with `address`, `type`, `values` and, in a state, `depends_on`; a
//! plan tells references in its `configuration` (`HashiCorp`: "JSON Output Format", format version 1).

mod references;
#[cfg(test)]
mod tests;
mod values;

use findings::{Diagnostic, DiagnosticLevel, SourceText};
use source_tree::{Format, Limits, NodeId, Options, Tree, Value};

use crate::specification::model::Resource;

/// Modules inside modules that are followed.
const DEEPEST: usize = 64;
/// Resources that are taken.
const MOST: usize = 100_000;

/// The resources that a file of `terraform show -json` holds, with everything that is wrong about it; where something is
/// an error, the resources are none. Data sources are no resources and are left out.
pub fn read(source: &SourceText) -> (Vec<Resource>, Vec<Diagnostic>) {
    let limits = Limits::default().depth(256).bytes(256 << 20).values(5_000_000);
    let mut tree = Tree::default();
    let mut diagnostics = tree.add("", source.clone(), &Options::new(limits).format(Format::Json));
    let (Some(root), true) = (tree.root(), diagnostics.is_empty()) else { return (Vec::new(), diagnostics) };
    let mut file = File { tree: &tree, source, resources: Vec::new(), faults: Vec::new() };
    file.whole(root);
    let File { mut resources, faults, .. } = file;
    if !faults.is_empty() {
        diagnostics.extend(faults);
        resources.clear();
    }
    references::complete(&tree, root, &mut resources);
    (resources, diagnostics)
}

struct File<'a> {
    tree: &'a Tree,
    source: &'a SourceText,
    resources: Vec<Resource>,
    faults: Vec<Diagnostic>,
}

impl File<'_> {
    fn fault(&mut self, at: NodeId, message: impl Into<String>, help: &str) {
        let span = self.tree.span(at);
        let span = findings::Span::new(span.start, span.end.min(span.start + 1));
        self.faults.push(Diagnostic {
            level: DiagnosticLevel::Error,
            code: "terraform-json".to_owned(),
            message: message.into(),
            location: Some(self.source.locate(span)),
            help: Some(help.to_owned()),
        });
    }

    fn whole(&mut self, root: NodeId) {
        const HELP: &str = "write the file with `terraform show -json`, of the state or of a saved plan";
        let version = self.tree.get(root, "format_version").and_then(|it| self.tree.str(it));
        let Some(version) = version.map(str::to_owned) else {
            let message = "this is no output of `terraform show -json`: it has no `format_version`";
            return self.fault(root, message, HELP);
        };
        if !matches!(version.split('.').next(), Some("0" | "1")) {
            return self.fault(root, format!("`format_version` {version} is newer than this program"), HELP);
        }
        let Some(values) = self.values(root) else {
            let message = "the file holds neither `values` (a state) nor `planned_values` (a plan)";
            return self.fault(root, message, HELP);
        };
        if let Some(module) = self.tree.get(values, "root_module") {
            self.modules(module);
        }
        let mut seen = std::collections::BTreeSet::new();
        if let Some(twice) = self.resources.iter().find(|it| !seen.insert(it.name.as_str())) {
            let message = format!("the address `{}` stands twice", twice.name);
            self.fault(root, message, HELP);
        }
    }

    /// A state as it is goes before what a plan wants.
    fn values(&self, root: NodeId) -> Option<NodeId> {
        let prior = self.tree.get(root, "prior_state").and_then(|it| self.tree.get(it, "values"));
        let has = |it: &NodeId| self.tree.get(*it, "root_module").is_some();
        let all = [self.tree.get(root, "values"), prior, self.tree.get(root, "planned_values")];
        all.iter().flatten().copied().find(has).or_else(|| all.into_iter().flatten().next())
    }

    fn modules(&mut self, module: NodeId) {
        let mut waiting = vec![(module, 0_usize)];
        while let Some((module, depth)) = waiting.pop() {
            if depth > DEEPEST {
                return self.fault(module, format!("modules lie more than {DEEPEST} deep"), "this is no real state");
            }
            let resources: Vec<NodeId> = self.items(module, "resources");
            for it in resources {
                self.resource(it);
                if self.resources.len() > MOST {
                    return self.fault(
                        it,
                        format!("more than {MOST} resources"),
                        "split the inventory into several migrations",
                    );
                }
            }
            waiting.extend(self.items(module, "child_modules").into_iter().rev().map(|it| (it, depth + 1)));
        }
    }

    fn items(&self, node: NodeId, key: &str) -> Vec<NodeId> {
        self.tree.get(node, key).map(|it| self.tree.items(it).collect()).unwrap_or_default()
    }

    fn text(&self, node: NodeId, key: &str) -> Option<String> {
        self.tree.get(node, key).and_then(|it| self.tree.str(it)).filter(|it| !it.is_empty()).map(str::to_owned)
    }

    fn resource(&mut self, node: NodeId) {
        const HELP: &str = "every resource of `terraform show -json` has both";
        let (Some(name), Some(kind)) = (self.text(node, "address"), self.text(node, "type")) else {
            return self.fault(node, "a resource without `address` or `type`", HELP);
        };
        if self.text(node, "mode").as_deref() == Some("data") {
            return;
        }
        let place = self.source.line_column(self.tree.span(node).start);
        let mut depends_on = Vec::new();
        for it in self.items(node, "depends_on") {
            match self.tree.value(it) {
                Value::String(name) => depends_on.push(name.to_owned()),
                _ => self.fault(it, "`depends_on` holds something that is no address", "write the file anew"),
            }
        }
        let mut resource = Resource {
            name,
            kind,
            depends_on,
            at: Some(format!("{}:{}:{}", self.source.name(), place.line, place.column)),
            ..Resource::default()
        };
        if let Some(values) = self.tree.get(node, "values") {
            values::tell(self.tree, values, &mut resource);
        }
        self.resources.push(resource);
    }
}
