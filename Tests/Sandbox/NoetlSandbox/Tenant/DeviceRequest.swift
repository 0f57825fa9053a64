import Foundation

/// One `POST /oauth/device/code` (RFC 8628 section 3.1).
struct DeviceRequest: Sendable {
    private let request: IncomingRequest
    private let tenant: Tenant

    init(_ request: IncomingRequest, _ tenant: Tenant) {
        self.request = request
        self.tenant = tenant
    }

    /// A new device code, or why not.
    func answer() -> Answer {
        let form = request.form
        guard let client = tenant.client(form["client_id"]) else {
            return SandboxFailure.accessDenied.tenantAnswer
        }
        guard client.grants.contains(.deviceCode) else {
            return SandboxFailure.unauthorizedClient
                .describing("Grant type '\(SandboxGrant.deviceCode.rawValue)' not allowed for the client.")
                .tenantAnswer
        }
        if let audience = form.filled("audience"), !tenant.settings.audiences.contains(audience) {
            return SandboxFailure(status: 403, error: "access_denied", description: "Service not found: \(audience)")
                .tenantAnswer
        }
        let behaviour = tenant.script.device
        let device = TenantLedger.Device(
            userCode: RandomText.userCode(), clientID: client.id, scope: form["scope"] ?? "",
            audience: form.filled("audience"), interval: .seconds(behaviour.interval ?? 5),
            expires: Date(timeIntervalSinceNow: Double(behaviour.lifetime)), verdict: verdict(behaviour.decision))
        let page = "\(request.origin)activate"
        var members: [String: JSONValue] = [
            "device_code": .string(tenant.ledger.add(device)), "user_code": .string(device.userCode),
            "verification_uri": .string(page),
            "verification_uri_complete": .string("\(page)?user_code=\(device.userCode)"),
            "expires_in": .integer(behaviour.lifetime),
        ]
        members["interval"] = behaviour.interval.map { .integer($0) }
        return .json(.object(members))
    }

    private func verdict(_ decision: DeviceBehaviour.Decision) -> TenantLedger.Device.Verdict {
        switch decision {
        case .user: .pending
        case .denied: .denied
        case .approved(let email):
            tenant.settings.users.first { $0.email == email }.map { .approved($0) } ?? .denied
        }
    }
}
