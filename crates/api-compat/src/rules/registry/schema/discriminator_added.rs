//! A discriminator was added.

schema_rule! {
    id: "discriminator-added",
    judges: ["discriminator"] Added,
    effect: Informs,
    summary: "A discriminator was added.",
    explanation: "\
        It tells by which property the alternatives are told apart. Validators do not look at it; generated code \
        does.\n\n\
        See OpenAPI Specification, 4.8.25 Discriminator Object.",
    bad: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    good: (
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "discriminator": {"propertyName": "kind"}, "$defs": {"Cat": {"type": "object"}, "Dog": {"type": "object"}}}"##,
    ),
    message: "a discriminator was added",
}
