using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.OpenTelemetry.Tests;

/// <summary>The metrics that a page for Prometheus has, with the labels of each.</summary>
internal sealed partial class PrometheusMetrics
{
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);

    public PrometheusMetrics(string page)
    {
        foreach (var line in page.Split('\n').Where(static line => line.Length > 0 && line[0] != '#'))
        {
            var sample = Sample().Match(line);
            if (!_labels.TryGetValue(sample.Groups[1].Value, out var labels))
            {
                _labels.Add(sample.Groups[1].Value, labels = new(StringComparer.Ordinal));
            }

            labels.UnionWith(Label().Matches(sample.Groups[2].Value).Select(static label => label.Groups[1].Value));
        }
    }

    /// <summary>Gets the names as queries have them: a histogram has three.</summary>
    public IEnumerable<string> Names => _labels.Keys.Where(static name => name.StartsWith("dagstack_", StringComparison.Ordinal) || name.StartsWith("mcp_", StringComparison.Ordinal));

    public bool HasLabel(string metric, string label) => _labels[metric].Contains(label);

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? """)]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*["]""")]
    private static partial Regex Label();
}
