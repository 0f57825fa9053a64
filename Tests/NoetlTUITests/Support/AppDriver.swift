import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

/// A full-screen program without a terminal: events go in, effects come out, and every frame on the way is checked.
struct Driver<Program: FullScreenApp> {
    /// The program.
    private(set) var app: Program
    private var effects: [Effect]
    private var earlier: Effect?

    /// A program at its first screen.
    init(program: Program) {
        app = program
        effects = app.begin()
    }

    /// Takes up events, one after the other.
    mutating func take(_ events: AppEvent...) {
        for event in events {
            // As the loop does: it knows the time before it tells it.
            if case .tick(let time) = event { app.now = time }
            effects += app.update(event)
            if !frame.isSound { Issue.record("unsound frame after \(event)") }
        }
    }

    /// Presses keys.
    mutating func press(_ keys: Key...) { for key in keys { take(.key(key)) } }

    /// Presses a letter.
    mutating func press(letter: Character) { press(.character(letter)) }

    /// Pastes a text and presses Enter.
    mutating func enter(_ text: String) { press(.paste(text), .enter) }

    /// What has been asked of the world since the last time, in words.
    mutating func asked() -> [String] {
        defer {
            earlier = lastEffect
            effects = []
        }
        return effects.map(\.words)
    }

    /// What has been asked of the world last.
    var lastEffect: Effect? { effects.last ?? earlier }

    /// Hears that the last write went well, and what the file holds now.
    mutating func confirmWrite(_ contexts: Contexts) { answerWrite(.written(contexts)) }

    /// Hears what became of the last write.
    mutating func answerWrite(_ result: ContextWrite.Result) {
        guard case .write(let write)? = lastEffect else {
            Issue.record("no write was asked for")
            return
        }
        take(.written(write, result))
    }

    /// What is drawn.
    var frame: Surface {
        var surface = Surface(app.size)
        app.draw(on: &surface)
        return surface
    }

    /// What is drawn, as text with single blanks, so that line breaks do not matter.
    var text: String { frame.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// A wizard without a terminal.
typealias AppDriver = Driver<App>

extension Driver<App> {
    /// A wizard at its first screen.
    init(_ settings: WizardSettings = .sample(), size: Size = Size(rows: 24, columns: 80)) {
        self.init(program: App(settings, size: size, now: Sample.start))
    }

    /// Hears news of the login under way.
    mutating func hear(_ news: LoginEvent...) { for item in news { take(.login(item, attempt: app.attempt)) } }

    /// Hears that the login under way failed.
    mutating func fail(_ error: NoetlError) { take(.loginFailed(error, attempt: app.attempt)) }

    /// The kind of screen that is shown.
    var place: String { app.screen.kind }
}

extension Screen {
    /// A word for the kind of screen.
    var kind: String {
        switch self {
        case .picker: "picker"
        case .newContext: "new context"
        case .modes: "modes"
        case .missing: "missing settings"
        case .question(_, .exposure): "question of exposure"
        case .question(_, .saveMissing): "question of saving"
        case .question(_, .replace): "question of replacing"
        case .question(_, .otherUser): "question of another user"
        case .password: "password"
        case .proof: "token"
        case .waiting: "waiting"
        case .pkce(let live): live.paste == nil ? "browser" : "callback"
        case .device: "device"
        case .doctor: "doctor"
        case .outcome(let outcome): if case .success = outcome.result { "success" } else { "failure" }
        }
    }
}

extension Effect {
    /// The effect in a few words; secrets stay hidden.
    var words: String {
        switch self {
        case .startLogin(let request, _): "log in: \(request.words)"
        case .cancelLogin: "cancel the login"
        case .handIn: "hand in"
        case .openAnyway: "open anyway"
        case .saveOtherUser(let isWanted): isWanted ? "save the other user" : "do not save the other user"
        case .openBrowser(let address): "open \(address)"
        case .fetchContract(let gateway, _): "ask \(gateway)"
        case .cancelFetch: "cancel the question"
        case .examine(let request, _): "examine: \(request.words)"
        case .cancelExamination: "cancel the examination"
        case .write(let write): write.words
        case .useMouse(let isWanted): isWanted ? "use the mouse" : "leave the mouse"
        case .watchContexts: "watch the file"
        case .validate(let contexts): "ask for \(contexts.map(\.name).joined(separator: " "))"
        case .lookAtForwards(let names): "look at \(names.count) forwards"
        case .startForward(let forward): "forward \(forward.localPort) to \(forward.name)"
        case .stopForward(let name): "end the forward to \(name)"
        case .copy(let text): "copy \(text)"
        case .printOutside(let lines): "print \(lines.joined(separator: "|"))"
        case .suspend: "suspend"
        case .redraw: "redraw"
        }
    }
}

extension ContextWrite {
    /// The change in a few words; secrets stay hidden.
    var words: String {
        switch self {
        case .save(let change, let name, let isNew): "\(isNew ? "create" : "change") \(name): \(Self.fields(change))"
        case .propose(let proposal, let name, let old):
            "\(old == nil ? "create" : "change") \(name): \(Self.fields(proposal.change(replacing: old)))"
        case .edit(let change, let base): "edit \(base.name): \(Self.fields(change))"
        case .use(let name): "use \(name)"
        case .logOut(let name): "log out of \(name)"
        case .rename(let old, let new): "rename \(old) to \(new)"
        case .delete(let name): "delete \(name)"
        }
    }

    private static func fields(_ change: ContextChange) -> String {
        change.edits.keys.map(\.name).sorted().joined(separator: " ")
    }
}

extension LoginRequest {
    fileprivate var words: String {
        let mode =
            switch self.mode {
            case .pkce(let hint): "pkce\(hint.map { " as \($0)" } ?? "")"
            case .device: "device"
            case .password(let email, let password, let realm):
                "password \(email) of \(password.reveal().count)\(realm.map { " in \($0)" } ?? "")"
            case .token: "token"
            case .callbackURL: "callback"
            }
        let place = [context.name, overrides.serverURL, overrides.auth0Domain, overrides.auth0ClientID]
        let words =
            [mode] + place.compactMap { $0 } + (forcesLogin ? ["forced"] : [])
            + (allowsInsecureHTTP ? ["unencrypted"] : [])
        return words.joined(separator: ", ")
    }
}
