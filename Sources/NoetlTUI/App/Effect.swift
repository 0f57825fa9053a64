import Foundation
import NoetlCore

/// What the wizard wants of the world outside.
enum Effect: Sendable {
    /// To log in; a login under way is cancelled, and has freed its port, before this one starts.
    case startLogin(LoginRequest, attempt: Int)
    /// To end the login under way.
    case cancelLogin
    /// To hand a pasted callback URL to the login under way.
    case handIn(Secret)
    /// To open an address in the browser.
    case openBrowser(URL)
    /// To ask a gateway for its contract.
    case fetchContract(ServerURL, attempt: Int)
    /// To end that.
    case cancelFetch
    /// To change a context, or create it.
    case save(ContextChange, name: String, isNew: Bool)
    /// To have text on the terminal's clipboard.
    case copy(String)
    /// To show lines whole, outside the full screen.
    case printOutside([String])
    /// To give the terminal to the shell for a while.
    case suspend
    /// To draw the whole screen again, whatever is on it.
    case redraw
}
