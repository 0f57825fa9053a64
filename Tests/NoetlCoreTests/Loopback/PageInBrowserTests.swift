import Foundation
import NoetlCore
import NoetlTestSupport
import Subprocess
import Testing

@testable import NoetlCore

/// The page after a code in a real browser: what it reads, and that it is light or dark as the person likes it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PageInBrowserTests {
    private static let flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--window-size=800,600",
    ]

    /// Opens the callback of a listener in Chromium, with a profile of its own; gives what it writes.
    private func visit(
        _ stage: ListenerStage, in folder: URL, _ flags: [String], meanwhile: @Sendable () async -> Void
    ) async throws -> String {
        let address = "http://\(stage.host)/callback?code=the-code&state=\(ListenerStage.state)"
        let arguments = Self.flags + ["--user-data-dir=\(folder.path)"] + flags + [address]
        async let run = Subprocess.run(
            .name("chromium"), arguments: Arguments(arguments), environment: .inherit.updating(["HOME": folder.path]),
            input: .none, output: .string(limit: 1 << 20), error: .discarded)
        #expect(await stage.allNews() == [ListenerStage.rightAnswer])
        await meanwhile()
        return try await run.standardOutput
    }

    private func withFolder(_ work: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "noetl-chromium-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }  // A left-over folder fails no test.
        try await work(folder)
    }

    @Test(arguments: [(CallbackPage.signedIn, "You are signed in"), (.failed, "The login failed")])
    func `The browser waits for the end of the login and shows it`(page: CallbackPage, title: String) async throws {
        try await withFolder { folder in
            try await ListenerStage.with(page: PendingPage(patience: .seconds(300))) { stage in
                let dom = try await visit(stage, in: folder, ["--dump-dom"]) {
                    await stage.listener.close()
                    await stage.page.settle(page)
                }
                #expect(dom.contains("<h1>\(title)</h1>"))
                #expect(dom.contains("Return to your terminal"))
            }
        }
    }

    @Test(arguments: [("light", [], "250 250 250"), ("dark", ["--blink-settings=preferredColorScheme=0"], "22 22 24")])
    func `The page is light or dark`(name: String, flags: [String], background: String) async throws {
        try await withFolder { folder in
            try await ListenerStage.with(page: PendingPage(patience: .seconds(300))) { stage in
                let picture = folder.appending(path: "\(name).png").path
                _ = try await visit(stage, in: folder, flags + ["--screenshot=\(picture)"]) {
                    await stage.page.settle(.signedIn)
                }
                // The corner of the picture, as "red green blue".
                let corner = try await Subprocess.run(
                    .name("sh"),
                    arguments: [
                        "-c", "pngtopnm \"$0\" | pamcut -width 1 -height 1 | pnmtoplainpnm | tail -n 1", picture,
                    ],
                    input: .none, output: .string(limit: 4_096), error: .discarded)
                #expect(
                    corner.standardOutput.split(whereSeparator: \.isWhitespace).joined(separator: " ") == background)
            }
        }
    }
}
