/// How complete the gateway's runtime contract is.
public enum ContractVariant: Sendable, Equatable {
    /// With all that the sandbox knows.
    case complete
    /// Without the `auth0` block, as a deployment without Auth0.
    case withoutAuth0
    /// Without these fields of the `auth0` block.
    case without(fields: Set<String>)
}
