using System.Text.Json;
using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <content>Units of work that a plugin runs itself: no hook of its contract, so that no middleware wraps them, and no time bounds them.</content>
internal sealed partial class CallPath
{
    public async ValueTask<JsonElement?> RunUnitAsync(PluginActivation activation, JsonElement args, UnitContext unit, CancellationToken cancellationToken)
    {
        var span = CallSpan.StartUnit(entry);
        try
        {
            var output = cpu is null
                ? await slot.EnterUnitAsync(activation, args, unit, cancellationToken).ConfigureAwait(false)
                : await cpu.RunAsync(() => slot.EnterUnitAsync(activation, args, unit, cancellationToken), cancellationToken).ConfigureAwait(false);
            span.Stop(null);
            return output;
        }
        catch (Exception fault)
        {
            span.Stop(fault);
            throw;
        }
    }
}
