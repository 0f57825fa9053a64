import NoetlCore
import Testing

/// The status that scripts branch on, for every kind of failure.
@Suite struct ExitStatusTests {
    private static let statuses: [NoetlError.Code: Int32] = [
        .usage: 1, .contextNotFound: 1, .configInvalid: 1, .configUnwritable: 1, .missingSetting: 1, .portInUse: 1,
        .callbackTimeout: 1, .auth0Error: 1, .tokenInvalid: 1, .deviceExpired: 1, .denied: 1, .network: 1, .tls: 1,
        .gatewayRefused: 1, .gatewayError: 1, .sessionExpired: 77, .notLoggedIn: 77, .cancelled: 130, .wrongUser: 1,
    ]

    @Test(arguments: NoetlError.Code.allCases)
    func `Every code has its status`(code: NoetlError.Code) {
        #expect(ExitStatus.status(for: code) == Self.statuses[code])
    }

    @Test func `Success is zero`() {
        #expect(ExitStatus.success == 0)
    }

    @Test func `The names are the closed list that scripts read`() {
        #expect(
            NoetlError.Code.allCases.map(\.rawValue) == [
                "usage", "context_not_found", "config_invalid", "config_unwritable", "missing_setting", "port_in_use",
                "callback_timeout", "auth0_error", "token_invalid", "device_expired", "denied", "network", "tls",
                "gateway_refused", "gateway_error", "session_expired", "not_logged_in", "cancelled", "wrong_user",
            ])
    }
}
