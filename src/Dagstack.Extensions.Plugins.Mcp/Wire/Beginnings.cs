using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What a server wrote, for people: how it begins.</summary>
internal static class Beginnings
{
    /// <summary>How much of a text is looked at for secrets before it is cut: one that begins where the text is shown is seen whole.</summary>
    public const int LongestSecret = 64 * 1024;

    private const int MaxLength = 200;

    /// <summary>Gets the beginning of what a server wrote.</summary>
    /// <param name="bytes">What it wrote.</param>
    /// <param name="mask">Takes secrets out of it, before it is cut; null for nothing.</param>
    public static string Of(ReadOnlySpan<byte> bytes, Func<string, string>? mask)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, mask is null ? 2 * MaxLength : LongestSecret)]);
        return Excerpt.Cut(mask?.Invoke(text) ?? text, MaxLength);
    }
}
