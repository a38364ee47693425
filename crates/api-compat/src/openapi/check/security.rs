//! Names of security schemes in requirements.

use findings::DiagnosticLevel;

use super::Check;
use crate::document::NodeId;
use crate::openapi::objects::{Object, SECURITY_REQUIREMENT, Version};

impl Check<'_> {
    /// A requirement names schemes of the document (3.1, 4.8.30 Security Requirement Object); from 3.2 on a name may be a
    /// reference, too, which is not looked at here.
    pub(super) fn unknown_schemes(&mut self, node: NodeId, object: &'static Object) {
        if object.name != SECURITY_REQUIREMENT.name {
            return;
        }
        let (tree, root) = (self.api.tree, self.api.root);
        let place = if self.api.version == Version::V20 { "securityDefinitions" } else { "components/securitySchemes" };
        let known = place.split('/').try_fold(root, |at, key| tree.get(at, key));
        let is_reference = |name: &str| self.api.version >= Version::V32 && name.contains(['/', '#', '.']);
        let unknown: Vec<(&str, NodeId)> = tree
            .entries(node)
            .filter(|(name, _)| known.is_none_or(|it| tree.get(it, name).is_none()) && !is_reference(name))
            .collect();
        for (name, scopes) in unknown {
            let message = format!("no security scheme is called `{name}`: nobody can tell how a client is let in");
            let help = "correct the name, or describe the scheme";
            self.say(DiagnosticLevel::Warning, "unknown-scheme", message, scopes, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::openapi::check::check;
    use crate::openapi::tests::tree;

    #[test]
    fn a_scheme_that_is_nowhere_is_told_with_its_place() {
        let text = |schemes: &str| {
            format!(
                r#"{{"openapi": "3.1.0", "info": {{"title": "a", "version": "1"}}, "security": [{{}}, {{"key": []}}], "paths": {{}},
                    "components": {{"securitySchemes": {schemes}}}}}"#
            )
        };
        let told = |text: &str| check(&tree(text)).into_iter().map(|it| it.code).collect::<Vec<_>>();
        assert_eq!(told(&text(r#"{"Key": {"type": "mutualTLS"}}"#)), ["unknown-scheme"]);
        assert_eq!(told(&text(r#"{"key": {"type": "mutualTLS"}}"#)), [""; 0]);
    }
}
