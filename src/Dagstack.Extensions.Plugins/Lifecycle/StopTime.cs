namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>The time that there is for stopping plugins.</summary>
/// <param name="Over">Cancelled when it is over: nothing is torn down any more.</param>
/// <param name="Hurry">Cancelled when what is left of it is for teardown: calls in flight are cancelled.</param>
internal readonly record struct StopTime(CancellationToken Over, CancellationToken Hurry = default)
{
    /// <summary>Gets as much time as each plugin takes by its own time-outs.</summary>
    public static StopTime Unlimited => default;
}
