import Foundation
import NoetlCore
import NoetlSandbox

/// A browser door that does what the test says, and remembers the addresses it was asked for.
public final class ScriptedBrowser: Browser {
    private let act: @Sendable (URL) async throws(BrowserFailure) -> Void
    private let opened = Guarded<[URL]>([])

    /// Whether the person would see it.
    public let reach: BrowserReach

    /// A browser that does this with every address.
    public init(
        reach: BrowserReach = .command(["scripted-browser"]),
        _ act: @escaping @Sendable (URL) async throws(BrowserFailure) -> Void
    ) {
        self.reach = reach
        self.act = act
    }

    /// A browser that shows the page to nobody.
    public static var idle: ScriptedBrowser { ScriptedBrowser { _ in } }

    /// A browser that is not there.
    public static func missing(_ reason: String) -> ScriptedBrowser {
        ScriptedBrowser { _ throws(BrowserFailure) in throw BrowserFailure(reason) }
    }

    /// A browser whose user signs in at the sandbox and follows the redirect.
    public static func signingIn(
        at sandbox: Sandbox, as email: String? = nil, denies: Bool = false
    ) -> ScriptedBrowser {
        ScriptedBrowser { address throws(BrowserFailure) in
            do {
                try await sandbox.signIn(at: address.absoluteString, as: email, denies: denies)
            } catch is CancellationError {
                throw BrowserFailure("cancelled")
            } catch {
                throw BrowserFailure("\(error)")
            }
        }
    }

    /// What it was asked to open, in order.
    public var addresses: [URL] { opened.current }

    public func open(_ address: URL) async throws(BrowserFailure) -> String {
        opened.with { $0.append(address) }
        try await act(address)
        return "scripted-browser"
    }
}
