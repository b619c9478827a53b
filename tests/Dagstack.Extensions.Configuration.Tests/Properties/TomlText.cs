using System.Globalization;
using System.Text;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Tests.Properties;

/// <summary>Writes a tree as TOML: in one line per key, or with a header per mapping.</summary>
internal static class TomlText
{
    public static string Of(ConfigMap root, bool withHeaders)
    {
        var text = new StringBuilder();
        Write(text, root, string.Empty, withHeaders);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ConfigMap map, string header, bool withHeaders)
    {
        foreach (var (key, value) in map.Members.Where(member => !IsTable(member.Value, withHeaders)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Quote(key)} = {Value(value)}\n");
        }

        foreach (var (key, value) in map.Members.Where(member => IsTable(member.Value, withHeaders)))
        {
            var path = header.Length == 0 ? Quote(key) : $"{header} . {Quote(key)}";
            foreach (var table in value is ConfigList list ? list.Items.Cast<ConfigMap>() : [(ConfigMap)value])
            {
                text.Append(value is ConfigList ? $"[[{path}]]\n" : $"[ {path} ]\n");
                Write(text, table, path, withHeaders);
            }
        }
    }

    private static bool IsTable(ConfigNode node, bool withHeaders) =>
        withHeaders && (node is ConfigMap || (node is ConfigList { Items.Count: > 0 } list && list.Items.All(static item => item is ConfigMap)));

    private static string Value(ConfigNode node) => node switch
    {
        ConfigMap map => $"{{{string.Join(", ", map.Members.Select(static member => $"{Quote(member.Key)} = {Value(member.Value)}"))}}}",
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Value))}]",
        ConfigScalar { Kind: ScalarKind.Integer } whole => whole.Int64.ToString(CultureInfo.InvariantCulture),
        ConfigScalar { Kind: ScalarKind.Float } number => number.Float.ToString("e17", CultureInfo.InvariantCulture),
        ConfigScalar { Kind: ScalarKind.Boolean } boolean => boolean.Boolean ? "true" : "false",
        _ => Quote(((ConfigScalar)node).Text!),
    };

    // A string of JSON is one of TOML, but for U+007F, which TOML wants escaped.
    private static string Quote(string text) => RandomTree.Quote(text).Replace("\u007f", "\\u007f", StringComparison.Ordinal);
}
