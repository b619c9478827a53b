using Dagstack.Extensions.Plugins;

namespace Indexing.Steps;

/// <summary>Cuts paragraphs into pieces that a model takes.</summary>
[Plugin("step", "chunk", UnitOfWork = true, UnitPartitionKey = "document", UnitIdempotencyMode = PluginIdempotencyMode.InputHash)]
internal sealed class Chunker(Workspace workspace) : IStep
{
    private const int MaxLength = 400;

    public async ValueTask<StepResult> RunAsync(string document, CancellationToken cancellationToken)
    {
        var paragraphs = await workspace.ReadAsync<string[]>("parse", document, cancellationToken);
        var chunks = paragraphs.SelectMany(static text => text.Chunk(MaxLength)).Select(static letters => new string(letters)).ToArray();
        await workspace.WriteAsync("chunk", document, chunks, cancellationToken);
        return new(chunks.Length);
    }
}
