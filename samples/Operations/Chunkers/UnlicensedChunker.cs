using Chunking;
using Dagstack.Extensions.Plugins;

namespace Operations.Chunkers;

/// <summary>One whose setup fails. Only its own calls do.</summary>
[Plugin("chunker", "unlicensed")]
internal sealed class UnlicensedChunker : IChunker, IPluginSetup
{
    public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("There is no license.");

    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [new(0, text)];
}
