using Dagstack.Extensions.Plugins;

namespace Indexing.Steps;

/// <summary>Puts the vectors of a document into the index, in place of those that were there.</summary>
[Plugin("step", "index", UnitOfWork = true, UnitPartitionKey = "document", UnitIdempotencyMode = PluginIdempotencyMode.InputHash)]
internal sealed class Indexer(Workspace workspace) : IStep
{
    public async ValueTask<StepResult> RunAsync(string document, CancellationToken cancellationToken)
    {
        var vectors = await workspace.ReadAsync<float[][]>("embed", document, cancellationToken);
        await workspace.WriteAsync("index", document, vectors, cancellationToken);
        return new(vectors.Length);
    }
}
