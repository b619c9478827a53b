using System.Text.Json;
using Chunking;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>A plugin whose units of work wait for a test, and fail as long as their arguments have no text.</summary>
internal sealed class WorkingChunker(Task go) : IChunker, IUnitOfWork
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize) => [];

    public async ValueTask<JsonElement?> RunAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken)
    {
        unit.Progress.Report(0.5, "half of it");
        await go.WaitAsync(cancellationToken);
        return args.TryGetProperty("text", out var text) ? text : throw new InvalidOperationException("There is no text.");
    }
}
