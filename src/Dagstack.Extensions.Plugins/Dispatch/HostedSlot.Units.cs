using System.Text.Json;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <content>Units of work that a plugin runs itself.</content>
internal sealed partial class HostedSlot
{
    /// <summary>Runs a unit in an instance, as a call with a span.</summary>
    public ValueTask<JsonElement?> RunUnitAsync(PluginActivation activation, JsonElement args, UnitContext unit, CancellationToken cancellationToken) =>
        _path!.RunUnitAsync(activation, args, unit, cancellationToken);

    /// <summary>Runs a unit in an instance, with nothing before it but the door of that instance.</summary>
    /// <exception cref="OperationCanceledException">The instance lets nobody in any more.</exception>
    public async ValueTask<JsonElement?> EnterUnitAsync(PluginActivation activation, JsonElement args, UnitContext unit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!activation.Target.TryEnter(out var call))
        {
            throw new OperationCanceledException(activation.UnitsEnd);
        }

        try
        {
            using var kept = Keep(call);
            return await activation.Instance.RunUnitAsync(args, unit, call.Token(cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception fault) when (PluginCall.Failed(call, fault))
        {
            throw;
        }
        finally
        {
            call.Exit();
        }
    }
}
