import ArgumentParser
import NoetlCore
import Testing

@testable import noetl

/// What the program makes of `noetl auth login` with these arguments.
func parsedLogin(_ arguments: [String]) throws -> AuthLogin {
    try #require(try Noetl.parseAsRoot(Noetl.spelledOut(["auth", "login"] + arguments)) as? AuthLogin)
}

/// The mode that these arguments choose.
func mode(_ arguments: [String]) throws -> ModeChoice { try ModeChoice(try parsedLogin(arguments).flags) }

/// The error that a piece of work ends with.
func failure(of work: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws -> NoetlError {
    do {
        try work()
    } catch let error as NoetlError {
        return error
    }
    Issue.record("there was no error", sourceLocation: sourceLocation)
    throw CancellationError()
}

/// A token of the right shape: header and payload are JSON objects.
let sampleToken = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"

/// An address with a token in it.
let sampleAddress = "https://app.acme.com/login#id_token=\(sampleToken)"
