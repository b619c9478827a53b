using System.Security.Cryptography;
using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Names of tools that strict clients take: letters, digits, <c>_</c> and <c>-</c>, at most 64.</summary>
internal static class ExportNames
{
    public const int MaxLength = 64;
    private const int HashLength = 8;

    /// <summary>Makes the name of a tool. One that would be too long is cut, and ends with a hash of all of it.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var whole = string.Join('_', parts);
        var name = string.Create(whole.Length, whole, static (name, whole) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = char.IsAsciiLetterOrDigit(whole[i]) || whole[i] is '_' or '-' ? whole[i] : '_';
            }
        });
        return name.Length <= MaxLength ? name
            : WithHash(name, whole);
    }

    /// <summary>Makes a name that ends with a hash, and is cut if it would be too long.</summary>
    /// <param name="name">The beginning.</param>
    /// <param name="whole">What the hash is of.</param>
    public static string WithHash(string name, string whole) =>
        $"{name[..Math.Min(name.Length, MaxLength - HashLength - 1)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..HashLength]}";
}
