using Dagstack.Extensions.Plugins;

namespace Indexing;

/// <summary>One step on the way from a document to the index. It takes what the step before has left in the workspace.</summary>
[PluginKind("step")]
public interface IStep
{
    /// <summary>Makes the step for one document. Making it again does no harm: it leaves the same.</summary>
    /// <param name="document">The name of the document, which is the queue that its steps wait in.</param>
    /// <param name="cancellationToken">Cancelled when the host stops; the step is made again later.</param>
    /// <returns>What the step has made, for people.</returns>
    [Hook(DispatchClass.Capability)]
    ValueTask<StepResult> RunAsync(string document, CancellationToken cancellationToken);
}
