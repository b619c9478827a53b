namespace Dagstack.Extensions.Configuration;

/// <summary>Finds the secrets of a tree.</summary>
internal static class SecretWalk
{
    public static IEnumerable<(ConfigSecret Secret, string Path)> Find(ConfigNode node) => HasSecrets(node) ? Find(node, string.Empty) : [];

    public static bool HasSecrets(ConfigNode node) => node switch
    {
        ConfigSecret => true,
        ConfigMap map => map.Members.Values.Any(HasSecrets),
        ConfigList list => list.Items.Any(HasSecrets),
        _ => false,
    };

    private static IEnumerable<(ConfigSecret Secret, string Path)> Find(ConfigNode node, string path) => node switch
    {
        ConfigSecret secret => [(secret, path)],
        ConfigMap map => map.Members.SelectMany(member => Find(member.Value, KeyPath.Append(path, member.Key))),
        ConfigList list => list.Items.SelectMany((item, i) => Find(item, KeyPath.Append(path, i))),
        _ => [],
    };
}
