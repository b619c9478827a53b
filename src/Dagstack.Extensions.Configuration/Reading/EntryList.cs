using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>A tree as values for people: what <see cref="FlatKeys"/> has, with its places and without its secrets.</summary>
internal sealed class EntryList
{
    private readonly List<ConfigEntry> _entries = [];

    /// <summary>Writes a tree out, in the order of the keys.</summary>
    public static IReadOnlyList<ConfigEntry> Of(ConfigMap root)
    {
        var list = new EntryList();
        list.Visit(root, string.Empty, isSecret: false);
        return list._entries;
    }

    private void Visit(ConfigNode node, string key, bool isSecret)
    {
        switch (node)
        {
            case ConfigMap map when map.Members.Count > 0 || key.Length == 0:
                foreach (var (name, member) in map.Members.OrderBy(static member => member.Key, StringComparer.OrdinalIgnoreCase))
                {
                    Visit(member, key.Length == 0 ? name : $"{key}:{name}", isSecret || SecretNames.IsSecret(name));
                }

                break;
            case ConfigList { Items.Count: > 0 } list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Visit(list.Items[i], $"{key}:{Indices.Text(i)}", isSecret);
                }

                break;
            case ConfigSecret:
                Add(node, key, null, isMasked: true);
                break;
            default:
                var text = node is ConfigScalar scalar ? scalar.Text : node is ConfigList ? string.Empty : null;
                Add(node, key, text, isSecret && !string.IsNullOrEmpty(text));
                break;
        }
    }

    private void Add(ConfigNode node, string key, string? text, bool isMasked) =>
        _entries.Add(new(key, isMasked ? SecretNames.Masked : text, isMasked, node.Source.Path, node.Line, node.Column));
}
