using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Where the keys of a host's configuration are, so that the second plugin's section is found without reading all keys again.</summary>
/// <remarks>One per host, thread-safe. It has keys only; values are always asked of the provider.</remarks>
internal sealed class ConfigurationIndex
{
    /// <summary>How many segments of a key are looked up; a shorter section is searched for.</summary>
    public const int Depth = 2;

    private readonly Dictionary<ConfigurationProvider, KeysOfProvider> _providers = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();

    /// <summary>The keys of a provider that may be in a section: all that are, and perhaps others.</summary>
    public IReadOnlyList<string> Find(ConfigurationProvider provider, IDictionary<string, string?> data, ReadOnlySpan<string> segments)
    {
        lock (_gate)
        {
            var token = provider.GetReloadToken();
            if (!_providers.TryGetValue(provider, out var keys) || !keys.IsOf(data, token))
            {
                _providers[provider] = keys = new KeysOfProvider(data, token);
            }

            return keys.Find(FoldedName.Hash($"{segments[0]}:{segments[1]}", Depth));
        }
    }

    /// <summary>The keys as they were; providers replace their data to load it, and grow it to set a key.</summary>
    private sealed class KeysOfProvider
    {
        private readonly Dictionary<int, List<string>> _keys = [];
        private readonly IDictionary<string, string?> _data;
        private readonly IChangeToken _token;
        private readonly int _count;

        public KeysOfProvider(IDictionary<string, string?> data, IChangeToken token)
        {
            (_data, _token, _count) = (data, token, data.Count);
            foreach (var pair in data)
            {
                var hash = FoldedName.Hash(pair.Key, Depth);
                if (!_keys.TryGetValue(hash, out var keys))
                {
                    _keys.Add(hash, keys = []);
                }

                keys.Add(pair.Key);
            }
        }

        public bool IsOf(IDictionary<string, string?> data, IChangeToken token) =>
            ReferenceEquals(data, _data) && ReferenceEquals(token, _token) && data.Count == _count;

        public List<string> Find(int hash) => _keys.GetValueOrDefault(hash) ?? [];
    }
}
