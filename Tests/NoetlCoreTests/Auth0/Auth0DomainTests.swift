import Foundation
import NoetlCore
import Testing

@testable import NoetlCore

/// Which texts are an Auth0 domain, and what is made of them.
@Suite struct Auth0DomainTests {
    @Test(arguments: [
        ("acme.us.auth0.com", "https://acme.us.auth0.com/", "acme.us.auth0.com"),
        ("https://acme.us.auth0.com", "https://acme.us.auth0.com/", "acme.us.auth0.com"),
        ("https://acme.us.auth0.com/", "https://acme.us.auth0.com/", "acme.us.auth0.com"),
        ("HTTPS://Acme.EU.auth0.com", "https://acme.eu.auth0.com/", "acme.eu.auth0.com"),
        ("login.acme.com", "https://login.acme.com/", "login.acme.com"),
        ("login.acme.com:8443", "https://login.acme.com:8443/", "login.acme.com:8443"),
        ("localhost:4443", "https://localhost:4443/", "localhost:4443"),
        ("127.0.0.1:4443", "https://127.0.0.1:4443/", "127.0.0.1:4443"),
        ("[::1]:4443", "https://[::1]:4443/", "[::1]:4443"),
        ("[2001:DB8::7]", "https://[2001:db8::7]/", "[2001:db8::7]"),
        ("http://localhost:4000", "http://localhost:4000/", "http://localhost:4000"),
        ("http://127.0.0.1:4000", "http://127.0.0.1:4000/", "http://127.0.0.1:4000"),
        ("http://127.8.9.10", "http://127.8.9.10/", "http://127.8.9.10"),
        ("http://[::1]:4000", "http://[::1]:4000/", "http://[::1]:4000"),
        ("http://tenant.localhost:4000/", "http://tenant.localhost:4000/", "http://tenant.localhost:4000"),
        ("xn--bcher-kva.example", "https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
    ])
    func `A host is accepted`(text: String, issuer: String, saved: String) throws {
        let domain = try Auth0Domain(text)
        #expect(domain.issuer == issuer)
        #expect(domain.description == saved)
        #expect(try Auth0Domain(domain.description) == domain)
    }

    @Test(arguments: [
        "", " ", "/", "https://", "http://", "https:///", ".", "..", "a..b", ".acme.com", "-acme.com", "acme-.com",
        "acme.com/", "acme.com/path", "https://acme.com/path", "https://acme.com//", "https://acme.com/?x=1",
        "https://acme.com?x", "https://acme.com#x", "acme.com#", "acme.com?",
        "user@acme.com", "https://user@acme.com", "https://user:pw@acme.com", "https://acme.com@evil.example",
        "acme com", " acme.com", "acme.com ", "acme.com\n", "acme\t.com", "acme.com\u{0}", "acme\u{7F}.com",
        "acme\u{1B}[31m.com", "acme\u{202E}.com", "acme.com\r\nHost: evil", "$(id).com", "`id`.com", "${HOME}.com",
        "acme.com;id", "acme.com|id", "acme.com&x", "acme.com\\x", "acme'.com", "acme\".com", "acme<>.com",
        "*.acme.com",
        "acme.com:", "acme.com:0", "acme.com:65536", "acme.com:99999999", "acme.com:-1", "acme.com:+80",
        "acme.com:80:80", "acme.com:8a", "acme.com: 80", "acme.com:٨٠", "[::1", "::1", "[]", "[::1]x",
        "[::1%25eth0]:80",
        "[acme.com]", "ftp://acme.com", "javascript:alert(1)", "file:///etc/passwd", "//acme.com", "https:acme.com",
        "bücher.example", "аcme.com", "http://acme.us.auth0.com", "http://192.168.0.1", "http://127.0.0.1.evil.example",
        "http://localhost.evil.example", "http://0.0.0.0", "http://[::2]", "http://127.0.0.256", "http://127.1",
        "https://https://acme.com", "https://http://localhost", "%61cme.com",
    ])
    func `Anything else is refused as a usage error`(text: String) {
        #expect { try Auth0Domain(text) } throws: { error in (error as? NoetlError)?.code == .usage }
    }

    @Test func `A host name of more than 253 characters is refused`() throws {
        let label = String(repeating: "a", count: 49) + "."
        let fits = String(repeating: label, count: 5) + "abc"
        #expect(try Auth0Domain(fits).authority == fits)
        #expect(throws: NoetlError.self) { try Auth0Domain(fits + "d") }
        #expect(throws: NoetlError.self) { try Auth0Domain(String(repeating: "a", count: 64) + ".com") }
    }

    @Test func `The refusal names the flag and the value without what could harm a terminal`() {
        #expect {
            try Auth0Domain(
                "acme\u{1B}]0;x\u{7}\u{202E}.com/\n" + String(repeating: "y", count: 500), from: "context 'a'")
        } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.what.contains("context 'a'") && error.why.contains("acme]0;x.com/ y")
                && error.why.count < 150 && error.lines.count == 3
        }
    }

    @Test func `Addresses of the tenant carry encoded queries`() throws {
        let domain = try Auth0Domain("acme.us.auth0.com")
        let url = try #require(domain.url("/authorize", query: [("scope", "openid profile"), ("x", "a&b=c+d/ü")]))
        #expect(
            url.absoluteString
                == "https://acme.us.auth0.com/authorize?scope=openid%20profile&x=a%26b%3Dc%2Bd%2F%C3%BC")
    }
}
