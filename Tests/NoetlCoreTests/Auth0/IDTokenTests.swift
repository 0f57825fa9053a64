import Foundation
import NoetlCore
import Testing

@testable import NoetlCore

/// The checks of an ID token before it goes to the gateway (OpenID Connect Core 3.1.3.7).
@Suite struct IDTokenTests {
    private func check(_ token: String, nonce: String? = "n-1", domain: String = "acme.us.auth0.com") throws {
        let application = Auth0Application(domain: try Auth0Domain(domain), clientID: "abc")
        try IDToken.check(Secret(token), for: application, nonce: nonce.map { Secret($0) }, at: SampleToken.now)
    }

    @Test(arguments: [
        SampleToken.payload(),
        SampleToken.payload(aud: #"["abc"]"#),
        SampleToken.payload(aud: #"["other","abc"]"#),
        SampleToken.payload(exp: "1800000000"),
        SampleToken.payload(exp: "1799999941"),
        SampleToken.payload(exp: "1799999940.5"),
        SampleToken.payload(exp: "1.8000036e9"),
    ])
    func `A good token passes`(payload: String) throws {
        try check(SampleToken.make(payload: payload))
    }

    @Test func `Without a nonce of ours none is asked for`() throws {
        try check(SampleToken.make(payload: SampleToken.payload(nonce: nil)), nonce: nil)
        try check(SampleToken.make(payload: SampleToken.payload(nonce: #""other""#)), nonce: nil)
    }

    @Test func `A loopback tenant on http is its own issuer`() throws {
        let payload = SampleToken.payload(iss: #""http://localhost:4000/""#)
        try check(SampleToken.make(payload: payload), domain: "http://localhost:4000")
        #expect(throws: NoetlError.self) {
            try check(SampleToken.make(payload: payload), domain: "https://localhost:4000")
        }
    }

    @Test(arguments: [
        (SampleToken.payload(iss: nil), "issuer is '(none)'"),
        (SampleToken.payload(iss: #""https://evil.example/""#), "issuer is 'https://evil.example/'"),
        (SampleToken.payload(iss: #""https://acme.us.auth0.com""#), "issuer is 'https://acme.us.auth0.com'"),
        (SampleToken.payload(iss: #""http://acme.us.auth0.com/""#), "issuer"),
        (SampleToken.payload(iss: #""https://acme.us.auth0.com/x""#), "issuer"),
        (SampleToken.payload(iss: #""""#), "issuer"),
        (SampleToken.payload(aud: nil), "audience is '(none)'"),
        (SampleToken.payload(aud: #""abcd""#), "audience is 'abcd'"),
        (SampleToken.payload(aud: "[]"), "audience"),
        (SampleToken.payload(aud: #"["x","y"]"#), "audience is 'x, y'"),
        (SampleToken.payload(exp: nil), "no expiry"),
        (SampleToken.payload(exp: "1799999940"), "expired 1m ago"),
        (SampleToken.payload(exp: "1799996400"), "expired 1h ago"),
        (SampleToken.payload(exp: "0"), "expired"),
        (SampleToken.payload(exp: "-1e300"), "expired"),
        (SampleToken.payload(nonce: nil), "nonce"),
        (SampleToken.payload(nonce: #""n-2""#), "nonce"),
        (SampleToken.payload(nonce: #""""#), "nonce"),
    ])
    func `A token with a wrong claim is refused and the claim is named`(payload: String, reason: String) {
        #expect { try check(SampleToken.make(payload: payload)) } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.code == .tokenInvalid && error.why.contains(reason)
        }
    }

    @Test(arguments: [
        SampleToken.payload(aud: "7"), SampleToken.payload(exp: #""soon""#), SampleToken.payload(iss: "[]"),
        SampleToken.payload(nonce: "{}"), "[]", "null", "not json", "",
    ])
    func `A token whose claims are of another kind is refused`(payload: String) {
        #expect { try check(SampleToken.make(payload: payload)) } throws: { error in
            (error as? NoetlError)?.code == .tokenInvalid
        }
    }

    @Test(arguments: [
        #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"NONE"}"#, #"{"typ":"JWT"}"#, #"{"alg":null}"#, #"{"alg":7}"#,
    ])
    func `A token that nobody signed is refused`(header: String) {
        let token = SampleToken.make(header: header, payload: SampleToken.payload())
        #expect { try check(token) } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.code == .tokenInvalid && error.why.contains("not signed")
        }
    }

    @Test(arguments: [
        "", "a.b", "a.b.c.d", "..", "opaque-access-token", "e30.e30.",
        SampleToken.make(payload: SampleToken.payload(), signature: ""),
        SampleToken.make(payload: SampleToken.payload()) + ".x",
        SampleToken.make(payload: SampleToken.payload()) + "\n",
        String(SampleToken.make(payload: SampleToken.payload()).split(separator: ".").prefix(2).joined(separator: ".")),
    ])
    func `What has not three parts is refused`(token: String) {
        #expect { try check(token) } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.code == .tokenInvalid && error.why.contains("three parts")
        }
    }

    @Test func `A hostile issuer is cleaned and cut in the error`() {
        let payload = SampleToken.payload(iss: #""\u001b[31m\u202e"# + String(repeating: "x", count: 500) + "\"")
        #expect { try check(SampleToken.make(payload: payload)) } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return !error.why.contains("\u{1B}") && !error.why.contains("\u{202E}") && error.why.count < 200
        }
    }
}
