using Chunking;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Operations.Chunkers;

/// <summary>One whose health comes and goes: each other answer is that it is degraded, beginning with the one at its start.</summary>
[Plugin("chunker", "flapping")]
internal sealed class FlappingChunker : IChunker, IPluginHealth
{
    private int _asked;

    public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
        new(Interlocked.Increment(ref _asked) % 2 == 1 ? HealthCheckResult.Degraded("The dictionary is old.") : HealthCheckResult.Healthy());

    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [new(0, text)];
}
