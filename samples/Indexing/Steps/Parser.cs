using Dagstack.Extensions.Plugins;

namespace Indexing.Steps;

/// <summary>Takes the text out of a document: its paragraphs.</summary>
[Plugin("step", "parse", UnitOfWork = true, UnitPartitionKey = "document", UnitIdempotencyMode = PluginIdempotencyMode.InputHash)]
internal sealed class Parser(Workspace workspace) : IStep
{
    public async ValueTask<StepResult> RunAsync(string document, CancellationToken cancellationToken)
    {
        var text = await workspace.ReadDocumentAsync(document, cancellationToken);
        var paragraphs = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await workspace.WriteAsync("parse", document, paragraphs, cancellationToken);
        return new(paragraphs.Length);
    }
}
