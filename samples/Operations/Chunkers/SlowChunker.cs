using Chunking;
using Dagstack.Extensions.Plugins;

namespace Operations.Chunkers;

/// <summary>One that starts slowly. Those that need it wait for it, all others do not.</summary>
[Plugin("chunker", "slow", RequiredResources = ["clock"])]
internal sealed class SlowChunker(Clock clock) : IChunker, IPluginSetup
{
    public async ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);

    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [new(0, text)];
}
