/// How the gateway writes `expires_at`; the raw value is the name in control JSON.
public enum ExpiryVariant: String, Codable, Sendable, CaseIterable {
    /// RFC 3339 in UTC, whole seconds: `2026-11-24T02:14:05Z`.
    case zoned
    /// With microseconds and an offset: `2026-11-24T02:14:05.123456+00:00`.
    case fractional
    /// Without a zone, which means UTC: `2026-11-24T02:14:05.123456`.
    case unzoned
    /// Not at all.
    case absent
    /// As JSON null.
    case null
    /// Not a time.
    case garbled
}
