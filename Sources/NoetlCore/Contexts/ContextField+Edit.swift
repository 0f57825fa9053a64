extension ContextField {
    /// The edit that sets this field to what somebody typed, checked and as it is written; an empty text clears it.
    ///
    /// - Parameters:
    ///   - text: the new value.
    ///   - origin: what the text was given by, such as a flag, for the error.
    /// - Throws: `usage` for a URL, domain, runtime, port or text that this field cannot hold.
    public func edit(_ text: String, from origin: String) throws(NoetlError) -> ContextChange.Edit {
        // Only an address says itself what is wrong with nothing.
        guard !text.isEmpty || self == .serverURL else { return .clear }
        switch self {
        case .serverURL: return .set(try ServerURL(text, from: origin).description)
        case .auth0Domain: return .set(try Auth0Domain(text, from: origin).description)
        case .auth0RedirectURI:
            // Checked as an address, saved as it was given: the tenant compares it to the letter.
            _ = try ServerURL(text, from: origin, called: "redirect URI", like: "https://app.acme.com/login")
            return .set(text)
        case .runtime: return .set(try Self.checkedRuntime(text))
        case .kubeRemotePort:
            guard let port = ConfigShape.port(text) else { throw .badPort(text) }
            return .set(port)
        case .auth0ClientSecret, .sessionToken, .sessionExpiresAt, .sessionUser: return .set(text)
        case .auth0ClientID, .auth0Audience, .kubeContext, .kubeNamespace, .kubeService:
            guard !text.unicodeScalars.contains(where: Redaction.isHarmful) else {
                throw .controlCharacters(text, origin)
            }
            return .set(text)
        }
    }

    /// What a runtime may be.
    public static let runtimes = ["local", "distributed", "auto"]

    /// One of the runtimes.
    ///
    /// - Throws: `usage` for anything else, an empty text included.
    public static func checkedRuntime(_ text: String) throws(NoetlError) -> String {
        guard runtimes.contains(text) else { throw .unknownRuntime(text) }
        return text
    }
}

extension NoetlError {
    fileprivate static func unknownRuntime(_ text: String) -> NoetlError {
        NoetlError(
            .usage, what: "The runtime is not known.", why: "'\(Redaction.cleaned(text, limit: 40))' was given.",
            next: "Use local, distributed or auto.")
    }

    fileprivate static func controlCharacters(_ text: String, _ origin: String) -> NoetlError {
        NoetlError(
            .usage, what: "The value of \(origin) is not usable.",
            why: "'\(Redaction.cleaned(text, limit: 60))' was given with control characters in it.",
            next: "Give it without line breaks and control characters.")
    }
}
