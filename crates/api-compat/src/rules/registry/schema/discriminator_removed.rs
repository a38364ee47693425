//! The discriminator was removed.

schema_rule! {
    id: "discriminator-removed",
    judges: ["discriminator"] Removed,
    effect: Informs,
    summary: "The discriminator was removed.",
    explanation: "\
        What tells the alternatives apart is no longer told. Validators do not look at it; generated code does.\n\n\
        See OpenAPI Specification, 4.8.25 Discriminator Object.",
    bad: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    good: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    message: "the discriminator was removed",
}
