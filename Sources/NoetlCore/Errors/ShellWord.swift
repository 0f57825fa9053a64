import Foundation

/// `text` as one word of a command line that can be pasted into a shell; without what a terminal would obey.
public func shellWord(_ text: String) -> String {
    let clean = String(String.UnicodeScalarView(Redaction.withoutBombs(text).filter { !Redaction.isHarmful($0) }))
    let isPlain = clean.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./:@%+=,".unicodeScalars.contains(scalar)
    }
    guard clean.isEmpty || !isPlain || clean.hasPrefix("-") else { return clean }
    return "'" + clean.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
