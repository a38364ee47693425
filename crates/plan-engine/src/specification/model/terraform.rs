//! What Terraform's files need besides the inventory.

use serde::{Deserialize, Serialize};

use super::Place;

/// What Terraform's files need besides the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Terraform {
    /// Versions of the target's provider, for example `~> 6.0`.
    pub version: Option<String>,
    /// The same of the provider of directories in Azure (`azuread`), where it is used.
    pub azuread_version: Option<String>,
    /// Weights of both sides.
    pub blue_green: Option<TerraformBlueGreen>,
}

/// Where the weights of both sides are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerraformBlueGreen {
    /// The provider: AWS (a rule of a listener), Google Cloud (a weighted record of DNS), Azure (Traffic Manager).
    pub place: Place,
    /// The listener's ARN, the name of the managed zone, or the id of the Traffic Manager profile.
    pub entry: String,
    /// The name in DNS; Google Cloud only.
    pub name: Option<String>,
    /// The old side: the ARN of its target group, its address, its host name.
    pub old: String,
    /// The new side, alike.
    pub new: String,
}
