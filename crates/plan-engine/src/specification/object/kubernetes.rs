//! Both sides in Kubernetes.

use super::{Fields, Object, Seen};
use crate::specification::form::{Filled, Host, Image, ObjectName, Shaped, Url, Whole};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Kubernetes {
    namespace: Option<String>,
    name: Option<String>,
    old_service: Option<String>,
    new_service: Option<String>,
    port: Option<u32>,
    old_image: Option<String>,
    new_image: Option<String>,
    container_port: Option<u32>,
    gateway: Option<String>,
    gateway_namespace: Option<String>,
    hosts: Option<Vec<String>>,
    prometheus: Option<String>,
}

impl Object for Kubernetes {
    type Made = model::Kubernetes;
    const NAME: &'static str = "kubernetes";
    const ABOUT: &'static str = "Both sides in Kubernetes.";

    fn fields() -> Fields<Self> {
        type Named = Shaped<ObjectName>;
        Fields::<Self>::new()
            .field::<Named>("namespace", "The namespace of all objects.", |it| &mut it.namespace)
            .field::<Named>("name", "What the workload and the route are called.", |it| &mut it.name)
            .field::<Named>("old_service", "The service of the old side.", |it| &mut it.old_service)
            .field::<Named>("new_service", "The service of the new side.", |it| &mut it.new_service)
            .field::<Whole>("port", "The port of both services.", |it| &mut it.port)
            .field::<Shaped<Image>>("old_image", "The image of the old side.", |it| &mut it.old_image)
            .field::<Shaped<Image>>("new_image", "The image of the new side.", |it| &mut it.new_image)
            .field::<Whole>("container_port", "The port on which the containers listen.", |it| &mut it.container_port)
            .field::<Named>("gateway", "The gateway that routes hang at.", |it| &mut it.gateway)
            .field::<Named>("gateway_namespace", "Its namespace; that of all objects unless told.", |it| {
                &mut it.gateway_namespace
            })
            .field::<Filled<Shaped<Host>>>("hosts", "The hosts whose requests are routed; all unless told.", |it| {
                &mut it.hosts
            })
            .field::<Shaped<Url>>("prometheus", "Where analyses ask for metrics.", |it| &mut it.prometheus)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Kubernetes> {
        Some(model::Kubernetes {
            namespace: self.namespace,
            name: self.name,
            old_service: self.old_service,
            new_service: self.new_service,
            port: self.port,
            old_image: self.old_image,
            new_image: self.new_image,
            container_port: self.container_port,
            gateway: self.gateway,
            gateway_namespace: self.gateway_namespace,
            hosts: self.hosts.unwrap_or_default(),
            prometheus: self.prometheus,
        })
    }
}
