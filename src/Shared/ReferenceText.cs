using System.Text;

namespace Dagstack.Extensions.Shared;

/// <summary>Text with references <c>${…}</c> in it, and <c>$$</c> for the character <c>$</c>. What stands between the braces is the caller's matter.</summary>
/// <remarks>One pass from left to right; what is put in is not looked at again.</remarks>
internal static class ReferenceText
{
    /// <summary>Puts something in the place of one reference: it is given the places of <c>$</c> and of the closing brace, -1 if there is none, and returns a fault or null. Without a brace the text ends there.</summary>
    public delegate TFault? Replacement<TFault>(int open, int close, StringBuilder result)
        where TFault : struct;

    /// <summary>Replaces all references.</summary>
    /// <returns>The text, or null where a reference has a fault.</returns>
    public static string? Replace<TFault>(string text, Replacement<TFault> replace, out TFault? fault)
        where TFault : struct
    {
        fault = null;
        var result = new StringBuilder(text.Length);
        var from = 0;
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0; at = text.IndexOf('$', from))
        {
            result.Append(text, from, at - from);
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (next == '{')
            {
                var close = CloseOf(text, at);
                if (replace(at, close, result) is { } found)
                {
                    fault = found;
                    return null;
                }

                if (close < 0)
                {
                    return result.ToString();
                }

                from = close + 1;
            }
            else
            {
                result.Append('$');
                from = at + (next == '$' ? 2 : 1);
            }
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Finds the brace that closes a reference. Those of its default balance.</summary>
    /// <returns>Its place, or -1.</returns>
    public static int CloseOf(string text, int open)
    {
        var (depth, isDefault) = (0, false);
        for (var i = open + 2; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '}' when depth == 0:
                    return i;
                case '}':
                    depth--;
                    break;
                case '{' when isDefault:
                    depth++;
                    break;
                case ':' when i + 1 < text.Length && text[i + 1] == '-':
                    isDefault = true;
                    break;
            }
        }

        return -1;
    }
}
