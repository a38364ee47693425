//! A value was removed from the discriminator's mapping.

schema_rule! {
    id: "discriminator-mapping-removed",
    judges: Discriminator::["mapping", "defaultMapping"] Removed,
    effect: Informs,
    summary: "A value was removed from the discriminator's mapping.",
    explanation: "\
        Generated code knows one value less; what the schemas themselves accept is judged besides.\n\n\
        See OpenAPI Specification, 4.8.25 Discriminator Object.",
    bad: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    good: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    message: "the discriminator no longer maps {item} to {old}",
}
