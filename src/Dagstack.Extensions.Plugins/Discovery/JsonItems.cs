namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Takes the text of a JSON array apart without reading its items, so that one that is broken costs none of the others.</summary>
internal static class JsonItems
{
    /// <summary>Splits the text of an array.</summary>
    /// <param name="text">The text, which begins with <c>[</c>.</param>
    /// <returns>The texts of the items, in their order, and what is wrong with the array itself; null if nothing is.</returns>
    public static (IReadOnlyList<string> Items, string? Fault) Split(string text)
    {
        var items = new List<string>();
        var (depth, start, isInText) = (0, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when isInText:
                    i++;
                    break;
                case '"':
                    isInText = !isInText;
                    break;
                case '{' or '[' when !isInText:
                    depth++;
                    break;
                case ',' when !isInText && depth == 1:
                    items.Add(text[start..i]);
                    start = i + 1;
                    break;
                case '}' or ']' when !isInText && --depth == 0:
                    AddLast(text[start..i]);
                    return (items, string.IsNullOrWhiteSpace(text[(i + 1)..]) ? null : "something follows the end of the JSON array. Remove it.");
                default:
                    break;
            }
        }

        AddLast(text[start..]);
        return (items, "the JSON array has no end. Close it by ']', and every object and text in it.");

        void AddLast(string item)
        {
            if (items.Count > 0 || !string.IsNullOrWhiteSpace(item))
            {
                items.Add(item);
            }
        }
    }
}
