import NoetlCore

/// The modes as the chooser offers them for a context.
enum ModeOptions {
    /// The mode of an option.
    static func mode(_ id: String) -> WizardSettings.Mode? {
        switch id {
        case "pkce": .pkce(hint: nil)
        case "device": .device
        case "password": .password(email: nil)
        case "token": .proof(nil)
        default: nil
        }
    }

    /// The options: one recommended, and with a reason where something is missing.
    static func options(for plan: Plan, browserObstacle: String?) -> [ModeChooser.Option] {
        let missing = missing(in: plan)
        var options = [
            ModeChooser.Option(
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
        recommend(in: &options, browserObstacle: browserObstacle, isMissing: missing != nil)
        return options
    }

    private static func recommend(in options: inout [ModeChooser.Option], browserObstacle: String?, isMissing: Bool) {
        // A password is never what is recommended; a token only somebody has who got one elsewhere.
        if let browserObstacle {
            options[1].recommendation = "\(browserObstacle)"
            return
        }
        options[0].recommendation =
            isMissing ? "It is the safest, once that is known." : "It is the safest and quickest here."
    }

    private static func missing(in plan: Plan) -> String? {
        switch ((plan.domain ?? "").isEmpty, (plan.clientID ?? "").isEmpty) {
        case (true, true): "No Auth0 domain and no client ID yet; you are asked for them."
        case (true, false): "No Auth0 domain yet; you are asked for it."
        case (false, true): "No client ID yet; you are asked for it."
        case (false, false): nil
        }
    }
}
