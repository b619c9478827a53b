using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Schema;

/// <summary>The name of a schema, as it goes into statements, and what is derived from it.</summary>
/// <param name="name">The name, which <see cref="IsValid"/>.</param>
internal sealed class SchemaName(string name)
{
    private const int MaxLength = 40;

    /// <summary>The name, for people.</summary>
    public string Name => name;

    /// <summary>The name in quotes, for statements.</summary>
    public string Quoted { get; } = $"\"{name}\"";

    /// <summary>The channel on which processes tell each other what they have written.</summary>
    public string Channel { get; } = name + "_signals";

    /// <summary>The first half of the advisory locks of this schema: two schemas of one database have locks of their own.</summary>
    public int LockSpace { get; } = BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("dagstack units " + name))) & int.MaxValue;

    /// <summary>Tells whether a text may be the name: nothing in it is read as anything else by a statement or a tool.</summary>
    /// <param name="name">The text.</param>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterLower(name[0]) && !name.StartsWith("pg_", StringComparison.Ordinal)
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
