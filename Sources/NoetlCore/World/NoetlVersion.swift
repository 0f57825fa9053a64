/// The version that `--version` prints and that servers read in `User-Agent`.
public enum NoetlVersion {
    /// Semantic version of this program.
    public static let current = "0.1.0"
}
