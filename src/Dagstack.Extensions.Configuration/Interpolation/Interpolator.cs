using System.Buffers;
using System.Text;

namespace Dagstack.Extensions.Configuration.Interpolation;

/// <summary>Puts variables in the place of <c>${VAR}</c> and <c>${VAR:-default}</c>, <c>$</c> in that of <c>$$</c>, and finds <c>${secret:…}</c>.</summary>
/// <remarks>One pass from left to right; neither a variable's value nor a default is looked at again.</remarks>
/// <param name="environment">Returns a variable, or null if it is not set.</param>
internal sealed class Interpolator(Func<string, string?> environment)
{
    private const string SecretStart = "${secret:";
    private static readonly SearchValues<char> s_name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    public Expansion Expand(string text)
    {
        var at = text.IndexOf('$', StringComparison.Ordinal);
        if (at < 0)
        {
            return Expansion.Of(text, replaced: false);
        }

        if (at == 0 && text.StartsWith(SecretStart, StringComparison.Ordinal) && ReferenceText.CloseOf(text, at) == text.Length - 1)
        {
            return SecretReferenceParser.Parse(text);
        }

        var replaced = false;
        var expanded = ReferenceText.Replace<Expansion>(
            text,
            (open, close, result) =>
            {
                replaced = true;
                return Replace(text, open, close, result);
            },
            out var failed);
        return failed ?? Expansion.Of(expanded!, replaced);
    }

    private Expansion? Replace(string text, int open, int close, StringBuilder result)
    {
        if (close < 0)
        {
            return text.IndexOf('}', open) < 0 ? Wrong(text, open, text.Length, "has no closing brace") : Expansion.Failed(
                ConfigErrorReason.ParseError,
                $"'{Shown(text, open, text.Length)}' has an opening brace in its default and none that closes it. Braces in a default have to balance: add the other one, or put such a text into a variable of its own.");
        }

        var inner = text.AsSpan((open + 2)..close);
        if (inner.StartsWith("secret:"))
        {
            return Expansion.Failed(
                ConfigErrorReason.ParseError,
                $"a secret has to be the whole value, and other text stands beside '{Shown(text, open, close + 1)}'. Make it a key of its own, and put the parts together in the application.");
        }

        var length = inner.IndexOfAnyExcept(s_name);
        var name = (length < 0 ? inner : inner[..length]).ToString();
        var rest = length < 0 ? [] : inner[length..];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !(rest.IsEmpty || rest.StartsWith(":-")))
        {
            return Wrong(text, open, close + 1, "is no reference");
        }

        if (rest.Contains("${", StringComparison.Ordinal))
        {
            return Expansion.Failed(
                ConfigErrorReason.ParseError,
                $"'{Shown(text, open, close + 1)}' has a reference in the default of another one, and references do not nest. Write the default out, or give it a variable of its own.");
        }

        var value = environment(name);
        if (rest.IsEmpty && value is null)
        {
            return Expansion.Failed(
                ConfigErrorReason.EnvUnresolved,
                $"the variable {name} is not set, and '${{{name}}}' has no default. Set it, or write ${{{name}:-default}}.");
        }

        result.Append(!rest.IsEmpty && string.IsNullOrEmpty(value) ? rest[2..] : value);
        return null;
    }

    private static Expansion Wrong(string text, int from, int to, string what) => Expansion.Failed(
        ConfigErrorReason.ParseError,
        $"'{Shown(text, from, to)}' {what}. Write ${{NAME}} or ${{NAME:-default}}, with letters, digits and _ in the name, or $$ for the character $.");

    // A default may be a password: no more than the beginning is shown.
    private static string Shown(string text, int from, int to)
    {
        var shown = text.AsSpan(from..to);
        var end = shown.IndexOf(":-");
        var cut = end >= 0 ? end + 2 : 40;
        return cut < shown.Length ? $"{shown[..cut]}…" : shown.ToString();
    }
}
