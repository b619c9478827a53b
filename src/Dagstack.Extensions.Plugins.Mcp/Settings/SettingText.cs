using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>Puts values in the place of <c>${VAR}</c>, <c>${config:key}</c> and both with <c>:-default</c>, and <c>$</c> in that of <c>$$</c>.</summary>
/// <remarks>The grammar is that of configuration files; a value that is put in is not looked at again.</remarks>
/// <param name="variable">Returns a variable of the host, or null if it is not set.</param>
/// <param name="setting">Returns a value of the plugin's own section by its path, null if there is none, and whether it is a secret, whatever its name.</param>
/// <param name="section">The section, for messages, such as <c>chunker:fixed</c>.</param>
/// <param name="mask">Given what is put in where secrets may be: wherever in a text it is, it is a secret by itself.</param>
internal sealed class SettingText(Func<string, string?> variable, Func<string, (string? Value, bool IsSecret)> setting, string section, SecretMask mask)
{
    private const string Config = "config:";
    private const string Default = ":-";
    private const int MaxShown = 40;

    /// <summary>Expands a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The path of its key, for messages.</param>
    /// <param name="secrets">Whether secrets may be in it.</param>
    /// <exception cref="SettingException">A reference is wrong, has no value, or is to a secret that may not be here.</exception>
    public string Expand(string text, string path, SecretUse secrets) =>
        text.Contains('$', StringComparison.Ordinal)
            ? ReferenceText.Replace<bool>(text, (open, close, result) => Replace(text, open, close, result, path, secrets), out _)!
            : text;

    private bool? Replace(string text, int open, int close, StringBuilder result, string path, SecretUse secrets)
    {
        if (close < 0)
        {
            throw Wrong(path, text[open..], "has no closing brace");
        }

        var inner = text[(open + 2)..close];
        var cut = inner.IndexOf(Default, StringComparison.Ordinal);
        var (name, fallback) = cut < 0 ? (inner, null) : (inner[..cut], inner[(cut + Default.Length)..]);
        var isSetting = name.StartsWith(Config, StringComparison.Ordinal);
        var key = isSetting ? name[Config.Length..] : name;
        if (!(isSetting ? IsPath(key) : IsName(key)))
        {
            throw Wrong(path, text[open..(close + 1)], "is no reference");
        }

        if (fallback?.Contains("${", StringComparison.Ordinal) == true)
        {
            throw new SettingException($"'{path}' has a reference in the default of '${{{name}:-…}}', and references do not nest. Write the default out, or give it a variable of its own.");
        }

        var (value, isSecret) = isSetting ? setting(key.Replace('.', ':')) : (variable(key), false);
        if (secrets.Why is { } why && (isSecret || SecretNames.IsSecret(isSetting ? key[(key.LastIndexOfAny([':', '.']) + 1)..] : key)))
        {
            throw new SettingException($"'{path}' has '${{{name}}}', which is a secret{(isSecret ? string.Empty : " by its name")}. {why}. {secrets.Instead}.");
        }

        if (fallback is null && value is null)
        {
            throw new SettingException(isSetting
                ? $"'{path}' has '${{{name}}}', and the section '{section}' has no '{key}'. Add it to the configuration, or write ${{{name}:-default}}."
                : $"'{path}' has '${{{name}}}', and the variable {name} is not set. Set it, or write ${{{name}:-default}}.");
        }

        var put = fallback is not null && string.IsNullOrEmpty(value) ? fallback : value;
        if (secrets.Why is null)
        {
            mask.Add(put);
        }

        result.Append(put);
        return null;
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsPath(string key) => key.Length > 0 && key.Split(':', '.').All(static part => part.Length > 0 && part.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-'));

    // What follows the name may be a default, which may be a password, or anything else where the brace is missing.
    private static SettingException Wrong(string path, string reference, string what)
    {
        var isSetting = reference.AsSpan(2).StartsWith(Config);
        var end = 2;
        while (end < reference.Length && end < MaxShown && (char.IsAsciiLetterOrDigit(reference[end]) || reference[end] == '_' || (isSetting && reference[end] is (':' or '.'))))
        {
            end++;
        }

        return new($"'{path}' has '{reference[..end]}{(end < reference.Length ? "…" : string.Empty)}', which {what}. Write ${{NAME}} or ${{config:key}}, either with :-default before the brace, or $$ for the character $.");
    }
}
