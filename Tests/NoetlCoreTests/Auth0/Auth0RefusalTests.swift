import Foundation
import NoetlCore
import Testing

@testable import NoetlCore

/// What is said for each refusal of a tenant, in each kind of login.
@Suite struct Auth0RefusalTests {
    private func error(
        _ code: String?, for grant: Auth0Refusal.Grant, status: Int = 403, description: String? = nil,
        headers: [(name: String, value: String)] = [], domain: String = "acme.us.auth0.com"
    ) throws -> NoetlError {
        let fields = [("error", code), ("error_description", description)].compactMap { name, value in
            value.map { (name, $0) }
        }
        let body = try JSONSerialization.data(withJSONObject: Dictionary(uniqueKeysWithValues: fields))
        let application = Auth0Application(domain: try Auth0Domain(domain), clientID: "abc")
        return Auth0Refusal(HTTPResponse(status: status, headers: headers, body: body), hiding: [])
            .noetlError(for: grant, application)
    }

    @Test(
        arguments: [
            ("invalid_grant", Auth0Refusal.Grant.password, NoetlError.Code.auth0Error, "Wrong email or password."),
            ("invalid_grant", .code, .auth0Error, "The code was used or has expired."),
            ("too_many_attempts", .password, .auth0Error, "The account is blocked after too many attempts."),
            ("unauthorized_client", .password, .auth0Error, "This application does not allow the password grant."),
            ("unauthorized_client", .device, .auth0Error, "This application does not allow the device code grant."),
            (
                "unauthorized_client", .code, .auth0Error,
                "This application does not allow the authorization code grant."
            ),
            ("access_denied", .password, .denied, "The login was denied."),
            ("access_denied", .code, .denied, "The login was denied."),
            ("access_denied", .device, .denied, "The request was denied."),
            ("mfa_required", .password, .auth0Error, "This account needs MFA, which a password login cannot do."),
            (
                "password_leaked", .password, .auth0Error,
                "This password is known from a breach, and the tenant refuses it."
            ),
            ("server_error", .password, .auth0Error, "The tenant could not check the password."),
            ("server_error", .code, .auth0Error, "The tenant refused the login: server_error."),
            ("expired_token", .device, .deviceExpired, "The code expired."),
            ("something_new", .password, .auth0Error, "The tenant refused the login: something_new."),
            ("", .password, .auth0Error, "The login failed at the tenant."),
            (nil, .device, .auth0Error, "The login failed at the tenant."),
        ] as [(String?, Auth0Refusal.Grant, NoetlError.Code, String)])
    func `Each code has its words`(code: String?, grant: Auth0Refusal.Grant, kind: NoetlError.Code, what: String) throws
    {
        let error = try error(code, for: grant)
        #expect(error.code == kind)
        #expect(error.what == what)
    }

    @Test func `A grant that is not allowed comes with the link to allow it`() throws {
        let error = try error("unauthorized_client", for: .password)
        #expect(error.next.contains("https://manage.auth0.com/dashboard/us/acme/applications/abc/settings"))
        #expect(error.next.contains("--browser-pkce"))
        let custom = try self.error("unauthorized_client", for: .password, domain: "login.acme.com")
        #expect(custom.next.contains("Auth0 dashboard > Applications > abc > Settings"))
    }

    @Test func `MFA names both other ways and not the token`() throws {
        let response = HTTPResponse(
            status: 403, body: Data(#"{"error":"mfa_required","error_description":"MFA","mfa_token":"canary"}"#.utf8))
        let application = Auth0Application(domain: try Auth0Domain("acme.us.auth0.com"), clientID: "abc")
        let error = Auth0Refusal(response, hiding: []).noetlError(for: .password, application)
        #expect(error.next.contains("--browser-pkce") && error.next.contains("--browser."))
        #expect(!error.lines.joined().contains("canary"))
    }

    @Test(arguments: [
        ("1795486445", "Wait until 2026-11-24T02:14:05Z, then try again."),
        ("1795486445.7", "Wait until 2026-11-24T02:14:05Z, then try again."),
        ("", "Wait a minute, then try again."), ("soon", "Wait a minute, then try again."),
        ("inf", "Wait a minute, then try again."), ("nan", "Wait a minute, then try again."),
        ("-5", "Wait a minute, then try again."), ("1e300", "Wait a minute, then try again."),
        ("99999999999999999999", "Wait a minute, then try again."),
    ])
    func `A rate limit says until when, if that is a time`(reset: String, next: String) throws {
        for code in ["too_many_requests", nil] {
            let error = try error(
                code, for: .password, status: 429, headers: [("x-ratelimit-reset", reset)])
            #expect(error.what == "The tenant limits the rate of requests.")
            #expect(error.next == next)
        }
    }

    @Test func `Too many attempts is no rate limit though it has its status`() throws {
        let error = try error(
            "too_many_attempts", for: .password, status: 429, headers: [("X-RateLimit-Reset", "1795486445")])
        #expect(!error.lines.joined().contains("2026"))
        #expect(error.next.contains("unblock mail"))
    }

    @Test(arguments: ["", "not json", "[]", "null", "\"x\"", "<html></html>", #"{"error":7}"#, #"{"message":"x"}"#])
    func `An answer without a reason is told with its status`(body: String) throws {
        let application = Auth0Application(domain: try Auth0Domain("acme.us.auth0.com"), clientID: "abc")
        for status in [400, 403, 404, 500, 502] {
            let refusal = Auth0Refusal(HTTPResponse(status: status, body: Data(body.utf8)), hiding: [])
            #expect(
                refusal.noetlError(for: .code, application).why == "The tenant answered \(status) without a reason.")
        }
    }

    @Test func `The description is quoted clean and cut`() throws {
        let hostile = "\u{1B}[2Jgone\r\nnext \u{202E}line" + String(repeating: "x", count: 5_000)
        let error = try error("access_denied", for: .password, description: hostile)
        #expect(error.why.hasPrefix("Auth0 says: [2Jgone next linexxx"))
        #expect(error.why.count < 350)
    }

    @Test func `A denial in the browser is told from one of the settings`() throws {
        let application = Auth0Application(domain: try Auth0Domain("acme.us.auth0.com"), clientID: "abc")
        let refusal = Auth0Refusal(error: "access_denied", description: "User did not authorize")
        let error = refusal.noetlError(for: .code, application)
        #expect(error.code == .denied)
        #expect(error.what == "The request was denied.")
        #expect(error.why == "Auth0 says: User did not authorize")
    }
}
