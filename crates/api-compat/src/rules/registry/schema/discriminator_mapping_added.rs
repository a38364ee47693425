//! A value was added to the discriminator's mapping.

schema_rule! {
    id: "discriminator-mapping-added",
    judges: Discriminator::["mapping", "defaultMapping"] Added,
    effect: Informs,
    summary: "A value was added to the discriminator's mapping.",
    explanation: "\
        Generated code knows one more value; what the schemas themselves accept is judged besides.\n\n\
        See OpenAPI Specification, 4.8.25 Discriminator Object.",
    bad: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    good: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"c": "#/$defs/Cat"}}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    message: "the discriminator maps {item} to {new} now",
}
