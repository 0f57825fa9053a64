import NoetlCore
import Testing

@testable import NoetlCore

/// Which addresses a server may have.
@Suite struct ServerURLTests {
    @Test(arguments: [
        ("https://gateway.acme.com", "https://gateway.acme.com", "https://gateway.acme.com"),
        ("https://gateway.acme.com/", "https://gateway.acme.com", "https://gateway.acme.com"),
        ("https://gateway.acme.com///", "https://gateway.acme.com", "https://gateway.acme.com"),
        ("HTTPS://Gateway.Acme.com", "https://Gateway.Acme.com", "https://gateway.acme.com"),
        ("https://gateway.acme.com:443", "https://gateway.acme.com:443", "https://gateway.acme.com"),
        ("http://gateway.acme.com:80/x/", "http://gateway.acme.com:80/x", "http://gateway.acme.com"),
        (
            "https://gateway.acme.com:8443/noetl/", "https://gateway.acme.com:8443/noetl",
            "https://gateway.acme.com:8443"
        ),
        ("http://localhost:8082", "http://localhost:8082", "http://localhost:8082"),
        ("http://[::1]:8082", "http://[::1]:8082", "http://[::1]:8082"),
        ("http://10.0.0.7:8082", "http://10.0.0.7:8082", "http://10.0.0.7:8082"),
    ])
    func `An http address of a host is taken`(text: String, shown: String, origin: String) throws {
        let server = try ServerURL(text)
        #expect(server.description == shown)
        #expect(server.origin == origin)
    }

    @Test(arguments: [
        "", " ", "gateway.acme.com", "gateway.acme.com:443", "//gateway.acme.com", "https:gateway", "https:/gateway",
        "https://", "http://", "https:///path", "https://:443", "https://gate way", "https://gateway.acme.com:0",
        "https://gateway.acme.com:65536", "https://gateway.acme.com:x", "https://gateway.acme.com:",
        "https://gateway.acme.com?x=1", "https://gateway.acme.com/?x", "https://gateway.acme.com/#x",
        "https://gateway.acme.com/a b", "https://gateway.acme.com/\u{1B}[31m", "https://gateway.acme.com\r\nHost: x",
        "https://$(id)/", "https://gateway_.-/", "https://[::1", "https://::1/", "ftp://gateway.acme.com",
        "file:///etc/passwd", "javascript:alert(1)", " https://gateway.acme.com", "https://gateway.acme.com ",
        "https://gateway.acme.com/%zz", "https://ｇateway.acme.com",
    ])
    func `Anything else is a usage error`(text: String) {
        #expect { try ServerURL(text) } throws: { error in (error as? NoetlError)?.code == .usage }
    }

    @Test(arguments: [
        "https://user:hunter2@gateway.acme.com", "https://hunter2@gateway.acme.com", "user:hunter2@gateway.acme.com",
        "ftp://user:hunter2@gateway.acme.com", "https://user:hunter2@gateway.acme.com/path?x#y",
        "https://user:hunter2@gate way", "https://user:hunter2@[gateway.acme.com",
    ])
    func `A password in an address is not echoed`(text: String) {
        #expect { try ServerURL(text) } throws: { error in
            guard let error = error as? NoetlError, error.code == .usage else { return false }
            return !error.lines.joined(separator: "\n").contains("ter2")
        }
    }

    @Test(arguments: ["https://user:hun/ter2@gateway.acme.com", "https://user:hun#ter2@gateway.acme.com"])
    func `A password with a slash or a hash is not echoed either`(text: String) {
        #expect { try ServerURL(text) } throws: { error in
            guard let error = error as? NoetlError, error.code == .usage else { return false }
            return !error.lines.joined(separator: "\n").contains("ter2")
        }
    }

    @Test(arguments: [
        ("https://gateway.acme.com", "https://gateway.acme.com/api/x"),
        ("https://gateway.acme.com/", "https://gateway.acme.com/api/x"),
        ("https://gateway.acme.com/base/", "https://gateway.acme.com/base/api/x"),
        ("http://[::1]:8082/base", "http://[::1]:8082/base/api/x"),
    ])
    func `Paths are put below the base`(text: String, address: String) throws {
        #expect(try ServerURL(text).url("/api/x").absoluteString == address)
    }

    @Test(arguments: [
        ("https://gateway.acme.com", false, false), ("http://gateway.acme.com", false, true),
        ("http://localhost:8082", true, false), ("http://127.0.0.1", true, false), ("http://[::1]:8082", true, false),
        ("https://127.0.0.1", true, false), ("http://127.0.0.1.evil.example", false, true),
        ("http://192.168.0.1", false, true),
    ])
    func `An unencrypted way over a network is told from one on this machine`(
        text: String, isLoopback: Bool, isExposed: Bool
    ) throws {
        let server = try ServerURL(text)
        #expect(server.isLoopback == isLoopback)
        #expect(server.isExposed == isExposed)
    }

    @Test func `The origin leaves out the path and the standard port`() throws {
        #expect(try ServerURL("https://A.example:443/x").origin == ServerURL("https://a.example/y").origin)
        #expect(try ServerURL("https://a.example").origin != ServerURL("http://a.example").origin)
        #expect(try ServerURL("https://a.example").origin != ServerURL("https://a.example:8443").origin)
        #expect(try ServerURL("https://a.example").origin != ServerURL("https://b.example").origin)
    }
}
