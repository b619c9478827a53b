using System.Text.Encodings.Web;
using System.Text.Json;
using Chunking;
using Dagstack.Extensions.Plugins;

namespace Quickstart;

/// <summary>Prints one JSON object per line.</summary>
internal sealed class JsonPrinter(TextWriter output) : IPrinter
{
    private static readonly JsonSerializerOptions s_readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Print(IReadOnlyList<Chunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            Line(chunk);
        }
    }

    public void Print(IReadOnlyList<PluginStatus> plugins)
    {
        foreach (var plugin in plugins)
        {
            Line(new { Id = plugin.Id?.ToString(), State = PluginStates.NameOf(plugin.State), plugin.Code, plugin.Reason, plugin.Path, plugin.Version });
        }
    }

    public void Print(IReadOnlyList<PluginConfigurationEntry> configuration)
    {
        foreach (var entry in configuration)
        {
            Line(entry);
        }
    }

    private void Line<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, s_readable));
}
