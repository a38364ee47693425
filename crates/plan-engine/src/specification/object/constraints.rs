//! What a migration has to keep to.

use super::{Fields, Object, Seen};
use crate::specification::form::{Bytes, Duration, Gigabytes, List, Minutes, Name, Services, Text};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Constraints {
    max_downtime: Option<f64>,
    data_volume: Option<f64>,
    free_disk: Option<f64>,
    dependencies: Option<Vec<String>>,
    compliance: Option<Vec<String>>,
    special_requirements: Option<Vec<String>>,
}

impl Object for Constraints {
    type Made = model::Constraints;
    const NAME: &'static str = "constraints";
    const ABOUT: &'static str = "What a migration has to keep to.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Duration>("max_downtime", "Downtime at most.", |it| &mut it.max_downtime)
            .also::<Minutes>("max_downtime_minutes", "The same in minutes.", |it| &mut it.max_downtime)
            .field::<Bytes>("data_volume", "Data that is moved or touched.", |it| &mut it.data_volume)
            .also::<Gigabytes>("data_volume_gb", "The same in gigabytes (10⁹ bytes).", |it| &mut it.data_volume)
            .field::<Bytes>("free_disk", "Bytes that are free on the disk of the engine that is changed.", |it| {
                &mut it.free_disk
            })
            .field::<List<Name<Services>>>(
                "dependencies",
                "Systems that depend on what is migrated, or that it depends on.",
                |it| &mut it.dependencies,
            )
            .field::<List<Text>>("compliance", "Regimes that it is under, such as `GDPR`.", |it| &mut it.compliance)
            .also::<List<Text>>("compliance_requirements", "The same.", |it| &mut it.compliance)
            .field::<List<Text>>("special_requirements", "Further requirements, such as `zero_data_loss`.", |it| {
                &mut it.special_requirements
            })
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Constraints> {
        Some(model::Constraints {
            max_downtime: self.max_downtime,
            data_volume: self.data_volume,
            free_disk: self.free_disk,
            dependencies: self.dependencies.unwrap_or_default(),
            compliance: self.compliance.unwrap_or_default(),
            special_requirements: self.special_requirements.unwrap_or_default(),
        })
    }
}
