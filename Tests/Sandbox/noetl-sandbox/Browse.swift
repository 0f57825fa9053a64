import ArgumentParser
import Foundation
import NoetlSandbox

/// Plays the user at a browser, so that `BROWSER="noetl-sandbox browse %s"` completes a login.
struct Browse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open a sign-in address, fill the form in and follow the redirects.",
        discussion: """
            For an address of /activate it approves the device. Example:

              BROWSER="noetl-sandbox browse %s" noetl auth login --browser-pkce

            The certificate authority is that of --ca, NOETL_SANDBOX_CA or
            SSL_CERT_FILE. Status 0 when the last page was one of success.
            """)

    @Argument(help: "The address to open.")
    var address: String

    @Option(help: "The email to sign in with.")
    var user = "you@example.com"

    @Option(help: "The password; without it that of the sandbox's default user.")
    var password: String?

    @Option(name: .customLong("ca"), help: "The PEM file of the sandbox's certificate authority.")
    var caFile: String?

    @Flag(help: "Press Cancel or Deny.")
    var deny = false

    mutating func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let caFile = caFile ?? environment["NOETL_SANDBOX_CA"] ?? environment["SSL_CERT_FILE"]
        guard let password = password ?? SandboxUser.defaults.first(where: { $0.email == user })?.password else {
            throw ValidationError("--user \(user) is not a default user: give --password too")
        }
        let wish = StubBrowser.Wish(email: user, password: password, denies: deny)
        let outcome = try await StubBrowser(caFile: caFile).open(address, wish)
        // The address without its query, which holds codes and tokens.
        let place = outcome.address.prefix { $0 != "?" && $0 != "#" }
        FileHandle.standardError.write(Data("\(outcome.status) at \(place)\n".utf8))
        if outcome.status >= 400 { throw ExitCode.failure }
    }
}
