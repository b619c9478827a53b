using Dagstack.Extensions.Plugins.Testing.Calls;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>All inputs, called once on one host.</summary>
/// <param name="Status">The plugin's state after the start; null if the host found none.</param>
/// <param name="Outcomes">What became of each call, in order; empty if the plugin did not start.</param>
/// <param name="SinkFaults">What sinks refused, whether the plugin noticed or not.</param>
internal sealed record SuitePass(PluginStatus? Status, IReadOnlyList<CallOutcome> Outcomes, IReadOnlyList<string> SinkFaults)
{
    public bool IsServing => Status is { IsServing: true };
}
