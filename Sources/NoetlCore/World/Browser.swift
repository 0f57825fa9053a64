import Foundation

/// The door to the person's browser.
public protocol Browser: Sendable {
    /// Whether there is one that the person would see.
    var reach: BrowserReach { get }

    /// Asks for `address` to be opened and returns the program that was asked; that it shows the page is not known.
    func open(_ address: URL) async throws(BrowserFailure) -> String
}

/// Why no browser was opened; not an error of the login, since the address is on screen.
public struct BrowserFailure: Error, Equatable, Sendable {
    /// One sentence for the person.
    public let reason: String

    /// A failure with this reason.
    public init(_ reason: String) { self.reason = reason }
}
