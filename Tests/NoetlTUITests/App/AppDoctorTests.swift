import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Wizard: the doctor")
struct AppDoctorTests {
    private static let failure = NoetlError(
        .network, what: "Could not reach the gateway.", why: "gateway.acme.com:443: connection refused.")
    private static let problem = DoctorFinding(
        .gateway, .problem, "The gateway was not reached.", why: "gateway.acme.com:443: connection refused.",
        next: "Check the address.")

    private static func failed(_ mode: WizardSettings.Mode = .device) -> AppDriver {
        var wizard = AppDriver(.sample(flag: "gke-prod", mode: mode))
        wizard.fail(failure)
        _ = wizard.asked()
        return wizard
    }

    @Test("one key from a failure, the findings as they come, and back to the failure")
    func findings() {
        var wizard = Self.failed()
        #expect(wizard.text.contains("d doctor"))
        wizard.press(letter: "d")
        #expect(wizard.place == "doctor")
        #expect(wizard.asked() == ["examine: device, gke-prod"])
        #expect(wizard.text.contains("Looking for what stands in the way"))
        wizard.take(.finding(DoctorFinding(.config, .ok, "The config file is in order."), attempt: wizard.app.attempt))
        wizard.take(.finding(Self.problem, attempt: wizard.app.attempt))
        #expect(wizard.text.contains("✓ The config file is in order. ✗ The gateway was not reached."))
        #expect(wizard.text.contains("Looking for what stands in the way"))
        wizard.take(.finding(nil, attempt: wizard.app.attempt))
        #expect(wizard.text.contains("✗ One thing stands in the way of a login."))
        wizard.press(letter: "r")
        #expect(wizard.asked() == ["examine: device, gke-prod"])
        #expect(!wizard.text.contains("The gateway was not reached."))
        wizard.press(.escape)
        #expect(wizard.place == "failure")
        #expect(wizard.asked() == ["cancel the login", "cancel the question", "cancel the examination"])
        wizard.press(.enter)
        #expect(wizard.asked() == ["log in: device, gke-prod"])
    }

    @Test("findings of an examination that was left go nowhere")
    func late() {
        var wizard = Self.failed()
        wizard.press(letter: "d")
        let earlier = wizard.app.attempt
        wizard.press(.escape)
        wizard.press(letter: "d")
        wizard.take(.finding(Self.problem, attempt: earlier), .finding(nil, attempt: earlier))
        #expect(!wizard.text.contains("not reached"))
        #expect(wizard.text.contains("Looking for what stands in the way"))
    }

    @Test("left from the doctor is left from the failure; a signal stays one")
    func leaving() {
        var wizard = Self.failed()
        wizard.press(letter: "d")
        wizard.press(.control("c"))
        #expect(wizard.app.end == .failed(Self.failure))
        wizard = Self.failed()
        wizard.press(letter: "d")
        wizard.take(.terminate(signal: 15))
        #expect(wizard.app.end == .signalled(15))
    }

    @Test("a login whose password is gone is examined as a browser login")
    func password() {
        var wizard = Self.failed(.password(email: nil))
        wizard.press(letter: "d")
        #expect(wizard.asked() == ["examine: pkce, gke-prod"])
    }

    @Test("U shows the findings whole")
    func whole() {
        var wizard = Self.failed()
        wizard.press(letter: "d")
        wizard.take(.finding(Self.problem, attempt: wizard.app.attempt))
        wizard.press(letter: "U")
        #expect(
            wizard.asked().last
                == "print ✗ The gateway was not reached.|gateway.acme.com:443: connection refused.|Check the address.||Press any key to go back."
        )
    }
}
