using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Collects from every provider the keys of one section, in any spelling.</summary>
/// <param name="segments">The section's path.</param>
/// <param name="index">Where the keys are, if the host remembers.</param>
internal sealed class SectionCollector(string[] segments, ConfigurationIndex? index)
{
    private int _order;

    /// <summary>A node without a name, with the section's path below it in every spelling found.</summary>
    public SectionNode Top { get; } = new(string.Empty, string.Empty);

    public void Collect(IConfiguration configuration)
    {
        if (configuration is not IConfigurationRoot root)
        {
            _order++;
            Walk(configuration, string.Empty, 0);
            return;
        }

        foreach (var provider in root.Providers)
        {
            Collect(provider);
        }
    }

    private void Collect(IConfigurationProvider provider)
    {
        if (provider is ChainedConfigurationProvider chained)
        {
            // Its providers stand where it stands: the order is the same, and their names are better.
            Collect(chained.Configuration);
            return;
        }

        _order++;
        if (provider is ConfigurationProvider known && EnumeratesItsData(known))
        {
            Scan(known);
        }
        else
        {
            Walk(provider, null, 0);
        }
    }

    /// <summary>One pass over all keys. GetChildKeys is such a pass for every level of every nested section.</summary>
    private void Scan(ConfigurationProvider provider)
    {
        var data = DataOf(provider);
        if (index is not null && segments.Length >= ConfigurationIndex.Depth)
        {
            foreach (var key in index.Find(provider, data, segments))
            {
                Take(provider, key);
            }

            return;
        }

        if (data is Dictionary<string, string?> dictionary)
        {
            foreach (var key in dictionary.Keys)
            {
                Take(provider, key);
            }

            return;
        }

        foreach (var pair in data)
        {
            Take(provider, pair.Key);
        }
    }

    private void Take(ConfigurationProvider provider, string key)
    {
        if (FoldedName.StartsWith(key, segments) && provider.TryGet(key, out var text))
        {
            Top.Add(new SectionEntry(_order, provider, key, text), key);
        }
    }

    /// <summary>What any provider allows: level by level.</summary>
    private void Walk(IConfigurationProvider provider, string? parent, int depth)
    {
        foreach (var key in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (depth >= segments.Length || FoldedName.Matches(key, segments[depth]))
            {
                var path = parent is null ? key : $"{parent}:{key}";
                if (depth + 1 >= segments.Length && provider.TryGet(path, out var text))
                {
                    Top.Add(new SectionEntry(_order, provider, path, text), path);
                }

                Walk(provider, path, depth + 1);
            }
        }
    }

    /// <summary>The merged view, of a configuration that does not show its providers.</summary>
    private void Walk(IConfiguration parent, string path, int depth)
    {
        foreach (var child in parent.GetChildren())
        {
            if (depth >= segments.Length || FoldedName.Matches(child.Key, segments[depth]))
            {
                var relative = path.Length == 0 ? child.Key : $"{path}:{child.Key}";
                if (depth + 1 >= segments.Length && child.Value is { } text)
                {
                    Top.Add(new SectionEntry(_order, "merged configuration", child.Path, text), relative);
                }

                Walk(child, relative, depth + 1);
            }
        }
    }

    private static bool EnumeratesItsData(ConfigurationProvider provider) =>
        provider.GetType().GetMethod(nameof(ConfigurationProvider.GetChildKeys), BindingFlags.Public | BindingFlags.Instance, [typeof(IEnumerable<string>), typeof(string)])
            ?.DeclaringType == typeof(ConfigurationProvider);

    /// <summary>Protected, and so as stable as what is public: every provider is written against it.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> DataOf(ConfigurationProvider provider);
}
