using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>A tree as keys and texts, as <see cref="Microsoft.Extensions.Configuration.IConfiguration"/> has them: joined by <c>:</c>, with indices for lists.</summary>
internal sealed class FlatKeys
{
    /// <summary>UTF-16 code units of all keys, written out with their parents. No configuration comes near, and a hostile file would take all memory.</summary>
    private const long MaxLength = 64 * 1024 * 1024;

    private readonly ProblemList _problems = new();
    private long _length;

    private FlatKeys(ConfigNode root, int capacity)
    {
        Data = new(capacity, StringComparer.OrdinalIgnoreCase);
        Visit(root, string.Empty);
    }

    public Dictionary<string, string?> Data { get; }

    /// <summary>Gets the secrets by key, or null if there are none. Their texts are not in <see cref="Data"/>.</summary>
    public Dictionary<string, ConfigSecret>? Secrets { get; private set; }

    /// <summary>Writes a tree out.</summary>
    /// <exception cref="ConfigException">Two keys are one: keys are compared without case.</exception>
    public static FlatKeys Of(ConfigMap root)
    {
        var flat = new FlatKeys(root, (int)Math.Min(root.Size, 1 << 16));
        flat._problems.ThrowIfAny();
        return flat;
    }

    private void Visit(ConfigNode node, string path)
    {
        switch (node)
        {
            // Empty mappings and lists are written as the JSON provider writes them.
            case ConfigMap map:
                foreach (var (key, value) in map)
                {
                    Visit(value, path.Length == 0 ? key : string.Concat(path, ":", key));
                }

                if (map.Members.Count == 0 && path.Length > 0)
                {
                    Add(path, null, node);
                }

                break;
            case ConfigList list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Visit(list.Items[i], string.Concat(path, ":", Indices.Text(i)));
                }

                if (list.Items.Count == 0)
                {
                    Add(path, string.Empty, node);
                }

                break;
            case ConfigSecret secret:
                Add(path, null, node);
                (Secrets ??= new(StringComparer.OrdinalIgnoreCase)).TryAdd(path, secret);
                break;
            default:
                Add(path, ((ConfigScalar)node).Text, node);
                break;
        }
    }

    private void Add(string path, string? text, ConfigNode node)
    {
        _length += path.Length;
        if (_length > MaxLength)
        {
            var problem = $"the keys, written out with their parents, have more than {MaxLength:N0} characters. Make keys shorter, or lists and mappings flatter.";
            throw new ConfigException([node.Problem(ConfigErrorReason.ParseError, string.Empty, problem)], string.Empty);
        }

        if (!Data.TryAdd(path, text) && !_problems.IsFull)
        {
            _problems.Add(node.Problem(ConfigErrorReason.ValidationFailed, path, "this key is there twice: .NET configuration compares keys without case, and takes ':' for a step down. Keep one of the spellings, in every layer."));
        }
    }
}
