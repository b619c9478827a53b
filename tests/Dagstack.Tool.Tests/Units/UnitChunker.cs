using System.Collections.Concurrent;
using System.Text.Json;
using Chunking;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Tests.Units;

/// <summary>A chunker that runs units as a test says.</summary>
internal sealed class UnitChunker : IChunker, IUnitOfWork
{
    public delegate ValueTask<JsonElement?> Work(JsonElement args, CancellationToken cancellationToken);

    /// <summary>Gets or sets what units do. By default they give back their arguments.</summary>
    public Work Do { get; set; } = Echo;

    /// <summary>Gets the units in the order of their runs.</summary>
    public ConcurrentQueue<string> Runs { get; } = [];

    public static ValueTask<JsonElement?> Echo(JsonElement args, CancellationToken cancellationToken) => new(args);

    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [];

    public async ValueTask<JsonElement?> RunAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken)
    {
        Runs.Enqueue(unit.UnitId);
        return await Do(args, cancellationToken);
    }
}
