using Fixtures;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>An instance that dies when a test says so.</summary>
internal sealed class TestInstance : PluginInstance
{
    private int _ends;

    public TestInstance(object target)
        : base(target)
    {
    }

    /// <summary>Creates one that greets with its number.</summary>
    public TestInstance(int number)
        : base(new Numbered(number))
    {
    }

    public Func<TestInstance, ValueTask> OnSetup { get; init; } = static _ => default;

    public Func<TestInstance, CancellationToken, ValueTask>? OnSetupWith { get; init; }

    public Func<PluginEnding, ValueTask> OnEnd { get; init; } = static _ => default;

    public Func<HealthCheckResult>? OnHealth { get; init; }

    public bool IsKillable { get; init; }

    public int Ends => Volatile.Read(ref _ends);

    public int Kills { get; private set; }

    public override bool ReportsHealth => OnHealth is not null;

    public override bool CanBeKilled => IsKillable;

    public override ValueTask SetupAsync(CancellationToken cancellationToken) => OnSetupWith?.Invoke(this, cancellationToken) ?? OnSetup(this);

    public override ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) => new(OnHealth!());

    public override ValueTask EndAsync(PluginEnding ending)
    {
        Interlocked.Increment(ref _ends);
        return OnEnd(ending);
    }

    public override ValueTask KillAsync()
    {
        Kills++;
        return default;
    }

    public void Die(string reason = "it is dead.") => ReportEnd(reason);

    public void Sicken(string reason) => ReportFault(reason);

    public void Change() => ReportChange();

    private sealed class Numbered(int number) : IGreeter
    {
        public string Greet(string name) => $"{number}: {name}";
    }
}
