namespace Dagstack.Extensions.Plugins;

/// <summary>The plugin that runs units of work: it keeps them, runs each once the ones before it in its queue are over, and knows how each has ended.</summary>
/// <remarks>
/// There is one for each host, in the host's own process. Code of the host takes <see cref="IUnits"/>, which says more and is typed. See §9 of the
/// plugin contract.
/// </remarks>
[PluginKind("orchestrator", ApiVersion = "1.0.0", InProcessOnly = true, SingletonPerRuntime = true, JsonContext = typeof(OrchestratorJson))]
public interface IOrchestrator
{
    /// <summary>Takes a unit of work in. Once this has answered, the unit exists, whatever dies afterwards.</summary>
    /// <param name="request">What is to be run, and with what.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the unit may have been taken in.</param>
    /// <returns>The unit: a new one, or the one that does the same already.</returns>
    /// <exception cref="UnitRefusedException">No such unit can be run: the message says why and what to change.</exception>
    [Hook(Name = "enqueue", Exposed = false)]
    [JsonSchema(Title = "orchestrator.enqueue input")]
    [return: JsonSchema(Title = "orchestrator.enqueue output")]
    ValueTask<EnqueueResult> EnqueueAsync(EnqueueRequest request, CancellationToken cancellationToken);

    /// <summary>Tells how a unit is.</summary>
    /// <param name="request">Which unit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its state.</returns>
    /// <exception cref="UnitNotFoundException">There is no such unit, or it is not kept any more.</exception>
    [Hook(Name = "status", Exposed = false, Idempotent = true, ReadOnly = true)]
    [JsonSchema(Title = "orchestrator.status input")]
    [return: JsonSchema(Title = "orchestrator.status output")]
    ValueTask<UnitStatus> StatusAsync(StatusRequest request, CancellationToken cancellationToken);

    /// <summary>Runs units again that have failed, expired or been cancelled: the same units, with their checkpoints, at the end of their queues.</summary>
    /// <param name="request">Which units.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; units may be queued again.</param>
    /// <returns>How many are queued again.</returns>
    [Hook(Name = "backfill", Exposed = false)]
    [JsonSchema(Title = "orchestrator.backfill input")]
    [return: JsonSchema(Title = "orchestrator.backfill output")]
    ValueTask<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken);
}
