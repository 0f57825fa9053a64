import Foundation
import Glibc

/// A resource as a file holds it, ready to be registered.
public struct ResourceFile: Sendable, Equatable {
    /// The whole text.
    public let text: String
    /// Its type, from the `kind` that it says at its top.
    public let kind: String

    /// The most bytes that are sent.
    static let largest = 4 << 20

    /// Reads a file to its end, `-` being standard input; blocks.
    ///
    /// - Throws: `usage` for what cannot be read, is empty, too large, no UTF-8, no YAML, or says no kind.
    public init(readingFrom name: String) throws(NoetlError) {
        let source = name == "-" ? "Standard input" : "The file '\(Redaction.cleaned(name, limit: 200))'"
        try self.init(try Self.bytes(of: name, source: source), source: source)
    }

    /// Checks what was read; `source` begins the error's sentence.
    init(_ bytes: [UInt8], source: String) throws(NoetlError) {
        guard bytes.count <= Self.largest else {
            throw .unusableResource(source, "It is larger than \(Self.largest >> 20) MiB.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unusableResource(source, "It is not text in UTF-8.")
        }
        let root: YAMLNode?
        do throws(NoetlError) {
            root = try YAMLReader.read(SourceText(Data(bytes), path: ""), path: "")
        } catch {
            throw .unusableResource(source, "It is not valid YAML. \(error.why)")
        }
        guard let root else { throw .unusableResource(source, "It is empty.") }
        guard let kind = root.entries?.first(where: { $0.name == "kind" })?.value.scalar, !kind.isBlank else {
            throw .unusableResource(
                source, "It says no kind.", next: "Write one at its top, like kind: Playbook.")
        }
        self.text = text
        self.kind = kind.text
    }

    private static func bytes(of name: String, source: String) throws(NoetlError) -> [UInt8] {
        let descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadableResource(source, errno) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        // One byte more than allowed tells "too large" apart, also for what has no end.
        while bytes.count <= largest {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadableResource(source, errno) }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }
}

extension NoetlError {
    fileprivate static func unreadableResource(_ source: String, _ code: Int32) -> NoetlError {
        let reason = code == EISDIR ? "It is a folder." : "\(String(cString: strerror(code)))."
        return NoetlError(
            .usage, what: "\(source) could not be read.", why: reason,
            next: "Name a file that you can read, or - for standard input.")
    }

    fileprivate static func unusableResource(
        _ source: String, _ why: String, next: String = "Give a YAML or JSON file with one resource in it."
    ) -> NoetlError {
        NoetlError(.usage, what: "\(source) was not registered.", why: why, next: next)
    }
}
