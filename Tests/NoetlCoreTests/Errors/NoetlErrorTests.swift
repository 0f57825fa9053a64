import Foundation
import NoetlCore
import NoetlSandbox
import Testing

@testable import NoetlCore

/// How failures speak: three lines at most, each of them one line, whatever others wrote into them.
@Suite struct NoetlErrorTests {
    private static let hostile = SandboxScript.hostileText

    /// One of each kind that the rooms of this program make, with hostile text where others have a say.
    private static func samples() throws -> [NoetlError] {
        let domain = try Auth0Domain("acme.us.auth0.com")
        let application = Auth0Application(domain: domain, clientID: "abc")
        let gateway = try ServerURL("http://gateway.acme.com")
        let context = Context(name: hostile)
        let timeout = NoetlError.callbackTimeout(
            window: .seconds(300), redirect: LoopbackRedirect(), application: application)
        var errors: [NoetlError] = [
            .cancelled, .deviceCodeExpired, .deviceCodeForgotten, .unrecognisedInput,
            .portInUse(8765, address: "127.0.0.1"), timeout,
            .invalidDomain(hostile, origin: "--auth0-domain", reason: "is not a host name"),
            .unreadableTenantAnswer(200), .noIDToken("The code exchange succeeded without one."),
            .unreadableGatewayAnswer(gateway, 200), .exposedGateway(gateway), .contextGone(hostile),
            .missingSetting("Auth0 domain", flag: "auth0-domain", of: context),
            .missingSetting("server URL", flag: "server-url", of: nil),
            .unusableProxy("HTTPS_PROXY", reason: "It is not an address."), .notLoggedIn(hostile, isCurrent: false),
            .contextNotFound(hostile, source: .flag), .noCurrentContext(hasContexts: true),
            .noCurrentContext(hasContexts: false),
        ]
        for origin in [SessionSource.Origin.flag, .environment, .context(hostile, isCurrent: false)] {
            errors.append(.sessionExpired(origin))
        }
        let codes = [
            "invalid_grant", "too_many_attempts", "unauthorized_client", "access_denied", "mfa_required",
            "password_leaked",
            "server_error", "expired_token", "slow_down", hostile,
        ]
        for code in codes {
            for grant in [Auth0Refusal.Grant.code, .device, .password] {
                for said in [hostile, nil] {
                    errors.append(Auth0Refusal(error: code, description: said).noetlError(for: grant, application))
                }
            }
        }
        for status in [301, 400, 401, 403, 404, 429, 500, 503] {
            for body in ["", "<html>\(hostile)</html>", #"{"error":"\u001b[31m\r\nx"}"#] {
                let response = HTTPResponse(
                    status: status, headers: [("Content-Type", "text/plain")], body: Data(body.utf8))
                errors.append(GatewayRefusal(response, gateway, hiding: nil).loginError)
                errors.append(GatewayRefusal(response, gateway, hiding: nil).error("The request was refused."))
                errors.append(Auth0Refusal(response, hiding: []).noetlError(for: .password, application))
            }
        }
        return errors
    }

    @Test(
        "on a screen keys stand for flags and commands",
        arguments: ["unauthorized_client", "mfa_required", "access_denied", "expired_token", "anything"])
    func onScreen(_ code: String) throws {
        let application = Auth0Application(domain: try Auth0Domain("acme.us.auth0.com"), clientID: "abc")
        let context = Context(name: "prod")
        var errors: [NoetlError] = [
            .portInUse(8765, address: "127.0.0.1"), .contextGone("prod"), .contextExists("prod"), .badPort("x"),
            .missingSetting("Auth0 domain", flag: "auth0-domain", of: context),
            .missingSetting("server URL", flag: "server-url", of: nil),
        ]
        for grant in [Auth0Refusal.Grant.code, .device, .password] {
            errors.append(Auth0Refusal(error: code, description: "No.").noetlError(for: grant, application))
        }
        for error in errors {
            #expect(!error.nextOnScreen.contains("--") && !error.nextOnScreen.contains("noetl "), "\(error)")
            #expect(error.linesOnScreen.dropLast() == error.lines.dropLast())
        }
    }

    @Test func `Every error has a first line and three at most`() throws {
        for error in try Self.samples() {
            #expect(!error.what.isEmpty)
            #expect((1...3).contains(error.lines.count))
            #expect(!error.lines.contains(""))
        }
    }

    @Test func `No error holds a control character or breaks its line`() throws {
        for error in try Self.samples() {
            for scalar in [error.what, error.why, error.next].joined().unicodeScalars {
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                let isBidi = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                #expect(!isControl && !isBidi, "\(error.what) \(error.why)")
            }
        }
    }

    @Test func `Only cancelling says nothing but what happened`() throws {
        for error in try Self.samples() where error.code != .cancelled {
            #expect(!error.next.isEmpty, "\(error.what)")
        }
    }

    @Test func `Empty parts are no lines`() {
        #expect(NoetlError(.usage, what: "a").lines == ["a"])
        #expect(NoetlError(.usage, what: "a", next: "c").lines == ["a", "c"])
        #expect(NoetlError(.usage, what: "a", why: "b", next: "c").lines == ["a", "b", "c"])
    }
}
