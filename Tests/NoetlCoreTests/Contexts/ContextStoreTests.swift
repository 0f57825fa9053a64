import Foundation
import Glibc
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// The guarantees of reading and writing the config file on disk.
@Suite struct ContextStoreTests {
    private let folder: ScratchFolder
    private let notices = Notices()

    init() throws { folder = try ScratchFolder() }

    /// Collects what a store says; a stream may be written to from any place.
    private struct Notices {
        private let stream: AsyncStream<StoreNotice>
        let inlet: AsyncStream<StoreNotice>.Continuation

        init() { (stream, inlet) = AsyncStream.makeStream() }

        func all() async -> [StoreNotice] {
            inlet.finish()
            return await stream.reduce(into: []) { $0.append($1) }
        }
    }

    private func store(_ name: String = "config.yaml", patience: Duration = .seconds(30)) -> ContextStore {
        ContextStore(
            file: folder.file(name), ownFolder: nil, patience: patience,
            notice: { [inlet = notices.inlet] in inlet.yield($0) })
    }

    private func add(_ name: String, to store: ContextStore) throws(NoetlError) {
        try store.edit { file throws(NoetlError) in
            try file.apply(ContextChange([.serverURL: .set("http://\(name)")]), to: name)
        }
    }

    @Test(
        "a missing file or folder reads as no contexts, and nothing is created",
        arguments: ["config.yaml", "a/b/config.yaml"])
    func missing(_ name: String) throws {
        #expect(try store(name).load() == Contexts())
        try store(name).checkWritable()
        #expect(try folder.names.isEmpty)
    }

