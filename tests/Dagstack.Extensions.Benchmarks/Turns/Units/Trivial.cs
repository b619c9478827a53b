using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Runs units that do nothing.</summary>
/// <param name="ran">Told of each.</param>
public sealed class Trivial(Action ran) : ITrivial, IUnitOfWork
{
    /// <inheritdoc/>
    public ValueTask<JsonElement> DoAsync(JsonElement args, CancellationToken cancellationToken) => new(args);

    /// <inheritdoc/>
    public ValueTask<JsonElement?> RunAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken)
    {
        ran();
        return default;
    }
}
