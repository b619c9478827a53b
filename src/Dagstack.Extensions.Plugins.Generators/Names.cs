using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Names of kinds, classes and the wire.</summary>
internal static class Names
{
    private static readonly Regex s_kind = new("^[a-z0-9][a-z0-9_-]*\\z", RegexOptions.CultureInvariant);
    private static readonly Regex s_hook = new("^[a-z][a-z0-9_]*\\z", RegexOptions.CultureInvariant);
    private static readonly Regex s_version = new("^[0-9]+(\\.[0-9]+){0,2}\\z", RegexOptions.CultureInvariant);

    /// <summary>Whether other processes take the name for that of a hook or of a parameter.</summary>
    public static bool IsHookName(string text) => s_hook.IsMatch(text);

    public static bool IsKind(string text) => s_kind.IsMatch(text);

    public static bool IsApiVersion(string text) => s_version.IsMatch(text);

    /// <summary>Turns MaxSize, maxSize and HTTPServer2 into max_size and http_server2.</summary>
    public static string ToWire(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsUpper(c) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>Does so with the name of a method, whose trailing Async is dropped.</summary>
    public static string MethodToWire(string name) => ToWire(
        name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name);

    /// <summary>Makes an identifier of an interface and a kind that no other pair makes, not even one in other case.</summary>
    public static string ToClassName(string qualifiedInterface, string kind)
    {
        var text = new StringBuilder();
        foreach (var c in qualifiedInterface.Replace("global::", string.Empty) + "_" + kind)
        {
            if (char.IsLetterOrDigit(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[text.Length - 1] != '_')
            {
                text.Append('_');
            }
        }

        // The name is also that of a file, and paths are short on some systems.
        text.Length = Math.Min(text.Length, 80);
        if (char.IsDigit(text[0]))
        {
            text.Insert(0, '_');
        }

        return text.Append('_').Append(Hash(qualifiedInterface + " " + kind).ToString("x8", CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>Makes the name of the class beside a contract that has the methods for all its plugins, such as ChunkerPluginsExtensions.</summary>
    public static string ToDispatchClass(INamedTypeSymbol contract)
    {
        var name = contract.Name;
        if (name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]))
        {
            name = name.Substring(1);
        }

        for (var outer = contract.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = outer.Name + name;
        }

        // Closed types of one generic interface have one name.
        return name + (contract.IsGenericType ? "_" + Hash(TypeNames.Plain(contract)).ToString("x8", CultureInfo.InvariantCulture) : string.Empty) + "PluginsExtensions";
    }

    /// <summary>FNV-1a, which is the same in every process.</summary>
    private static uint Hash(string text) =>
        text.Aggregate(2166136261u, static (hash, c) => unchecked((((hash ^ (byte)c) * 16777619u) ^ (byte)(c >> 8)) * 16777619u));
}