    @Test("NOETL_CONFIG names the file, else it is in the home folder")
    func location() {
        let home = URL(filePath: "/home/u")
        #expect(ContextStore(environment: Environment([:]), home: home).file.path == "/home/u/.noetl/config.yaml")
        #expect(
            ContextStore(environment: Environment(["NOETL_CONFIG": ""]), home: home).file.path
                == "/home/u/.noetl/config.yaml")
        #expect(ContextStore(environment: Environment(["NOETL_CONFIG": "/x/y"]), home: home).file.path == "/x/y")
    }

    @Test("file 0600 and new folders 0700, whatever the umask", arguments: [0o000, 0o077] as [mode_t])
    func modes(_ mask: mode_t) throws {
        let old = umask(mask)
        defer { umask(old) }
        try add("p", to: store("new/deep/config.yaml"))
        #expect(folder.mode(of: "new") == 0o700)
        #expect(folder.mode(of: "new/deep") == 0o700)
        #expect(folder.mode(of: "new/deep/config.yaml") == 0o600)
    }

    @Test("a looser file is tightened on the next write, with a notice, never on a read")
    func tightening() async throws {
        try folder.write("contexts: {p: {server_url: a}}\n", to: "config.yaml", mode: 0o644)
        _ = try store().load()
        try store().edit { file throws(NoetlError) in try file.apply(ContextChange([.serverURL: .set("a")]), to: "p") }
        #expect(folder.mode(of: "config.yaml") == 0o644)
        try add("q", to: store())
        #expect(folder.mode(of: "config.yaml") == 0o600)
        let path = folder.file("config.yaml").path
        try add("r", to: store())
        #expect(await notices.all().map(\.line) == ["Tightened the permissions of \(path) from 0644 to 0600."])
    }

    @Test("our own folder is tightened, one that somebody named is not")
    func folders() async throws {
        try FileManager.default.createDirectory(at: folder.file(".noetl"), withIntermediateDirectories: false)
        chmod(folder.file(".noetl").path, 0o755)
        let named = Environment(["NOETL_CONFIG": folder.file("mine.yaml").path])
        chmod(folder.url.path, 0o755)
        try add(
            "p",
            to: ContextStore(
                environment: named, home: folder.url, notice: { [inlet = notices.inlet] in inlet.yield($0) }))
        #expect(folder.mode(of: "") == 0o755)
        #expect(folder.mode(of: ".noetl") == 0o755)
        try add(
            "p",
            to: ContextStore(
                environment: Environment([:]), home: folder.url, notice: { [inlet = notices.inlet] in inlet.yield($0) })
        )
        #expect(folder.mode(of: ".noetl") == 0o700)
        #expect(await notices.all() == [.tightened(path: folder.file(".noetl").path, from: 0o755, to: 0o700)])
    }

    @Test("a symbolic link stays, and what it leads to is replaced", arguments: [true, false])
    func links(_ isDangling: Bool) throws {
        try FileManager.default.createDirectory(at: folder.file("dotfiles"), withIntermediateDirectories: false)
        if !isDangling { try folder.write("# mine\n", to: "dotfiles/noetl.yaml") }
        symlink("dotfiles/noetl.yaml", folder.file("link").path)
        symlink(folder.file("link").path, folder.file("config.yaml").path)
        #expect(try store().load() == Contexts())
        try add("p", to: store())
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("config.yaml").path)
                == folder.file("link").path)
        #expect(try folder.text(of: "dotfiles/noetl.yaml").hasPrefix(isDangling ? "current" : "# mine\ncurrent"))
        #expect(try folder.names == ["config.yaml", "dotfiles", "link"])
        #expect(folder.mode(of: "dotfiles/noetl.yaml") == 0o600)
    }

    @Test("links in a circle are an error")
    func circle() throws {
        symlink("config.yaml", folder.file("config.yaml").path)
        #expect(throws: NoetlError.self) { try store().load() }
        #expect(#expect(throws: NoetlError.self) { try store().checkWritable() }?.code == .configUnwritable)
    }

    @Test("a file that is not understood stays byte for byte", arguments: ConfigSamples.invalid)
    func invalid(_ sample: ConfigSamples.Invalid) throws {
        try sample.data.write(to: folder.file("config.yaml"))
        #expect(#expect(throws: NoetlError.self) { try store().load() }?.code == .configInvalid)
        #expect(#expect(throws: NoetlError.self) { try store().checkWritable() }?.code == .configInvalid)
        #expect(#expect(throws: NoetlError.self) { try add("p", to: store()) }?.code == .configInvalid)
        #expect(try Data(contentsOf: folder.file("config.yaml")) == sample.data)
    }

    @Test("a change that throws, or changes nothing, writes nothing")
    func untouched() throws {
        try folder.write(ConfigSamples.byHand, to: "config.yaml")
        let before = try inode()
        let error = #expect(throws: NoetlError.self) {
            try store().edit { file throws(NoetlError) in
                try file.delete("local")
                throw NoetlError.cancelled
            }
        }
        #expect(error == .cancelled)
        #expect(try store().edit { $0.contexts.all.count } == 3)
        #expect(try inode() == before)
        #expect(try folder.text(of: "config.yaml") == ConfigSamples.byHand)
    }

    private func inode() throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.file("config.yaml").path)[.systemFileNumber] as? Int
    }

    @Test("what another program writes between two looks, or before a change, is seen and kept")
    func meanwhile() throws {
        let store = store()
        func replace(_ old: String, by new: String) throws {
            try folder.write(try folder.text(of: "config.yaml").replacing(old, with: new), to: "config.yaml")
        }
        try add("one", to: store)
        #expect(try store.load().all.map(\.name) == ["one"])
        // As long as before, so that only the bytes differ.
        try replace("one", by: "two")
        #expect(try store.load().all.map(\.name) == ["two"])
        try replace("two", by: "six")
        try add("new", to: store)
        #expect(try store.load().all.map(\.name) == ["six", "new"])
        #expect(try folder.text(of: "config.yaml").contains("six:"))
    }

    @Test("what a killed writer left behind does not disturb, and goes with the next write")
    func leftover() throws {
        try folder.write("half of a fi", to: ".config.yaml.noetl-new", mode: 0o644)
        try folder.write("999999\n", to: "config.yaml.lock")
        try add("p", to: store())
        #expect(try folder.names == ["config.yaml", "config.yaml.lock"])
        #expect(folder.mode(of: "config.yaml") == 0o600)
    }

    @Test("what cannot be replaced is unwritable, said before a login and when writing")
    func unwritable() throws {
        try FileManager.default.createDirectory(at: folder.file("folder"), withIntermediateDirectories: false)
        mkfifo(folder.file("pipe").path, 0o600)
        try folder.write("contexts: {}\n", to: "protected", mode: 0o444)
        try folder.write("", to: "file")
        for name in ["folder", "pipe", "protected", "file/config.yaml"] {
            let before = try folder.names
            let error = #expect(throws: NoetlError.self) { try store(name).checkWritable() }
            #expect(error?.code == .configUnwritable)
            #expect(error?.lines.count == 3)
            #expect(try folder.names == before)
            let later = #expect(throws: NoetlError.self) { try add("p", to: store(name)) }
            #expect(later?.code == (name == "protected" || name.contains("/") ? .configUnwritable : .configInvalid))
        }
        #expect(try folder.text(of: "protected") == "contexts: {}\n")
    }

    @Test("a folder without write permission is unwritable", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func readOnlyFolder() throws {
        try folder.write("contexts: {}\n", to: "config.yaml")
        chmod(folder.url.path, 0o500)
        for attempt in [{ try store().checkWritable() }, { try add("p", to: store()) }] {
            let error = #expect(throws: NoetlError.self) { try attempt() }
            #expect(error?.code == .configUnwritable)
            #expect(error?.why.hasPrefix("Permission denied: ") ?? false)
        }
    }

    @Test("a rehearsal tells before a login that its session cannot be saved, and changes nothing")
    func rehearsal() throws {
        let text = "contexts:\n  p: &p {server_url: a}\n  q: *p\n"
        try folder.write(text, to: "config.yaml")
        try store().checkWritable()
        let error = #expect(throws: NoetlError.self) {
            try store().checkWritable { file throws(NoetlError) in
                try file.apply(ContextChange([.sessionToken: .set("x")]), to: "p")
            }
        }
        #expect(error?.code == .configUnwritable)
        #expect(try folder.names == ["config.yaml"])
        #expect(try folder.text(of: "config.yaml") == text)
    }

    @Test("/dev/null is a config with nothing in it")
    func nothing() throws {
        let store = ContextStore(file: URL(filePath: "/dev/null"))
        #expect(try store.load() == Contexts())
        #expect(#expect(throws: NoetlError.self) { try store.checkWritable() }?.code == .configUnwritable)
    }
}
