import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore

@Suite("Following the config file", .timeLimit(.minutes(5)))
struct ContextWatchTests {
    private let home: TemporaryHome
    private let clock = ManualClock()
    private let told = Guarded<[Result<Contexts, NoetlError>]>([])

    init() throws { home = try TemporaryHome() }

    private var watch: ContextWatch {
        ContextWatch(ContextStore(file: URL(filePath: home.path(of: "config.yaml"))), clock: clock.door)
    }

    /// Lets the watch look once more, for the `count`th time, and gives what it told by then.
    private func look(_ count: Int) async -> [Result<Contexts, NoetlError>] {
        if count > 1 { clock.advance(by: .seconds(1)) }
        await clock.hasBegun(count)
        return told.with { $0 }
    }

    @Test("tells what the file says at first and whatever changes, and nothing that means the same")
    func changes() async throws {
        let watching = Task { await watch.follow { one in told.with { $0.append(one) } } }
        #expect(await look(1) == [.success(Contexts())])
        try home.write("contexts:\n  a: {server_url: 'https://a.acme.com'}\n", to: "config.yaml")
        let one = Context(name: "a", serverURL: "https://a.acme.com")
        #expect(await look(2).last == .success(Contexts(all: [one])))
        #expect(await look(3).count == 2)
        try home.write("contexts:\n  a:\n    server_url: https://a.acme.com\n", to: "config.yaml")
        #expect(await look(4).count == 2)
        try home.write("current_context: a\ncontexts:\n  a: {server_url: 'https://a.acme.com'}\n", to: "config.yaml")
        #expect(await look(5).last == .success(Contexts(current: "a", all: [one])))
        try home.write("contexts: [\n", to: "config.yaml")
        guard case .failure(let error)? = await look(6).last else {
            Issue.record("a broken file was not told")
            return
        }
        #expect(error.code == .configInvalid)
        try FileManager.default.removeItem(atPath: home.path(of: "config.yaml"))
        #expect(await look(7).last == .success(Contexts()))
        watching.cancel()
        await watching.value
        #expect(told.with { $0.count } == 5)
    }

    @Test("a file behind a link that is put in its place is seen")
    func replaced() async throws {
        try home.write("contexts:\n  a: {server_url: 'https://a.acme.com'}\n", to: "one.yaml")
        try home.write("contexts:\n  b: {server_url: 'https://b.acme.com'}\n", to: "two.yaml")
        let link = home.path(of: "config.yaml")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: home.path(of: "one.yaml"))
        let watching = Task { await watch.follow { one in told.with { $0.append(one) } } }
        #expect(try await look(1).last?.get().all.map(\.name) == ["a"])
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: home.path(of: "two.yaml"))
        #expect(try await look(2).last?.get().all.map(\.name) == ["b"])
        watching.cancel()
        await watching.value
    }
}
