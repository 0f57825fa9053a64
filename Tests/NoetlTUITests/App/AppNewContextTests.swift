import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Wizard: a new context")
struct AppNewContextTests {
    private static func created(_ name: String) -> Contexts {
        let new = Context(
            name: name, serverURL: "https://gateway.new.com",
            auth0: Auth0Settings(domain: "acme.us.auth0.com", clientID: "Abc123XYZ"))
        return Contexts(current: "gke-prod", all: Sample.contexts.all + [new])
    }

    private static func asking(_ address: String, _ contexts: Contexts = Sample.contexts) -> AppDriver {
        var wizard = AppDriver(.sample(contexts))
        if wizard.place == "picker" { wizard.press(letter: "n") }
        wizard.enter(address)
        return wizard
    }

    @Test("from the address of a gateway that tells everything")
    func whole() {
        var wizard = Self.asking("gateway.new.com/")
        #expect(wizard.asked() == ["ask https://gateway.new.com"])
        #expect(wizard.text.contains("Asking the gateway for its settings"))
        wizard.take(.contract(.success(Sample.contract()), attempt: wizard.app.attempt))
        #expect(wizard.text.contains("This will be saved:"))
        #expect(wizard.text.contains("Name new"))
        wizard.press(.enter)
        #expect(
            wizard.asked() == ["create new: auth0Audience auth0ClientID auth0Domain auth0RedirectURI runtime serverURL"]
        )
        wizard.confirmWrite(Self.created("new"))
        #expect(wizard.place == "modes")
        #expect(wizard.text.contains("noetl login · new"))
        wizard.press(.escape)
        #expect(wizard.place == "picker")
        #expect(wizard.frame.text.contains("› new"))
    }

    @Test("the first context of all")
    func first() {
        var wizard = AppDriver(.sample(Contexts()))
        #expect(wizard.place == "new context")
        #expect(wizard.text.contains("esc leave"))
        wizard.enter("https://gateway.new.com")
        wizard.take(.contract(.success(Sample.contract()), attempt: wizard.app.attempt))
        wizard.press(.enter)
        wizard.confirmWrite(Self.created("new"))
        #expect(wizard.place == "modes")
        wizard.press(.escape, .escape)
        #expect(wizard.app.end == .left)
    }

    @Test("what the gateway does not tell is asked")
    func missing() throws {
        var wizard = Self.asking("https://gateway.new.com")
        wizard.take(.contract(.success(Sample.contract(domain: nil, client: nil)), attempt: wizard.app.attempt))
        wizard.press(.control("u"))
        wizard.enter("")
        wizard.enter("not a host")
        wizard.enter("Abc123XYZ")
        #expect(wizard.text.contains("it is empty"))
        wizard.enter("mine")
        wizard.press(.enter, .enter)
        #expect(wizard.text.contains("'not a host' is not a host name."))
        _ = wizard.asked()
        wizard.press(.control("u"))
        wizard.enter("acme.us.auth0.com")
        wizard.press(.enter)
        #expect(
            wizard.asked() == [
                "create mine: auth0Audience auth0ClientID auth0Domain auth0RedirectURI runtime serverURL"
            ])
    }

    @Test("a context that exists is replaced only after a yes, and every difference is shown")
    func replacing() throws {
        var wizard = Self.asking("https://gateway.new.com")
        wizard.take(.contract(.success(Sample.contract(client: "Other")), attempt: wizard.app.attempt))
        wizard.press(.control("u"))
        wizard.enter("gke-prod")
        #expect(wizard.place == "question of replacing")
        #expect(wizard.text.contains("Gateway URL https://gateway.acme.com → https://gateway.new.com"))
        #expect(wizard.text.contains("Client ID Abc123XYZ → Other"))
        #expect(!wizard.text.contains("Auth0 domain:"))
        // A token of one gateway is not for another one to see.
        #expect(wizard.text.contains("Session until 2026-11-23T23:25:20Z → forgotten"))
        wizard.press(.enter)
        #expect(wizard.place == "new context")
        #expect(wizard.text.contains("Name gke-prod"))
        _ = wizard.asked()
        wizard.press(.enter)
        wizard.press(letter: "y")
        #expect(
            wizard.asked() == [
                "change gke-prod: auth0Audience auth0ClientID auth0ClientSecret auth0Domain auth0RedirectURI runtime "
                    + "serverURL sessionExpiresAt sessionToken sessionUser"
            ])
        let error = NoetlError(.configUnwritable, what: "Nothing was saved.", why: "The disk is full.")
        wizard.answerWrite(.failed(error))
        #expect(wizard.place == "new context")
        #expect(wizard.text.contains("Name gke-prod ! The disk is full."))
    }

    @Test("a refused question keeps the address as typed, and so does one that is cancelled")
    func refused() throws {
        var wizard = Self.asking("https://gateway.new.com/x")
        let error = NoetlError(.network, what: "The gateway could not be reached.", why: "No such host.")
        wizard.take(.contract(.failure(error), attempt: wizard.app.attempt))
        #expect(wizard.text.contains("https://gateway.new.com/x ! No such host."))
        wizard.press(.enter)
        #expect(wizard.asked() == ["ask https://gateway.new.com/x", "ask https://gateway.new.com/x"])
        wizard.press(.escape)
        #expect(wizard.asked() == ["cancel the question"])
        #expect(wizard.place == "new context")
        #expect(wizard.text.contains("https://gateway.new.com/x"))
        wizard.press(.escape)
        #expect(wizard.place == "picker")
    }

    @Test("an address that is none is refused without asking anybody")
    func badAddress() throws {
        var wizard = Self.asking("ftp://gateway.new.com")
        #expect(wizard.asked() == [])
        #expect(wizard.text.contains("! 'ftp://gateway.new.com' does not start with https:// or http://."))
    }

    @Test("a failed save keeps the form as typed; a domain of the gateway that is none is told")
    func failedSave() throws {
        var wizard = Self.asking("https://gateway.new.com")
        wizard.take(.contract(.success(Sample.contract(client: nil)), attempt: wizard.app.attempt))
        wizard.press(.tab)
        wizard.enter("Abc123XYZ")
        let error = NoetlError(.configUnwritable, what: "Nothing was saved.")
        wizard.answerWrite(.failed(error))
        #expect(wizard.text.contains("Name new ! Nothing was saved."))
        #expect(wizard.text.contains("Client ID Abc123XYZ"))
        wizard = Self.asking("https://gateway.new.com")
        wizard.take(.contract(.success(Sample.contract(domain: "no host")), attempt: wizard.app.attempt))
        #expect(wizard.text.contains("https://gateway.new.com ! 'no host' is not a host name."))
    }

    @Test("Esc goes from the review to the address, from there to the contexts; an answer that comes late is nothing")
    func back() {
        var wizard = Self.asking("https://gateway.new.com")
        let attempt = wizard.app.attempt
        wizard.take(.contract(.success(Sample.contract()), attempt: attempt))
        wizard.take(.contract(.failure(NoetlError(.network, what: "No.")), attempt: attempt))
        #expect(wizard.text.contains("This will be saved:"))
        wizard.press(.escape)
        #expect(wizard.text.contains("What is the address of the gateway?"))
        #expect(wizard.text.contains("https://gateway.new.com"))
        wizard.press(.enter, .escape)
        wizard.take(.contract(.success(Sample.contract()), attempt: attempt + 1))
        #expect(wizard.text.contains("What is the address of the gateway?"))
        wizard.press(.escape)
        #expect(wizard.place == "picker")
    }
}
