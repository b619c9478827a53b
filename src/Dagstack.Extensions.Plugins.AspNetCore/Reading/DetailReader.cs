using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class DetailReader
{
    public static PluginTransitionItem Transition(PluginTransition transition) => new(
        transition.At,
        transition.From is { } from ? PluginStates.NameOf(from) : null,
        PluginStates.NameOf(transition.To),
        ShownText.Name(transition.Code),
        ShownText.Text(transition.Reason),
        transition.Generation);

    public static PluginStartItem Start(PluginStartTimes start, string root) => new()
    {
        Began = start.Began,
        Outcome = OutcomeNames.Of(start.Outcome),
        WaitingSeconds = start.Waiting.TotalSeconds,
        LoadingSeconds = start.Loading.TotalSeconds,
        SetupSeconds = start.Setup.TotalSeconds,
        TotalSeconds = start.Total.TotalSeconds,
        WaitedFor = [.. start.WaitedFor.Select(wait => new PluginWaitItem(ShownText.Name(wait.Plugin.ToString()), ItemReader.AddressOf(wait.Plugin, root), wait.Duration.TotalSeconds, wait.IsDependency))],
    };

    public static PluginHealthItem Health(PluginHealthCheck health) =>
        new(OutcomeNames.Of(health.Status), ShownText.Text(health.Description), health.At, health.Duration.TotalSeconds, health.FailuresInARow);

    public static PluginCallsItem Calls(PluginCallCounts calls) =>
        new(calls.Calls, calls.Failures, calls.Cancellations, calls.Timed, calls.MeanDuration?.TotalSeconds, calls.MaxDuration?.TotalSeconds);
}
