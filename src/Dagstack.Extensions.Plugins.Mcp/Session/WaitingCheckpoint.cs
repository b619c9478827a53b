namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>A checkpoint that is to be saved.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, as JSON or, of a worker, as it is; null to delete it.</param>
/// <param name="Version">The version that it replaces; null for whichever is there.</param>
internal sealed record WaitingCheckpoint(string Key, byte[]? Value, string? Version)
{
    /// <summary>What one takes besides its texts, about.</summary>
    private const int Overhead = 200;

    public long Bytes => Overhead + (Value?.Length ?? 0) + (2L * (Key.Length + (Version?.Length ?? 0)));
}
