namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>How a start went.</summary>
internal sealed record PluginStartItem
{
    public DateTimeOffset Began { get; init; }

    /// <summary>Gets how it ended: <c>under_way</c>, <c>succeeded</c>, <c>failed</c>, <c>dependency_failed</c> or <c>cancelled</c>.</summary>
    public required string Outcome { get; init; }

    public double WaitingSeconds { get; init; }

    public double LoadingSeconds { get; init; }

    public double SetupSeconds { get; init; }

    public double TotalSeconds { get; init; }

    public IReadOnlyList<PluginWaitItem> WaitedFor { get; init; } = [];
}
