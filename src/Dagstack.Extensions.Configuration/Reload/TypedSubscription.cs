using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Secrets;
using Dagstack.Extensions.Configuration.Sections;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Somebody who wants to know when a section changes, by its type.</summary>
internal sealed class TypedSubscription<T>(string path, Action<T, T> handler, ConfigState state, SecretStore secrets) : SectionSubscription(path)
    where T : notnull
{
    private ConfigNode? _node = state.Find(DotPath.Parse(path));
    private T _value = SectionBinder.Read<T>(state, path, secrets);
    private (ConfigNode? Node, T Value)? _pending;

    public override void Prepare(ConfigState candidate, IReadOnlySet<string> changedSecrets)
    {
        _pending = null;
        var node = candidate.Find(DotPath.Parse(Path));
        if (!NodeEquality.AreEqual(node, _node) || (changedSecrets.Count > 0 && SecretWalk.Find(node!).Any(found => changedSecrets.Contains(found.Secret.Reference.CacheKey))))
        {
            _pending = (node, SectionBinder.Read<T>(candidate, Path, secrets));
        }
    }

    public override Action? Accept()
    {
        if (_pending is not var (node, value))
        {
            return null;
        }

        var before = _value;
        (_node, _value, _pending) = (node, value, null);
        return () => handler(before, value);
    }
}
