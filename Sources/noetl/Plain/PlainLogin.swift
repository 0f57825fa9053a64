import ArgumentParser
import NoetlCore
import NoetlTUI

/// The login in numbered questions, one below the other, on the same core and with the same news as the full screen.
///
/// Nothing moves the cursor or repaints, so that a screen reader says each line once and in order.
struct PlainLogin {
    let settings: WizardSettings
    let surroundings: Surroundings
    let report: LoginReport
    /// Whether the person can be heard while a login waits.
    let isAttended: Bool
    let asJSON: Bool

    var store: ContextStore { surroundings.contexts }
    var world: World { surroundings.world }

    /// What has been decided.
    struct Target {
        /// Nil when the flags need none.
        var context: Context?
        /// Nil until it is chosen.
        var mode: WizardSettings.Mode?
        var overrides: LoginRequest.Overrides
        var allowsInsecureHTTP: Bool

        var gateway: String? { overrides.serverURL ?? context?.serverURL }
        var domain: String? { overrides.auth0Domain ?? context?.auth0.domain }
        var clientID: String? { overrides.auth0ClientID ?? context?.auth0.clientID }
    }

    /// How it goes on after an attempt.
    private enum Way {
        case done
        case again
        case otherMode
        case otherContext
        case doctor
        case leave
    }

    /// Asks, logs in, and after a failure asks what next, until there is a session or the person leaves.
    ///
    /// - Throws: `cancelled`; the failure it was left from, or its status where it has been said already.
    func run() async throws {
        Console.note("Log in to a NoETL gateway. Enter alone takes what is in brackets; Ctrl-C leaves.\n")
        var target = Target(
            mode: settings.mode, overrides: settings.draft.overrides,
            allowsInsecureHTTP: settings.draft.allowsInsecureHTTP)
        target.context = try await firstContext()
        while true {
            switch try await attempt(&target) {
            case .done: return
            case .otherMode: target.mode = nil
            case .otherContext:
                // Another context is meant as it is, not with the gateway and the application of the first.
                target.overrides = LoginRequest.Overrides()
                target.overrides.pkcePort = settings.draft.overrides.pkcePort
                target.mode = settings.mode
                target.context = try await chooseContext()
            case .again, .doctor, .leave: continue
            }
        }
    }

    private func attempt(_ target: inout Target) async throws -> Way {
        do {
            let request = try await request(for: &target)
            try await LoginConversation(
                flow: LoginFlow(contexts: store, world: world), report: report, isAttended: isAttended,
                plainClock: world.clock
            ).run(request)
            return .done
        } catch let failure as NoetlError where failure.code != .cancelled {
            Console.note((["", "The login failed."] + failure.lines).joined(separator: "\n") + "\n")
            while true {
                switch try await next(after: failure) {
                case .doctor: await examine(target)
                case .leave: throw asJSON ? failure : ExitCode(ExitStatus.status(for: failure.code))
                case let way: return way
                }
            }
        }
    }

    private func next(after failure: NoetlError) async throws -> Way {
        do throws(NoetlError) {
            return try await PlainQuestion.choose(
                "What next?",
                [
                    .init(line: "Try the same again", value: .again), .init(line: "Another mode", value: .otherMode),
                    .init(line: "Another context", value: .otherContext),
                    .init(line: "Look for what stands in the way", value: .doctor),
                    .init(line: "Leave", value: Way.leave),
                ], preset: 4)
        } catch {
            return .leave
        }
    }

    private func examine(_ target: Target) async {
        let text = DoctorText(isUTF8: Console.isUTF8(surroundings.environment), paint: .none)
        var findings: [DoctorFinding] = []
        for await finding in Doctor(contexts: store, world: world).findings(
            for: draft(for: target, mode: .pkce(loginHint: nil)))
        {
            findings.append(finding)
            Console.note(text.lines(finding))
        }
        Console.note("\n" + findings.conclusion + "\n")
    }

    /// The request as far as the answers go, in this mode.
    func draft(for target: Target, mode: LoginMode) -> LoginRequest {
        var request = settings.draft
        request.mode = mode
        if let context = target.context {
            request.context = ContextSelection(flag: context.name, environment: Environment([:]))
        }
        request.overrides = target.overrides
        request.allowsInsecureHTTP = target.allowsInsecureHTTP
        return request
    }
}
