import Foundation
import NoetlTestSupport
import Testing

/// The built program on config files as people, programs and accidents leave them.
@Suite("Config corpus", .timeLimit(.minutes(5)))
struct ConfigCorpusTests {
    /// A home with that config in it, and the program there.
    private struct Place {
        let home: TemporaryHome
        let before: Data

        init(_ config: Data) throws {
            home = try TemporaryHome()
            before = config
            try home.write("", to: ".noetl/config.yaml")
            try config.write(to: URL(filePath: home.configPath))
        }

        var bytes: Data { get throws { try Data(contentsOf: URL(filePath: home.configPath)) } }

        func noetl(_ arguments: String...) async throws -> ProgramOutcome {
            try await BuiltBinary.noetl.run(arguments, environment: ["HOME": home.path, "COLUMNS": "80"])
        }
    }

    private static let refused = Array(ConfigSamples.invalid.enumerated()).map(\.offset)

    @Test(
        "a file that is not understood is refused by readers and writers, and stays byte for byte", arguments: refused)
    func refusal(_ number: Int) async throws {
        let sample = ConfigSamples.invalid[number]
        let place = try Place(sample.data)
        for arguments in [
            ["context", "list"], ["context", "add", "new", "--server-url", "https://new.acme.com"],
            ["auth", "logout", "--all"],
        ] {
            let outcome = try await BuiltBinary.noetl.run(arguments, environment: ["HOME": place.home.path])
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            let lines = outcome.error.split(separator: "\n").map(String.init)
            #expect(lines.count == 3)
            #expect(lines.first?.hasSuffix("config.yaml was not understood, and was left as it is.") ?? false)
            #expect(lines.dropFirst().first?.hasPrefix(sample.place) ?? false, "\(lines)")
            #expect(!outcome.error.contains("canary"))
        }
        #expect(try place.bytes == sample.data)
        // What needs no config works.
        #expect(try await place.noetl("context", "add", "--help").status == 0)
    }

    @Test("a file without contexts has none, and takes the first one", arguments: ConfigSamples.empty)
    func empty(_ text: String) async throws {
        let place = try Place(Data(text.utf8))
        #expect(try await place.noetl("context", "list").output.hasPrefix("No contexts yet."))
        #expect(try place.bytes == place.before)
        let added = try await place.noetl("context", "add", "new", "--server-url", "https://new.acme.com")
        #expect(added.output == "Context 'new' added (current).\n", "\(added.error)")
        #expect(try await place.noetl("context", "current", "--name-only").output == "new\n")
    }

    @Test(
        "in every style a file is read, edited in place, and brought back byte for byte",
        arguments: ConfigSamples.styles)
    func styles(_ text: String) async throws {
        let place = try Place(Data(text.utf8))
        let list = try await place.noetl("context", "list", "--json")
        #expect(list.output.contains("\"name\" : \"p\""))
        #expect(list.output.contains("\"server_url\" : \"u\""))
        #expect(try await place.noetl("context", "current", "--name-only").output == "p\n")
        #expect(try place.bytes == place.before)
        for (arguments, says) in [
            (["add", "new", "--server-url", "https://new.acme.com"], "Context 'new' added.\n"),
            (["use", "new"], "Switched to context 'new' (https://new.acme.com).\n"),
            (["use", "p"], "Switched to context 'p' (u).\n"),
            (["delete", "new"], "Context 'new' deleted.\n"),
        ] {
            let before = try place.bytes
            let outcome = try await BuiltBinary.noetl.run(
                ["context"] + arguments, environment: ["HOME": place.home.path])
            guard outcome.status != 0 else {
                #expect(outcome.output == says)
                continue
            }
            // What cannot be edited without touching other parts is refused.
            #expect(outcome.error.contains("An anchor, an alias or the like stands there"), "\(outcome.error)")
            #expect(try place.bytes == before)
            break
        }
        let after = try await place.noetl("context", "list", "--json")
        #expect(after.output == list.output)
    }

    @Test("10,000 contexts are listed, chosen, changed and completed")
    func many() async throws {
        var text = "current_context: c1\ncontexts:\n"
        for number in 0..<10_000 {
            text += "  c\(number):\n    server_url: https://gateway-\(number).acme.com\n    kube_service: null\n"
        }
        let place = try Place(Data(text.utf8))
        #expect(try await place.noetl("context", "list").output.split(separator: "\n").count == 10_001)
        #expect(try await place.noetl("context", "use", "c9999").status == 0)
        #expect(try await place.noetl("context", "update", "c5000", "--runtime", "local").status == 0)
        #expect(try await place.noetl("context", "delete", "c1").status == 0)
        #expect(try await place.noetl("context", "use", "c1000x").error.contains("Did you mean 'c1000'?"))
        let expected =
            text.replacing("current_context: c1\n", with: "current_context: c9999\n")
            .replacing("  c1:\n    server_url: https://gateway-1.acme.com\n    kube_service: null\n", with: "")
            .replacing("gateway-5000.acme.com\n", with: "gateway-5000.acme.com\n    runtime: local\n")
        #expect(try place.bytes == Data(expected.utf8))
    }
}
