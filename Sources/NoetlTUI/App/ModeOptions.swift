import NoetlCore

/// The modes as the chooser offers them for a context.
public enum ModeOptions {
    /// The mode of an option.
    public static func mode(_ id: String) -> WizardSettings.Mode? {
        switch id {
        case "pkce": .pkce(hint: nil)
        case "device": .device
        case "password": .password(email: nil)
        case "token": .proof(nil)
        default: nil
        }
    }

    /// The options: one recommended, and with a reason where something is missing.
    ///
    /// - Parameter last: the mode that last worked for the context, which is recommended again where it can work.
    public static func options(
        domain: String?, clientID: String?, browserObstacle: String?, last: LoginMode.Kind?
    ) -> [ModeOption] {
        let missing = missing(domain: domain, clientID: clientID)
        var options = [
            ModeOption(
                id: "pkce", title: "Browser on this machine",
                purpose: "Opens the sign-in page here and waits for the browser to come back."),
            .init(
                id: "device", title: "Code on any device",
                purpose: "You type a short code in any browser, also on a phone."),
            .init(
                id: "token", title: "Token or callback URL",
                purpose: "You have signed in elsewhere and paste what you got."),
            .init(
                id: "password", title: "Email and password", purpose: "Only for tenants that allow it; discouraged."),
        ]
        for index in options.indices where options[index].id != "token" {
            guard let missing else { continue }
            options[index].obstacle = missing
            options[index].canBeHelped = true
        }
        if let again = last.flatMap({ id(of: $0, browserObstacle: browserObstacle) }),
            let index = options.firstIndex(where: { $0.id == again && $0.obstacle == nil })
        {
            options[index].recommendation = "It worked last time."
        } else {
            recommend(in: &options, browserObstacle: browserObstacle, isMissing: missing != nil)
        }
        return options
    }

    /// The option of a mode that worked once; nil where it is not to be taken again unasked: a password never is, and a
    /// browser only where there is one.
    private static func id(of mode: LoginMode.Kind, browserObstacle: String?) -> String? {
        switch mode {
        case .pkce: browserObstacle == nil ? "pkce" : nil
        case .device: "device"
        case .token, .callbackURL: "token"
        case .password: nil
        }
    }

    private static func recommend(in options: inout [ModeOption], browserObstacle: String?, isMissing: Bool) {
        // A password is never what is recommended; a token only somebody has who got one elsewhere.
        if let browserObstacle {
            options[1].recommendation = "\(browserObstacle)"
            return
        }
        options[0].recommendation =
            isMissing ? "It is the safest, once that is known." : "It is the safest and quickest here."
    }

    private static func missing(domain: String?, clientID: String?) -> String? {
        switch ((domain ?? "").isEmpty, (clientID ?? "").isEmpty) {
        case (true, true): "No Auth0 domain and no client ID yet; you are asked for them."
        case (true, false): "No Auth0 domain yet; you are asked for it."
        case (false, true): "No client ID yet; you are asked for it."
        case (false, false): nil
        }
    }
}
