using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>One plugin's section of the host's configuration, in whatever spelling each provider has it. See §10 of the plugin contract.</summary>
/// <remarks>A snapshot: read it again after the configuration has changed.</remarks>
internal sealed class ConfigurationView
{
    private ConfigurationView(SectionNode section, IReadOnlyList<BindProblem> problems)
    {
        Section = section;
        Problems = problems;
    }

    public SectionNode Section { get; }

    public bool Exists => !Section.IsEmpty;

    /// <summary>Spellings of the section's own path that collide.</summary>
    public IReadOnlyList<BindProblem> Problems { get; }

    /// <summary>Reads a section.</summary>
    /// <param name="configuration">The host's configuration; if it is a root, its providers are read one by one.</param>
    /// <param name="segments">The section's path: root segments, kind, name.</param>
    public static ConfigurationView Read(IConfiguration configuration, params string[] segments) => Read(configuration, null, segments);

    /// <summary>Reads a section.</summary>
    /// <param name="configuration">The host's configuration; if it is a root, its providers are read one by one.</param>
    /// <param name="index">Where the keys of this configuration are, if more than one section is read.</param>
    /// <param name="segments">The section's path: root segments, kind, name.</param>
    public static ConfigurationView Read(IConfiguration configuration, ConfigurationIndex? index, params string[] segments)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(segments);
        var collector = new SectionCollector(segments, index);
        collector.Collect(configuration);
        var problems = new BindProblems();
        var node = collector.Top;
        for (var i = 0; i < segments.Length; i++)
        {
            node = Spellings.Find(node, segments[i], problems)
                ?? new SectionNode(segments[^1], string.Join(':', segments));
        }

        return new ConfigurationView(node, problems.All);
    }
}
