using System.Text.Json.Serialization;
using Dagstack.Extensions.Plugins;

namespace Indexing.Steps;

/// <summary>Has a model make a vector of each piece. That takes long, so each that is made is saved: a run after a crash asks for the rest only.</summary>
/// <remarks>Checkpoint and progress are those of the unit in which the hook is called.</remarks>
[Plugin("step", "embed", UnitOfWork = true, UnitPartitionKey = "document", UnitIdempotencyMode = PluginIdempotencyMode.InputHash, UnitCheckpointable = true)]
internal sealed class Embedder(Workspace workspace, Model model, PluginCheckpoint checkpoint, PluginProgress progress) : IStep
{
    public async ValueTask<StepResult> RunAsync(string document, CancellationToken cancellationToken)
    {
        var chunks = await workspace.ReadAsync<string[]>("chunk", document, cancellationToken);
        var vectors = await checkpoint.LoadAsync("vectors", VectorsJson.Default.ListSingleArray, cancellationToken) ?? [];
        while (vectors.Count < chunks.Length)
        {
            vectors.Add(await model.EmbedAsync(chunks[vectors.Count], cancellationToken));
            await checkpoint.SaveAsync("vectors", vectors, VectorsJson.Default.ListSingleArray, cancellationToken);
            progress.Report((double)vectors.Count / chunks.Length, document);
        }

        await workspace.WriteAsync("embed", document, vectors, cancellationToken);
        return new(vectors.Count);
    }
}

/// <summary>How checkpoints are written.</summary>
[JsonSerializable(typeof(List<float[]>))]
internal sealed partial class VectorsJson : JsonSerializerContext;
