using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>What names and versions look like. See §1 and §8.1 of the plugin contract.</summary>
internal static partial class NameRules
{
    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*\\z", RegexOptions.CultureInvariant)]
    public static partial Regex Kind { get; }

    [GeneratedRegex("^[a-z][a-z0-9_]*\\z", RegexOptions.CultureInvariant)]
    public static partial Regex Hook { get; }

    [GeneratedRegex("^(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?\\z", RegexOptions.CultureInvariant)]
    public static partial Regex Version { get; }

    [GeneratedRegex("^v(0|[1-9][0-9]{0,8})\\z", RegexOptions.CultureInvariant)]
    public static partial Regex File { get; }

    [GeneratedRegex("\\{([^{}]*)\\}", RegexOptions.CultureInvariant)]
    public static partial Regex Placeholder { get; }
}
