import NoetlCore
import Testing

@testable import NoetlCore

/// Which redirect URIs a listener can serve.
@Suite struct LoopbackRedirectTests {
    @Test(arguments: [
        ("http://127.0.0.1:8765/callback", "127.0.0.1", 8765, "/callback", ["127.0.0.1"]),
        ("http://localhost:8765/callback", "localhost", 8765, "/callback", ["127.0.0.1", "::1"]),
        ("http://LOCALHOST:8765/callback", "localhost", 8765, "/callback", ["127.0.0.1", "::1"]),
        ("http://[::1]:8765/callback", "[::1]", 8765, "/callback", ["::1"]),
        ("http://127.0.0.1:1/", "127.0.0.1", 1, "/", ["127.0.0.1"]),
        ("http://127.0.0.1:65535", "127.0.0.1", 65_535, "/", ["127.0.0.1"]),
        ("http://127.0.0.1:80/a/b", "127.0.0.1", 80, "/a/b", ["127.0.0.1"]),
        ("http://127.0.0.1:8765/a%20b", "127.0.0.1", 8765, "/a%20b", ["127.0.0.1"]),
    ])
    func `A loopback address with a port is taken`(
        text: String, host: String, port: Int, path: String, addresses: [String]
    ) throws {
        let redirect = try #require(LoopbackRedirect(text))
        #expect(redirect.host == host)
        #expect(redirect.port == port)
        #expect(redirect.path == path)
        #expect(redirect.addresses == addresses)
        #expect(redirect.description == text)
    }

    @Test(arguments: [
        "", "http://", "http://127.0.0.1/callback", "http://localhost/callback", "http://[::1]/callback",
        "https://127.0.0.1:8765/callback", "https://localhost:8765/callback", "https://app.acme.com/login",
        "http://app.acme.com:8765/callback", "http://127.0.0.2:8765/callback", "http://0.0.0.0:8765/callback",
        "http://[::]:8765/callback", "http://192.168.0.1:8765/callback", "http://localhost.evil.example:8765/callback",
        "http://127.0.0.1.evil.example:8765/callback", "http://user@127.0.0.1:8765/callback",
        "http://127.0.0.1:8765@evil.example/callback", "http://127.0.0.1:0/callback", "http://127.0.0.1:65536/callback",
        "http://127.0.0.1:/callback", "http://127.0.0.1:x/callback", "http://127.0.0.1:8765/callback?x=1",
        "http://127.0.0.1:8765/callback#x", "http://127.0.0.1:8765?x=1", "http://127.0.0.1:8765/call back",
        "http://127.0.0.1:8765/callback\r\nX: y", "http://127.0.0.1:8765/ü", "myapp://callback",
        "127.0.0.1:8765/callback",
        " http://127.0.0.1:8765/callback", "http://::1:8765/callback",
    ])
    func `Anything else is not`(text: String) {
        #expect(LoopbackRedirect(text) == nil)
    }

    @Test func `The product's own redirect is on port 8765`() {
        #expect(LoopbackRedirect().description == "http://127.0.0.1:8765/callback")
        #expect(LoopbackRedirect(port: 9000) == LoopbackRedirect("http://127.0.0.1:9000/callback"))
    }

    @Test(arguments: [
        ("http://127.0.0.1:8765/c", "127.0.0.1:8765", true), ("http://127.0.0.1:8765/c", "localhost:8765", false),
        ("http://127.0.0.1:8765/c", "127.0.0.1", false), ("http://127.0.0.1:8765/c", "127.0.0.1:8766", false),
        ("http://127.0.0.1:8765/c", "127.0.0.1:87650", false), ("http://127.0.0.1:8765/c", "evil.example:8765", false),
        ("http://127.0.0.1:8765/c", "", false), ("http://127.0.0.1:8765/c", "127.0.0.1:8765.evil.example", false),
        ("http://localhost:8765/c", "LocalHost:8765", true), ("http://localhost:8765/c", "127.0.0.1:8765", false),
        ("http://[::1]:8765/c", "[::1]:8765", true), ("http://[::1]:8765/c", "::1:8765", false),
        ("http://localhost:80/c", "localhost", true), ("http://localhost:80/c", "localhost:80", true),
    ])
    func `Only its own host and port name it`(redirect: String, header: String, isNamed: Bool) throws {
        #expect(try #require(LoopbackRedirect(redirect)).isNamed(by: header) == isNamed)
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST", true), ("a.localhost", true), ("127.0.0.1", true), ("127.255.255.254", true),
        ("::1", true), ("[::1]", true), ("", false), ("localhost.example", false), ("127.0.0.1.example", false),
        ("notlocalhost", false), ("128.0.0.1", false), ("127.0.0", false), ("127.0.0.256", false), ("0.0.0.0", false),
        ("::", false), ("::2", false), ("10.0.0.1", false), ("example.com", false),
    ])
    func `This machine is told from others`(host: String, isLoopback: Bool) {
        #expect(Loopback.isLoopback(host: host) == isLoopback)
    }
}
