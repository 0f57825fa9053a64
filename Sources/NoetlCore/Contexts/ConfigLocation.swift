import Foundation
import Glibc

/// Where the bytes of a config file really are, once symbolic links have been followed.
struct ConfigLocation {
    /// The file itself; it need not exist.
    let path: String
    /// The folder it is in.
    var folder: String { Self.folder(of: path) }
    /// The lock beside it.
    var lock: String { path + ".lock" }
    /// The new file beside it, before it takes the old one's place; what a killed writer left is replaced.
    var draft: String { folder + (folder.hasSuffix("/") ? "" : "/") + "." + name + ".noetl-new" }

    private var name: String { String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]) }

    /// Follows the links that `path` names, also one that leads nowhere yet.
    init(following path: String) throws(SystemFault) {
        var path = path
        for _ in 0..<40 {
            guard let target = try Self.link(at: path) else {
                self.path = path
                return
            }
            path = target.hasPrefix("/") ? target : Self.folder(of: path) + "/" + target
        }
        throw SystemFault(path, code: ELOOP)
    }

    private static func link(at path: String) throws(SystemFault) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        if count >= 0 { return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) }
        // Not a link, or nothing there.
        if errno == EINVAL || errno == ENOENT { return nil }
        throw SystemFault(path)
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
