using System.Globalization;
using Chunking;
using Dagstack.Extensions.Plugins;

namespace Quickstart;

/// <summary>Prints a table for people.</summary>
internal sealed class TablePrinter(TextWriter output) : IPrinter
{
    public void Print(IReadOnlyList<Chunk> chunks)
    {
        output.WriteLine("OFFSET  TEXT");
        foreach (var chunk in chunks)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{chunk.Offset,6}  {OneLine(chunk.Text)}"));
        }
    }

    public void Print(IReadOnlyList<PluginStatus> plugins)
    {
        var width = plugins.Max(static plugin => (int?)Name(plugin).Length) ?? 0;
        foreach (var plugin in plugins)
        {
            var version = plugin.Version is null ? string.Empty : $" {plugin.Version}";
            var code = plugin.Code is null ? string.Empty : $" [{plugin.Code}]";
            output.WriteLine($"{Name(plugin).PadRight(width)}  {PluginStates.NameOf(plugin.State)}{version}{code}  {plugin.Path}");
            if (plugin.Reason is { } reason)
            {
                output.WriteLine($"    {reason}");
            }
        }
    }

    public void Print(IReadOnlyList<PluginConfigurationEntry> configuration)
    {
        foreach (var entry in configuration)
        {
            output.WriteLine($"{entry.Path} = {entry.Value}    ({entry.Provider})");
        }
    }

    private static string Name(PluginStatus plugin) => plugin.Id?.ToString() ?? "(unreadable)";

    private static string OneLine(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}
