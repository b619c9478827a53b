namespace Dagstack.Extensions.Configuration;

/// <summary>Somebody who wants to know when a section changes, by its type.</summary>
internal sealed class TypedSubscription<T>(string path, Action<T, T> handler, DagstackConfig config) : SectionSubscription(path)
    where T : notnull
{
    private ConfigNode? _node = config.NodeAt(path);
    private T _value = config.GetSection<T>(path);
    private (ConfigNode? Node, T Value)? _pending;

    public override void Prepare(DagstackConfig candidate, IReadOnlySet<string> changedSecrets)
    {
        _pending = null;
        var node = candidate.NodeAt(Path);
        if (!NodeEquality.AreEqual(node, _node) || (changedSecrets.Count > 0 && SecretWalk.Find(node!).Any(found => changedSecrets.Contains(found.Secret.Reference.CacheKey))))
        {
            _pending = (node, candidate.GetSection<T>(Path));
        }
    }

    public override void Fire()
    {
        if (_pending is var (node, value))
        {
            var before = _value;
            (_node, _value, _pending) = (node, value, null);
            handler(before, value);
        }
    }
}
