import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Manager: logins and port-forwards")
struct ManagerLayerTests {
    @Test("a login opens the wizard at the modes, and comes back to the same line with its session")
    func login() throws {
        var manager = ManagerDriver()
        manager.press(.down, .character("l"))
        #expect(manager.place == "wizard: modes")
        _ = manager.asked()
        manager.press(.down, .enter)
        #expect(manager.asked() == ["log in: device, staging"])
        manager.hear(try Sample.deviceCode())
        #expect(manager.place == "wizard: device")
        manager.hear(.loggedIn(try Sample.outcome(savedOn: "staging")))
        #expect(manager.place == "wizard: success")
        manager.press(.enter)
        #expect(manager.place == "list")
        #expect(manager.row("staging") == "› staging      7h 59m left")
        #expect(manager.text.contains("Logged in to 'staging' as you@example.com."))
        // The session is new, so the gateway is asked for it.
        #expect(manager.asked() == ["ask for staging gke-prod"])
    }

    @Test("Esc leaves the wizard step by step, and a login that was left says nothing any more")
    func back() throws {
        var manager = ManagerDriver()
        manager.press(.character("l"), .down, .enter)
        let first = manager.attempt
        manager.hear(try Sample.deviceCode())
        _ = manager.asked()
        manager.press(.escape)
        #expect(manager.asked() == ["cancel the login", "cancel the question"])
        manager.press(.escape)
        #expect(manager.place == "list")
        manager.press(.character("l"), .down, .enter)
        #expect(manager.attempt > first)
        manager.take(.login(.loggedIn(try Sample.outcome()), attempt: first))
        #expect(manager.place == "wizard: waiting")
    }

    @Test("Ctrl-C in a login leaves the manager, and cancels the login")
    func interrupt() throws {
        var manager = ManagerDriver()
        manager.press(.character("l"), .enter)
        _ = manager.asked()
        manager.press(.control("c"))
        #expect(manager.app.end == .cancelled)
        #expect(manager.asked().first == "cancel the login")
        var killed = ManagerDriver()
        killed.press(letter: "l")
        killed.take(.terminate(signal: SIGHUP))
        #expect(killed.app.end == .signalled(SIGHUP))
    }

    @Test("init sets a context up from its gateway, and comes back with the cursor on it")
    func initialise() throws {
        var manager = ManagerDriver()
        manager.press(letter: "i")
        #expect(manager.text.hasPrefix("noetl · new context"))
        manager.enter("https://gateway.new.com")
        #expect(manager.asked().last == "ask https://gateway.new.com")
        manager.take(.contract(.success(Sample.contract()), attempt: manager.attempt))
        manager.press(.control("u"), .paste("fresh"), .enter)
        let fresh = Context(name: "fresh", serverURL: "https://gateway.new.com")
        manager.confirmWrite(Contexts(current: "gke-prod", all: Sample.managed.all + [fresh]))
        #expect(manager.place == "list")
        #expect(manager.app.selected?.name == "fresh")
        #expect(manager.text.contains("Context 'fresh' added. Press l to log in."))
        manager.press(.character("i"), .escape)
        #expect(manager.place == "list")
        #expect(manager.app.end == nil)
    }

    @Test("a port-forward starts and stops with p, and is shown while it runs")
    func forward() {
        var manager = ManagerDriver()
        manager.press(.end)
        _ = manager.asked()
        manager.press(letter: "p")
        #expect(manager.asked() == ["forward 18082 to kind-dev"])
        manager.take(.forwardStarted("kind-dev", .success(.started(Sample.record))))
        #expect(manager.text.contains("Forwarding port 18082 to 'kind-dev' (pid 4711)."))
        #expect(manager.asked() == ["look at 4 forwards"])
        manager.take(.forwards(["kind-dev": Sample.running]))
        #expect(manager.text.contains("Port-forward ✓ 18082 → 8082"))
        manager.press(letter: "p")
        #expect(manager.asked() == ["end the forward to kind-dev"])
        manager.take(.forwardStopped("kind-dev", .success(.killed(Sample.record))))
        #expect(manager.text.contains("had to be killed"))
        manager.take(.forwards(["kind-dev": Sample.ended]))
        #expect(manager.text.contains("Port-forward ! has ended"))
        #expect(manager.text.contains("kubectl said error: lost connection to pod | error: timed out"))
    }

    @Test("a port-forward that fails says why: kubectl's last lines, or what is missing")
    func forwardFails() {
        var manager = ManagerDriver()
        manager.take(
            .forwardStarted("kind-dev", .success(.ended(status: 1, lines: ["error: no such context"]))))
        #expect(manager.text.contains("kubectl says: error: no such context"))
        manager.press(.enter, .home)
        _ = manager.asked()
        manager.press(letter: "p")
        #expect(manager.asked() == [])
        #expect(manager.text.contains("Context 'gke-prod' has no kube context."))
        manager.press(.enter)
        manager.take(.forwardStopped("kind-dev", .failure(NoetlError(.usage, what: "Not stopped.", why: "Not ours."))))
        #expect(manager.text.contains("✗ Not stopped. Not ours."))
    }

    @Test("a failure never takes away a form that is being typed")
    func failureOverForm() {
        var manager = ManagerDriver()
        manager.press(.character("a"), .paste("typed"))
        manager.take(.forwardStarted("kind-dev", .failure(NoetlError(.portInUse, what: "It did not start."))))
        #expect(manager.place == "form for a new one")
        #expect(manager.text.contains("typed"))
        manager.press(.escape)
        #expect(manager.text.contains("It did not start."))
    }

    @Test("help lists every key, and any other key closes it")
    func help() {
        var manager = ManagerDriver()
        manager.press(letter: "?")
        #expect(manager.text.contains("noetl · contexts · help"))
        manager.press(letter: "D")
        #expect(manager.place == "list")
        #expect(!manager.text.contains("help ·"))
    }
}

extension Driver<Manager> {
    /// The number of the login under way.
    var attempt: Int { if case .wizard(let app)? = app.layer { app.attempt } else { app.attempts } }

    /// Hears news of the login under way.
    mutating func hear(_ news: LoginEvent) { take(.login(news, attempt: attempt)) }
}
