using System.Buffers;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A second, tolerant reading of text that does not parse: the kind and name of the plugin, wherever they can still be seen.</summary>
internal static class ManifestIdScanner
{
    private static readonly SearchValues<char> BareValueEnds = SearchValues.Create("#,\"' \t");

    /// <summary>Looks for kind and name.</summary>
    /// <returns>The identity, or null if one of the two is not there.</returns>
    public static PluginId? Scan(string text, ManifestFormat format)
    {
        var (kind, name) = format == ManifestFormat.Json ? ScanJson(text) : ScanToml(text);
        return Id(kind, name);
    }

    /// <summary>The identity of two texts, if both can be shown and looked up by a person, as broken as they may be.</summary>
    public static PluginId? Id(string? kind, string? name) => IsReadable(kind) && IsReadable(name) ? new PluginId(kind!, name!) : null;

    /// <summary>Looks for kind and name in a tree that has no plugin table: at the top, then in a table whose name may be a typing error.</summary>
    public static PluginId? Find(ManifestNode root)
    {
        if (root.Kind != ManifestNodeKind.Table)
        {
            return null;
        }

        return root.Members.Values.Prepend(root)
            .Select(table => Id(table.Find("kind")?.Text, table.Find("name")?.Text))
            .FirstOrDefault(id => id is not null);
    }

    private static bool IsReadable(string? part) => PluginId.IsValidPart(part) || (part is { Length: > 0 and <= 256 } && Excerpt.IsPrintable(part));

    private static (string? Kind, string? Name) ScanToml(string text)
    {
        string? kind = null;
        string? name = null;
        var table = string.Empty;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.Trim();
            if (content.StartsWith('['))
            {
                // Tolerant on purpose: '[plugin' without its bracket is the table all the same.
                var end = content.IndexOfAny("]#");
                table = content[1..(end < 0 ? content.Length : end)].Trim().ToString();
                continue;
            }

            var equals = content.IndexOf('=');
            if (equals <= 0 || content[0] == '#')
            {
                continue;
            }

            var key = content[..equals].Trim(" \t\"'");
            var path = table.Length == 0 ? key.ToString() : $"{table}.{key}";
            if (path is "plugin.kind" or "tool.dagstack.plugin.kind")
            {
                kind ??= Value(content[(equals + 1)..]);
            }
            else if (path is "plugin.name" or "tool.dagstack.plugin.name")
            {
                name ??= Value(content[(equals + 1)..]);
            }
        }

        return (kind, name);
    }

    // What stands between the quotes, or up to the comment if there are none.
    private static string? Value(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \t=");
        if (text.Length == 0)
        {
            return null;
        }

        var quote = text[0];
        if (quote is '"' or '\'')
        {
            text = text[1..].TrimStart(quote);
        }

        var end = quote is '"' or '\'' ? text.IndexOfAny(quote, '#') : text.IndexOfAny(BareValueEnds);
        var value = (end < 0 ? text : text[..end]).Trim();
        return value.Length == 0 ? null : value.ToString();
    }

    private static (string? Kind, string? Name) ScanJson(string text)
    {
        string? kind = null;
        string? name = null;
        var depth = 0;
        var pluginDepth = -1;
        string? last = null;
        string? key = null;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{' or '[':
                    depth++;
                    pluginDepth = key == "plugin" && pluginDepth < 0 ? depth : pluginDepth;
                    key = null;
                    break;
                case '}' or ']':
                    pluginDepth = depth == pluginDepth ? int.MaxValue : pluginDepth;
                    depth--;
                    break;
                case ':':
                    key = last;
                    break;
                case ',':
                    key = null;
                    break;
                case '"':
                    last = JsonString(text, ref i);
                    if (depth == pluginDepth)
                    {
                        kind ??= key == "kind" ? last : null;
                        name ??= key == "name" ? last : null;
                    }

                    break;
                default:
                    break;
            }
        }

        return (kind, name);
    }

    private static string JsonString(string text, ref int i)
    {
        var start = i + 1;
        for (i = start; i < text.Length && text[i] is not ('"' or '\n' or '\r'); i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
        }

        i = Math.Min(i, text.Length);
        return text[start..i].TrimEnd(',');
    }
}
