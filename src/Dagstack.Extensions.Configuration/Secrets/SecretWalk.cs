using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Secrets;

/// <summary>Finds the secrets of a tree.</summary>
internal static class SecretWalk
{
    public static IEnumerable<(ConfigSecret Secret, string Path)> Find(ConfigNode node) => node.HasSecrets ? Find(node, string.Empty) : [];

    private static IEnumerable<(ConfigSecret Secret, string Path)> Find(ConfigNode node, string path) => node switch
    {
        ConfigSecret secret => [(secret, path)],
        ConfigMap map => map.Members.SelectMany(member => Find(member.Value, DotPath.Append(path, member.Key))),
        ConfigList list => list.Items.SelectMany((item, i) => Find(item, DotPath.Append(path, i))),
        _ => [],
    };
}
