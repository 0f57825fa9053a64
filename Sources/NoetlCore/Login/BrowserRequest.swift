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

    /// Asks, and reports which program was asked or why none was.
    func send(report: LoginNews) async {
        guard let address else { return }
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
