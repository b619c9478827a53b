using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>A kind whose plugins run units that do nothing.</summary>
[PluginKind("trivial")]
public interface ITrivial
{
    /// <summary>Does nothing.</summary>
    [Hook]
    ValueTask<JsonElement> DoAsync(JsonElement args, CancellationToken cancellationToken = default);
}
