using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Session;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Progress that goes where the host's does, with its data and events, within a call and outside.</summary>
/// <param name="output">Tells the host.</param>
/// <param name="unitId">The unit of work that it is of; null for the plugin's own.</param>
internal sealed class WorkerProgress(WorkerOutput output, string? unitId = null) : PluginProgress(TimeProvider.System)
{
    protected override void EventCore(ProgressEvent progressEvent) => output.Notify(ReservedTools.Progress, writer =>
    {
        WorkerUnit.WriteId(unitId, writer);
        writer.WriteString("type", progressEvent.Type);
        Write("data", progressEvent.Payload, writer);
    });

    protected override void ReportCore(ProgressReport report) => output.Notify(ReservedTools.Progress, writer =>
    {
        WorkerUnit.WriteId(unitId, writer);
        writer.WriteNumber("fraction", report.Fraction);
        writer.WriteString("message", report.Message);
        Write("data", report.Data, writer);
    });

    private static void Write(string name, IReadOnlyDictionary<string, object?>? data, Utf8JsonWriter writer)
    {
        if (data is { Count: > 0 })
        {
            writer.WritePropertyName(name);
            PlainJson.MapOf(data).WriteTo(writer);
        }
    }
}
