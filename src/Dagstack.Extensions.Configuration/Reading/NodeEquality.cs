using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Compares trees by what they say, not by where it stands.</summary>
internal static class NodeEquality
{
    public static bool AreEqual(ConfigNode? a, ConfigNode? b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (ConfigMap x, ConfigMap y) => x.Members.Count == y.Members.Count && x.Members.All(member => y.TryGet(member.Key, out var other) && AreEqual(member.Value, other)),
        (ConfigList x, ConfigList y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(static pair => AreEqual(pair.First, pair.Second)),
        (ConfigSecret x, ConfigSecret y) => x.Reference.Text == y.Reference.Text && x.Reference.Default == y.Reference.Default,
        (ConfigScalar x, ConfigScalar y) => x.Kind == y.Kind && x.Text == y.Text && x.IsInterpolated == y.IsInterpolated,
        _ => false,
    };
}
