using Chunking;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>A plugin that starts and stops as its test says.</summary>
internal sealed class MoodyChunker(Mood mood) : IChunker, IPluginSetup, IPluginTeardown
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize) => [];

    public async ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
    {
        mood.Started();
        await mood.Setup.WaitAsync(cancellationToken);
        if (mood.Fault is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    }

    public ValueTask<bool> TeardownAsync(CancellationToken cancellationToken) =>
        mood.TeardownFault is { } fault ? throw new InvalidOperationException(fault) : ValueTask.FromResult(true);
}
