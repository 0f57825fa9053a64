import Foundation
import Glibc
import Testing

@testable import NoetlCore

/// What may be lost without harm is remembered, and never in the way.
@Suite struct StateFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func store(_ variables: [String: String] = [:]) -> ContextStore {
        ContextStore(environment: Environment(variables), home: folder.url)
    }

    private func add(_ names: String..., to store: ContextStore) throws(NoetlError) {
        try store.edit { file throws(NoetlError) in
            for name in names { try file.apply(ContextChange([.serverURL: .set("http://\(name)")]), to: name) }
        }
    }

    private func use(_ name: String?, in store: ContextStore) throws(NoetlError) {
        try store.edit { file throws(NoetlError) in try file.setCurrent(name) }
    }

    @Test("a switch leaves the way back, for each config file its own")
    func previous() throws {
        let other = store(["NOETL_CONFIG": folder.file("other.yaml").path])
        try add("a", "b", to: store())
        try add("c", "d", to: other)
        try use("a", in: store())
        #expect(store().previousContext == nil)
        #expect(try folder.names == [".noetl", "other.yaml", "other.yaml.lock"])
        try use("b", in: store())
        try use("c", in: other)
        try use("d", in: other)
        #expect(store().previousContext == "a")
        #expect(other.previousContext == "c")
        #expect(folder.mode(of: ".noetl/state.json") == 0o600)
    }

    @Test("a rename is followed, and a context that is gone is no way back")
    func gone() throws {
        try add("a", "b", "c", to: store())
        try use("a", in: store())
        try use("b", in: store())
        try store().rename("a", to: "z")
        #expect(store().previousContext == "z")
        try store().rename("b", to: "y")
        #expect(store().previousContext == "z")
        try store().edit { file throws(NoetlError) in
            try file.delete("y")
            try file.setCurrent("c")
        }
        #expect(store().previousContext == "z")
        try use(nil, in: store())
        #expect(store().previousContext == "z")
    }

    @Test("the mode that last worked is remembered for each context, and follows it to a new name")
    func modes() throws {
        try add("a", "b", to: store())
        #expect(store().lastModes.isEmpty)
        store().remember(.pkce, of: "a")
        store().remember(.callbackURL, of: "b")
        store().remember(.device, of: "a")
        #expect(store().lastModes == ["a": .device, "b": .callbackURL])
        #expect(store(["NOETL_CONFIG": folder.file("other.yaml").path]).lastModes.isEmpty)
        try store().rename("a", to: "z")
        #expect(store().lastModes == ["z": .device, "b": .callbackURL])
        #expect(folder.mode(of: ".noetl/state.json") == 0o600)
    }

    @Test("a mode that only a later version knows says nothing, and stays")
    func unknownMode() throws {
        try add("a", "b", to: store())
        let config = folder.file(".noetl/config.yaml").path
        try folder.write(
            "{\"configs\":{\"\(config)\":{\"modes\":{\"a\":\"carrier_pigeon\",\"b\":\"pkce\"}}}}",
            to: ".noetl/state.json")
        #expect(store().lastModes == ["b": .pkce])
        store().remember(.token, of: "b")
        #expect(store().lastModes == ["b": .token])
        #expect(try String(contentsOf: folder.file(".noetl/state.json"), encoding: .utf8).contains("carrier_pigeon"))
    }

    @Test(
        "a damaged state says nothing, is no error, and is replaced",
        arguments: ["", "{", "[]", "{\"configs\":[]}", "{\"configs\":{\"x\":7}}", "\u{0}\u{1}", "null"])
    func damaged(_ text: String) throws {
        try add("a", "b", to: store())
        try use("a", in: store())
        try folder.write(text, to: ".noetl/state.json", mode: 0o644)
        #expect(store().previousContext == nil)
        try use("b", in: store())
        #expect(store().previousContext == "a")
        #expect(folder.mode(of: ".noetl/state.json") == 0o600)
    }

    @Test("a state that can be neither read nor written is no error", arguments: ["folder", "pipe", "circle"])
    func unusable(_ kind: String) throws {
        try add("a", "b", to: store())
        try use("a", in: store())
        let path = folder.file(".noetl/state.json").path
        switch kind {
        case "folder": mkdir(path, 0o700)
        case "pipe": mkfifo(path, 0o600)
        default: symlink("state.json", path)
        }
        try use("b", in: store())
        #expect(store().previousContext == nil)
        #expect(try store().load().current == "b")
    }

    @Test("what a later version adds does not disturb")
    func unknownKeys() throws {
        try add("a", "b", to: store())
        try use("a", in: store())
        let config = folder.file(".noetl/config.yaml").path
        try folder.write(
            "{\"configs\":{\"\(config)\":{\"previous\":\"b\",\"new\":1}},\"more\":[]}", to: ".noetl/state.json")
        #expect(store().previousContext == "b")
    }
}
