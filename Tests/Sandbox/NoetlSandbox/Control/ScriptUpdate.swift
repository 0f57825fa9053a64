/// A change of the script in JSON: the body of `POST /_sandbox/script`. What is not named stays.
///
///     {
///       "answers": {"token": ["authorization_pending", "slow_down", "honest", {"error": "mfa_required"}]},
///       "always": {"login": {"status": 503, "body": "{\"error\":\"busy\"}"}, "token": null},
///       "delays": {"login": 1.5},
///       "token_flaws": ["issuer"],
///       "contract": "complete" | "no-auth0" | {"without": ["audience"]},
///       "expiry": "zoned" | "fractional" | "unzoned" | "absent" | "null" | "garbled",
///       "session_seconds": 20 (null: as asked for),
///       "iss": "absent" | "correct" | any other issuer,
///       "default_directory": false,
///       "error_page": "https://…" (null: Auth0's own),
///       "device": {"interval": 1, "lifetime": 60, "decision": "user" | "deny" | an email},
///       "allowlist": ["http://127.0.0.1:8765/callback"]
///     }
///
/// Endpoints are the raw values of `SandboxEndpoint`, flaws those of `TokenFlaw`, delays are seconds. An answer is a
/// word (`honest`, `drop`, `hang`, `authorization_pending`, `slow_down`, `expired_token`, `invalid_grant`,
/// `too_many_attempts`, `unauthorized_client`, `access_denied`, `mfa_required`, `password_leaked`, `server_error`,
/// `too_many_requests`, `gateway_busy`) or an object: `{"error", "error_description", "status", "headers"}`,
/// `{"status", "headers", "body"}`, the same with `"every_ms"` for a body that drips, `{"redirect", "status"}`, or
/// `{"bytes", "status"}` for a body that never seems to end. A device `interval` of 0 leaves that field out.
struct ScriptUpdate: Decodable, Sendable {
    private let answers: [String: [ScriptedAnswer]]?
    private let always: [String: ScriptedAnswer?]?
    private let delays: [String: Double]?
    private let tokenFlaws: Set<TokenFlaw>?
    private let contract: ContractVariant?
    private let expiry: ExpiryVariant?
    private let issuer: String?
    private let defaultDirectory: Bool?
    private let device: Device?
    private let allowlist: [String]?
    private let sessionSeconds: Int??
    private let errorPage: String??

    private struct Device: Decodable {
        let interval: Int?
        let lifetime: Int?
        let decision: String?
    }

    private enum Key: String, CodingKey, CaseIterable {
        case answers, always, delays
        case tokenFlaws = "token_flaws"
        case contract, expiry
        case issuer = "iss"
        case defaultDirectory = "default_directory"
        case device, allowlist
        case sessionSeconds = "session_seconds"
        case errorPage = "error_page"
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where Key(stringValue: key.stringValue) == nil {
            throw Self.mistake("no setting '\(key.stringValue)'", decoder)
        }
        let members = try decoder.container(keyedBy: Key.self)
        answers = try members.decodeIfPresent([String: [ScriptedAnswer]].self, forKey: .answers)
        always = try members.decodeIfPresent([String: ScriptedAnswer?].self, forKey: .always)
        delays = try members.decodeIfPresent([String: Double].self, forKey: .delays)
        tokenFlaws = try members.decodeIfPresent(Set<TokenFlaw>.self, forKey: .tokenFlaws)
        contract = try members.decodeIfPresent(ContractVariant.self, forKey: .contract)
        expiry = try members.decodeIfPresent(ExpiryVariant.self, forKey: .expiry)
        issuer = try members.decodeIfPresent(String.self, forKey: .issuer)
        defaultDirectory = try members.decodeIfPresent(Bool.self, forKey: .defaultDirectory)
        device = try members.decodeIfPresent(Device.self, forKey: .device)
        allowlist = try members.decodeIfPresent([String].self, forKey: .allowlist)
        sessionSeconds =
            members.contains(.sessionSeconds)
            ? .some(try members.decodeIfPresent(Int.self, forKey: .sessionSeconds)) : nil
        errorPage =
            members.contains(.errorPage) ? .some(try members.decodeIfPresent(String.self, forKey: .errorPage)) : nil
        let names = Set(answers.map { $0.keys.map { $0 } } ?? []).union(always.map { $0.keys.map { $0 } } ?? [])
            .union(delays.map { $0.keys.map { $0 } } ?? [])
        for name in names where SandboxEndpoint(rawValue: name) == nil {
            throw Self.mistake("no endpoint '\(name)'", decoder)
        }
    }

    /// Changes the script.
    func apply(to script: SandboxScript) {
        for (name, answers) in answers ?? [:] {
            if let endpoint = SandboxEndpoint(rawValue: name) { script.answer(endpoint, with: answers) }
        }
        for (name, answer) in always ?? [:] {
            if let endpoint = SandboxEndpoint(rawValue: name) { script.always(endpoint, answer) }
        }
        for (name, seconds) in delays ?? [:] {
            if let endpoint = SandboxEndpoint(rawValue: name) { script.delay(endpoint, by: .seconds(seconds)) }
        }
        if let tokenFlaws { script.tokenFlaws = tokenFlaws }
        if let contract { script.contract = contract }
        if let expiry { script.expiry = expiry }
        if let sessionSeconds { script.sessionSeconds = sessionSeconds }
        if let defaultDirectory { script.hasDefaultDirectory = defaultDirectory }
        if let errorPage { script.errorPage = errorPage }
        if let allowlist { script.allowlist = allowlist }
        switch issuer {
        case nil: break
        case "absent": script.issuerParameter = .absent
        case "correct": script.issuerParameter = .correct
        case .some(let other): script.issuerParameter = .wrong(other)
        }
        if let device { script.device = behaviour(device, script.device) }
    }

    private func behaviour(_ device: Device, _ before: DeviceBehaviour) -> DeviceBehaviour {
        var behaviour = before
        if let interval = device.interval { behaviour.interval = interval == 0 ? nil : interval }
        if let lifetime = device.lifetime { behaviour.lifetime = lifetime }
        switch device.decision {
        case nil: break
        case "user": behaviour.decision = .user
        case "deny": behaviour.decision = .denied
        case .some(let email): behaviour.decision = .approved(as: email)
        }
        return behaviour
    }

    private static func mistake(_ text: String, _ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: text))
    }
}

/// In JSON: `complete`, `no-auth0` or `{"without": [fields]}`.
extension ContractVariant: Decodable {
    private enum Key: String, CodingKey {
        case without
    }

    public init(from decoder: any Decoder) throws {
        switch try? decoder.singleValueContainer().decode(String.self) {
        case "complete": self = .complete
        case "no-auth0": self = .withoutAuth0
        default:
            let members = try decoder.container(keyedBy: Key.self)
            self = .without(fields: try members.decode(Set<String>.self, forKey: .without))
        }
    }
}
