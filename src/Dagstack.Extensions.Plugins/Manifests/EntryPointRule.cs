namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>The rule for <c>entry_point</c>: <c>module:Class</c>, the module a file in the plugin's own folder.</summary>
internal static class EntryPointRule
{
    /// <summary>What the host adds to the name of a module.</summary>
    private static readonly string[] s_endings = [".dll", ".cs"];

    /// <summary>Reads an entry point.</summary>
    /// <returns>The entry point, or null and what is wrong with it.</returns>
    public static PluginEntryPoint? TryParse(string text, out string? error)
    {
        var colon = text.LastIndexOf(':');
        var module = colon < 0 ? text : text[..colon];
        var name = colon < 0 ? string.Empty : text[(colon + 1)..];
        error = CheckModule(module) ?? (colon < 0 ? "has no ':' between module and class" : CheckClass(name));
        return error is null ? new PluginEntryPoint(module, name) : null;
    }

    private static string? CheckModule(string module)
    {
        if (module.Length == 0)
        {
            return "has no module before the ':'";
        }

        // All platforms' separators and roots, on every platform: a manifest is written once.
        if (module[0] is '/' or '\\' or '~' || module.Contains(':', StringComparison.Ordinal))
        {
            return "has an absolute path; a plugin's module is a file in the plugin's own folder";
        }

        if (module.Split('/', '\\').Any(part => part.Trim() == ".."))
        {
            return "leaves the plugin's folder with '..'";
        }

        if (module.IndexOfAny(['/', '\\']) >= 0)
        {
            return "has a folder; a plugin's module is a file directly in the plugin's own folder";
        }

        if (Array.Find(s_endings, ending => module.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return $"has the ending '{known}', which is added by the host; write '{Excerpt.Of(module[..^known.Length])}'";
        }

        return module[0] == '.' || module.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.' or ' '))
            ? $"has '{Excerpt.Of(module)}' as module, which is not a file name of letters, digits, '_', '-' and '.'"
            : null;
    }

    private static string? CheckClass(string name)
    {
        var parts = name.Split('.', '+');
        return name.Length == 0 ? "has no class after the ':'"
            : Array.TrueForAll(parts, IsIdentifier) ? null
            : $"has '{Excerpt.Of(name)}' as class, which is not the name of a class";
    }

    private static bool IsIdentifier(string part) =>
        part.Length > 0 && (char.IsLetter(part[0]) || part[0] == '_') && part.All(c => char.IsLetterOrDigit(c) || c == '_');
}
