using System.Collections.ObjectModel;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>A tree as .NET values.</summary>
internal static class RawValue
{
    /// <summary>Returns null, bool, long, BigInteger, double, string, a read-only list or a read-only dictionary.</summary>
    public static object? Of(ConfigNode node, string path, Func<ConfigSecret, string, string> secret) => node switch
    {
        ConfigMap map => new ReadOnlyDictionary<string, object?>(map.Members.ToDictionary(
            static member => member.Key, member => Of(member.Value, DotPath.Append(path, member.Key), secret), StringComparer.Ordinal)),
        ConfigList list => ListOf(list, path, secret),
        ConfigSecret reference => secret(reference, path),
        _ => ((ConfigScalar)node).Value,
    };

    public static IReadOnlyList<object?> ListOf(ConfigList list, string path, Func<ConfigSecret, string, string> secret) =>
        [.. list.Items.Select((item, i) => Of(item, list.PathOf(path, i), secret))];
}
