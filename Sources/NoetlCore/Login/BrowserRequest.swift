import Foundation

/// The request to open an address, made beside a wait and told as login news.
struct BrowserRequest: Sendable {
    private let address: URL?
    private let world: World

    /// A request for `address`; nil asks for nothing.
    init(_ address: URL?, world: World) {
        self.address = address
        self.world = world
    }

    /// Whether there is something to open, and something to open it with.
    var isPossible: Bool { address != nil && world.browser.reach.obstacle == nil }

    /// Asks, and reports which program was asked or why none was.
    func send(report: LoginNews) async {
        guard let address else { return }
        if isPossible { report(.openingBrowser) }
        do throws(BrowserFailure) {
            let program = try await world.browser.open(address)
            world.trace("asked \(program) to open the sign-in page")
            report(.browserAsked(program: program))
        } catch {
            world.trace("browser not opened: \(error.reason)")
            report(.browserDidNotOpen(reason: error.reason))
        }
    }
}
