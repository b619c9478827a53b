using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Bytes as SQLite takes them.</summary>
internal static class SqliteBytes
{
    /// <summary>Returns an array of some bytes: without a copy, if they are one.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count ? segment.Array : bytes.ToArray();
}
