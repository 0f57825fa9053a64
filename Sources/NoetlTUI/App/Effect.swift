import Foundation
import NoetlCore

/// What a full-screen program wants of the world outside.
enum Effect: Sendable {
    /// To log in; a login under way is cancelled, and has freed its port, before this one starts.
    case startLogin(LoginRequest, attempt: Int)
    /// To end the login under way.
    case cancelLogin
    /// To hand a pasted callback URL to the login under way.
    case handIn(Secret)
    /// To open the browser that waits for the tenant to accept the redirect URI.
    case openAnyway
    /// To answer whether the session of another user is saved.
    case saveOtherUser(Bool)
    /// To open an address in the browser.
    case openBrowser(URL)
    /// To ask a gateway for its contract.
    case fetchContract(ServerURL, attempt: Int)
    /// To end that.
    case cancelFetch
    /// To have looked at what stands in the way of a login.
    case examine(LoginRequest, attempt: Int)
    /// To end that.
    case cancelExamination
    /// To change the config file.
    case write(ContextWrite)
    /// To have text on the terminal's clipboard.
    case copy(String)
    /// To show lines whole, outside the full screen.
    case printOutside([String])
    /// To give the terminal to the shell for a while.
    case suspend
    /// To be told of the mouse, or to leave it to the terminal.
    case useMouse(Bool)
    /// To draw the whole screen again, whatever is on it.
    case redraw
    /// To be told what the config file says, now and whenever that changes.
    case watchContexts
    /// To know whether the sessions of these contexts are good, the first of them first; earlier questions are over.
    case validate([Context])
    /// To know how the port-forwards of these contexts are.
    case lookAtForwards([String])
    /// To start a port-forward.
    case startForward(PortForward)
    /// To end the port-forward of a context.
    case stopForward(String)
}
