using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <content>Calls that are for a unit of work: what was saved for it goes with them, and what is said of it comes to it.</content>
internal sealed partial class McpCaller
{
    /// <summary>Stands for the hook where a plugin runs units by a tool of their own.</summary>
    private static readonly HookDescriptor s_unit = new()
    {
        Name = nameof(IUnitOfWork.RunAsync),
        WireName = "unit",
        Shape = HookShape.Task,
        ResultType = typeof(JsonElement?),
        IsResultNullable = true,
        CreateInvocation = static () => throw new NotSupportedException("A unit of work is no hook."),
    };

    /// <summary>Gets a value indicating whether the plugin has a tool that runs units of work.</summary>
    public bool RunsUnits => _session?.Tools.Find(ReservedTools.RunUnit) is not null;

    /// <summary>Runs a unit of work by the tool that is there for them.</summary>
    /// <exception cref="PluginRegistryException">It came to nothing.</exception>
    public async ValueTask<JsonElement?> RunUnitAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken)
    {
        var tools = Session.Tools;
        var tool = tools.Find(ReservedTools.RunUnit) ?? throw faults.NotThere(null, s_unit, ReservedTools.RunUnit, tools);
        var request = new ToolRequest(this, Session, tool, output => output.Write(JsonMarshal.GetRawUtf8Value(args)), s_unit, CallMetadata.Current, CancellationToken.None);
        var result = await CallForUnitAsync(request, unit, static _ => { }, cancellationToken).ConfigureAwait(false);
        using (result)
        {
            if (result.IsError)
            {
                throw faults.Of(result, s_unit, ReservedTools.RunUnit, tools);
            }

            var payload = ResultPayload.Find(result, s_unit, returnsObject: false) ?? throw faults.Nonsense(s_unit, result.Beginning());
            using var output = JsonDocument.Parse(payload.Bytes);
            return output.RootElement.ValueKind == JsonValueKind.Null ? null : output.RootElement.Clone();
        }
    }

    /// <summary>Makes a call for a unit. What its server has said before the end of the call is saved before this ends.</summary>
    private async ValueTask<WireResult> CallForUnitAsync(ToolRequest request, UnitContext unit, Action<Task> keep, CancellationToken cancellationToken)
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        keep(saved.Task);
        var sinks = units.Begin(unit);
        try
        {
            var before = await sinks.Checkpoints.ReadAsync(cancellationToken).ConfigureAwait(false);
            return await CallAsync(request with { Unit = sinks, Saved = before }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            try
            {
                units.End(sinks);
                await sinks.EndAsync(time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The relay has said what is lost.
            }
            finally
            {
                saved.SetResult();
            }
        }
    }
}
