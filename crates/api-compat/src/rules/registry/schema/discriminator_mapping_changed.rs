//! A value of the discriminator's mapping stands for another schema.

schema_rule! {
    id: "discriminator-mapping-changed",
    judges: Discriminator::["mapping", "defaultMapping"] Changed,
    effect: Informs,
    summary: "A value of the discriminator's mapping stands for another schema.",
    explanation: "\
        Generated code reads the value as another schema; what the schemas themselves accept is judged besides.\n\n\
        See OpenAPI Specification, 4.8.25 Discriminator Object.",
    bad: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Dog"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    good: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    message: "the discriminator maps {item} to {new} instead of {old}",
}
