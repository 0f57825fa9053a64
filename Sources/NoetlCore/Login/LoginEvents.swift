import Foundation

/// A step of a login that somebody may want to know of: values, never sentences.
public enum LoginEvent: Sendable, Equatable {
    /// The session will cross a network unencrypted, and the request allowed that.
    case exposed(gateway: ServerURL)
    /// PKCE: the listener is up, and the person has to sign in at the address.
    case preflight(Preflight)
    /// Device: the code is there, and the person has to enter it at the address.
    case deviceCode(DeviceCode)
    /// PKCE: what the tenant says of the redirect URI; comes again when that changes.
    case allowlist(AllowlistNews)
    /// The browser is about to be asked.
    case openingBrowser
    /// This program was asked to open the address; that it did is not known.
    case browserAsked(program: String)
    /// Not an error: the address is on screen.
    case browserDidNotOpen(reason: String)
    /// So many redirects with a wrong state, or broken ones, have been turned away.
    case turnedAway(count: Int)
    /// A pasted callback URL did not end the wait.
    case pasteRefused(LoginReplies.PasteProblem)
    /// Device: the tenant was asked; it is asked again after `pause`.
    case polled(PollResult, pause: Duration)
    /// The proof is there and goes to the gateway.
    case exchanging(gateway: ServerURL)
    /// The session belongs to another user than the one it takes the place of; it is saved all the same.
    case userChanged(UserChange)
    /// The same, and the login waits for `LoginReplies.saveOtherUser`.
    case confirmUser(UserChange)
    /// Always last.
    case loggedIn(LoginOutcome)

    /// What a poll of the device grant found (RFC 8628 3.5).
    public enum PollResult: Sendable, Equatable {
        /// Nobody has entered the code yet.
        case pending
        /// The same, and the tenant wants to be asked less often.
        case slowDown
        /// The tenant could not be asked.
        case unreachable
    }
}

/// What a person needs to know while a PKCE login waits.
public struct Preflight: Sendable, Equatable {
    /// The application that they sign in to.
    public let application: Auth0Application
    /// Where the browser comes back to.
    public let redirect: LoopbackRedirect
    /// Where they sign in; one unbroken line.
    public let address: URL
    /// When the wait ends.
    public let deadline: ContinuousClock.Instant
    /// Whether a browser is about to be opened.
    public let opensBrowser: Bool
    /// Why none can be opened from here; nil where one can.
    public var obstacle: BrowserReach.Obstacle?
    /// Whether the tenant is asked before that whether it accepts the redirect URI.
    public var probesAllowlist = true
}

/// What a person needs to know while a device login waits (RFC 8628 3.3).
public struct DeviceCode: Sendable, Equatable {
    /// The application that they sign in to.
    public let application: Auth0Application
    /// What they type.
    public let userCode: String
    /// Where they type it.
    public let verificationURI: URL
    /// The same with the code in it.
    public let verificationURIComplete: URL?
    /// How long the code lives from the start.
    public let lifetime: Duration
    /// When the code ends.
    public let deadline: ContinuousClock.Instant
    /// Whether a browser is about to be opened.
    public let opensBrowser: Bool
}

/// A session that would take the place of another user's on a context.
public struct UserChange: Sendable, Equatable {
    /// The context.
    public let context: String
    /// Whose session was saved there before.
    public let saved: String
    /// Who has signed in now.
    public let arrived: String
    /// Whether another sign-in with `prompt=login` lets the person choose.
    public let canStartOver: Bool
}

/// A login that succeeded.
public struct LoginOutcome: Sendable, Equatable {
    /// The session.
    public let session: GatewaySession
    /// The gateway that gave it.
    public let gateway: ServerURL
    /// The context that it was saved on; nil when it was not saved.
    public let savedContext: String?
}

/// Where a grant says what it is doing.
typealias LoginNews = @Sendable (LoginEvent) -> Void

/// The news of one login, ending after `loggedIn` or with the failure.
///
/// Write the call in the loop's header and do not store it: leaving the loop cancels the login, which frees its port.
public struct LoginEvents: AsyncSequence, Sendable {
    /// One step of the login.
    public typealias Element = LoginEvent
    /// Why the login failed.
    public typealias Failure = NoetlError

    private let news: AsyncStream<Result<LoginEvent, NoetlError>>
    /// What is going on behind the news; it may be kept longer than the sequence.
    public let work: LoginWork

    /// Starts `work` at once and gives its reports to whoever reads.
    init(_ work: @escaping @Sendable (@escaping LoginNews) async throws(NoetlError) -> Void) {
        let (news, report) = AsyncStream.makeStream(of: Result<LoginEvent, NoetlError>.self)
        let task = Task {
            do throws(NoetlError) {
                try await work { report.yield(.success($0)) }
            } catch {
                report.yield(.failure(error))
            }
            report.finish()
        }
        report.onTermination = { _ in task.cancel() }
        self.news = news
        self.work = LoginWork(task: task)
    }

    /// Reads the news from here on; they have one reader.
    public func makeAsyncIterator() -> Iterator { Iterator(news: news.makeAsyncIterator()) }

    /// Reads the news; a cancelled reader gets nil and its login is cancelled.
    public struct Iterator: AsyncIteratorProtocol {
        var news: AsyncStream<Result<LoginEvent, NoetlError>>.Iterator

        /// The next step; nil after the last, or when the reader is cancelled.
        public mutating func next() async throws(NoetlError) -> LoginEvent? {
            try await next(isolation: nil)
        }

        /// The next step, without leaving the reader's actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(NoetlError) -> LoginEvent? {
            try await news.next(isolation: actor)?.get()
        }
    }
}

/// The work behind the news of one login, for those who must know that it holds nothing any more.
public struct LoginWork: Sendable {
    fileprivate let task: Task<Void, Never>

    /// Waits until the login has ended, cancelled or not, and has freed its port.
    public func ended() async { await task.value }
}
