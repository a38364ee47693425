//! Domains.

use super::{Writer, spaced};
use crate::catalogue::{Domain, DomainCheck, QualifiedName};

impl Writer {
    /// `CREATE DOMAIN`, without the checks that are not validated: see [`domain_statements`](Self::domain_statements).
    pub fn create_domain(self, name: &QualifiedName, domain: &Domain) -> String {
        let collation = domain.collation.as_ref().map(|it| format!("COLLATE {}", self.collation(it)));
        let default = domain.default.as_ref().map(|it| format!("DEFAULT {}", self.default(it)));
        let checks = domain.checks.iter().filter(|(_, check)| check.validated);
        let checks: Vec<_> = checks.map(|(name, check)| self.domain_check(name, check)).collect();
        spaced([
            format!("CREATE DOMAIN {} AS {}", self.name(name), self.data_type(&domain.data_type)).as_str(),
            collation.as_deref().unwrap_or_default(),
            default.as_deref().unwrap_or_default(),
            if domain.not_null { "NOT NULL" } else { "" },
            &checks.join(" "),
        ])
    }

    /// The statements that make a domain, comments on its checks included.
    pub fn domain_statements(self, name: &QualifiedName, domain: &Domain) -> Vec<String> {
        let mut statements = vec![self.create_domain(name, domain)];
        for (check_name, check) in &domain.checks {
            if !check.validated {
                statements.push(self.add_domain_check(name, check_name, check));
            }
            statements.extend(check.comment.is_some().then(|| self.comment_on_domain_check(name, check_name, check)));
        }
        statements
    }

    /// `ALTER DOMAIN … ADD CONSTRAINT`, `NOT VALID` where the check is not validated.
    pub fn add_domain_check(self, domain: &QualifiedName, name: &str, check: &DomainCheck) -> String {
        let not_valid = if check.validated { "" } else { " NOT VALID" };
        format!("ALTER DOMAIN {} ADD {}{not_valid}", self.name(domain), self.domain_check(name, check))
    }

    /// `COMMENT ON CONSTRAINT … ON DOMAIN`.
    pub fn comment_on_domain_check(self, domain: &QualifiedName, name: &str, check: &DomainCheck) -> String {
        let text = check.comment.as_ref().map_or_else(|| "NULL".to_owned(), |comment| self.literal(comment));
        format!("COMMENT ON CONSTRAINT {} ON DOMAIN {} IS {text}", self.ident(name), self.name(domain))
    }

    fn domain_check(self, name: &str, check: &DomainCheck) -> String {
        format!("CONSTRAINT {} CHECK ({})", self.ident(name), check.expression.text)
    }
}
