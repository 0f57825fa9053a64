import ArgumentParser
import Foundation
import NoetlCore

/// `noetl auth token`: hands the cached session to another program.
struct AuthToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print the cached session token alone, for other programs.",
        discussion: """
            Without a session, or when its saved expiry is over, nothing is printed and
            the exit status is 77.

            EXAMPLES:
              noetl auth token --context prod
              export NOETL_SESSION_TOKEN="$(noetl auth token)"
            """)

    @OptionGroup(title: "Everywhere") var globals: GlobalFlags

    mutating func run() async throws {
        let surroundings = Surroundings(globals)
        let contexts = try surroundings.contexts.load()
        let context = try surroundings.selection.resolve(in: contexts)
        let token = try context.liveToken(at: Date(), isCurrent: context.name == contexts.current)
        try Console.print(token.reveal())
    }
}
