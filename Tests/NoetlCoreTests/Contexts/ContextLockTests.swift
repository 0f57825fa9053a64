import Foundation
import Glibc
import Testing

@testable import NoetlCore

/// Writers take turns, and nobody's change is lost.
@Suite struct ContextLockTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func store(patience: Duration) -> ContextStore {
        ContextStore(file: folder.file("config.yaml"), ownFolder: nil, patience: patience)
    }

    @Test("a lock that is not let go is an error that names its holder", arguments: ["4711\n", "", "rubbish"])
    func held(_ content: String) throws {
        try folder.write("contexts: {}\n", to: "config.yaml")
        try folder.write(content, to: "config.yaml.lock")
        let holder = open(folder.file("config.yaml.lock").path, O_RDWR | O_CLOEXEC)
        defer { close(holder) }
        #expect(flock(holder, LOCK_EX) == 0)
        let error = #expect(throws: NoetlError.self) { try store(patience: .milliseconds(20)).edit { _ in } }
        #expect(error?.code == .configUnwritable)
        #expect(error?.why.hasPrefix(content.hasPrefix("4") ? "Process 4711 holds" : "Another program holds") ?? false)
        #expect(try store(patience: .milliseconds(20)).load() == Contexts())
        #expect(try folder.text(of: "config.yaml.lock") == content)
    }

    @Test("the lock tells our process while we have it, and nobody after")
    func pid() throws {
        let inside = try store(patience: .seconds(30)).edit { _ in try? folder.text(of: "config.yaml.lock") }
        #expect(inside == "\(getpid())\n")
        #expect(try folder.text(of: "config.yaml.lock").isEmpty)
        #expect(folder.mode(of: "config.yaml.lock") == 0o600)
    }

    @Test("a lock file that is somebody's other file is refused, and not written")
    func linkedLock() throws {
        try folder.write("mine\n", to: "other")
        try FileManager.default.linkItem(at: folder.file("other"), to: folder.file("config.yaml.lock"))
        let error = #expect(throws: NoetlError.self) {
            try store(patience: .seconds(1)).edit { file throws(NoetlError) in
                try file.apply(ContextChange([.serverURL: .set("http://a")]), to: "a")
            }
        }
        #expect(error?.code == .configUnwritable)
        #expect(error?.why.contains("config.yaml.lock is linked elsewhere") ?? false)
        #expect(try folder.text(of: "other") == "mine\n")
    }

    @Test("a link that leads elsewhere while a writer waits mixes no files", .timeLimit(.minutes(5)))
    func swappedLink() async throws {
        for name in ["one", "two"] {
            try folder.write("contexts:\n  \(name):\n    server_url: http://\(name)\n", to: "\(name).yaml")
        }
        let link = folder.file("config.yaml")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.file("one.yaml"))
        try folder.write("", to: "one.yaml.lock")
        let holder = open(folder.file("one.yaml.lock").path, O_RDWR | O_CLOEXEC)
        #expect(flock(holder, LOCK_EX) == 0)
        let store = store(patience: .seconds(50))
        async let edited: Void = onThread {
            try store.edit { file throws(NoetlError) in
                try file.apply(ContextChange([.serverURL: .set("http://a")]), to: "a")
            }
        }
        while Self.descriptors(of: folder.file("one.yaml.lock").path) < 2 { await Task.yield() }
        try FileManager.default.removeItem(at: link)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.file("two.yaml"))
        close(holder)
        try await edited
        #expect(try folder.text(of: "one.yaml").contains("  one:"))
        #expect(try folder.text(of: "one.yaml").contains("  a:"))
        #expect(try !folder.text(of: "two.yaml").contains("  a:"))
    }

    private static func descriptors(of path: String) -> Int {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let targets = all.map { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
        return targets.count { $0 == path }
    }

    @Test(
        "writers that take turns are waited for longer than one that does not let go",
        arguments: [
            ([(1, 0), (1, 4)], false),
            ([(1, 0), (1, 5)], true),
            ([(nil, 4), (nil, 5)], true),
            ([(1, 0), (2, 4), (3, 8), (4, 12), (4, 16)], false),
            ([(1, 0), (2, 4), (3, 8), (4, 12), (4, 17)], true),
            ([(1, 0), (nil, 4), (1, 8), (1, 12)], false),
        ] as [([(holder: Int?, second: Int)], Bool)])
    func turns(_ seen: [(holder: Int?, second: Int)], isOver: Bool) throws {
        let start = ContinuousClock.now
        var turn = ConfigLock.Turn(patience: .seconds(5), since: start)
        let answers = seen.map { turn.isOver(holder: $0.holder, at: start + .seconds($0.second)) }
        #expect(answers.dropLast().allSatisfy { !$0 })
        #expect(answers.last == isOver)
    }

    @Test("8 writers with 50 edits each lose nothing, and readers never see half a file", .timeLimit(.minutes(15)))
    func concurrency() async throws {
        let store = store(patience: .seconds(600))
        // Threads of their own: the pool has few, and these block.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { try await onThread { try Self.write(50, as: writer, to: store) } }
            }
            try await group.waitForAll()
        }
        let names = Set(try store.load().all.map(\.name))
        #expect(names == Set((0..<8).flatMap { writer in (0..<50).map { "w\(writer)-\($0)" } }))
    }

    private static func write(_ count: Int, as writer: Int, to store: ContextStore) throws {
        for index in 0..<count {
            try store.edit { file throws(NoetlError) in
                try file.apply(ContextChange([.serverURL: .set("http://\(index)")]), to: "w\(writer)-\(index)")
            }
            _ = try store.load()
        }
    }
}

/// Runs `work` on a thread of its own.
private func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}
