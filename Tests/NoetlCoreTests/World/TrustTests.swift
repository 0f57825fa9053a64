import Foundation
import NoetlCore
import NoetlSandbox
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Which certificates are trusted, and what is said of the others.
@Suite(.timeLimit(.minutes(5))) struct TrustTests {
    private func send(to address: String, caFile: String? = nil, _ variables: [String: String] = [:]) async throws
        -> Int
    {
        let environment = Environment(variables)
        let http = SystemHTTP(trust: TrustSettings(caFile: caFile, environment: environment), environment: environment)
        return try await http.send(HTTPRequest(.get, try #require(URL(string: address)), of: .gateway)).status
    }

    private func failure(
        to address: String, caFile: String? = nil, _ variables: [String: String] = [:]
    ) async throws -> NoetlError {
        try #require(
            await #expect(throws: NoetlError.self) { try await send(to: address, caFile: caFile, variables) })
    }

    @Test func `The flag and each variable can name the authority`() async throws {
        try await Sandbox.with { sandbox in
            let address = "\(sandbox.addresses.gatewayURL)/health", file = sandbox.addresses.caFile
            let status = try await send(to: address, caFile: file)
            #expect(status == 200)
            #expect(try await send(to: address, ["NOETL_CA_FILE": file]) == 200)
            #expect(try await send(to: address, ["SSL_CERT_FILE": file]) == 200)
            #expect(try await send(to: address, caFile: file, ["NOETL_CA_FILE": "/no/such/file"]) == 200)
            #expect(try await failure(to: address).code == .tls)
        }
    }

    @Test func `SSL_CERT_FILE replaces the roots, so that another authority is unknown`() async throws {
        try await Sandbox.with { one in
            try await Sandbox.with { other in
                let variables = ["SSL_CERT_FILE": other.addresses.caFile]
                let error = try await failure(to: "\(one.addresses.gatewayURL)/health", variables)
                #expect(error.code == .tls)
                #expect(one.requests.isEmpty)
            }
        }
    }

    @Test func `An unknown authority is named with its remedy and gets no request`() async throws {
        try await Sandbox.with { sandbox in
            let error = try await failure(to: "\(sandbox.addresses.gatewayURL)/health")
            let place = sandbox.addresses.gatewayURL.dropFirst("https://".count)
            #expect(error.code == .tls)
            #expect(error.why.hasPrefix("The certificate of \(place) is not signed by a known authority (issuer: "))
            #expect(error.next.contains("--ca-file"))
            #expect(sandbox.requests.isEmpty)
        }
    }

    @Test func `A certificate for another host is told`() async throws {
        try await Sandbox.with { sandbox in
            try await RawRelay.with("127.0.0.2", to: try port(of: sandbox)) { port in
                let error = try await failure(to: "https://127.0.0.2:\(port)/health", caFile: sandbox.addresses.caFile)
                #expect(error.code == .tls)
                #expect(error.why == "The certificate of 127.0.0.2:\(port) is for another host.")
                #expect(sandbox.requests.isEmpty)
            }
        }
    }

    @Test func `A certificate for an address is not one for every name that leads there`() async throws {
        try await Sandbox.with { sandbox in
            // A name that the resolver takes for 127.0.0.1 and that the certificate does not hold.
            let status = try? await send(
                to: "https://127.1:\(port(of: sandbox))/health", caFile: sandbox.addresses.caFile)
            withKnownIssue(
                "the TLS library compares the certificate's addresses with the connection's, whatever the name"
            ) {
                #expect(status == nil)
            }
        }
    }

    private func port(of sandbox: Sandbox) throws -> Int {
        try #require(URL(string: sandbox.addresses.gatewayURL)?.port)
    }

    @Test func `A server without TLS is told`() async throws {
        try await Sandbox.with { sandbox in
            let plain = sandbox.addresses.gatewayPlainURL.replacing("http://", with: "https://")
            let error = try await failure(to: "\(plain)/health", caFile: sandbox.addresses.caFile)
            #expect(error.code == .tls)
            #expect(error.why.contains("does not speak TLS"))
        }
    }

    @Test func `A server that breaks off the handshake is told`() async throws {
        try await RawServer.with(answering: "") { server in
            let error = try await failure(to: "https://127.0.0.1:\(server.port)/")
            #expect([.tls, .network].contains(error.code))
            #expect(error.why.contains("127.0.0.1:\(server.port)"))
        }
    }

    @Test(arguments: ["/no/such/file", "/", "/etc/hostname", "/dev/null"])
    func `A file of authorities that is none is named with where it came from`(path: String) async throws {
        let flag = try await failure(to: "https://localhost:1/", caFile: path)
        #expect(flag.code == .tls)
        #expect(flag.what.contains("--ca-file") && flag.why.contains(path))
        for variable in ["NOETL_CA_FILE", "SSL_CERT_FILE"] {
            let error = try await failure(to: "https://localhost:1/", [variable: path])
            #expect(error.code == .tls)
            #expect(error.what.contains(variable) && error.why.contains(path))
        }
    }

    @Test func `A second look tells an old certificate from one of nobody`() async throws {
        try await Sandbox.with { sandbox in
            let address = try #require(URL(string: sandbox.addresses.gatewayURL))
            let look = CertificateInspection(url: address)
            guard case .unknownAuthority(let issuer?) = await look.finding(at: Date()) else {
                return #expect(Bool(false), "no issuer")
            }
            #expect(!issuer.isEmpty)
            guard case .expired = await look.finding(at: Date(timeIntervalSinceNow: 1e10)) else {
                return #expect(Bool(false), "not expired")
            }
            guard case .notYetValid = await look.finding(at: Date(timeIntervalSince1970: 0)) else {
                return #expect(Bool(false), "valid in 1970")
            }
            #expect(sandbox.requests.isEmpty)
        }
    }

    @Test func `A second look at nobody finds nothing`() async throws {
        let address = try #require(URL(string: "https://127.0.0.1:\(FreePort.next())/"))
        let look = CertificateInspection(url: address)
        #expect(await look.finding(at: Date()) == .unknownAuthority(issuer: nil))
    }
}
