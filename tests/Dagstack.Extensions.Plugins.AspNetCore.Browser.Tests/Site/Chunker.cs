using Chunking;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

/// <summary>A plugin that says of itself what the test wants, and takes some time to start.</summary>
internal sealed class Chunker(Func<HealthCheckResult>? health = null, int startMilliseconds = 0) : IChunker, IPluginSetup, IPluginHealth
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => text.Length > 0 ? [new(0, text)] : throw new ArgumentException("There is no text.", nameof(text));

    public async ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken) => await Task.Delay(startMilliseconds, cancellationToken);

    public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) => new(health?.Invoke() ?? HealthCheckResult.Healthy());
}
