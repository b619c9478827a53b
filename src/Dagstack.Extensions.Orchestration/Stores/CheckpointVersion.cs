using System.Security.Cryptography;

namespace Dagstack.Extensions.Orchestration.Stores;

/// <summary>The versions of checkpoints: equal contents have one version.</summary>
internal static class CheckpointVersion
{
    private const int Length = 16;

    /// <summary>Returns the version of a value: the beginning of its SHA-256 in lower-case hex.</summary>
    /// <param name="value">The value.</param>
    public static string Of(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        return Convert.ToHexStringLower(hash[..Length]);
    }
}
