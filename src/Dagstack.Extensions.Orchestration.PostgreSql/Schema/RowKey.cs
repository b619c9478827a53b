using System.Security.Cryptography;
using System.Text;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Schema;

/// <summary>Keys of tables for texts of any length: the beginning of their SHA-256. An index refuses texts that are longer than a third of a page, and compares short ones faster.</summary>
internal static class RowKey
{
    private const int Length = 16;

    /// <summary>Returns the key of a partition.</summary>
    /// <param name="partition">The partition, as <see cref="PartitionName"/> names it.</param>
    public static Guid Of(string partition) => Hash(partition);

    /// <summary>Returns the key of something of a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="text">The text; null for none.</param>
    public static Guid? Of(string plugin, string? text) => text is null ? null : Hash(plugin + "\n" + text);

    private static Guid Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new(hash[..Length], bigEndian: true);
    }
}
