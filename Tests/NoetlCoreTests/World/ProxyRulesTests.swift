import Foundation
import NoetlCore
import Testing

@testable import NoetlCore

/// Which proxy stands between this machine and a host.
@Suite struct ProxyRulesTests {
    private func proxy(for address: String, _ variables: [String: String]) throws -> String? {
        let url = try #require(URL(string: address))
        let proxy = try ProxyRules(environment: Environment(variables)).proxy(for: url)
        return proxy.map { "\($0.host):\($0.port)" }
    }

    @Test(
        arguments: [
            (["HTTPS_PROXY": "http://p:1"], "https://a.example/", "p:1"),
            (["https_proxy": "http://p:1"], "https://a.example/", "p:1"),
            (["HTTP_PROXY": "http://p:1"], "http://a.example/", "p:1"),
            (["http_proxy": "http://p:1"], "http://a.example/", "p:1"),
            (["HTTP_PROXY": "http://p:1"], "https://a.example/", nil),
            (["HTTPS_PROXY": "http://p:1"], "http://a.example/", nil),
            (["ALL_PROXY": "http://p:1"], "https://a.example/", "p:1"),
            (["all_proxy": "http://p:1"], "http://a.example/", "p:1"),
            (["HTTPS_PROXY": "http://p:1", "ALL_PROXY": "http://q:2"], "https://a.example/", "p:1"),
            (["HTTPS_PROXY": "http://p:1", "https_proxy": "http://q:2"], "https://a.example/", "q:2"),
            (["HTTPS_PROXY": ""], "https://a.example/", nil),
            (["HTTPS_PROXY": "", "ALL_PROXY": "http://q:2"], "https://a.example/", "q:2"),
            (["HTTPS_PROXY": "p:1"], "https://a.example/", "p:1"),
            (["HTTPS_PROXY": "http://p"], "https://a.example/", "p:3128"),
            (["HTTPS_PROXY": "http://10.0.0.1:3128/"], "https://a.example/", "10.0.0.1:3128"),
            ([:], "https://a.example/", nil),
        ] as [([String: String], String, String?)])
    func `The variable of the scheme decides, then the one for all`(
        variables: [String: String], address: String, expected: String?
    ) throws {
        #expect(try proxy(for: address, variables) == expected)
    }

    @Test(arguments: [
        "https://localhost:4443/", "https://127.0.0.1/", "http://127.9.9.9/", "https://[::1]:4443/",
        "https://a.localhost/",
    ])
    func `Loopback is never proxied`(address: String) throws {
        #expect(try proxy(for: address, ["ALL_PROXY": "http://p:1", "NO_PROXY": "nothing.example"]) == nil)
    }

    @Test func `Credentials are taken from the address and are secret`() throws {
        let rules = ProxyRules(environment: Environment(["HTTPS_PROXY": "http://me:p%40ss@p:1"]))
        let url = try #require(URL(string: "https://a.example/"))
        let proxy = try #require(try rules.proxy(for: url))
        #expect(proxy.user == "me")
        #expect(proxy.password?.reveal() == "p@ss")
        #expect(!"\(proxy)".contains("p@ss"))
    }

    @Test(arguments: ["socks5://p:1", "https://p:1", "http://", "ftp://p", "http://p:x", "http:// p:1"])
    func `A proxy that cannot be used is an error that names the variable`(value: String) {
        #expect { try proxy(for: "https://a.example/", ["HTTPS_PROXY": value]) } throws: { error in
            guard let error = error as? NoetlError, error.code == .network else { return false }
            return error.what.contains("HTTPS_PROXY")
        }
    }

    @Test func `A password in a proxy that cannot be used is not shown`() {
        #expect { try proxy(for: "https://a.example/", ["ALL_PROXY": "socks5://me:hunter2@p:1"]) } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return !error.lines.joined().contains("hunter2") && error.what.contains("ALL_PROXY")
        }
    }

    @Test(arguments: [
        ("a.example", "https://a.example/", true), ("A.EXAMPLE", "https://a.example/", true),
        ("a.example", "https://A.Example/", true), ("a.example", "https://b.a.example/", true),
        (".a.example", "https://b.a.example/", true), (".a.example", "https://a.example/", true),
        ("*.a.example", "https://b.a.example/", true), ("a.example", "https://ba.example/", false),
        ("a.example", "https://a.example.evil.example/", false), ("*", "https://a.example/", true),
        ("x,a.example", "https://a.example/", true), ("x, a.example", "https://a.example/", true),
        ("x a.example", "https://a.example/", true), (",,a.example,", "https://a.example/", true),
        ("a.example:8443", "https://a.example:8443/", true), ("a.example:8443", "https://a.example:9443/", false),
        ("a.example:8443", "https://a.example/", false), ("10.0.0.1", "https://10.0.0.1/", true),
        ("10.0.0.1", "https://110.0.0.1/", false), ("fe80::1", "https://[fe80::1]/", true),
        ("", "https://a.example/", false),
        (".", "https://a.example/", false), (":", "https://a.example/", false), ("example", "https://a.example/", true),
    ])
    func `NO_PROXY names hosts, domains and ports`(list: String, address: String, isExempt: Bool) throws {
        let found = try proxy(for: address, ["ALL_PROXY": "http://p:1", "NO_PROXY": list])
        #expect((found == nil) == isExempt)
        let lower = try proxy(for: address, ["ALL_PROXY": "http://p:1", "no_proxy": list])
        #expect((lower == nil) == isExempt)
    }

    @Test(arguments: [
        ("a.example:443", "https://a.example/"), ("a.example:80", "http://a.example/"),
        ("[fe80::1]", "https://[fe80::1]/"),
    ])
    func `NO_PROXY knows a scheme's own port and addresses in brackets`(list: String, address: String) throws {
        #expect(try proxy(for: address, ["ALL_PROXY": "http://p:1", "NO_PROXY": list]) == nil)
    }
}
