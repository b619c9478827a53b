namespace Dagstack.Extensions.Configuration;

/// <summary>Finds the secrets of a tree.</summary>
internal static class SecretWalk
{
    public static IEnumerable<(ConfigSecret Secret, string Path)> Find(ConfigNode node) => node.HasSecrets ? Find(node, string.Empty) : [];

    private static IEnumerable<(ConfigSecret Secret, string Path)> Find(ConfigNode node, string path) => node switch
    {
        ConfigSecret secret => [(secret, path)],
        ConfigMap map => map.Members.SelectMany(member => Find(member.Value, KeyPath.Append(path, member.Key))),
        ConfigList list => list.Items.SelectMany((item, i) => Find(item, KeyPath.Append(path, i))),
        _ => [],
    };
}
